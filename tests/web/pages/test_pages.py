"""What a browser gets: text as text, links that lead somewhere, errors with a way on."""

import re
import time
from collections import Counter
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from index import IndexMissing, configured_analyzer
from search import KINDS, ORDERS, Filters, Searcher, SearchRequest, Snippet, alternatives
from web import create_app
from web.pages.html import marked
from web.pages.messages import TEXTS

ROOT = Path(__file__).parents[3]

OUR_SCRIPTS = [f'<script src="/static/{name}.js" defer>' for name in ("suggest", "keys", "evidence")]
HOSTILE = "<script>alert(1)</script>\"'&"


@pytest.fixture(scope="session")
def client(sample_index: Path) -> FlaskClient:
    return create_app(sample_index).test_client()


@pytest.fixture
def hostile(index_of: Callable[..., Searcher], tmp_path: Path) -> FlaskClient:
    index_of(
        {
            "id": 'a"><script>alert(1)</script>',
            "title": f"title {HOSTILE}",
            "source": f"source {HOSTILE}",
            "url": "javascript:alert(1)",
            "tickers": [{"symbol": f"US:{HOSTILE}", "name": HOSTILE}],
            "viewpoint": f"viewpoint {HOSTILE} [1]",
            "groups": [{"title": f"group {HOSTILE}", "points": [{"text": f"point {HOSTILE} [1][9]"}]}],
            "paragraphs": [f"paragraph {HOSTILE}"],
        }
    )
    return create_app(tmp_path / "index1").test_client()


def scripts(page: str) -> list[str]:
    return re.findall(r"<script[^>]*>", page, re.IGNORECASE)


def html(client: FlaskClient, url: str, status: int = 200, **query: str) -> str:
    answer = client.get(url, query_string=query or None)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("query", ["title", "point", "paragraph", "script", HOSTILE, f'"{HOSTILE}"'])
def test_a_script_in_an_article_or_a_query_is_shown_as_text(hostile: FlaskClient, query: str) -> None:
    page = html(hostile, "/", q=query)
    assert scripts(page) == OUR_SCRIPTS
    assert "&lt;" in page


def test_a_script_is_shown_as_text_on_the_article_page(hostile: FlaskClient) -> None:
    href = hostile.get("/api/search", query_string={"q": "point"}).get_json()["articles"][0]["href"]
    page = html(hostile, href, q=HOSTILE)
    assert scripts(page) == OUR_SCRIPTS
    assert "javascript:" not in page
    assert re.search(r'&lt;<mark id="m\d+"><a [^>]*>script</a></mark>&gt;', page)


def test_a_script_in_an_address_is_shown_as_text(hostile: FlaskClient) -> None:
    assert scripts(html(hostile, "/articles/<script>alert(1)</script>", 404)) == OUR_SCRIPTS[:2]


def test_the_query_stands_in_the_box_after_searching(client: FlaskClient) -> None:
    assert 'value="微软 &#34;cloud&#34;"' in html(client, "/", q='微软 "cloud"')


def test_a_citation_to_a_paragraph_that_is_not_there_is_told_apart(hostile: FlaskClient) -> None:
    page = html(hostile, "/", q="point")
    assert 'class="cite resolved"' in page
    assert 'class="cite missing"' in page


def test_an_external_citation_leads_to_the_list_of_citations(client: FlaskClient) -> None:
    found = client.get("/api/search", query_string={"q": "title:苹果 App Store"}).get_json()["articles"]
    external = [
        citation
        for article in found
        for passage in article["passages"]
        for citation in passage["citations"]
        if citation["status"] == "external"
    ]
    assert external
    page, anchor = external[0]["href"].split("#")
    assert f'id="{anchor}"' in html(client, page)


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/articles/none", 404),
        ("/nowhere", 404),
        ("/?q=x&page=0", 400),
        ("/?q=x&page=-1", 400),
    ],
)
def test_an_error_is_a_page_with_a_way_back(client: FlaskClient, url: str, status: int) -> None:
    assert "Back to the search" in html(client, url, status)


def test_a_query_that_is_too_long_names_the_limit(client: FlaskClient) -> None:
    assert "1,000" in html(client, "/", 400, q="a" * 1001)


def links(page: str) -> list[str]:
    return [unescape(href) for href in re.findall(r'href="([^"#]*)[^"]*"', page)]


def total(client: FlaskClient, url: str) -> int:
    """How many articles the page of an address says that it found."""
    found = re.search(r'role="status">\s*([\d,]+) article', client.get(url).get_data(as_text=True))
    return int(found[1].replace(",", "")) if found else 0


def counted(page: str) -> list[tuple[str, int]]:
    """The links of the filters and of help with the count that stands beside each."""
    found = re.findall(
        r'<a href="([^"]+)"(?: lang="\w+")?>(?:(?!</a>).)*</a>\s*<span class="n">([\d,]+)', page, re.DOTALL
    )
    return [(unescape(href), int(count.replace(",", ""))) for href, count in found]


@pytest.mark.parametrize(
    "url",
    [
        "/?q=数据中心",
        "/?q=数据中心&ticker=US:MSFT",
        "/?q=数据&source=样例财经&kind=point",
        "/?ticker=US:MSFT",
        "/?q=data&from=2025-03&to=2025-05",
        "/?q=weiruan",
        "/?q=zzyzx+数据&from=2024&to=2025-02",
        "/?q=电池&ticker=US:MSFT&source=nobody&from=2020",
        '/?q=title:"no such words" 数据',
        "/?q=compny",
    ],
)
def test_a_count_beside_a_link_is_what_the_link_finds(client: FlaskClient, url: str) -> None:
    offered = counted(client.get(url).get_data(as_text=True))
    assert offered
    for href, count in offered:
        # With a second value of one filter the link finds the articles of both.
        several = any(href.count(name) > 1 for name in ("ticker=", "source="))
        assert total(client, href) >= count if several else total(client, href) == count > 0, href


@pytest.mark.parametrize("url", ["/", "/?q=数据中心", "/?q=data&from=2025-03&to=2025-05&sort=oldest&ui=zh"])
def test_every_link_of_a_page_leads_to_a_page(client: FlaskClient, url: str) -> None:
    for href in {each for each in links(client.get(url).get_data(as_text=True)) if each.startswith("/")}:
        with client.get(href) as answer:
            assert answer.status_code == 200, href


def test_a_bar_leads_to_its_month_and_a_chosen_one_back(client: FlaskClient) -> None:
    page = html(client, "/", q="data")
    bars = re.findall(r'<a href="([^"]+)" tabindex="-1">\s*<title>(\d{4}-\d\d): (\d+) article', page)
    assert len(bars) > 2
    for href, month, count in bars:
        assert f"from={month}&amp;to={month}" in href
        assert total(client, unescape(href)) == int(count)
    chosen = client.get(unescape(bars[0][0])).get_data(as_text=True)
    assert re.search(r'<a href="/\?q=data" tabindex="-1" class="chosen">', chosen)
    assert len(re.findall(r'tabindex="-1"', chosen)) > len(bars)


def test_the_whole_search_stays_in_the_form_of_the_box(client: FlaskClient) -> None:
    page = html(
        client, "/?q=data&ticker=US:MSFT&ticker=US:IBM&source=A&from=2020&kind=point&sort=newest&ui=en"
    )
    for name, value in (("ticker", "US:MSFT"), ("ticker", "US:IBM"), ("source", "A"), ("kind", "point")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in page
    assert 'name="from" value="2020"' in page
    assert page.count('name="from"') == 1


def test_the_box_takes_as_much_as_a_query_may_have(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YINSUO_MAX_QUERY", "2345")
    for url in ("/", "/?q=data", "/nowhere"):
        assert 'maxlength="2345"' in client.get(url).get_data(as_text=True)


def test_filters_alone_show_what_they_leave_newest_first(client: FlaskClient) -> None:
    page = html(client, "/", ticker="US:MSFT")
    dates = re.findall(r'<time datetime="([^"]+)"', page)
    assert len(dates) == total(client, "/?ticker=US:MSFT") > 2
    assert dates == sorted(dates, reverse=True)


def test_a_word_that_no_article_has_is_named_with_its_tokens(client: FlaskClient) -> None:
    page = html(client, "/", q="数据 麒麟")
    absent = re.search(r'<li class="absent">(.*?)</li>', page, re.DOTALL)
    assert absent
    assert re.findall(r"<code[^>]*>([^<]+)</code>", absent[1])


def test_what_helps_is_what_the_search_offers(client: FlaskClient, samples: Searcher) -> None:
    query = {"q": "电池 zzyzx", "source": "nobody", "from": "2025-05", "to": "2025-05", "lang": "auto"}
    page = html(client, "/", **query, ui="en")
    filters = Filters(sources=("nobody",), since="2025-05", until="2025-05")
    request = SearchRequest("电池 zzyzx", filters, lang="auto")
    reader, analyzer = samples.generation.articles, configured_analyzer()
    found = samples.search(request)
    offered = alternatives(request, found, count=samples.count, analyzer=analyzer, reader=reader)
    assert offered
    words = re.findall(r"<li><a [^>]*>([^<]+)</a> in (\d+) article", page)
    assert words == [(each.text, str(each.total)) for each in offered.words if each.total] != []
    links = re.findall(r'<a href="([^"]+)">[^<]+</a> <span class="n">(\d+) article', page)
    assert [int(count) for _, count in links] == [each.total for each in offered.unrestricted] != []
    for href, count in links:
        assert total(client, unescape(href)) == int(count)


@pytest.mark.parametrize("beyond", ["3", "90", "1000", "1001", "99999999"])
@pytest.mark.parametrize("scope", ["articles", "points"])
def test_a_page_beyond_the_end_says_so_and_leads_to_the_last_one(
    client: FlaskClient, beyond: str, scope: str
) -> None:
    query = {"q": "battery", "scope": scope, "size": "20" if scope == "points" else "2"}
    first = client.get("/api/search", query_string=query).get_json()
    last = -(-first["total"] // first["size"])
    page = html(client, "/", page=beyond, **query)
    if int(beyond) <= last:
        beyond = str(last + 1)
        page = html(client, "/", page=beyond, **query)
    nav = re.search(r'<nav class="paging".*?</nav>', page, re.DOTALL)
    assert nav
    assert f"There is no page {int(beyond):,}." in nav[0]
    (href,) = (unescape(each) for each in re.findall(r'href="([^"]+)"', nav[0]))
    assert 'class="result' in html(client, href)
    assert (f"page={last}" in href) == (last > 1)
    assert "no page" not in html(client, href)


def test_a_program_is_led_back_from_beyond_the_end_to_the_last_page(client: FlaskClient) -> None:
    answer = client.get("/api/search?q=date:2025&size=7&page=99").get_json()
    last = client.get(answer["links"]["prev"]).get_json()
    assert last["articles"]
    assert last["links"]["next"] is None


def test_how_far_one_can_page_is_said_on_the_first_page(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "can be paged through" not in html(client, "/", q="data", size="2")
    monkeypatch.setenv("YINSUO_MAX_DEPTH", "5")
    page = html(client, "/", q="data", size="2")
    assert "Page 1 of 2" in page
    assert "Only the first 4 can be paged through" in page
    last = html(client, "/", q="data", size="2", page="2")
    assert 'rel="next"' not in last
    assert "Only the first 4" in last
    assert "There is no page 3." in html(client, "/", q="data", size="2", page="3")


@pytest.mark.parametrize(
    ("dates", "bad", "good"),
    [("from=garbage", ["from"], []), ("to=2025-13", ["to"], []), ("from=2025&to=soon", ["to"], ["from"]),
     ("from=2025-02-30&to=99", ["from", "to"], [])],
)  # fmt: skip
@pytest.mark.parametrize("ui", ["en", "zh"])
def test_a_bad_date_keeps_the_page_and_is_marked_beside_its_field(
    client: FlaskClient, dates: str, bad: list[str], good: list[str], ui: str
) -> None:
    page = html(client, f"/?q=data&sort=newest&{dates}&ui={ui}")
    assert 'class="result"' in page
    for name in (*bad, *good):
        (field,) = re.findall(rf'<input form="ask" name="{name}"[^>]*>', page)
        typed = re.search(rf"{name}=([^&]+)", dates)
        assert typed
        assert f'value="{typed[1]}"' in field
        assert ('aria-invalid="true"' in field) == (name in bad)
        fault = re.search(rf'<span class="fault" id="{name}-fault">([^<]+)<', page)
        assert bool(fault) == (name in bad)
        if fault:
            assert f"{name}-fault" in field
            assert "2025-05-02" in fault[1]
            assert ("日期" in fault[1]) == (ui == "zh")
    dated = [
        each
        for each in links(page)
        if "q=data" in each and re.search("from=(garbage|2025-02-30)|to=(2025-13|soon|99)(&|$)", each)
    ]
    assert [each for each in dated if f"ui={'en' if ui == 'zh' else 'zh'}" not in each] == []


def test_an_error_names_no_path_of_the_server(tmp_path: Path) -> None:
    root = tmp_path / "secret-place"
    for damage in ("", "CURRENT", "generation"):
        if damage:
            root.mkdir(exist_ok=True)
            (root / "CURRENT").write_text("g000001\n" if damage == "generation" else "?", encoding="utf-8")
        client = create_app(root).test_client()
        for url in ("/", "/?ui=zh", "/?q=x", "/articles/x", "/api/search?q=x", "/healthz", "/feed.atom?q=x"):
            answer = client.get(url)
            assert answer.status_code == 503
            assert "secret-place" not in answer.get_data(as_text=True)
            assert str(tmp_path) not in answer.get_data(as_text=True)


def test_points_mode_counts_points(client: FlaskClient) -> None:
    answer = client.get("/api/search?q=data&scope=points&size=100").get_json()
    assert 0 < answer["total"] <= 100
    page = html(client, "/", q="data", scope="points")
    assert f"{answer['total']} points" in page
    bars = [int(count) for count in re.findall(r"<title>\d{4}-\d\d: (\d+) points?</title>", page)]
    assert sum(bars) == answer["total"]
    assert not re.search(r"<title>[^<]* articles?</title>", page)
    sources = [hit["article"]["source"] for hit in answer["points"]]
    assert {each["value"]: each["count"] for each in answer["facets"]["source"]} == Counter(sources)
    assert "no articles" not in html(client, "/", q="data", scope="points", page="99")


def test_a_count_beside_a_link_is_of_points_in_points_mode(client: FlaskClient) -> None:
    offered = counted(html(client, "/", q="data", scope="points"))
    assert offered
    for href, count in offered:
        answer = client.get("/api/search" + href.removeprefix("/")).get_json()
        assert answer["total"] == count, href


def test_an_article_without_points_isnt_grey(index_of: Callable[..., Searcher], tmp_path: Path) -> None:
    index_of(
        {"id": "plain", "title": "a", "paragraphs": ["one", "two"]},
        {"id": "cited", "title": "b", "viewpoint": "x [1]", "paragraphs": ["one", "two"]},
        {"id": "uncited", "title": "c", "viewpoint": "x", "paragraphs": ["one", "two"]},
    )
    client = create_app(tmp_path / "index1").test_client()
    grey = 'class="paragraph uncited"'
    assert html(client, "/articles/plain").count(grey) == html(client, "/articles/uncited").count(grey) == 0
    assert html(client, "/articles/cited").count(grey) == 1
    none = "No statement cites a paragraph."
    assert none not in html(client, "/articles/plain")
    assert none in html(client, "/articles/uncited")


@pytest.mark.parametrize(
    ("header", "ui", "language"),
    [("en-US,en;q=0.9", "", "en"), ("zh-CN,zh;q=0.9,en;q=0.8", "", "zh"), ("zh-Hant-TW", "", "zh"),
     ("fr,zh;q=0.5", "", "zh"), ("fr", "", "en"), ("", "", "en"), ("en", "zh", "zh"), ("zh", "en", "en")],
)  # fmt: skip
def test_the_interface_speaks_the_language_of_the_reader(
    client: FlaskClient, header: str, ui: str, language: str
) -> None:
    for url in ("/", "/?q=数据", "/articles/data-center-power", "/articles/none"):
        answer = client.get(
            url,
            query_string={"ui": ui} if ui and "?" not in url else None,
            headers={"Accept-Language": header},
        )
        if "?" in url and ui:
            answer = client.get(f"{url}&ui={ui}", headers={"Accept-Language": header})
        page = answer.get_data(as_text=True)
        assert f'<html lang="{language}">' in page
        assert ("搜索</button>" in page) == (language == "zh")
        assert "Accept-Language" in answer.headers["Vary"]


def test_every_text_is_there_in_both_languages_with_the_same_blanks_and_is_used() -> None:
    sources = [*(ROOT / "web").rglob("*.html"), *(ROOT / "web").rglob("*.py")]
    used = "".join(path.read_text(encoding="utf-8") for path in sources if path.name != "messages.py")
    made = {
        "by ",
        "bar ",
        "count ",
        "kind ",
        "detail ",
        "more ",
        "open ",
        "error ",
        "start ",
        "key ",
        "translated ",
        "none whole ",
    }  # of a beginning and what it is about
    for key, texts in TEXTS.items():
        blanks = [set(re.findall(r"{(\w+)}", form)) for text in texts for form in text.split("|")]
        assert max(blanks, key=len) >= set.union(*blanks)
        assert all(texts)
        assert (
            any(f"{quote}{key}{quote}" in used for quote in "\"'")
            or key in {*KINDS, *ORDERS, "month", "year", "external", "missing"}
            or any(key.startswith(each) for each in made)
        ), key


@pytest.mark.parametrize(
    "query",
    ["q=x&sort=worst", "q=x&kind=title", "q=x&size=101", "q=x&size=0",
     "q=x&source=" + "a" * 201, "q=x&" + "&".join(f"ticker={n}" for n in range(51))],
)  # fmt: skip
def test_an_impossible_search_is_explained_with_what_is_possible(client: FlaskClient, query: str) -> None:
    page = html(client, f"/?{query}", 400)
    name = query.split("&")[1].split("=")[0]
    assert re.search(rf"<p lang=\"en\">.*{name}", page)


def test_suggestions_come_as_json(client: FlaskClient) -> None:
    answer = client.get("/api/suggest?q=ms").get_json()
    assert answer["query"] == "ms"
    assert {"text": "ticker:US:MSFT", "kind": "ticker", "note": "Microsoft", "href": None} in answer[
        "suggestions"
    ]
    assert client.get("/api/suggest").get_json()["suggestions"] == []


def test_paging_leads_through_all_results_once(client: FlaskClient) -> None:
    seen: list[str] = []
    url: str | None = "/api/search?q=date:2025&size=7"
    while url:
        answer = client.get(url).get_json()
        seen += [article["id"] for article in answer["articles"]]
        url = answer["links"]["next"]
    assert len(seen) == len(set(seen)) == answer["total"] > 14


def test_every_answer_forbids_foreign_scripts_and_frames(client: FlaskClient) -> None:
    for url in ("/", "/?q=x", "/articles/none", "/api/search?q=x", "/static/yinsuo.css"):
        with client.get(url) as answer:
            headers = answer.headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_an_api_error_is_a_problem_document(client: FlaskClient) -> None:
    answer = client.get("/api/search?q=x&size=1000")
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert "100" in answer.get_json()["detail"]


def test_without_an_index_the_answer_says_what_to_run(tmp_path: Path) -> None:
    client = create_app(tmp_path / "none").test_client()
    assert "yinsuo reindex" in html(client, "/", 503)
    assert client.get("/healthz").status_code == 503


def test_a_running_application_takes_the_next_generation(
    tmp_path: Path, index_of: Callable[..., Searcher]
) -> None:
    client = create_app(tmp_path / "index1").test_client()
    assert client.get("/healthz").status_code == 503
    index_of({"id": "one", "title": "one"})
    assert client.get("/healthz").get_json()["generation"] == "g000001"


@pytest.mark.parametrize(
    "given",
    [
        "http://x/y?z#w%41",
        "a//b",
        "/lead",
        "trail/",
        "中文/标题",
        "%2F",
        "a+b&c=d;e",
        "a/../b",
        "./a",
        "<\"'>",
    ],
)
def test_an_article_is_reached_whatever_its_id(
    index_of: Callable[..., Searcher], tmp_path: Path, given: str
) -> None:
    index_of({"id": given, "title": "one thing"})
    client = create_app(tmp_path / "index1").test_client()
    (found,) = client.get("/api/search?q=thing").get_json()["articles"]
    assert client.get(found["href"]).status_code == 200
    assert client.get(f"/api{found['href']}").get_json()["id"] == given


def test_opening_a_missing_index_is_an_error_of_its_own(tmp_path: Path) -> None:
    from index import configured_analyzer
    from search import LiveIndex

    with pytest.raises(IndexMissing, match="yinsuo reindex"):
        LiveIndex(tmp_path, configured_analyzer()).searcher()


@pytest.mark.alone
def test_a_hundred_thousand_marks_are_made_in_no_time() -> None:
    text = "ab " * 100_000
    snippet = Snippet(text, tuple((start, start + 2) for start in range(0, len(text), 3)))
    began = time.perf_counter()
    page = marked(snippet)
    assert time.perf_counter() - began < 5
    assert page.count("<mark>ab</mark> ") == 100_000


def test_points_are_shown_by_themselves_each_with_its_article(client: FlaskClient) -> None:
    page = html(client, "/", q="battery", scope="points")
    assert 'class="result alone passage from-point"' in page
    assert "<mark>" in page
    assert 'class="cite' in page
    assert 'href="/articles/' in page
    assert "scope=points" in html(client, "/", q="battery")
    html(client, "/", 400, q="battery", scope="words")


# Where an answer ends.


@pytest.mark.parametrize("ui", ["en", "zh"])
@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("数据中心 熊猫&lang=same", "none whole articles"),
        ("比亚迪 熊猫&lang=same&scope=points", "none whole points"),
        ("battery China", "not together"),
    ],
)
def test_where_nothing_answers_it_is_said_first_and_once(
    client: FlaskClient, query: str, key: str, ui: str
) -> None:
    page = html(client, f"/?q={query}&ui={ui}")
    said = TEXTS[key][ui == "zh"]
    assert page.count(said) == 1
    assert page.index("<main") < page.index(said) < page.index('class="count"')
    assert page.count('role="status"') == 1
    assert TEXTS["none complete"][ui == "zh"] not in page


def test_an_answer_is_not_said_to_be_none(client: FlaskClient) -> None:
    for query in ("battery", "zzyzx", ""):
        assert 'class="unanswered"' not in html(client, "/", q=query)


def test_the_rest_is_a_link_on_the_last_page_of_an_answer(client: FlaskClient) -> None:
    last = -(-client.get("/api/search?q=battery China&size=5").get_json()["total"] // 5)
    found = client.get(f"/api/search?q=battery China&size=5&page={last}").get_json()
    link = f">{found['more']} more have some of the words</a>"
    assert found["more"]
    for page in range(1, last + 1):
        shown = html(client, f"/?q=battery China&size=5&page={page}")
        assert (link in shown[: shown.index('<ol class="results"')]) == (page == last)
        assert (link in shown[shown.index("</ol>") :]) == (page == last)
    address = re.search(rf'<a href="([^"]*)"{re.escape(link)}', shown)
    assert address is not None
    every = html(client, unescape(address[1]))
    count = re.search(r'class="count"[^>]*>(\d+) article', every)
    assert count is not None
    assert int(count[1]) == found["total"] + found["more"]
    assert "have some of the words" not in every
    back = re.search(r'<a href="([^"]*)">Show only the closest matches', every)
    assert back is not None
    assert "extent" not in back[1]


def test_links_of_a_page_keep_how_far_its_answer_goes(client: FlaskClient) -> None:
    page = html(client, "/?q=battery China&extent=any&size=5")
    links = [unescape(each) for each in re.findall(r'<a [^>]*href="(/\?[^"]*q=battery[^"]*)"', page)]
    assert len(links) > 10
    assert {each for each in links if "extent=any" not in each} == {"/?q=battery+China&size=5"}


def test_what_nothing_was_found_for_leads_to_what_has_some_of_it(
    index_of: Callable[..., Searcher], tmp_path: Path
) -> None:
    index_of({"id": "a", "title": "common"}, {"id": "b", "title": "common"})
    client = create_app(tmp_path / "index1").test_client()
    query = "common orchid repotting soil calendar"
    assert client.get("/api/search", query_string={"q": query}).get_json()["total"] == 0
    page = html(client, "/", q=query)
    assert ">2 articles have some of the words</a>" in page
    assert page.count("some of the words") == 1
