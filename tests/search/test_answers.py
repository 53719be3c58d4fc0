"""What an answer has besides its articles: tiers, synonyms, corrections, order, filters, links, limits."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner

from search import AliasError, FilterError, Filters, Order, QueryLimit, Scope, Searcher
from search.explain import ScoreExplainer
from search.ranking.tiers import FEW
from web import create_app
from web.cli import main


def ids(searcher: Searcher, query: str, **options: object) -> list[str]:
    return [article.id for article in searcher.search(query, **options).articles]  # type: ignore[arg-type]


def paged(searcher: Searcher, query: str, size: int) -> list[str]:
    found: list[str] = []
    total, page = searcher.search(query, size=size).total, 1
    while len(found) < total:
        found += ids(searcher, query, page=page, size=size)
        page += 1
    return found


# Tiers: all words first, then most of them.


@pytest.mark.parametrize("query", ["数据中心 投资", "battery China", "微软 电池", "OpenAI 锂"])
def test_articles_with_all_words_come_first_and_the_others_say_what_they_lack(
    samples: Searcher, query: str
) -> None:
    results = samples.search(query, size=50)
    assert results.required < results.total
    assert results.relaxed
    lacking = [bool(article.missing) for article in results.articles]
    assert lacking == sorted(lacking)
    assert lacking.count(False) == results.required
    for article in results.articles:
        assert set(article.missing) <= set(query.split())


@pytest.mark.parametrize("query", ["数据中心 投资", "battery China", "how do data centers use electricity"])
def test_paging_gives_every_article_once_in_one_order(samples: Searcher, query: str) -> None:
    whole = paged(samples, query, 50)
    assert len(whole) == len(set(whole)) == samples.search(query).total
    for size in (1, 3, 7):
        assert paged(samples, query, size) == whole


def test_where_enough_articles_have_all_words_no_others_follow(index_of: Callable[..., Searcher]) -> None:
    both = [{"id": f"both{n}", "title": "red kiwi"} for n in range(FEW)]
    one = [{"id": f"one{n}", "title": "green kiwi"} for n in range(5)]
    others = [{"id": f"other{n}", "title": "red plum"} for n in range(30)]
    assert index_of(*both, *one, *others).search("red kiwi").total == FEW
    assert index_of(*both[1:], *one, *others).search("red kiwi").total == FEW - 1 + 5


def test_a_phrase_a_field_and_an_exclusion_apply_to_every_tier(samples: Searcher) -> None:
    quoted = samples.search('"data center" 投资', size=50).articles
    assert quoted
    for article in quoted:
        assert "data center" not in article.missing
    denied = set(ids(samples, "芯片 投资 -微软", size=50))
    assert denied
    assert not denied & set(ids(samples, "微软", size=50))
    of_source = samples.search("source:样例财经 电池 芯片", size=50)
    assert of_source.total
    assert {article.source for article in of_source.articles} == {"样例财经"}


def test_a_field_applies_where_few_articles_have_all_words(
    index_of: Callable[..., Searcher],
) -> None:
    searcher = index_of(
        {"id": "both", "title": "kiwi", "paragraphs": ["plum"]},
        {"id": "field", "title": "kiwi"},
        {"id": "word", "title": "other", "paragraphs": ["plum"]},
        {"id": "elsewhere", "title": "other", "paragraphs": ["plum and kiwi"]},
    )
    assert ids(searcher, "title:kiwi plum") == ["both", "field"]
    assert ids(searcher, "title:kiwi text:plum") == ["both"]
    assert set(ids(searcher, "kiwi plum")) == {"both", "field", "word", "elsewhere"}


def test_a_question_says_how_many_articles_have_all_of_it(index_of: Callable[..., Searcher]) -> None:
    searcher = index_of(
        {"id": "all", "title": "kiwi plum cherry apple"},
        {"id": "most", "title": "kiwi plum cherry"},
        {"id": "one", "title": "apple", "source": "elsewhere"},
        *({"id": f"other{number}", "title": f"nothing of it {number}"} for number in range(9)),
    )
    results = searcher.search("kiwi plum cherry apple")
    assert (results.required, results.relaxed) == (1, True)
    assert results.total > 1
    assert searcher.search("kiwi plum cherry apple", filters=Filters(sources=("elsewhere",))).required == 0


@pytest.mark.parametrize("scope", ["articles", "points"])
def test_an_answer_is_relaxed_on_each_of_its_pages(index_of: Callable[..., Searcher], scope: Scope) -> None:
    texts = ["kiwi plum cherry apple", "kiwi plum cherry", "plum cherry kiwi", *["nothing of it"] * 9]
    articles = [{"title": "t", "groups": [{"title": "g", "points": [{"text": text}]}]} for text in texts]
    searcher = index_of(*({"id": f"a{number}", **each} for number, each in enumerate(articles)))
    pages = [searcher.search("kiwi plum cherry apple", scope=scope, page=page, size=1) for page in (1, 2, 9)]
    assert [(each.total, each.required, each.relaxed) for each in pages] == [(3, 1, True)] * 3
    assert not searcher.search("kiwi", scope=scope, size=1).relaxed


def test_facets_count_what_the_total_counts(samples: Searcher) -> None:
    results = samples.search("数据中心 投资", size=1)
    assert sum(count.count for count in results.facets.month) == results.total > 0


# Synonyms.


def test_every_name_of_a_thing_gives_the_same_answer(samples: Searcher) -> None:
    answers = [
        samples.search(name) for name in ("微软", "Microsoft", "MSFT", "US:MSFT", "ＭＩＣＲＯＳＯＦＴ")
    ]
    assert answers[0].total > 2
    for answer in answers:
        assert answer.articles == answers[0].articles
        (used,) = answer.aliases
        assert used.typed == answer.query
        assert used.typed not in used.names


def test_a_name_inside_a_text_is_found_and_marked_in_its_other_form(samples: Searcher) -> None:
    results = samples.search("微软的云")
    assert [use.typed for use in results.aliases] == ["微软"]
    highlighted = {
        passage.snippet.text[start:end]
        for article in results.articles
        for passage in article.passages
        for start, end in passage.snippet.highlights
    }
    assert "Microsoft" in highlighted


def test_quoting_a_word_switches_its_names_off(samples: Searcher) -> None:
    quoted = samples.search('"微软"')
    assert quoted.aliases == ()
    assert 0 < quoted.total < samples.search("微软").total


def test_the_users_names_win_and_a_fault_in_them_is_named(
    sample_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "names.txt"
    monkeypatch.setenv("YINSUO_ALIASES", str(file))
    arguments = ["search", "宁王", "--index", str(sample_index), "--json"]
    file.write_text("宁王, 宁德时代\n", encoding="utf-8")
    assert '"typed":"宁王"' in CliRunner().invoke(main, arguments).stdout
    file.write_text("宁王, 宁德时代\n只有一个\n", encoding="utf-8")
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert "names.txt:2" in result.stderr
    with pytest.raises(AliasError, match=r"names\.txt:2"):
        create_app(sample_index).extensions["yinsuo"].searcher()


def test_a_ticker_of_the_index_is_a_name(index_of: Callable[..., Searcher]) -> None:
    searcher = index_of(
        {"id": "a", "title": "quarter", "tickers": [{"symbol": "SZ:001234", "name": "某某电机"}]},
        {"id": "b", "title": "SZ:001234 停牌"},
        {"id": "c", "title": "某某电机 投产"},
    )
    assert set(ids(searcher, "某某电机")) == set(ids(searcher, "SZ:001234")) == {"a", "b", "c"}


# Corrections and pinyin.


@pytest.mark.parametrize(
    ("letters", "name"), [("weiruan", "微软"), ("wei ruan", "微软"), ("ningdeshidai", "宁德时代")]
)
def test_letters_that_find_nothing_are_read_as_pinyin_with_a_warning(
    samples: Searcher, letters: str, name: str
) -> None:
    results = samples.search(letters)
    assert results.total > 0
    assert any("pinyin" in warning for warning in results.warnings)
    assert any(name in use.names for use in results.aliases)


def test_letters_that_find_something_are_not_read_as_pinyin(index_of: Callable[..., Searcher]) -> None:
    searcher = index_of({"id": "word", "title": "the word weiruan itself"}, {"id": "name", "title": "微软"})
    assert ids(searcher, "weiruan") == ["word"]


@pytest.mark.parametrize(
    ("typed", "meant"), [("microsfot", "microsoft"), ("batery", "battery"), ("数剧中心", "数据中心")]
)
def test_another_spelling_is_offered_where_it_finds_more(samples: Searcher, typed: str, meant: str) -> None:
    results = samples.search(typed)
    offered = {correction.query: correction.total for correction in results.corrections}
    assert meant in offered
    assert offered[meant] == samples.search(meant).required > results.required


@pytest.mark.parametrize("query", ["battery", "数据中心", "微软", "zzzzqqqq", "龘龘龘"])
def test_no_other_spelling_is_offered_where_none_finds_more(samples: Searcher, query: str) -> None:
    assert samples.search(query).corrections == ()


# Order and filters.


def test_the_newest_or_the_oldest_come_first_on_request(samples: Searcher) -> None:
    newest = [
        article.published or "" for article in samples.search("date:>2000", size=50, order="newest").articles
    ]
    oldest = [
        article.published or "" for article in samples.search("date:>2000", size=50, order="oldest").articles
    ]
    assert [day[:10] for day in newest] == sorted((day[:10] for day in newest), reverse=True)
    assert [day[:10] for day in oldest] == sorted(day[:10] for day in oldest)
    assert len(newest) == len(oldest) > 20


def test_recency_is_off_by_default_and_gentle(
    index_of: Callable[..., Searcher], monkeypatch: pytest.MonkeyPatch
) -> None:
    searcher = index_of(
        {"id": "old", "title": "battery", "published": "2001-01-01"},
        {"id": "new", "title": "battery", "published": "2099-01-01"},
        {"id": "better", "title": "battery battery", "published": "2001-01-01"},
        *({"title": f"other {number}"} for number in range(20)),
    )
    assert ids(searcher, "battery") == ["better", "old", "new"]
    monkeypatch.setenv("YINSUO_RECENCY", "0.05")
    assert ids(searcher, "battery") == ["better", "new", "old"]
    monkeypatch.setenv("YINSUO_RECENCY", "1")
    assert ids(searcher, "battery")[0] == "new"


def test_a_filter_narrows_by_facet_date_and_kind(samples: Searcher) -> None:
    everything = samples.search("date:>2000", size=50)
    msft = samples.search("date:>2000", size=50, filters=Filters(tickers=("US:MSFT",)))
    count = next(each.count for each in everything.facets.ticker if each.value == "US:MSFT")
    assert 0 < msft.total == count < everything.total
    months = samples.search("date:>2000", size=50, filters=Filters(since="2025-03", until="2025-04")).articles
    assert months
    assert {(article.published or "")[:7] for article in months} <= {"2025-03", "2025-04"}
    points = samples.search("battery", filters=Filters(kind="point"))
    assert 0 < points.total <= samples.search("battery").total
    assert {passage.role for article in points.articles for passage in article.passages} == {"point"}
    with pytest.raises(FilterError, match="no date"):
        samples.search("x", filters=Filters(since="someday"))


# Links.


@pytest.mark.parametrize("scope", ["articles", "points"])
def test_links_keep_the_whole_request(index_of: Callable[..., Searcher], scope: str) -> None:
    point = {"title": "x", "points": [{"text": "a kiwi"}]}
    known = {"source": "甲报", "published": "2025", "tickers": [{"symbol": "US:MSFT", "name": ""}]}
    searcher = index_of(*({"title": f"fruit {n}", "groups": [point], **known} for n in range(3)))
    filters = Filters(("US:MSFT", "US:NVDA"), ("甲报", "乙报"), since="2020", until="2030", kind="point")
    if scope == "points":
        links = searcher.search("kiwi OR 梨", page=2, size=1, filters=filters, scope="points").links
    else:
        links = searcher.search("kiwi OR 梨", page=2, size=1, filters=filters, order="newest").links
    kept = {
        "q": ["kiwi OR 梨"],
        "ticker": ["US:MSFT", "US:NVDA"],
        "source": ["甲报", "乙报"],
        "from": ["2020"],
        "to": ["2030"],
        "kind": ["point"],
        "size": ["1"],
        **({"scope": ["points"]} if scope == "points" else {"sort": ["newest"]}),
    }
    assert parse_qs(urlsplit(links.prev or "").query) == kept
    assert parse_qs(urlsplit(links.next or "").query) == {**kept, "page": ["3"]}


def test_links_leave_out_defaults(samples: Searcher) -> None:
    assert samples.search("date:>2000").links.next == "/api/search?q=date%3A%3E2000&page=2"
    everything = Filters(since="2000")
    assert samples.search("", filters=everything, order="newest").links.next == "/api/search?from=2000&page=2"
    assert "sort=best" in (samples.search("", filters=everything).links.next or "")


# Hostile text, and time.


def test_half_a_surrogate_pair_is_no_error_in_any_request(samples: Searcher) -> None:
    assert samples.count("source:\ud800").total == samples.count("ticker:\ud800").total == 0
    assert samples.count("battery \ud800").total > 0
    assert samples.ids("battery \ud800")
    assert samples.read("data-center-power", "\ud800") is not None
    for results in (
        samples.search("date:>2000 \ud800", size=1),
        samples.search("battery \ud800", size=1, scope="points"),
    ):
        assert results.query.endswith(" \ufffd")
        assert results.links.next is not None
        assert "%EF%BF%BD" in results.links.next
    assert samples.search("weiruan \ud800").query == "weiruan \ufffd"


def test_the_time_taken_is_that_of_the_whole_answer(
    samples: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept = 0.05

    def slowly(given: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            time.sleep(slept)
            return given(*arguments)

        return run

    monkeypatch.setattr(ScoreExplainer, "explained", slowly(ScoreExplainer.explained))
    corrections = samples._suggestions.corrections
    monkeypatch.setattr(samples._suggestions, "corrections", slowly(corrections))
    assert samples.search("batery", explain=True).took_ms >= 2 * slept * 1000


# Limits.


@pytest.mark.parametrize(
    ("variable", "value", "query", "named"),
    [
        ("YINSUO_MAX_QUERY", "5", "abcdef", "at most 5"),
        ("YINSUO_MAX_WORDS", "3", "one two three four", "at most 3"),
        ("YINSUO_MAX_EXPANSIONS", "2", "c*", "at most 2"),
        ("YINSUO_MAX_NESTING", "1", "((a))", "more than 1"),
        ("YINSUO_MAX_DEPTH", "5", "date:2025", "article 5"),
    ],
)
def test_every_limit_is_a_setting_and_names_itself(
    sample_index: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, query: str, named: str
) -> None:
    monkeypatch.setenv(variable, value)
    answer = create_app(sample_index).test_client().get("/api/search", query_string={"q": query})
    assert answer.status_code == 400
    assert named in answer.get_json()["detail"]


def test_more_words_than_the_limit_are_refused(samples: Searcher) -> None:
    with pytest.raises(QueryLimit, match="at most 200"):
        samples.search("a " * 201)


# Orders of time.


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_in_an_order_of_time_the_dates_stand_in_order_on_every_page(samples: Searcher, order: Order) -> None:
    for query in ("芯片 投资", "battery", "data", "电池 工厂"):
        pages = [samples.search(query, size=5, page=page, order=order) for page in (1, 2, 3)]
        dates = [each.published for page in pages for each in page.articles if each.published]
        assert dates == sorted(dates, reverse=order == "newest")
        assert dates
        found = {each.id for page in pages for each in page.articles}
        best = {each.id for page in (1, 2, 3) for each in samples.search(query, size=5, page=page).articles}
        assert len(found) == min(15, pages[0].total)
        assert pages[0].total > 15 or found <= best


def test_the_newest_of_an_answer_match_all_of_it_where_any_do(index_of: Callable[..., Searcher]) -> None:
    both = [{"id": f"both{n}", "title": "red kiwi", "published": f"2020-01-0{n}"} for n in (1, 2)]
    one = [{"id": f"one{n}", "title": "green kiwi", "published": f"2025-01-0{n}"} for n in (1, 2)]
    others = [{"id": f"other{n}", "title": "red plum"} for n in range(9)]
    searcher = index_of(*both, *one, *others)
    assert ids(searcher, "red kiwi") == ["both1", "both2", "one1", "one2"]
    newest = searcher.search("red kiwi", order="newest")
    assert [article.id for article in newest.articles] == ["both2", "both1"]
    assert newest.total == newest.required == searcher.count("red kiwi", order="newest").total == 2
    assert ids(index_of(*one, *others), "red kiwi", order="newest") == ["one2", "one1"]


def test_the_best_point_is_shown_among_paragraphs_that_answer_better(
    index_of: Callable[..., Searcher],
) -> None:
    paragraphs = [f"The battery of model {n} lasts {n} hours in winter." for n in range(1, 6)]
    points = [{"text": "Cold weather drains a battery fast [3]."}]
    article = {"id": "a", "title": "Cars", "groups": [{"title": "Range", "points": points}]}
    (hit,) = index_of({**article, "paragraphs": paragraphs}).search("battery hours in winter").articles
    assert [passage.role for passage in hit.passages] == ["paragraph", "paragraph", "point"]
    assert [citation.number for citation in hit.passages[-1].citations] == [3]
