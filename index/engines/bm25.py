"""What is a match worth?

BM25 with the usual parameters, in the arithmetic that tantivy and Lucene use, so that an engine that has no
scores of its own ranks as the others do. Pure.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence

K1 = 1.2
B = 0.75


def _norms() -> tuple[int, ...]:
    """The 256 field lengths that are told apart: exact up to 40, then steps that double with every eighth."""
    lengths = list(range(41))
    for place in range(256 - len(lengths)):
        lengths.append(lengths[-1] + (2 << place // 8))
    return tuple(lengths)


NORMS = _norms()


def norm_of(length: int) -> int:
    """The number, 0 to 255, under which a field length is kept: that of the greatest length in NORMS that
    isn't greater."""
    return bisect_right(NORMS, length) - 1


def idf(frequency: int, count: int) -> float:
    """The inverse document frequency of a token that `frequency` of `count` documents have (Robertson and
    Spärck Jones, in Lucene's form, which is never negative)."""
    return math.log1p((count - frequency + 0.5) / (frequency + 0.5))


def saturations(average: float) -> Sequence[float]:
    """For each norm what BM25 adds to a term frequency in the denominator; `average` is the mean length."""
    return [K1 * (1 - B + B * length / average) if average else K1 for length in NORMS]


def score(idf: float, frequency: float, saturation: float) -> float:
    """What a match that stands `frequency` times in a field is worth."""
    return idf * (1 + K1) * frequency / (frequency + saturation)
