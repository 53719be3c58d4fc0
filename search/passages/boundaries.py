"""Where may a text be cut?

At the end of a sentence or a clause, or between words, but never inside a user-perceived character or an
identifier. Works on original text with offsets in code points; reads only what is near the offset. Pure.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from index import folded

_ZERO_WIDTH_JOINER = "\u200d"
_EMOJI_SIGNS = frozenset((_ZERO_WIDTH_JOINER, "\ufe0f", "\u20e3"))  # that continue an emoji
_LONGEST = 80  # anything longer isn't a word or a character that anybody reads, and may be cut

_CLOSING = "[”’」』）)\\]\"']*"
# One character class comes first, since only then the search for it runs at the speed of memory.
_SENTENCE_END = re.compile(rf"[。！？；…!?;.\n]+{_CLOSING}")
_CLAUSE_END = re.compile(rf"[，、：—,:]+{_CLOSING}")
_NEAR = 12  # characters before and after a stop that decide whether it is an end
_BEFORE_NAMES = re.compile(r"(?:^|[^A-Za-z])(?:[A-Za-z]|Mr|Ms|Mrs|Dr|St|No|Co|vs|Inc|Ltd|Corp|Fig|etc)$")
_BLANK = ("", *" \n\r\t\xa0\u3000")
_JOINERS = frozenset("-_./&@:+#'’%‰,$€£¥\\=~")

_REGIONAL = ("\U0001f1e6", "\U0001f1ff")
_TONES = ("\U0001f3fb", "\U0001f3ff")
_JOINING = {"Mn", "Me", "Mc", "Cf"}
_VIRAMA = 9  # the combining class of the sign that makes one of two consonants of an Indian script


def sentence_ends(text: str, start: int, end: int) -> list[int]:
    """The offsets in (start, end] right after the end of a sentence, in order."""
    return [each.end() for each in _near(_SENTENCE_END, text, start, end) if _ends_sentence(text, each)]


def clause_ends(text: str, start: int, end: int) -> list[int]:
    """The offsets in (start, end] right after a comma, colon or dash, in order."""
    return [each.end() for each in _near(_CLAUSE_END, text, start, end) if _separates(text, each)]


def whole_at(text: str, offset: int, *, step: int) -> int:
    """The nearest offset in the direction of `step` that cuts neither an identifier nor a character."""
    at = offset
    while 0 < at < len(text) and is_inside(text, at):
        if abs(at - offset) >= _LONGEST:
            return _whole_character(text, offset, step)
        at += step
    return at


def is_inside(text: str, offset: int) -> bool:
    """Whether the offset lies inside a character or an identifier."""
    if not 0 < offset < len(text):
        return False
    return _inside_character(text, offset) or _inside_identifier(text, offset)


def is_inside_emoji(text: str, offset: int) -> bool:
    """Whether the offset lies inside an emoji of several characters: joined ones, a skin tone, a flag."""
    if not 0 < offset < len(text):
        return False
    left, right = text[offset - 1], text[offset]
    if right < "\u200d" or (left < "\u200d" and right < "\ufe0f"):
        return False
    if right in _EMOJI_SIGNS or _TONES[0] <= right <= _TONES[1]:
        return _is_emoji(left) or left in _EMOJI_SIGNS
    if left == _ZERO_WIDTH_JOINER:
        return (
            _is_emoji(right)
            and offset > 1
            and (_is_emoji(text[offset - 2]) or text[offset - 2] in _EMOJI_SIGNS)
        )
    return _REGIONAL[0] <= right <= _REGIONAL[1] and _inside_character(text, offset)


def _is_emoji(character: str) -> bool:
    return character >= "\U0001f000" or "\u2190" <= character <= "\u2bff"


def whole_emoji(text: str, start: int, end: int) -> tuple[int, int]:
    """The span [start, end) with the whole of each emoji that it cuts."""
    first, last = max(0, start - _LONGEST), min(len(text), end + _LONGEST)
    while start > first and is_inside_emoji(text, start):
        start -= 1
    while end < last and is_inside_emoji(text, end):
        end += 1
    return start, end


def _near(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The matches that end in (start, end] and cut nothing there."""
    for match in pattern.finditer(text, max(0, start - _NEAR), end + _NEAR):
        if start < match.end() <= end and not is_inside(text, match.end()):
            yield match


def _separates(text: str, match: re.Match[str]) -> bool:
    """Whether the punctuation separates its neighbours; English punctuation does only where a blank
    follows."""
    signs = match.group()
    return signs[0] > "\u2000" or "\n" in signs or text[match.end() : match.end() + 1] in _BLANK


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    if not _separates(text, match):
        return False
    if match.group()[0] != "." or match.end() == len(text):
        return True
    # A full stop ends a sentence before a capital or another script, but not after an initial or an
    # abbreviation that comes before names and numbers.
    before = text[max(0, match.start() - _NEAR) : match.start()]
    after = text[match.end() : match.end() + _NEAR].lstrip()
    return not after[:1].islower() and not _BEFORE_NAMES.search(before)


def _whole_character(text: str, offset: int, step: int) -> int:
    for at in range(offset, offset + step * _LONGEST, step):
        if not (0 < at < len(text) and _inside_character(text, at)):
            return at
    return offset


def _inside_character(text: str, offset: int) -> bool:
    """Whether a grapheme cluster (Unicode Standard Annex 29) continues across the offset. Format characters
    join both sides, which is more than the annex requires."""
    if not 0 < offset < len(text):
        return False
    left, right = text[offset - 1], text[offset]
    if left < "\u0300" and right < "\u0300":
        return (left == "\r" and right == "\n") or "\xad" in (left, right)
    if unicodedata.category(right) in _JOINING or unicodedata.category(left) == "Cf":
        return True
    if unicodedata.combining(left) == _VIRAMA:
        return True
    if _TONES[0] <= right <= _TONES[1] or right in "ﾞﾟ\u200c":
        return True
    if _REGIONAL[0] <= right <= _REGIONAL[1]:
        before = 0
        while before < min(offset, _LONGEST) and _REGIONAL[0] <= text[offset - 1 - before] <= _REGIONAL[1]:
            before += 1
        return before % 2 == 1
    return _is_jamo_pair(left, right)


def _is_jamo_pair(left: str, right: str) -> bool:
    """Whether two hangul letters are in one syllable; those of old Korean count too."""
    if not ("\u1160" <= right <= "\u11ff" or "\ud7b0" <= right <= "\ud7ff"):
        lead = "\u1100" <= left <= "\u115f" or "\ua960" <= left <= "\ua97c"
        return lead and (
            "\u1100" <= right <= "\u115f" or "\ua960" <= right <= "\ua97c" or "가" <= right <= "힣"
        )
    return "\u1100" <= left <= "\u11ff" or "\ua960" <= left <= "\ua97c" or "가" <= left <= "\ud7ff"


def _inside_identifier(text: str, offset: int) -> bool:
    right = _plain(text[offset])
    if not _binds(right):
        return False
    left = _before(text, offset)
    if not _binds(left):
        return False
    # Commas and colons join only with a letter on both sides; a dot may also lead a name (`.NET`).
    if left in ",:":
        return _is_letter(right) and offset > 1 and _is_letter(_before(text, offset - 1))
    if right in ",.:":
        return _is_letter(left) and offset + 1 < len(text) and _is_letter(_plain(text[offset + 1]))
    return True


def _before(text: str, offset: int) -> str:
    """The character before the offset, folded; marks that fold to nothing belong to the one before them."""
    for at in range(offset - 1, max(-1, offset - _NEAR), -1):
        plain = _plain(text[at])
        if plain:
            return plain
    return ""


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    return character if character < "\x80" else folded(character)[:1]


def _binds(plain: str) -> bool:
    return plain in _JOINERS or _is_letter(plain)


def _is_letter(plain: str) -> bool:
    """Whether it is a letter or digit of a script that is written with blanks between words."""
    return plain.isalnum() and plain < "\u2e80"
