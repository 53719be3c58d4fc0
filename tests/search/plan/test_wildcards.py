"""Words that match a pattern are found and highlighted, and no others."""

import time
from collections.abc import Callable

import pytest

from search import QueryLimit, Searcher


def highlighted(searcher: Searcher, query: str) -> set[str]:
    snippets = [
        snippet
        for article in searcher.search(query).articles
        for snippet in (article.title_snippet, *(each.snippet for each in article.passages))
    ]
    return {snippet.text[start:end] for snippet in snippets for start, end in snippet.highlights}


def test_only_words_that_fit_a_pattern_are_marked(index_of: Callable[..., Searcher]) -> None:
    searcher = index_of({"title": "micro and mitro in the middle", "paragraphs": ["a mile of microns"]})
    assert highlighted(searcher, "mi?ro") == {"micro", "mitro"}
    assert highlighted(searcher, "mi*e") == {"middle", "mile"}
    assert highlighted(searcher, "micro*") == {"micro", "microns"}


def test_only_words_that_fit_a_pattern_count_against_the_limit(
    index_of: Callable[..., Searcher], monkeypatch: pytest.MonkeyPatch
) -> None:
    searcher = index_of({"title": "micro mitro middle mile mint", "paragraphs": ["micro mild"]})
    monkeypatch.setenv("YINSUO_MAX_EXPANSIONS", "2")
    assert searcher.search("mi?ro").total == 1
    with pytest.raises(QueryLimit, match=r"mi\* stands for \d+ words"):
        searcher.search("mi*")


@pytest.mark.alone
def test_a_pattern_takes_no_more_time_for_a_long_word(index_of: Callable[..., Searcher]) -> None:
    searcher = index_of({"id": "long", "title": "a" * 3_000}, {"id": "fits", "title": "aaaaab"})
    began = time.perf_counter()
    assert [each.id for each in searcher.search("a*a*a*a*b").articles] == ["fits"]
    assert time.perf_counter() - began < 1
