"""How does the query planner turn a request into a query plan?

Parses the query, tags its synonyms, expands it over the fields of the index, weighs its clauses, and plans it
in its own language first; where that finds too little, or the request asks for it, in the other language too.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property

import msgspec
from whoosh import query as nodes

from index import Analyzer, Reader, Ticker, fields, share_setting, time_zone
from search.lexicon.dictionary import EXTRA, open_dictionary
from search.lexicon.pinyin import PinyinMatch
from search.lexicon.synonyms import Synonyms, load_synonyms
from search.messages import Message
from search.plan.expansion import Expansion, expand
from search.plan.plan import Clauses, QueryPlan, TierBuilder, filled_in, unrestricted
from search.plan.query_words import WordExpander
from search.query.dates import TimeSpan
from search.query.filters import filter_trees, published_in, texts_of
from search.query.parser import ANY, ParsedQuery, parse
from search.query.relaxation import relaxed
from search.query.synonym_tagging import tag_synonyms
from search.query.time_tagging import tag_times
from search.ranking.clauses import QueryText, WeightedClause, weighted_clauses
from search.ranking.tiers import FEW, Tier
from search.ranking.translated_clauses import translated_clauses
from search.ranking.translator import Translator
from search.ranking.weights import MOST_REQUIRED, NATIVE_SHARE, PATTERN_WEIGHT
from search.request import NO_FILTERS, Filters, SearchRequest
from search.results import AliasUse

NOT_INSTALLED = Message.of("no dictionary", extra=EXTRA)


def configured_translator(analyzer: Analyzer, reader: Reader) -> Translator | None:
    """The translator for an index; none where no dictionary is installed."""
    dictionary = open_dictionary(analyzer)
    return Translator(dictionary, analyzer, reader) if dictionary else None


def configured_synonyms(reader: Reader) -> Synonyms:
    """The synonyms in force for an index, with the names of its tickers. Raises AliasError for a file of the
    settings that can't be read as one."""
    pairs = (each.value.split("\t", 1) for each in reader.terms(fields.NAMING))
    return load_synonyms(Ticker(symbol, name) for symbol, name in pairs)


class QueryPlanner:
    """Plans the queries of one index, with its configured synonyms where none are given. Safe to use from
    many threads."""

    def __init__(self, reader: Reader, analyzer: Analyzer, synonyms: Synonyms | None = None) -> None:
        self._reader = reader
        self._analyzer = analyzer
        self._synonyms = configured_synonyms(reader) if synonyms is None else synonyms

    @property
    def reader(self) -> Reader:
        """The reader of the index, which runs what is planned."""
        return self._reader

    def plan(self, request: SearchRequest) -> QueryPlan:
        """The plan of a request as far as it is known before anything is searched: in the language of its
        query, or where the request says so in both. Without a query, every article that the filters leave.

        Raises QueryLimit where the query asks for more than the settings allow, FilterError for an invalid
        filter, SettingError for an invalid setting.
        """
        native = self.plan_native(request.query, request.filters)
        if request.language != "both" or not native.expansion.query_texts:
            return native
        both = self.plan_both(native)
        missing = () if self._translator else (NOT_INSTALLED,)
        return msgspec.structs.replace(both, warnings=(*both.warnings, *missing))

    def fill_in(self, native: QueryPlan, request: SearchRequest, found: int) -> QueryPlan:
        """The plan with translations that fill in where the query finds too little in its own language;
        `found` is how many articles its first tier has."""
        if request.language != "auto" or not native.expansion.query_texts or self._is_answered(native, found):
            return native
        both = self.plan_both(native)
        return native if both is native else filled_in(native, both)

    def plan_native(self, query: str, filters: Filters = NO_FILTERS) -> QueryPlan:
        """The plan in the language of the query alone."""
        if not query.strip() and filters != NO_FILTERS:
            return self.plan_filters(filters)
        return self._plan_parsed(query, parse(query), filters)

    def plan_relaxed(self, plan: QueryPlan) -> QueryPlan | None:
        """The plan of what is left of a query that finds nothing as it is written: quoted parts that no
        article has as words, the operators of a pasted text as text. No article of it is complete, and each
        says what it lacks. None where there is nothing to relax."""
        parsed = parse(plan.query)
        found = relaxed(parsed.tree, self._is_absent)
        if found is None:
            return None
        tree, quoted = found
        words = self._plan_parsed(plan.query, msgspec.structs.replace(parsed, tree=tree), plan.filters)
        terms = (*plan.expansion.highlight_terms, *words.expansion.highlight_terms)
        expansion = msgspec.structs.replace(words.expansion, highlight_terms=tuple(dict.fromkeys(terms)))
        return msgspec.structs.replace(
            words,
            expansion=expansion,
            all_terms=plan.all_terms,
            tiers=tuple(msgspec.structs.replace(tier, complete=False, native=False) for tier in words.tiers),
            warnings=(
                *words.warnings,
                *(Message.of("quote of nothing", quoted=each) for each in quoted),
            ),
        )

    def _plan_parsed(self, query: str, parsed: ParsedQuery, filters: Filters) -> QueryPlan:
        tree, aliases = tag_synonyms(parsed.tree, self._synonyms, self._analyzer)
        tree = tag_times(tree, self._analyzer, today=_today(), is_published=self._is_published)
        expansion = self._expand(tree, texts_of(filters.kind))
        others = self._clauses(_not_optional(expansion))
        clauses = Clauses(
            optional=tuple(self._clauses(expansion.optional)),
            others=(*others, *(WeightedClause(tree, PATTERN_WEIGHT) for tree in expansion.patterns)),
        )
        explicit_and = parsed.explicit_and or expansion.subjects <= MOST_REQUIRED
        build = self._tier_builder(filters)
        all_terms = build.all_terms(expansion.tree, clauses.all)
        return QueryPlan(
            query=query,
            filters=filters,
            tree=tree,
            aliases=aliases,
            expansion=expansion,
            warnings=(*parsed.warnings, *expansion.warnings),
            clauses=clauses,
            explicit_and=explicit_and,
            all_terms=all_terms,
            tiers=build.tiers(expansion, clauses, all_terms, requires=explicit_and),
            any_terms=build.any_terms(expansion, clauses),
            nearest=build.nearest(expansion, clauses),
        )

    def plan_both(self, native: QueryPlan) -> QueryPlan:
        """The plan in both languages as equals; the same plan where nothing of it can be translated."""
        if self._translator is None:
            return native
        expansion = self._expand(native.tree, texts_of(native.filters.kind), self._translator)
        if not expansion.translated:
            return native
        clauses = msgspec.structs.replace(
            native.clauses,
            translations=self._translated(expansion.optional),
            other_translations=self._translated(_not_optional(expansion)),
        )
        build = self._tier_builder(native.filters)
        all_terms = build.all_terms(expansion.tree, clauses.all, native=False)
        return msgspec.structs.replace(
            native,
            expansion=expansion,
            clauses=clauses,
            all_terms=all_terms,
            tiers=build.tiers(expansion, clauses, all_terms, requires=native.explicit_and),
            any_terms=build.any_terms(expansion, clauses),
            nearest=build.nearest(expansion, clauses),
            translated=expansion.translated,
            prefers_native=False,
        )

    def plan_filters(self, filters: Filters) -> QueryPlan:
        """The plan of filters alone."""
        return unrestricted(filters, filter_trees(filters, today=_today()))

    def plan_pinyin(self, query: str, names: Sequence[PinyinMatch], filters: Filters) -> QueryPlan:
        """The plan of a Latin query that spells Chinese names: the articles that have one of these."""
        spelled = tuple(dict.fromkeys(each.name[each.start : each.end] for each in names))
        quoted = " OR ".join(f'"{each}"' for each in spelled)
        choice = nodes.Or([nodes.Term(ANY, each) for each in spelled])
        tree, _ = tag_synonyms(choice, self._synonyms, self._analyzer)
        expansion = self._expand(tree, texts_of(filters.kind))
        clauses = Clauses(others=tuple(self._clauses(expansion.query_texts)))
        build = TierBuilder(tuple(filter_trees(filters, today=_today())), _today(), self._reader.count)
        all_terms = build.all_terms(expansion.tree, clauses.all)
        return QueryPlan(
            query=query,
            filters=filters,
            tree=tree,
            aliases=(AliasUse(query, spelled),),
            expansion=expansion,
            warnings=(Message.of("read as pinyin", quoted=quoted),),
            clauses=clauses,
            all_terms=all_terms,
            tiers=(all_terms,),
        )

    def count_all_terms(self, plan: QueryPlan) -> int:
        """How many articles match all of a query."""
        return self._count(plan.all_terms)

    @cached_property
    def _translator(self) -> Translator | None:
        return configured_translator(self._analyzer, self._reader)

    def _expand(
        self, tree: nodes.Query, texts: Sequence[str], translator: Translator | None = None
    ) -> Expansion:
        words_of = WordExpander(self._analyzer, self._reader, translator, self._count_articles)
        return expand(tree, words_of, today=_today(), texts=texts)

    def _clauses(self, query_texts: Sequence[QueryText]) -> list[WeightedClause]:
        return weighted_clauses(query_texts, self._analyzer, self._reader)

    def _translated(self, query_texts: Sequence[QueryText]) -> tuple[WeightedClause, ...]:
        assert self._translator is not None
        return tuple(translated_clauses(query_texts, self._translator, self._reader))

    def _tier_builder(self, filters: Filters) -> TierBuilder:
        today = _today()
        return TierBuilder(
            tuple(filter_trees(filters, today=today)), today, self._reader.count, share_setting("recency")
        )

    def _is_answered(self, plan: QueryPlan, found: int) -> bool:
        """Whether a query finds enough in its own language: articles that match all of it, or where it
        doesn't require all terms, one that has most of its words, weighed by their idf, which replaced
        articles don't change.

        What the filters leave doesn't matter unless it is nothing, so that a filter finds what was counted.
        """
        if plan.requires_all_terms:
            if not plan.all_terms.filters:
                return found >= FEW
            return self._reader.search(plan.all_terms.matches, limit=0).total >= FEW and found > 0
        if plan.clauses.others:  # what must hold beside the words
            return True
        answering = self._tier_builder(plan.filters).having(plan.expansion, NATIVE_SHARE)
        return self._reader.search(answering, filters=plan.all_terms.filters, limit=0).total > 0

    def _count_articles(self, tree: nodes.Query) -> int:
        return self._reader.search(tree, limit=0).total

    def _is_published(self, span: TimeSpan) -> bool:
        """Whether any article was published in a span."""
        return self._count_articles(published_in(*span)) > 0

    def _is_absent(self, node: nodes.Query) -> bool:
        """Whether no article has a part of a query."""
        expansion = self._expand(node, fields.TEXTS)
        return self._reader.search(expansion.tree, limit=0).total == 0

    def _count(self, tier: Tier) -> int:
        return self._reader.search(tier.matches, filters=tier.filters, limit=0).total


def _not_optional(expansion: Expansion) -> list[QueryText]:
    return [each for each in expansion.query_texts if each not in expansion.optional]


def _today() -> date:
    return datetime.now(time_zone()).date()
