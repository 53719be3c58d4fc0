"""Where does what was asked stand letter for letter?

By far the most of what is asked is a Han word, or Latin words and numbers. To find one of these is to find
its letters and to look at what stands beside them; nothing has to be made ready for it. Each finds exactly
what its pattern finds. Where a Latin word may stand parted (`e-mail`), which is rare, it says so instead, and
the text is left to the pattern. May import scripts and patterns.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import AnyStr, NamedTuple, Protocol

from index.spans.regexes import BETWEEN_ATOMS, DROPPED, GENITIVE, LATIN, written
from index.text import unicode_scripts

Span = tuple[int, int]

# Characters; where a text nearly has something longer at each of its places, a pattern is much faster.
_LONG = 40
_ASCII_WORD = re.compile("[a-z]+|[0-9]+")
_LATIN_LETTERS = frozenset(re.findall(f"[{LATIN[0]}{LATIN[1]}]", "".join(map(chr, range(0x250)))))
_rest_of_word = re.compile(f"[{LATIN[0]}]*+(?![{LATIN[1]}])").match
_between_atoms = re.compile(BETWEEN_ATOMS).match
_between_words = re.compile(GENITIVE + BETWEEN_ATOMS).match
_FOREIGN = b"?"  # stands for each character that isn't ASCII; a sign that isn't looked for here
_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())


class Whole:
    """Texts that are looked through as one, usual or folded, with a seam before and behind each of them."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def small(self) -> bytes:
        """The text in small letters, as many bytes as it has characters, of which only ASCII is kept."""
        return self.text.encode("ascii", "replace").lower()

    @cached_property
    def latin(self) -> bytes:
        """The ASCII of the text in small letters, without what is left out when words are joined."""
        return self.small.translate(None, DROPPED.encode() + _FOREIGN)

    @cached_property
    def run_together(self) -> bytes:
        """The ASCII letters and digits of the text in small letters, without anything between them."""
        return self.small.translate(None, _SIGNS)


class Literal(Protocol):
    def spans(self, whole: Whole) -> list[Span] | None:
        """The spans in order, none overlapping another; None where only a pattern can tell."""
        ...


def literal_of(text: str) -> Literal | None:
    """What finds a folded text letter by letter, if anything does."""
    if len(text) > _LONG:
        return None
    found = unicode_scripts.pieces(text)
    if len(found) == 1 and unicode_scripts.is_ideographic(text[0]) and len(found[0][0]) == len(text):
        return Han(text)
    words = [unicode_scripts.atoms(piece) for piece, _ in found]
    if words and all(atoms and all(map(_ASCII_WORD.fullmatch, atoms)) for atoms in words):
        return Words(words)
    return None


def literal_of_stem(start: str, meant: Mapping[str, bool]) -> Literal | None:
    """What finds every Latin word that begins so and is meant."""
    return Stem(start.encode(), meant) if _ASCII_WORD.fullmatch(start) else None


class Han:
    """A run of Han characters, each in any of its forms; blanks and dots may stand between them."""

    def __init__(self, run: str) -> None:
        self._first, *self._rest = map(written, run)  # of each character all its forms

    def spans(self, whole: Whole) -> list[Span]:
        text, rest = whole.text, self._rest
        starts = [at for form in self._first for at in _places(form, text)]
        if len(self._first) > 1:
            starts.sort()
        if not rest:
            return [(at, at + 1) for at in starts]
        found: list[Span] = []
        free = 0
        for at in starts:
            if at < free:
                continue
            end = at + 1
            for forms in rest:
                character = text[end]
                while character not in forms and (character == "·" or character.isspace()):
                    end += 1
                    character = text[end]
                if character not in forms:
                    break
                end += 1
            else:
                found.append((at, end))
                free = end
        return found


class _Atom(NamedTuple):
    """A part of an identifier: its letters, what may stand before it, and what tells of the character before
    and of the one behind that they make it a part of something longer."""

    written: bytes
    between: Callable[[str, int], re.Match[str] | None] | None
    goes_on_before: Callable[[str], bool] | None
    goes_on_behind: Callable[[str], bool] | None


class Words:
    """Latin words, numbers and identifiers of these, one behind the other. Between two atoms only signs may
    stand, which no atom begins with, so there is one way to read a text and none has to be tried again."""

    def __init__(self, words: Sequence[Sequence[str]]) -> None:
        self._atoms = [
            _Atom(
                atom.encode(),
                _between_atoms if place else _between_words if number else None,
                None if place else _kind_of(atom),
                None if place < len(atoms) - 1 else _kind_of(atom),
            )
            for number, atoms in enumerate(words)
            for place, atom in enumerate(atoms)
        ]
        self._first = self._atoms[0].written
        # What is written as one word may be meant where it stands parted.
        self._single = [atoms[0].encode() for atoms in words if len(atoms) == 1]

    def spans(self, whole: Whole) -> list[Span] | None:
        for before, behind in pairwise(self._atoms):
            if not _are_neighbours(before.written, behind.written, whole):
                return []
        for word in self._single:
            if _may_be_parted(word, len(_places(word, whole.small)), whole):
                return None
        found: list[Span] = []
        free = 0
        for at in _places(self._first, whole.small):
            if at >= free and (end := self._end(whole, at)):
                found.append((at, end))
                free = end
        return found

    def _end(self, whole: Whole, at: int) -> int:
        """Where it ends that begins at a place; 0 where it doesn't stand there."""
        text, small, end = whole.text, whole.small, at
        for atom, between, goes_on_before, goes_on_behind in self._atoms:
            if between and (gap := between(text, end)):
                end = gap.end()
            if not small.startswith(atom, end) or (goes_on_before and goes_on_before(text[end - 1])):
                return 0
            end += len(atom)
            if goes_on_behind and goes_on_behind(text[end]):
                return 0
        return end


class Stem:
    """Every Latin word that begins so and is meant."""

    def __init__(self, start: bytes, meant: Mapping[str, bool]) -> None:
        self._start, self._meant = start, meant

    def spans(self, whole: Whole) -> list[Span] | None:
        start, text, meant = self._start, whole.text, self._meant
        places = _places(start, whole.small)
        if _may_be_parted(start, len(places), whole):
            return None
        found: list[Span] = []
        for at in places:
            if text[at - 1] in _LATIN_LETTERS:
                continue
            end = at + len(start)
            if text[end] in _LATIN_LETTERS:
                rest = _rest_of_word(text, end)
                if not rest:
                    continue
                end = rest.end()
            if meant[text[at:end]]:
                found.append((at, end))
        return found


def _kind_of(atom: str) -> Callable[[str], bool]:
    """What tells whether a character is of the kind of the atom's."""
    return str.isdecimal if atom.isdecimal() else _LATIN_LETTERS.__contains__


def _are_neighbours(before: bytes, behind: bytes, whole: Whole) -> bool:
    """Whether two atoms may stand with nothing between them but signs and a genitive. Of a phrase mostly all
    words stand in a text, and not together; this costs a part of looking at each of their places."""
    return before + behind in whole.run_together or before + b"s" + behind in whole.run_together


def _may_be_parted(word: bytes, stands: int, whole: Whole) -> bool:
    """Whether a word that stands so many times may stand with a sign inside too, of those that are left out
    when words are joined: then it stands more often where they are left out."""
    return len(word) > 1 and stands != len(_places(word, whole.latin))


def _places(what: AnyStr, within: AnyStr) -> list[int]:
    """All offsets at which it stands, also where it overlaps itself."""
    places = []
    at = within.find(what)
    while at >= 0:
        places.append(at)
        at = within.find(what, at + 1)
    return places
