"""What a browser gets: text as text, links that lead somewhere, errors with a way on."""

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from index import IndexMissing
from search import Searcher, Snippet
from web import create_app
from web.rendering import marked

OUR_SCRIPT = '<script src="/static/evidence.js" defer>'
HOSTILE = "<script>alert(1)</script>\"'&"


@pytest.fixture(scope="session")
def client(sample_index: Path) -> FlaskClient:
    return create_app(sample_index).test_client()


@pytest.fixture
def hostile(index_of: Callable[..., Searcher], tmp_path: Path) -> FlaskClient:
    index_of(
        {
            "id": 'a"><script>alert(1)</script>',
            "title": f"title {HOSTILE}",
            "source": f"source {HOSTILE}",
            "url": "javascript:alert(1)",
            "tickers": [{"symbol": f"US:{HOSTILE}", "name": HOSTILE}],
            "viewpoint": f"viewpoint {HOSTILE} [1]",
            "groups": [{"title": f"group {HOSTILE}", "points": [{"text": f"point {HOSTILE} [1][9]"}]}],
            "paragraphs": [f"paragraph {HOSTILE}"],
        }
    )
    return create_app(tmp_path / "index1").test_client()


def scripts(page: str) -> list[str]:
    return re.findall(r"<script[^>]*>", page, re.IGNORECASE)


def html(client: FlaskClient, url: str, status: int = 200, **query: str) -> str:
    answer = client.get(url, query_string=query or None)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("query", ["title", "point", "paragraph", "script", HOSTILE, f'"{HOSTILE}"'])
def test_a_script_in_an_article_or_a_query_is_shown_as_text(hostile: FlaskClient, query: str) -> None:
    page = html(hostile, "/", q=query)
    assert set(scripts(page)) <= {OUR_SCRIPT}
    assert "&lt;" in page


def test_a_script_is_shown_as_text_on_the_article_page(hostile: FlaskClient) -> None:
    href = hostile.get("/api/search", query_string={"q": "point"}).get_json()["articles"][0]["href"]
    page = html(hostile, href, q=HOSTILE)
    assert set(scripts(page)) == {OUR_SCRIPT}
    assert "javascript:" not in page
    assert re.search(r'&lt;<mark id="m\d+"><a [^>]*>script</a></mark>&gt;', page)


def test_a_script_in_an_address_is_shown_as_text(hostile: FlaskClient) -> None:
    assert scripts(html(hostile, "/articles/<script>alert(1)</script>", 404)) == []


def test_the_query_stands_in_the_box_after_searching(client: FlaskClient) -> None:
    assert 'value="微软 &#34;cloud&#34;"' in html(client, "/", q='微软 "cloud"')


def test_a_citation_to_a_paragraph_that_is_not_there_is_told_apart(hostile: FlaskClient) -> None:
    page = html(hostile, "/", q="point")
    assert 'class="cite resolved"' in page
    assert 'class="cite missing"' in page


def test_an_external_citation_leads_to_the_list_of_citations(client: FlaskClient) -> None:
    found = client.get("/api/search", query_string={"q": "title:苹果 App Store"}).get_json()["articles"]
    external = [
        citation
        for article in found
        for passage in article["passages"]
        for citation in passage["citations"]
        if citation["status"] == "external"
    ]
    assert external
    page, anchor = external[0]["href"].split("#")
    assert f'id="{anchor}"' in html(client, page)


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/articles/none", 404),
        ("/nowhere", 404),
        ("/?q=x&page=0", 400),
        ("/?q=x&page=-1", 400),
        ("/?q=x&page=9999999", 400),
    ],
)
def test_an_error_is_a_page_with_a_way_back(client: FlaskClient, url: str, status: int) -> None:
    assert "Back to the search" in html(client, url, status)


def test_a_query_that_is_too_long_names_the_limit(client: FlaskClient) -> None:
    assert "1,000" in html(client, "/", 400, q="a" * 1001)


def test_paging_leads_through_all_results_once(client: FlaskClient) -> None:
    seen: list[str] = []
    url: str | None = "/api/search?q=date:2025&size=7"
    while url:
        answer = client.get(url).get_json()
        seen += [article["id"] for article in answer["articles"]]
        url = answer["links"]["next"]
    assert len(seen) == len(set(seen)) == answer["total"] > 14


def test_every_answer_forbids_foreign_scripts_and_frames(client: FlaskClient) -> None:
    for url in ("/", "/?q=x", "/articles/none", "/api/search?q=x", "/static/yinsuo.css"):
        with client.get(url) as answer:
            headers = answer.headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_an_api_error_is_a_problem_document(client: FlaskClient) -> None:
    answer = client.get("/api/search?q=x&size=1000")
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert "100" in answer.get_json()["detail"]


def test_without_an_index_the_answer_says_what_to_run(tmp_path: Path) -> None:
    client = create_app(tmp_path / "none").test_client()
    assert "yinsuo reindex" in html(client, "/", 503)
    assert client.get("/healthz").status_code == 503


def test_a_running_application_takes_the_next_generation(
    tmp_path: Path, index_of: Callable[..., Searcher]
) -> None:
    client = create_app(tmp_path / "index1").test_client()
    assert client.get("/healthz").status_code == 503
    index_of({"id": "one", "title": "one"})
    assert client.get("/healthz").get_json()["generation"] == "g000001"


@pytest.mark.parametrize(
    "given",
    [
        "http://x/y?z#w%41",
        "a//b",
        "/lead",
        "trail/",
        "中文/标题",
        "%2F",
        "a+b&c=d;e",
        "a/../b",
        "./a",
        "<\"'>",
    ],
)
def test_an_article_is_reached_whatever_its_id(
    index_of: Callable[..., Searcher], tmp_path: Path, given: str
) -> None:
    index_of({"id": given, "title": "one thing"})
    client = create_app(tmp_path / "index1").test_client()
    (found,) = client.get("/api/search?q=thing").get_json()["articles"]
    assert client.get(found["href"]).status_code == 200
    assert client.get(f"/api{found['href']}").get_json()["id"] == given


def test_opening_a_missing_index_is_an_error_of_its_own(tmp_path: Path) -> None:
    from index import configured_analyzer
    from search import LiveIndex

    with pytest.raises(IndexMissing, match="yinsuo reindex"):
        LiveIndex(tmp_path, configured_analyzer()).searcher()


def test_a_hundred_thousand_marks_are_made_in_no_time() -> None:
    text = "ab " * 100_000
    snippet = Snippet(text, tuple((start, start + 2) for start in range(0, len(text), 3)))
    began = time.perf_counter()
    page = marked(snippet)
    assert time.perf_counter() - began < 5
    assert page.count("<mark>ab</mark> ") == 100_000
