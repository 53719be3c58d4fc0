"""Text becomes HTML in one place: escaped, marked, its citations in place, each run in its language."""

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile_articles import hostile, texts
from hypothesis import given
from hypothesis import strategies as st

from search import CitationLink, Searcher, SearchRequest, Snippet, language_of, language_runs, language_tag
from web import create_app
from web.pages.html import Page, marked
from web.pages.search_form import SearchForm


def link(number: int, at: int, status: str = "resolved") -> CitationLink:
    return CitationLink(
        number, at, f"/articles/a#p{number}", "What it <says>" * (status == "resolved"), status
    )


def plain(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html)


def test_citations_stand_in_the_sentence_where_their_marks_stood() -> None:
    html = marked(Snippet("Plans paused."), [link(8, 12), link(69, 12)])
    shown = re.sub(r'<span class="preview".*?</span>', "", html)
    assert plain(shown) == "Plans paused[8][69]."
    assert [*re.findall(r'href="([^"]+)"', html)] == ["/articles/a#p8", "/articles/a#p69"]


def test_every_citation_is_described_by_its_own_preview() -> None:
    page = Page()
    html = marked(Snippet("one two"), [link(1, 3), link(2, 7, "missing")], page) + marked(
        Snippet("three"), [link(3, 5, "external")], page
    )
    described = re.findall(r'aria-describedby="([^"]+)"', html)
    assert described == re.findall(r'role="tooltip" id="([^"]+)"', html) == ["c1", "c2", "c3"]
    assert "What it &lt;says&gt;" in html
    assert "no paragraph 2" in html


def test_a_link_keeps_the_search_and_on_its_own_page_is_an_anchor() -> None:
    spaced, form = SearchForm(SearchRequest("a b&c")), SearchForm(SearchRequest("a"))
    assert Page(form=spaced).address("/articles/x#p8") == "/articles/x?q=a+b%26c#p8"
    assert Page(form=form, here="/articles/x").address("/articles/x#p8") == "#p8"
    assert Page(form=form, here="/articles/x").address("/articles/xy#p8") == "/articles/xy?q=a#p8"
    assert Page().address("/articles/x") == "/articles/x"


def test_each_match_leads_to_the_next_and_the_last_to_the_first() -> None:
    page = Page(matches=2)
    html = marked(Snippet("a b", ((0, 1), (2, 3))), (), page)
    assert re.findall(r'id="(m\d)"><a href="#(m\d)"', html) == [("m1", "m2"), ("m2", "m1")]


@pytest.mark.parametrize(
    ("text", "language", "runs"),
    [
        ("微软发布 GPT-4o 与 Azure", "zh", []),
        ("他在 The New York Times 上写道这件事情很重要", "zh", ["The New York Times"]),
        ("The city of 深圳 grew, as 《数据、中心》 says", "en", ["深圳", "数据、中心"]),
        ("Plain English", "en", []),
        ("", "en", []),
    ],
)
def test_runs_of_the_other_language_are_marked(text: str, language: str, runs: list[str]) -> None:
    assert language_of(text) == language
    assert [text[start:end] for start, end, _ in language_runs(text)] == runs
    other = {"zh": "en", "en": "zh"}[language]
    for run in runs:
        assert language_tag(run).startswith(other)
        assert f'<span lang="{language_tag(run)}">{run}</span>' in marked(Snippet(text))


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("数据中心", "zh-Hans"),
        ("數據中心", "zh-Hant"),
        ("皇后在裡面", "zh-Hant"),  # 后 is written in both scripts
        ("大人", "zh"),
        ("面對 5G，人工智慧", "zh-Hant"),
        ("「數據」也叫「数据」", "zh"),
        ("陶喆", "zh"),  # rare, so only Big5 has it, but of no script
        ("著名的乾坤", "zh"),
        ("Plain English", "en"),
        ("", "en"),
    ],
)
def test_a_text_is_tagged_with_its_script(text: str, tag: str) -> None:
    assert language_tag(text) == tag
    assert f'lang="{tag}"' in marked(Snippet("x"), [CitationLink(1, 1, "/articles/a#p1", text, "resolved")])


def test_a_mark_across_languages_is_one_mark() -> None:
    html = marked(Snippet("a word of 数据 or two", ((7, 11),)))
    assert html == (
        'a word <mark>of <span lang="zh-Hans">数</span></mark><span lang="zh-Hans">据</span> or two'
    )


@hostile
@given(st.data())
def test_whatever_the_text_it_is_shown_in_full_and_its_tags_are_closed(data: st.DataObject) -> None:
    text = (
        data.draw(texts)
        + data.draw(st.sampled_from(["", "<b>", "the cat & dog sat", "\"'"]))
        + data.draw(texts)
    )
    edges = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    ranges = tuple(zip(edges[::2], edges[1::2], strict=False))
    citations = [link(1, at) for at in sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=3)))]
    html = str(marked(Snippet(text, ranges), citations, Page(matches=len(ranges))))
    open_tags: list[str] = []
    for closing, name in re.findall(r"<(/?)(\w+)[^>]*>", html):
        if closing:
            assert open_tags.pop() == name
        else:
            open_tags.append(name)
    assert open_tags == []
    assert html.count("<mark ") == len(ranges)
    without = re.sub(r'<span class="citation">.*?</span></span>', "", html, flags=re.DOTALL)
    assert (
        plain(without)
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#34;", '"')
        .replace("&#39;", "'")
        .replace("&amp;", "&")
        == text
    )


@pytest.mark.alone
def test_marks_and_runs_by_the_hundred_thousand_are_made_in_no_time() -> None:
    text = "word of 数据 " * 50_000
    ranges = tuple((match.start(), match.end()) for match in re.finditer("word|数", text))
    began = time.perf_counter()
    html = marked(Snippet(text, ranges))
    assert time.perf_counter() - began < 5
    assert html.count("<mark>") == 100_000


def test_an_article_says_how_much_of_it_is_cited_and_by_what(
    index_of: Callable[..., Searcher], tmp_path: Path
) -> None:
    groups = [{"title": "第一组", "points": ["Paused [1]."]}]
    record = {
        "id": "a",
        "title": "x",
        "groups": groups,
        "viewpoint": "Seen [3]",
        "paragraphs": ["一", "二", "三"],
    }
    index_of(record)
    client = create_app(tmp_path / "index1").test_client()
    read = client.get("/api/articles/a").get_json()
    assert read["uncited"] == [2]
    assert read["cited_share"] == 0.6667
    assert [each["anchor"] for each in read["paragraphs"][2]["citing"]] == ["viewpoint"]
    page = client.get("/articles/a").get_data(as_text=True)
    assert "2 of 3" in page
    assert "(67%)" in page
    assert '<a href="#p2">2</a>' in page
    assert '<a href="#g1-1"><span class="group" lang="zh-Hans">第一组</span>' in page
