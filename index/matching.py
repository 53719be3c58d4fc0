"""Where in an original text does what was asked stand?

The inverse of analysis: a unit or a phrase becomes a pattern over *unfolded* text, in which a Han character
is the class of its traditional forms and a letter that of both cases. So most texts are searched as they are,
at the speed of the pattern engine. The few that hold something unusual (an accent, a full-width letter, a
zero-width mark) are folded first, and what is found there is led back to the original. May import folding,
scripts and analysis.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from index import scripts
from index.analysis import stemmed
from index.folding import fold, folded, is_usual, join_variants, written_forms

_BETWEEN_HAN = r"[\s·・‧•]*"
_BETWEEN_ATOMS = r"(?:[^\w\u2600-\u27bf\u2e80-\u2fdf\U00010000-\U0010fffe]|_){0,8}"
_DROPPED = "[-_,'’]?"  # what is left out when an identifier is written as one word
_GENITIVE = "(?:['’]s)?"


class Matcher:
    """What is looked for: one asked text. `text` is folded; `stems` lets an English word stand for all that
    share its stem."""

    def __init__(self, text: str, *, stems: bool) -> None:
        self._stem = stemmed(text) if stems and text.isalpha() and text.isascii() else ""
        self._pattern = _compiled(text, self._stem)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """The spans [start, end) of a text that is usual or folded, in order, none overlapping another."""
        for match in self._pattern.finditer(text):
            if not self._stem or stemmed(scripts.joined(folded(match.group()))) == self._stem:
                yield match.span()


def find_all(text: str, matchers: Sequence[Matcher]) -> Iterator[tuple[int, int, int]]:
    """Where each of the matchers finds something in an original text: its number, start and end."""
    if is_usual(text):
        for number, matcher in enumerate(matchers):
            for start, end in matcher.spans(text):
                yield number, start, end
        return
    even = fold(text)
    variants_joined = join_variants(even.text)
    for number, matcher in enumerate(matchers):
        for start, end in matcher.spans(variants_joined):
            yield number, *even.span(start, end)


@lru_cache(maxsize=4096)
def _compiled(text: str, stem: str) -> re.Pattern[str]:
    if stem:
        start = _bounded([_DROPPED.join(map(_forms, _common_start(text, stem)))], text, open_end=True)
        return re.compile(f"{start}(?:{_kind_of(text)})*")
    return re.compile("".join(_elements(text)))


def _elements(text: str) -> Iterator[str]:
    """The pattern of a folded text: its Han characters and identifiers with what may stand between them."""
    before = ""
    for piece, _ in scripts.pieces(text):
        run = scripts.is_ideographic(piece[0])
        if before:
            both = run or scripts.is_ideographic(before)
            yield _BETWEEN_HAN if both else _GENITIVE + _BETWEEN_ATOMS
        yield _BETWEEN_HAN.join(map(_forms, piece)) if run else _identifier(piece)
        before = piece[-1]


def _identifier(piece: str) -> str:
    """An identifier, its atoms apart or joined; a single atom may stand parted (`e-mail`, `2025-05-02`)."""
    atoms = scripts.atoms(piece)
    inner = _DROPPED if len(atoms) == 1 else ""
    return _bounded([inner.join(map(_forms, atom)) for atom in atoms], "".join(atoms))


def _bounded(patterns: list[str], text: str, *, open_end: bool = False) -> str:
    """The patterns one behind the other with no character of the same kind before or behind the text."""
    pattern = _BETWEEN_ATOMS.join(patterns)
    if text[0].isalnum():
        # A pattern that begins with a class is searched for several times faster than one with a condition.
        first = _forms(text[0])
        pattern = f"{first}(?<!{_kind_of(text)}.){pattern.removeprefix(first)}"
    return pattern + (f"(?!{_kind_of(text[-1])})" if text[-1].isalnum() and not open_end else "")


def _kind_of(atom: str) -> str:
    if atom[0].isdigit():
        return r"\d"
    return scripts.LATIN_LETTER if re.match(scripts.LATIN_LETTER, atom) else scripts.OTHER_LETTER


def _forms(character: str) -> str:
    """The class of what is usual and folds to the character."""
    forms = written_forms().get(character, character)
    return re.escape(forms) if len(forms) == 1 else "[" + re.escape(forms) + "]"


def _common_start(word: str, stem: str) -> str:
    """What every word of a stem begins with: the stem, but for the last letter where the stemmer writes
    `i` for `y` or gives back an `e` (`compani` of company, `hope` of hoping)."""
    start = stem[:-1] if len(stem) > 2 and stem[-1] in "ie" else stem
    while not word.startswith(start):
        start = start[:-1]
    return start or word[0]
