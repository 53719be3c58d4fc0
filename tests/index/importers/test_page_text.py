"""The text of a page, as it is copied from the screen, is the article that its readers saw."""

import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from index.articles.article import Article, Ticker
from index.articles.citation_marks import Cited, strip_marks
from index.errors import ArticleError
from index.importers.page_text import read_page_text

SHANGHAI = ZoneInfo("Asia/Shanghai")
PAGES = Path(__file__).parents[3] / "samples" / "pages"
BYLINE = "MicrosoftMicrosoft(US:MSFT) 量子位·2025-05-02 04:36"
HEAD = f"Workflow\n断粮\n{BYLINE}\n\n"
VIEWPOINT = "Core Viewpoint - Strained [4]. "
PAGE = f"{HEAD}{VIEWPOINT}Group 1: Money - Paused [8][69]. - Argued [20]. Group 2: Talent - Left [30].\n"
BODY = f"{VIEWPOINT}Group 1: Money - Paused [8]."
READ = {"Money": ["Paused.", "Argued."], "Talent": ["Left."]}


@pytest.fixture
def sample(shared: Path) -> str:
    return (shared / "articles" / "microsoft-openai.page.txt").read_text(encoding="utf-8")


def article_of(text: str, *, zone: ZoneInfo | None = None) -> Article:
    return read_page_text(text, zone=zone).article


def said(article: Article) -> dict[str, list[str]]:
    """The texts of the points by the title of their group."""
    return {group.title: [point.text for point in group.points] for group in article.groups}


def cites(statement: Cited | None) -> list[int]:
    assert statement
    return [citation.number for citation in statement.citations]


def points(article: Article) -> list[Cited]:
    return [point for group in article.groups for point in group.points]


def statements(text: str) -> dict[str, list[str]]:
    """What the points of a page say that has these statements below its head."""
    return said(article_of(HEAD + text))


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


@pytest.mark.parametrize(
    "broken",
    [
        "Microsoft\nMicrosoft(US:MSFT) 量子位·2025-05-02 04:36",
        "MicrosoftMicrosoft\n(US:MSFT) 量子位·2025-05-02 04:36",
        "MicrosoftMicrosoft(US:\nMSFT) 量子位·2025-05-02 04:36",
        "MicrosoftMicrosoft(US:MSFT) 量子位·2025-05-02\n04:36",
        "MicrosoftMicrosoft(US:MSFT)\n量子位\n2025-05-02 04:36",
        "Microsoft\nMicrosoft\n(US:MSFT)\n量子位\n·\n2025-05-02\n04:36",
        "Microsoft(US:MSFT)\n量子位·2025-05-02 04:36",
    ],
)
def test_line_breaks_may_stand_anywhere_in_the_byline(broken: str) -> None:
    assert article_of(PAGE.replace(BYLINE, broken)) == article_of(PAGE)


def test_companies_may_stand_on_a_line_each() -> None:
    article = article_of(
        f"Home\n断粮\nMicrosoftMicrosoft(US:MSFT)\nAppleApple(US:AAPL)\n量子位·2025-05-02\n{BODY}"
    )
    assert (article.title, article.source) == ("断粮", "量子位")
    assert [ticker.name for ticker in article.tickers] == ["Microsoft", "Apple"]


def test_companies_above_the_title_are_not_of_the_byline() -> None:
    article = article_of(f"Home\nAppleApple(US:AAPL)\n断粮\n{BYLINE}\n{BODY}")
    assert (article.title, article.tickers) == ("断粮", (Ticker("US:MSFT", "Microsoft"),))
    article = article_of(f"Home\nAppleApple(US:AAPL)\n断粮\n量子位·2025-05-02\n{BODY}")
    assert (article.title, article.tickers) == ("断粮", ())


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


def test_the_zone_is_only_given_to_a_time() -> None:
    assert article_of(PAGE).published == "2025-05-02T04:36:00"
    assert article_of(PAGE, zone=SHANGHAI).published == "2025-05-02T04:36:00+08:00"
    assert article_of(PAGE.replace(" 04:36", ""), zone=SHANGHAI).published == "2025-05-02"


@pytest.mark.parametrize("above", ["", "Workflow\n", "\n\n  \n", "Home\nWorkflow\n\n"])
def test_the_title_is_the_last_line_above_the_byline(above: str) -> None:
    assert article_of(f"{above}断粮\n\n{BYLINE}\n{BODY}").title == "断粮"


@pytest.mark.parametrize(
    ("companies", "tickers"),
    [
        ("MicrosoftMicrosoft(US:MSFT)", [("US:MSFT", "Microsoft")]),
        ("Microsoft Microsoft(US:MSFT)", [("US:MSFT", "Microsoft")]),
        ("Microsoft(US:MSFT)", [("US:MSFT", "Microsoft")]),
        ("Microsoft （us：msft）", [("US:MSFT", "Microsoft")]),
        ("(US:MSFT)", [("US:MSFT", "")]),
        ("Berkshire Hathaway(US:BRK.B)", [("US:BRK.B", "Berkshire Hathaway")]),
        ("长江电力长江电力(SH:600900)", [("SH:600900", "长江电力")]),
        ("英伟达英伟达(US:NVDA) 台积电台积电(US:TSM)", [("US:NVDA", "英伟达"), ("US:TSM", "台积电")]),
        ("腾讯(HK:0700)、苹果（US:AAPL），BYD(SZ:002594)", [
            ("HK:0700", "腾讯"), ("US:AAPL", "苹果"), ("SZ:002594", "BYD"),
        ]),
        ("Meta (formerly Facebook)(US:META)", [("US:META", "Meta (formerly Facebook)")]),
        ("AA(US:AA)", [("US:AA", "AA")]),
        ("AAAA(US:AA) BBBB(US:B)", [("US:AA", "AA"), ("US:B", "BB")]),
        ("", []),
    ],
)  # fmt: skip
def test_the_companies_lead_the_byline(companies: str, tickers: list[tuple[str, str]]) -> None:
    article = article_of(f"断粮\n{companies} 量子位·2025-05-02 04:36\n{BODY}")
    assert [(ticker.symbol, ticker.name) for ticker in article.tickers] == tickers
    assert article.source == "量子位"


@pytest.mark.parametrize("source", ["量子位", "The Verge", "华尔街见闻·早餐", "MIT科技评论(中文版)", ""])
def test_the_source_is_between_companies_and_date(source: str) -> None:
    article = article_of(f"断粮\nMicrosoft(US:MSFT) {source}·2025-05-02 04:36\n{BODY}")
    assert article.source == source
    assert article.tickers == (Ticker("US:MSFT", "Microsoft"),)


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("2025-05-02 04:36", "2025-05-02T04:36:00"),
        ("2025/5/2 4:36:07", "2025-05-02T04:36:07"),
        ("2025年5月2日 04：36", "2025-05-02T04:36:00"),
        ("2025年5月2日04:36", "2025-05-02T04:36:00"),
        ("2025-05-02T04:36:00+08:00", "2025-05-02T04:36:00+08:00"),
        ("2025-05-02 04:36 +0800", "2025-05-02T04:36:00+08:00"),
        ("2025-05-02", "2025-05-02"),
    ],
)
def test_the_date_ends_the_byline_in_any_form_that_a_date_has(date: str, published: str) -> None:
    article = article_of(f"断粮\n量子位·{date}\n{BODY}")
    assert (article.title, article.source, article.published) == ("断粮", "量子位", published)


@pytest.mark.parametrize("date", ["2025-02-30 04:36", "2025-13-01", "2025-05-0204:36", "2025年5月32日"])
def test_a_date_that_no_calendar_has_is_noted_and_dropped(date: str) -> None:
    reading = read_page_text(f"断粮\n量子位·{date}\n{BODY}")
    assert (reading.article.title, reading.article.source, reading.article.published) == (
        "断粮",
        "量子位",
        None,
    )
    assert said(reading.article) == {"Money": ["Paused."]}
    (note,) = reading.notes
    assert "without a date" in note
    assert repr(date) in note


def test_a_page_that_is_read_whole_has_no_notes() -> None:
    assert read_page_text(PAGE).notes == ()


def test_a_byline_with_companies_needs_no_dot() -> None:
    article = article_of(PAGE.replace("·", " "))
    assert article == article_of(PAGE)
    assert article.source == "量子位"


def test_a_date_after_a_title_makes_no_byline() -> None:
    article = article_of(f"发布会 2025-05-01\n{BYLINE}\n{BODY}")
    assert (article.title, article.published) == ("发布会 2025-05-01", "2025-05-02T04:36:00")
    article = article_of(f"发布会·2025-05-01\n{BYLINE}\n{BODY}")
    assert (article.title, article.published) == ("发布会·2025-05-01", "2025-05-02T04:36:00")


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


def test_a_page_without_groups_has_its_viewpoint() -> None:
    article = article_of(f"{HEAD}{VIEWPOINT}")
    assert cites(article.viewpoint) == [4]
    assert article.groups == ()


def test_a_page_without_viewpoint_has_its_groups() -> None:
    article = article_of(f"{HEAD}Group 1: Money - Paused [8].")
    assert article.viewpoint is None
    assert said(article) == {"Money": ["Paused."]}


@pytest.mark.parametrize(
    "text",
    ["- Paused [8].\n- Argued [20].", "- Paused [8]. - Argued [20].", "\n- Paused [8].\n\n- Argued [20]."],
)
def test_points_without_a_group_stand_under_no_title(text: str) -> None:
    assert statements(text) == {"": ["Paused.", "Argued."]}
    assert statements(VIEWPOINT + text) == {"": ["Paused.", "Argued."]}


def test_points_before_the_first_group_stand_under_no_title() -> None:
    assert statements(f"{VIEWPOINT}- Paused [8]. Group 1: Talent - Left [30].") == {
        "": ["Paused."],
        "Talent": ["Left."],
    }


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


def test_punctuation_may_be_full_width() -> None:
    article = article_of(
        "断粮\n微软微软（US：MSFT） 量子位·2025年5月2日 04：36\n\n"
        "核心观点：关系紧张［4］［10］。Group 1：投资 - 微软暂停计划［8，69］。 - 双方有分歧【20】。"
        "第二组：人才 - 骨干离开［30］！ - 进展放缓［32］。"
    )
    assert article.tickers == (Ticker("US:MSFT", "微软"),)
    assert article.published == "2025-05-02T04:36:00"
    assert cites(article.viewpoint) == [4, 10]
    assert said(article) == {
        "投资": ["微软暂停计划。", "双方有分歧。"],
        "人才": ["骨干离开！", "进展放缓。"],
    }
    assert [cites(point) for point in points(article)] == [[8, 69], [20], [30], [32]]


@pytest.mark.parametrize(
    "dash", [" - ", " – ", " — ", " • ", " － ", "\u3000-\u3000", "\n- ", "\n• ", "\n－ "]
)
def test_any_dash_with_blanks_around_it_opens_a_point(dash: str) -> None:
    assert statements(f"Group 1：投资{dash}暂停［8］。{dash}分歧［20］。") == {"投资": ["暂停。", "分歧。"]}


def test_a_dash_after_a_full_stop_in_full_width_needs_no_blanks() -> None:
    assert statements("第一组：投资 - 暂停［8］。- 分歧［20］。—离开［30］。") == {
        "投资": ["暂停。", "分歧。", "离开。"]
    }


def test_a_dash_of_two_leaves_nothing_on_the_point() -> None:
    assert statements("第一组：投资——暂停［8］。——分歧［20］。\n——离开［30］。") == {
        "投资": ["暂停。", "分歧。", "离开。"]
    }


@pytest.mark.parametrize(
    "end", ["paused [8]", "paused【8】", "paused [8].", "paused.", "“paused.”", '"paused!"', "AGI."]
)
def test_a_dash_after_the_end_of_a_sentence_begins_a_point(end: str) -> None:
    plain = strip_marks(f"They {end}").text
    assert statements(f"Group 1: Money - They {end} - Argued [20].") == {"Money": [plain, "Argued."]}


def test_a_group_without_a_title_has_its_points() -> None:
    assert statements("Group 1:\n- Paused [8].\n- Argued [20].") == {"": ["Paused.", "Argued."]}


@pytest.mark.parametrize(
    "marker", ["Group 1: ", "GROUP 1: ", "Group 1 : ", "Group 12：", "第一组：", "第1组: ", "分组1："]
)
def test_a_group_may_be_marked_in_either_language(marker: str) -> None:
    assert statements(f"{VIEWPOINT}{marker}Money - Paused [8].") == {"Money": ["Paused."]}


@pytest.mark.parametrize(
    "point",
    [
        "A state-of-the-art chip came.",
        "A pause - the first - came.",
        "A pause – the first – came.",
        "Prices of 2019-2021 fell by -3%.",
        "It fell - by 3% - in 2024.",
        "暂停——这是第一次——来了。",
        "The U.S. - its economy - grew.",
        "The “U.S.” - its economy - grew.",
        "The e-mail said: Wi-Fi, USB-C, GPT-4o.",
    ],
)
def test_a_point_keeps_the_dashes_inside_it(point: str) -> None:
    first = point.rstrip(".。")
    assert statements(f"Group 1: Money - {first} [8]{point[-1]} - Argued [20].") == {
        "Money": [point, "Argued."]
    }


def test_a_group_title_keeps_the_hyphens_inside_it() -> None:
    assert statements("Group 1: State-of-the-Art Chips - Paused [8].") == {
        "State-of-the-Art Chips": ["Paused."]
    }


@pytest.mark.parametrize(
    "point",
    [
        "Those in Group 2: all paused.",
        "The Group 7 of nations paused.",
        "Alphabet Group: it paused.",
        "属于第二组：都暂停。",
    ],
)
def test_a_group_inside_a_sentence_opens_none(point: str) -> None:
    assert statements(f"Group 1: Money - {point[:-1]} [8]{point[-1]} - Argued [20].") == {
        "Money": [point, "Argued."]
    }


def test_a_viewpoint_inside_a_sentence_opens_none() -> None:
    article = article_of(f"{HEAD}Group 1: Money - Our Core Viewpoint - it paused - stays [8].")
    assert article.viewpoint is None
    assert said(article) == {"Money": ["Our Core Viewpoint - it paused - stays."]}


def test_a_viewpoint_keeps_the_dashes_inside_it() -> None:
    article = article_of(
        f"{HEAD}Core Viewpoint - A long-term pause - the first - came [4]. Group 1: Money - Paused [8]."
    )
    assert article.viewpoint
    assert article.viewpoint.text == "A long-term pause - the first - came."


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
