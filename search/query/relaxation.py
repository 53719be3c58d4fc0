"""Which query is left of one whose form finds nothing?

Quotation marks, minus signs and asterisks of a pasted text are punctuation and no operators. Where a query
finds nothing as it is written, what it quotes is searched as words, and in a longer text the operators are
taken for the words they are written with. Pure.
"""

from collections.abc import Callable
from typing import Any

from whoosh import query as nodes

from search.query.parser import TEXT_FIELDS

PASTED = 6  # words from which on a text is read as pasted


def relaxed(
    tree: nodes.Query, is_absent: Callable[[nodes.Query], bool]
) -> tuple[nodes.Query, tuple[str, ...]] | None:
    """The logical tree with those of its quoted parts as words that `is_absent` says no article has, or all
    of them where each is in some article, and these parts; none where there is nothing to relax."""
    required = list(_required(tree))
    quoted = [part for part in required if _is_quoted(part)]
    absent = [part for part in quoted if is_absent(part)] or quoted
    pasted = sum(len(_words(part)) for part in required) >= PASTED
    parts: list[nodes.Query] = []
    changed = False
    for part in required:
        if part in absent or (pasted and isinstance(part, nodes.Not | nodes.Wildcard | nodes.FuzzyTerm)):
            parts += [nodes.Term(_field(part), word) for word in _words(part)]
            changed = True
        else:
            parts.append(part)
    return (nodes.And(parts), tuple(" ".join(part.words) for part in absent)) if changed else None


def _required(tree: Any) -> list[Any]:
    if isinstance(tree, nodes.And):
        return [part for each in tree.subqueries for part in _required(each)]
    return [tree]


def _is_quoted(node: Any) -> bool:
    return isinstance(node, nodes.Phrase) and node.fieldname in TEXT_FIELDS


def _field(node: Any) -> str:
    name: str = _field(node.query) if isinstance(node, nodes.Not) else node.fieldname
    return name


def _words(node: Any) -> list[str]:
    """The words that a part is written with."""
    match node:
        case nodes.Not():
            return _words(node.query)
        case nodes.Phrase():
            return list(node.words)
        case nodes.Term() | nodes.Wildcard() | nodes.FuzzyTerm():
            return (
                [node.text.replace("*", " ").replace("?", " ").strip()]
                if node.fieldname in TEXT_FIELDS
                else []
            )
    return []
