"""What a reader does in a real browser: from a result to the paragraph it rests on, and back."""

import re

from playwright.sync_api import Page, expect


def results(page: Page) -> list[str]:
    return page.locator(".result").all_inner_texts()


def test_a_citation_leads_to_its_paragraph_and_back_leads_to_the_same_results(page: Page) -> None:
    page.goto("/?q=Eastern+computing+hubs")
    before = results(page)
    url = page.url
    page.get_by_role("link", name="citation 8", exact=True).first.click()
    expect(page).to_have_url(re.compile(r"/articles/data-center-power\?q=Eastern\+computing\+hubs#p8$"))
    target = page.locator(":target")
    expect(target).to_have_attribute("id", "p8")
    expect(target).to_be_in_viewport()
    expect(target).to_contain_text("东数西算")
    plain = page.locator("#p7").evaluate("each => getComputedStyle(each).backgroundColor")
    assert target.evaluate("each => getComputedStyle(each).backgroundColor") != plain
    page.go_back()
    assert page.url == url
    assert results(page) == before


def test_a_paragraph_leads_to_the_points_that_rest_on_it(page: Page) -> None:
    page.goto("/?q=国家算力枢纽")
    page.locator(".from-paragraph .citing a").first.click()
    expect(page).to_have_url(re.compile(r"/articles/data-center-power\?.*#g3-1$"))
    expect(page.locator(":target")).to_contain_text("8 computing hubs")
    page.locator(":target .cite").click()
    expect(page.locator(":target")).to_have_attribute("id", "p8")
    page.locator("#p8 .citing a").first.click()
    expect(page.locator(":target")).to_have_attribute("id", "g3-1")
    assert "q=" in page.url


def test_the_paragraph_is_shown_on_hover_and_on_focus(page: Page, scripted: bool) -> None:
    page.goto("/?q=Eastern+computing+hubs")
    link = page.get_by_role("link", name="citation 8", exact=True).first
    preview = page.locator(f"#{link.get_attribute('aria-describedby')}")
    expect(preview).to_be_hidden()
    link.hover()
    expect(preview).to_be_visible()
    expect(preview).to_contain_text("东数西算")
    box, window = preview.bounding_box(), page.viewport_size
    assert box is not None
    assert window is not None
    assert 0 <= box["x"] < box["x"] + box["width"] <= window["width"]
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 5)
    expect(preview).to_be_visible()
    page.mouse.move(1, 1)
    expect(preview).to_be_hidden()
    link.focus()
    expect(preview).to_be_visible()
    if scripted:
        page.keyboard.press("Escape")
        expect(preview).to_be_hidden()


def test_each_match_leads_to_the_next(page: Page, scripted: bool) -> None:
    page.goto("/articles/data-center-power?q=PUE")
    marks = page.locator("mark")
    expect(marks).not_to_have_count(0)
    count = marks.count()
    if scripted:
        page.get_by_role("button", name="Next match").click()
        expect(page.get_by_role("status")).to_have_text(f"1 of {count} matches")
        page.get_by_role("button", name="Previous match").click()
        expect(page.get_by_role("status")).to_have_text(f"{count} of {count} matches")
        expect(page.locator("mark.current")).to_be_in_viewport()
        assert "#" not in page.url
        marks.nth(count - 1).click()
        expect(page.get_by_role("status")).to_have_text(f"1 of {count} matches")
    else:
        page.locator("nav.matches a").click()
        for number in range(1, count + 1):
            expect(page.locator(":target")).to_have_attribute("id", f"m{number}")
            page.locator(":target a").click()
        expect(page.locator(":target")).to_have_attribute("id", "m1")


def test_nothing_of_a_page_is_wider_than_a_small_screen(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 700})
    for url in (
        "/",
        "/?q=PUE",
        "/?q=zzyzx+数据&from=2024&ticker=US:MSFT",
        "/articles/data-center-power?q=PUE",
        "/articles/none",
    ):
        page.goto(url)
        assert page.locator("html").evaluate("each => each.scrollWidth") <= 360


def test_in_print_there_is_the_article_and_its_citations_and_nothing_to_click_for(page: Page) -> None:
    page.goto("/articles/data-center-power?q=PUE")
    page.emulate_media(media="print")
    for gone in (".bar", ".back", "nav.matches", ".preview >> nth=0"):
        expect(page.locator(gone)).to_be_hidden()
    for kept in ("h1", "#g1-1 .cite", "#p8"):
        expect(page.locator(kept)).to_be_visible()
