"""The page in a real browser: the first hit in sight, nothing covered, large links, and what is copied."""

import re

import pytest
from playwright.sync_api import Page, expect

with_script = pytest.mark.parametrize("scripted", [True], ids=["with script"], indirect=True)

QUESTIONS = [
    "数据中心",
    "battery",
    "data centers electricity demand",
    "数据中心为什么这么耗电",
    "微软",
    '"data center" OR 电池',
    "zzyzx 数据",
    "compny battery zzyzx",
    "how much electricity do the data centers of Microsoft and Google need, and who pays for it?",
    "苹果公司 电池 供应链 zzyzx",
    "title:电池",
    "weiruan",
]
STATEMENTS = ["#g1-1", "#g3-1", "#viewpoint p"]


@pytest.mark.parametrize(("width", "height", "most"), [(1280, 900, 300), (390, 844, 420)])
def test_the_first_hit_stands_above_the_fold(page: Page, width: int, height: int, most: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    tops = {}
    for question in QUESTIONS:
        for options in ({}, {"ui": "zh"}, {"scope": "points"}):
            page.goto(
                "/?" + "&".join(f"{name}={value}" for name, value in ({"q": question} | options).items())
            )
            if page.locator(".result").count():
                box = page.locator(".result").first.bounding_box()
                assert box is not None
                tops[question, *options.values()] = box["y"]
    assert len(tops) > 20
    assert {each: top for each, top in tops.items() if top >= most} == {}


def copied(page: Page, selector: str) -> str:
    """What a selection of all of an element puts on the clipboard as text."""
    return str(
        page.locator(selector).evaluate(
            """each => { const selection = getSelection(); selection.selectAllChildren(each);
            const text = selection.toString(); selection.removeAllRanges(); return text; }"""
        )
    )


def expected(page: Page, anchor: str) -> str:
    """The text of a statement from the API, with its citations in brackets."""
    article = page.request.get("/api/articles/data-center-power").json()
    points = [point for group in article["groups"] for point in group["points"]]
    (statement,) = (each for each in [*points, article["viewpoint"]] if each["anchor"] == anchor)
    text = statement["text"]["text"]
    for each in sorted(statement["citations"], key=lambda each: -each["at"]):
        text = f"{text[: each['at']]}[{each['number']}]{text[each['at'] :]}"
    return re.sub(
        r"(\[\d+\])(\[\d+\])+", lambda found: "".join(sorted(re.findall(r"\[\d+\]", found[0]))), text
    )


@pytest.mark.parametrize("selector", STATEMENTS)
def test_a_copied_statement_is_its_text_with_its_citations_in_brackets(page: Page, selector: str) -> None:
    page.goto("/articles/data-center-power?q=PUE")
    anchor = selector.removeprefix("#").partition(" ")[0]
    assert "[" in expected(page, anchor)
    assert copied(page, selector).strip() == expected(page, anchor)
    page.locator(f"{selector} .cite").first.focus()  # its preview is shown
    expect(page.locator(f"{selector} .preview").first).to_be_visible()
    assert copied(page, selector).strip() == expected(page, anchor)


def test_a_statement_copied_from_the_results_is_the_same(page: Page) -> None:
    page.goto("/?q=Eastern+computing+hubs")
    shown = page.locator(".from-point p").first
    number = shown.locator(".cite").first.inner_text()
    assert re.fullmatch(r"\[\d+\]", number)
    text = copied(page, ".from-point >> nth=0 >> p").strip()
    assert number in text
    assert "→" not in text
    assert not re.search(r"\d\[?\d+\]?\[", text.replace(number, ""))


@with_script
def test_the_clipboard_holds_what_was_selected(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/articles/data-center-power")
    page.locator("#g3-1").evaluate("each => getSelection().selectAllChildren(each)")
    page.keyboard.press("Control+C")
    assert page.evaluate("navigator.clipboard.readText()").strip() == expected(page, "g3-1")


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
def test_the_bar_of_matches_covers_nothing_that_a_link_leads_to(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    for anchor in ("p8", "p3", "g3-1", "g1", "viewpoint"):
        page.goto("about:blank")
        page.goto(f"/articles/data-center-power?q=PUE#{anchor}")
        target = page.locator(f"#{anchor}")
        expect(target).to_be_in_viewport()
        target_box, bar_box = target.bounding_box(), page.locator("nav.matches").bounding_box()
        assert target_box is not None
        assert bar_box is not None
        is_above = bar_box["y"] + bar_box["height"] <= target_box["y"]
        assert is_above or bar_box["y"] >= target_box["y"] + target_box["height"], anchor


@pytest.mark.parametrize(
    "url",
    [
        "/articles/data-center-power?q=PUE",
        "/?q=数据中心",
        "/?q=国家算力枢纽",
        "/?q=title:苹果 App Store",
        "/?q=data&scope=points",
    ],
)
@pytest.mark.parametrize("width", [1280, 390])
def test_what_leads_to_a_source_is_at_least_24_pixels_wide_and_high(page: Page, url: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(url)
    links = page.locator(".cite, .open, .citing a, a.number")
    assert links.count()
    sizes = links.evaluate_all(
        "all => all.map(each => [each.getBoundingClientRect().width, each.getBoundingClientRect().height])"
    )
    assert [each for each in sizes if min(each) < 24] == []


def test_a_line_with_citations_is_no_higher_than_one_without(page: Page) -> None:
    page.goto("/articles/data-center-power")
    line = page.locator("#g3-1").evaluate("each => parseFloat(getComputedStyle(each).lineHeight)")
    box = page.locator("#g3-1").bounding_box()
    assert box is not None
    assert box["height"] / line == pytest.approx(round(box["height"] / line), abs=0.1)
