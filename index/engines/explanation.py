"""Where does the score of a document come from?

Searches for every node of a tree in one document, so that an explanation shows the engine's own scores,
whichever engine it is.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

import index.engines.tree as nodes
from index.engines.contract import KEY, Reader
from index.engines.tree import Query


class Explanation(msgspec.Struct, frozen=True):
    """A node, its contribution to the score of its parent before the parent's boost, and its parts, without
    those that don't match the document.

    `kind` is the name of the node, `field` and `text` are what a leaf searches for.
    """

    kind: str
    field: str | None
    text: str | None
    boost: float
    score: float
    parts: tuple["Explanation", ...]


def explain(reader: Reader, tree: Query, key: str) -> Explanation | None:
    """How the score of the document with this key comes about; none if it doesn't match the tree."""
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


def format_tree(tree: Any) -> str:
    """A tree, logical or physical, on one line; Whoosh itself can't format every node."""
    match tree:
        case nodes.ConstantScoreQuery():
            return f"{format_tree(tree.child)}={tree.score:g}"
        case nodes.And() | nodes.Or() | nodes.DisjunctionMax():
            joint = {nodes.And: " AND ", nodes.Or: " OR "}.get(type(tree), " BEST ")
            whole = f"({joint.join(map(format_tree, tree.subqueries))})"
            return whole if tree.boost == 1.0 else f"{whole}^{tree.boost:g}"
        case nodes.AndMaybe():
            return f"({format_tree(tree.a)} MAYBE {format_tree(tree.b)})"
        case nodes.Not():
            return f"NOT {format_tree(tree.query)}"
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
