"""The text of a page, as it is copied from the screen, is the article that its readers saw."""

import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


BYLINE_START = "湖渡湖渡(HK:0999) 湖岸报·"
FERRY = (
    "Workflow\n湖上夜航六月开通\n{}\n\nCore Viewpoint - It runs all night [1]. Group 1: Fares - 4 yuan [2].\n"
)


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("2025年5月2日 下午4:36", "2025-05-02T16:36:00"),
        ("2025-05-02 上午9点", "2025-05-02T09:00:00"),
        ("2025-05-02 星期五 04:36", "2025-05-02T04:36:00"),
        ("2025-05-02 04:36 UTC", "2025-05-02T04:36:00+00:00"),
        ("May 2, 2025", "2025-05-02"),
        ("2 May 2025 04:36", "2025-05-02T04:36:00"),
        ("二〇二五年五月二日", "2025-05-02"),
        ("20250502", "2025-05-02"),
        ("2025年5月", "2025-05"),
        ("3小时前", None), ("5分鐘前", None), ("昨天 04:36", None), ("刚刚", None), ("周三", None),
        ("不久前", None),
        ("2 days ago", None), ("yesterday", None), ("just now", None), ("3h ago", None),
        ("05-02 04:36", None), ("05/02", None), ("5月2日", None), ("May 2", None), ("04:36", None),
    ],
)  # fmt: skip
def test_the_date_of_a_byline_is_read_or_noted_and_never_the_title_or_the_source(
    date: str, published: str | None
) -> None:
    reading = read_page_text(FERRY.format(BYLINE_START + date))
    article = reading.article
    assert (article.title, article.source, article.published) == ("湖上夜航六月开通", "湖岸报", published)
    assert article.tickers == (Ticker("HK:0999", "湖渡"),)
    assert [repr(date) in note for note in reading.notes] == ([] if published else [True])
    assert article.paragraphs == ()


@pytest.mark.parametrize(
    "counters",
    [
        "阅读 3.2万",
        "· 阅读3.2万 · 评论 12",
        "1.2万阅读",
        "3 min read",
        "| 浏览量：1,024",
        "收藏 分享",
        "12 comments",
    ],
)
def test_what_a_site_counts_is_no_part_of_an_article(counters: str) -> None:
    plain = article_of(FERRY.format(BYLINE_START + "2025-05-02"))
    reading = read_page_text(FERRY.format(f"{BYLINE_START}2025-05-02 {counters}"))
    assert (reading.article, reading.notes) == (plain, ())
    below = counters.strip("·| ")
    assert article_of(FERRY.format(f"{BYLINE_START}2025-05-02\n{below}")) == plain
    assert article_of(FERRY.format(f"{below}\n{BYLINE_START}2025-05-02")) == plain


@pytest.mark.parametrize(
    ("byline", "left"),
    [
        (BYLINE_START + "2025-05-02 来自北京", "来自北京"),
        ("作者：张三\n" + BYLINE_START + "2025-05-02", "作者：张三"),
        ("By Jane Doe\n" + BYLINE_START + "2025-05-02", "By Jane Doe"),
        (BYLINE_START + "2025-05-02\n文 | 李四", "文 | 李四"),
        (BYLINE_START + "2025-05-02\n阅读 3万\n记者 赵六", "记者 赵六"),
        ("湖渡湖渡(HK:0999) 作者：张三 湖岸报·2025-05-02", "作者：张三"),
    ],
)
def test_a_line_of_the_head_that_is_not_understood_is_kept_as_text_and_noted(byline: str, left: str) -> None:
    reading = read_page_text(FERRY.format(byline))
    article = reading.article
    assert (article.title, article.source, article.published) == ("湖上夜航六月开通", "湖岸报", "2025-05-02")
    # The statements cite paragraphs 1 and 2, which are elsewhere: what is kept must not be taken for them.
    assert article.paragraphs == ("", "", left)
    (note,) = reading.notes
    assert repr(left) in note


@pytest.mark.parametrize(
    ("byline", "tickers"),
    [
        ("茅台茅台(600519.SH)", ["SH:600519"]),
        ("茅台茅台(600519.SS)", ["SH:600519"]),
        ("茅台茅台（600519．SH）", ["SH:600519"]),
        ("茅台茅台(SH600519)", ["SH:600519"]),
        ("茅台茅台(600519)", ["SH:600519"]),
        ("茅台茅台(0700.HK)", ["HK:0700"]),
        ("茅台茅台(AAPL.US)", ["US:AAPL"]),
        ("茅台茅台(AAPL.O)", ["US:AAPL"]),
        ("茅台茅台(NASDAQ: AAPL)", ["NASDAQ:AAPL"]),
        ("茅台茅台(BRK.B)", ["BRK.B"]),
        ("茅台茅台(600036.SH/03968.HK)", ["SH:600036", "HK:03968"]),
        ("茅台茅台(SH:600036，HK:3968)", ["SH:600036", "HK:3968"]),
        ("茅台茅台(SH:600036)(HK:3968)", ["SH:600036", "HK:3968"]),
        ("茅台茅台(600036.SH) 茅台茅台(03968.HK)", ["SH:600036", "HK:03968"]),
    ],
)
def test_a_company_is_read_with_each_of_its_listings_in_any_form(byline: str, tickers: list[str]) -> None:
    article = article_of(FERRY.format(f"{byline} 夜航船·2025-05-02"))
    assert [ticker.symbol for ticker in article.tickers] == tickers
    assert {ticker.name for ticker in article.tickers} == {"茅台"}
    assert (article.source, article.published) == ("夜航船", "2025-05-02")


@pytest.mark.parametrize("byline", ["湖渡湖渡(HK:0999) 湖岸报", "湖渡湖渡(HK:0999)\n湖岸报\n3小时前"])
def test_a_byline_needs_no_date(byline: str) -> None:
    article = article_of(FERRY.format(byline))
    assert (article.title, article.source) == ("湖上夜航六月开通", "湖岸报")
    assert article.tickers == (Ticker("HK:0999", "湖渡"),)


@pytest.mark.parametrize(
    ("byline", "source"),
    [
        ("湖岸报 2025-05-02", "湖岸报"),
        ("湖岸报 | 2025-05-02", "湖岸报"),
        ("来源：湖岸报 2025-05-02", "湖岸报"),
        ("作者：张三\n来源：湖岸报\n2025-05-02", "湖岸报"),
        ("发布时间：2025-05-02", ""),
        ("2025-05-02", ""),
    ],
)
def test_a_date_below_the_title_makes_a_byline_without_dot_and_companies(byline: str, source: str) -> None:
    article = article_of(FERRY.format(byline))
    assert (article.title, article.source, article.published) == ("湖上夜航六月开通", source, "2025-05-02")


@pytest.mark.parametrize(
    ("above", "title", "left"),
    [
        ("湖上夜航，\n六月开通\n", "湖上夜航，六月开通", ()),
        ("Workflow\nThe ferry runs\nall night\n", "The ferry runs all night", ()),
        ("Home\n湖上夜航六月开通\n\n票价四元\n", "票价四元", ("湖上夜航六月开通",)),
        ("我的订阅\n湖上夜航六月开通\n", "湖上夜航六月开通", ("我的订阅",)),
        ("首页 > 研报\n湖上夜航六月开通\n", "湖上夜航六月开通", ("首页 > 研报",)),
        ("# 湖上夜航六月开通\n", "湖上夜航六月开通", ()),
        ("腾讯(0700.HK)回购3亿\n", "腾讯(0700.HK)回购3亿", ()),
    ],
)
def test_a_title_may_have_two_lines_and_what_is_above_it_is_kept(
    above: str, title: str, left: tuple[str, ...]
) -> None:
    reading = read_page_text(f"{above}{BYLINE_START}2025-05-02\n\n正文。")
    assert reading.article.title == title
    assert reading.article.paragraphs == ("正文。", *left)
    assert all(repr(line) in "".join(reading.notes) for line in left)


def test_a_page_of_plain_paragraphs_has_them() -> None:
    assert article_of("城西水厂\n第一段正文。\n第二段正文。").paragraphs == ("第一段正文。", "第二段正文。")
    assert article_of(f"{HEAD}第一段。\n第二段[1]有引用。").paragraphs == ("第一段。", "第二段[1]有引用。")
    headings = article_of(f"{HEAD}## 背景\n第一段。\n\n第二段。\n\n**结论**\n第三段。")
    assert headings.paragraphs == ("背景", "第一段。", "第二段。", "结论", "第三段。")


def test_the_lines_before_and_after_the_statements_are_paragraphs() -> None:
    article = article_of(f"{HEAD}导语一句。\n\n{BODY}\n\n正文一。\n\n正文二。")
    assert article.paragraphs == ("",) * 8 + ("导语一句。", "正文一。", "正文二。")
    assert said(article) == {"Money": ["Paused."]}
    cited = article_of(f"{HEAD}Core Viewpoint - Strained [2].\n\n正文一。\n\n正文二。")
    assert cited.paragraphs == ("正文一。", "正文二。")


@pytest.mark.parametrize(
    "body",
    [
        "核心觀點：A [1]。\n第一組：票價\n- 四元 [2]。\n- 五元 [3]。",
        "核心观点：A [1]。\n一、票價\n1. 四元 [2]。\n2. 五元 [3]。",
        "核心观点：A [1]。\n第一组：票價\n1、四元 [2]。\n2、五元 [3]。",
        "核心观点：A [1]。\n第一组：票價\n（1）四元 [2]。\n（2）五元 [3]。",
        "核心观点：A [1]。\n第一组：票價\n①四元 [2]。\n②五元 [3]。",
        "核心观点：A [1]。\n第一组：票價\n一、四元 [2]。\n二、五元 [3]。",
        "Core Viewpoint - A [1]。 Group 1: 票價 1. 四元 [2]。 2. 五元 [3]。",
        "Core Viewpoint - A [1]。\nGroup 1: 票價\n四元 [2]。\n五元 [3]。",
        "# Core Viewpoint\n- A [1]。\n## Group 1: 票價\n- 四元 [2]。\n- 五元 [3]。",
        "## Core Viewpoint\nA [1]。\n\n### 票價\n* 四元 [2]。\n* 五元 [3]。",
        "**Core Viewpoint**\nA [1]。\n\n**Group 1: 票價**\n+ **四元** [2]。\n+ 五元 [3]。",
        "> Core Viewpoint - A [1]。\n> Group 1: 票價\n> - 四元 [2]。\n> - 五元 [3]。",
        "Core Viewpoint - A [1]。\n\n票價\n• 四元 [2]。\n• 五元 [3]。",
        "Core Viewpoint\n\nA [1]。\n\nGroup A: 票價\n\n- 四元 [2]。\n\n- 五元 [3]。",
        "---\nCore Viewpoint - A [1]。\n---\nGroup 1: 票價\n● 四元 [2]。\n● 五元 [3]。",
    ],
)
def test_viewpoint_and_points_stand_by_themselves_in_any_list(body: str) -> None:
    article = article_of(f"{HEAD}{body}")
    assert article.viewpoint
    assert (article.viewpoint.text, cites(article.viewpoint)) == ("A。", [1])
    assert said(article) == {"票價": ["四元。", "五元。"]}
    assert [cites(point) for point in points(article)] == [[2], [3]]
    assert article.paragraphs == ()


@pytest.mark.parametrize(
    "body",
    [
        "1. A [1].\n2. B [2].",
        "A [1].\nB [2].",
        "Group 1: A [1]. - B [2].",
        "Group 1\n- A [1].\n- B [2].",
        "Group 1 - A [1]. - B [2].",
        "* A [1].\n* B [2].",
        "Group 1: 1. A [1]. 2. B [2].",
    ],
)
def test_points_need_no_title(body: str) -> None:
    article = article_of(f"{HEAD}{body}")
    assert said(article) == {"": ["A.", "B."]}
    assert [cites(point) for point in points(article)] == [[1], [2]]


def test_a_number_inside_a_sentence_begins_no_point() -> None:
    assert statements("Group 1: Money - It ranks No. 1. That was 2. before [8].") == {
        "Money": ["It ranks No. 1. That was 2. before."]
    }


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


@pytest.mark.alone
@pytest.mark.parametrize(
    "text", ["收藏 1 " * 3000 + "x", "1,1" * 4000, "(SH:1/" * 3000, "2025-05-0" * 3000, "a > " * 4000]
)
def test_a_long_head_takes_no_long_time(text: str) -> None:
    start = time.perf_counter()
    article_of(f"断粮\n{text}\n{BYLINE}\n{BODY}")
    assert time.perf_counter() - start < 1
