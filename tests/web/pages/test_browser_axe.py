"""What a machine can find that keeps people out: contrast, names, landmarks, roles. Judged by axe-core.

Needs `npm ci` in `tests/web/axe`; without it these tests are skipped, but where CI is set they fail.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from absent import absent
from playwright.sync_api import Browser, Page

AXE = Path(__file__).parents[1] / "axe" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = {
    "start": "/",
    "results": "/?q=数据中心&ticker=US:MSFT&from=2025",
    "points": "/?q=data&scope=points",
    "article": "/articles/data-center-power?q=PUE",
    "external citations": "/?q=title:苹果 App Store",
    "nothing found": "/?q=电池 zzyzx&ticker=US:MSFT&from=2025-08",
    "some words lacking": "/?q=zzyzx 数据",
    "not answered": "/?q=battery China",
    "all with any word": "/?q=battery China&extent=any",
    "api": "/api",
    "error": "/articles/none",
    "bad parameter": "/?q=x&from=garbage",
}


@pytest.fixture(scope="module")
def judged(browser: Browser, server: str) -> Iterator[Callable[..., list[str]]]:
    """What axe-core finds serious or critical on a page, by rule and place."""
    if not AXE.exists():
        absent("needs axe-core (npm ci --prefix tests/web/axe), which is not here")
    script = AXE.read_text(encoding="utf-8")
    context = browser.new_context(base_url=server, locale="en-US")

    def judge(
        url: str, scheme: Literal["light", "dark"], prepare: Callable[[Page], object] | None = None
    ) -> list[str]:
        page = context.new_page()
        page.emulate_media(color_scheme=scheme)
        page.goto(url)
        if prepare:
            prepare(page)
        page.evaluate(script)
        found = page.evaluate("async () => await axe.run()")
        page.close()
        assert found["passes"]
        return [
            f"{each['id']}: {node['html']} ({node['failureSummary']})"
            for each in found["violations"]
            if each["impact"] in {"serious", "critical"}
            for node in each["nodes"]
        ]

    yield judge
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_serious_is_found(judged: Callable[..., list[str]], name: str, scheme: str) -> None:
    assert judged(PAGES[name], scheme) == []


@pytest.mark.parametrize("ui", ["en", "zh"])
def test_nothing_serious_is_found_with_suggestions_open(judged: Callable[..., list[str]], ui: str) -> None:
    def suggest(page: Page) -> None:
        page.locator("#q").press_sequentially("m")
        page.locator("[role=option]").first.wait_for()
        page.locator("#q").press("ArrowDown")

    assert judged(f"/?ui={ui}", "light", suggest) == []


def test_nothing_serious_is_found_with_the_keys_open(judged: Callable[..., list[str]]) -> None:
    assert judged("/?q=data", "light", lambda page: page.locator(".show-keys").click()) == []


def test_what_is_serious_would_be_found(judged: Callable[..., list[str]]) -> None:
    def spoil(page: Page) -> None:
        page.evaluate("document.querySelector('#q').removeAttribute('aria-label')")
        page.evaluate("document.querySelector('#q').removeAttribute('placeholder')")

    assert any("label" in each for each in judged("/", "light", spoil))
