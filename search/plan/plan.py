"""Which query plan answers a query: which tiers does it have, and in which order?

The plan as a value, and how its tiers are built from what a query expands to: which trees an engine is given,
which clauses rank, which tier comes first. Pure; the planner reads what a plan needs of an index.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

import msgspec
from whoosh import query as nodes

from search.messages import Message
from search.plan.expansion import Expansion
from search.plan.query_words import QueryWord
from search.query.filters import published_in
from search.ranking.clauses import WeightedClause, pruning_threshold
from search.ranking.thresholds import WeightedWord, having_share
from search.ranking.tiers import NO_TIER, Tier
from search.ranking.translator import TranslationGroup
from search.ranking.weights import ANSWER_SHARE, NEAREST_SHARE, RECENCY_STEPS, idf
from search.request import Filters
from search.results import AliasUse

_EPOCH = date(1970, 1, 1)


class Clauses(msgspec.Struct, frozen=True):
    """The clauses that score an article: `optional` ones for words that it may lack, `others` for the rest,
    and `translations` for the optional words in the other language."""

    optional: tuple[WeightedClause, ...] = ()
    others: tuple[WeightedClause, ...] = ()
    translations: tuple[WeightedClause, ...] = ()
    other_translations: tuple[WeightedClause, ...] = ()

    @property
    def has_others(self) -> bool:
        """Whether anything is scored besides the optional words: a phrase, a choice, a pattern."""
        return bool(self.others or self.other_translations)

    @property
    def all(self) -> tuple[WeightedClause, ...]:
        return (*self.optional, *self.translations, *self.others, *self.other_translations)


class QueryPlan(msgspec.Struct, frozen=True):
    """A query as it is run: its logical tree with synonyms, the synonyms that were used, its physical form,
    the clauses that score an article, and the tiers of its answer, the first of which comes first.

    `all_terms` is the tier of the articles that match all of the query, also where it isn't among the tiers;
    `any_terms` are all articles that have any of its content words, `nearest` those of them that are shown
    where none answers the query. `prefers_native` says that articles which need no translation come before
    those that do.
    `explicit_and` says that all words were joined by AND, or are few enough to be required. `translated` are
    the words that were translated.
    """

    query: str
    filters: Filters
    tree: nodes.Query
    aliases: tuple[AliasUse, ...]
    expansion: Expansion
    warnings: tuple[Message, ...]
    clauses: Clauses = Clauses()
    explicit_and: bool = False
    all_terms: Tier = NO_TIER
    tiers: tuple[Tier, ...] = ()
    any_terms: Tier = NO_TIER
    nearest: tuple[Tier, ...] = ()
    prefers_native: bool = True
    translated: tuple[TranslationGroup, ...] = ()

    @property
    def has_answer(self) -> bool:
        """Whether its articles answer the query, and aren't only the nearest."""
        return not self.nearest or self.tiers != self.nearest

    @property
    def may_be_misspelt(self) -> bool:
        """Whether no article has one of the words, or it isn't known how many have them."""
        words = self.expansion.optional_words
        return self.clauses.has_others or not all(word.frequency for word in words)

    @property
    def with_the_rest(self) -> "QueryPlan":
        """The plan of all articles that have any word of the query: those that match all of it come first
        where these are required."""
        if self.any_terms is NO_TIER:
            return self
        complete = [tier for tier in self.tiers if tier.complete]
        return msgspec.structs.replace(self, tiers=(*complete, self.any_terms))

    @property
    def without_answer(self) -> "QueryPlan":
        """The plan of the articles that are nearest to a query that none answers."""
        return msgspec.structs.replace(self, tiers=self.nearest)

    @property
    def requires_all_terms(self) -> bool:
        """Whether the articles that match all of the query come first."""
        return any(tier.complete for tier in self.tiers)


class TierBuilder(msgspec.Struct, frozen=True):
    """Builds the tiers of one plan. Every tier has the same filters; new articles gain by `recency`, 0 to 1,
    counted from `today`."""

    filters: tuple[nodes.Query, ...]
    today: date
    count: int
    recency: float = 0.0

    def all_terms(self, tree: nodes.Query, clauses: Sequence[WeightedClause], *, native: bool = True) -> Tier:
        """The articles that match a tree, all of the query."""
        return Tier(self._ranked(tree, clauses), tree, self.filters, complete=True, native=native)

    def most_terms(self, expansion: Expansion, clauses: Clauses) -> Tier:
        """The articles that match what must hold, and have most of the words that they may lack: enough to
        answer the query."""
        must = expansion.must if expansion.must is not None else nodes.Every()
        tree = must if clauses.has_others else self.having(expansion, ANSWER_SHARE)
        return Tier(self._ranked(tree, clauses.all), tree, (*self.filters, must))

    def any_terms(self, expansion: Expansion, clauses: Clauses) -> Tier:
        """The articles that match what must hold, and have any content word; none without words."""
        if not expansion.words:
            return NO_TIER
        must = expansion.must if expansion.must is not None else nodes.Every()
        tree = must if clauses.has_others or not expansion.optional_words else _having_any(expansion)
        return Tier(self._ranked(tree, clauses.all), tree, (*self.filters, must))

    def nearest(self, expansion: Expansion, clauses: Clauses) -> tuple[Tier, ...]:
        """The articles that have at least a little of what the content words weigh, for a query that none
        answers."""
        if clauses.has_others or not expansion.optional_words:
            return ()
        tree = self.having(expansion, NEAREST_SHARE)
        must = () if expansion.must is None else (expansion.must,)
        return (Tier(self._ranked(tree, clauses.all), tree, (*self.filters, *must)),)

    def having(self, expansion: Expansion, share: float) -> nodes.Query:
        """The articles whose words weigh at least a share of what all optional ones weigh; those that were
        published in a time of the query need one of its words besides."""
        words = expansion.optional_words
        weighted = [part for word in words for part in self._weighted(word, is_alone=len(words) == 1)]
        having = having_share(weighted, share)
        has_times = any(word.is_time for word in expansion.optional_words)
        return nodes.And([having, _having_any(expansion)]) if has_times else having

    def _weighted(self, word: QueryWord, *, is_alone: bool) -> Iterator[WeightedWord]:
        """A word by its idf. Of a joined word the core weighs by itself, and the whole at most as much again:
        it may be rare only because the segmenter joined what are two words."""
        whole = _idf_word(word, self.count)
        if word.core is None or is_alone:
            yield whole
            return
        core = _idf_word(word.core, self.count)
        yield core
        yield WeightedWord(whole.tree, min(max(whole.weight - core.weight, 0.0), core.weight))

    def tiers(
        self, expansion: Expansion, clauses: Clauses, all_terms: Tier, *, requires: bool
    ) -> tuple[Tier, ...]:
        """The tiers of an answer: all terms first where they are required, then most of them."""
        if not expansion.words or (expansion.words == 1 and not clauses.has_others):
            return (all_terms,)
        most_terms = self.most_terms(expansion, clauses)
        return (all_terms, most_terms) if requires else (most_terms,)

    def _ranked(self, matches: nodes.Query, clauses: Sequence[WeightedClause]) -> nodes.Query:
        """The articles that match, ranked by the clauses and by nothing else."""
        unscored = nodes.ConstantScoreQuery(matches, 0.0)
        least = pruning_threshold(clauses)
        ranked = _preferring(unscored, [clause.tree for clause in clauses if clause.idf_weight >= least])
        return self._with_recency(ranked, clauses)

    def _with_recency(self, tree: nodes.Query, clauses: Sequence[WeightedClause]) -> nodes.Query:
        """New articles gain a share of what the whole query weighs, in steps by their age."""
        if not self.recency:
            return tree
        whole = sum(clause.idf_weight for clause in clauses) or 1.0
        step = self.recency * whole / len(RECENCY_STEPS)
        ages = [(self.today - timedelta(days=days) - _EPOCH).days * 86400 for days in RECENCY_STEPS]
        newer = [nodes.ConstantScoreQuery(published_in(age, None), step) for age in ages]
        return _preferring(tree, newer)


def _having_any(expansion: Expansion) -> nodes.Query:
    """The articles that have any content word; a time only where there is no other word."""
    words = [word for word in expansion.optional_words if not word.is_time] or expansion.optional_words
    return nodes.Or([word.tree for word in words if word.frequency])


def _idf_word(word: QueryWord, count: int) -> WeightedWord:
    return WeightedWord(word.tree if word.frequency else nodes.NullQuery, idf(word.frequency, count))


def filled_in(native: QueryPlan, both: QueryPlan) -> QueryPlan:
    """The plan in the language of the query, `native`, filled in by the plan in either language, `both`:
    after the articles that match all of the query come those that only a translation makes match; what
    matches a part of it does so in either language."""
    complete = tuple(tier for tier in native.tiers if tier.complete)
    return msgspec.structs.replace(both, tiers=(*complete, *both.tiers), prefers_native=bool(complete))


def unrestricted(filters: Filters, trees: Iterable[nodes.Query]) -> QueryPlan:
    """The plan of filters alone: every article that they leave."""
    tree = nodes.Every()
    tier = Tier(nodes.ConstantScoreQuery(tree, 0.0), tree, tuple(trees), complete=True, native=True)
    return QueryPlan(
        query="",
        filters=filters,
        tree=tree,
        aliases=(),
        expansion=Expansion(tree=tree),
        warnings=(),
        all_terms=tier,
        tiers=(tier,),
    )


def _preferring(tree: nodes.Query, clauses: Sequence[nodes.Query]) -> nodes.Query:
    return nodes.AndMaybe(tree, nodes.Or(list(clauses))) if clauses else tree
