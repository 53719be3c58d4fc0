"""Which characters have a syllable as their reading?

Builds `pinyin.tsv` from the dictionaries of pypinyin. Run it only when those change:

    pip install pypinyin && python -m search.data.pinyin

A line is `syllable TAB characters TAB characters`: first the characters with this as their main reading, then
those that have it in some words. Syllables have no tones, and ü is written v.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

# Readings that no phrase of the dictionary has: those of surnames, and of 嗯 as people type it.
_ADDED = {"区": "ou", "盖": "ge", "覃": "qin", "嗯": "en"}
_BLOCKS = ((0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF))


def build(characters: dict[int, str], phrases: dict[str, list[list[str]]]) -> str:
    """The text of the table. `characters` maps a code point to its readings, with commas between; `phrases`
    maps a phrase to the readings of each of its characters. A second reading counts only if some phrase has
    it, since the dictionary of characters lists archaic ones too (圳 as quan)."""
    seen = Counter(
        (character, plain(readings[0]))
        for phrase, of_characters in phrases.items()
        for character, readings in zip(phrase, of_characters, strict=True)
    )
    main: dict[str, list[str]] = {}
    other: dict[str, list[str]] = {}
    for code, listed in sorted(characters.items()):
        if not any(first <= code <= last for first, last in _BLOCKS):
            continue
        character = chr(code)
        readings = _syllables([*map(plain, listed.split(",")), *filter(None, [_ADDED.get(character)])])
        for number, reading in enumerate(readings):
            if not number:
                main.setdefault(reading, []).append(character)
            elif seen[character, reading] or _ADDED.get(character) == reading:
                other.setdefault(reading, []).append(character)
    return "".join(
        f"{syllable}\t{''.join(main.get(syllable, ()))}\t{''.join(other.get(syllable, ()))}\n"
        for syllable in sorted({*main, *other})
    )


def plain(reading: str) -> str:
    """A reading without its tone and with ü as v: `lǜ` becomes `lv`."""
    apart = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(letter for letter in apart if letter.isascii())


def _syllables(readings: Iterable[str]) -> list[str]:
    """Each reading once, without those that have no vowel (m, ng), which nobody types."""
    return [reading for reading in dict.fromkeys(readings) if set(reading) & set("aeiouv")]


if __name__ == "__main__":
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    table = Path(__file__).with_name("pinyin.tsv")
    table.write_text(build(PINYIN_DICT, PHRASES_DICT), encoding="utf-8", newline="\n")
