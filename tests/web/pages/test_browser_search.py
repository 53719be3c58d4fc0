"""What a searcher does in a real browser: search, filter, page through, and get on where nothing is found.

Most of it with and without script; what only a script can do, with.
"""

import re

import pytest
from playwright.sync_api import Page, Request, Route, expect

with_script = pytest.mark.parametrize("scripted", [True], ids=["with script"], indirect=True)

ARTICLES = re.compile(r"^[\d,]+ articles?")


def count(page: Page) -> int:
    found = re.match(r"[\d,]+", page.locator(".count").inner_text())
    return int(found.group().replace(",", "")) if found else 0


def address(page: Page) -> str:
    return page.url.partition("?")[2]


def test_a_query_is_searched_and_stays_in_the_box(page: Page) -> None:
    page.goto("/")
    expect(page.locator("#q")).to_be_focused()
    page.locator("#q").fill("数据中心")
    page.locator("#q").press("Enter")
    page.wait_for_url("**/?q=*")
    expect(page.locator("#q")).to_have_value("数据中心")
    expect(page.get_by_role("status")).to_have_text(ARTICLES)
    assert page.locator(".result").count() == count(page) > 3


def test_examples_and_articles_of_the_start_page_lead_somewhere(page: Page) -> None:
    page.goto("/")
    page.locator(".examples a").first.click()
    assert count(page) > 0
    page.go_back()
    page.locator(".newest .result a").first.click()
    expect(page.locator("article h1")).to_be_visible()


def test_a_facet_narrows_and_its_removal_widens_again(page: Page) -> None:
    page.goto("/?q=data")
    before = count(page)
    choice = page.locator(".choices li", has_text="US:MSFT")
    expected = int(choice.locator(".n").inner_text())
    choice.get_by_role("link").click()
    page.wait_for_url("**ticker=US%3AMSFT")
    assert count(page) == expected < before
    page.locator(".choices li", has_text="US:GOOGL").get_by_role("link").click()
    page.wait_for_url("**ticker=US%3AMSFT&ticker=US%3AGOOGL")
    assert expected < count(page) <= before
    page.get_by_role("link", name="Remove the filter “Microsoft”").click()
    page.wait_for_url("**/?q=data&ticker=US%3AGOOGL")
    page.go_back()
    page.go_back()
    page.go_back()
    assert address(page) == "q=data"
    assert count(page) == before


def test_a_bar_of_the_chart_leads_to_its_month_and_back_to_all(page: Page) -> None:
    page.goto("/?q=data")
    before = count(page)
    page.locator(".histogram svg a").nth(1).click()
    page.wait_for_url("**from=*")
    month = re.search(r"from=(\d{4}-\d\d)&to=\1", page.url)
    assert month
    assert 0 < count(page) < before
    for time in page.locator("time").all():
        assert (time.get_attribute("datetime") or "").startswith(month[1])
    page.locator(".histogram svg a.chosen").click()
    page.wait_for_url("**/?q=data")
    assert count(page) == before


def test_the_chart_is_a_table_for_the_keyboard(page: Page) -> None:
    page.goto("/?q=data")
    page.locator(".histogram summary").press("Enter")
    rows = page.locator(".histogram tbody tr")
    assert sum(int(row.locator("td").inner_text()) for row in rows.all()) == count(page)
    rows.first.get_by_role("link").press("Enter")
    page.wait_for_url("**from=*")


def test_dates_are_entered_in_the_form_of_the_filters(page: Page) -> None:
    page.goto("/?q=data&ticker=US%3AMSFT&sort=newest")
    page.get_by_role("textbox", name="From").fill("2025-03")
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**from=2025-03*")
    assert "ticker=US%3AMSFT" in page.url
    assert "sort=newest" in page.url
    expect(page.get_by_role("textbox", name="From")).to_have_value("2025-03")
    assert count(page) > 0
    page.get_by_role("textbox", name="To", exact=True).fill("garbage")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("#to-fault")).to_contain_text("2025-05-02")  # how a date is written
    expect(page.get_by_role("textbox", name="To")).to_have_value("garbage")
    assert count(page) > 0


def test_the_order_can_be_chosen(page: Page) -> None:
    page.goto("/?q=data")
    for name, backwards in (("Newest first", True), ("Oldest first", False)):
        page.get_by_role("link", name=name).click()
        page.wait_for_url("**sort=*")
        expect(page.get_by_role("link", name=name)).to_have_attribute("aria-current", "true")
        dates = [time.get_attribute("datetime") or "" for time in page.locator("time").all()]
        assert dates == sorted(dates, reverse=backwards)
        page.go_back()


def test_pages_lead_on_and_back(page: Page) -> None:
    page.goto("/?from=2025&size=5&q=的")
    seen = page.locator(".result h2 a").all_inner_texts()
    page.get_by_role("link", name="Next").click()
    page.wait_for_url("**page=2*")
    second = page.locator(".result h2 a").all_inner_texts()
    assert second
    assert not set(seen) & set(second)
    page.get_by_role("link", name="Previous").click()
    expect(page.locator(".result h2 a")).to_have_text(seen)
    page.go_back()
    expect(page.locator(".result h2 a")).to_have_text(second)


def test_where_nothing_is_found_each_way_on_finds_something(page: Page) -> None:
    page.goto("/?q=电池 zzyzx&ticker=US:MSFT&from=2025-08")
    expect(page.get_by_role("status")).to_have_text(re.compile("Nothing found"))
    expect(page.locator(".absent b")).to_have_text("zzyzx")
    expect(page.locator(".absent code")).to_have_text("zzyzx")
    help_links = page.locator(".help a")
    assert help_links.count() > 1
    for number in range(help_links.count()):
        help_links.nth(number).click()
        assert count(page) > 0
        page.go_back()


def test_a_slip_of_the_pen_is_put_right(page: Page) -> None:
    page.goto("/?q=compny")
    page.locator(".corrections a").first.click()
    expect(page.locator("#q")).to_have_value("company")
    assert count(page) > 0


def test_the_language_is_switched_and_stays(page: Page) -> None:
    page.goto("/?q=data&page=2&size=2")
    page.get_by_role("link", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh")
    assert "page=2" in page.url
    page.locator(".result h2 a").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "zh")
    page.locator(".back a").click()
    expect(page.get_by_role("button", name="搜索")).to_be_visible()
    assert "page=2" in page.url


def test_in_the_dark_the_page_is_dark_and_the_text_light(page: Page) -> None:
    def brightness(name: str) -> int:
        color = page.locator("body").evaluate(f"each => getComputedStyle(each).{name}")
        return sum(map(int, re.findall(r"\d+", color)[:3]))

    page.emulate_media(color_scheme="light")
    page.goto("/?q=data")
    assert brightness("backgroundColor") > 600 > 200 > brightness("color")
    page.emulate_media(color_scheme="dark")
    assert brightness("backgroundColor") < 200 < 600 < brightness("color")


@with_script
def test_suggestions_are_chosen_by_keyboard(page: Page) -> None:
    page.goto("/")
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("weiruan")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "none")
    expect(box).to_have_value("weiruan")
    box.press("ArrowUp")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("weiruan")
    expect(box).to_be_focused()
    box.press("ArrowDown")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    text = options.first.locator("span").first.inner_text()
    box.press("Enter")
    page.wait_for_url("**/?q=*")
    expect(page.locator("#q")).to_have_value(text)
    assert count(page) > 0


@with_script
def test_a_suggested_title_leads_to_its_article(page: Page) -> None:
    page.goto("/?ui=zh")
    page.get_by_role("combobox").press_sequentially("数据中心为")
    page.get_by_role("option", name="数据中心为什么这么耗电").click()
    page.wait_for_url("**/articles/data-center-power?ui=zh")


@with_script
def test_of_two_answers_the_stale_one_is_dropped(page: Page) -> None:
    slow: list[Route] = []
    page.route("**/api/suggest?q=mi", lambda route: slow.append(route))
    page.goto("/")
    box = page.get_by_role("combobox")
    box.press_sequentially("mi")
    page.wait_for_timeout(300)
    assert slow  # sent, and not answered
    box.press_sequentially("crosof")
    expect(page.get_by_role("option", name="Microsoft").first).to_be_visible()
    shown = page.get_by_role("option").all_inner_texts()
    slow[0].fulfill(json={"query": "mi", "suggestions": [{"text": "stale", "kind": "term"}]})
    page.wait_for_timeout(200)
    assert page.get_by_role("option").all_inner_texts() == shown


@with_script
def test_a_fast_typist_makes_few_requests(page: Page) -> None:
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request) if "/api/suggest" in request.url else None)
    page.goto("/")
    page.get_by_role("combobox").press_sequentially("microsoft", delay=20)
    expect(page.get_by_role("option").first).to_be_visible()
    assert len(requests) <= 2


@with_script
def test_nothing_happens_while_an_input_method_composes(page: Page) -> None:
    requests: list[str] = []
    page.on(
        "request", lambda request: requests.append(request.url) if "/api/suggest" in request.url else None
    )
    page.goto("/")
    box = page.locator("#q")
    box.focus()
    keyboard = page.context.new_cdp_session(page)
    for composed in ("w", "we", "wei"):
        keyboard.send("Input.imeSetComposition", {"text": composed, "selectionStart": 3, "selectionEnd": 3})
    page.wait_for_timeout(300)
    assert requests == []
    url = page.url
    page.keyboard.press("Enter")  # takes what the input method offers
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(200)
    assert page.url == url
    assert requests == []
    keyboard.send("Input.insertText", {"text": "微"})
    expect(page.get_by_role("option", name="微软").first).to_be_visible()
    assert len(requests) == 1
    # Safari ends the composition first, and its Enter says so by its code alone.
    assert box.evaluate(
        """each => !each.dispatchEvent(new KeyboardEvent("keydown",
            {key: "Enter", keyCode: 229, bubbles: true, cancelable: true}))"""
    )
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")


@with_script
def test_keys_move_through_the_results_and_to_the_box(page: Page) -> None:
    page.goto("/?q=data")
    titles = page.locator(".result h2 a")
    page.keyboard.press("ArrowDown")
    expect(titles.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(titles.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(titles.first).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_have_value("/")
    page.keyboard.press("Escape")
    expect(page.locator("#q")).not_to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


@with_script
def test_single_keys_can_be_switched_off(page: Page) -> None:
    page.goto("/?q=data")
    page.get_by_role("button", name="Keyboard shortcuts").click()
    page.get_by_label("Use single-key shortcuts").uncheck()
    page.get_by_role("button", name="Close").click()
    page.reload()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()


def test_without_script_there_is_nothing_that_needs_one(page: Page, scripted: bool) -> None:
    page.goto("/?q=data")
    expect(page.get_by_role("combobox")).to_have_count(1 if scripted else 0)
    expect(page.locator(".show-keys")).to_be_visible(visible=scripted)
