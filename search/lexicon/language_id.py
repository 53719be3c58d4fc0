"""In which language and script is a text written, and which parts of it are in another language?

Tells Chinese and English apart, and traditional and simplified Chinese, nothing more. Pure.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from index import fold, is_ideographic

_READ = 2000  # characters of a text that decide its language
_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_CHARACTER = re.compile(f"[{_HAN}]")
_BIG5_COMMON = range(0xA4, 0xC7)  # the lead bytes of its 5,401 common characters
_WORD = re.compile("[A-Za-z]+")
# In an English text every run of Han is in the other language, including the punctuation inside it. In a
# Chinese text only three English words in a row are; a name or an identifier is part of the Chinese.
_CHINESE_RUN = re.compile(f"[{_HAN}](?:[{_HAN}\u3000-\u303f\uff01-\uff1f]*[{_HAN}])?")
_ENGLISH_RUN = re.compile(r"[A-Za-z][A-Za-z'’-]*+(?:,? [A-Za-z0-9][A-Za-z0-9'’-]*+){2,}+")


def has_ideographs(text: str) -> bool:
    """Whether a text has a character that is written without blanks between words: Han, kana, hangul."""
    return not text.isascii() and any(map(is_ideographic, text))


def language_of(text: str) -> str:
    """`zh` for a text with more Han characters than English words, else `en`."""
    text = text[:_READ]
    return "zh" if len(_CHARACTER.findall(text)) > len(_WORD.findall(text)) else "en"


def language_tag(text: str) -> str:
    """The language of a text as HTML writes it: `en`; `zh-Hant` for Chinese with characters of the
    traditional script and none of the simplified one, `zh-Hans` for the reverse, else `zh`."""
    if language_of(text) == "en":
        return "en"
    text = text[:_READ]
    is_traditional, is_simplified = (bool(each.search(text)) for each in _scripts())
    if is_traditional == is_simplified:
        return "zh"
    return "zh-Hant" if is_traditional else "zh-Hans"


@cache
def _scripts() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What matches a character that only the traditional script uses, and one that only the simplified does.

    The common characters of Big5 that GB 2312 lacks and that fold to another one; and those they fold to, if
    Big5 lacks them. So 后 and 里, which both scripts use, decide nothing, nor do rare characters like 喆.
    """
    candidates = "".join(_encoded("big5", _BIG5_COMMON) - _encoded("gb2312"))
    pairs = [pair for pair in zip(candidates, fold(candidates).text, strict=True) if pair[0] != pair[1]]
    traditional = "".join(pair[0] for pair in pairs)
    simplified = "".join({pair[1] for pair in pairs} - _encoded("big5"))
    return re.compile(f"[{traditional}]"), re.compile(f"[{simplified}]")


def _encoded(encoding: str, leads: Iterable[int] = range(0xA1, 0xFA)) -> set[str]:
    """The Han characters of an encoding of two bytes, those with one of the lead bytes."""
    trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    codes = bytes(byte for lead in leads for trail in trails for byte in (lead, trail))
    return set(_CHARACTER.findall(codes.decode(encoding, "ignore")))


def language_runs(text: str) -> Iterator[tuple[int, int, str]]:
    """The spans [start, end) of a text that are not in the language of the text, each with its language."""
    other, run = ("en", _ENGLISH_RUN) if language_of(text) == "zh" else ("zh", _CHINESE_RUN)
    for match in run.finditer(text):
        yield *match.span(), other
