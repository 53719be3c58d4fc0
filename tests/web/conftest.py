"""What tests of the server share: an index of the sample articles; for a browser, one Chromium, one server, a
page of either kind.

The browser needs Debian's chromium; without it these tests are skipped, but where CI is set they fail.
"""

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from absent import absent
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from index import configured_analyzer, reindex
from index.engines import engine_names
from web import create_app

SAMPLES = Path(__file__).parents[2] / "samples"
CHROMIUM = shutil.which("chromium")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
# Chromium says of every error page that it couldn't be loaded, which it could.
NO_COMPLAINT = re.compile("Failed to load resource: the server responded with a status of [45]")


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """A request is not a line of the test's output."""


@contextmanager
def served(index: Path) -> Iterator[str]:
    """The application over an index on a free port; yields its address."""
    server = make_server("127.0.0.1", 0, create_app(index), threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def indexed(root: Path, *paths: Path) -> Path:
    """An index of files by the engine that is taken by itself, which is enough for what a browser shows."""
    reindex(
        [str(path) for path in paths],
        root=root,
        analyzer=configured_analyzer(),
        engine=engine_names()[0],
        zone=ZoneInfo("Asia/Shanghai"),
        on_event=lambda event: None,
    )
    return root


@pytest.fixture(scope="session")
def served_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample articles as an index: how a server runs is no matter of engines."""
    return indexed(tmp_path_factory.mktemp("served"), SAMPLES)


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], str]]:
    """Serves an index of a file or folder of articles for the rest of the session, and gives the address."""
    running = []

    def start(articles: Path) -> str:
        server = served(indexed(tmp_path_factory.mktemp("served"), articles))
        running.append(server)
        return server.__enter__()

    yield start
    for server in running:
        server.__exit__(None, None, None)


@pytest.fixture(scope="session")
def index() -> Callable[..., Path]:
    return indexed


@pytest.fixture(scope="session")
def server(serve: Callable[[Path], str]) -> str:
    """The address of the application over the sample articles."""
    return serve(SAMPLES)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        absent("needs chromium (apt-get install chromium), which is not here")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def scripted(request: pytest.FixtureRequest) -> bool:
    """Whether scripts run: most tests are run with and without."""
    enabled: bool = request.param
    return enabled


@pytest.fixture
def page(browser: Browser, server: str, scripted: bool) -> Iterator[Page]:
    """A page that may not complain of anything: no script fault, nothing that the policy forbids."""
    context = browser.new_context(base_url=server, java_script_enabled=scripted, locale="en-US")
    context.set_default_timeout(10_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))
    yield page
    context.close()
    assert [each for each in complaints if not NO_COMPLAINT.match(each)] == []
