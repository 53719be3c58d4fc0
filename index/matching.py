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
_BETWEEN_ATOMS = rf"(?:(?!{scripts.IDEOGRAPH})[\W_]){{0,8}}"


class Matcher:
    """What is looked for: one asked text. `text` is folded; `stems` lets an English word stand for all that
    share its stem."""

    def __init__(self, text: str, *, stems: bool) -> None:
        self._stem = stemmed(text) if stems and text.isalpha() and text.isascii() else ""
        self._pattern = _compiled(text, self._stem)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """The spans [start, end) of a text that is usual or folded, in order, none overlapping another."""
        for match in self._pattern.finditer(text):
            if not self._stem or stemmed(folded(match.group())) == self._stem:
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
        return re.compile(_atom(_common_start(text, stem), open_end=True) + f"(?:{_kind_of(text)})*")
    return re.compile("".join(_elements(text)))


def _elements(text: str) -> Iterator[str]:
    """The pattern of a folded text: its Han characters and atoms with what may stand between them."""
    before = ""
    for piece, _ in scripts.pieces(text):
        if scripts.is_ideographic(piece[0]):
            yield (_BETWEEN_HAN if before else "") + _BETWEEN_HAN.join(map(_forms, piece))
        else:
            for atom in scripts.atoms(piece):
                if before:
                    yield _BETWEEN_HAN if scripts.is_ideographic(before) else _BETWEEN_ATOMS
                yield _atom(atom)
                before = atom[-1]
        before = piece[-1]


def _atom(atom: str, *, open_end: bool = False) -> str:
    """A stretch of letters or digits with no character of its kind before or behind it; or a sign."""
    first, *rest = map(_forms, atom)
    if not atom[0].isalnum():
        return first
    kind = _kind_of(atom)
    # A pattern that begins with a class is searched for several times faster than one with a condition.
    return f"{first}(?<!{kind}.){''.join(rest)}" + ("" if open_end else f"(?!{kind})")


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
