"""A saved search in a feed reader, and the search engine in a browser's box."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from flask.testing import FlaskClient

from search import Searcher
from web import create_app

ATOM = "{http://www.w3.org/2005/Atom}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


@pytest.fixture(scope="module")
def client(sample_index: Path) -> FlaskClient:
    return create_app(sample_index).test_client()


def feed(client: FlaskClient, query: str, **options: str) -> Xml.Element:
    answer = client.get(f"/feed.atom?{query}", **options)
    assert answer.status_code == 200
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    return Xml.fromstring(answer.data)


def text(element: Xml.Element, tag: str) -> str:
    found = element.find(ATOM + tag)
    assert found is not None, tag
    return found.text or ""


def link(element: Xml.Element, rel: str) -> str:
    (found,) = (
        each for each in element.iter(ATOM + "link") if each in list(element) and each.get("rel") == rel
    )
    return found.get("href") or ""


def entries(root: Xml.Element) -> list[Xml.Element]:
    return root.findall(ATOM + "entry")


def test_a_feed_has_what_the_format_demands(client: FlaskClient) -> None:
    root = feed(client, "q=data&size=5")
    assert root.tag == ATOM + "feed"
    assert len(entries(root)) == 5
    for element in (root, *entries(root)):
        assert text(element, "id").startswith("urn:uuid:")
        assert text(element, "title")
        assert datetime.fromisoformat(text(element, "updated")).tzinfo
        assert link(element, "alternate").startswith("http://localhost/")
    for entry in entries(root):
        author = entry.find(ATOM + "author")
        assert author is not None
        assert text(author, "name")
    assert link(root, "self") == "http://localhost/feed.atom?q=data&size=5"
    assert link(root, "alternate") == "http://localhost/?q=data"


def test_the_newest_come_first_and_say_how_new_the_feed_is(client: FlaskClient) -> None:
    root = feed(client, "q=data&size=50")
    days = [text(entry, "updated")[:10] for entry in entries(root)]
    assert days == sorted(days, reverse=True)
    moments = [datetime.fromisoformat(text(entry, "updated")) for entry in entries(root)]
    assert datetime.fromisoformat(text(root, "updated")) == max(moments)


def test_an_entry_leads_to_its_article(client: FlaskClient) -> None:
    entry = entries(feed(client, "q=data"))[0]
    page = client.get(link(entry, "alternate").removeprefix("http://localhost"))
    assert page.status_code == 200
    assert text(entry, "title").split()[0] in page.get_data(as_text=True)


def test_ids_stay_when_the_server_moves_and_the_question_is_written_otherwise(client: FlaskClient) -> None:
    here = feed(client, "q=data&size=5")
    there = feed(client, "size=5&q=data", base_url="https://search.example:8443")
    assert text(here, "id") == text(there, "id")
    assert [text(each, "id") for each in entries(here)] == [text(each, "id") for each in entries(there)]
    assert link(there, "self").startswith("https://search.example:8443/feed.atom?")
    assert text(feed(client, "q=date"), "id") != text(here, "id")


def test_filters_hold_for_a_feed_and_its_page(client: FlaskClient) -> None:
    root = feed(client, "q=date:2025&ticker=US:MSFT")
    assert entries(root)
    for entry in entries(root):
        assert "US:MSFT" in [each.get("term") for each in entry.findall(ATOM + "category")]
    assert link(root, "alternate").endswith("?q=date%3A2025&ticker=US%3AMSFT")


def test_a_feed_without_answers_is_a_feed(client: FlaskClient) -> None:
    root = feed(client, "q=zzzzqqqq&from=1999&to=1999")
    assert entries(root) == []
    assert datetime.fromisoformat(text(root, "updated")).tzinfo


def test_what_would_break_xml_is_text(index_of: Callable[..., Searcher], tmp_path: Path) -> None:
    hostile = "word ]]></title><script>&x; \x00\x08\x1b\ufffe\u2028 \U0001f600"
    index_of({"id": 'a"><b>&', "title": hostile, "source": hostile, "viewpoint": hostile})
    client = create_app(tmp_path / "index1").test_client()
    (entry,) = entries(feed(client, "q=word+%00%1b]]>%3Cscript%3E"))
    shown = text(entry, "title")
    assert "]]></title><script>&x;" in shown
    assert "\U0001f600" in shown
    assert "\ufffd" in shown
    assert client.get(link(entry, "alternate").removeprefix("http://localhost")).status_code == 200


@pytest.mark.parametrize(
    ("published", "moment"),
    [
        ("2025", "2025-01-01T00:00:00+00:00"),
        ("2025-05", "2025-05-01T00:00:00+00:00"),
        ("2025-05-02", "2025-05-02T00:00:00+00:00"),
        ("2025-05-02T04:36:00+08:00", "2025-05-02T04:36:00+08:00"),
        ("2025-05-02T04:36", "2025-05-02T04:36:00+08:00"),
        (None, "1970-01-01T00:00:00Z"),
    ],
)
def test_a_date_is_as_exact_as_atom_wants(
    index_of: Callable[..., Searcher], tmp_path: Path, published: str | None, moment: str
) -> None:
    index_of({"title": "word", "published": published})
    (entry,) = entries(feed(create_app(tmp_path / "index1").test_client(), "q=word"))
    assert text(entry, "updated") == moment


def test_a_bad_parameter_of_a_feed_is_a_problem(client: FlaskClient) -> None:
    answer = client.get("/feed.atom?q=x&page=2")
    assert answer.status_code == 400
    assert answer.get_json(force=True)["parameter"] == "page"


def test_a_browser_can_add_the_search_engine(client: FlaskClient) -> None:
    answer = client.get("/opensearch.xml")
    assert answer.content_type == "application/opensearchdescription+xml; charset=utf-8"
    root = Xml.fromstring(answer.data)
    assert root.tag == OPENSEARCH + "OpenSearchDescription"
    name, described = root.findtext(OPENSEARCH + "ShortName"), root.findtext(OPENSEARCH + "Description")
    assert name
    assert len(name) <= 16
    assert described
    assert len(described) <= 1024
    templates = {each.get("type"): each.get("template") for each in root.findall(OPENSEARCH + "Url")}
    for medium in ("text/html", "application/atom+xml", "application/x-suggestions+json"):
        template = templates[medium]
        assert template
        url = template.removeprefix("http://localhost").replace("{searchTerms}", "data")
        answer = client.get(url)
        assert (answer.status_code, answer.mimetype) == (200, medium)


def test_a_browser_is_completed_what_is_typed_and_led_where_it_goes(client: FlaskClient) -> None:
    typed, texts, notes, addresses = client.get("/suggest?q=Mi&limit=5").get_json(force=True)
    assert typed == "Mi"
    assert 0 < len(texts) == len(notes) == len(addresses) <= 5
    assert all(client.get(each.removeprefix("http://localhost")).status_code == 200 for each in addresses)
    offered = client.get("/api/suggest?q=Mi&limit=5").get_json()["suggestions"]
    assert [each["text"] for each in offered] == texts
    assert client.get("/suggest?q=").get_json(force=True) == ["", [], [], []]


def test_every_page_tells_a_browser_of_the_search_engine(client: FlaskClient) -> None:
    for url in ("/", "/?q=data", "/api", "/nowhere"):
        assert '<link rel="search" href="/opensearch.xml"' in client.get(url).get_data(as_text=True)


def test_a_feed_is_empty_where_nothing_answers_the_search(client: FlaskClient) -> None:
    """The nearest articles would be news to the reader whenever one is added."""
    query = "q=panda orchid repotting&lang=same"
    assert client.get(f"/api/search?{query}").get_json()["articles"]
    assert not client.get(f"/api/search?{query}").get_json()["answered"]
    root = feed(client, query)
    assert entries(root) == []
    assert text(root, "title").startswith("panda orchid repotting")
