"""How much does each match weigh?

One table for articles, one for the passages that explain them. The engine sums what articles earn by
BM25, passages are scored by `passage_score`.
"""

import math
from collections.abc import Iterable

from index import Layer

TEXT_WEIGHTS = {"title": 3.0, "tickers": 2.0, "viewpoint": 1.2, "points": 1.0, "paragraphs": 1.0}
LAYER_WEIGHTS = {Layer.WORDS: 1.0, Layer.GRAMS: 1.0, Layer.CHARS: 0.5}
# The layers of one term are one voice: the best of them, and this share of the others.
LAYER_TIEBREAK = 0.1

# Where words are optional: what a word weighs, and what its letters do. A Han word of two characters has one
# pair of its own and one with its neighbour, so a pair weighs half of what the letters of a Latin word do.
WORD_WEIGHT = 1.0
ATOM_WEIGHT = 1.0
PAIR_WEIGHT = 0.5
SINGLE_WEIGHT = 0.5  # a Han character that stands alone in the query, wherever the article has it
FUNCTION_WORD_WEIGHT = 0.1  # the share of a word that is there for the grammar alone
MOST_REQUIRED = 3  # words of a subject; a query of more is a question, and none of them is required
LEAST_SHARE = 0.3  # of the weight of a text; articles that can't have as much are not held
OPTIONAL_TEXT_WEIGHTS = {"title": 1.0, "tickers": 1.0, "viewpoint": 1.0, "points": 1.0, "paragraphs": 1.0}
TEXT_TIEBREAK = 0.5  # a word in several texts of an article: the best of them, and this share of the others

# A point is what the reader came for; a viewpoint sums up, a paragraph is where a point leads anyway.
ROLE_WEIGHTS = {"point": 1.2, "viewpoint": 1.0, "paragraph": 1.0}
HEADING_SHARE = 0.5  # what a word in the title of a group is worth to each of its points
_SATURATION = 1.2  # BM25's k1
_LENGTH_SHARE = 0.3  # BM25's b, low: passages are short, and a long one that says more is no worse
_USUAL_LENGTH = 160  # characters


def inverse_frequency(frequency: int, count: int) -> float:
    """How telling a term is that `frequency` of `count` articles have (BM25's idf, Robertson and Spärck
    Jones, in the form that is never negative)."""
    return math.log1p((count - frequency + 0.5) / (frequency + 0.5))


def passage_score(role: str, length: int, matches: Iterable[tuple[float, int]]) -> float:
    """The score of a passage from the weight and the number of matches of each term that it has."""
    norm = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * length / _USUAL_LENGTH)
    score = sum(weight * count * (_SATURATION + 1) / (count + norm) for weight, count in matches)
    return ROLE_WEIGHTS[role] * score
