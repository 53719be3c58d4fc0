"""Where in an original text does what was asked stand?

The inverse of analysis: a unit or a phrase becomes a pattern over *unfolded* text, in which a Han character
is the class of its traditional forms and a letter that of both cases. So most texts are searched as they are,
at the speed of the pattern engine. The few that hold something unusual (an accent, a full-width letter, a
zero-width mark) are folded first, and what is found there is led back to the original. May import folding,
scripts and analysis.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate

from index import scripts
from index.analysis import stemmed
from index.folding import Folded, fold, folded, is_usual, join_variants, written_forms

# Classes are kept small: to compile one of many ranges takes longer than to look through ten articles.
_BETWEEN_HAN = r"[\s·]*"
_BETWEEN_ATOMS = r"(?:[^\w\u2600-\u27bf\u2e80-\u2fdf\uffff\U00010000-\U0010fffe]|_){0,8}"
_SAME = (("・", "·"), ("‧", "·"), ("•", "·"), ("’", "'"))  # signs that mean the same in what is looked for
_SEAM = "\uffff"  # between texts that are looked through as one; a noncharacter, over which nothing runs
_LONG = 60  # characters; what is longer isn't asked for again, and its pattern would fill the memory
_DROPPED = "[-_,']?"  # what is left out when an identifier is written as one word
# Taken whole or not at all, or else each of many `'s` doubles the ways in which a text can be read.
_GENITIVE = r"(?:'s(?![-_./&@:+#']?[A-Za-z0-9\xc0-\xff]))?+"


class Matcher:
    """What is looked for: one asked text, folded. `stems` lets an English word stand for all that share its
    stem; with `words` the text is what all of these begin with, and each of them is looked for."""

    def __init__(self, text: str, *, stems: bool = False, words: frozenset[str] = frozenset()) -> None:
        stem = stemmed(text) if stems and text.isalpha() and text.isascii() else ""
        self._text, self._stem, self._words = text, stem, words
        self._known: dict[str, bool] = {}  # which words have the stem, or are among the words
        self._han = [_written(each) for each in text if scripts.is_ideographic(each)]
        self._latin = _latin(text, stem)

    def may_stand_in(self, whole: "Whole") -> bool:
        """False where some Han character or Latin word of what is asked stands nowhere in a text; costs a
        hundredth of looking for all of it, and spares to make its pattern ready."""
        for forms in self._han:
            for form in forms:
                if form in whole.text:
                    break
            else:
                return False
        return all(part in whole.latin for part in self._latin)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """The spans in a text that is usual or folded, or in several with a seam between; in order, none
        overlapping another."""
        chosen = bool(self._stem or self._words)
        for match in self._pattern.finditer(text):
            if not chosen or self._is_meant(match.group()):
                yield match.span()

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        if self._words:
            return _compiled_start(self._text)
        if self._stem:
            return _compiled_stem(self._text, self._stem)
        return _compiled(self._text) if len(self._text) <= _LONG else _compiled.__wrapped__(self._text)

    def _is_meant(self, written: str) -> bool:
        meant = self._known.get(written)
        if meant is None:
            word = scripts.joined(folded(written))
            meant = self._known[written] = word in self._words if self._words else stemmed(word) == self._stem
        return meant


class Whole:
    """Texts that are looked through as one, usual or folded."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def latin(self) -> bytes:
        """The ASCII of the text in small letters, without what is left out when words are joined."""
        return self.text.encode("ascii", "ignore").lower().translate(None, b"-_,'")


def find_in_texts(texts: Sequence[str], matchers: Sequence[Matcher]) -> Iterator[tuple[int, int, int, int]]:
    """Where each of the matchers finds something in original texts: the number of the text, that of the
    matcher, start and end in the text. Matcher by matcher, for each in the order of the texts.

    The texts are looked through as one, since to begin with each of a thousand short ones costs more than to
    read them.
    """
    if not matchers:
        return
    together = _SEAM.join(texts)
    joined = texts
    maps: dict[int, Folded] = {}
    if not is_usual(together):
        maps = {number: fold(text) for number, text in enumerate(texts) if not is_usual(text)}
        joined = [join_variants(maps[n].text) if n in maps else text for n, text in enumerate(texts)]
        together = _SEAM.join(joined)
    for sign, same in _SAME:
        together = together.replace(sign, same)
    whole = Whole(together)
    starts = list(accumulate((len(text) + len(_SEAM) for text in joined), initial=0))
    for place, matcher in enumerate(matchers):
        if matcher.may_stand_in(whole):
            for start, end in matcher.spans(together):
                number = bisect_right(starts, start) - 1
                start, end = start - starts[number], end - starts[number]
                yield (number, place, *(maps[number].span(start, end) if number in maps else (start, end)))


def _latin(text: str, stem: str) -> tuple[bytes, ...]:
    """What stands in the ASCII of every text that has what is asked."""
    if stem:
        return (_common_start(text, stem).encode(),)
    pieces = (piece for piece, _ in scripts.pieces(text) if not scripts.is_ideographic(piece[0]))
    atoms = (atom for piece in pieces for atom in scripts.atoms(piece))
    return tuple(atom.encode() for atom in atoms if atom.isascii() and atom.isalnum())


@lru_cache(maxsize=2048)
def _compiled(text: str) -> re.Pattern[str]:
    return re.compile("".join(_elements(text)))


@lru_cache(maxsize=2048)
def _compiled_stem(text: str, stem: str) -> re.Pattern[str]:
    """Every word that begins as all do that share the stem."""
    start = _bounded([_DROPPED.join(map(_forms, _common_start(text, stem)))], text, open_end=True)
    return re.compile(f"{start}[{_LATIN[0]}]*{_not_behind(_LATIN)}")


@lru_cache(maxsize=256)
def _compiled_start(text: str) -> re.Pattern[str]:
    """Every word that begins so."""
    start = _bounded([_DROPPED.join(map(_forms, text))], text, open_end=True)
    kind = _kind_of(text)
    return re.compile(rf"{start}[{kind[0]}\d]*+{_not_behind(kind)}")


def _elements(text: str) -> Iterator[str]:
    """The pattern of a folded text: its Han characters and identifiers with what may stand between them."""
    before = ""
    for piece, _ in scripts.pieces(text):
        run = scripts.is_ideographic(piece[0])
        if before:
            behind_run = scripts.is_ideographic(before)
            genitive = "" if behind_run else _GENITIVE
            yield genitive + (_BETWEEN_HAN if run or behind_run else _BETWEEN_ATOMS)
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
        pattern = f"{first}{_not_before(_kind_of(text))}{pattern.removeprefix(first)}"
    return pattern + (_not_behind(_kind_of(text[-1])) if text[-1].isalnum() and not open_end else "")


# The letters and digits of a kind, as the insides of classes; in two where one would be slow to compile. Of
# the Latin letters those are left out that fold to others, which is all beyond the second range.
_LATIN = ("A-Za-z\xaa\xb5\xba\xbc-\xbe\xc0-\xd6\xd8-\xf6\xf8-\xff", "\u0100-\u024f")
_DIGIT = (r"\d",)
_OTHER = (scripts.OTHER_LETTER.strip("[]"),)
_is_latin = re.compile(scripts.LATIN_LETTER).match


def _kind_of(atom: str) -> tuple[str, ...]:
    if atom[0].isdigit():
        return _DIGIT
    return _LATIN if _is_latin(atom) else _OTHER


def _not_before(kind: tuple[str, ...]) -> str:
    """Behind the first character of a pattern: none of the kind stands before it."""
    return "".join(f"(?<![{part}].)" for part in kind)


def _not_behind(kind: tuple[str, ...]) -> str:
    return "".join(f"(?![{part}])" for part in kind)


def _written(character: str) -> str:
    """All that is usual and folds to the character."""
    return written_forms().get(character, character)


def _forms(character: str) -> str:
    """The class of what is usual and folds to the character."""
    forms = _written(character)
    return re.escape(forms) if len(forms) == 1 else "[" + re.escape(forms) + "]"


def _common_start(word: str, stem: str) -> str:
    """What every word of a stem begins with: the stem, but for the last letter where the stemmer writes
    `i` for `y` or gives back an `e` (`compani` of company, `hope` of hoping)."""
    start = stem[:-1] if len(stem) > 2 and stem[-1] in "ie" else stem
    while not word.startswith(start):
        start = start[:-1]
    return start or word[0]
