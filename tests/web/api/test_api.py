"""What a program gets: answers that can be kept, errors that name what is wrong, addresses that lead on."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from search import KINDS, ORDERS, Searcher
from web import create_app
from web.cli import main
from web.http.parameters import (
    BadParameter,
    FilterParameters,
    Kind,
    SearchParameters,
    read_parameters,
)


@pytest.fixture(scope="session")
def client(sample_index: Path) -> FlaskClient:
    return create_app(sample_index).test_client()


def problem(answer: TestResponse, status: int = 400) -> dict[str, Any]:
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    body: dict[str, Any] = json.loads(answer.data)
    assert body["status"] == status
    assert body["request_id"] == answer.headers["X-Request-Id"]
    return body


@pytest.mark.parametrize(
    ("query", "name", "position"),
    [
        ("page=0", "page", None),
        ("page=-1", "page", None),
        ("page=", "page", None),
        ("page=1e2", "page", None),
        ("page=1.0", "page", None),
        ("page=+1", "page", None),
        ("page=１", "page", None),
        ("page=null", "page", None),
        ("page=99999999999999999999", "page", None),
        ("page=1&page=2", "page", 1),
        ("page=200&size=100", "page", None),
        ("size=0", "size", None),
        ("size=101", "size", None),
        ("kind=title", "kind", None),
        ("kind=null", "kind", None),
        ("kind=", "kind", None),
        ("sort=date", "sort", None),
        ("scope=paragraphs", "scope", None),
        ("explain=yes", "explain", None),
        ("pretty=2", "pretty", None),
        ("from=2025-02-30", "from", None),
        ("from=2025-5", "from", None),
        ("to=2025-13", "to", None),
        ("to=２０２５", "to", None),
        ("to=2025%0a", "to", None),
        ("ticker=US:MSFT&ticker=", "ticker", 1),
        ("source=a&source=b&source=" + "x" * 201, "source", 2),
        ("&".join(["ticker=A"] * 21), "ticker", None),
        ("q=" + "a" * 1001, "q", None),
        ("q=" + "(" * 60, "q", None),
        ("q=x&tikcer=MSFT", "tikcer", None),
    ],
)
def test_a_bad_parameter_is_named_with_its_place(
    client: FlaskClient, query: str, name: str, position: int | None
) -> None:
    body = problem(client.get(f"/api/search?{query}"))
    assert (body["parameter"], body["position"]) == (name, position)
    assert name in body["detail"] or "query" in body["detail"]


def test_a_bad_choice_is_told_the_choices(client: FlaskClient) -> None:
    detail = problem(client.get("/api/search?kind=title"))["detail"]
    assert detail == "kind is 'title': write one of point, paragraph, viewpoint"


def test_a_long_bad_value_is_not_sent_back_whole(client: FlaskClient) -> None:
    assert len(problem(client.get("/api/search?page=" + "x" * 5000))["detail"]) < 100


def test_an_id_that_no_article_can_have_is_refused(client: FlaskClient) -> None:
    assert problem(client.get("/api/articles/" + "a" * 201))["parameter"] == "id"
    assert problem(client.get("/api/articles/" + "a" * 200), 404)["parameter"] is None


def test_the_choices_are_those_of_the_search() -> None:
    assert get_args(Kind) == KINDS
    assert {read_parameters(SearchParameters, {"sort": [each]}).sort for each in ORDERS} == set(ORDERS)


def test_parameters_become_the_filters_of_the_search() -> None:
    filters = read_parameters(
        FilterParameters,
        {"ticker": ["A", "B"], "source": ["量子位"], "from": ["2025"], "to": ["2025-05"], "kind": ["point"]},
    ).filters
    assert (filters.tickers, filters.sources) == (("A", "B"), ("量子位",))
    assert (filters.since, filters.until, filters.kind) == ("2025", "2025-05", "point")


def test_a_required_parameter_that_is_missing_is_named() -> None:
    from web.http.parameters import ArticleParameters

    with pytest.raises(BadParameter) as caught:
        read_parameters(ArticleParameters, {})
    assert caught.value.name == "id"


def test_filters_narrow_and_sorting_sorts(client: FlaskClient) -> None:
    whole = client.get("/api/search?q=data&size=100").get_json()
    facet = whole["facets"]["source"][0]
    some = client.get(
        "/api/search", query_string={"q": "data", "size": 100, "source": facet["value"]}
    ).get_json()
    assert some["total"] == facet["count"] < whole["total"]
    dates = [
        each["published"] for each in client.get("/api/search?q=data&sort=oldest").get_json()["articles"]
    ]
    known = [date for date in dates if date]
    assert known == sorted(known)
    assert len(known) > 2


def test_links_of_pages_keep_every_parameter(client: FlaskClient) -> None:
    parameters = "q=data+center&ticker=US:MSFT&ticker=US:NVDA&ticker=US:AMZN&size=1&sort=newest&pretty="
    first = client.get(f"/api/search?{parameters}").get_json()
    assert first["links"]["prev"] is None
    second = client.get(first["links"]["next"]).get_json()
    assert second["page"] == 2
    assert second["total"] == first["total"] > 1
    assert second["articles"][0]["id"] != first["articles"][0]["id"]
    back = client.get(second["links"]["prev"]).get_json()
    assert [each["id"] for each in back["articles"]] == [each["id"] for each in first["articles"]]
    assert "US%3ANVDA" in second["links"]["prev"]


def test_points_are_answers_by_themselves(client: FlaskClient) -> None:
    first = client.get("/api/search?q=data&scope=points&size=3").get_json()
    assert first["articles"] == []
    assert len(first["points"]) == 3 < first["total"]
    second = client.get(first["links"]["next"]).get_json()
    assert second["points"]
    assert second["points"][0] not in first["points"]
    assert "scope=points" in second["links"]["prev"]


def test_without_a_query_the_newest_that_the_filters_leave_come_first(client: FlaskClient) -> None:
    assert client.get("/api/search").get_json()["total"] == 0
    found = client.get("/api/search?from=2025").get_json()
    dates = [each["published"] for each in found["articles"]]
    assert len(dates) > 2
    assert dates == sorted(dates, reverse=True)


def test_a_prefix_has_as_many_completions_as_the_limit_says(client: FlaskClient) -> None:
    answer = client.get("/api/suggest?q=m&limit=3").get_json()
    assert answer["query"] == "m"
    assert len(answer["suggestions"]) == 3
    for query, name in (("limit=0", "limit"), ("limit=21", "limit"), ("q=a&q=b", "q"), ("Q=a", "Q")):
        assert problem(client.get(f"/api/suggest?{query}"))["parameter"] == name


def test_an_explanation_comes_on_request(client: FlaskClient) -> None:
    assert client.get("/api/search?q=data").get_json()["explanation"] is None
    assert client.get("/api/search?q=data&explain").get_json()["explanation"]["articles"]


@pytest.mark.parametrize("flag", ["pretty", "pretty=", "pretty=1", "pretty=true"])
def test_a_pretty_answer_is_the_same_but_indented(client: FlaskClient, flag: str) -> None:
    plain, pretty = client.get("/api/tokens?text=微软"), client.get(f"/api/tokens?text=微软&{flag}")
    assert json.loads(pretty.data) == json.loads(plain.data)
    assert b'\n  "text": "\xe5' in pretty.data
    assert client.get("/api/tokens?text=微软&pretty=0").data == plain.data


@pytest.mark.parametrize(
    "url", ["/api/search?q=data", "/api/tokens?text=x", "/openapi.json", "/feed.atom?q=data"]
)
def test_an_answer_that_the_client_has_is_not_sent_again(client: FlaskClient, url: str) -> None:
    first = client.get(url)
    tag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get(url, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == tag
    assert client.get(url, headers={"If-None-Match": '"other"'}).status_code == 200


def test_another_question_has_another_tag(client: FlaskClient) -> None:
    urls = [
        "/api/search?q=data",
        "/api/search?q=data&page=2",
        "/api/search?q=date",
        "/api/articles/aws-cloud-origins",
    ]
    assert len({client.get(url).headers["ETag"] for url in urls}) == len(urls)


def test_an_error_is_an_error_whatever_the_client_has(client: FlaskClient) -> None:
    for url, status in (("/api/articles/none", 404), ("/api/search?page=0", 400)):
        answer = client.get(url, headers={"If-None-Match": "*"})
        assert problem(answer, status)
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_next_generation_has_another_tag(tmp_path: Path, index_of: Callable[..., Searcher]) -> None:
    index_of({"id": "one", "title": "one thing"})
    root = tmp_path / "index1"
    client = create_app(root).test_client()
    tag = client.get("/api/search?q=thing").headers["ETag"]
    (tmp_path / "two.json").write_text('{"title": "another thing"}', encoding="utf-8")
    assert (
        CliRunner().invoke(main, ["reindex", str(tmp_path / "two.json"), "--index", str(root)]).exit_code == 0
    )
    answer = client.get("/api/search?q=thing", headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert [each["title"] for each in answer.get_json()["articles"]] == ["another thing"]


def test_a_long_answer_is_compressed_for_who_reads_that(client: FlaskClient) -> None:
    plain = client.get("/api/search?q=data&size=50")
    packed = client.get("/api/search?q=data&size=50", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 2
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
    unpacked, expected = json.loads(gzip.decompress(packed.data)), json.loads(plain.data)
    assert unpacked | {"took_ms": 0} == expected | {"took_ms": 0}
    refused = client.get("/api/search?q=data&size=50", headers={"Accept-Encoding": "gzip;q=0, *;q=0"})
    assert "Content-Encoding" not in refused.headers


@pytest.mark.parametrize("url", ["/", "/api/search", "/api/articles/x", "/healthz", "/metrics", "/feed.atom"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY"])
def test_nothing_can_be_written(client: FlaskClient, url: str, method: str) -> None:
    answer = client.open(url, method=method)
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_head_and_options_say_what_get_would(client: FlaskClient) -> None:
    got, head = client.get("/api/tokens?text=x"), client.head("/api/tokens?text=x")
    assert head.data == b""
    for name in ("Content-Type", "Content-Length", "ETag"):
        assert head.headers[name] == got.headers[name]
    options = client.options("/api/search")
    assert (options.status_code, options.data) == (200, b"")
    assert set(options.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("abc-123_X.9", True),
        ("", False),
        ("a b", False),
        ("é", False),
        ("x" * 65, False),
        ("-x", False),
        ('"><script>', False),
    ],
)
def test_a_request_has_an_id_and_a_sane_one_is_kept(client: FlaskClient, given: str, kept: bool) -> None:
    answer = client.get("/api/articles/none", headers={"X-Request-Id": given})
    assert (problem(answer, 404)["request_id"] == given) is kept
    assert len(answer.headers.getlist("X-Request-Id")) == 1


def test_the_log_has_the_id_and_not_the_query(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", "yinsuo.requests"):
        client.get("/api/articles/no%0Ane?q=secret", headers={"X-Request-Id": "r1"})
    (line,) = (record.getMessage() for record in caplog.records if record.name == "yinsuo.requests")
    assert line.startswith("GET /api/articles/no%0Ane 404 ")
    assert line.endswith(" r1")
    assert "secret" not in line


def test_a_fault_of_ours_is_in_the_log_alone(
    sample_index: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = create_app(sample_index).test_client()

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the inside")

    monkeypatch.setattr(Searcher, "search", broken)
    for url in ("/api/search?q=x", "/feed.atom?q=x", "/?q=x"):
        answer = client.get(url)
        assert answer.status_code == 500
        assert b"the inside" not in answer.data
        assert b"Traceback" not in answer.data
        assert answer.headers["X-Request-Id"] in caplog.text
    assert "the inside" in caplog.text


def test_every_answer_has_the_headers_that_protect(client: FlaskClient) -> None:
    urls = (
        "/",
        "/api",
        "/nowhere",
        "/api/search?q=x",
        "/api/search?page=0",
        "/metrics",
        "/static/yinsuo.css",
    )
    for url in urls:
        with client.get(url) as answer:
            headers = answer.headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "camera=()" in headers["Permissions-Policy"]
        for name in ("Opener", "Resource"):
            assert headers[f"Cross-Origin-{name}-Policy"] == "same-origin"


def test_without_an_index_programs_are_told_when_to_ask_again(tmp_path: Path) -> None:
    client = create_app(tmp_path / "none").test_client()
    for url in ("/api/search?q=x", "/api/articles/x", "/healthz", "/feed.atom"):
        answer = client.get(url)
        assert "yinsuo reindex" in problem(answer, 503)["detail"]
        assert answer.headers["Retry-After"] == "5"
    assert client.get("/api/tokens?text=x").status_code == 200


def test_an_answer_is_of_one_generation(
    tmp_path: Path, index_of: Callable[..., Searcher], monkeypatch: pytest.MonkeyPatch
) -> None:
    index_of({"id": "one", "title": "one thing"})
    client = create_app(tmp_path / "index1").test_client()
    from search import LiveIndex

    opened = []
    real = LiveIndex.searcher
    monkeypatch.setattr(LiveIndex, "searcher", lambda live: opened.append(1) or real(live))
    client.get("/api/search?q=thing")
    assert len(opened) == 1
