"""What does this text look like with width, case and script set aside, and where was each character?

Folding makes 「Ｄａｔａ　ＣＥＮＴＥＲ」 and "data center" one, 數據 and 数据, café and cafe. Owns the
tables and the map of offsets. Pure; may import nothing of this project but its data.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

import msgspec

SEPARATOR = "\u2029"  # stands between texts that are analysed together; folds to itself

# Stands in the result of the fast way where a character folds to none or to several; such a text takes the
# slow way, which keeps a map of offsets. A noncharacter: no text that is interchanged may hold it.
_UNEVEN = "\U0010ffff"
# Marks that are set aside: accents on a letter, variation selectors. Vowel signs of other scripts stay.
_ACCENTS = (
    (0x0300, 0x036F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xE0100, 0xE01EF),
)  # fmt: skip
_FRACTION = "\u2044"
_UNCHANGED = frozenset("™℠")  # NFKC would glue `tm` to the name before it


class Folded(msgspec.Struct, frozen=True):
    """A folded text. `starts[i]` and `ends[i]` are the offsets in the original of the character that
    folded character i came from; both are none where folding moved nothing."""

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
    quick = text.translate(_even)
    if _UNEVEN not in quick:
        return Folded(quick)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for start, end in _uneven_clusters(text, quick):
        # Between two uneven places each character folds to one.
        pieces.append(quick[at:start])
        starts += range(at, start)
        ends += range(at + 1, start + 1)
        for piece in (_known_cluster if end - start <= _SHORT else _fold_cluster)(text[start:end]):
            at = end if piece.whole else start + 1
            pieces.append(piece.text)
            starts += [start] * len(piece.text)
            ends += [at] * len(piece.text)
            if not piece.text and ends:
                # What folds to nothing (an accent, a zero-width mark) belongs to the character before it.
                ends[-1] = at
            start = at
    pieces.append(quick[at:])
    starts += range(at, len(text))
    ends += range(at + 1, len(text) + 1)
    return Folded("".join(pieces), tuple(starts), tuple(ends))


def fold_text(text: str) -> str:
    """The folded text alone, for those who need no offsets."""
    quick = text.translate(_even)
    if _UNEVEN not in quick:
        return quick
    return fold(text).text


def fold_letters(text: str) -> str:
    """As `fold_text`, save that blanks, and punctuation which no token can hold, may stay as they are.

    By far the most texts are ASCII, simplified Han and common punctuation, and for these it is ten times
    faster; the rest is folded paragraph by paragraph, for most of its paragraphs are like that too.
    """
    if _needs_folding().search(text):
        if SEPARATOR in text:
            return SEPARATOR.join(map(fold_letters, text.split(SEPARATOR)))
        return fold_text(text)
    text = text.lower()
    for wide, narrow in _WIDE_SIGNS:
        text = text.replace(wide, narrow)
    return text


def folded_letters(text: str) -> str:
    """The letters and digits of the folded text, without what stands between them."""
    quick = text.translate(_even_letters)
    return "".join(filter(str.isalnum, folded(text))) if _UNEVEN in quick else quick


def folded(text: str) -> str:
    """The text with everything set aside, both steps taken: two texts that fold alike are asked alike."""
    return join_variants(fold_text(text))


def join_variants(text: str) -> str:
    """Fold the characters that `fold` leaves for the segmenter's sake; keeps the length."""
    # A look for each of two dozen characters costs a tenth of one `translate`, and mostly finds nothing.
    for old, new in _late_table():
        if old in text:
            text = text.replace(old, new)
    return text


@cache
def fold_character(character: str) -> str:
    """What one character folds to: mostly one character, for some several (㎏), for some none (U+200B)."""
    category = unicodedata.category(character)
    if character == SEPARATOR:
        return character
    if character in "\n\u2028\x85":
        return "\n"
    if category == "Cf" or _is_accent(character):
        return ""
    if category in {"Cc", "Zs"}:
        return " "
    if character in _UNCHANGED or character == _UNEVEN:
        return " "
    compatible = unicodedata.normalize("NFKC", character).casefold()
    # Some capitals fold to a letter with an accent (İ), some accents hide in compatibility forms.
    decomposed = unicodedata.normalize("NFKD", compatible)
    plain = unicodedata.normalize("NFC", "".join(part for part in decomposed if not _is_accent(part)))
    if len(plain) != 1 and (_FRACTION in plain or not any(part.isalnum() for part in plain)):
        return character  # ½ is no 1 and 2; of punctuation such as … nobody asks for the parts
    return "".join(_early_table().get(part, part) for part in plain)


@cache
def tables_fingerprint() -> str:
    """A short hash of all that folding rests on: the tables and the Unicode version."""
    basis = _data() + unicodedata.unidata_version
    return hashlib.blake2b(basis.encode(), digest_size=6).hexdigest()


def is_usual(text: str) -> bool:
    """Whether the text is all ASCII, basic Han, common punctuation and what folds to itself, so that whatever
    in it folds to a character stands in `written_forms`."""
    return bool(_ALL_USUAL.fullmatch(text)) or all(map(_folds_to_itself, set(_UNUSUAL.findall(text))))


@cache
def written_forms() -> dict[str, str]:
    """For a folded character all forms in which a usual text may have it: both cases of a letter, the
    traditional forms of a Han character, the full-width form of a sign."""
    forms = {chr(code): chr(code) + chr(code).upper() for code in range(ord("a"), ord("z") + 1)}
    forms |= {narrow: narrow + wide for wide, narrow in _WIDE_SIGNS}
    for traditional, simplified, _ in _rows():
        forms[simplified] = forms.get(simplified, simplified) + traditional
    return forms


def _is_accent(character: str) -> bool:
    code = ord(character)
    return code >= 0x300 and any(first <= code <= last for first, last in _ACCENTS)


@cache
def _folds_to_itself(character: str) -> bool:
    behind_a_letter = f"a{character}"  # where Unicode may compose the two
    return folded(behind_a_letter) == behind_a_letter and not _composes(character)


def _data() -> str:
    return resources.files("index.data").joinpath("traditional.tsv").read_text(encoding="utf-8")


def _rows() -> list[tuple[str, str, bool]]:
    rows = (line.split("\t") for line in _data().splitlines())
    return [(row[0], row[1], len(row) > 2) for row in rows]


@cache
def _early_table() -> dict[str, str]:
    return {traditional: simplified for traditional, simplified, also in _rows() if not also}


# Full-width signs that can stand in a token, and with them what a text may hold without being unusual.
_WIDE_SIGNS = tuple(zip("，：％－＆／", ",:%-&/", strict=True))
_USUAL = (
    "\n\t\x20-\x7e\xa0\u3000·°×–\u2190-\u21ff\u2500-\u25ff。、；？！（）“”‘’《》「」『』【】…—～〜"
    + "".join(wide for wide, _ in _WIDE_SIGNS)
    + SEPARATOR
)


# With the noncharacter that stands between texts which are looked through as one.
_UNUSUAL = re.compile(f"[^{_USUAL}\u4e00-\u9fff\uffff]")
_ALL_USUAL = re.compile(f"[{_USUAL}\u4e00-\u9fff\uffff]*+")  # twice as fast as to search for what is not


@cache
def _needs_folding() -> re.Pattern[str]:
    """Matches what `lower` alone doesn't fold: all but ASCII, common punctuation, simplified Han.

    One class and no alternatives, since only then the search runs at the speed of memory.
    """
    simplified = "".join(map(chr, range(0x4E00, 0xA000))).translate(dict.fromkeys(map(ord, _early_table())))
    return re.compile(f"[^{_USUAL}{simplified}]")


@cache
def _late_table() -> tuple[tuple[str, str], ...]:
    return tuple((traditional, simplified) for traditional, simplified, also in _rows() if also)


def _uneven_clusters(text: str, quick: str) -> Iterator[tuple[int, int]]:
    """The spans, in order, that don't fold one to one: a character, or one with the marks and letters that
    Unicode composes with it (a decomposed hangul syllable, an Arabic letter and its hamza)."""
    end = 0
    while (place := quick.find(_UNEVEN, end)) >= 0:
        start = place
        while start > end and _composes(text[start]):
            start -= 1
        end = place + 1
        while end < len(text) and _composes(text[end]):
            end += 1
        yield start, end


def _composes(character: str) -> bool:
    """Whether the character may be composed with the one before it: vowels and ends of hangul, marks, the
    half-width voicing marks of kana."""
    return "\u1160" <= character <= "\u11ff" or character in "ﾞﾟ" or unicodedata.combining(character) > 0


class _Piece(NamedTuple):
    text: str
    whole: bool  # of a whole cluster, not of its next character


def _fold_cluster(cluster: str) -> list[_Piece]:
    """A cluster character by character; as one where its characters fold otherwise together than alone."""
    alone = list(map(fold_character, cluster))
    if len(cluster) > 1:
        together = "".join(map(fold_character, unicodedata.normalize("NFKC", cluster)))
        if together != "".join(alone):
            return [_Piece(together, True)]
    return [_Piece(text, False) for text in alone]


# Most clusters are an accented letter, so what they fold to is remembered, but for the endless ones.
_SHORT = 8
_known_cluster = lru_cache(maxsize=4096)(_fold_cluster)


class _Even(dict[int, int | str]):
    """Folding of one character to one, filled as characters come; the rest is marked uneven."""

    def __missing__(self, code: int) -> int | str:
        folded = fold_character(chr(code))
        self[code] = ord(folded) if len(folded) == 1 and not _composes(chr(code)) else _UNEVEN
        return self[code]


_even = _Even()


class _EvenLetters(dict[int, int | str | None]):
    """As `_Even`, with the variants joined and none for what is no letter or digit."""

    def __missing__(self, code: int) -> int | str | None:
        even = _even[code]
        if isinstance(even, int):
            letter = join_variants(chr(even))
            self[code] = ord(letter) if letter.isalnum() else None
        else:
            self[code] = even
        return self[code]


_even_letters = _EvenLetters()
