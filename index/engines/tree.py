"""Which trees does an engine answer?

The nodes of `whoosh.query` that may stand in a physical tree, and what each means. What matches is what
Whoosh's own matching finds; what it scores is said here, because Whoosh's scores depend on how a tree was
simplified. A field of a node is a physical field, a token is one that stands in the index.

    Term(field, token)              whose field holds the token or exact value          BM25
    Phrase(field, tokens, slop)     whose field holds the tokens in order, each at      BM25 of the placement
                                    most `slop` positions behind the one before it;     that stands there most
                                    1 is side by side
    Sequence(nodes, slop)           the same of terms and exact phrases of one field    likewise
    Prefix(field, text)             whose field holds a token that begins so            1
    Wildcard(field, text)           a token of that form: * is any characters, ? is one 1
    FuzzyTerm(field, text, maxdist) a token 1 or 2 insertions, deletions, changes away  1
    NumericRange(field, start, end, whose number lies in the range, none is no limit    1
        startexcl, endexcl)
    And(nodes)                      that match all                                      the sum
    Or(nodes, minmatch)             that match any, or at least so many                 the sum
    DisjunctionMax(nodes, tiebreak) that match any                                      the best, and a share
                                                                                        of the others
    AndMaybe(node, other)           that match the first                                the sum
    Not(node)                       that don't match                                    0
    ConstantScoreQuery(node, score) that match the node                                 the given one
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
