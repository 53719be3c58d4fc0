"""Which words of a text are a time, and which only look like one."""

from datetime import UTC, date, datetime

import pytest
from whoosh import query as nodes

from index import Analyzer, configured_analyzer
from search.query.parser import ANY, parse
from search.query.time_tagging import TimeNode, tag_times, times_of
from search.query.times import find_times

WEDNESDAY = date(2025, 5, 14)

TIMES = {
    "Meta 2026年5月打算裁多少人": ("2026年5月", "2026-05-01", "2026-06-01"),
    "2026年3月日本乐天发布的大模型": ("2026年3月", "2026-03-01", "2026-04-01"),
    "2025 年 5 月 的裁员": ("2025 年 5 月", "2025-05-01", "2025-06-01"),
    "二〇二四年的手机": ("二〇二四年", "2024-01-01", "2025-01-01"),
    "layoffs in May 2025?": ("May 2025", "2025-05-01", "2025-06-01"),
    "what happened on 12 April": ("12 April", "2025-04-12", "2025-04-13"),
    "what happened on May 12th": ("May 12th", "2025-05-12", "2025-05-13"),
    "layoffs 2025-05-02": ("2025-05-02", "2025-05-02", "2025-05-03"),
    "chips in 2024": ("2024", "2024-01-01", "2025-01-01"),
    "layoffs last week": ("last week", "2025-05-05", "2025-05-12"),
    "上周有什么新闻": ("上周", "2025-05-05", "2025-05-12"),
    "去年底发布的手机": ("去年底", "2024-01-01", "2025-01-01"),
    "4月份的财报": ("4月份", "2025-04-01", "2025-05-01"),
    "最近三天的新闻": ("最近三天", "2025-05-12", "2025-05-15"),
    "Q1 2025 revenue": ("Q1 2025", "2025-01-01", "2025-04-01"),
    "2024年以来的裁员": ("2024年以来", "2024-01-01", None),
    "layoffs since 2024": ("since 2024", "2024-01-01", None),
    "layoffs before 2024": ("before 2024", None, "2024-01-01"),
    "今年前三季度营收": ("今年", "2025-01-01", "2026-01-01"),
}
WORDS = [
    "it may be", "march of progress", "sun", "DEC 10", "Ubuntu 20.04", "RTX 3050", "Q1 revenue", "四季豆",
    "recently", "latest news", "最近的新闻", "3个月", "365天", "公元前200年", "1999元", "ISO 8601",
    "top 10 may", "two weeks ago", "周杰伦", "岁月", "天气", "v2025.05", "2025-02-30", "1984",
]  # fmt: skip


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return configured_analyzer()


def day(seconds: int | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).date().isoformat()


@pytest.mark.parametrize("text", TIMES)
def test_a_time_among_other_words_is_found_as_it_is_meant(text: str, analyzer: Analyzer) -> None:
    (time,) = find_times(text, analyzer.units(text), today=WEDNESDAY)
    assert (text[time.start : time.end], *map(day, time.span)) == TIMES[text]


@pytest.mark.parametrize("text", WORDS)
def test_what_may_be_meant_otherwise_is_no_time(text: str, analyzer: Analyzer) -> None:
    assert list(find_times(text, analyzer.units(text), today=WEDNESDAY)) == []


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("去年", ("2024",)),
        ("2024年以来", ("2024",)),
        ("上个月", ("2025年4月", "2025-04", "April 2025", "Apr 2025")),
        ("yesterday", ("2025年5月13日", "2025-05-13", "May 13, 2025", "13 May 2025")),
        ("last week", ()),
    ],
)
def test_a_time_is_known_by_how_both_languages_write_it(
    text: str, forms: tuple[str, ...], analyzer: Analyzer
) -> None:
    (time,) = find_times(text, analyzer.units(text), today=WEDNESDAY)
    assert time.forms == forms


@pytest.mark.parametrize(
    "text", ['"May 2025" chips', "chips -2025", "title:2025", "text:2025年5月", "source:2025"]
)
def test_what_is_quoted_excluded_or_in_a_field_is_as_typed(text: str, analyzer: Analyzer) -> None:
    tagged = tag_times(parse(f"{text} 2024").tree, analyzer, today=WEDNESDAY, is_published=lambda span: True)
    assert [node.text for node in times_of(tagged)] == ["2024"]


def test_a_time_in_which_nothing_was_published_is_words(analyzer: Analyzer) -> None:
    tree = parse("chips May 2025 2024").tree
    tagged = tag_times(tree, analyzer, today=WEDNESDAY, is_published=lambda span: span[0] == 1704067200)
    assert [node.text for node in times_of(tagged)] == ["2024"]


def test_the_words_around_a_time_stay_and_punctuation_goes(analyzer: Analyzer) -> None:
    text = nodes.Term(ANY, "layoffs in May 2025, at Meta?")
    tagged = tag_times(text, analyzer, today=WEDNESDAY, is_published=lambda span: True)
    parts = [(type(node), node.fieldname, node.text) for node in tagged.leaves()]
    assert [(kind is TimeNode, field, words) for kind, field, words in parts] == [
        (False, ANY, "layoffs in"),
        (True, ANY, "May 2025"),
        (False, ANY, ", at Meta?"),
    ]
