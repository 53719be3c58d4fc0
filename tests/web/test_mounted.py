"""Below a path every address begins with the prefix, whoever serves the application there."""

import json
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote_to_bytes
from urllib.request import Request, urlopen
from xml.etree import ElementTree as Xml

import pytest
from absent import absent
from flask.testing import FlaskClient
from served import serving
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client
from werkzeug.wrappers import Response

from index import SettingError
from search import below
from search.results import Completion, Links
from web import create_app

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
SAFE = "/?=&%+:,~"
PAGES = (
    "/",
    "/?q=数据中心",
    "/?q=data&size=5&page=2",
    "/?q=zzyzx+数据&from=2024&ticker=US:MSFT",
    "/?q=data&scope=points",
    "/?q=data&ui=zh",
    "/articles/data-center-power?q=PUE",
    "/articles/none",
    "/api",
    "/?q=x&kind=none",
)
PROGRAMS = (
    "/api/search?q=data&size=2&page=2",
    "/api/search?q=data&scope=points",
    "/api/suggest?q=数据中心为",
    "/api/articles/data-center-power?q=PUE",
)


def page_addresses(page: str) -> list[str]:
    """The addresses of a page that aren't of its own anchors."""
    found = re.findall(r'(?:href|action|src|data-suggest)="([^"#][^"]*)"', page)
    return [unescape(each) for each in found if not each.startswith(("http://", "https://"))]


def json_addresses(value: Any) -> Iterator[str]:
    """The addresses anywhere in a JSON value."""
    if isinstance(value, dict):
        for name, each in value.items():
            if name in {"href", "next", "prev"} and each:
                yield each
            else:
                yield from json_addresses(each)
    elif isinstance(value, list):
        for each in value:
            yield from json_addresses(each)


def check(get: Callable[[str], tuple[int, str]], prefix: str) -> None:
    """Every address of every answer begins with the prefix, and following it leads somewhere."""
    seen: set[str] = set()
    for url in PAGES:
        addresses = page_addresses(get(url)[1])
        assert len(addresses) > 5, url
        assert [each for each in addresses if not each.startswith(f"{prefix}/")] == [], url
        seen |= set(addresses)
    for url in PROGRAMS:
        addresses = list(json_addresses(json.loads(get(url)[1])))
        assert addresses, url
        assert [each for each in addresses if not each.startswith(f"{prefix}/")] == [], url
        seen |= set(addresses)
    followed = sorted(each.split("#")[0] for each in seen if f"{prefix}/articles/none" not in each)
    assert len(followed) > 50
    for each in followed:
        assert get(each.removeprefix(prefix))[0] == 200, each


@pytest.mark.parametrize("prefix", ["/yinsuo", "/a/b.c", "/%E6%90%9C%E7%B4%A2"])
def test_mounted_in_another_application_every_link_begins_with_the_mount(
    served_index: Path, prefix: str
) -> None:
    mount = unquote_to_bytes(prefix).decode("latin-1")  # as WSGI has it
    site = DispatcherMiddleware(Response("elsewhere", 404), {mount: create_app(served_index)})
    client = Client(site)

    def get(url: str) -> tuple[int, str]:
        with client.get(prefix + url) as answer:
            return answer.status_code, answer.get_data(as_text=True)

    check(get, prefix)
    servers = client.get(f"{prefix}/openapi.json").get_json()["servers"]
    assert servers == [{"url": prefix}]


def test_the_root_of_a_host_is_no_prefix(served_index: Path) -> None:
    client = create_app(served_index).test_client()
    assert client.get("/api/search?q=data").get_json()["articles"][0]["href"].startswith("/articles/")
    assert "servers" not in client.get("/openapi.json").get_json()


@pytest.fixture
def proxied(served_index: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setenv("YINSUO_PROXIES", "1")
    return create_app(served_index).test_client()


@pytest.mark.parametrize("given", ["/yinsuo", "/yinsuo/", "yinsuo", "//yinsuo", " /yinsuo"])
def test_the_prefix_that_a_trusted_proxy_names_is_taken_however_it_writes_its_slashes(
    proxied: FlaskClient, given: str
) -> None:
    page = proxied.get("/?q=data", headers={"X-Forwarded-Prefix": given}).get_data(as_text=True)
    assert [each for each in page_addresses(page) if not each.startswith("/yinsuo/")] == []


@pytest.mark.parametrize(
    "given", ["/", "/a?b", "/a\\b", "/a//b", '/"><script>', "/a b", "/%2e%2f%3f", "https://x"]
)
def test_a_prefix_that_is_no_path_is_ignored(proxied: FlaskClient, given: str) -> None:
    page = proxied.get("/?q=data", headers={"X-Forwarded-Prefix": given}).get_data(as_text=True)
    assert 'href="/static/yinsuo.css"' in page


def test_without_a_trusted_proxy_nobody_names_a_prefix(served_index: Path) -> None:
    client = create_app(served_index).test_client()
    page = client.get("/?q=data", headers={"X-Forwarded-Prefix": "/evil"}).get_data(as_text=True)
    assert "/evil" not in page


def test_one_application_serves_several_prefixes_at_once(proxied: FlaskClient) -> None:
    for prefix in ("/one", "/two", "", "/one"):
        for url in ("/", "/api/suggest?q=数据中心为"):
            text = proxied.get(url, headers={"X-Forwarded-Prefix": prefix}).get_data(as_text=True)
            assert f'"{prefix}/articles/' in text


@pytest.mark.parametrize("url", ["https://search.example/yinsuo", "https://search.example/yinsuo/"])
def test_absolute_links_begin_with_the_address_that_is_set(
    served_index: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("YINSUO_URL", url)
    client = create_app(served_index).test_client()
    for mounted in ("", "/yinsuo"):
        environ = {"SCRIPT_NAME": mounted}
        feed = Xml.fromstring(client.get("/feed.atom?q=data&size=3", environ_overrides=environ).data)
        links = [each.get("href", "") for each in feed.iter("{http://www.w3.org/2005/Atom}link")]
        assert links[:2] == [
            "https://search.example/yinsuo/feed.atom?q=data&size=3",
            "https://search.example/yinsuo/?q=data",
        ]
        assert len(links) == 5
        assert all(each.startswith("https://search.example/yinsuo/articles/") for each in links[2:])
        described = client.get("/opensearch.xml", environ_overrides=environ).get_data(as_text=True)
        named = re.findall(r'"(http[^"]+)"|>(http[^<]+)<', described)
        addresses = [first or second for first, second in named if "a9.com" not in first]
        assert len(addresses) == 5
        assert all(each.startswith("https://search.example/yinsuo/") for each in addresses)
        offered = client.get("/suggest?q=Mi", environ_overrides=environ).get_json(force=True)[3]
        assert offered
        assert all(each.startswith("https://search.example/yinsuo/") for each in offered)


def test_without_it_absolute_links_begin_with_the_prefix(served_index: Path) -> None:
    client = create_app(served_index).test_client()
    feed = client.get("/feed.atom?q=data", environ_overrides={"SCRIPT_NAME": "/yinsuo"})
    assert feed.get_data(as_text=True).count('href="http://localhost/yinsuo/') > 3
    assert 'href="http://localhost/articles' not in feed.get_data(as_text=True)


@pytest.mark.parametrize(
    "url", ["example.org", "/yinsuo", "ftp://example.org", "https://", "https://x/?q", "https://x y"]
)
def test_an_address_that_is_none_is_refused_at_the_start(
    served_index: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("YINSUO_URL", url)
    with pytest.raises(SettingError, match="YINSUO_URL"):
        create_app(served_index)


def test_addresses_are_found_by_their_types_and_a_missing_one_stays_missing() -> None:
    assert below(Links("/api/search?page=2"), "/x") == Links("/x/api/search?page=2")
    titles = (Completion("a", "title", href="/articles/a"), Completion("href", "term"))
    assert below(titles, "/x") == (Completion("a", "title", href="/x/articles/a"), Completion("href", "term"))
    assert below(titles, "") is titles


@pytest.mark.parametrize("url", ["/", "/api/search", "/feed.atom", "/suggest", "/nowhere", "/api/nowhere"])
def test_an_unescaped_query_is_read_as_if_it_were_escaped(served_index: Path, url: str) -> None:
    client = create_app(served_index).test_client()
    for raw, escaped in (("q=电池&size=2", "q=%E7%94%B5%E6%B1%A0&size=2"), ("q=a%20电", "q=a%20%E7%94%B5")):
        unescaped = {"QUERY_STRING": raw.encode().decode("latin-1")}
        answers = [client.get(url, environ_overrides=unescaped), client.get(f"{url}?{escaped}")]
        pages = [
            re.sub(r"[\d.]+ ms|_ms\":[\d.]+|\"request_id.*", "", each.get_data(as_text=True))
            for each in answers
        ]
        assert answers[0].status_code == answers[1].status_code < 500
        assert pages[0] == pages[1]
    broken = client.get(url, environ_overrides={"QUERY_STRING": "q=\xff\xfe"})
    assert broken.status_code < 500


@contextmanager
def nginx(folder: Path, upstream: str) -> Iterator[str]:
    """nginx that serves what is upstream below /yinsuo/, as the README says; yields its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (folder / "nginx.conf").write_text(
        f"""
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{ }}
http {{
  access_log off;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{
    listen 127.0.0.1:{port};
    location /yinsuo/ {{
      proxy_pass {upstream}/;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header X-Forwarded-Host $http_host;
      proxy_set_header X-Forwarded-Prefix /yinsuo;
    }}
  }}
}}
""",
        encoding="utf-8",
    )
    command = [
        NGINX or "nginx",
        "-p",
        str(folder),
        "-c",
        str(folder / "nginx.conf"),
        "-e",
        str(folder / "error.log"),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert process.poll() is None, (folder / "error.log").read_text(encoding="utf-8")
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def test_behind_nginx_every_link_begins_with_the_location(served_index: Path, tmp_path: Path) -> None:
    if NGINX is None:
        absent("needs nginx (apt-get install nginx-light), which is not here")
    with serving(served_index, YINSUO_PROXIES="1") as server, nginx(tmp_path, server.address) as front:

        def get(url: str) -> tuple[int, str]:
            try:
                with urlopen(Request(f"{front}/yinsuo{quote(url, safe=SAFE)}"), timeout=20) as answer:
                    return answer.status, answer.read().decode()
            except OSError as error:
                return getattr(error, "code", 0), error.read().decode() if hasattr(error, "read") else ""

        check(get, "/yinsuo")
        assert f'href="{front}/yinsuo/articles/' in get("/feed.atom?q=data")[1]
        assert f'template="{front}/yinsuo/?q={{searchTerms}}"' in get("/opensearch.xml")[1]
