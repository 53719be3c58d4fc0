"""Which passages of an article match a query?

A passage is the viewpoint, a point or a paragraph. The passages with the highest score come first. There is
no index of passages: it would double the disk space to find what a scan of ten articles finds in a
millisecond. Pure.
"""

from collections.abc import Iterator
from itertools import islice
from operator import attrgetter

import msgspec

from index import Article, Citation
from search.links import VIEWPOINT_ANCHOR, paragraph_anchor, point_anchor
from search.passages.highlighting import Highlights, Marks
from search.ranking.weights import HEADING_SHARE, passage_score

VIEWPOINT, POINT, PARAGRAPH = "viewpoint", "point", "paragraph"


class Passage(msgspec.Struct, frozen=True):
    """A passage of an article. `group` is the title of a point's group, `anchor` the passage's anchor on the
    article's page, `number` that of a paragraph, from 1; 0 for a statement."""

    role: str
    group: str | None
    anchor: str
    text: str
    citations: tuple[Citation, ...] = ()
    number: int = 0


class MatchingPassage(msgspec.Struct, frozen=True):
    """A passage with a term of the query; `heading` are the marks in the title of its group, `core` is the
    piece [start, end) of its text that answers best, [0, 0) where that isn't known."""

    passage: Passage
    score: float
    marks: Marks
    heading: Marks = ()
    core: tuple[int, int] = (0, 0)


def statements_of(article: Article) -> Iterator[Passage]:
    """The viewpoint and every point, in order."""
    if article.viewpoint:
        yield Passage(VIEWPOINT, None, VIEWPOINT_ANCHOR, article.viewpoint.text, article.viewpoint.citations)
    for number, group in enumerate(article.groups, 1):
        for place, point in enumerate(group.points, 1):
            anchor = point_anchor(number, place)
            yield Passage(POINT, group.title or None, anchor, point.text, point.citations)


def passages_of(article: Article) -> Iterator[Passage]:
    """Every passage in the order of the article. Groups, points and paragraphs count from 1."""
    yield from statements_of(article)
    for place, text in enumerate(article.paragraphs):
        yield _paragraph(place, text)


def matching_passages(article: Article, highlights: Highlights) -> list[MatchingPassage]:
    """The passages with a term of the query, best first, those with the same score in the order of the
    article. What a term weighs is the same in all articles, so passages of several can be compared."""
    found = [_scored(each) for each in unscored_passages(article, highlights)]
    found.sort(key=attrgetter("score"), reverse=True)
    return found


def unscored_passages(article: Article, highlights: Highlights) -> list[MatchingPassage]:
    """The passages with a term of the query in the order of the article, each with a score of 0."""
    found: list[MatchingPassage] = []
    in_view, in_points = highlights.of("viewpoint"), highlights.of("points")
    places = _places_of_points(article)
    for statement in statements_of(article) if in_view or in_points else ():
        marks: Marks = in_view.get(0, ())
        heading: Marks = ()
        if statement.role == POINT:
            place, above = next(places)
            marks, heading = in_points.get(place, ()), in_points.get(above, ())
        if marks or heading:
            found.append(MatchingPassage(statement, 0.0, marks, heading))
    found += [
        MatchingPassage(_paragraph(place, article.paragraphs[place]), 0.0, marks)
        for place, marks in highlights.of("paragraphs").items()
    ]
    return found


def _places_of_points(article: Article) -> Iterator[tuple[int, int]]:
    """For each point its number among the texts of all groups, and that of the title of its group."""
    heading = 0
    for group in article.groups:
        for place in range(len(group.points)):
            yield heading + 1 + place, heading
        heading += 1 + len(group.points)


def opening_passages(article: Article, *, kind: str | None = None) -> list[MatchingPassage]:
    """The first passage, for an article that matches by its ticker or date and not by its text."""
    passages = (each for each in passages_of(article) if kind is None or each.role == kind)
    return [MatchingPassage(passage, 0.0, ()) for passage in islice(passages, 1)]


def _paragraph(place: int, text: str) -> Passage:
    return Passage(PARAGRAPH, None, paragraph_anchor(place + 1), text, number=place + 1)


def _scored(match: MatchingPassage) -> MatchingPassage:
    marks, passage = match.marks, match.passage
    # Half of all passages have a single mark, and this is called for each of them.
    is_single = not match.heading and len(marks) == 1
    counts = [(marks[0].weight, 1)] if is_single else _counts(marks, match.heading)
    return msgspec.structs.replace(match, score=passage_score(passage.role, len(passage.text), counts))


def _counts(marks: Marks, heading: Marks) -> list[tuple[float, int]]:
    """The weight of each term, and how often it occurs in a passage."""
    # A heading is about each of its points, but its terms weigh less than those of the point itself.
    weights = {mark.term: mark.weight * HEADING_SHARE for mark in heading}
    own: dict[int, int] = {}
    for mark in marks:
        own[mark.term] = own.get(mark.term, 0) + 1
        weights[mark.term] = mark.weight
    return [(weight, own.get(term, 1)) for term, weight in weights.items()]
