"""How good is a ranking?

The usual measures over one ranked list of document ids and the judged relevance of documents. Pure. A
document that nobody judged counts as not relevant; one that is in a list twice counts at its first place.
"""

import math
from collections.abc import Mapping, Sequence

Relevance = Mapping[str, int]  # document id to grade; above 0 is relevant


def reciprocal_rank(ranked: Sequence[str], relevance: Relevance, *, depth: int = 10) -> float:
    """1 / the rank of the first relevant document, 0 where none is among the first `depth` (Voorhees, "The
    TREC-8 Question Answering Track Report", 1999)."""
    for rank, document in enumerate(ranked[:depth], 1):
        if relevance.get(document, 0) > 0:
            return 1 / rank
    return 0.0


def average_precision(ranked: Sequence[str], relevance: Relevance) -> float:
    """The mean, over all relevant documents, of the precision at the rank of each; one that isn't in the list
    gives 0 (Buckley and Voorhees, "Evaluating Evaluation Measure Stability", 2000)."""
    relevant = sum(grade > 0 for grade in relevance.values())
    if not relevant:
        return 0.0
    found, total = 0, 0.0
    for rank, document in enumerate(dict.fromkeys(ranked), 1):
        if relevance.get(document, 0) > 0:
            found += 1
            total += found / rank
    return total / relevant


def ndcg(ranked: Sequence[str], relevance: Relevance, *, depth: int = 10) -> float:
    """The discounted gain of the first `depth` as a share of the best possible: gain is the grade, the
    discount log2(rank + 1) (Järvelin and Kekäläinen, "Cumulated Gain-based Evaluation of IR Techniques",
    2002, in the form of trec_eval)."""
    best = _gain(sorted(relevance.values(), reverse=True)[:depth])
    if not best:
        return 0.0
    return _gain([relevance.get(document, 0) for document in dict.fromkeys(ranked[:depth])]) / best


def _gain(grades: Sequence[int]) -> float:
    return sum(max(grade, 0) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))
