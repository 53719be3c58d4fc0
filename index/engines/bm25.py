"""What does a match score by BM25, and what are k1 and b?

BM25 with the usual parameters, in the arithmetic of tantivy and Lucene, so that an engine without scores of
its own ranks as the others do. Pure.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence

K1 = 1.2
B = 0.75


def _norms() -> tuple[int, ...]:
    """The 256 field lengths that norms distinguish: exact up to 40, then in steps that double at every
    eighth."""
    lengths = list(range(41))
    for place in range(256 - len(lengths)):
        lengths.append(lengths[-1] + (2 << place // 8))
    return tuple(lengths)


NORMS = _norms()


def norm_of(length: int) -> int:
    """The norm, 0 to 255, of a field length: the index of the greatest length in NORMS that isn't greater."""
    return bisect_right(NORMS, length) - 1


def idf(frequency: int, count: int) -> float:
    """The inverse document frequency of a token that `frequency` of `count` documents have (Robertson and
    Spärck Jones, in Lucene's form, which is never negative)."""
    return math.log1p((count - frequency + 0.5) / (frequency + 0.5))


def saturations(average: float) -> Sequence[float]:
    """What BM25 adds to the term frequency in the denominator, for each norm; `average` is the mean
    length."""
    return [K1 * (1 - B + B * length / average) if average else K1 for length in NORMS]


def score(idf: float, frequency: float, saturation: float) -> float:
    """The score of a token that occurs `frequency` times in a field."""
    return idf * (1 + K1) * frequency / (frequency + saturation)
