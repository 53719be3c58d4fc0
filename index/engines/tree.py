"""Which query trees does an engine answer?

The nodes of `whoosh.query` that a physical tree may have, and what each means. A node matches what Whoosh's
own matching finds; its score is defined here, because Whoosh's scores depend on how a tree was simplified.
The field of a node is a physical field, its token is one of the index. A node matches documents ...

    Term(field, token)              whose field holds the token or exact value          BM25
    Phrase(field, tokens, slop)     whose field holds the tokens in order, each at      BM25 of the most
                                    most `slop` positions after the one before it;      frequent placement
                                    1 means adjacent
    Sequence(nodes, slop)           the same for terms and exact phrases of one field   the same
    Prefix(field, text)             whose field holds a token with that prefix          1
    Wildcard(field, text)           with such a token: * is any characters, ? is one    1
    FuzzyTerm(field, text, maxdist) with a token 1 or 2 edits away: insertions,         1
                                    deletions, substitutions
    NumericRange(field, start, end, whose number lies in the range; none is no limit    1
        startexcl, endexcl)
    And(nodes)                      that match all nodes                                the sum
    Or(nodes, minmatch)             that match any, or at least `minmatch` of them      the sum
    DisjunctionMax(nodes, tiebreak) that match any                                      the best, plus a
                                                                                        share of the others
    AndMaybe(node, other)           that match the first                                the sum
    Not(node)                       that don't match                                    0
    ConstantScoreQuery(node, score) that match the node                                 the given score
    Every()                         all                                                 1
    NullQuery                       none

Every node's `boost` multiplies its score; `Not` and `ConstantScoreQuery` have none.
"""

from whoosh.query import (
    And,
    AndMaybe,
    ConstantScoreQuery,
    DisjunctionMax,
    Every,
    FuzzyTerm,
    Not,
    NullQuery,
    NumericRange,
    Or,
    Phrase,
    Prefix,
    Query,
    Sequence,
    Term,
    Wildcard,
)

__all__ = [
    "And",
    "AndMaybe",
    "ConstantScoreQuery",
    "DisjunctionMax",
    "Every",
    "FuzzyTerm",
    "Not",
    "NullQuery",
    "NumericRange",
    "Or",
    "Phrase",
    "Prefix",
    "Query",
    "Sequence",
    "Term",
    "Wildcard",
]
