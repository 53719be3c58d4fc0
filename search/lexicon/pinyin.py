"""Which Chinese names does a Latin text spell in pinyin?

Owns the table of readings (`data/pinyin.tsv`) and the search for names by their pinyin: in full (`weiruan`),
in full and then abbreviated (`weir`), by initials (`wr`). Pure; knows nothing of an index.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import Literal

import msgspec

from index import folded

MAX_LETTERS = 64  # of a query; 64 letters spell a name of more than ten characters
_LONGEST_SYLLABLE = 6  # zhuang
_MAX_WAYS = 8  # divisions of the letters into syllables (xian, xi'an) that are tried
_SHORT_NAME = 8  # characters; in longer names initials match by chance
# Passports write lyu for lü; lüe and nüe are written without the dots, since there is no other lue or nue.
_ALSO_WRITTEN = {"lv": "lyu", "nv": "nyu", "lve": "lue", "nve": "nue"}
_BETWEEN = "[ ·・‧-]?"  # may come between the characters of a name and isn't spelled: 马克·吐温
_TO_NAME_START = r"\n[^\w\n]*"  # a name may open with a bracket: 《三体》
_NAME_END = re.compile(r"[^\w\n]*\n")
_UNSPELLED = re.compile(r"[\s'’ʼ`·-]+")

How = Literal["full", "mixed", "initials"]


class PinyinMatch(msgspec.Struct, frozen=True):
    """The stretch [start, end) of a name that a query spells, in code points, and how: every syllable in
    `full`; `mixed`, with the last ones abbreviated; by `initials` alone."""

    name: str
    start: int
    end: int
    how: How


_Match = tuple[int, int, PinyinMatch]  # rank, 0 for the best; number of the name; the stretch


class PinyinIndex:
    """Names that can be found by their pinyin. Safe to use from many threads."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(dict.fromkeys(names))
        # All names are one text, a line each, so that one search covers them all.
        self._text = "\n" + "".join(name.replace("\n", " ") + "\n" for name in self._names)
        self._starts: list[int] = []
        start = 1
        for name in self._names:
            self._starts.append(start)
            start += len(name) + 1
        # Patterns of only the characters that occur are thirty times as fast as those of all of Unicode.
        self._full: dict[str, list[str]] = {}
        self._by_prefix: dict[str, list[str]] = {}
        for character in sorted(set(self._text)):
            spellings = _every_way(readings(character))
            for syllable in spellings:
                self._full.setdefault(syllable, []).append(character)
            for prefix in {each[:length] for each in spellings for length in range(1, len(each) + 1)}:
                self._by_prefix.setdefault(prefix, []).append(character)

    def matches(self, query: str, *, limit: int) -> tuple[PinyinMatch, ...]:
        """The names that the query spells, each once, the best first: a whole name in full, the beginning
        of one, a stretch of two characters or more inside one; then mixed, then initials, both only of whole
        names or their beginnings, initials only of names of 2 to 8 characters. Among equals the order of the
        names is kept.

        Case, width, accents, tones, blanks and apostrophes are ignored; none for a query with anything else
        but letters, or with fewer than two or more than `MAX_LETTERS` of them.
        """
        letters = _letters(query)
        if limit < 1 or not 2 <= len(letters) <= MAX_LETTERS:
            return ()
        best: dict[int, tuple[int, PinyinMatch]] = {}
        for matches in (self._in_full(letters), self._mixed(letters), self._by_initials(letters)):
            for rank, number, spelled in matches:
                if number not in best or rank < best[number][0]:
                    best[number] = (rank, spelled)
            if len(best) >= limit:
                break  # what follows ranks below all that was found
        order = sorted(best, key=lambda number: (best[number][0], number))
        return tuple(best[number][1] for number in order[:limit])

    def _in_full(self, letters: str) -> Iterator[_Match]:
        for way in _divided(letters):
            sounds = [self._full.get(syllable, []) for syllable in way]
            yield from self._found(sounds, "full", 0, begins=len(way) == 1)

    def _mixed(self, letters: str) -> Iterator[_Match]:
        for way, rest in _shortened(letters):
            sounds = [self._full.get(syllable, []) for syllable in way]
            sounds += [self._by_prefix.get(beginning, []) for beginning in rest]
            yield from self._found(sounds, "mixed", 3, begins=True)

    def _by_initials(self, letters: str) -> Iterator[_Match]:
        sounds = [self._by_prefix.get(letter, []) for letter in letters]
        for match in self._found(sounds, "initials", 5, begins=True):
            if 2 <= len(match[2].name.strip()) <= _SHORT_NAME:
                yield match

    def _found(self, sounds: list[list[str]], how: How, rank: int, *, begins: bool) -> Iterator[_Match]:
        """The names that have characters with these sounds in a row; with `begins` only at their beginning.
        A whole name has the given rank, a beginning the next, a stretch inside the one after that."""
        if not all(sounds):
            return
        pattern = _BETWEEN.join(f"[{''.join(characters)}]" for characters in sounds)
        lead = _TO_NAME_START if begins else ""
        last = -1
        for match in re.finditer(f"{lead}({pattern})", self._text):
            number = bisect_right(self._starts, match.start(1)) - 1
            if number == last:
                continue  # the first place in a name is its best
            last = number
            first = self._starts[number]
            start, end = match.start(1) - first, match.end(1) - first
            place = 2
            if not any(map(str.isalnum, self._names[number][:start])):
                place = 0 if _NAME_END.match(self._text, match.end(1)) else 1
            yield rank + place, number, PinyinMatch(self._names[number], start, end, how)


@lru_cache(maxsize=1 << 15)  # the table is quick to read, folding is not
def readings(character: str) -> tuple[str, ...]:
    """The common readings of a character without tones, the most common first, ü as v; empty without any.

    The table knows the common readings of simplified characters, so a traditional one has theirs too.
    """
    own = _readings().get(character, ())
    simplified = folded(character)
    return own if simplified == character else (*dict.fromkeys((*own, *_readings().get(simplified, ()))),)


@cache
def _readings() -> dict[str, tuple[str, ...]]:
    table = resources.files("search.data").joinpath("pinyin.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines()]
    of: dict[str, tuple[str, ...]] = {}
    for syllable, mostly, _ in rows:
        of |= dict.fromkeys(mostly, (syllable,))
    for syllable, _, sometimes in rows:
        for character in sometimes:
            of[character] = (*of[character], syllable)
    return of


@cache
def _syllables() -> frozenset[str]:
    return frozenset(syllable for found in set(_readings().values()) for syllable in _every_way(found))


def _every_way(syllables: tuple[str, ...]) -> list[str]:
    """The syllables in every spelling without tones."""
    return [*syllables, *(_ALSO_WRITTEN[each] for each in syllables if each in _ALSO_WRITTEN)]


def _letters(query: str) -> str:
    """The letters of a query as pinyin is typed; empty where it has anything else, or is far too long."""
    if len(query) > 4 * MAX_LETTERS:
        return ""
    apart = unicodedata.normalize("NFKD", query.casefold()).replace("u\u0308", "v")
    plain = _UNSPELLED.sub("", "".join(each for each in apart if not unicodedata.combining(each)))
    return plain if plain.isascii() and plain.isalpha() else ""


def _divided(letters: str) -> list[tuple[str, ...]]:
    """The divisions of the letters into syllables, those with long ones first."""
    ways: list[tuple[str, ...]] = []
    _divide(letters, _ends_well(letters), (), ways)
    return ways


def _divide(
    letters: str, ends_well: list[bool], before: tuple[str, ...], ways: list[tuple[str, ...]]
) -> None:
    at = sum(map(len, before))
    if at == len(letters):
        ways.append(before)
        return
    for length in range(_LONGEST_SYLLABLE, 0, -1):
        if len(ways) >= _MAX_WAYS:
            return
        if (
            letters[at : at + length] in _syllables()
            and at + length <= len(letters)
            and ends_well[at + length]
        ):
            _divide(letters, ends_well, (*before, letters[at : at + length]), ways)


def _ends_well(letters: str) -> list[bool]:
    """For every offset whether the rest can be divided into syllables, so that no division has to be
    abandoned."""
    well = [False] * len(letters) + [True]
    for at in range(len(letters) - 1, -1, -1):
        well[at] = any(
            well[end] and letters[at:end] in _syllables()
            for end in range(at + 1, min(at + _LONGEST_SYLLABLE, len(letters)) + 1)
        )
    return well


def _shortened(letters: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The readings of the letters as full syllables followed either by an initial for each character or by
    the beginning of one last syllable."""
    ways = 0
    for end in range(len(letters) - 1, 0, -1):
        rest = letters[end:]
        if len(rest) > _SHORT_NAME:
            return
        for way in _divided(letters[:end]):
            for beginnings in dict.fromkeys([(rest,), tuple(rest)]):
                ways += 1
                if ways > 4 * _MAX_WAYS:
                    return
                yield way, beginnings
