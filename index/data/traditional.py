"""Which simplified character does a traditional one fold to?

Builds `traditional.tsv` from OpenCC's character tables and is run only when those change:

    python -m index.data.traditional FOLDER-WITH-TSCharacters.txt-AND-STCharacters.txt

A line is `traditional TAB simplified`, with a third column `also` if simplified text uses the first character
too (乾, 著, 覆): such a character is folded only after segmentation, since the segmenter's dictionary has
words with it (乾坤, 著名, 覆盖).
"""

import sys
from pathlib import Path

# Characters that OpenCC leaves to its phrase tables, since they can't be decided one by one.
_ADDED = {"著": "着", "妳": "你", "牠": "它", "祂": "他", "裏": "里", "祕": "秘", "喫": "吃", "甦": "苏"}


def build(folder: Path) -> str:
    """The table's text, from the folder that holds OpenCC's `TSCharacters.txt` and `STCharacters.txt`."""
    to_simplified = _read(folder / "TSCharacters.txt")
    to_traditional = _read(folder / "STCharacters.txt")
    folded: dict[str, str] = {}
    also: set[str] = set()
    for traditional, candidates in to_simplified.items():
        # If the character may stay unchanged, the other candidate is the one that unites both scripts.
        others = [candidate for candidate in candidates if candidate != traditional]
        if others:
            folded[traditional] = others[0]
            if traditional in candidates:
                also.add(traditional)
    for simplified, candidates in to_traditional.items():
        for traditional in candidates:
            if traditional != simplified and traditional not in folded:
                folded[traditional] = simplified
                also.add(traditional)
    for traditional, simplified in _ADDED.items():
        if traditional not in folded:
            folded[traditional] = simplified
            also.add(traditional)
    for traditional in folded:
        folded[traditional] = _end_of_chain(traditional, folded)
    # A key that is itself the simplified form of another character occurs in simplified text.
    also |= {simplified for simplified in folded.values() if simplified in folded}
    lines = [f"{key}\t{folded[key]}" + ("\talso" if key in also else "") for key in sorted(folded)]
    return "\n".join(lines) + "\n"


def _end_of_chain(character: str, folded: dict[str, str]) -> str:
    seen = {character}
    while (target := folded.get(character)) and target not in seen:
        seen.add(target)
        character = target
    return character


def _read(path: Path) -> dict[str, list[str]]:
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if "\t" in line)
    return {row[0]: row[1].split() for row in rows if len(row[0]) == 1}


if __name__ == "__main__":
    Path(__file__).with_suffix(".tsv").write_text(build(Path(sys.argv[1])), encoding="utf-8")
