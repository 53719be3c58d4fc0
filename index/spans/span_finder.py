"""Where in an original text does what was asked stand?

The inverse of analysis: a unit or a phrase is looked for in *unfolded* text. So most texts are searched as
they are, at the speed of memory. The few that hold something unusual (an accent, a full-width letter, a
zero-width mark) are folded first, and what is found there is led back to the original.

There are two ways of finding. A *pattern* finds whatever can be asked, but takes as long to be made ready as
to look through ten articles, and nearly every question has new words. A *literal* needs nothing made ready:
it looks for the letters and then at what stands beside them. Han words have one, and Latin words, numbers and
phrases of these; what they find is what the pattern finds, and where they can't tell they leave the text to
it. May import folding, scripts, analysis, literals and patterns.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from operator import itemgetter

from index.spans.literals import Literal, Span, Whole, literal_of, literal_of_stem
from index.spans.regexes import SEAM, pattern_of, pattern_of_start, pattern_of_stem, written
from index.text import unicode_scripts
from index.text.analysis import stemmed
from index.text.folding import Folded, fold, folded, is_plain, join_variants

_SAME = (("・", "·"), ("‧", "·"), ("•", "·"), ("’", "'"))  # signs that mean the same in what is looked for


class Matcher:
    """What is looked for: one asked text, folded. `stems` lets an English word stand for all that share its
    stem; with `words` the text is what all of these begin with, and each of them is looked for."""

    def __init__(self, text: str, *, stems: bool = False, words: frozenset[str] = frozenset()) -> None:
        plain = text.isascii() and text.isalpha()
        stem = stemmed(text) if stems and plain else ""
        start = _common_start(text, stem) if stem else text
        self._text, self._stem, self._words, self._start = text, stem, words, start
        # What stands in every text that has what is asked: one form of each Han character, the Latin words.
        self._han = [] if plain else [written(each) for each in text if unicode_scripts.is_ideographic(each)]
        if plain:
            self._latin: Sequence[bytes] = (start.encode(),)
        else:
            self._latin = _atoms(text) if len(self._han) < len(text) else ()

    def may_stand_in(self, whole: Whole) -> bool:
        """False where some Han character or Latin word of what is asked stands nowhere in a text; costs a
        hundredth of looking for all of it."""
        for forms in self._han:
            for form in forms:
                if form in whole.text:
                    break
            else:
                return False
        return all(map(whole.latin.__contains__, self._latin)) if self._latin else True

    def spans(self, whole: Whole) -> list[Span]:
        """The spans in order, none overlapping another."""
        found = self._literal.spans(whole) if self._literal else None
        return self.spans_by_pattern(whole) if found is None else found

    def spans_by_pattern(self, whole: Whole) -> list[Span]:
        """The same spans, found in the way that finds everything."""
        matches = self._pattern.finditer(whole.text)
        if self._stem or self._words:
            return [match.span() for match in matches if self._meant[match.group()]]
        return [match.span() for match in matches]

    @cached_property
    def _literal(self) -> Literal | None:
        if self._words:
            return None
        return literal_of_stem(self._start, self._meant) if self._stem else literal_of(self._text)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        if self._words:
            return pattern_of_start(self._text)
        return pattern_of_stem(self._start) if self._stem else pattern_of(self._text)

    @cached_property
    def _meant(self) -> Mapping[str, bool]:
        return _Meant(self._stem, self._words)


class _Meant(dict[str, bool]):
    """Which words, as they are written, have the stem, or are among the words; filled as they come."""

    def __init__(self, stem: str, words: frozenset[str]) -> None:
        super().__init__()
        self._stem, self._words = stem, words

    def __missing__(self, written: str) -> bool:
        word = unicode_scripts.joined(written.lower() if written.isascii() else folded(written))
        meant = self[written] = word in self._words if self._words else stemmed(word) == self._stem
        return meant


def find_in_texts(texts: Sequence[str], matchers: Sequence[Matcher]) -> list[tuple[int, int, int, int]]:
    """Where each of the matchers finds something in original texts: the number of the text, that of the
    matcher, start and end in the text. Text by text, in each by start, end and matcher.

    The texts are looked through as one, since to begin with each of a thousand short ones costs more than to
    read them.
    """
    if not matchers:
        return []
    together = SEAM.join(("", *texts, ""))
    joined = texts
    maps: dict[int, Folded] = {}
    if not is_plain(together):
        maps = {number: fold(text) for number, text in enumerate(texts) if not is_plain(text)}
        joined = [join_variants(maps[n].text) if n in maps else text for n, text in enumerate(texts)]
        together = SEAM.join(("", *joined, ""))
    for sign, same in _SAME:
        together = together.replace(sign, same)
    whole = Whole(together)
    found = [
        (start, end, place)
        for place, matcher in enumerate(matchers)
        if matcher.may_stand_in(whole)
        for start, end in matcher.spans(whole)
    ]
    found.sort()
    in_texts = list(_in_texts(found, joined))
    if maps:
        in_texts = [
            (number, place, *maps[number].span(start, end)) if number in maps else (number, place, start, end)
            for number, place, start, end in in_texts
        ]
        in_texts.sort(key=itemgetter(0, 2, 3, 1))
    return in_texts


def _in_texts(
    found: Iterable[tuple[int, int, int]], joined: Sequence[str]
) -> Iterator[tuple[int, int, int, int]]:
    """What was found in all texts, in order, by the text in which it stands."""
    starts = list(accumulate([len(text) + len(SEAM) for text in joined], initial=len(SEAM)))
    number, begin, behind = (
        0,
        0,
        0,
    )  # the text of the one before, where it begins, and where the next one does
    for start, end, place in found:
        if start >= behind:
            number = bisect_right(starts, start) - 1
            begin, behind = starts[number], starts[number + 1]
        yield number, place, start - begin, end - begin


def _atoms(text: str) -> tuple[bytes, ...]:
    """What stands in the ASCII of every text that has what is asked."""
    pieces = (
        piece for piece, _ in unicode_scripts.pieces(text) if not unicode_scripts.is_ideographic(piece[0])
    )
    atoms = (atom for piece in pieces for atom in unicode_scripts.atoms(piece))
    return tuple(atom.encode() for atom in atoms if atom.isascii() and atom.isalnum())


def _common_start(word: str, stem: str) -> str:
    """What every word of a stem begins with: the stem, but for the last letter where the stemmer writes
    `i` for `y` or gives back an `e` (`compani` of company, `hope` of hoping)."""
    start = stem[:-1] if len(stem) > 2 and stem[-1] in "ie" else stem
    while not word.startswith(start):
        start = start[:-1]
    return start or word[0]
