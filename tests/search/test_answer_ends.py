"""An answer ends with the articles that answer the query, and says so where none does."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from search import Filters, Results, Searcher, SearchRequest, request_parameters

QUESTION = "battery recycling plant subsidies Norway"
NEAR_MISS = "Norway recycling orchid repotting"
WORDS = QUESTION.split()
FAR = f" {'filler ' * 120}"  # what stands on either side isn't near each other


@pytest.fixture
def searcher(index_of: Callable[..., Searcher]) -> Searcher:
    """Two articles that answer the question, one that has all of it here and there, some that have a word of
    it, and many that have none."""
    return index_of(
        {"id": "answer", "title": "Answer", "published": "2020-05", "paragraphs": [f"The {QUESTION} gave."]},
        {
            "id": "most",
            "title": "Most",
            "published": "2021-05",
            "paragraphs": ["battery recycling plant in Norway"],
        },
        {"id": "scattered", "title": "Scattered", "published": "2022-05", "paragraphs": [FAR.join(WORDS)]},
        *(
            {"id": f"one{n}", "title": "One", "published": "2024-05", "paragraphs": ["A battery."]}
            for n in range(12)
        ),
        *(
            {"id": f"none{n}", "title": "None", "published": "2024-05", "paragraphs": ["Nothing."]}
            for n in range(40)
        ),
    )


def ids(results: Results) -> list[str]:
    return [article.id for article in results.articles]


def test_an_answer_ends_and_counts_what_has_less(searcher: Searcher) -> None:
    results = searcher.search(QUESTION)
    assert set(ids(results)) == {"answer", "most", "scattered"}
    assert (results.total, results.more, results.answered) == (3, 12, True)


def test_all_that_have_any_word_are_listed_with_the_answer(searcher: Searcher) -> None:
    results = searcher.search(QUESTION, extent="any", size=20)
    answer = searcher.search(QUESTION)
    assert set(ids(results)) > set(ids(answer))
    assert (results.total, results.more) == (answer.total + answer.more, 0)
    assert not [each for each in ids(results) if each.startswith("none")]


@pytest.mark.parametrize("query", ["battery plant", QUESTION])
def test_all_that_have_any_word_come_in_the_order_of_dates_too(searcher: Searcher, query: str) -> None:
    request = SearchRequest(query, order="newest", size=20)
    answer = searcher.search(request)
    every = searcher.search(request.but(extent="any"))
    assert answer.more > 0
    assert every.total == answer.total + answer.more
    dates = [article.published for article in every.articles]
    assert dates == sorted(dates, reverse=True, key=str)


def test_counts_and_facets_speak_of_what_is_listed(searcher: Searcher) -> None:
    for request in (SearchRequest(QUESTION), SearchRequest(QUESTION, extent="any")):
        results, counts = searcher.search(request), searcher.count(request)
        assert counts.total == results.total == sum(month.count for month in results.facets.month)
        assert counts.facets == results.facets


def test_where_no_passage_has_it_together_it_is_not_answered(index_of: Callable[..., Searcher]) -> None:
    record = {"title": "Scattered", "paragraphs": [FAR.join(WORDS)]}
    results = index_of({"id": "a", **record}, {"id": "b", "title": "Other"}).search(QUESTION)
    assert (results.total, results.required, results.relaxed, results.answered) == (1, 1, False, False)


def test_where_only_the_nearest_are_listed_it_is_not_answered(searcher: Searcher) -> None:
    results = searcher.search(NEAR_MISS)
    assert set(ids(results)) == {"answer", "most", "scattered"}
    assert (results.required, results.answered) == (0, False)
    assert not searcher.search(NEAR_MISS, order="newest").answered


@pytest.mark.parametrize("query", ["orchid", "orchid repotting soil calendar", '"Norway battery"', ""])
def test_where_nothing_is_found_nothing_is_answered(searcher: Searcher, query: str) -> None:
    results = searcher.search(query, filters=Filters(since="2030"))
    assert (results.total, results.answered) == (0, False)


def test_what_filters_alone_leave_is_an_answer(searcher: Searcher) -> None:
    results = searcher.search("", filters=Filters(since="2024"), order=None)
    assert (results.total, results.more, results.answered) == (52, 0, True)


def test_every_page_of_an_answer_says_alike_whether_it_is_one(index_of: Callable[..., Searcher]) -> None:
    """The first articles are looked at for that, on a page that begins far after them too."""
    scattered = ({"id": f"{n}", "title": "S", "paragraphs": [FAR.join(WORDS)]} for n in range(60))
    searcher = index_of(*scattered, {"id": "other", "title": "Other"})
    said = {searcher.search(QUESTION, page=page).answered for page in range(1, 7)}
    assert said == {False}
    together = ({"id": f"{n}", "title": "T", "paragraphs": [QUESTION]} for n in range(60))
    searcher = index_of(*together, {"id": "other", "title": "Other"})
    said = {searcher.search(QUESTION, page=page).answered for page in range(1, 7)}
    assert said == {True}


def test_links_keep_how_far_an_answer_goes(searcher: Searcher) -> None:
    request = SearchRequest(QUESTION, extent="any", size=5)
    assert ("extent", "any") in request_parameters(request)
    assert "extent" not in dict(request_parameters(request.but(extent="answer")))
    following = searcher.search(request).links.next
    assert following is not None
    assert parse_qs(urlsplit(following).query)["extent"] == ["any"]
