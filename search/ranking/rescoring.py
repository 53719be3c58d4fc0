"""Which of the first articles of a tier come first, when what their best passages hold is counted too?

An engine scores an article as one text, wherever its words stand. A passage that holds the words of the query
near each other says more, and so does an opening, which says what an article is about: the first articles of
a tier gain by the shares of the query that these two hold. Pure.
"""

from collections.abc import Callable, Sequence
from heapq import heappush, heappushpop

import msgspec

from index import Hit

DEPTH = 20  # articles of a tier; fixed, so that the pages of an answer agree
# What a passage with all of the query weighs against the best score of the tier, and what an opening does.
# Tuned on halves of the judged sets: digests gain by passages up to 0.5, abstracts lose from 0.3 on; titles,
# above all of the other language, gain by openings up to 0.5, typed queries up to 0.3.
PASSAGE_WEIGHT = 0.3
OPENING_WEIGHT = 0.4

# What the best passage of the first articles holds at least where a query is said to be answered. Of the
# judged queries it is less for all that nothing answers, and for a third of the others.
ANSWERED = 0.72
_FEW = 3  # articles whose passages are looked at for that

# Bytes of UTF-8, since a Han character says as much as three letters: within which words are near each other,
# and how many of the paragraphs are an opening.
PASSAGE = 500
OPENING = 500


class QueryShares(msgspec.Struct, frozen=True):
    """The shares of the weight of a query's words, 0 to 1, that an article holds: `passage` the greatest that
    any of its texts holds within `PASSAGE` bytes, `opening` that of its title and the first `OPENING`
    bytes of its paragraphs, which say what it is about."""

    passage: float
    opening: float


SharesOf = Callable[[Hit], QueryShares]


class Rescored(msgspec.Struct, frozen=True):
    """Hits in their new order, and what the best passage of the first few of them holds of the query."""

    hits: tuple[Hit, ...]
    passage: float


def bonus(shares: QueryShares) -> float:
    """What the passages of an article add to its score, as a share of the best score of its tier."""
    return PASSAGE_WEIGHT * shares.passage + OPENING_WEIGHT * shares.opening


def rescored(hits: Sequence[Hit], shares_of: SharesOf, *, first: int) -> Rescored:
    """The hits, at most DEPTH and best first, with what their passages add to their scores. The `first` of
    them, 1 or more, are in their order; the others follow as they were, since whoever shows fewer needn't
    read them."""
    first = max(first, _FEW)
    top = hits[0].score if hits else 0.0
    most = top * (PASSAGE_WEIGHT + OPENING_WEIGHT)
    best: list[float] = []  # the greatest scores, the least of them first
    found: list[tuple[Hit, float]] = []
    for hit in hits:
        if len(best) >= first and hit.score + most <= best[0]:
            break
        own = shares_of(hit)
        again = msgspec.structs.replace(hit, score=hit.score + top * bonus(own))
        (heappush if len(best) < first else heappushpop)(best, again.score)
        found.append((again, own.passage))
    rest = hits[len(found) :]
    found.sort(key=lambda pair: -pair[0].score)
    greatest = max((own for _, own in found[:_FEW]), default=0.0)
    return Rescored((*(hit for hit, _ in found), *rest), greatest)
