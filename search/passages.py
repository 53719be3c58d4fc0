"""Which passages explain this article?

A passage is what is shown: the viewpoint, a point, a paragraph. The stored article is read once, every
passage is looked through for what was asked, and those that have most of it stand first. There is no second
index of passages: it would double the disk to find what ten articles tell in a millisecond.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

import msgspec

from index import Article, Citation, Matcher, find_in_texts, physical
from search.expansion import Wanted
from search.ranking import HEADING_SHARE, inverse_frequency, passage_score
from search.voices import Statistics

VIEWPOINT, POINT, PARAGRAPH = ROLES = ("viewpoint", "point", "paragraph")


class Passage(msgspec.Struct, frozen=True):
    """A passage of an article. `group` is the heading above a point, `anchor` its address on the page."""

    role: str
    group: str | None
    anchor: str
    text: str
    citations: tuple[Citation, ...] = ()


class Mark(msgspec.Struct, frozen=True):
    """The span [start, end) of a text where what was asked stands, and what telling it weighs."""

    start: int
    end: int
    asked: int
    weight: float


class Explaining(msgspec.Struct, frozen=True):
    """A passage that has something of what was asked; `heading` are the marks in the title of its group."""

    passage: Passage
    score: float
    marks: tuple[Mark, ...]
    heading: tuple[Mark, ...] = ()


class Looked(msgspec.Struct, frozen=True):
    """Something to look for: a matcher, its weight, and the texts of an article that it was asked in."""

    matcher: Matcher
    weight: float
    texts: frozenset[str]


def look_for(wanted: Sequence[Wanted], weights: Sequence[float]) -> tuple[Looked, ...]:
    """What to look for, from what was asked and how telling each is."""
    return tuple(
        Looked(Matcher(each.text, stems=each.stems), weight, frozenset(each.texts))
        for each, weight in zip(wanted, weights, strict=True)
    )


def telling(wanted: Sequence[Wanted], statistics: Statistics) -> list[float]:
    """How telling each is, by the text of the article in which it is most frequent."""

    def frequency(each: Wanted) -> int:
        layer, token = each.probe
        return max(statistics.document_frequency(physical(text, layer), token) for text in each.texts)

    return [inverse_frequency(frequency(each), statistics.count) for each in wanted]


def statements_of(article: Article) -> Iterator[Passage]:
    """The viewpoint and every point, in order."""
    if article.viewpoint:
        yield Passage(VIEWPOINT, None, "viewpoint", article.viewpoint.text, article.viewpoint.citations)
    for number, group in enumerate(article.groups, 1):
        for place, point in enumerate(group.points, 1):
            yield Passage(POINT, group.title or None, f"g{number}-{place}", point.text, point.citations)


def passages_of(article: Article) -> Iterator[Passage]:
    """Every passage in the order of the article. Groups, points and paragraphs count from 1."""
    yield from statements_of(article)
    for place, text in enumerate(article.paragraphs):
        yield _paragraph(place, text)


def explaining_passages(article: Article, looked: Sequence[Looked]) -> list[Explaining]:
    """The passages that have something of what was asked, best first, then in the order of the article."""
    statements = list(statements_of(article))
    views = [each for each in statements if each.role == VIEWPOINT]
    points = statements[len(views) :]
    titles = marks_by_text([group.title for group in article.groups], "points", looked)
    headings = [titles.get(place, ()) for place, group in enumerate(article.groups) for _ in group.points]
    in_view = marks_by_text([each.text for each in views], "viewpoint", looked)
    in_points = marks_by_text([each.text for each in points], "points", looked)
    in_paragraphs = marks_by_text(article.paragraphs, "paragraphs", looked)
    explaining = [_explaining(views[place], marks) for place, marks in in_view.items()]
    for place, (point, heading) in enumerate(zip(points, headings, strict=True)):
        if place in in_points or heading:
            explaining.append(_explaining(point, in_points.get(place, ()), heading))
    for place, marks in sorted(in_paragraphs.items()):
        explaining.append(_explaining(_paragraph(place, article.paragraphs[place]), marks))
    return sorted(explaining, key=lambda each: -each.score)


def opening_passages(article: Article, *, kind: str | None = None) -> list[Explaining]:
    """The first passage, for an article that matches by its ticker or date and not by a text."""
    passages = (each for each in passages_of(article) if kind is None or each.role == kind)
    return [Explaining(passage, 0.0, ()) for passage in islice(passages, 1)]


def marks_in(text: str, name: str, looked: Sequence[Looked]) -> tuple[Mark, ...]:
    """Where a text of an article, known by its field's name, has what was asked; in order of start."""
    return marks_by_text([text], name, looked).get(0, ())


def marks_by_text(texts: Sequence[str], name: str, looked: Sequence[Looked]) -> dict[int, tuple[Mark, ...]]:
    """The marks in each of the texts of one field that has any, by the place of the text."""
    asked = [(number, each) for number, each in enumerate(looked) if name in each.texts]
    found: dict[int, list[Mark]] = {}
    for place, matcher, start, end in find_in_texts(texts, [each.matcher for _, each in asked]):
        number, each = asked[matcher]
        found.setdefault(place, []).append(Mark(start, end, number, each.weight))
    return {place: tuple(sorted(marks, key=_in_order)) for place, marks in found.items()}


def _in_order(mark: Mark) -> tuple[int, int]:
    return mark.start, mark.end


def _paragraph(place: int, text: str) -> Passage:
    return Passage(PARAGRAPH, None, f"p{place + 1}", text)


def _explaining(passage: Passage, marks: tuple[Mark, ...], heading: tuple[Mark, ...] = ()) -> Explaining:
    # What the heading says is said of each of its points, and weighs less than what a point says.
    counts = {mark.asked: (mark.weight * HEADING_SHARE, 1) for mark in heading}
    own: dict[int, int] = {}
    for mark in marks:
        own[mark.asked] = own.get(mark.asked, 0) + 1
        counts[mark.asked] = (mark.weight, own[mark.asked])
    score = passage_score(passage.role, len(passage.text), counts.values())
    return Explaining(passage, score, marks, heading)
