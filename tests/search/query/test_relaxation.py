"""The form of a query never empties its answer: what is pasted finds what its words find."""

from collections.abc import Callable

import pytest

from search import Searcher

WORDS = "how do data centers use electricity in cities"
FORMS = [
    'how do "data centers" use "electricity in cities"',
    "how do (data centers) use [electricity] in cities?",
    "How do data centers – use electricity - in cities?!",
    'how do data centers "use electricity in cities',
    "how do data centers use electricity in cities (",
    "how do data centers: use electricity; in cities...",
    "“how do data centers use electricity in cities”",
    "- how do data centers use electricity in cities",
    "how do *data* centers use electricity in cities",
]


@pytest.mark.parametrize("query", FORMS)
def test_a_pasted_sentence_finds_what_its_words_find(samples: Searcher, query: str) -> None:
    plain = samples.search(WORDS)
    results = samples.search(query)
    assert results.articles[0].id == plain.articles[0].id
    assert not [warning for warning in results.warnings if "electricity" not in warning]


def test_a_quoted_part_that_no_article_has_is_named_and_its_words_are_searched(samples: Searcher) -> None:
    results = samples.search('电池 "没有这句话的电池"')
    assert results.total
    assert results.required == 0
    assert results.warnings == ('no article has "没有这句话的电池"; its words were searched',)
    assert all("没有这句话的电池" in article.missing for article in results.articles)


def test_a_quoted_part_that_articles_have_is_still_required(samples: Searcher) -> None:
    results = samples.search('"data center" battery', lang="same")
    assert results.warnings == ()
    assert results.total == samples.search('"data center"', lang="same").total


def test_what_is_excluded_stays_excluded_in_a_short_query(index_of: Callable[..., Searcher]) -> None:
    searcher = index_of({"id": "a", "title": "red kiwi"}, {"id": "b", "title": "red plum"})
    assert [article.id for article in searcher.search("red -kiwi").articles] == ["b"]
    assert searcher.search("red -red").total == 0


def test_a_sentence_with_a_dash_before_a_word_is_read_as_text(index_of: Callable[..., Searcher]) -> None:
    searcher = index_of({"id": "a", "title": "the new power plant -hogs of the valley- runs on gas"})
    assert searcher.search("the new power plant -hogs of the valley- runs").total == 1
