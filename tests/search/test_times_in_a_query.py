"""A time in a query is had by what was published then, and offered as a filter."""

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner

from index import configured_analyzer
from search import Filters, Searcher, SearchRequest
from search.ranking.weights import MOST_REQUIRED
from search.suggest.alternatives import alternatives
from web import create_app
from web.cli import main

MAY = {"id": "may", "title": "Layoffs at Acme 裁员", "published": "2025-05-20"}
APRIL = {"id": "april", "title": "Layoffs at Acme 裁员", "published": "2025-04-20"}
NAMED = {"id": "named", "title": "Layoffs at Acme 裁员 in May 2025", "published": "2025-07-01"}
UNDATED = {"id": "undated", "title": "Layoffs at Acme 裁员"}
OTHERS = [{"id": f"other{n}", "title": f"Plum {n}", "published": "2025-05-03"} for n in range(3)]


@pytest.fixture
def layoffs(index_of: Callable[..., Searcher]) -> Searcher:
    return index_of(MAY, APRIL, NAMED, UNDATED, *OTHERS)


def missing(searcher: Searcher, query: str, **options: Any) -> dict[str, tuple[str, ...]]:
    return {hit.id: hit.missing for hit in searcher.search(query, **options).articles}


@pytest.mark.parametrize(
    ("query", "typed"), [("layoffs in May 2025", "May 2025"), ("2025年5月裁员", "2025年5月")]
)
def test_an_article_has_a_time_that_it_was_published_in_or_names(
    query: str, typed: str, layoffs: Searcher
) -> None:
    found = missing(layoffs, query)
    assert found["may"] == found["named"] == ()
    assert found["april"] == found["undated"] == (typed,)
    assert layoffs.search(query).required == 2
    assert list(found)[:2] in (["may", "named"], ["named", "may"])


def test_a_year_is_still_a_number_in_a_text(index_of: Callable[..., Searcher]) -> None:
    searcher = index_of(
        {"id": "then", "title": "Office suite", "published": "2019-03-01"},
        {"id": "named", "title": "Office 2019 suite", "published": "2022-03-01"},
        {"id": "neither", "title": "Office suite", "published": "2022-03-01"},
    )
    assert missing(searcher, "Office 2019") == {"then": (), "named": ()}


def test_only_a_time_as_a_whole_is_marked(index_of: Callable[..., Searcher]) -> None:
    searcher = index_of(
        {
            "id": "a",
            "title": "裁员",
            "published": "2025-05-20",
            "paragraphs": ["5 人在 2025 年 7 月裁员，5 月没有裁员。", "公司在 2025 年 5 月，再次裁员。"],
        }
    )
    (hit,) = searcher.search("2025年5月裁员").articles
    marked = {
        passage.anchor: [passage.snippet.text[start:end] for start, end in passage.snippet.highlights]
        for passage in hit.passages
    }
    assert marked == {"p1": ["裁员", "裁员"], "p2": ["2025 年 5 月", "裁员"]}


def test_a_time_alone_finds_what_was_published_then(layoffs: Searcher) -> None:
    assert set(missing(layoffs, "2025年4月")) == {"april"}


def test_a_time_does_not_make_an_article_an_answer(layoffs: Searcher) -> None:
    assert not {hit.id for hit in layoffs.search("kiwi layoffs May 2025").articles} & {
        "other0",
        "other1",
        "other2",
    }


def test_a_time_adds_no_word_to_those_that_make_a_question(index_of: Callable[..., Searcher]) -> None:
    words = " ".join(["kiwi", "plum", "fig", "lime"][:MOST_REQUIRED])
    searcher = index_of({"id": "a", "title": words, "published": "2025-05-20"})
    plan = searcher._planner.plan_native
    assert plan(f"{words} 2025").requires_all_terms
    assert not plan(f"{words} pear").requires_all_terms


def test_a_point_has_the_date_of_its_article(index_of: Callable[..., Searcher]) -> None:
    group = [{"title": "News", "points": ["Acme layoffs"]}]
    searcher = index_of(
        {"id": "may", "title": "A", "groups": group, "published": "2025-05-20"},
        {"id": "april", "title": "B", "groups": group, "published": "2025-04-20"},
        *OTHERS,
    )
    found = searcher.search("layoffs May 2025", scope="points")
    assert [(point.article.id, point.missing) for point in found.points] == [
        ("may", ()),
        ("april", ("May 2025",)),
    ]


@pytest.mark.parametrize(
    ("query", "offered"),
    [
        ("layoffs in May 2025", ("May 2025", "layoffs", "2025-05", "2025-05", 1)),
        ("2025年5月裁员", ("2025年5月", "裁员", "2025-05", "2025-05", 1)),
        ("Acme 2025 layoffs", ("2025", "Acme layoffs", "2025", "2025", 3)),
        ("layoffs since 2025-05-01", ("since 2025-05-01", "layoffs", "2025-05-01", "", 2)),
        ("layoffs before May 2025", ("before May 2025", "layoffs", "", "2025-04-30", 1)),
        ("May 2025", ("May 2025", "", "2025-05", "2025-05", 4)),
    ],
)
def test_the_time_is_offered_as_a_filter_that_finds_what_it_says(
    query: str, offered: tuple[str, str, str, str, int], layoffs: Searcher
) -> None:
    (time,) = layoffs.search(query).times
    assert (time.typed, time.query, time.since, time.until, time.total) == offered
    filters = Filters(since=time.since, until=time.until)
    assert layoffs.search(time.query, filters=filters).total == time.total


def test_nothing_is_offered_beside_a_filter_by_date_or_where_it_finds_nothing(layoffs: Searcher) -> None:
    assert layoffs.search("layoffs May 2025", filters=Filters(since="2025")).times == ()
    assert layoffs.search("plum April 2025").times == ()
    assert layoffs.search("layoffs").times == ()


def test_page_api_and_terminal_offer_the_filter(layoffs: Searcher) -> None:
    assert layoffs.generation.folder
    root = layoffs.generation.folder.parent
    client = create_app(root).test_client()
    page = client.get("/", query_string={"q": "layoffs in May 2025"}).text
    assert "/?q=layoffs&amp;from=2025-05&amp;to=2025-05" in page
    given = client.get("/api/search", query_string={"q": "layoffs in May 2025"}).json
    assert given is not None
    assert given["times"] == [
        {"typed": "May 2025", "query": "layoffs", "from": "2025-05", "to": "2025-05", "total": 1}
    ]
    printed = CliRunner().invoke(main, ["search", "layoffs in May 2025", "--index", str(root)]).output
    assert "only published May 2025: yinsuo search layoffs --from 2025-05 --to 2025-05 (1 article)" in printed


def test_where_nothing_matches_the_whole_query_a_time_is_counted_as_one_word(layoffs: Searcher) -> None:
    request = SearchRequest("kiwi layoffs 2025年5月")
    found = alternatives(
        request,
        layoffs.search(request),
        count=layoffs.count,
        analyzer=configured_analyzer(),
        reader=layoffs.generation.articles,
    )
    assert found is not None
    assert [(word.text, word.total) for word in found.words] == [
        ("kiwi", 0),
        ("layoffs", 4),
        ("2025年5月", 5),
    ]
