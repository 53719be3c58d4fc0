"""Which translations does CC-CEDICT give for a word?

Parses the lines of the dictionary and keeps of each definition what a text may contain: no notes in brackets,
no classifiers, no surnames, no explanations of many words. A variant or abbreviation of a word has the
translations of that word. Pure.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from index import folded
from search.lexicon.language_id import has_ideographs

MOST_WORDS = 5  # of a translation; a longer definition explains the word instead of translating it

_BLOCK = 1_000  # lines that are folded together
_LINE = re.compile(r"\S+ (\S+) \[([^\]]*)\] /(.*)/")
_REFERENCE = re.compile(
    r"(?:(?:old |archaic |erhua |unofficial |japanese |coll\. )?variant of|also written|same as|"
    r"see(?: also)?|abbr\. (?:of|for|to)) (.*)"
)
_REFERRED = re.compile(r"(?:[^\s|\[\],/()]+\|)?([^\s|\[\],/()]+)\[")
_NO_TRANSLATION = re.compile(
    r"cl:|surname |also pr\. |used (?:in|before|after|to|as) |\(?classifier |.* radical |kangxi "
)
_NOTE = re.compile(r"\([^()]*\)|\[[^\]]*\]")
_LEADING = re.compile(r"(?:to be |to |a |an |the |lit\. |fig\. |esp\. |i\.e\. )+")
_SOMEONE = re.compile(r"\b(?:sb's|sb|sth|one's|oneself|etc)\b\.?")

Translations = dict[str, float]  # of a word, with weights: 1 in its first sense, 1/2 in its second, …


def read_cedict(text: str) -> dict[str, Translations]:
    """The translations of every Chinese word of the dictionary that has any, all folded."""
    found: dict[str, Translations] = defaultdict(dict)
    referred: dict[str, set[str]] = defaultdict(set)
    for line, folded_line in _folded_lines(text.split("\n")):
        entry, original = _LINE.match(folded_line), _LINE.match(line)
        if line.startswith("#") or not entry or not original or not has_ideographs(entry[1]):
            continue
        word, is_name, senses = entry[1], original[2][:1].isupper(), 0
        for sense in entry[3].split("/"):
            if reference := _REFERENCE.match(sense):
                referred[word].update(_REFERRED.findall(reference[1]))
                continue
            cleaned = list(_cleaned(sense, is_name=is_name))
            senses += bool(cleaned)
            for each in cleaned:
                found[word][each] = max(found[word].get(each, 0.0), 1 / senses)
    own = {word: dict(translations) for word, translations in found.items()}
    for word, others in referred.items():
        for other in sorted(others - {word}):
            for each, weight in own.get(other, {}).items():
                found[word].setdefault(each, weight / 2 if word in own else weight)
    return {word: translations for word, translations in found.items() if translations}


def _folded_lines(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each line as it is, since capitals mark names, and folded. They are folded a block at a time: a line at
    a time takes ten times as long, and all at once a hundred times the memory."""
    for start in range(0, len(lines), _BLOCK):
        block = lines[start : start + _BLOCK]
        yield from zip(block, folded("\n".join(block)).split("\n"), strict=True)


def _cleaned(sense: str, *, is_name: bool) -> Iterator[str]:
    """The translations in one sense of a word."""
    if _NO_TRANSLATION.match(sense):
        return
    plain = sense
    while (shorter := _NOTE.sub(" ", plain)) != plain:
        plain = shorter
    for gloss in plain.split(";"):
        pieces = gloss.split(",")
        for piece in pieces[:1] if is_name else pieces:  # `Ohio, US state`: a name is followed by what it is
            text = " ".join(_SOMEONE.sub(" ", piece).strip(" .!?\"'“”‘’:").split())
            text = _LEADING.sub("", text, count=1) or text
            if 0 < len(text.split()) <= MOST_WORDS and not has_ideographs(text):
                yield text
