"""A random article is shown with its own text, cut where a reader would cut it, and with its citations."""

from collections import Counter
from collections.abc import Iterator

import regex
from highlighting import highlight_terms_of, marks_in
from hostile_articles import (
    EXAMPLES,
    assert_only_query_terms_are_highlighted,
    han_stretches,
    hostile,
    identifiers,
    texts,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Analyzer, Article, Citation, Cited, Group
from index.text.folding import fold
from index.text.unicode_scripts import is_ideographic, pieces
from search.passages.answering import question_of
from search.passages.article_view import view_article
from search.passages.highlighting import WeightedTerm, find_highlights, weighted_terms
from search.passages.hits import CITING_SHOWN, PASSAGES_SHOWN, article_hit
from search.passages.passages import matching_passages, passages_of
from search.passages.snippets import WIDTH
from search.results import PassageHit

some = settings(hostile, max_examples=max(1, EXAMPLES // 4))
LONGEST_UNIT = 80  # anything longer may be cut anywhere
EMOJI = ["👨‍👩‍👧", "🇨🇳", "🇺🇸", "👍🏽", "1\ufe0f\u20e3", "e\u0301\u0323", "각", "ᄀ", "ᆨ", "क्षि", "นี้", "\r\n"]
SENTENCES = ["。", "！", ". ", "? ", "，", ", ", "…", "；", ".", "Mr. Smith", "U.S. "]
graphemes = st.lists(st.sampled_from(EMOJI + SENTENCES), max_size=6).map("".join)
mixed = st.lists(st.one_of(texts, graphemes), max_size=4).map("".join)
# A long text repeats itself, so several windows are equally good.
long_texts = st.tuples(st.lists(mixed, min_size=1, max_size=5), st.integers(1, 12)).map(
    lambda drawn: "".join(drawn[0]) * drawn[1]
)
both = st.one_of(mixed, long_texts)


@st.composite
def statements(draw: st.DrawFn) -> Cited:
    text = draw(both)
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    return Cited(text, tuple(Citation(draw(st.integers(0, 6)), at) for at in places))


@st.composite
def cited_articles(draw: st.DrawFn) -> Article:
    groups = draw(st.lists(st.tuples(mixed, st.lists(statements(), min_size=1, max_size=3)), max_size=2))
    return Article(
        id="a",
        title=draw(mixed),
        url=None,
        source="",
        published=None,
        tickers=(),
        viewpoint=draw(st.none() | statements()),
        groups=tuple(Group(title, tuple(points)) for title, points in groups),
        paragraphs=tuple(draw(st.lists(both, max_size=4))),
    )


@st.composite
def queries(draw: st.DrawFn, article: Article) -> str:
    """A query of words that the article has and words that it may not have, some as a phrase."""
    written = "\n".join(passage.text for passage in passages_of(article))
    words = [*han_stretches(written)[:200], *identifiers(written)] or ["数据"]
    chosen = draw(st.lists(st.sampled_from(words) | texts, min_size=1, max_size=4))
    clean = [word.replace('"', " ") for word in chosen]
    return " ".join(f'"{word}"' if draw(st.booleans()) else word for word in clean)


def weighted_terms_of(query: str, analyzer: Analyzer) -> tuple[WeightedTerm, ...]:
    highlight_terms = highlight_terms_of(query, analyzer)
    return weighted_terms(highlight_terms, [1.0 + len(each.text) for each in highlight_terms])


def windows(shown: PassageHit, original: str) -> Iterator[tuple[int, int, int]]:
    """The windows of the original text that the snippet may be: start, end, and the shift of an offset."""
    text = shown.snippet.text
    for lead in ("", "…"):
        for tail in ("", "…", " …"):
            body = text[len(lead) : len(text) - len(tail)]
            if lead + body + tail != text or (body[-1:] in ("…", ".") and tail == "…"):
                continue
            at = original.find(body)
            while at >= 0:
                if (at > 0) == bool(lead) and (at + len(body) < len(original)) == bool(tail):
                    yield at, at + len(body), len(lead) - at
                at = original.find(body, at + 1)


def citations_in(passage: Cited, start: int, end: int) -> list[tuple[int, int]]:
    return [
        (each.number, each.at)
        for each in passage.citations
        if start < each.at <= end or each.at == start == 0
    ]


def cuts_nothing(text: str, *offsets: int) -> bool:
    """Whether the offsets cut neither a grapheme cluster, by the `regex` library, nor an identifier."""
    shape = fold(text)
    spans = [match.span() for match in regex.finditer(r"\X", text)]
    for piece, begin in pieces(shape.text):
        first, last = shape.span(begin, begin + len(piece))
        if not is_ideographic(piece[0]) and fold(text[first:last]).text == piece:
            spans.append((first, last))
    return not any(
        first < offset < last and last - first <= LONGEST_UNIT for first, last in spans for offset in offsets
    )


@some
@given(data=st.data())
def test_a_snippet_is_a_part_of_its_text_with_its_marks_and_citations_and_no_others(
    analyzer: Analyzer, data: st.DataObject
) -> None:
    article = data.draw(cited_articles())
    query = data.draw(queries(article))
    question = data.draw(st.none() | st.just(question_of(query, highlight_terms_of(query, analyzer))))
    highlights = find_highlights(article, weighted_terms_of(query, analyzer))
    hit = article_hit(article, highlights, score=1.0, question=question)
    by_anchor = {passage.anchor: passage for passage in passages_of(article)}
    for snippet in (hit.title_snippet, *(passage.snippet for passage in hit.passages)):
        assert_only_query_terms_are_highlighted(snippet, query, analyzer)
    for shown in hit.passages:
        passage = by_anchor[shown.anchor]
        cited = [(each.number, each.at) for each in shown.citations]
        found = [
            (start, end)
            for start, end, shift in windows(shown, passage.text)
            if cited == [(number, at + shift) for number, at in citations_in(passage, start, end)]
        ]
        assert found, (query, shown)
        assert any(cuts_nothing(passage.text, start, end) for start, end in found), (query, shown, found)
        limit = 2 * WIDTH if shown.role != "paragraph" or shown.snippet.highlights else WIDTH + LONGEST_UNIT
        longest = max((end - start for start, end in shown.snippet.highlights), default=0)
        assert len(shown.snippet.text) <= limit + longest + 3


@some
@given(data=st.data())
def test_what_matches_is_counted_by_role_and_what_is_shown_says_different_things(
    analyzer: Analyzer, data: st.DataObject
) -> None:
    article = data.draw(cited_articles())
    query = data.draw(queries(article))
    weighted = weighted_terms_of(query, analyzer)
    question = data.draw(st.none() | st.just(question_of(query, highlight_terms_of(query, analyzer))))
    kind = data.draw(st.none() | st.sampled_from(["viewpoint", "point", "paragraph"]))
    hit = article_hit(article, find_highlights(article, weighted), score=1.0, kind=kind, question=question)
    names = {"viewpoint": "viewpoint", "point": "points", "paragraph": "paragraphs"}
    matching = Counter(
        passage.role
        for passage in passages_of(article)
        if marks_in(passage.text, names[passage.role], weighted)
        or marks_in(passage.group or "", "points", weighted)
    )
    assert {role: getattr(hit.matching, role) for role in names} == {role: matching[role] for role in names}
    assert hit.matching_passages == matching.total()
    assert len(hit.passages) <= PASSAGES_SHOWN
    assert kind is None or {passage.role for passage in hit.passages} <= {kind}
    shown = Counter(passage.role for passage in hit.passages)
    if matching.total():
        scores = [passage.score for passage in hit.passages]
        assert scores == sorted(scores, reverse=True)
        if any(scores):
            assert all(getattr(hit.more, role) == matching[role] - shown[role] for role in names)
    snippets = [passage.snippet.text for passage in hit.passages]
    assert len(set(snippets)) == len(snippets)
    assert bool(matching_passages(article, find_highlights(article, weighted))) == bool(matching)


@some
@given(article=cited_articles())
def test_a_paragraph_and_the_statements_that_cite_it_lead_to_each_other(article: Article) -> None:
    page = view_article(article, find_highlights(article, ()))
    citing = {
        (passage.anchor, citation.number)
        for passage in passages_of(article)
        for citation in passage.citations
    }
    shown = (*page.paragraphs, *page.elsewhere)
    assert {(each.anchor, paragraph.number) for paragraph in shown for each in paragraph.citing} == citing
    assert all(paragraph.cited_by == tuple(each.anchor for each in paragraph.citing) for paragraph in shown)
    cited = {number for _, number in citing}
    numbers = [number for number, text in enumerate(article.paragraphs, 1) if text.strip()]
    assert [paragraph.number for paragraph in page.paragraphs] == numbers
    assert list(page.uncited) == [number for number in numbers if number not in cited]
    for passage in article_hit(article, find_highlights(article, ()), score=0.0, kind="paragraph").passages:
        assert passage.citing == sum(f"p{number}" == passage.anchor for _, number in citing)
        assert len(passage.cited_by) == min(passage.citing, CITING_SHOWN)
