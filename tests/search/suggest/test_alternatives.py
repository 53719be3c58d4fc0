"""What is offered where nothing matches the whole query: its words, and the search with less of the rest."""

from collections.abc import Callable
from typing import Any

from search import Alternatives, Filters, Searcher, SearchRequest, alternatives

MAY = {"published": "2025-05-12"}


def offered(searcher: Searcher, query: str, **options: Any) -> Alternatives | None:
    request = SearchRequest(query, **options)
    reader, analyzer = searcher.generation.articles, searcher._planner._analyzer
    return alternatives(
        request, searcher.search(request), count=searcher.count, analyzer=analyzer, reader=reader
    )


def words(searcher: Searcher, query: str, **options: Any) -> list[tuple[str, int]]:
    found = offered(searcher, query, **options)
    assert found
    return [(word.text, word.total) for word in found.words]


def restrictions(searcher: Searcher, query: str, **options: Any) -> list[tuple[str, str, int]]:
    found = offered(searcher, query, **options)
    assert found
    for each in found.unrestricted:
        assert searcher.count(each.request).total == each.total
    return [(each.name, each.value, each.total) for each in found.unrestricted]


def test_a_query_that_some_article_matches_needs_none(index_of: Callable[..., Searcher]) -> None:
    searcher = index_of({"title": "Solar power"}, {"title": "Solar"})
    assert offered(searcher, "solar power") is None
    assert offered(searcher, "solar water")


def test_each_word_has_the_number_of_articles_that_have_it(index_of: Callable[..., Searcher]) -> None:
    searcher = index_of({"title": "Solar power"}, {"title": "Solar"})
    assert words(searcher, "solar zzyzx -power title:power", lang="same") == [
        ("solar", 2),
        ("zzyzx", 0),
        ("power", 1),
    ]


def test_a_chinese_word_that_the_segmenter_cuts_is_one_word(index_of: Callable[..., Searcher]) -> None:
    searcher = index_of({"title": "云从海上来"}, {"title": "从前有一朵云"})
    assert words(searcher, "云从 泵", lang="same") == [("云从", 1), ("泵", 0)]


def test_a_word_is_counted_in_the_languages_of_the_search(index_of: Callable[..., Searcher]) -> None:
    searcher = index_of({"title": "数据中心"}, {"title": "sun"})
    searcher_words = {lang: words(searcher, "zzyzx 微软", lang=lang) for lang in ("same", "auto")}
    for lang, found in searcher_words.items():
        for text, total in found:
            assert total == searcher.search(text, lang=lang).required


def test_what_has_a_quoted_part_in_pieces_does_not_have_it(index_of: Callable[..., Searcher]) -> None:
    searcher = index_of({"title": "power of the sun"}, {"title": "solar"})
    relaxed = searcher.search('"sun power"', lang="same")
    assert (relaxed.total, relaxed.required) == (1, 0)
    assert offered(searcher, '"sun power"', lang="same")


def test_one_month_is_one_restriction_and_a_span_two(index_of: Callable[..., Searcher]) -> None:
    searcher = index_of({"title": "Solar", **MAY}, {"title": "Water", **MAY})
    one = Filters(since="2025-06", until="2025-06")
    assert restrictions(searcher, "solar", filters=one) == [("dates", "2025-06", 1)]
    span = Filters(since="2025-06", until="2025-07")
    assert restrictions(searcher, "solar", filters=span) == [("from", "2025-06", 1)]


def test_points_alone_and_one_language_alone_are_restrictions(index_of: Callable[..., Searcher]) -> None:
    searcher = index_of({"title": "Solar", "paragraphs": ["sun"]})
    assert ("scope", "points", 1) in restrictions(searcher, "sun", scope="points", lang="same")


def test_filters_that_only_together_leave_nothing_are_left_out_at_once(
    index_of: Callable[..., Searcher],
) -> None:
    searcher = index_of({"title": "Solar", "source": "A", **MAY})
    nobody = Filters(sources=("nobody",), since="2026")
    assert restrictions(searcher, "solar", filters=nobody) == [("filters", "", 1)]
