"""How much does each match weigh?

One table of weights for articles and one for the passages that are shown of them. An engine sums BM25 over
the clauses of an article; a passage is scored by `passage_score`. `tests/relevance` measures how well the
tables rank. Pure.
"""

from collections.abc import Iterable

from index import bm25

idf = bm25.idf

# What a word weighs, and what its grams do. A Han word of two characters has one pair of its own and one
# with its neighbour, so a pair weighs half of what the exact form of a Latin word does.
WORD_WEIGHT = 1.0
# The exact form of a Latin word tells more of a name than of a word in prose. Of 0.25, 0.4 and 0.5 in prose
# the first is best on NPL, the last on LISA, ADI and Cranfield, and the mean loses 0.002 at most.
ATOM_WEIGHT = 0.4
NAME_ATOM_WEIGHT = 1.0
PAIR_WEIGHT = 0.5
SINGLE_WEIGHT = 0.5  # a single Han character of the query, wherever the article has it
NAME_WEIGHT = 2.0  # a name, in any of its forms: as much as a word and its grams
TRANSLATION_SHARE = 0.9  # a word in the other language: less than the word and its grams
TRANSLATION_TIEBREAK = 0.2  # of its translations the best, and this share of the others
# Shares of what the content words of a query weigh, by their idf.
ANSWER_SHARE = 0.5  # an article with less doesn't answer the query
NATIVE_SHARE = 0.75  # where no article has as much, the other language is searched too
NEAREST_SHARE = 0.15  # where nothing answers the query, an article with less isn't shown either
PUBLISHED_WEIGHT = 1.5  # an article that was published in a time of the query: less than one that names it
PATTERN_WEIGHT = 1.0  # a word that fits a pattern: the same for all, since no idf is known of it
MOST_REQUIRED = 3  # content words; of a query with more, which is a question, none is required
RECENCY_STEPS = (30, 90, 365, 1095)  # days; an article gains with each one that it is younger than
PRUNE_BELOW = 0.02  # of the greatest weight x idf of a query; clauses of less don't change the ranking

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


def passage_score(role: str, length: int, matches: Iterable[tuple[float, int]]) -> float:
    """The score of a passage of `length` characters from the weight and the number of matches of each term
    that it has."""
    norm = _PASSAGE_K1 * (1 - _PASSAGE_B + _PASSAGE_B * length / _USUAL_LENGTH)
    score = sum([weight * count * (_PASSAGE_K1 + 1) / (count + norm) for weight, count in matches])
    return ROLE_WEIGHTS[role] * score
