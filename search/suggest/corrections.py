"""What did they mean, where what they typed finds little?

Offers another spelling, from the words of the index itself, and the names that Latin letters spell in pinyin.
What it needs of the index is read at the first question that needs it, once a generation.
"""

import re
import string
from collections.abc import Iterator
from functools import cached_property
from itertools import chain

from index import Analyzer, Layer, Reader, fields, is_ideographic
from search.lexicon.language_id import has_ideographs
from search.lexicon.pinyin import PinyinIndex, PinyinMatch
from search.lexicon.spelling import Vocabulary
from search.lexicon.synonyms import shipped_aliases
from search.plan.plan import QueryPlan

_MOST_NAMES = 20_000
_MOST_OFFERED = 3
_HAN_RUN = re.compile("[\u3400-\u9fff\U00020000-\U000323af]{2,}")
_TEXT = "paragraphs"
_LATIN = string.ascii_lowercase + string.digits


class Corrections:
    """What one generation of the index can offer. Safe to use from many threads."""

    def __init__(self, reader: Reader, analyzer: Analyzer) -> None:
        self._reader = reader
        self._analyzer = analyzer

    def corrected(self, plan: QueryPlan) -> Iterator[str]:
        """Other queries, each with one mistyped word put right, the likeliest first."""
        offered = {plan.query}
        for query_text in plan.expansion.query_texts:
            for wrong, right in self._corrections(query_text.text):
                query = plan.query.replace(wrong, right, 1)
                if query not in offered:
                    offered.add(query)
                    yield query

    def pinyin_matches(self, query: str) -> tuple[PinyinMatch, ...]:
        """The names that a Latin query spells, the likeliest first."""
        return self._pinyin_index.matches(query, limit=_MOST_OFFERED)

    def _corrections(self, text: str) -> Iterator[tuple[str, str]]:
        """What stands in a typed text, and what it may have been meant to be."""
        for unit in self._analyzer.units(text):
            if not is_ideographic(unit.text[0]) and not self._is_known(unit.text):
                for each in self._vocabulary.nearest(unit.text, limit=_MOST_OFFERED):
                    yield text[unit.start : unit.end], each.word
        for run in _HAN_RUN.findall(text):
            for each in self._vocabulary.corrections(run, self._cut, limit=_MOST_OFFERED):
                yield run, each.word

    def _is_known(self, word: str) -> bool:
        return self._vocabulary.frequency(word) > 0

    def _cut(self, run: str) -> list[str]:
        return [unit.text for unit in self._analyzer.units(run)]

    def read_ahead(self) -> None:
        """Read what the first question that finds little needs."""
        self._vocabulary, self._pinyin_index  # noqa: B018

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        """Han words as the segmenter cut them; Latin words as they were written, since the layer of words
        has stems that nobody would type. Of the grams those are read that begin so, for most are pairs."""
        words = self._reader.terms(fields.physical(_TEXT, Layer.WORDS))
        atoms = (self._reader.terms(fields.physical(_TEXT, Layer.GRAMS), begin) for begin in _LATIN)
        return Vocabulary.build(
            [
                *((each.value, each.count) for each in words if is_ideographic(each.value[0])),
                *((each.value, each.count) for each in chain(*atoms) if not is_ideographic(each.value[-1])),
            ]
        )

    @cached_property
    def _pinyin_index(self) -> PinyinIndex:
        """Names of companies and people first, then those of tickers, then titles."""
        tickers = (each.value.split("\t")[1] for each in self._reader.terms(fields.NAMING))
        titles = (
            each.value.split("\t")[1] for each in self._reader.terms(fields.HEADLINE, limit=_MOST_NAMES)
        )
        shipped = (name for group in shipped_aliases() for name in group.names)
        return PinyinIndex(filter(has_ideographs, (*shipped, *tickers, *titles)))
