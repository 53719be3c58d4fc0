"""The text of a page, as it is copied from the screen, is the article that its readers saw."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages_of_text import (
    BODY,
    BYLINE,
    PAGE,
    READ,
    SHANGHAI,
    VIEWPOINT,
    article_of,
    cites,
    points,
    said,
)

from index.articles.article import Ticker
from index.errors import ArticleError
from index.importers.page_text import read_page_text

PAGES = Path(__file__).parents[3] / "samples" / "pages"


@pytest.fixture
def sample(shared: Path) -> str:
    return (shared / "articles" / "microsoft-openai.page.txt").read_text(encoding="utf-8")


def test_the_sample_page_has_title_company_source_and_time(sample: str) -> None:
    article = article_of(sample, zone=SHANGHAI)
    assert article.title == "微软CEO和奥特曼失了和,OpenAI被“断粮”"
    assert article.tickers == (Ticker("US:MSFT", "Microsoft"),)
    assert article.source == "量子位"
    assert article.published == "2025-05-02T04:36:00+08:00"
    assert article.url is None
    assert article.paragraphs == ()


def test_the_sample_page_has_its_viewpoint(sample: str) -> None:
    viewpoint = article_of(sample).viewpoint
    assert viewpoint
    assert viewpoint.text.startswith("The relationship between OpenAI and Microsoft is becoming")
    assert viewpoint.text.endswith("Artificial General Intelligence (AGI).")
    assert cites(viewpoint) == [4, 10, 17]


def test_the_sample_page_has_four_groups_of_three_points(sample: str) -> None:
    article = article_of(sample)
    assert [(group.title, len(group.points)) for group in article.groups] == [
        ("Investment and Resource Allocation", 3),
        ("Path to AGI", 3),
        ("Internal Competition and Strategic Moves", 3),
        ("Future of Collaboration", 3),
    ]
    assert article.points == 12


def test_every_point_of_the_sample_page_is_cited_and_free_of_marks(sample: str) -> None:
    article = article_of(sample)
    assert [cites(point) for point in points(article)] == [
        [8, 69],
        [20, 21],
        [24, 25],
        [30, 31],
        [32, 34],
        [39],
        [40, 41],
        [25, 28],
        [47, 48],
        [64],
        [60, 66],
        [62, 68],
    ]
    assert points(article)
    assert not any(bracket in point.text for point in points(article) for bracket in "[]")


def test_the_ohio_point_of_the_sample_page_rests_on_paragraphs_8_and_69(sample: str) -> None:
    (ohio,) = (point for point in points(article_of(sample)) if "Ohio" in point.text)
    assert ohio.text == (
        "Microsoft has paused a $1 billion investment plan for three data center parks in Ohio, indicating a "
        "slowdown in AI data center projects, which may reduce OpenAI's computational support."
    )
    assert [(citation.number, citation.at) for citation in ohio.citations] == [(8, 184), (69, 184)]
    assert ohio.text[184:] == "."


@pytest.mark.parametrize(
    ("between", "broken"),
    [
        (" - ", "\n- "),
        (" - ", "\n\n- "),
        (" - ", " -\n"),
        (" - ", "\n-\n"),
        (". ", ".\n"),
        (" Group", "\nGroup"),
        (" Group", "\n\n\nGroup"),
        (": ", ":\n"),
        (" [", "\n["),
        (" in ", "\nin "),
        ("\n", "\n\n"),
        (") 量子位", ")\n量子位"),
        ("·2025-05-02 04:36", "\n·2025-05-02 04:36"),
        ("·2025-05-02 04:36", "·\n2025-05-02 04:36"),
    ],
)
def test_line_breaks_may_stand_anywhere_in_the_sample_page(sample: str, between: str, broken: str) -> None:
    assert between in sample
    assert article_of(sample.replace(between, broken)) == article_of(sample)


def test_line_breaks_may_stand_everywhere_at_once_in_the_sample_page(sample: str) -> None:
    head, statements = sample.split("Core Viewpoint - ")
    broken = statements.replace(" - ", "\n-\n").replace(" Group", "\nGroup").replace(": ", ":\n")
    assert article_of(f"{head}Core Viewpoint\n-\n{broken}") == article_of(sample)


@pytest.mark.parametrize(
    ("name", "groups"),
    [
        (
            "advanced-packaging",
            {"Why Packaging Matters": 3, "CoWoS": 3, "HBM Memory": 4},
        ),
        (
            "apple-services",
            {
                "From Device to Platform": 3,
                "Building Up Services": 3,
                "Figures": 3,
                "Hardware Still Matters": 2,
            },
        ),
        ("cascade-hydropower", {"六座电站": 3, "发电与输电": 2, "调度与公司": 3}),
    ],
)
def test_the_pages_of_the_project_are_read_whole(name: str, groups: dict[str, int]) -> None:
    article = article_of((PAGES / f"{name}.page.txt").read_text(encoding="utf-8"))
    assert {group.title: len(group.points) for group in article.groups} == groups
    assert points(article)
    assert all(cites(point) for point in points(article))
    assert not any(bracket in point.text for point in points(article) for bracket in "[]［］")
    assert len(cites(article.viewpoint)) == 3


def test_a_page_is_read_from_top_to_bottom() -> None:
    article = article_of(PAGE)
    assert article.title == "断粮"
    assert article.viewpoint
    assert article.viewpoint.text == "Strained."
    assert said(article) == READ
    assert [cites(point) for point in points(article)] == [[8, 69], [20], [30]]


def test_a_page_that_is_read_whole_has_no_notes() -> None:
    assert read_page_text(PAGE).notes == ()


def test_a_page_without_byline_has_its_title_above_the_statements() -> None:
    article = article_of(f"Workflow\n断粮\n\n{BODY}")
    assert (article.title, article.source, article.published, article.tickers) == ("断粮", "", None, ())
    assert cites(article.viewpoint) == [4]
    assert said(article) == {"Money": ["Paused."]}


@pytest.mark.parametrize(
    "opening",
    [
        "Core Viewpoint - Strained [4].",
        "Core Viewpoint\n- Strained [4].",
        "Core Viewpoint\nStrained [4].",
        "Core\nViewpoint - Strained [4].",
        "核心观点：\nStrained [4].",
        "核心观点\nStrained [4].",
    ],
)
def test_a_page_without_byline_may_break_the_line_inside_its_viewpoint(opening: str) -> None:
    article = article_of(f"断粮\n{opening}\nGroup 1: Money\n- Paused [8].")
    assert article.title == "断粮"
    assert cites(article.viewpoint) == [4]


@pytest.mark.parametrize(
    "text", ["断粮", "\n\n 断粮 \n", "断粮\n量子位·2025-05-02 04:36", f"断粮\n{BYLINE}\n\n"]
)
def test_a_title_alone_is_an_article(text: str) -> None:
    article = article_of(text)
    assert article.title == "断粮"
    assert article.viewpoint is None
    assert article.groups == ()


@pytest.mark.parametrize(
    "text", ["", "\n", " \r\n\u3000\n", "\ufeff", BYLINE, f"\n{BYLINE}\n{VIEWPOINT}", VIEWPOINT]
)
def test_a_page_without_a_title_is_refused(text: str) -> None:
    with pytest.raises(ArticleError, match="no title found"):
        article_of(text)


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n\n"])
def test_lines_may_end_as_on_any_system(end: str) -> None:
    assert article_of(PAGE.replace("\n", end)) == article_of(PAGE)


def test_a_byte_order_mark_is_no_part_of_the_title() -> None:
    assert article_of(f"\ufeff断粮\n{BODY}").title == "断粮"
    assert article_of("\ufeff" + PAGE) == article_of(PAGE)


@pytest.mark.alone
@pytest.mark.parametrize(
    ("before", "blanks"),
    [
        ("断粮", "\n" * 12_000),
        ("量子位", " " * 1_000),
        ("Core", "\n" * 12_000),
        ("Strained", " " * 12_000),
        ("Group", "\n" * 12_000),
        ("Paused", "\n" * 12_000),
        ("- Paused", " " * 12_000),
        ("[20]", "\n" * 12_000),
    ],
)
def test_a_long_run_of_blanks_takes_no_long_time(before: str, blanks: str) -> None:
    text = PAGE.replace(before, blanks + before, 1)
    start = time.perf_counter()
    assert article_of(text).title == "断粮"
    assert time.perf_counter() - start < 0.5


def test_a_page_has_the_same_id_when_its_statements_are_corrected() -> None:
    corrected = PAGE.replace("Paused", "Stopped")
    assert article_of(corrected) != article_of(PAGE)
    assert article_of(corrected).id == article_of(PAGE).id
    assert article_of(PAGE.replace("断粮", "断粮了")).id != article_of(PAGE).id


LINES = st.sampled_from(
    ["- {} [3].", "{} [2].", "{}。", "{}", "## {}", "**{}**", "1. {}", "2. {}。", "作者：{}", "{}：", "",
     "Group 1: {}", "Group 2: {} - 点 [4].", "核心观点：{}［1］。", "Core Viewpoint - {}.",
     "{}(HK:0700) 报·2025-05-02", "{}·3小时前","{} 2025-05-02", "· {}", "> {}", "---", "一、{}",
     "Group 3", "{} - 二 - 三", "來源：{}", "{}|乙"]
)  # fmt: skip


@given(st.lists(LINES, min_size=1, max_size=9))
def test_no_word_of_a_page_is_lost(forms: list[str]) -> None:
    words = [f"词{chr(0x4E00 + 37 * number)}x{number}" for number in range(len(forms))]
    page = "\n".join(["湖上夜航", *(form.format(word) for form, word in zip(forms, words, strict=True))])
    reading = read_page_text(page)
    kept = f"{reading}"
    assert "湖上夜航" in kept
    assert [word for form, word in zip(forms, words, strict=True) if "{}" in form and word not in kept] == []
