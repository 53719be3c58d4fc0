"""Where do the scores of these documents come from?

Searches for every node of a tree once for all documents of a page, so that an explanation shows the engine's
own scores, whichever engine it is. Owns the limits on how much is explained.
"""

import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

import index.engines.tree as nodes
from index.engines.contract import Reader, Scorer
from index.engines.tree import Query

MAX_SCORES = 50_000  # of all nodes and documents of one page
MAX_SECONDS = 1.0  # of processor time


class Explanation(msgspec.Struct, frozen=True, omit_defaults=True):
    """A node, its contribution to the score of its parent before the parent's boost, and its parts, without
    those that don't match the document.

    `kind` is the name of the node, `field` and `text` are what a leaf searches for. `unexplained` says that
    not all of its parts were searched for, since that would have taken too long.
    """

    kind: str
    field: str | None
    text: str | None
    boost: float
    score: float
    parts: tuple["Explanation", ...]
    unexplained: bool = False


class Explainer:
    """Explains the scores of the documents of one page within limits that hold for all of its trees together:
    the nodes near the root first, so that what is left out are details. `is_cut` says that some are."""

    def __init__(
        self, reader: Reader, *, max_scores: int = MAX_SCORES, max_seconds: float = MAX_SECONDS
    ) -> None:
        self._reader = reader
        self._left = max_scores
        self._until = time.thread_time() + max_seconds
        self.is_cut = False

    def explain(self, tree: Query, keys: Iterable[str]) -> dict[str, Explanation]:
        """How the score of each document with one of these keys comes about; documents that don't match the
        tree are left out."""
        unique = list(dict.fromkeys(keys))
        scores = self._scores(tree, self._reader.scorer(unique))
        return {key: self._explanation(tree, key, scores) for key in unique if key in scores[id(tree)]}

    def _scores(self, tree: Query, scorer: Scorer) -> dict[int, Mapping[str, float]]:
        """The scores of each node by document, by the identity of the node, level by level: a node that
        occurs several times is searched for once."""
        scores: dict[int, Mapping[str, float]] = {id(tree): scorer(tree)}
        open_nodes = deque([tree])
        while open_nodes:
            node = open_nodes.popleft()
            for part in _parts(node) if scores[id(node)] else ():
                if self._left <= 0 or time.thread_time() > self._until:
                    self.is_cut = True
                    return scores
                if id(part) not in scores:
                    scores[id(part)] = scorer(part)
                self._left -= max(1, len(scores[id(part)]))
                open_nodes.append(part)
        return scores

    def _explanation(self, node: Any, key: str, scores: Mapping[int, Mapping[str, float]]) -> Explanation:
        parts = list(_parts(node))
        return Explanation(
            kind=type(node).__name__.strip("_"),
            field=getattr(node, "fieldname", None),
            text=_text(node),
            boost=getattr(node, "boost", 1.0),
            score=scores[id(node)][key],
            parts=tuple(
                self._explanation(part, key, scores) for part in parts if key in scores.get(id(part), ())
            ),
            unexplained=any(id(part) not in scores for part in parts),
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
