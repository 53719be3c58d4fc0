"""Which query may have been meant, where the typed one finds little?

Offers other spellings, taken from the words of the index itself, and the names that Latin letters spell in
pinyin. What this needs of the index is read at the first query that needs it, once per generation.
"""

import re
import string
from collections.abc import Callable, Iterator
from functools import cached_property

from index import Analyzer, SuggestionWords, budget, is_ideographic
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
    """The corrections of one generation of the index. Safe to use from many threads."""

    def __init__(self, words: Callable[[], SuggestionWords], analyzer: Analyzer) -> None:
        self._words = words
        self._analyzer = analyzer

    def corrected(self, plan: QueryPlan) -> Iterator[str]:
        """Other queries, each with one mistyped word corrected, the likeliest first."""
        offered = {plan.query}
        for query_text in plan.expansion.query_texts:
            for wrong, right in self._corrections(query_text.text):
                query = plan.query.replace(wrong, right, 1)
                if query not in offered:
                    offered.add(query)
                    yield query

    def pinyin_matches(self, query: str) -> tuple[PinyinMatch, ...]:
        """The names that a Latin query spells in pinyin, the likeliest first."""
        return self._pinyin_index.matches(query, limit=_MOST_OFFERED)

    def _corrections(self, text: str) -> Iterator[tuple[str, str]]:
        """A mistyped part of a text and what may have been meant, for each correction."""
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
        """Read what the first query that finds little needs."""
        self._vocabulary, self._pinyin_index  # noqa: B018

    @cached_property
    @budget.uncharged()
    def _vocabulary(self) -> Vocabulary:
        """Han words as the segmenter cut them; Latin words as they were written, since the layer of words
        has their stems; of these only those that begin with a Latin letter or a digit."""
        words = self._words()
        other = (
            each for each in words.other[_TEXT] if each[0][0] in _LATIN and not is_ideographic(each[0][-1])
        )
        return Vocabulary.build([*words.han[_TEXT], *other])

    @cached_property
    @budget.uncharged()
    def _pinyin_index(self) -> PinyinIndex:
        """Names of companies and people first, then those of tickers, then titles."""
        words = self._words()
        tickers = (each.split("\t")[1] for each in words.names)
        titles = (each.split("\t")[1] for each in words.titles[:_MOST_NAMES])
        shipped = (name for group in shipped_aliases() for name in group.names)
        return PinyinIndex(filter(has_ideographs, (*shipped, *tickers, *titles)))
