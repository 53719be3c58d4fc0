"""How much does each match weigh?

One table of weights for articles and one for the passages that are shown of them. An engine sums BM25 over
the clauses of an article; a passage is scored by `passage_score`. `tests/relevance` measures how well the
tables rank. Pure.
"""

from collections.abc import Iterable

from index import bm25

idf = bm25.idf

# A word in several texts of an article counts with their sum. As measured, a title needs no weight of its
# own: its shortness gives it one; and the best text with a share of the others ranks no better, in twice the
# time.
TEXT_WEIGHTS = {"title": 1.0, "tickers": 1.0, "viewpoint": 1.0, "points": 1.0, "paragraphs": 1.0}
# The opening of an article says what it is about, so it is searched for the words a second time.
LEAD_WEIGHT = 0.25

# What a word weighs, and what its grams do. A Han word of two characters has one pair of its own and one
# with its neighbour, so a pair weighs half of what the exact form of a Latin word does.
WORD_WEIGHT = 1.0
ATOM_WEIGHT = 1.0
PAIR_WEIGHT = 0.5
SINGLE_WEIGHT = 0.5  # a single Han character of the query, wherever the article has it
NAME_WEIGHT = 2.0  # a name, in any of its forms: as much as a word and its grams
TRANSLATION_SHARE = 0.9  # a word in the other language: less than the word and its grams
TRANSLATION_TIEBREAK = 0.2  # of its translations the best, and this share of the others
ANSWERED_SHARE = 0.75  # of what a query weighs; a best article of less doesn't answer it
PATTERN_WEIGHT = 1.0  # a word that fits a pattern: the same for all, since no idf is known of it
FUNCTION_WORD_WEIGHT = 0.1  # the share of a function word
MOST_REQUIRED = 3  # content words; of a query with more, which is a question, none is required
RECENCY_STEPS = (30, 90, 365, 1095)  # days; an article gains with each one that it is younger than
PRUNE_BELOW = 0.02  # of the greatest weight x idf of a query; clauses of less don't change the ranking
LEAST_SHARE = 0.3  # of the weight of a query; articles that can't reach it aren't retrieved

# A point is what the reader came for; a viewpoint sums up, a paragraph is where a point leads anyway.
ROLE_WEIGHTS = {"point": 1.2, "viewpoint": 1.0, "paragraph": 1.0}
HEADING_SHARE = 0.5  # what a word in the title of a group is worth to each of its points
# BM25 of passages. Its b is low: passages are short, and a long one that says more is no worse.
_PASSAGE_K1 = 1.2
_PASSAGE_B = 0.3
_USUAL_LENGTH = 160  # characters


def translation_idf(own: float, word: float) -> float:
    """The idf of a translation: its own, but at most that of the word it stands for, so that a rare
    translation of a common word doesn't outrank the word."""
    return min(own, word)


def fair_share(holders: int, count: int) -> float:
    """The factor for a match in a text that only some articles have.

    BM25 takes an article without the text for one of length 0. Where only `holders` of `count` have one, the
    mean length is that much too small and every holder looks too long; what an average one loses by that is
    given back.
    """
    if not holders:
        return 1.0
    fair = 1 / (1 + bm25.K1)
    unfair = 1 / (1 + bm25.K1 * (1 - bm25.B + bm25.B * count / holders))
    return fair / unfair


def passage_score(role: str, length: int, matches: Iterable[tuple[float, int]]) -> float:
    """The score of a passage of `length` characters from the weight and the number of matches of each term
    that it has."""
    norm = _PASSAGE_K1 * (1 - _PASSAGE_B + _PASSAGE_B * length / _USUAL_LENGTH)
    score = sum([weight * count * (_PASSAGE_K1 + 1) / (count + norm) for weight, count in matches])
    return ROLE_WEIGHTS[role] * score
