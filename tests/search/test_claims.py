"""What a searcher may count on, over the sample articles: the question, who must be first, and why."""

import pytest

from search import Searcher

FIRST = [
    ("数据中心 PUE", "data-center-power", "both in the title; others only mention 数据中心"),
    ("钠离子电池 硬碳", "sodium-ion-battery", "it is about them"),
    ("刀片电池 磷酸铁锂", "byd-blade-battery", "in the title; two more mention only 磷酸铁锂"),
    ("台积电 熊本 工厂", "tsmc-foundry", "the only one with 熊本"),
    ("萨姆·奥特曼 GPT-4", "openai-gpt4-history", "a name with its dot, an identifier with its hyphen"),
    ("上海超级工厂 Megapack", "tesla-shanghai-factory", "Chinese and English in one question"),
    ("微信红包 绑定银行卡", "mobile-payment-china", "the only one with 红包"),
    ("A股 注册制 科创板", "stock-connect", "A股 is one unit, though 股 stands alone in it"),
    ("京沪高铁 复兴号", "high-speed-rail", "the only one with either"),
    ("全形 半形 大五碼", "hanzi-encoding", "traditional, as the article is"),
    ("全形 半形 大五码", "hanzi-encoding", "simplified, though the article is traditional"),
    ("Microsoft GitHub $7.5 billion", "microsoft-cloud-turn", "a sum of money is one identifier"),
    ("CUDA C++ graphics chips", "nvidia-gpu-to-ai", "the only one with CUDA"),
    ("BM25 Lucene segments", "lucene-search-engines", "the only one with these"),
    ("AT&T Unix C++", "bell-labs-unix-cpp", "all three, signs and all"),
    ("Python 3.6.3", "python-two-to-three", "a version is not three numbers"),
    ("Falcon 9 booster landing", "reusable-rockets", "the only one with Falcon"),
    ("availability zone data center region", "aws-cloud-origins", "plurals answer singulars"),
    ("iphone １５ USB-C", "apple-silicon-transition", "case and width don't matter"),
    ("e-mail @ sign", "internet-email-history", "a sign alone is left out, the words decide"),
]


@pytest.mark.parametrize(("query", "first", "why"), FIRST, ids=[query for query, _, _ in FIRST])
def test_the_right_article_is_first(samples: Searcher, query: str, first: str, why: str) -> None:
    found = [article.id for article in samples.search(query).articles]
    assert found[:1] == [first], why


def total(samples: Searcher, query: str) -> int:
    return samples.search(query).total


def test_all_words_are_required(samples: Searcher) -> None:
    both = {article.id for article in samples.search("微软 苹果", size=50).articles}
    one = {article.id for article in samples.search("微软", size=50).articles}
    other = {article.id for article in samples.search("苹果", size=50).articles}
    assert both == one & other


def test_or_takes_either(samples: Searcher) -> None:
    either = {article.id for article in samples.search("微软 OR 苹果", size=50).articles}
    one = {article.id for article in samples.search("微软", size=50).articles}
    other = {article.id for article in samples.search("苹果", size=50).articles}
    assert either == one | other


@pytest.mark.parametrize("query", ["微软 -苹果", "微软 NOT 苹果", "-苹果 微软"])
def test_not_leaves_out(samples: Searcher, query: str) -> None:
    left = {article.id for article in samples.search(query, size=50).articles}
    one = {article.id for article in samples.search("微软", size=50).articles}
    other = {article.id for article in samples.search("苹果", size=50).articles}
    assert left == one - other
    assert left


def test_a_denial_alone_finds_the_rest(samples: Searcher) -> None:
    assert total(samples, "-微软") == samples.generation.articles.count - total(samples, "微软")


def test_a_phrase_is_stricter_than_its_words(samples: Searcher) -> None:
    assert 0 < total(samples, '"data center"') < total(samples, "data center")
    assert total(samples, '"center data"') == 0


def test_a_phrase_in_chinese_quotes_is_a_phrase(samples: Searcher) -> None:
    assert total(samples, "“data center”") == total(samples, '"data center"')


def test_a_field_is_asked_alone(samples: Searcher) -> None:
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
    assert total(samples, query) == sum(total(samples, part) for part in parts)


def test_a_date_that_is_none_is_read_as_words_and_said_so(samples: Searcher) -> None:
    results = samples.search("date:soon")
    assert any("'soon' is no date" in warning for warning in results.warnings)


@pytest.mark.parametrize("query", ["", "   ", "。。。", '"', "((", "-", "^^", "[ to ]", "title:", '""'])
def test_a_query_that_asks_for_nothing_finds_nothing_and_fails_at_nothing(
    samples: Searcher, query: str
) -> None:
    assert samples.search(query).total == 0


def test_an_article_found_by_its_date_alone_shows_its_first_passage(samples: Searcher) -> None:
    for article in samples.search("date:2025-05").articles:
        assert len(article.passages) == 1
        assert article.passages[0].snippet.highlights == ()


def test_facets_count_every_match(samples: Searcher) -> None:
    results = samples.search("date:>2000", size=1)
    assert sum(count.count for count in results.facets.source) == results.total
    assert sum(count.count for count in results.facets.month) == results.total
    assert [count.value for count in results.facets.month] == sorted(
        count.value for count in results.facets.month
    )
    assert ("US:MSFT", total(samples, "ticker:MSFT")) in [(c.value, c.count) for c in results.facets.ticker]


def test_highlights_mark_what_was_asked_in_its_original_form(samples: Searcher) -> None:
    marked = {
        passage.snippet.text[start:end]
        for article in samples.search("高密度 AI").articles
        for passage in article.passages
        for start, end in passage.snippet.highlights
    }
    assert "高密度ＡＩ" in marked  # two words side by side are one mark
    assert marked <= {"高密度ＡＩ", "AI"}


def test_every_citation_of_the_samples_with_paragraphs_is_resolved(samples: Searcher) -> None:
    for article in samples.search("date:>2000", size=50).articles:
        read = samples.read(article.id)
        assert read is not None
        statements = [point for group in read.groups for point in group.points]
        statuses = {citation.status for statement in statements for citation in statement.citations}
        assert statuses == ({"resolved"} if read.paragraphs else {"external"})
        assert all(statement.citations for statement in statements)
