"""At which positions may the words of a phrase occur?

A phrase with slop is equivalent to a choice of phrases without: each *placement* puts every word at a fixed
distance from the first. Engines answer placements, so that slop means the same on all of them. Pure.
"""

from itertools import accumulate, product
from math import prod
from typing import Any, NamedTuple

import index.engines.tree as nodes
from index.errors import TreeError

MAX_PLACEMENTS = 256


class PlacedWord(NamedTuple):
    """A word and how many positions after the first one it occurs."""

    offset: int
    word: str


class Placements(NamedTuple):
    """The field of a phrase and every placement of its words."""

    field: str
    ways: list[tuple[PlacedWord, ...]]


def placements(node: Any) -> Placements:
    """The placements of a `Phrase` or a `Sequence`.

    Raises TreeError if there are more than MAX_PLACEMENTS, or for a sequence of anything but terms and exact
    phrases of one field.
    """
    field, blocks = _blocks(node)
    if not blocks:
        return Placements(field, [()])
    gaps = placement_count(len(blocks), node.slop)
    if gaps > MAX_PLACEMENTS:
        raise TreeError(
            f"{len(blocks)} parts with slop {node.slop} can be placed in {gaps:,} ways; "
            f"at most {MAX_PLACEMENTS} are allowed: use less slop or fewer parts"
        )
    ways = []
    for distances in product(range(1, node.slop + 1), repeat=len(blocks) - 1):
        # A block begins `distance` positions after the last word of the block before it.
        steps = (len(block) - 1 + distance for block, distance in zip(blocks, distances, strict=False))
        starts = accumulate(steps, initial=0)
        ways.append(
            tuple(
                PlacedWord(start + at, word)
                for start, block in zip(starts, blocks, strict=True)
                for at, word in enumerate(block)
            )
        )
    return Placements(field, ways)


def placement_count(parts: int, slop: int) -> int:
    """The number of placements of so many parts with that slop."""
    return prod([max(slop, 1)] * (parts - 1))


def largest_slop(parts: int, slop: int) -> int:
    """The largest slop, at most `slop`, with which so many parts have no more than MAX_PLACEMENTS."""
    while slop > 1 and placement_count(parts, slop) > MAX_PLACEMENTS:
        slop = min(slop - 1, MAX_PLACEMENTS)
    return slop


def _blocks(node: Any) -> tuple[str, list[list[str]]]:
    if isinstance(node, nodes.Phrase):
        return node.fieldname, [[word] for word in node.words]
    fields = set()
    blocks = []
    for part in node.subqueries:
        if isinstance(part, nodes.Term):
            blocks.append([part.text])
        elif isinstance(part, nodes.Phrase) and part.slop == 1:
            blocks.append(list(part.words))
        else:
            raise TreeError(f"a sequence may contain only terms and exact phrases, not {type(part).__name__}")
        fields.add(part.fieldname)
    if len(fields) > 1 or not all(blocks):
        raise TreeError("the parts of a sequence must be of one field, none empty")
    return next(iter(fields), ""), blocks
