"""One reader for programs and people: one request, read strictly for the former, leniently for the latter."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search import Filters, SearchRequest
from web import create_app
from web.http.parameters import BadParameter, PageParameters, SearchParameters, read_parameters


@pytest.fixture(scope="session")
def client(sample_index: Path) -> FlaskClient:
    return create_app(sample_index).test_client()


FULL = {
    "q": ["battery"],
    "ticker": ["US:MSFT", "US:IBM"],
    "source": ["样例财经"],
    "from": ["2025-03"],
    "to": ["2025-05-02"],
    "kind": ["point"],
    "sort": ["oldest"],
    "scope": ["points"],
    "lang": ["both"],
    "extent": ["any"],
    "page": ["2"],
    "size": ["5"],
}


def test_what_both_can_read_is_one_request() -> None:
    filters = Filters(("US:MSFT", "US:IBM"), ("样例财经",), "2025-03", "2025-05-02", "point")
    request = SearchRequest(
        "battery", filters, order="oldest", scope="points", lang="both", extent="any", page=2, size=5
    )
    assert read_parameters(SearchParameters, FULL).request() == request
    assert read_parameters(PageParameters, FULL, lenient=True).request() == request
    assert read_parameters(SearchParameters, {}).request() == SearchRequest()
    assert read_parameters(PageParameters, {}, lenient=True).request() == SearchRequest()


@pytest.mark.parametrize(
    "query",
    [
        "&".join(f"ticker={number}" for number in range(21)),
        "&".join(f"source={number}" for number in range(50)),
        "ticker=" + "x" * 150,
        "from=上周",
        "unknown=1",
        "q=y",
        "ticker=",
        "kind=",
        "page=",
        "size=+5",
        "explain=perhaps",
    ],
)
def test_a_person_is_understood_where_a_program_is_refused(client: FlaskClient, query: str) -> None:
    assert client.get(f"/?q=data&{query}").status_code == 200
    assert client.get(f"/api/search?q=data&{query}").status_code == 400


def test_what_a_person_writes_is_evened_out() -> None:
    given = {
        "q": [" a ", "b"],
        "ticker": [" US:IBM ", "", "US:IBM", "US:MSFT"],
        "from": [" 上周 "],
        "page": [" 007 "],
        "kind": [" "],
        "explain": ["1"],
        "unknown": ["x"],
    }
    request = read_parameters(PageParameters, given, lenient=True).request()
    assert request == SearchRequest("a", Filters(("US:IBM", "US:MSFT"), since="上周"), page=7)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"page": ["-1"]}, "page is '-1'; write a whole number"),
        ({"size": ["１"]}, "size is '１'; write a whole number"),
        ({"page": ["1" * 10]}, "write a whole number"),
        ({"sort": ["worst"]}, "sort is 'worst': write one of best, newest, oldest"),
        ({"from": ["x" * 201]}, "from has 201 characters; at most 200 are read"),
        ({"ticker": [str(number) for number in range(51)]}, "ticker is given 51 times; at most 50 are read"),
    ],
)
def test_what_nobody_can_read_is_named(given: dict[str, list[str]], reason: str) -> None:
    with pytest.raises(BadParameter, match=reason) as caught:
        read_parameters(PageParameters, given, lenient=True)
    assert [caught.value.name] == list(given)
