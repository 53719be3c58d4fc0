"""Which characters are read as this syllable?

Builds `pinyin.tsv` from the dictionaries of pypinyin and is run only when those change:

    pip install pypinyin && python -m search.data.pinyin

A line is `syllable TAB characters TAB characters`: those that are mostly read so, then those that are read
so in some words. Syllables bear no tones, and ü is written v.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

# Readings that no phrase of the dictionary has: surnames, and 嗯 as it is typed.
_ADDED = {"区": "ou", "盖": "ge", "覃": "qin", "嗯": "en"}
_BLOCKS = ((0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF))


def build(characters: dict[int, str], phrases: dict[str, list[list[str]]]) -> str:
    """The table's text. `characters` has the readings of a code point, commas between; `phrases` has for
    every character of a phrase its readings there. A second reading counts when some phrase has it: the
    dictionary of characters gives archaic ones too (圳 as quan)."""
    seen = Counter(
        (character, plain(readings[0]))
        for phrase, of_characters in phrases.items()
        for character, readings in zip(phrase, of_characters, strict=True)
    )
    mostly: dict[str, list[str]] = {}
    sometimes: dict[str, list[str]] = {}
    for code, listed in sorted(characters.items()):
        if not any(first <= code <= last for first, last in _BLOCKS):
            continue
        character = chr(code)
        readings = _syllables([*map(plain, listed.split(",")), *filter(None, [_ADDED.get(character)])])
        for number, reading in enumerate(readings):
            if not number:
                mostly.setdefault(reading, []).append(character)
            elif seen[character, reading] or _ADDED.get(character) == reading:
                sometimes.setdefault(reading, []).append(character)
    return "".join(
        f"{syllable}\t{''.join(mostly.get(syllable, ()))}\t{''.join(sometimes.get(syllable, ()))}\n"
        for syllable in sorted({*mostly, *sometimes})
    )


def plain(reading: str) -> str:
    """A reading without its tone, ü as v: `lǜ` gives `lv`."""
    apart = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(letter for letter in apart if letter.isascii())


def _syllables(readings: Iterable[str]) -> list[str]:
    """Each reading once, without the hums (m, ng) that nobody types."""
    return [reading for reading in dict.fromkeys(readings) if set(reading) & set("aeiouv")]


if __name__ == "__main__":
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    table = Path(__file__).with_name("pinyin.tsv")
    table.write_text(build(PINYIN_DICT, PHRASES_DICT), encoding="utf-8", newline="\n")
