"""What is this text with width, case, accents and script folded, and where was each character?

Folding makes 「Ｄａｔａ ＣＥＮＴＥＲ」 equal to "data center", 數據 to 数据, café to cafe. Owns the tables
and the map of offsets. Pure; may import nothing of this project but its data.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

import msgspec

SEPARATOR = "\u2029"  # between texts that are analysed together; folds to itself

# In the result of the fast path, a character that folds to none or to several; such a text takes the slow
# path, which keeps a map of offsets. A noncharacter: no text meant for interchange may contain it.
_COMPLEX = "\U0010ffff"
# Marks that are removed: accents on a letter, variation selectors. Vowel signs of other scripts stay.
_ACCENTS = (
    (0x0300, 0x036F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xE0100, 0xE01EF),
)  # fmt: skip
_FRACTION = "\u2044"
_LETTERLIKE = frozenset(("So", "Nl"))  # categories of signs and Roman numerals that NFKC makes letters of
_DROPPED = frozenset("™℠")  # NFKC would join `tm` to the name before it


class Folded(msgspec.Struct, frozen=True):
    """A folded text. `starts[i]` and `ends[i]` are the offsets in the original of the character that folded
    character i came from; both are none if folding moved nothing."""

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of the folded span [start, end); it must not be empty."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """The folded text with its map of offsets; `fold(fold(t).text).text == fold(t).text`."""
    simple = text.translate(_one_to_one)
    if _COMPLEX not in simple:
        return Folded(simple)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for start, end in _complex_clusters(text, simple):
        # Between two complex places each character folds to one.
        pieces.append(simple[at:start])
        starts += range(at, start)
        ends += range(at + 1, start + 1)
        for piece in (_cached_cluster if end - start <= _MAX_CACHED else _fold_cluster)(text[start:end]):
            at = end if piece.whole else start + 1
            shown = piece.text
            if shown and _is_letterlike(text[start]) and _ends_in_a_letter(pieces):
                shown = f"-{shown}"  # a sign right after a word is no part of it: AcmeⓇ, MarkⅡ, Solar㎾
            pieces.append(shown)
            starts += [start] * len(shown)
            ends += [at] * len(shown)
            if not shown and ends:
                # A character that folds to nothing (an accent, a zero-width mark) belongs to the one before
                # it.
                ends[-1] = at
            start = at
    pieces.append(simple[at:])
    starts += range(at, len(text))
    ends += range(at + 1, len(text) + 1)
    return Folded("".join(pieces), tuple(starts), tuple(ends))


def fold_text(text: str) -> str:
    """The folded text without offsets."""
    simple = text.translate(_one_to_one)
    if _COMPLEX not in simple:
        return simple
    return fold(text).text


def fold_for_tokens(text: str) -> str:
    """Like `fold_text`, but blanks, and punctuation that no token can contain, may stay unchanged.

    Nearly all texts are ASCII, simplified Han and common punctuation, and for these it is ten times faster;
    the rest is folded paragraph by paragraph, since most of its paragraphs are like that too.
    """
    if _needs_folding().search(text):
        if SEPARATOR in text:
            return SEPARATOR.join(map(fold_for_tokens, text.split(SEPARATOR)))
        return fold_text(text)
    text = text.lower()
    for wide, narrow in _WIDE_SIGNS:
        text = text.replace(wide, narrow)
    return text


def folded_letters(text: str) -> str:
    """Only the letters and digits of the folded text."""
    simple = text.translate(_one_to_one_letters)
    return "".join(filter(str.isalnum, folded(text))) if _COMPLEX in simple else simple


def folded(text: str) -> str:
    """The text after both steps of folding: texts that fold alike match the same query."""
    return join_variants(fold_text(text))


def join_variants(text: str) -> str:
    """Fold the characters that `fold` leaves for the segmenter; keeps the length."""
    # Looking for each of two dozen characters costs a tenth of one `translate`, and mostly finds none.
    for old, new in _late_table():
        if old in text:
            text = text.replace(old, new)
    return text


@cache
def fold_character(character: str) -> str:
    """The folded form of a character: mostly one character, sometimes several (㎏), sometimes none
    (U+200B)."""
    category = unicodedata.category(character)
    if character == SEPARATOR:
        return character
    if character in "\n\u2028\x85":
        return "\n"
    if category == "Cf" or _is_accent(character):
        return ""
    if category in {"Cc", "Zs"}:
        return " "
    if character in _DROPPED or character == _COMPLEX:
        return " "
    compatible = unicodedata.normalize("NFKC", character).casefold()
    # Some capitals fold to a letter with an accent (İ), some compatibility forms contain accents.
    decomposed = unicodedata.normalize("NFKD", compatible)
    plain = unicodedata.normalize("NFC", "".join(part for part in decomposed if not _is_accent(part)))
    if len(plain) != 1 and (_FRACTION in plain or not any(part.isalnum() for part in plain)):
        return character  # ½ isn't 1 and 2; nobody searches for the parts of punctuation such as …
    return "".join(_early_table().get(part, part) for part in plain)


@cache
def tables_fingerprint() -> str:
    """A short hash of everything that folding depends on: the tables and the Unicode version."""
    basis = _data() + unicodedata.unidata_version
    return hashlib.blake2b(basis.encode(), digest_size=6).hexdigest()


def is_plain(text: str) -> bool:
    """Whether the text is all ASCII, basic Han, common punctuation and characters that fold to themselves, so
    that `surface_forms` lists every character of it that folds to another."""
    return bool(_ALL_PLAIN.fullmatch(text)) or all(map(_folds_to_itself, set(_NOT_PLAIN.findall(text))))


@cache
def surface_forms() -> dict[str, str]:
    """All forms in which a plain text may have a folded character: both cases of a letter, the traditional
    forms of a Han character, the full-width form of a sign."""
    forms = {chr(code): chr(code) + chr(code).upper() for code in range(ord("a"), ord("z") + 1)}
    forms |= {narrow: narrow + wide for wide, narrow in _WIDE_SIGNS}
    for traditional, simplified, _ in _rows():
        forms[simplified] = forms.get(simplified, simplified) + traditional
    return forms


@cache
def _is_letterlike(character: str) -> bool:
    """Whether a character is a sign or a Roman numeral that folds to Latin letters."""
    folded_form = fold_character(character)
    return unicodedata.category(character) in _LETTERLIKE and folded_form.isascii() and folded_form.isalpha()


def _ends_in_a_letter(pieces: list[str]) -> bool:
    last = next((piece[-1] for piece in reversed(pieces) if piece), "")
    return last.isalpha() and last < "\u2e80"


def _is_accent(character: str) -> bool:
    code = ord(character)
    return code >= 0x300 and any(first <= code <= last for first, last in _ACCENTS)


@cache
def _folds_to_itself(character: str) -> bool:
    after_a_letter = f"a{character}"  # where Unicode may compose the two
    return folded(after_a_letter) == after_a_letter and not _composes(character)


def _data() -> str:
    return resources.files("index.data").joinpath("traditional.tsv").read_text(encoding="utf-8")


def _rows() -> list[tuple[str, str, bool]]:
    rows = (line.split("\t") for line in _data().splitlines())
    return [(row[0], row[1], len(row) > 2) for row in rows]


@cache
def _early_table() -> dict[str, str]:
    return {traditional: simplified for traditional, simplified, also in _rows() if not also}


# Full-width signs that a token may contain, and with them the characters of a plain text.
_WIDE_SIGNS = tuple(zip("，：％－＆／", ",:%-&/", strict=True))
_PLAIN = (
    "\n\t\x20-\x7e\xa0\u3000·°×–\u2190-\u21ff\u2500-\u25ff。、；？！（）“”‘’《》「」『』【】…—～〜"
    + "".join(wide for wide, _ in _WIDE_SIGNS)
    + SEPARATOR
)


# Including the noncharacter that separates texts which are searched as one.
_NOT_PLAIN = re.compile(f"[^{_PLAIN}\u4e00-\u9fff\uffff]")
_ALL_PLAIN = re.compile(f"[{_PLAIN}\u4e00-\u9fff\uffff]*+")  # twice as fast as searching for an exception


@cache
def _needs_folding() -> re.Pattern[str]:
    """Matches what `lower` alone doesn't fold: all but ASCII, common punctuation, simplified Han.

    One class and no alternatives, since only then does the search run at the speed of memory.
    """
    simplified = "".join(map(chr, range(0x4E00, 0xA000))).translate(dict.fromkeys(map(ord, _early_table())))
    return re.compile(f"[^{_PLAIN}{simplified}]")


@cache
def _late_table() -> tuple[tuple[str, str], ...]:
    return tuple((traditional, simplified) for traditional, simplified, also in _rows() if also)


def _complex_clusters(text: str, simple: str) -> Iterator[tuple[int, int]]:
    """The spans, in order, that don't fold one to one: a character, or one with the marks and letters that
    Unicode composes with it (a decomposed hangul syllable, an Arabic letter and its hamza)."""
    end = 0
    while (place := simple.find(_COMPLEX, end)) >= 0:
        start = place
        while start > end and _composes(text[start]):
            start -= 1
        end = place + 1
        while end < len(text) and _composes(text[end]):
            end += 1
        yield start, end


def _composes(character: str) -> bool:
    """Whether the character may be composed with the one before it: hangul vowels and finals, combining
    marks, the half-width voicing marks of kana."""
    return "\u1160" <= character <= "\u11ff" or character in "ﾞﾟ" or unicodedata.combining(character) > 0


class _Piece(NamedTuple):
    text: str
    whole: bool  # of a whole cluster, not of its next character


def _fold_cluster(cluster: str) -> list[_Piece]:
    """A cluster character by character, or as one if its characters fold differently together than alone."""
    alone = list(map(fold_character, cluster))
    if len(cluster) > 1:
        together = "".join(map(fold_character, unicodedata.normalize("NFKC", cluster)))
        if together != "".join(alone):
            return [_Piece(together, True)]
    return [_Piece(text, False) for text in alone]


# Most clusters are an accented letter, so folded clusters are cached, except very long ones.
_MAX_CACHED = 8  # characters
_cached_cluster = lru_cache(maxsize=4096)(_fold_cluster)


class _OneToOne(dict[int, int | str]):
    """Folding of one character to one, filled as characters come; the rest is marked complex."""

    def __missing__(self, code: int) -> int | str:
        character = chr(code)
        folded = fold_character(character)
        is_simple = len(folded) == 1 and not _composes(character) and not _is_letterlike(character)
        self[code] = ord(folded) if is_simple else _COMPLEX
        return self[code]


_one_to_one = _OneToOne()


class _OneToOneLetters(dict[int, int | str | None]):
    """Like `_OneToOne`, with the variants joined, and none for a character that is no letter or digit."""

    def __missing__(self, code: int) -> int | str | None:
        folded_code = _one_to_one[code]
        if isinstance(folded_code, int):
            letter = join_variants(chr(folded_code))
            self[code] = ord(letter) if letter.isalnum() else None
        else:
            self[code] = folded_code
        return self[code]


_one_to_one_letters = _OneToOneLetters()
