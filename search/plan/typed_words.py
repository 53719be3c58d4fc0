"""Which words did the user type?

A segmenter that doesn't know a Chinese word cuts it into characters and shorter words (光|模块, 云|从);
whoever typed it means one word all the same. The units of a query are joined here into the words that were
typed, by what is adjacent in the query and in the articles. Pure but for the statistics it is given.
"""

from collections.abc import Callable, Sequence

import msgspec

from index import Unit, is_ideographic
from search.lexicon.stopwords import is_function_word

_LEAST_DIVIDED, _MOST_DIVIDED = 3, 12  # characters of a word that may have parts
_LONGEST_WORD = 4  # characters of a run that is one word although no article has it
# Particles, pronouns and the like, which are never part of a word with their neighbours.
_PARTICLES = frozenset(
    "的地得了着过所之其者们吗呢吧啊呀么嘛哦我你您他她它这那是和与及或就都也很不没有在把被给让"
)


class TypedWord(msgspec.Struct, frozen=True):
    """A word of the query: its units, at least one, and its span [start, end) in the query."""

    units: tuple[Unit, ...]
    start: int
    end: int


def typed_words(units: Sequence[Unit], pair_frequency: Callable[[str], int]) -> list[TypedWord]:
    """The words that the units of one text make, in order. `pair_frequency` tells how many articles have two
    characters side by side.

    A single Han character is joined to the neighbour that articles have it beside more often. In a short run
    it is joined even where no article has the word: then nothing has it, and its scattered characters aren't
    what the query means.
    """
    joined = [False] * len(units)  # whether a unit is joined to the one before it
    for first, last in _runs(units):
        is_short = units[last].end - units[first].start <= _LONGEST_WORD and not any(
            is_function_word(unit.text) and (len(unit.text) > 1 or unit.text in _PARTICLES)
            for unit in units[first : last + 1]
        )
        for at in range(first, last + 1):
            if not _is_single(units[at]):
                continue
            seams = [
                (pair_frequency(units[seam - 1].text[-1] + units[seam].text[0]), seam)
                for seam in (at, at + 1)
                if first < seam <= last and _may_join(units[seam - 1], units[seam])
            ]
            if seams:
                most, seam = max(seams, key=lambda pair: pair[0])
                if most or is_short:
                    joined[seam] = True
    words: list[list[Unit]] = []
    for unit, with_previous in zip(units, joined, strict=True):
        if with_previous:
            words[-1].append(unit)
        else:
            words.append([unit])
    return [TypedWord(tuple(word), word[0].start, word[-1].end) for word in words]


def present_parts(word: str, is_present: Callable[[str], bool]) -> tuple[str, ...]:
    """The longest parts of a word that articles have, from the left, each of two characters at least; the
    word itself where they have it, or where it is too short to have parts. None where they have nothing of
    it.

    A segmenter takes a name and what follows it for one word (黄华麒是), and an identifier has the character
    after it (JAXR是).
    """
    if not _LEAST_DIVIDED <= len(word) <= _MOST_DIVIDED or not is_ideographic(word[-1]) or is_present(word):
        return (word,)
    if not all(map(is_ideographic, word)):  # an identifier and a single character after it
        return (word[:-1],) if is_present(word[:-1]) else (word,)
    parts: list[str] = []
    at = 0
    while at < len(word) - 1:
        for end in range(len(word) - (at == 0), at + 1, -1):
            if is_present(word[at:end]):
                parts.append(word[at:end])
                at = end
                break
        else:
            at += 1
    return tuple(parts)


def _runs(units: Sequence[Unit]) -> list[tuple[int, int]]:
    """The first and the last unit of each stretch of Han without anything between."""
    runs: list[tuple[int, int]] = []
    for at, unit in enumerate(units):
        if not all(map(is_ideographic, unit.text)):
            continue
        if runs and runs[-1][1] == at - 1 and units[at - 1].end == unit.start:
            runs[-1] = runs[-1][0], at
        else:
            runs.append((at, at))
    return runs


def _is_single(unit: Unit) -> bool:
    return bool(unit.chars) and not is_function_word(unit.text)


def _may_join(before: Unit, after: Unit) -> bool:
    """Whether two neighbours may be one word: a function word only with a single character beside it."""
    for one, other in ((before, after), (after, before)):
        if is_function_word(one.text) and (
            len(one.text) > 1 or one.text in _PARTICLES or not _is_single(other)
        ):
            return False
    return True
