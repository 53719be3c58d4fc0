"""Which passages explain this article?

A passage is what is shown: the viewpoint, a point, a paragraph. The stored article is read once, every
passage is looked through for what was asked, and those that have most of it stand first. There is no second
index of passages: it would double the disk to find what ten articles tell in a millisecond.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

import msgspec

from index import Article, Citation, Matcher, find_all
from search.expansion import Wanted
from search.ranking import HEADING_SHARE, passage_score


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
    passage: Passage
    score: float
    marks: tuple[Mark, ...]


class Looked(msgspec.Struct, frozen=True):
    """Something to look for: a matcher, its weight, and the texts of an article that it was asked in."""

    matcher: Matcher
    weight: float
    texts: frozenset[str]


_TEXT_OF_ROLE = {"viewpoint": "viewpoint", "point": "points", "paragraph": "paragraphs"}


def look_for(wanted: Sequence[Wanted], weights: Sequence[float]) -> tuple[Looked, ...]:
    """What to look for, from what was asked and how telling each is."""
    return tuple(
        Looked(Matcher(each.text, stems=each.stems), weight, frozenset(each.texts))
        for each, weight in zip(wanted, weights, strict=True)
    )


def passages_of(article: Article) -> Iterator[Passage]:
    """Every passage in the order of the article. Groups, points and paragraphs count from 1."""
    if article.viewpoint:
        yield Passage("viewpoint", None, "viewpoint", article.viewpoint.text, article.viewpoint.citations)
    for number, group in enumerate(article.groups, 1):
        for place, point in enumerate(group.points, 1):
            yield Passage("point", group.title or None, f"g{number}-{place}", point.text, point.citations)
    for number, paragraph in enumerate(article.paragraphs, 1):
        yield Passage("paragraph", None, f"p{number}", paragraph)


def explaining_passages(article: Article, looked: Sequence[Looked]) -> list[Explaining]:
    """The passages that have something of what was asked, best first, then in the order of the article."""
    explaining = []
    for passage in passages_of(article):
        marks = marks_in(passage.text, _TEXT_OF_ROLE[passage.role], looked)
        heading = marks_in(passage.group or "", "points", looked)
        if marks or heading:
            counts: dict[int, tuple[float, int]] = {}
            # What the heading says is said of each of its points, and weighs less than what a point says.
            for mark in heading:
                counts[mark.asked] = (mark.weight * HEADING_SHARE, 1)
            for mark in marks:
                own = counts.get(mark.asked, (0.0, 0))
                counts[mark.asked] = (mark.weight, own[1] + 1 if own[0] == mark.weight else 1)
            score = passage_score(passage.role, len(passage.text), counts.values())
            explaining.append(Explaining(passage, score, marks))
    return sorted(explaining, key=lambda each: -each.score)


def opening_passage(article: Article) -> tuple[Explaining, ...]:
    """The first passage, for an article that matches by its ticker or date and not by a text."""
    return tuple(Explaining(passage, 0.0, ()) for passage in islice(passages_of(article), 1))


def marks_in(text: str, name: str, looked: Sequence[Looked]) -> tuple[Mark, ...]:
    """Where a text of an article, known by its field's name, has what was asked; in order of start."""
    asked = [(number, each) for number, each in enumerate(looked) if name in each.texts]
    marks = [
        Mark(start, end, asked[place][0], asked[place][1].weight)
        for place, start, end in find_all(text, [each.matcher for _, each in asked])
    ]
    return tuple(sorted(marks, key=lambda mark: (mark.start, mark.end)))
