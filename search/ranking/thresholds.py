"""Which articles have enough of the words of a query?

A tree for the articles whose words weigh at least a given share of what all words weigh together. It is built
of conjunctions and disjunctions alone, so every engine answers it by its postings, exactly and without
scores. Pure.
"""

from collections.abc import Sequence

import msgspec
from whoosh import query as nodes

_MOST_WORDS = 8  # that are told apart: of a longer query the heaviest, since the tree grows with each


class WeightedWord(msgspec.Struct, frozen=True):
    """A word of the query: the articles that have it, and what it weighs. One that no article has is known by
    `nodes.NullQuery`, and weighs too."""

    tree: nodes.Query
    weight: float


def having_share(words: Sequence[WeightedWord], share: float) -> nodes.Query:
    """The articles whose words weigh at least `share`, above 0 and up to 1, of what all of them weigh; none
    without any word."""
    heaviest = sorted(words, key=lambda word: -word.weight)[:_MOST_WORDS]
    least = share * sum(word.weight for word in heaviest)
    return _having(heaviest, least * (1 - 1e-9)) if heaviest else nodes.NullQuery


def _having(words: Sequence[WeightedWord], least: float) -> nodes.Query:
    """The articles whose words, heaviest first, weigh at least so much, which is above 0."""
    left = sum(word.weight for word in words)
    if left < least:
        return nodes.NullQuery
    parts: list[nodes.Query] = []
    for at, word in enumerate(words):
        if left < least:
            break
        left -= word.weight
        if word.tree == nodes.NullQuery:
            continue
        if word.weight >= least:
            parts.append(word.tree)
        elif (rest := _having(words[at + 1 :], least - word.weight)) != nodes.NullQuery:
            parts.append(nodes.And([word.tree, rest]))
    if not parts:
        return nodes.NullQuery
    return parts[0] if len(parts) == 1 else nodes.Or(parts)
