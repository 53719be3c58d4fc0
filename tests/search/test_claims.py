"""Claims about searches of the sample articles: which article comes first and why, and the query language."""

import math
from collections.abc import Callable

import pytest

from search import QueryLimit, Searcher

FIRST = [
    ("数据中心 PUE", "data-center-power", "both in the title; others only mention 数据中心"),
    ("钠离子电池 硬碳", "sodium-ion-battery", "it is about them"),
    ("刀片电池 磷酸铁锂", "byd-blade-battery", "in the title; two more mention only 磷酸铁锂"),
    ("台积电 熊本 工厂", "tsmc-foundry", "the only one with 熊本"),
    ("萨姆·奥特曼 GPT-4", "openai-gpt4-history", "a name with its dot, an identifier with its hyphen"),
    ("上海超级工厂 Megapack", "tesla-shanghai-factory", "Chinese and English in one question"),
    ("微信红包 绑定银行卡", "mobile-payment-china", "the only one with 红包"),
    ("A股 注册制 科创板", "stock-connect", "A股 is one unit, though 股 is a word of its own"),
    ("京沪高铁 复兴号", "high-speed-rail", "the only one with either"),
    ("全形 半形 大五碼", "hanzi-encoding", "traditional, as the article is"),
    ("全形 半形 大五码", "hanzi-encoding", "simplified, though the article is traditional"),
    ("Microsoft GitHub $7.5 billion", "microsoft-cloud-turn", "an amount of money is one identifier"),
    ("CUDA C++ graphics chips", "nvidia-gpu-to-ai", "the only one with CUDA"),
    ("BM25 Lucene segments", "lucene-search-engines", "the only one with these"),
    ("AT&T Unix C++", "bell-labs-unix-cpp", "all three, signs and all"),
    ("Python 3.6.3", "python-two-to-three", "a version is not three numbers"),
    ("Falcon 9 booster landing", "reusable-rockets", "the only one with Falcon"),
    ("availability zone data center region", "aws-cloud-origins", "a singular matches plurals"),
    ("iphone １５ USB-C", "apple-silicon-transition", "case and width don't matter"),
    ("e-mail @ sign", "internet-email-history", "a sign alone is left out, the words decide"),
]


@pytest.mark.parametrize(("query", "first", "why"), FIRST, ids=[query for query, _, _ in FIRST])
def test_the_right_article_is_first(samples: Searcher, query: str, first: str, why: str) -> None:
    found = [article.id for article in samples.search(query).articles]
    assert found[:1] == [first], why


def total(samples: Searcher, query: str) -> int:
    """How many articles match all of a query."""
    return samples.search(query).required


def matching(samples: Searcher, query: str) -> set[str]:
    """The articles that match all of a query."""
    results = samples.search(query, size=50)
    return {article.id for article in results.articles[: results.required]}


def test_all_words_are_required(samples: Searcher) -> None:
    both = matching(samples, "微软 芯片")
    one = matching(samples, "微软")
    other = matching(samples, "芯片")
    assert both == one & other
    assert both


def test_or_takes_either(samples: Searcher) -> None:
    either = matching(samples, "微软 OR 芯片")
    one = matching(samples, "微软")
    other = matching(samples, "芯片")
    assert either == one | other
    assert one - other
    assert other - one


@pytest.mark.parametrize("query", ["微软 -芯片", "微软 NOT 芯片", "-芯片 微软"])
def test_not_leaves_out(samples: Searcher, query: str) -> None:
    left = matching(samples, query)
    one = matching(samples, "微软")
    other = matching(samples, "芯片")
    assert left == one - other
    assert left


def test_a_denial_alone_finds_the_rest(samples: Searcher) -> None:
    assert total(samples, "-微软") == samples.generation.articles.count - total(samples, "微软")


def test_a_phrase_is_stricter_than_its_words(samples: Searcher) -> None:
    assert 0 < total(samples, '"data center"') < total(samples, "data center")
    assert total(samples, '"center data"') == 0


def test_a_phrase_in_chinese_quotes_is_a_phrase(samples: Searcher) -> None:
    assert total(samples, "“data center”") == total(samples, '"data center"')


def test_a_field_is_searched_alone(samples: Searcher) -> None:
    assert 0 < total(samples, "title:电池") < total(samples, "电池")
    assert total(samples, "title：电池") == total(samples, "title:电池")
    assert 0 < total(samples, "point:battery") <= total(samples, "battery")
    assert total(samples, "text:电池") > 0


def test_a_ticker_is_found_by_symbol_code_and_name(samples: Searcher) -> None:
    assert (
        total(samples, "ticker:MSFT")
        == total(samples, "ticker:us:msft")
        == total(samples, "ticker:microsoft")
        > 1
    )


def test_a_source_is_found_whole(samples: Searcher) -> None:
    assert total(samples, "source:样例财经") == 7
    assert total(samples, "source:样例") == 0
    assert total(samples, 'source:"Sample Review"') == 6


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("date:2025", ["date:[2025-01 to 2025-03]", "date:>2025-03"]),
        ("date:2025-05", ["date:2025-05-12", "date:2025-05 -date:2025-05-12"]),
        ("date:<=2025-05", ["date:<2025-05", "date:2025-05"]),
        ("date:>=2025-05", ["date:>2025-05", "date:2025-05"]),
    ],
)
def test_spans_of_time_add_up(samples: Searcher, query: str, parts: list[str]) -> None:
    assert total(samples, query) == sum(total(samples, part) for part in parts) > 0


def test_an_invalid_date_is_read_as_words_with_a_warning(samples: Searcher) -> None:
    results = samples.search("date:soon")
    assert any("'soon' is no date" in warning for warning in results.warnings)


@pytest.mark.parametrize("query", ["", "   ", "。。。", '"', "((", "-", "^^", "[ to ]", "title:", '""'])
def test_an_empty_query_finds_nothing_and_raises_nothing(samples: Searcher, query: str) -> None:
    assert samples.search(query).total == 0


def test_an_article_found_by_its_date_alone_shows_its_first_passage(samples: Searcher) -> None:
    articles = samples.search("date:2025-05").articles
    assert articles
    for article in articles:
        assert len(article.passages) == 1
        assert article.passages[0].snippet.highlights == ()


def test_facets_count_every_match(samples: Searcher) -> None:
    results = samples.search("date:>2000", size=1)
    assert sum(count.count for count in results.facets.source) == results.total > 0
    assert sum(count.count for count in results.facets.month) == results.total
    assert [count.value for count in results.facets.month] == sorted(
        count.value for count in results.facets.month
    )
    assert ("US:MSFT", total(samples, "ticker:MSFT")) in [(c.value, c.count) for c in results.facets.ticker]


def test_query_terms_are_highlighted_as_the_article_writes_them(samples: Searcher) -> None:
    highlighted = {
        passage.snippet.text[start:end]
        for article in samples.search('高密度 "AI"').articles
        for passage in article.passages
        for start, end in passage.snippet.highlights
    }
    assert "高密度ＡＩ" in highlighted  # two words side by side are one highlight
    assert highlighted <= {"高密度ＡＩ", "AI"}


def test_every_citation_of_the_samples_with_paragraphs_is_resolved(samples: Searcher) -> None:
    articles = samples.search("date:>2000", size=50).articles
    assert len(articles) > 20
    for article in articles:
        read = samples.read(article.id)
        assert read is not None
        statements = [point for group in read.groups for point in group.points]
        statuses = {citation.status for statement in statements for citation in statement.citations}
        assert statuses == ({"resolved"} if read.paragraphs else {"external"})
        assert all(statement.citations for statement in statements)


@pytest.mark.parametrize(
    "query",
    [
        "(" * 50 + "a" + ")" * 50,
        '"data center"~99999999999',
        '"data center"~0',
        "data^" + "9" * 40,
        "a-" * 490,
        "1." * 490,
    ],
)
def test_no_form_of_a_query_is_too_much(samples: Searcher, query: str) -> None:
    results = samples.search(query)
    assert all(math.isfinite(article.score) for article in results.articles)
    assert bool(results.articles) == (query[:2] not in {"a-", "1."})  # the samples have no such identifiers
    assert results.took_ms < 2000


def test_brackets_nested_too_deep_are_refused_with_the_limit(samples: Searcher) -> None:
    with pytest.raises(QueryLimit, match="50"):
        samples.search("(" * 400 + "a" + ")" * 400)


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("e-mail", "an email came", ["email"]),
        ("wifi", "by Wi-Fi only", ["Wi-Fi"]),
        ("20250502", "on 2025-05-02 it", ["2025-05-02"]),
        ("1,000", "about 1000 of", ["1000"]),
        ('"microsoft cloud"', "the Microsoft's cloud", ["Microsoft's cloud"]),
        ("A股", "买A股的人", ["A股"]),
    ],
)
def test_what_answers_is_marked_in_the_form_it_has(
    index_of: Callable[..., Searcher], query: str, text: str, marked: list[str]
) -> None:
    (article,) = index_of({"id": "a", "title": "x", "paragraphs": [text]}).search(query).articles
    snippet = article.passages[0].snippet
    assert [snippet.text[start:end] for start, end in snippet.highlights] == marked


def test_the_title_of_a_group_counts_for_its_points(index_of: Callable[..., Searcher]) -> None:
    groups = [{"title": "Battery makers", "points": ["They grew [1]."]}]
    record = {"id": "a", "title": "x", "viewpoint": "unrelated", "groups": groups, "paragraphs": ["y"]}
    (article,) = index_of(record).search("point:battery").articles
    assert [passage.anchor for passage in article.passages] == ["g1-1"]


def test_a_snippet_stays_short_and_cuts_no_number(index_of: Callable[..., Searcher]) -> None:
    long = "a" * 300_000 + " foo " + "3.14 k " * 200 + "foo"
    (article,) = index_of({"id": "a", "title": "x", "paragraphs": [long]}).search("foo").articles
    text = article.passages[0].snippet.text
    assert len(text) < 500
    assert "…14" not in text


def test_the_last_page_that_can_be_reached_has_no_next(samples: Searcher) -> None:
    assert samples.search("date:>2000", page=1, size=10).links.next is not None
    assert samples.search("date:>2000", page=4, size=10).links.next is None
