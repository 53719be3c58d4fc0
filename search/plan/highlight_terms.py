"""What is to be shown where it stands in an article?

What a query asks for as it is looked for in the original texts: words, phrases, what fits a pattern, and what
a word is called in the other language. Pure.
"""

from collections.abc import Iterator, Sequence

import msgspec

from index import Analyzer, Layer, Unit
from search.ranking.translator import Translated


class Wanted(msgspec.Struct, frozen=True):
    """Something that was asked for and is to be shown where it stands: a word or a phrase, folded, in
    some of the texts. `probe` is the token whose frequency tells how rare it is, `asked` the typed word that
    it answers. With `words` it is each of these words, and `text` is what they begin with. A translation
    answers each of the words that it `translates`, and weighs a share of one."""

    text: str
    stems: bool
    texts: tuple[str, ...]
    probe: tuple[Layer, str]
    asked: str
    words: frozenset[str] = frozenset()
    translates: tuple[str, ...] = ()
    share: float = 1.0

    @property
    def answers(self) -> tuple[str, ...]:
        """The typed words that an article doesn't lack which has this."""
        return self.translates or (self.asked,)


def wanted_unit(unit: Unit, texts: Sequence[str], *, stems: bool, asked: str) -> Wanted:
    """A unit of a query, which stands in the typed word `asked`."""
    probe = (Layer.CHARS, unit.chars) if unit.chars else (Layer.GRAMS, unit.grams[0])
    if unit.words and len(unit.grams) > 1:
        probe = (Layer.WORDS, unit.words[0])
    return Wanted(unit.text, stems, tuple(texts), probe, asked)


def wanted_translations(group: Translated, texts: tuple[str, ...], analyzer: Analyzer) -> Iterator[Wanted]:
    """What a word or phrase is called in the other language, each as it may be written."""
    for each in group.likely:
        for text in each.written:
            grams = analyzer.phrase(text)
            probe = (Layer.GRAMS, grams[0]) if grams else (Layer.CHARS, text)
            yield Wanted(text, True, texts, probe, group.typed, translates=group.words, share=each.weight)
