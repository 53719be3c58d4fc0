"""Which pattern finds what was asked in an unfolded text?

The inverse of folding: a Han character becomes the class of its traditional forms and a letter that of both
cases, with what may stand between them. A pattern finds whatever can be asked, but to make one ready takes as
long as to look through ten articles. Owns what may stand between characters and words, and what parts them.
May import folding and unicode_scripts.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from index.text import unicode_scripts
from index.text.folding import surface_forms

SEAM = "\uffff"  # between texts that are looked through as one; a noncharacter, over which nothing runs

# Classes are kept small: to compile one of many ranges takes longer than to look through ten articles.
_BETWEEN_HAN = r"[\s·]*"
BETWEEN_ATOMS = r"(?:[^\w\u2600-\u27bf\u2e80-\u2fdf\uffff\U00010000-\U0010fffe]|_){0,8}"
_NOTHING = "(?!)"  # of a text without a letter or digit, which stands nowhere
_LONG = 60  # characters; what is longer isn't asked for again, and its pattern would fill the memory
DROPPED = "-_,'"  # what is left out when an identifier is written as one word
_DROPPED = f"[{DROPPED}]?"
# Taken whole or not at all, or else each of many `'s` doubles the ways in which a text can be read.
GENITIVE = r"(?:'s(?![-_./&@:+#']?[A-Za-z0-9\xc0-\xff]))?+"
# The letters and digits of a kind, as the insides of classes; in two where one would be slow to compile. Of
# the Latin letters those are left out that fold to others, which is all beyond the second range.
LATIN = ("A-Za-z\xaa\xb5\xba\xbc-\xbe\xc0-\xd6\xd8-\xf6\xf8-\xff", "\u0100-\u024f")
_DIGIT = (r"\d",)
_OTHER = (unicode_scripts.OTHER_LETTER.strip("[]"),)
_is_latin = re.compile(unicode_scripts.LATIN_LETTER).match


def pattern_of(text: str) -> re.Pattern[str]:
    """What finds a folded text."""
    return _compiled(text) if len(text) <= _LONG else _compiled.__wrapped__(text)


@lru_cache(maxsize=2048)
def pattern_of_stem(start: str) -> re.Pattern[str]:
    """What finds every Latin word that begins so, as all do that share a stem."""
    begun = _bounded([_DROPPED.join(map(_forms, start))], start, open_end=True)
    return re.compile(f"{begun}[{LATIN[0]}]*{_not_behind(LATIN)}")


@lru_cache(maxsize=256)
def pattern_of_start(text: str) -> re.Pattern[str]:
    """What finds every word that begins so, with digits behind it too."""
    begun = _bounded([_DROPPED.join(map(_forms, text))], text, open_end=True)
    kind = _kind_of(text)
    return re.compile(rf"{begun}[{kind[0]}\d]*+{_not_behind(kind)}")


def written(character: str) -> str:
    """All that is usual and folds to the character."""
    return surface_forms().get(character, character)


@lru_cache(maxsize=2048)
def _compiled(text: str) -> re.Pattern[str]:
    return re.compile("".join(_elements(text)) or _NOTHING)


def _elements(text: str) -> Iterator[str]:
    """The pattern of a folded text: its Han characters and identifiers with what may stand between them."""
    before = ""
    for piece, _ in unicode_scripts.pieces(text):
        run = unicode_scripts.is_ideographic(piece[0])
        if before:
            behind_run = unicode_scripts.is_ideographic(before)
            genitive = "" if behind_run else GENITIVE
            yield genitive + (_BETWEEN_HAN if run or behind_run else BETWEEN_ATOMS)
        yield _BETWEEN_HAN.join(map(_forms, piece)) if run else _identifier(piece)
        before = piece[-1]


def _identifier(piece: str) -> str:
    """An identifier, its atoms apart or joined; a single atom may stand parted (`e-mail`, `2025-05-02`)."""
    atoms = unicode_scripts.atoms(piece)
    inner = _DROPPED if len(atoms) == 1 else ""
    return _bounded([inner.join(map(_forms, atom)) for atom in atoms], "".join(atoms))


def _bounded(patterns: list[str], text: str, *, open_end: bool = False) -> str:
    """The patterns one behind the other with no character of the same kind before or behind the text."""
    pattern = BETWEEN_ATOMS.join(patterns)
    if text[0].isalnum():
        # A pattern that begins with a class is searched for several times faster than one with a condition.
        first = _forms(text[0])
        pattern = f"{first}{_not_before(_kind_of(text))}{pattern.removeprefix(first)}"
    return pattern + (_not_behind(_kind_of(text[-1])) if text[-1].isalnum() and not open_end else "")


def _kind_of(atom: str) -> tuple[str, ...]:
    if atom[0].isdigit():
        return _DIGIT
    return LATIN if _is_latin(atom) else _OTHER


def _not_before(kind: tuple[str, ...]) -> str:
    """Behind the first character of a pattern: none of the kind stands before it."""
    return "".join(f"(?<![{part}].)" for part in kind)


def _not_behind(kind: tuple[str, ...]) -> str:
    return "".join(f"(?![{part}])" for part in kind)


def _forms(character: str) -> str:
    """The class of what is usual and folds to the character."""
    forms = written(character)
    return re.escape(forms) if len(forms) == 1 else "[" + re.escape(forms) + "]"
