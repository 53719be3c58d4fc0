"""In which language is a text written, and which parts of it are in the other one?

Tells Chinese and English apart, nothing more. Pure.
"""

import re
from collections.abc import Iterator

from index import is_ideographic

_READ = 2000  # characters of a text that decide its language
_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_CHARACTER = re.compile(f"[{_HAN}]")
_WORD = re.compile("[A-Za-z]+")
# In an English text every run of Han is in the other language, including the punctuation inside it. In a
# Chinese text only three English words in a row are; a name or an identifier is part of the Chinese.
_CHINESE_RUN = re.compile(f"[{_HAN}](?:[{_HAN}\u3000-\u303f\uff01-\uff1f]*[{_HAN}])?")
_ENGLISH_RUN = re.compile(r"[A-Za-z][A-Za-z'’-]*+(?:,? [A-Za-z0-9][A-Za-z0-9'’-]*+){2,}+")


def has_ideographs(text: str) -> bool:
    """Whether a text has a character that is written without blanks between words: Han, kana, hangul."""
    return any(map(is_ideographic, text))


def language_of(text: str) -> str:
    """`zh` for a text with more Han characters than English words, else `en`."""
    text = text[:_READ]
    return "zh" if len(_CHARACTER.findall(text)) > len(_WORD.findall(text)) else "en"


def language_runs(text: str) -> Iterator[tuple[int, int, str]]:
    """The spans [start, end) of a text that are not in the language of the text, each with its language."""
    other, run = ("en", _ENGLISH_RUN) if language_of(text) == "zh" else ("zh", _CHINESE_RUN)
    for match in run.finditer(text):
        yield *match.span(), other
