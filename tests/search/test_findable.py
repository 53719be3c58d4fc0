"""What stands in a random article is found as it is typed, and what is marked is what was asked.

Each example is a small collection that is indexed anew and asked several times; `make test-long` has 50,000.
"""

from hostile_articles import (
    MARKS,
    Written,
    articles,
    assert_only_what_was_asked_is_marked,
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
    """The article is among the answers, shows why, and no answer marks anything else."""
    results = searcher.search(query, size=100, lang="same")  # of translations the marks are other words
    hit = next((article for article in results.articles if article.id == place.article), None)
    assert hit is not None, (query, place.text)
    snippets = [hit.title_snippet, *(passage.snippet for passage in hit.passages)]
    assert any(snippet.highlights for snippet in snippets), (query, place.text)
    for article in results.articles:
        for snippet in (article.title_snippet, *(passage.snippet for passage in article.passages)):
            assert_only_what_was_asked_is_marked(snippet, query, analyzer)


@hostile
@given(collection=articles(), data=st.data())
def test_every_stretch_of_han_is_found_as_it_stands_and_in_the_other_script(
    analyzer: Analyzer, collection: list[Article], data: st.DataObject
) -> None:
    asked = [(place, stretch) for place in written(collection) for stretch in han_stretches(place.text)]
    if not asked:
        return
    with searcher_of(collection, analyzer) as searcher:
        for place, stretch in data.draw(st.lists(st.sampled_from(asked), min_size=1, max_size=12)):
            clean = "".join(each for each in stretch if each not in MARKS)
            for query in dict.fromkeys((stretch, clean, folded(clean), clean.translate(to_traditional()))):
                assert_found(searcher, analyzer, query, place)


@hostile
@given(collection=articles(), data=st.data())
def test_every_identifier_is_found_in_every_case_and_width(
    analyzer: Analyzer, collection: list[Article], data: st.DataObject
) -> None:
    asked = [(place, each) for place in written(collection) for each in identifiers(place.text)]
    if not asked:
        return
    with searcher_of(collection, analyzer) as searcher:
        for place, typed in data.draw(st.lists(st.sampled_from(asked), min_size=1, max_size=12)):
            for query in dict.fromkeys((typed, typed.upper(), typed.lower(), full_width(typed))):
                assert_found(searcher, analyzer, query, place)
