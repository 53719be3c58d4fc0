"""Which regular expression finds a searched text in an unfolded one?

The inverse of folding: a Han character becomes the class of its traditional forms and a letter the class of
both cases, with what may occur between them. A regex finds everything that can be searched for, but compiling
one takes as long as searching ten articles. Owns what may occur between characters and words, and what
separates them. May import folding and unicode_scripts.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from index.text import unicode_scripts
from index.text.folding import surface_forms

SEAM = "\uffff"  # between texts that are searched as one; a noncharacter, across which nothing matches

# Classes are kept small: compiling one of many ranges takes longer than searching ten articles.
_BETWEEN_HAN = r"[\s·]*"
BETWEEN_ATOMS = r"(?:[^\w\u2600-\u27bf\u2e80-\u2fdf\uffff\U00010000-\U0010fffe]|_){0,8}"
_NOTHING = "(?!)"  # of a text without a letter or digit, which occurs nowhere
_MAX_CACHED = 60  # characters; a longer text isn't searched for again, and its regex would fill the memory
DROPPED = "-_,'"  # the joiners that are left out when an identifier is written as one word
_DROPPED = f"[{DROPPED}]?"
# Possessive, or else each of many `'s` doubles the ways to match a text.
GENITIVE = r"(?:'s(?![-_./&@:+#']?[A-Za-z0-9\xc0-\xff]))?+"
# The letters and digits of a kind, as the insides of classes; two classes if one would be slow to compile.
# Latin letters that fold to others, which are all beyond the second range, are left out.
LATIN = ("A-Za-z\xaa\xb5\xba\xbc-\xbe\xc0-\xd6\xd8-\xf6\xf8-\xff", "\u0100-\u024f")
_DIGIT = (r"\d",)
_OTHER = (unicode_scripts.OTHER_LETTER.strip("[]"),)
_is_latin = re.compile(unicode_scripts.LATIN_LETTER).match


def regex_of(text: str) -> re.Pattern[str]:
    """Finds a folded text."""
    return _compiled(text) if len(text) <= _MAX_CACHED else _compiled.__wrapped__(text)


@lru_cache(maxsize=2048)
def regex_of_stem(start: str) -> re.Pattern[str]:
    """Finds every Latin word with that beginning, which all words of a stem share."""
    beginning = _bounded([_DROPPED.join(map(_class_of, start))], start, open_end=True)
    return re.compile(f"{beginning}[{LATIN[0]}]*{_not_followed_by(LATIN)}")


@lru_cache(maxsize=256)
def regex_of_prefix(text: str) -> re.Pattern[str]:
    """Finds every word with that prefix, also followed by digits."""
    beginning = _bounded([_DROPPED.join(map(_class_of, text))], text, open_end=True)
    kind = _kind_of(text)
    return re.compile(rf"{beginning}[{kind[0]}\d]*+{_not_followed_by(kind)}")


def forms_of(character: str) -> str:
    """All characters of a plain text that fold to the character."""
    return surface_forms().get(character, character)


@lru_cache(maxsize=2048)
def _compiled(text: str) -> re.Pattern[str]:
    return re.compile("".join(_elements(text)) or _NOTHING)


def _elements(text: str) -> Iterator[str]:
    """The parts of a text's regex: its Han characters and identifiers, with what may occur between them."""
    before = ""
    for piece, _ in unicode_scripts.pieces(text):
        run = unicode_scripts.is_ideographic(piece[0])
        if before:
            after_run = unicode_scripts.is_ideographic(before)
            genitive = "" if after_run else GENITIVE
            yield genitive + (_BETWEEN_HAN if run or after_run else BETWEEN_ATOMS)
        yield _BETWEEN_HAN.join(map(_class_of, piece)) if run else _identifier(piece)
        before = piece[-1]


def _identifier(piece: str) -> str:
    """An identifier, its atoms separate or joined; a single atom may contain joiners (`e-mail`,
    `2025-05-02`)."""
    atoms = unicode_scripts.atoms(piece)
    single = _DROPPED if len(atoms) == 1 else ""
    patterns = [(single or _thousands(atom)).join(map(_class_of, atom)) for atom in atoms]
    return _bounded(patterns, "".join(atoms))


def _thousands(atom: str) -> str:
    """What may occur between the digits of a number that is long enough for a comma."""
    return ",?" if atom.isdigit() and len(atom) > 3 else ""


def _bounded(patterns: list[str], text: str, *, open_end: bool = False) -> str:
    """The patterns in sequence, with no character of the same kind before or after the text."""
    pattern = BETWEEN_ATOMS.join(patterns)
    if text[0].isalnum():
        # A regex that begins with a class is several times faster than one that begins with an assertion.
        first = _class_of(text[0])
        pattern = f"{first}{_not_preceded_by(_kind_of(text))}{pattern.removeprefix(first)}"
    return pattern + (_not_followed_by(_kind_of(text[-1])) if text[-1].isalnum() and not open_end else "")


def _kind_of(atom: str) -> tuple[str, ...]:
    if atom[0].isdigit():
        return _DIGIT
    return LATIN if _is_latin(atom) else _OTHER


def _not_preceded_by(kind: tuple[str, ...]) -> str:
    """After the first character of a regex: no character of the kind comes before that one."""
    return "".join(f"(?<![{part}].)" for part in kind)


def _not_followed_by(kind: tuple[str, ...]) -> str:
    return "".join(f"(?![{part}])" for part in kind)


def _class_of(character: str) -> str:
    """The class of all characters of a plain text that fold to the character."""
    forms = forms_of(character)
    return re.escape(forms) if len(forms) == 1 else "[" + re.escape(forms) + "]"
