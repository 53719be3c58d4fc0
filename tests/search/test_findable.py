"""Whatever a random article contains is found as typed, and only the terms of the query are highlighted.

Each example is a small collection with an index of its own and several queries; `make test-long` runs 50,000.
"""

from hostile_articles import (
    MARKS,
    Written,
    articles,
    assert_only_query_terms_are_highlighted,
    full_width,
    han_stretches,
    hostile,
    identifiers,
    searcher_of,
    to_traditional,
    written,
)
from hypothesis import given
from hypothesis import strategies as st

from index import Analyzer, Article
from index.text.folding import folded
from search import Searcher


def assert_found(searcher: Searcher, analyzer: Analyzer, query: str, place: Written) -> None:
    """The article is among the results and highlighted, and no result highlights anything else."""
    results = searcher.search(query, size=100, lang="same")  # translations would highlight other words
    hit = next((article for article in results.articles if article.id == place.article), None)
    assert hit is not None, (query, place.text)
    snippets = [hit.title_snippet, *(passage.snippet for passage in hit.passages)]
    assert any(snippet.highlights for snippet in snippets), (query, place.text)
    for article in results.articles:
        for snippet in (article.title_snippet, *(passage.snippet for passage in article.passages)):
            assert_only_query_terms_are_highlighted(snippet, query, analyzer)


@hostile
@given(collection=articles(), data=st.data())
def test_every_stretch_of_han_is_found_as_it_stands_and_in_the_other_script(
    analyzer: Analyzer, collection: list[Article], data: st.DataObject
) -> None:
    queries = [(place, stretch) for place in written(collection) for stretch in han_stretches(place.text)]
    if not queries:
        return
    with searcher_of(collection, analyzer) as searcher:
        for place, stretch in data.draw(st.lists(st.sampled_from(queries), min_size=1, max_size=12)):
            clean = "".join(each for each in stretch if each not in MARKS)
            for query in dict.fromkeys((stretch, clean, folded(clean), clean.translate(to_traditional()))):
                assert_found(searcher, analyzer, query, place)


@hostile
@given(collection=articles(), data=st.data())
def test_every_identifier_is_found_in_every_case_and_width(
    analyzer: Analyzer, collection: list[Article], data: st.DataObject
) -> None:
    queries = [(place, each) for place in written(collection) for each in identifiers(place.text)]
    if not queries:
        return
    with searcher_of(collection, analyzer) as searcher:
        for place, typed in data.draw(st.lists(st.sampled_from(queries), min_size=1, max_size=12)):
            for query in dict.fromkeys((typed, typed.upper(), typed.lower(), full_width(typed))):
                assert_found(searcher, analyzer, query, place)
