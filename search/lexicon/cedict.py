"""What does CC-CEDICT say that a word is called in the other language?

Reads the lines of the dictionary and leaves of each definition what a text may hold: no notes in brackets, no
classifiers, no surnames, no explanations of many words. What is only another form of a word, or short for it,
has the translations of that word. Pure.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from index import folded
from search.lexicon.language_id import has_ideographs

MOST_WORDS = 5  # of a translation; what has more explains and doesn't translate

_FOLDED = 1_000  # lines that are folded together
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

Translations = dict[str, float]  # of a word: each with how early the entry names it, 1 for its first sense


def read_cedict(text: str) -> dict[str, Translations]:
    """The translations of every Chinese word of the dictionary that has any, all folded: 1 for those of its
    first sense, 1/2 for those of its second."""
    found: dict[str, Translations] = defaultdict(dict)
    referred: dict[str, set[str]] = defaultdict(set)
    for line, even in _folded_lines(text.split("\n")):
        entry, original = _LINE.match(even), _LINE.match(line)
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
    """Each line as it is, for capitals tell names, and folded: many at a time, since to fold a word by itself
    takes ten times as long, and all at once a hundred times the memory."""
    for start in range(0, len(lines), _FOLDED):
        block = lines[start : start + _FOLDED]
        yield from zip(block, folded("\n".join(block)).split("\n"), strict=True)


def _cleaned(sense: str, *, is_name: bool) -> Iterator[str]:
    """What a text may hold of one sense of a word."""
    if _NO_TRANSLATION.match(sense):
        return
    plain = sense
    while (shorter := _NOTE.sub(" ", plain)) != plain:
        plain = shorter
    for gloss in plain.split(";"):
        pieces = gloss.split(",")
        for piece in pieces[:1] if is_name else pieces:  # `Ohio, US state`: behind a name stands what it is
            text = " ".join(_SOMEONE.sub(" ", piece).strip(" .!?\"'“”‘’:").split())
            text = _LEADING.sub("", text, count=1) or text
            if 0 < len(text.split()) <= MOST_WORDS and not has_ideographs(text):
                yield text
