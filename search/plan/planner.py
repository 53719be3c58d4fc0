"""Which question is asked of the index, and in which languages?

Reads a typed query, in its own language first, and asks whether that is enough; where it isn't, or the other
language is wished for, the question is asked in both.
"""

from datetime import date, datetime
from functools import cached_property

import msgspec

from index import Analyzer, Reader, share_setting, time_zone
from search.lexicon.pinyin import Spelled
from search.lexicon.synonyms import Synonyms
from search.plan.cross_language import NOT_INSTALLED, Lang, configured_translator, default_lang
from search.plan.plan import (
    Question,
    every_article,
    filled_question,
    read_question,
    spelled_question,
    telling_tier,
    translated_question,
)
from search.query.filters import NO_FILTERS, Filters
from search.query.parser import sound
from search.ranking.tiers import FEW
from search.ranking.translator import Translator


class Asking:
    """Turns what is typed into questions of one index. Safe to use from many threads."""

    def __init__(self, articles: Reader, analyzer: Analyzer, aliases: Synonyms) -> None:
        self._articles = articles
        self._analyzer = analyzer
        self._aliases = aliases

    @cached_property
    def _translator(self) -> Translator | None:
        return configured_translator(self._analyzer, self._articles)

    def read(self, query: str, filters: Filters = NO_FILTERS) -> Question:
        """The question in its own language; without a query all that the filters leave."""
        query = sound(query)
        if not query.strip() and filters != NO_FILTERS:
            return self.every_article(filters)
        return read_question(
            query,
            analyzer=self._analyzer,
            reader=self._articles,
            aliases=self._aliases,
            today=_today(),
            filters=filters,
            recency=share_setting("recency"),
        )

    def every_article(self, filters: Filters) -> Question:
        """What filters alone ask for."""
        return every_article(filters, today=_today())

    def asked(self, query: str, filters: Filters, lang: Lang | None) -> Question:
        """The question in its own language, and as it is wished in the other one too."""
        question, lang = self.read(query, filters), lang or default_lang()
        if lang == "same" or not question.expansion.asked:
            return question
        if lang == "auto" and self._is_answered(question):
            return question
        both = self.in_both(question, filters)
        if lang == "both":
            installed = self._translator is not None
            warnings = both.warnings if installed else (*both.warnings, NOT_INSTALLED)
            return msgspec.structs.replace(both, warnings=warnings)
        return question if both is question else filled_question(question, both)

    def in_both(self, question: Question, filters: Filters = NO_FILTERS) -> Question:
        """The question asked in either language; the same where nothing of it can be translated."""
        if self._translator is None:
            return question
        return translated_question(
            question,
            self._translator,
            analyzer=self._analyzer,
            reader=self._articles,
            today=_today(),
            filters=filters,
            recency=share_setting("recency"),
        )

    def by_sound(self, query: str, names: tuple[Spelled, ...], filters: Filters) -> Question:
        """What a Latin query asks for that spells Chinese names."""
        return spelled_question(
            query,
            names,
            analyzer=self._analyzer,
            reader=self._articles,
            aliases=self._aliases,
            today=_today(),
            filters=filters,
        )

    def required(self, question: Question) -> int:
        """How many articles match all of a question."""
        tier = question.strict
        return self._articles.search(tier.matches, filters=tier.filters, limit=0).total

    def _is_answered(self, question: Question) -> bool:
        """Whether a question finds enough in its own language: articles that match all of it, or where it
        doesn't ask for all, one that has much of it.

        What the filters leave doesn't matter unless it is nothing, so that a filter finds what was counted.
        """
        if question.is_required:
            tier = question.strict
            answered = self._articles.search(tier.matches, limit=0).total >= FEW
        elif question.others:  # what must hold beside the words
            return True
        else:
            tier, enough = telling_tier(question, self._articles.count)
            best = self._articles.search(tier.tree, limit=1).hits
            answered = bool(best) and best[0].score >= enough
        if answered and tier.filters:
            return self._articles.search(tier.matches, filters=tier.filters, limit=0).total > 0
        return answered


def _today() -> date:
    return datetime.now(time_zone()).date()
