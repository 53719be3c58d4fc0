"""Which trees does an engine answer?

The nodes of `whoosh.query` that may stand in a physical tree, and what each means; `whoosh` is the engine
whose matching defines them. A field of a node is a physical field, a token is one that stands in the index.

| node | matches documents |
|---|---|
| `Term(field, token)` | whose field holds the token, or the exact value |
| `Phrase(field, tokens, slop)` | whose field holds the tokens in order; slop 1 means side by side |
| `And(nodes)`, `Or(nodes)` | that match all, any; the score is the sum |
| `DisjunctionMax(nodes, tiebreak)` | that match any; the score is the best, and a share of the others |
| `Not(node)` | that don't match; adds nothing to a score |
| `ConstantScoreQuery(node, score)` | that match the node; every hit has the score |
| `AndMaybe(node, other)` | that match the first; the other only adds to the score |
| `NumericRange(field, start, end, startexcl, endexcl)` | whose number lies in the range; none is no limit |
| `Every()` | all; every hit scores alike |
| `NullQuery` | none |

Every node's `boost` multiplies its score.
"""

from whoosh.query import (
    And,
    AndMaybe,
    ConstantScoreQuery,
    DisjunctionMax,
    Every,
    Not,
    NullQuery,
    NumericRange,
    Or,
    Phrase,
    Query,
    Term,
)

__all__ = [
    "And",
    "AndMaybe",
    "ConstantScoreQuery",
    "DisjunctionMax",
    "Every",
    "Not",
    "NullQuery",
    "NumericRange",
    "Or",
    "Phrase",
    "Query",
    "Term",
]
