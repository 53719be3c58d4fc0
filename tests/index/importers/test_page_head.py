"""The head of a page has a title, companies, a source and a date; what it has else is kept and noted."""

import time

import pytest
from pages_of_text import BODY, BYLINE, PAGE, SHANGHAI, article_of, said

from index.articles.article import Ticker
from index.importers.page_text import read_page_text


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


def test_a_byline_with_companies_needs_no_dot() -> None:
    article = article_of(PAGE.replace("·", " "))
    assert article == article_of(PAGE)
    assert article.source == "量子位"


def test_a_date_after_a_title_makes_no_byline() -> None:
    article = article_of(f"发布会 2025-05-01\n{BYLINE}\n{BODY}")
    assert (article.title, article.published) == ("发布会 2025-05-01", "2025-05-02T04:36:00")
    article = article_of(f"发布会·2025-05-01\n{BYLINE}\n{BODY}")
    assert (article.title, article.published) == ("发布会·2025-05-01", "2025-05-02T04:36:00")


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


@pytest.mark.alone
@pytest.mark.parametrize(
    "text", ["收藏 1 " * 3000 + "x", "1,1" * 4000, "(SH:1/" * 3000, "2025-05-0" * 3000, "a > " * 4000]
)
def test_a_long_head_takes_no_long_time(text: str) -> None:
    start = time.perf_counter()
    article_of(f"断粮\n{text}\n{BYLINE}\n{BODY}")
    assert time.perf_counter() - start < 1
