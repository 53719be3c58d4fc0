"""Which highlight terms does a query have?

The terms that are looked for in the original texts of an article that matches: words, phrases, words that fit
a pattern, and translations. Pure.
"""

from collections.abc import Iterator, Sequence

import msgspec

from index import Analyzer, Layer, Unit, folded_letters
from search.lexicon.stopwords import is_abbreviation
from search.query.dates import TimeSpan
from search.ranking.translator import TranslationGroup


class HighlightTerm(msgspec.Struct, frozen=True):
    """A word or a phrase, folded, that is highlighted wherever some of the texts have it.

    `typed` is the word of the query that it comes from. `probe` is the token whose document frequency gives
    the term's idf. A term with `words` is any one of them, and `text` is what they all begin with. A
    translation covers each of the words that it `translates`, and weighs `share` of one. A term that is
    `in_capitals` matches only what is written in capitals: `IT` isn't it. A form of a time has the span
    [start, end) in seconds in which an article is `published` that doesn't lack it; none is open.
    An `identifier` of several words has a second term, with its letters as one word.
    """

    text: str
    stems: bool
    texts: tuple[str, ...]
    probe: tuple[Layer, str]
    typed: str
    words: frozenset[str] = frozenset()
    translates: tuple[str, ...] = ()
    share: float = 1.0
    in_capitals: bool = False
    published: TimeSpan | None = None
    identifier: str = ""

    @property
    def name(self) -> str:
        """The text as it is written."""
        return self.identifier or self.text

    @property
    def covers(self) -> tuple[str, ...]:
        """The words of the query that an article with this term doesn't lack."""
        return self.translates or (self.typed,)


def unit_terms(unit: Unit, texts: Sequence[str], *, typed: str) -> Iterator[HighlightTerm]:
    """The terms of a unit in whatever form it is found: an identifier of several words (`self-funded`) also
    as one word with its stem, which finds `self-fund`."""
    own = unit_term(unit, texts, stems=True, typed=typed)
    yield own
    if (letters := _as_one_word(unit)) is not None:
        yield msgspec.structs.replace(own, text=letters, identifier=own.text)


def _as_one_word(unit: Unit) -> str | None:
    """The letters of an identifier of several words that is indexed as one word too."""
    if len(unit.grams) < 2 or len(unit.words) != 1:
        return None
    letters = folded_letters(unit.text)
    return letters if letters.isascii() and letters.isalpha() else None


def unit_term(unit: Unit, texts: Sequence[str], *, stems: bool, typed: str) -> HighlightTerm:
    """The term of a unit of the query, which is part of the word `typed`."""
    probe = (Layer.CHARS, unit.chars) if unit.chars else (Layer.GRAMS, unit.grams[0])
    if unit.words and len(unit.grams) > 1:
        probe = (Layer.WORDS, unit.words[0])
    return HighlightTerm(unit.text, stems, tuple(texts), probe, typed, in_capitals=is_abbreviation(typed))


def translation_terms(
    group: TranslationGroup, texts: tuple[str, ...], analyzer: Analyzer
) -> Iterator[HighlightTerm]:
    """The terms of the likely translations of a word or phrase, one for each way of writing them."""
    for each in group.likely:
        for text in each.written:
            grams = analyzer.phrase(text)
            probe = (Layer.GRAMS, grams[0]) if grams else (Layer.CHARS, text)
            term = HighlightTerm(
                text, True, texts, probe, group.typed, translates=group.words, share=each.weight
            )
            yield term
            units = analyzer.units(text)
            if len(units) == 1 and (letters := _as_one_word(units[0])) is not None:
                yield msgspec.structs.replace(term, text=letters, identifier=text)
