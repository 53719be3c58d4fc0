"""Where does a searched text occur in an original one?

The inverse of analysis: a unit or a phrase is searched for in *unfolded* text. So most texts are searched as
they are, at the speed of memory. The few that contain anything unusual (an accent, a full-width letter, a
zero-width mark) are folded first, and spans found there are mapped back to the original.

There are two ways to search. A *regex* finds everything that can be searched for, but compiling one takes as
long as searching ten articles, and nearly every query has new words. A *literal* needs no compiling: it finds
the letters and checks the characters beside them. Han words have one, and Latin words, numbers and phrases of
these; a literal finds what the regex finds, and leaves a text to it if it can't tell. May import folding,
unicode_scripts, analysis, literals and regexes.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from operator import itemgetter

from index.spans.literals import JoinedTexts, Literal, Span, literal_of, literal_of_stem
from index.spans.regexes import SEAM, forms_of, regex_of, regex_of_prefix, regex_of_stem
from index.text import unicode_scripts
from index.text.analysis import stemmed
from index.text.folding import Folded, fold, folded, is_plain, join_variants

_EQUIVALENT = (("・", "·"), ("‧", "·"), ("•", "·"), ("’", "'"))  # signs that mean the same in a searched text


class Matcher:
    """Finds one folded text. With `stems` an English word matches all words that share its stem; with `words`
    the text is the common prefix of these words, and each of them is searched for."""

    def __init__(self, text: str, *, stems: bool = False, words: frozenset[str] = frozenset()) -> None:
        plain = text.isascii() and text.isalpha()
        stem = stemmed(text) if stems and plain else ""
        start = _common_start(text, stem) if stem else text
        self._text, self._stem, self._words, self._start = text, stem, words, start
        # What every text that matches contains: one form of each Han character, the Latin words.
        self._han = [] if plain else [forms_of(each) for each in text if unicode_scripts.is_ideographic(each)]
        if plain:
            self._latin: Sequence[bytes] = (start.encode(),)
        else:
            self._latin = _atoms(text) if len(self._han) < len(text) else ()

    def may_occur_in(self, texts: JoinedTexts) -> bool:
        """False if the texts lack a Han character or Latin word of the searched text; costs a hundredth of
        the search itself."""
        for forms in self._han:
            for form in forms:
                if form in texts.text:
                    break
            else:
                return False
        return all(map(texts.without_joiners.__contains__, self._latin)) if self._latin else True

    def spans(self, texts: JoinedTexts) -> list[Span]:
        """The spans in order, none overlapping another."""
        found = self._literal.spans(texts) if self._literal else None
        return self.spans_by_regex(texts) if found is None else found

    def spans_by_regex(self, texts: JoinedTexts) -> list[Span]:
        """The same spans, found by the regex alone."""
        matches = self._regex.finditer(texts.text)
        if self._stem or self._words:
            return [match.span() for match in matches if self._accepted[match.group()]]
        return [match.span() for match in matches]

    @cached_property
    def likely_forms(self) -> tuple[str, ...]:
        """Strings in lower case of which a text has one nearly wherever this matches: the beginning of a
        stem, a word in simplified and in traditional characters. They serve to guess where it may be worth
        to search, since looking for them takes a tenth of the time."""
        if self._start.isascii():
            return (self._start,)
        traditional = "".join(
            forms_of(each)[-1] if unicode_scripts.is_ideographic(each) else each for each in self._start
        )
        return tuple(dict.fromkeys((self._start, traditional)))

    @cached_property
    def _literal(self) -> Literal | None:
        if self._words:
            return None
        return literal_of_stem(self._start, self._accepted) if self._stem else literal_of(self._text)

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        if self._words:
            return regex_of_prefix(self._text)
        return regex_of_stem(self._start) if self._stem else regex_of(self._text)

    @cached_property
    def _accepted(self) -> Mapping[str, bool]:
        return _AcceptedWords(self._stem, self._words)


class _AcceptedWords(dict[str, bool]):
    """Whether a word, in the form a text has it, has the stem or is among the words; filled as words come."""

    def __init__(self, stem: str, words: frozenset[str]) -> None:
        super().__init__()
        self._stem, self._words = stem, words

    def __missing__(self, form: str) -> bool:
        word = unicode_scripts.joined(form.lower() if form.isascii() else folded(form))
        accepted = self[form] = word in self._words if self._words else stemmed(word) == self._stem
        return accepted


def find_in_texts(texts: Sequence[str], matchers: Sequence[Matcher]) -> list[tuple[int, int, int, int]]:
    """The spans that the matchers find in original texts: the number of the text, the number of the matcher,
    start and end in the text. Sorted by text, start, end and matcher.

    The texts are searched as one, since starting on each of a thousand short ones costs more than searching
    them.
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
    for sign, equivalent in _EQUIVALENT:
        together = together.replace(sign, equivalent)
    joined_texts = JoinedTexts(together)
    found = [
        (start, end, place)
        for place, matcher in enumerate(matchers)
        if matcher.may_occur_in(joined_texts)
        for start, end in matcher.spans(joined_texts)
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
    """Spans of the joined texts, in order, as spans of the text that each is in."""
    starts = list(accumulate([len(text) + len(SEAM) for text in joined], initial=len(SEAM)))
    number = start_of_text = start_of_next = 0  # of the text of the span before
    for start, end, place in found:
        if start >= start_of_next:
            number = bisect_right(starts, start) - 1
            start_of_text, start_of_next = starts[number], starts[number + 1]
        yield number, place, start - start_of_text, end - start_of_text


def _atoms(text: str) -> tuple[bytes, ...]:
    """What the ASCII of every text that matches contains."""
    pieces = (
        piece for piece, _ in unicode_scripts.pieces(text) if not unicode_scripts.is_ideographic(piece[0])
    )
    atoms = (atom for piece in pieces for atom in unicode_scripts.atoms(piece))
    return tuple(atom.encode() for atom in atoms if atom.isascii() and atom.isalnum())


def _common_start(word: str, stem: str) -> str:
    """The common beginning of all words of a stem: the stem, without its last letter where the stemmer turns
    `y` into `i` or restores an `e` (`compani` of company, `hope` of hoping)."""
    start = stem[:-1] if len(stem) > 2 and stem[-1] in "ie" else stem
    while not word.startswith(start):
        start = start[:-1]
    return start or word[0]
