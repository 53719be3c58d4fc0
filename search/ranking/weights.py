"""How much does each match weigh?

One table for articles, one for the passages that explain them. The engine sums what articles earn by
BM25, passages are scored by `passage_score`. What tells how well the table does is `tests/relevance`.
"""

import math
from collections.abc import Iterable

# A word in several texts of an article: the sum. As measured, a title needs no weight of its own: its
# shortness gives it one; and the best text with a share of the others ranks no better, in twice the time.
TEXT_WEIGHTS = {"title": 1.0, "tickers": 1.0, "viewpoint": 1.0, "points": 1.0, "paragraphs": 1.0}
# What an article opens with tells what it is about, so its opening is asked for the words a second time.
LEAD_WEIGHT = 0.25

# What a word weighs, and what its letters do. A Han word of two characters has one pair of its own and one
# with its neighbour, so a pair weighs half of what the letters of a Latin word do.
WORD_WEIGHT = 1.0
ATOM_WEIGHT = 1.0
PAIR_WEIGHT = 0.5
SINGLE_WEIGHT = 0.5  # a Han character that stands alone in the query, wherever the article has it
NAME_WEIGHT = 2.0  # a name, in any of its forms: as much as a word and its letters
TRANSLATION_SHARE = 0.9  # a word in the other language: less than the word and its letters
TRANSLATION_TIEBREAK = 0.2  # of its translations the best, and this share of the others
ANSWERED_SHARE = 0.75  # of what a question weighs; a best article of less doesn't answer it
PATTERN_WEIGHT = 1.0  # a word that fits a pattern: alike for all, for no one knows how telling it is
FUNCTION_WORD_WEIGHT = 0.1  # the share of a word that is there for the grammar alone
MOST_REQUIRED = 3  # words of a subject; a query of more is a question, and none of them is required
RECENCY_STEPS = (30, 90, 365, 1095)  # days; an article gains with each one that it is younger than
LEAST_AUDIBLE = 0.02  # of what the loudest voice of a question weighs; what says less ranks nothing
LEAST_SHARE = 0.3  # of the weight of a text; articles that can't have as much are not held

# A point is what the reader came for; a viewpoint sums up, a paragraph is where a point leads anyway.
ROLE_WEIGHTS = {"point": 1.2, "viewpoint": 1.0, "paragraph": 1.0}
HEADING_SHARE = 0.5  # what a word in the title of a group is worth to each of its points
K1, B = 1.2, 0.75  # BM25's, as the engines have them
_SATURATION = 1.2  # BM25's k1, of passages
_LENGTH_SHARE = 0.3  # BM25's b, low: passages are short, and a long one that says more is no worse
_USUAL_LENGTH = 160  # characters


def inverse_frequency(frequency: int, count: int) -> float:
    """How telling a term is that `frequency` of `count` articles have (BM25's idf, Robertson and Spärck
    Jones, in the form that is never negative)."""
    return math.log1p((count - frequency + 0.5) / (frequency + 0.5))


def fair_share(holders: int, count: int) -> float:
    """What a match in a text that only some articles have is to be multiplied by.

    BM25 takes an article without the text for one of length 0. Where only `holders` of `count` have one, the
    mean length is that much too small and every holder looks too long; what an average one loses by that is
    given back.
    """
    if not holders:
        return 1.0
    fair = 1 / (1 + K1)
    unfair = 1 / (1 + K1 * (1 - B + B * count / holders))
    return fair / unfair


def passage_score(role: str, length: int, matches: Iterable[tuple[float, int]]) -> float:
    """The score of a passage from the weight and the number of matches of each term that it has."""
    norm = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * length / _USUAL_LENGTH)
    score = sum([weight * count * (_SATURATION + 1) / (count + norm) for weight, count in matches])
    return ROLE_WEIGHTS[role] * score
