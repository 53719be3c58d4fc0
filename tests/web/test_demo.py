"""`make demo` as a newcomer runs it: its own folder, its own server, queried over HTTP."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, engine_name: str) -> Iterator[str]:
    """The two commands of the demo, on a free port; yields the server's address."""
    index = tmp_path_factory.mktemp("demo") / "index"
    yinsuo = [sys.executable, "-m", "web.cli"]
    environment = {
        **os.environ,
        "HOME": str(index.parent),
        "YINSUO_INDEX": str(index),
        "YINSUO_ENGINE": engine_name,
        "PYTHONUNBUFFERED": "1",
    }
    subprocess.run(
        [*yinsuo, "reindex", "samples"], cwd=ROOT, env=environment, check=True, capture_output=True
    )
    server = subprocess.Popen(
        [*yinsuo, "serve", "--port", "0"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert server.stdout is not None
    with server, server.stdout:
        address = re.search(r"http://\S+?/", server.stdout.readline())
        assert address
        yield address.group().rstrip("/")
        server.send_signal(signal.SIGINT)
        server.wait(10)


def get(address: str) -> str:
    with urlopen(address, timeout=10) as answer:
        text: str = answer.read().decode()
        return text


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("微信红包 绑定银行卡", "mobile-payment-china"),
        ("availability zone data center region", "aws-cloud-origins"),
    ],
)
def test_a_question_gets_highlighted_statements_and_citations_that_lead_somewhere(
    demo: str, query: str, first: str
) -> None:
    page = get(f"{demo}/?q={quote(query)}")
    assert page.index(f'href="/articles/{first}?q=') > 0
    result = page[page.index('<li class="result">') :]
    assert "<mark>" in result
    assert re.search(r"from-(point|viewpoint)", result)  # the points may say the same as what is shown
    href = re.search(r'class="cite resolved" href="(/articles/[^"#]+)#(p\d+)"', result)
    assert href
    article = get(f"{demo}{href[1]}")
    assert f'id="{href[2]}"' in article


def test_every_citation_of_the_demo_leads_to_an_anchor_on_its_page(demo: str) -> None:
    answers = [
        json.loads(get(f"{demo}/api/search?q={quote(query)}&size=50")) for query in ("date:2025", "data")
    ]
    hrefs = {
        citation["href"]
        for answer in answers
        for article in answer["articles"]
        for passage in article["passages"]
        for citation in passage["citations"]
    }
    assert len(hrefs) > 10
    for href in hrefs:
        page, anchor = href.split("#")
        assert f'id="{anchor}"' in get(demo + page)


def test_the_server_says_that_it_is_well(demo: str) -> None:
    assert json.loads(get(f"{demo}/healthz")) == {"status": "ok", "generation": "g000001", "articles": 31}
