"""Which numbers does a text state, in digits or in words of either language?

`75亿`, `7.5 billion` and `7,500,000,000` are one number. Works on folded text. Pure.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

_UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ENGLISH = {word: value for value, word in enumerate(_UNITS.split())}
_ENGLISH |= {word: 10 * value for value, word in enumerate(_TENS.split(), 2)}
_ENGLISH_SCALES = {
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_CHINESE = {"〇": 0} | {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_CHINESE_SCALES = {"十": 10, "百": 100, "千": 10**3, "万": 10**4, "亿": 10**8}

_SCALES = _ENGLISH_SCALES | _CHINESE_SCALES | {"bn": 10**9, "tn": 10**12}
_DIGITS = re.compile(
    r"(?<![\d.])([0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]{1,15})(\.[0-9]{1,9})?(?:[ -]?("
    + "|".join(_SCALES)
    + r")+|(s\b|年代))?"
)
_SCALE = re.compile("|".join(_SCALES))
_ENGLISH_WORDS = "|".join([*_ENGLISH, *_ENGLISH_SCALES])
_IN_ENGLISH = re.compile(rf"\b(?:{_ENGLISH_WORDS})(?:(?:[ -]| and )(?:{_ENGLISH_WORDS}))*\b")
_IN_CHINESE = re.compile("[" + "".join([*_CHINESE, *_CHINESE_SCALES]) + "]{1,20}")


class Numbers(msgspec.Struct, frozen=True):
    """The numbers of a text, each in its shortest form: those written in digits, those written in words."""

    digits: frozenset[str]
    words: frozenset[str]


def numbers_of(folded: str) -> Numbers:
    """The numbers of a folded text. A number with a scale counts with and without it (`10千` as 10,000 and as
    10, since it may begin `10千瓦`); a decade counts as written and by its last two digits."""
    return Numbers(frozenset(_digits(folded)), frozenset(_words(_DIGITS.sub(" ", folded))))


def _digits(folded: str) -> Iterator[str]:
    for match in _DIGITS.finditer(folded):
        value = Decimal(match[1].replace(",", "") + (match[2] or ""))
        yield _shortest(value)
        if match[3]:
            scaled = value
            for scale in _SCALE.findall(match[0]):
                scaled *= _SCALES[scale]
            yield _shortest(scaled)
        elif match[4]:
            yield _shortest(value % 100)


def _words(folded: str) -> Iterator[str]:
    for match in _IN_ENGLISH.finditer(folded):
        parts = re.findall(_ENGLISH_WORDS, match[0])
        yield _shortest(_composed(parts, _ENGLISH, _ENGLISH_SCALES, 10**3))
    for match in _IN_CHINESE.finditer(folded):
        characters = list(match[0])
        if len(characters) > 1 and not set(characters) & set(_CHINESE_SCALES):
            yield str(int("".join(str(_CHINESE[each]) for each in characters)))  # a year: 二〇二五
        else:
            yield _shortest(_composed(characters, _CHINESE, _CHINESE_SCALES, 10**4))


def _composed(parts: list[str], digits: dict[str, int], scales: dict[str, int], great: int) -> int:
    """The number that the parts make. A scale below `great` multiplies what comes just before it (in Chinese
    one digit); one from `great` on multiplies the whole section, or the total so far (一万亿)."""
    total = section = 0
    for part in parts:
        if part in digits:
            section += digits[part]
        elif scales[part] < great:
            multiplied = section % 10 if digits is _CHINESE else section
            section += max(multiplied, 1) * scales[part] - multiplied
        elif total and not section:
            total *= scales[part]
        else:
            total, section = total + max(section, 1) * scales[part], 0
    return total + section


def _shortest(value: Decimal | int) -> str:
    return format(Decimal(value).normalize(), "f")
