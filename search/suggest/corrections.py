"""Which query may have been meant, where the typed one finds little?

Offers other spellings, taken from the words of the index itself, and the names that Latin letters spell in
pinyin. Of the words only those that may be near a mistyped one are read; what pinyin needs is made at the
first query that needs it, once per generation.
"""

import re
from collections.abc import Callable, Iterator
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index import Analyzer, SuggestionWords, budget, folded, is_ideographic
from search.lexicon.language_id import has_ideographs
from search.lexicon.pinyin import PinyinIndex, PinyinMatch, readings
from search.lexicon.spelling import Vocabulary
from search.lexicon.synonyms import shipped_aliases
from search.plan.plan import QueryPlan

_MOST_OFFERED = 3
_MOST_ERRORS = 2  # letters of a word that are corrected
_HAN_RUN = re.compile("[\u3400-\u9fff\U00020000-\U000323af]{2,}")


class Corrections:
    """The corrections of one generation of the index. Safe to use from many threads."""

    def __init__(self, words: Callable[[], SuggestionWords], analyzer: Analyzer) -> None:
        self._words = words
        self._analyzer = analyzer

    def corrected(self, plan: QueryPlan) -> Iterator[str]:
        """Other queries, each with one mistyped word corrected, the likeliest first."""
        offered = {plan.query}
        for query_text in plan.expansion.query_texts:
            if query_text.published:  # a time is no misspelling of another one
                continue
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
        words = self._words()
        for unit in self._analyzer.units(text):
            if not is_ideographic(unit.text[0]) and not _is_known(words, unit.text):
                for each in _near(words, unit.text).nearest(unit.text, limit=_MOST_OFFERED):
                    yield text[unit.start : unit.end], each.word
        for run in _HAN_RUN.findall(text):
            for each in _sounding(words, run).corrections(run, self._cut, limit=_MOST_OFFERED):
                yield run, each.word

    def _cut(self, run: str) -> list[str]:
        return [unit.text for unit in self._analyzer.units(run)]

    def read_ahead(self) -> None:
        """Read what the first query that finds little needs."""
        self._pinyin_index  # noqa: B018

    @cached_property
    @budget.uncharged()
    def _pinyin_index(self) -> PinyinIndex:
        """Names of companies and people first, then those of tickers, then titles."""
        words = self._words()
        tickers = (each.split("\t")[1] for each in words.names)
        shipped = (name for group in shipped_aliases() for name in group.names)
        return PinyinIndex((*filter(has_ideographs, (*shipped, *tickers)), *words.titles.han))


def _is_known(words: SuggestionWords, word: str) -> bool:
    return len(word) < len(words.other_words) and words.other_words[len(word)].count(word) > 0


def _near(words: SuggestionWords, word: str) -> Vocabulary:
    """The Latin words as far as one may have been meant by this one."""
    lengths = range(max(0, len(word) - _MOST_ERRORS), len(word) + _MOST_ERRORS + 1)
    near: list[tuple[str, int]] = []
    for counted in words.other_words[lengths.start : lengths.stop]:
        for _, _, number in process.extract(
            word,
            list(counted.words),
            scorer=OSA.distance,
            processor=None,
            score_cutoff=_MOST_ERRORS,
            limit=None,
        ):
            near.append((counted.words[number], counted.counts[number]))
    return Vocabulary.build(near)


def _sounding(words: SuggestionWords, run: str) -> Vocabulary:
    """The Chinese words that are made of characters that sound like those of a run, its own ones too."""
    text = words.han_words.words.text
    sounds = {sound for character in folded(run) for sound in readings(character)}
    characters = "".join(each for each in set(text) if not sounds.isdisjoint(readings(each)))
    if not characters:
        return Vocabulary.build(())
    found = re.findall(f"^[{characters}]+$", text, re.MULTILINE)
    return Vocabulary.build((word, words.han_words.count(word)) for word in found)
