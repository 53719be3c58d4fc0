"""Where a quick look finds the texts of an article: in its texts, wherever else a word is written."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Article, Citation, Cited, Group, Ticker, WrittenText
from index.articles.documents import stored_of

SHORT = 4  # as it says of a short Latin form


def written(article: Article) -> WrittenText:
    return WrittenText.of(stored_of(article))


def article(
    *paragraphs: str,
    title: str = "—",
    tickers: tuple[Ticker, ...] = (),
    viewpoint: Cited | None = None,
    groups: tuple[Group, ...] = (),
) -> Article:
    return Article("a", title, None, "", None, tickers, viewpoint, groups, paragraphs)


def texts(each: Article) -> Iterator[str]:
    """The texts in the order in which an article is written."""
    yield each.title
    for ticker in each.tickers:
        yield from (ticker.symbol, ticker.name)
    if each.viewpoint:
        yield each.viewpoint.text
    for group in each.groups:
        yield group.title
        yield from (point.text for point in group.points)
    yield from each.paragraphs


def lower(text: str) -> bytes:
    return text.encode().lower()


def found_in(text: bytes, form: bytes) -> int:
    """How often a text has a form, by looking at the text itself."""
    count, at = 0, text.find(form)
    is_short = len(form) < SHORT and form.isascii()
    while at >= 0:
        end = at + len(form)
        rest = text[end : end + SHORT]
        if is_short and (text[max(0, at - 1) : at].isalnum() or (len(rest) == SHORT and rest.isalnum())):
            at = text.find(form, at + 1)
        else:
            count += 1
            at = text.find(form, end)
    return count


PIECES = st.sampled_from(
    [
        *("ticker", "tickers", "symbol", "name", "viewpoint", "text", "citation", "number", "at", "group"),
        *("title", "points", "paragraphs", "null", "n", "nu", "u", "b", "f", "r", "t", "00", "1f", "20", "2"),
        *("go", "AI", "next", "bar", "u001f", "电池", "電池", "é", "😀", " ", ",", ":", "[", "]", "{", "}"),
        *('"', "\\", "\n", "\t", "\r", "\b", "\x0c", "\x1f", "\x00", "\x7f", '","', '":', '":20', '\\"', "/"),
        *('","paragraphs":["', '"title":"', '","url":', ',"tickers":[', '],"paragraphs":[', "\\n", "\\u001f"),
    ]
)
TEXTS = (
    st.lists(PIECES | st.text(max_size=3), max_size=8)
    .map("".join)
    .map(lambda text: text.encode("utf-8", "ignore").decode())
)
CITED = st.builds(
    Cited, TEXTS, st.lists(st.builds(Citation, st.integers(1, 30), st.integers(0, 30)), max_size=2).map(tuple)
)
ARTICLES = st.builds(
    Article,
    id=TEXTS,
    title=TEXTS,
    url=st.none() | TEXTS,
    source=TEXTS,
    published=st.none() | st.just("2025-02-20"),
    tickers=st.lists(st.builds(Ticker, TEXTS, TEXTS), max_size=2).map(tuple),
    viewpoint=st.none() | CITED,
    groups=st.lists(st.builds(Group, TEXTS, st.lists(CITED, max_size=2).map(tuple)), max_size=2).map(tuple),
    paragraphs=st.lists(TEXTS, max_size=3).map(tuple),
)
FORMS = TEXTS.filter(lambda text: any(map(str.isalnum, text)) and not text.startswith(":"))


@given(ARTICLES, FORMS)
@settings(max_examples=examples(1000))
def test_a_form_is_found_as_often_as_the_texts_have_it(each: Article, form: str) -> None:
    expected = sum(found_in(lower(text), lower(form)) for text in texts(each))
    assert len(list(written(each).places([lower(form)]))) == expected


@given(ARTICLES)
@settings(max_examples=examples(300))
def test_the_texts_are_apart_and_the_places_of_one_are_not(each: Article) -> None:
    # U+E000 stands in no piece; each text begins and ends with it.
    mark = "\ue000"

    def marked(cited: Cited) -> Cited:
        return Cited(f"{mark}{cited.text}{mark}", cited.citations)

    whole = Article(
        each.id,
        f"{mark}{each.title}{mark}",
        each.url,
        each.source,
        each.published,
        tuple(Ticker(f"{mark}{t.symbol}{mark}", f"{mark}{t.name}{mark}") for t in each.tickers),
        marked(each.viewpoint) if each.viewpoint else None,
        tuple(Group(f"{mark}{g.title}{mark}", tuple(map(marked, g.points))) for g in each.groups),
        tuple(f"{mark}{paragraph}{mark}" for paragraph in each.paragraphs),
    )
    text = written(whole)
    places = list(text.places([mark.encode()]))
    assert len(places) == 2 * len(list(texts(whole)))
    for number, (first, last) in enumerate(pairwise(places)):
        assert text.are_apart(first, last) is bool(number % 2)
    of_paragraphs = places[-2 * len(each.paragraphs) :] if each.paragraphs else []
    assert [at for at in places if text.is_opening(at, len(text.text))] == [*places[:2], *of_paragraphs]


@pytest.mark.parametrize(
    "form", ["ticker", "paragraph", "point", "citat", "name", "text", "tex", "null", "20", "7"]
)
def test_keys_and_numbers_are_no_texts(form: str) -> None:
    cited = Cited("—", (Citation(7, 20),))
    told = article(
        "—", tickers=(Ticker("US:A", "A"),), viewpoint=cited, groups=(Group("—", (cited,)),), title="—"
    )
    assert list(written(told).places([form.encode()])) == []
    assert list(written(article("—")).places([form.encode()])) == []
    assert len(list(written(article(f"a {form}")).places([form.encode()]))) == 1


def test_what_follows_a_line_break_begins_a_word() -> None:
    text = written(article("first\nAI\n\x1fgo"))
    assert len(list(text.places([b"ai"]))) == 1
    assert len(list(text.places([b"go"]))) == 1
    assert list(text.places([b"nai"])) == []
