"""Where in an original text does what was asked stand?

The inverse of analysis: a unit or a phrase becomes a pattern over *unfolded* text, in which every character
is the class of all that fold to it. So a text is searched as it is, at the speed of the pattern engine, and
the spans point into the original without a map. May import folding, scripts and analysis.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from index import scripts
from index.analysis import stemmed
from index.folding import folded, originals

# Letters below the scripts that need cutting, and full-width and mathematical ones.
_LETTER = r"[^\W\d_\u2e80-\uff20\uff3b-\uff40\uff5b-\U0001d3ff\U0001d800-\U0010ffff]"
# What may stand inside a match without being asked for: accents and characters of no width.
_MARKS = "\u0300-\u036f\u200b-\u200f\u00ad\u2060\ufe0e\ufe0f\ufeff"
# A text without any of these holds no mark, and of each Latin letter or digit only the plain forms; a
# pattern for such a text is ten times faster.
_UNUSUAL = re.compile(
    f"[{_MARKS}\u00aa\u00b2\u00b3\u00b9\u00ba\u00c0-\u02af\u1d00-\u1fff\u2070-\u218b\u2460-\u24ff"
    "\u3200-\u33ff\uff10-\uff5a\U0001d400-\U0001d7ff]"
)
_BETWEEN_HAN = r"[\s·・‧•]*"
_BETWEEN_ATOMS = r"[\W_]{0,8}"


class Matcher:
    """Finds where one asked text stands. `text` is folded; `stems` lets an English word stand for all
    that share its stem."""

    def __init__(self, text: str, *, stems: bool) -> None:
        self._text = text
        self._stem = stemmed(text) if stems and text.isalpha() and text.isascii() else ""

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """The spans [start, end) of the original text, in order, none overlapping another."""
        pattern = _compiled(self._text, self._stem, unusual=bool(_UNUSUAL.search(text)))
        for match in pattern.finditer(text):
            if not self._stem or stemmed(folded(match.group())) == self._stem:
                yield match.span()


@lru_cache(maxsize=4096)
def _compiled(text: str, stem: str, *, unusual: bool) -> re.Pattern[str]:
    forms = _any_form if unusual else _plain_form
    if stem:
        start = [forms(letter) for letter in _common_start(text, stem)]
        marks = _marks(unusual)
        return re.compile(_bounded(start, _LETTER, open_end=True) + f"(?:{_LETTER}{marks})*")
    return re.compile("".join(_elements(text, forms)))


def _elements(text: str, forms: Callable[[str], str]) -> Iterator[str]:
    """The pattern of a folded text: its Han characters and atoms with what may stand between them."""
    before = ""
    for piece, _ in scripts.pieces(text):
        if scripts.is_ideographic(piece[0]):
            for character in piece:
                yield (_BETWEEN_HAN if before else "") + forms(character)
                before = character
        else:
            for atom in scripts.atoms(piece):
                if before:
                    yield _BETWEEN_HAN if scripts.is_ideographic(before) else _BETWEEN_ATOMS
                kind = r"\d" if atom[0].isdigit() else _LETTER
                classes = [forms(character) for character in atom]
                yield _bounded(classes, kind) if atom[0].isalnum() else classes[0]
                before = atom[-1]


def _bounded(classes: Sequence[str], kind: str, *, open_end: bool = False) -> str:
    """A run of classes with no character of its kind before or behind it.

    The look behind stands after the first character, for a pattern that begins with a class is searched for
    several times faster than one that begins with a condition.
    """
    first, *rest = classes
    # An optional mark has no fixed width to look behind, so the first is looked behind before its marks.
    character, marks = first.removesuffix(_marks(True)), _marks(first.endswith(_marks(True)))
    return f"{character}(?<!{kind}.){marks}" + "".join(rest) + ("" if open_end else f"(?!{kind})")


def _marks(unusual: bool) -> str:
    return f"[{_MARKS}]*" if unusual else ""


def _any_form(character: str) -> str:
    return _class(originals().get(character, character)) + _marks(True)


def _plain_form(character: str) -> str:
    if character.isascii():
        return _class("".join(dict.fromkeys(character + character.upper())))
    return _class(originals().get(character, character))


def _class(forms: str) -> str:
    return re.escape(forms) if len(forms) == 1 else "[" + re.escape(forms) + "]"


def _common_start(word: str, stem: str) -> str:
    """What every word of a stem begins with: the stem, but for the last letter where the stemmer writes
    `i` for `y` or gives back an `e` (`compani` of company, `hope` of hoping)."""
    start = stem[:-1] if len(stem) > 2 and stem[-1] in "ie" else stem
    while not word.startswith(start):
        start = start[:-1]
    return start or word[0]
