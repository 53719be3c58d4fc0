"""Where does a searched text occur letter for letter?

Nearly everything that is searched for is a Han word, or Latin words and numbers. To find one of these is to
find its letters and to check the characters beside them; nothing has to be compiled. Each finds exactly what
its regex finds. If a Latin word may occur with a joiner inside (`e-mail`), which is rare, it says so instead,
and the regex searches that text. May import unicode_scripts and regexes.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import AnyStr, NamedTuple, Protocol

from index.spans.regexes import BETWEEN_ATOMS, DROPPED, GENITIVE, LATIN, forms_of
from index.text import unicode_scripts

Span = tuple[int, int]

# Characters; if a text nearly has something longer at each of its places, a regex is much faster.
_MAX_LITERAL = 40
_ASCII_WORD = re.compile("[a-z]+|[0-9]+")
_LATIN_LETTERS = frozenset(re.findall(f"[{LATIN[0]}{LATIN[1]}]", "".join(map(chr, range(0x250)))))
_rest_of_word = re.compile(f"[{LATIN[0]}]*+(?![{LATIN[1]}])").match
_between_atoms = re.compile(BETWEEN_ATOMS).match
_between_words = re.compile(GENITIVE + BETWEEN_ATOMS).match
_FOREIGN = b"?"  # replaces each character that isn't ASCII; a sign that isn't searched for here
_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())


class JoinedTexts:
    """Texts that are searched as one, plain or folded, with a seam before and after each of them."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def lowered(self) -> bytes:
        """The text in lower case, as many bytes as it has characters; characters other than ASCII are
        replaced."""
        return self.text.encode("ascii", "replace").lower()

    @cached_property
    def without_joiners(self) -> bytes:
        """The ASCII of the text in lower case, without the joiners that are left out when words are
        joined."""
        return self.lowered.translate(None, DROPPED.encode() + _FOREIGN)

    @cached_property
    def letters_and_digits(self) -> bytes:
        """The ASCII letters and digits of the text in lower case, without anything between them."""
        return self.lowered.translate(None, _SIGNS)


class Literal(Protocol):
    def spans(self, texts: JoinedTexts) -> list[Span] | None:
        """The spans in order, none overlapping another; none if only a regex can tell."""
        ...


def literal_of(text: str) -> Literal | None:
    """The literal that finds a folded text, if there is one."""
    if len(text) > _MAX_LITERAL:
        return None
    found = unicode_scripts.pieces(text)
    if len(found) == 1 and unicode_scripts.is_ideographic(text[0]) and len(found[0][0]) == len(text):
        return HanLiteral(text)
    words = [unicode_scripts.atoms(piece) for piece, _ in found]
    if words and all(atoms and all(map(_ASCII_WORD.fullmatch, atoms)) for atoms in words):
        return WordsLiteral(words)
    return None


def literal_of_stem(start: str, accepted: Mapping[str, bool]) -> Literal | None:
    """The literal that finds every accepted Latin word with that beginning."""
    return StemLiteral(start.encode(), accepted) if _ASCII_WORD.fullmatch(start) else None


class HanLiteral:
    """A run of Han characters, each in any of its forms; blanks and dots may occur between them."""

    def __init__(self, run: str) -> None:
        self._first, *self._rest = map(forms_of, run)  # all forms of each character

    def spans(self, texts: JoinedTexts) -> list[Span]:
        text, rest = texts.text, self._rest
        starts = [at for form in self._first for at in _occurrences(form, text)]
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
    """A part of an identifier: its letters, what may occur before it, and tests whether the character before
    or after it makes it a part of something longer."""

    letters: bytes
    between: Callable[[str, int], re.Match[str] | None] | None
    continues_before: Callable[[str], bool] | None
    continues_after: Callable[[str], bool] | None


class WordsLiteral:
    """Latin words, numbers and identifiers of these in sequence. Only signs may occur between two atoms, and
    no atom begins with one, so there is one way to match a text and nothing to backtrack."""

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
        self._first = self._atoms[0].letters
        # A word of one atom also matches with joiners inside, a long number with commas.
        self._single = [
            atom.encode()
            for atoms in words
            for atom in atoms
            if len(atoms) == 1 or (atom.isdecimal() and len(atom) > 3)
        ]

    def spans(self, texts: JoinedTexts) -> list[Span] | None:
        for before, after in pairwise(self._atoms):
            if not _may_be_adjacent(before.letters, after.letters, texts):
                return []
        for word in self._single:
            if _may_contain_joiners(word, len(_occurrences(word, texts.lowered)), texts):
                return None
        found: list[Span] = []
        free = 0
        for at in _occurrences(self._first, texts.lowered):
            if at >= free and (end := self._end(texts, at)):
                found.append((at, end))
                free = end
        return found

    def _end(self, texts: JoinedTexts, at: int) -> int:
        """The end of the occurrence that begins at a place; 0 if there is none."""
        text, lowered, end = texts.text, texts.lowered, at
        for atom, between, continues_before, continues_after in self._atoms:
            if between and (gap := between(text, end)):
                end = gap.end()
            if not lowered.startswith(atom, end) or (continues_before and continues_before(text[end - 1])):
                return 0
            end += len(atom)
            if continues_after and continues_after(text[end]):
                return 0
        return end


class StemLiteral:
    """Every accepted Latin word with that beginning."""

    def __init__(self, start: bytes, accepted: Mapping[str, bool]) -> None:
        self._start, self._accepted = start, accepted

    def spans(self, texts: JoinedTexts) -> list[Span] | None:
        start, text, accepted = self._start, texts.text, self._accepted
        places = _occurrences(start, texts.lowered)
        if _may_contain_joiners(start, len(places), texts):
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
            if accepted[text[at:end]]:
                found.append((at, end))
        return found


def _kind_of(atom: str) -> Callable[[str], bool]:
    """A test whether a character is of the same kind as those of the atom."""
    return str.isdecimal if atom.isdecimal() else _LATIN_LETTERS.__contains__


def _may_be_adjacent(before: bytes, after: bytes, texts: JoinedTexts) -> bool:
    """Whether two atoms may occur with nothing between them but signs and a genitive. Mostly a text has all
    words of a phrase, but not together; this costs a fraction of checking each of their places."""
    return before + after in texts.letters_and_digits or before + b"s" + after in texts.letters_and_digits


def _may_contain_joiners(word: bytes, count: int, texts: JoinedTexts) -> bool:
    """Whether a word that occurs `count` times may also occur with a joiner inside: then it occurs more often
    if joiners are left out."""
    return len(word) > 1 and count != len(_occurrences(word, texts.without_joiners))


def _occurrences(what: AnyStr, within: AnyStr) -> list[int]:
    """All offsets at which it occurs, overlapping ones too."""
    places = []
    at = within.find(what)
    while at >= 0:
        places.append(at)
        at = within.find(what, at + 1)
    return places
