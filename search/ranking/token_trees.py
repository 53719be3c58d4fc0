"""Which trees match a token, or tokens side by side, in some texts of an article, and which score them?

What matches is decided by the texts that are searched; what it scores, by the whole article: how often this
has the token, against its length. So a match counts alike in whichever text it stands. Reads nothing of the
index but its statistics.
"""

from collections.abc import Sequence
from typing import Protocol

from whoosh import query as nodes

from index import Layer, Unit, fields, is_ideographic


class Statistics(Protocol):
    """The statistics of an index that ranking needs."""

    @property
    def count(self) -> int:
        """How many articles there are."""

    def document_frequency(self, field: str, token: str) -> int: ...


def frequency(layer: Layer, token: str, statistics: Statistics) -> int:
    """How many articles have a token in any of their texts."""
    return statistics.document_frequency(fields.physical(fields.WHOLE, layer), token)


def least_frequency(layer: Layer, tokens: Sequence[str], statistics: Statistics) -> int:
    """How many articles have the rarest of the tokens: as many as can have them all side by side, at most."""
    return min(frequency(layer, token, statistics) for token in tokens)


def unit_frequency(unit: Unit, statistics: Statistics) -> int:
    """About how many articles have a word of the query, by its stem or by its letters."""
    if unit.chars:
        return frequency(Layer.CHARS, unit.chars, statistics)
    exact = least_frequency(Layer.GRAMS, unit.grams, statistics)
    if not unit.words or is_ideographic(unit.text[0]):
        return exact
    return max(exact, frequency(Layer.WORDS, unit.words[0], statistics))


def matching_tree(
    layer: Layer, tokens: Sequence[str], texts: Sequence[str], statistics: Statistics
) -> nodes.Query | None:
    """The articles that have the tokens side by side in one of the texts, by the layer's positions where they
    are several; none where a token is in no article."""
    if len(tokens) == 1 and len(texts) == len(fields.TEXTS):
        field = fields.physical(fields.WHOLE, layer)
        return nodes.Term(field, tokens[0]) if statistics.document_frequency(field, tokens[0]) else None
    searched = [fields.physical(text, layer) for text in texts]
    found = [
        side_by_side(field, tokens)
        for field in searched
        if all(statistics.document_frequency(field, token) for token in tokens)
    ]
    if not found:
        return None
    return found[0] if len(found) == 1 else nodes.Or(found)


def scoring_tree(
    layer: Layer, tokens: Sequence[str], texts: Sequence[str], boost: float, statistics: Statistics
) -> nodes.Query | None:
    """A token scores where any text of an article has it. Tokens side by side score as the rarest of them
    does, in the articles that have them in one of the texts; none where no article can."""
    field = fields.physical(fields.WHOLE, layer)
    rarest = min(tokens, key=lambda token: statistics.document_frequency(field, token))
    if not statistics.document_frequency(field, rarest):
        return None
    scored = nodes.Term(field, rarest, boost=boost)
    if len(tokens) == 1:
        return scored
    matched = matching_tree(layer, tokens, texts, statistics)
    return matched and nodes.And([nodes.ConstantScoreQuery(matched, 0.0), scored])


def side_by_side(field: str, tokens: Sequence[str]) -> nodes.Query:
    """The tree of tokens at consecutive positions of a field."""
    return nodes.Term(field, tokens[0]) if len(tokens) == 1 else nodes.Phrase(field, list(tokens))


def joined(kind: type[nodes.Query], parts: Sequence[nodes.Query | None]) -> nodes.Query | None:
    """The parts under one node; a single part needs none."""
    present = [part for part in parts if part is not None]
    if len(present) == 1:
        return present[0]
    return kind(present) if present else None
