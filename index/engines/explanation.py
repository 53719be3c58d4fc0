"""Where does the score of a document come from?

Asks an engine for the score of every node of a tree in one document, so that what is explained is what was
scored, on any engine.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

import index.engines.tree as nodes
from index.engines.contract import KEY, Reader
from index.engines.tree import Query


class Explanation(msgspec.Struct, frozen=True):
    """A node, what it adds to the score of its parent before the parent's boost, and what it is made of;
    parts that don't match the document are left out.

    `kind` is the node's name, `field` and `text` say what a leaf looks for.
    """

    kind: str
    field: str | None
    text: str | None
    boost: float
    score: float
    parts: tuple["Explanation", ...]


def explain(reader: Reader, tree: Query, key: str) -> Explanation | None:
    """How the document of that key comes by its score for the tree; none where it doesn't match."""
    found = reader.search(tree, filters=[nodes.Term(KEY, key)], limit=1)
    if not found.total:
        return None
    parts = (explain(reader, part, key) for part in _parts(tree))
    return Explanation(
        kind=type(tree).__name__.strip("_"),
        field=getattr(tree, "fieldname", None),
        text=_text(tree),
        boost=getattr(tree, "boost", 1.0),
        score=found.hits[0].score,
        parts=tuple(part for part in parts if part is not None),
    )


def written(tree: Any) -> str:
    """A tree, logical or physical, as one line; Whoosh itself can't write every node."""
    match tree:
        case nodes.ConstantScoreQuery():
            return f"{written(tree.child)}={tree.score:g}"
        case nodes.And() | nodes.Or() | nodes.DisjunctionMax():
            joint = {nodes.And: " AND ", nodes.Or: " OR "}.get(type(tree), " BEST ")
            whole = f"({joint.join(map(written, tree.subqueries))})"
            return whole if tree.boost == 1.0 else f"{whole}^{tree.boost:g}"
        case nodes.AndMaybe():
            return f"({written(tree.a)} MAYBE {written(tree.b)})"
        case nodes.Not():
            return f"NOT {written(tree.query)}"
        case nodes.Every():
            return "*"
    return "nothing" if tree == nodes.NullQuery else str(tree)


def _parts(node: Any) -> Iterator[Query]:
    match node:
        case nodes.And() | nodes.Or() | nodes.DisjunctionMax():
            yield from node.subqueries
        case nodes.AndMaybe():
            yield from (node.a, node.b)
        case nodes.ConstantScoreQuery():
            yield node.child


def _text(node: Any) -> str | None:
    match node:
        case nodes.Phrase():
            return " ".join(node.words)
        case nodes.Sequence():
            return " … ".join(filter(None, map(_text, node.subqueries)))
        case nodes.Term() | nodes.Prefix() | nodes.Wildcard() | nodes.FuzzyTerm():
            return str(node.text)
        case nodes.NumericRange():
            return f"{node.start} to {node.end}"
    return None
