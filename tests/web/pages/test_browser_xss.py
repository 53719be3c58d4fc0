"""Hostile text in every field of an article and in every parameter is shown as text, and nothing of it runs.

Each line of `payloads.txt` is one. The pages are read twice: as HTML, in which no tag, attribute or address
may stand that the templates don't write; and in a browser without the policy of the server, so that nothing
but the escaping keeps a payload from running.
"""

import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

import pytest
from examples import IN_CI
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page

from web import create_app

PAYLOADS = (Path(__file__).parent / "payloads.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
# In every parameter all are tried in CI alone: each takes a dozen requests.
SOME = PAYLOADS if IN_CI else PAYLOADS[::4]
# Whatever a payload does to be noticed is noticed here.
PROBE = "window.alert = window.prompt = window.confirm = () => { window.__xss = true }"
TAGS = re.compile(
    "html|head|meta|title|link|body|a|header|form|div|input|button|nav|main|dialog|h1|h2|h3|dl|dt|dd|kbd|label|"
    "script|section|article|p|q|span|ul|ol|li|b|s|i|code|svg|rect|details|summary|table|thead|tbody|tr|th|td|"
    "time|mark|fieldset|legend"
)
ATTRIBUTES = re.compile(
    "(aria|data)-[a-z]+|action|autocapitalize|autocomplete|autofocus|charset|checked|class|content|datetime|defer|"
    "enterkeyhint|focusable|form|height|hidden|href|hreflang|id|lang|maxlength|method|name|placeholder|"
    "preserveaspectratio|rel|role|scope|spellcheck|src|start|tabindex|title|type|value|viewbox|width|x|y"
)
SCRIPTS = {f"/static/{name}.js" for name in ("suggest", "keys", "evidence")}


class Written(HTMLParser):
    """What tags, attributes and texts a page has; a tag or attribute that no template writes is a fault."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.faults: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if not TAGS.fullmatch(tag):
            self.faults.append(tag)
        for name, value in attributes:
            followed = name in {"href", "src", "action"} and not re.match(r"/(?!/)|#|https?://", value or "")
            if followed or not ATTRIBUTES.fullmatch(name) or (name == "src" and value not in SCRIPTS):
                self.faults.append(f"{tag} {name}={value}")
            self.texts.append(value or "")
        if tag == "script" and "src" not in dict(attributes):
            self.faults.append("a script of its own")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"comment {data}")

    def unknown_decl(self, data: str) -> None:
        self.faults.append(f"declaration {data}")

    def handle_pi(self, data: str) -> None:
        self.faults.append(f"instruction {data}")


def record(number: int, payload: str) -> dict[str, object]:
    """An article that has the payload in every field; an id has no blanks."""
    return {
        "id": f"{number}/" + re.sub(r"[\s\x00-\x1f]", "/", payload),
        "title": f"probe {payload}",
        "url": payload,
        "source": payload,
        "published": payload if number % 2 else "2025-05-02",
        "tickers": [{"symbol": f"X:{payload}", "name": payload}],
        "viewpoint": f"probe {payload} [1]",
        "groups": [{"title": f"probe {payload}", "points": [{"text": f"probe {payload} [1][9]"}]}],
        "paragraphs": [f"probe {payload}"],
    }


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("hostile") / "articles.jsonl"
    lines = (json.dumps(record(number, payload)) for number, payload in enumerate(PAYLOADS))
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def client(
    articles: Path, tmp_path_factory: pytest.TempPathFactory, index: Callable[..., Path]
) -> FlaskClient:
    return create_app(index(tmp_path_factory.mktemp("hostile-index"), articles)).test_client()


@pytest.fixture(scope="module")
def hostile(browser: Browser, serve: Callable[[Path], str], articles: Path) -> Iterator[Page]:
    """A page of a browser that lets everything run, over the hostile articles."""
    context = browser.new_context(base_url=serve(articles), bypass_csp=True)
    context.add_init_script(PROBE)
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def hrefs(client: FlaskClient) -> list[str]:
    """The addresses of all articles."""
    found: list[str] = []
    for number in range(1, len(PAYLOADS) // 100 + 2):
        answer = client.get(f"/api/search?q=probe&size=100&page={number}").get_json()
        found += [article["href"] for article in answer["articles"]]
    assert len(set(found)) == len(PAYLOADS) >= 200
    return found


def listings() -> list[str]:
    return [f"/?q=probe&size=100&page={number}" for number in range(1, len(PAYLOADS) // 100 + 2)]


def questions(payload: str) -> list[str]:
    """Addresses with the payload in every parameter that may be anything, then one by one in those that may
    not, and as the address itself."""
    anything = {"q": payload, "ticker": payload, "source": payload, "ui": payload}
    bad = ("from", "to", "kind", "sort", "scope", "page", "size")
    return [
        f"/?{urlencode(anything)}",
        f"/?{urlencode({'q': f'probe {payload}'})}",
        *(f"/?{urlencode({'q': payload, name: payload})}" for name in bad),
        f"/articles/{payload}".replace("?", "%3F").replace("#", "%23"),
        f"/{payload}".replace("?", "%3F").replace("#", "%23"),
    ]


def read(client: FlaskClient, url: str) -> Written:
    answer = client.get(url)
    assert answer.status_code in {200, 308, 400, 404}, url
    written = Written(answer.get_data(as_text=True))
    assert written.faults == [], url
    return written


def test_a_payload_that_is_not_escaped_would_be_noticed(hostile: Page) -> None:
    assert Written("<p><img src=x onerror=alert(1)>").faults
    assert Written('<a href="javascript:alert(1)">').faults
    assert Written("<script>alert(1)</script>").faults
    for payload in ("<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "<svg onload=alert(1)>"):
        assert noticed(hostile, ["<p>before", f"<p>{payload}", "<p>behind"]) == [1]


def test_in_every_field_it_is_text_of_the_page(client: FlaskClient, hrefs: list[str]) -> None:
    titles = "\n".join("".join(read(client, url).texts) for url in listings())
    for payload in PAYLOADS:
        assert f"probe {payload}".strip() in titles
    for href in hrefs:
        shown = "".join(read(client, f"{href}?q=probe+script").texts)
        number = int(re.split("%2F", href.removeprefix("/articles/"), maxsplit=1)[0])
        for place in ("title", "viewpoint", "paragraphs"):
            assert f"probe {PAYLOADS[number]}".strip() in shown, place


def test_in_every_parameter_it_is_text_of_the_page(client: FlaskClient) -> None:
    for payload in SOME:
        answered, *others = questions(payload)
        assert payload.strip() in read(client, answered).texts
        for url in others:
            read(client, url)


def test_in_no_answer_for_programs_it_is_taken_for_a_page(client: FlaskClient) -> None:
    for payload in PAYLOADS:
        for path in (
            "/api/search",
            "/api/suggest",
            "/api/tokens",
            f"/api/articles/{payload.replace('?', '%3F')}",
        ):
            answer = client.get(path, query_string={"q": payload, "text": payload})
            assert "html" not in answer.content_type
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_in_the_browser_none_runs_from_an_article(
    hostile: Page, client: FlaskClient, hrefs: list[str]
) -> None:
    articles = [f"{href}?q=probe+script" for href in hrefs]
    assert_quiet(hostile, client, [*listings(), "/?scope=points&q=probe&size=100", "/", *articles])


def test_in_the_browser_none_runs_from_a_parameter(hostile: Page, client: FlaskClient) -> None:
    urls: list[str] = []
    for number, payload in enumerate(SOME):
        queries = questions(payload)
        # Every payload in a query that is answered, and in turns in one of the others; all are read above.
        urls += (queries[number % 2], queries[2 + number % (len(queries) - 2)])
    assert_quiet(hostile, client, urls)


def test_in_the_browser_none_runs_from_a_suggestion(hostile: Page) -> None:
    hostile.goto("/")
    for typed in ("<", "probe <", "probe &", '"', "probe javascript", "x:"):
        hostile.locator("#q").fill(typed)
        hostile.wait_for_timeout(250)
        hostile.keyboard.press("ArrowDown")
        assert not hostile.evaluate("window.__xss")
    assert hostile.locator("[role=option] *:not(span)").count() == 0


def assert_quiet(page: Page, client: FlaskClient, urls: list[str]) -> None:
    """Nothing of a payload runs on any of the pages."""
    for first in range(0, len(urls), 25):
        batch = urls[first : first + 25]
        pages = [client.get(url).get_data(as_text=True) for url in batch]
        assert [batch[number] for number in noticed(page, pages)] == []


def noticed(page: Page, pages: list[str]) -> list[int]:
    """Which of the pages run a payload, each a document of its own in a frame beside the others."""
    if not page.url.endswith("/robots.txt"):
        page.goto("/robots.txt")
    found: list[int] = page.evaluate(
        """async (pages) => {
            const frames = pages.map((html) => {
                const frame = document.createElement("iframe");
                frame.srcdoc = html;
                return frame;
            });
            const loaded = frames.map((frame) => new Promise((done) => { frame.onload = done; }));
            document.body.replaceChildren(...frames);
            await Promise.all(loaded);
            return [...frames.keys()].filter((number) => frames[number].contentWindow.__xss);
        }""",
        pages,
    )
    return found
