"""A page plans each search once and counts it once, and shows the same as if it counted each anew."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from search import Facets, Searcher, SearchRequest
from search.plan.plan import QueryPlan
from search.plan.planner import QueryPlanner
from web import create_app
from web.pages.counts import PageCounts

FULL = ["/?q=battery", "/?q=battery&ticker=US:MSFT&from=2025", "/?q=数据中心&kind=point&source=样例财经"]
HELPED = [
    "/?q=zzyzx",
    "/?q=compny",
    '/?q="battery zzyzx"&from=2025',
    "/?q=电池 zzyzx&ticker=US:MSFT&source=nobody&from=2020",
    '/?q=title:"no such words" 数据&ticker=US:IBM',
]
MORE = [
    "/?ticker=US:MSFT",
    "/?q=weiruan",
    "/?q=data&sort=newest&page=2",
    "/?q=data&lang=both",
    "/?q=battery China&sort=newest",
    "/?q=battery China&sort=newest&extent=any",
    "/?q=battery China&extent=any&from=2025",
    "/?q=data&ui=zh",
]


class Watch:
    """The plans and engine searches that a page made."""

    def __init__(self) -> None:
        self.plans: list[tuple[object, ...]] = []
        self.searches = 0


@pytest.fixture(scope="session")
def client(sample_index: Path) -> FlaskClient:
    client = create_app(sample_index).test_client()
    client.get("/")  # what is derived once a generation is no page's
    return client


@pytest.fixture
def watch(samples: Searcher, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    watch = Watch()
    reader = type(samples.generation.articles)
    real_plan, real_search = QueryPlanner.plan, reader.search

    def plan(planner: QueryPlanner, request: SearchRequest) -> QueryPlan:
        watch.plans.append((request.query, request.filters, request.language))
        return real_plan(planner, request)

    def search(reader: Any, *arguments: Any, **options: Any) -> Any:
        watch.searches += 1
        return real_search(reader, *arguments, **options)

    monkeypatch.setattr(QueryPlanner, "plan", plan)
    monkeypatch.setattr(reader, "search", search)
    return watch


def shown(client: FlaskClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return re.sub(r'<span class="took">[^<]*', "", answer.get_data(as_text=True))


def test_a_page_makes_few_engine_searches(client: FlaskClient, watch: Watch) -> None:
    shown(client, "/?q=battery")
    assert 0 < watch.searches <= 8
    assert 0 < len(watch.plans) <= 4  # the search, and each kind of passage


@pytest.mark.parametrize("url", [*FULL, *HELPED, *MORE])
def test_a_page_plans_no_search_twice(client: FlaskClient, watch: Watch, url: str) -> None:
    shown(client, url)
    assert watch.plans
    assert [plan for plan, times in Counter(watch.plans).items() if times > 1] == []


@pytest.mark.parametrize("url", ["/articles/data-center-power?q=battery", "/api", "/nowhere"])
def test_a_page_without_results_counts_nothing(client: FlaskClient, watch: Watch, url: str) -> None:
    client.get(url)
    assert (watch.plans, watch.searches) == ([], 0)


@pytest.mark.parametrize(
    "url", [*FULL, *HELPED, *MORE, "/?q=battery&scope=points", "/?q=data&scope=points&source=样例财经"]
)
def test_a_page_is_the_same_where_each_count_is_made_anew(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    page = shown(client, url)

    def total(counts: PageCounts, request: SearchRequest) -> int:
        if request.scope == "points":
            return counts._searcher.search(request.but(size=1)).total
        return counts._searcher.total(request.but(size=1))

    def facets(counts: PageCounts, request: SearchRequest) -> Facets:
        if request.scope == "points":
            return counts._searcher.search(request.but(size=1)).facets
        return counts._searcher.count(request.but(size=1)).facets

    monkeypatch.setattr(PageCounts, "total", total)
    monkeypatch.setattr(PageCounts, "facets", facets)
    assert shown(client, url) == page


def test_a_count_is_of_the_order_and_the_extent_that_its_link_keeps(client: FlaskClient) -> None:
    """By date an answer ends with the articles that match all of the query."""
    counted = {}
    for options in ("", "&sort=newest", "&sort=oldest", "&extent=any"):
        page = shown(client, f"/?q=battery China{options}")
        links = re.findall(
            r'<a href="([^"]*kind=paragraph[^"]*)"[^>]*>.*?<span class="n">([\d,]+)', page, re.S
        )
        ((address, count),) = links
        counted[options] = int(count.replace(",", ""))
        status = re.search(r'class="count"[^>]*>(\d+) article', shown(client, unescape(address)))
        assert status is not None
        assert int(status[1]) == counted[options]
    assert counted["&sort=newest"] == counted["&sort=oldest"] < counted[""] < counted["&extent=any"]
