"""Where in an original text does what was asked stand?

The inverse of analysis: a unit or a phrase becomes a pattern over *unfolded* text, in which every character
is the class of all that fold to it. So a text is searched as it is, at the speed of the pattern engine, and
the spans point into the original without a map. May import folding, scripts and analysis.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from index import scripts
from index.analysis import stemmed
from index.folding import folded, originals, vanishing_class, written_forms

_MARKS = f"[{vanishing_class()}]*"  # what may stand inside a match without being asked for
# A text without any of these holds no mark, and of each Latin letter or digit only the plain forms; a
# pattern for such a text is ten times faster.
_UNUSUAL = re.compile(
    "[\u00aa\u00ad\u00b2\u00b3\u00b9\u00ba\u00c0-\u061c\u06dd\u070f\u0890-\u08e2\u1100-\u11ff\u180e\u1ab0-\u1fff"
    "\u200b-\u200f\u202a-\u202e\u2060-\u218b\u2460-\u24ff\u2c60-\u2c7f\u2e80-\u2fdf\u3038-\u33ff\ua640-\ua7f9\uab5c-\uab69"
    "\uf900-\ufb06\ufe00-\ufe2f\ufeff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\uffdc\ufff9-\ufffb\U00010000-\U0010ffff]"
)
_BETWEEN_HAN = r"[\s·・‧•]*"
_BETWEEN_ATOMS = rf"(?:(?!{scripts.IDEOGRAPH})[\W_]){{0,8}}"


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
    if stem:
        start, letter = _common_start(text, stem), _kind_of(text)
        marks = _MARKS if unusual else ""
        return re.compile(_atom(start, unusual, open_end=True) + f"(?:{letter}{marks})*")
    return re.compile("".join(_elements(text, unusual)))


def _elements(text: str, unusual: bool) -> Iterator[str]:
    """The pattern of a folded text: its Han characters and atoms with what may stand between them."""
    before = ""
    for piece, _ in scripts.pieces(text):
        if scripts.is_ideographic(piece[0]):
            yield (_BETWEEN_HAN if before else "") + _BETWEEN_HAN.join(_spelled(piece, unusual, _BETWEEN_HAN))
        else:
            for atom in scripts.atoms(piece):
                if before:
                    yield _BETWEEN_HAN if scripts.is_ideographic(before) else _BETWEEN_ATOMS
                yield _atom(atom, unusual)
                before = atom[-1]
        before = piece[-1]


def _atom(atom: str, unusual: bool, *, open_end: bool = False) -> str:
    """A stretch of letters or digits with no character of its kind before or behind it; or a sign."""
    first, *rest = _spelled(atom, unusual, "")
    if not atom[0].isalnum():
        return first
    kind = _kind_of(atom)
    end = "" if open_end else f"(?!{kind})"
    if unusual:
        return f"(?<!{kind}){first}{''.join(rest)}{end}"
    # A pattern that begins with a class is searched for several times faster than one with a condition.
    return f"{first}(?<!{kind}.){''.join(rest)}{end}"


def _kind_of(atom: str) -> str:
    if atom[0].isdigit():
        return r"\d"
    return scripts.LATIN_LETTER if re.match(scripts.LATIN_LETTER, atom) else scripts.OTHER_LETTER


def _spelled(text: str, unusual: bool, between: str) -> list[str]:
    """A pattern for each character of a folded text, or for a few where one original may stand for them."""
    if not unusual:
        return [_plain_form(character) for character in text]
    patterns: list[str] = []
    at = 0
    while at < len(text):
        # At most four: what folds to more (㍿ to four, ﷺ to a sentence) is beyond what is searched for.
        several = next((n for n in (4, 3, 2) if text[at : at + n] in originals() and at + n <= len(text)), 1)
        spelled = between.join(
            _class(originals().get(each, each)) + _MARKS for each in text[at : at + several]
        )
        if several > 1:
            spelled = f"(?:{spelled}|{_class(originals()[text[at : at + several]])}{_MARKS})"
        patterns.append(spelled)
        at += several
    return patterns


def _plain_form(character: str) -> str:
    if character.isascii():
        return _class("".join(dict.fromkeys(character + character.upper())))
    return _class(written_forms().get(character, character))


def _class(forms: str) -> str:
    return re.escape(forms) if len(forms) == 1 else "[" + re.escape(forms) + "]"


def _common_start(word: str, stem: str) -> str:
    """What every word of a stem begins with: the stem, but for the last letter where the stemmer writes
    `i` for `y` or gives back an `e` (`compani` of company, `hope` of hoping)."""
    start = stem[:-1] if len(stem) > 2 and stem[-1] in "ie" else stem
    while not word.startswith(start):
        start = start[:-1]
    return start or word[0]
