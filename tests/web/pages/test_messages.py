"""The interface is all English or all Chinese, each with its own punctuation, and both say the same."""

import re
import string
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search import Message, Searcher
from web import create_app
from web.api.openapi import document
from web.api.reference import CHINESE
from web.http.refusals import Refusal
from web.pages.messages import TEXTS

TABLES = [("search", Message.texts), ("http", Refusal.texts), ("pages", TEXTS)]
PAIRS = [(f"{name}: {key}", texts) for name, table in TABLES for key, texts in table.items()]
# What Chinese leaves out: an article has one viewpoint; a rate is written in English words.
UNNAMED = {"pages: more viewpoint": {"count"}, "http: too many requests": {"rate"}}
HAN = "\u3400-\u9fff"
# Names and values that are written so in both languages.
SAME = {"Yinsuo", "API", "RFC", "OpenSearch", "Suggestions", "Prometheus", "GET"}
SAME |= {"best", "newest", "oldest", "page", "size", "US", "MSFT", "Microsoft"}


@pytest.fixture(scope="session")
def client(sample_index: Path) -> FlaskClient:
    return create_app(sample_index).test_client()


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_the_tables_are_not_empty() -> None:
    assert all(len(table) > 5 for _, table in TABLES)


@pytest.mark.parametrize(("key", "texts"), PAIRS, ids=[key for key, _ in PAIRS])
def test_both_languages_name_the_same_values(key: str, texts: tuple[str, str]) -> None:
    english, chinese = map(placeholders, texts)
    assert english - chinese == UNNAMED.get(key, set())
    assert chinese <= english
    assert all(texts)


@pytest.mark.parametrize(("key", "texts"), PAIRS, ids=[key for key, _ in PAIRS])
def test_each_language_has_its_own_punctuation(key: str, texts: tuple[str, str]) -> None:
    english, chinese = texts
    if key != "pages: other language":  # each is named in itself
        assert not re.search(f"[{HAN}\u3000-\u303f\uff00-\uffef]", english)
        assert re.search(f"[{HAN}，、：。]", chinese)
    assert not re.search(f"[{HAN}][,;:!()]|[,;:!()][{HAN}]", chinese)


def test_a_message_is_english_and_can_be_chinese() -> None:
    message = Refusal.of("no such choice", name="sort", value="'x'", choices=("best", "newest"))
    assert str(message) == message.text("en") == "sort is 'x': write one of best, newest"
    assert message.text("zh") == "sort 是 'x'，而它只能是：best、newest"
    with pytest.raises(KeyError):
        Message.of("no such key")


def sources(folder: str) -> Iterator[str]:
    for path in (Path(__file__).parents[3] / folder).rglob("*.py"):
        yield path.read_text(encoding="utf-8")


@pytest.mark.parametrize("table", [Message, Refusal], ids=lambda table: table.__name__)
def test_every_message_is_used_and_none_is_missing(table: type[Message]) -> None:
    # `_UNREAD` of the parser holds keys too.
    code = "".join(
        each for folder in ("search", "web") for each in sources(folder) if "texts: Class" not in each
    )
    used = set(re.findall(rf"\b{table.__name__}\.of\(\s*\"([^\"]+)\"", code))
    used |= set(re.findall(r"\"(?:AND|OR|NOT)\": \"([^\"]+)\"", code)) if table is Message else set()
    assert used == set(table.texts)


class Visible(HTMLParser):
    """The text of the interface itself: not that of articles and queries, nor code, keys and scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._skipped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        # Content says in which language it is; so does the reason of an error, which is the interface's.
        is_content = "lang" in given and tag != "html" and (tag, *given) != ("p", "lang")
        is_content |= given.get("class") in {"symbol", "ticker"}
        if self._skipped:
            self._skipped += [tag] if tag == self._skipped[0] else []
        elif is_content or tag in {"script", "code", "kbd", "title"}:
            self._skipped = [tag]
        elif tag not in {"link", "input"}:
            self.texts += [given[name] for name in ("aria-label", "title") if name in given]

    def handle_endtag(self, tag: str) -> None:
        if self._skipped and tag == self._skipped[-1]:
            self._skipped.pop()

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.texts.append(data)


def said(page: str) -> str:
    visible = Visible()
    visible.feed(page)
    return " ".join(visible.texts)


QUERIES = [
    "battery",
    "数据中心",
    "weiruan",
    "zzyzx 数据",
    "AND OR",
    "NOT",
    '"a (b',
    "a ((b",
    "date:foo",
    "date:[x to 2025]",
    "title:[a to b]",
    "title: x",
    "数*据",
    "…",
    '"a b c d e f g h i j k l"~9',
    "a" * 1001,
    "(" * 60,
    " ".join(f"w{number}" for number in range(300)),
    " ".join(f"w{number}*" for number in range(11)),
    "x" * 300 + "*",
]
URLS = [
    "/?",
    "/api?",
    "/nowhere?",
    "/articles/none?",
    "/articles/data-center-power?q=battery",
    "/articles/data-center-power?q=zzyzx",
    "/?q=data&ticker=US:MSFT&ticker=US:IBM&from=2025&to=2025-05&kind=point",
    "/?q=data&lang=both",
    "/?q=data&lang=same",
    "/?q=data&scope=points",
    "/?q=data&page=90",
    "/?q=数据中心 熊猫&lang=same",
    "/?q=比亚迪 熊猫&lang=same&scope=points",
    "/?q=battery China&extent=any",
    "/?q=x&page=0",
    "/?q=x&page=x",
    "/?q=x&size=101",
    "/?q=x&sort=worst",
    "/?q=x&from=garbage",
    "/?q=x&from=" + "1" * 201,
    "/?" + "&".join(f"ticker={number}" for number in range(51)),
]


@pytest.mark.parametrize("url", [*URLS, *(f"/?q={query}" for query in QUERIES)], ids=lambda url: url[:40])
def test_a_chinese_page_has_no_english_words(client: FlaskClient, url: str) -> None:
    page = said(client.get(f"{url}&ui=zh").get_data(as_text=True))
    words = {word for word in re.findall("[A-Za-z]{2,}", page) if word not in url}
    assert words <= SAME
    assert re.search(f"[{HAN}]", page)


def test_without_an_index_a_chinese_page_says_what_to_run(tmp_path: Path) -> None:
    client = create_app(tmp_path / "none").test_client()
    page = client.get("/?ui=zh")
    assert page.status_code == 503
    assert "请用“yinsuo reindex PATH…”建立" in page.get_data(as_text=True)


def test_a_failure_and_a_refused_client_are_told_in_chinese(
    sample_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YINSUO_RATE", "2/hour")
    client = create_app(sample_index).test_client()

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the inside")

    monkeypatch.setattr(Searcher, "search", broken)
    for status, text in ((500, "服务器出了错"), (500, "服务器出了错"), (429, "秒后再试")):
        answer = client.get("/?q=x&ui=zh")
        assert answer.status_code == status
        assert text in answer.get_data(as_text=True)


def test_every_description_of_the_api_is_there_in_chinese(sample_index: Path) -> None:
    app = create_app(sample_index)
    with app.test_request_context():
        described = document(app)
    used = {""}
    for methods in described["paths"].values():
        operation = methods["get"]
        name = operation["operationId"]
        used |= {name} | ({f"{name} more"} if operation.get("description") else set())
        for each in operation.get("parameters", ()):
            own = f"{name} {each['name']}"
            used.add(own if own in CHINESE else each["name"])
    assert used == set(CHINESE)


def test_a_traditional_text_is_shown_as_such(index_of: Callable[..., Searcher], tmp_path: Path) -> None:
    index_of({"id": "a", "title": "數據中心", "source": "台灣報", "paragraphs": ["這是電池。", "这是电池。"]})
    client = create_app(tmp_path / "index1").test_client()
    page = client.get("/articles/a").get_data(as_text=True)
    assert '<h1 lang="zh-Hant">數據中心</h1>' in page
    assert 'lang="zh-Hant">這是電池。</p>' in page
    assert 'lang="zh-Hans">这是电池。</p>' in page
    assert client.get("/api/articles/a").get_json()["title"]["text"] == "數據中心"


def test_chinese_has_space_beside_latin_letters(client: FlaskClient) -> None:
    with client.get("/static/yinsuo.css") as answer:
        assert ":lang(zh) { text-autospace: ideograph-alpha ideograph-numeric;" in answer.get_data(
            as_text=True
        )
