"""Which words of a query have synonyms?

Walks a logical tree and replaces every name in a typed text by a `SynonymNode`. Neighbouring words are joined
again as they were typed, since a name may contain blanks; a quoted phrase is left as it is. Pure.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from whoosh import query as nodes

from index import Analyzer
from search.lexicon.synonyms import Synonyms
from search.query.parser import TEXT_FIELDS
from search.results import AliasUse


class SynonymNode(nodes.Term):  # type: ignore[misc]
    """A typed name that has synonyms; `names` are all of them, in the same order whichever was typed."""

    def __init__(self, fieldname: str, text: str, names: tuple[str, ...], boost: float = 1.0) -> None:
        super().__init__(fieldname, text, boost=boost)
        self.names = names


def tag_synonyms(
    tree: nodes.Query, synonyms: Synonyms, analyzer: Analyzer
) -> tuple[nodes.Query, tuple[AliasUse, ...]]:
    """The tree with names as `SynonymNode`s and neighbouring words as one text, and the names with the
    synonyms that are used."""
    used: dict[str, AliasUse] = {}

    def texts(field: str, typed: str, boost: float) -> Iterator[nodes.Query]:
        longer = [(unit.start, unit.end) for unit in analyzer.units(typed)]
        at = 0
        for span in synonyms.find(typed, longer=longer):
            if typed[at : span.start].strip():
                yield nodes.Term(field, typed[at : span.start].strip(), boost=boost)
            name = typed[span.start : span.end]
            others = tuple(each for each in span.names if each != name)
            used.setdefault(name, AliasUse(name, others))
            yield SynonymNode(field, name, span.names, boost=boost)
            at = span.end
        if typed[at:].strip():
            yield nodes.Term(field, typed[at:].strip(), boost=boost)

    def walk(node: Any) -> nodes.Query:
        match node:
            case nodes.Not():
                return nodes.Not(walk(node.query))
            case nodes.Or():
                return nodes.Or([walk(part) for part in node.subqueries], boost=node.boost)
            case nodes.And():
                return nodes.And(list(of_neighbours(node.subqueries)), boost=node.boost)
            case nodes.Term() if node.fieldname in TEXT_FIELDS:
                parts = list(texts(node.fieldname, node.text, node.boost))
                return parts[0] if len(parts) == 1 else nodes.And(parts)
            case nodes.Term() if node.fieldname == "ticker":
                found = synonyms.find(node.text)
                whole = [span for span in found if span.end - span.start == len(node.text)]
                return SynonymNode("ticker", node.text, whole[0].names, boost=node.boost) if whole else node
        return node

    def of_neighbours(parts: Sequence[Any]) -> Iterator[nodes.Query]:
        for alike, group in groupby(parts, key=_alike):
            if alike is None:
                yield from map(walk, group)
            else:
                field, boost = alike
                yield from texts(field, " ".join(part.text for part in group), boost)

    return walk(tree), tuple(used.values())


def _alike(node: Any) -> tuple[str, float] | None:
    """What neighbours must share to be joined into one text; none for a node that isn't a word."""
    if type(node) is nodes.Term and node.fieldname in TEXT_FIELDS:
        return node.fieldname, node.boost
    return None
