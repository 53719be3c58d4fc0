"""By which translations is this article an answer?

For articles that lack a typed word and have it in the other language. Pure.
"""

from collections.abc import Sequence, Set

import msgspec

from search.lexicon.language_id import language_of
from search.plan.highlight_terms import Wanted


class Crossing(msgspec.Struct, frozen=True):
    """A typed word that an article has in the other language alone: the language of the word, and what the
    article has for it."""

    typed: str
    language: str
    names: tuple[str, ...] = msgspec.field(name="as")


def crossings(wanted: Sequence[Wanted], found: Set[int]) -> tuple[Crossing, ...]:
    """The translations for words that an article lacks in which those of `wanted` with the numbers `found`
    stand, in the order of the query."""
    own = {wanted[number].asked for number in found if not wanted[number].translates}
    names: dict[str, list[str]] = {}
    for number, each in enumerate(wanted):
        if number in found and each.translates and not own.issuperset(each.translates):
            names.setdefault(each.asked, []).append(each.text)
    return tuple(Crossing(typed, language_of(typed), tuple(given)) for typed, given in names.items())
