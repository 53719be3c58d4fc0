"""Which query plan answers a query: which tiers does it have, and in which order?

The plan as a value, and how its tiers are built from what a query expands to: which trees an engine is given,
which clauses rank, which tier comes first. Pure; the planner reads what a plan needs of an index.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import zip_longest

import msgspec
from whoosh import query as nodes

from index import folded
from search.lexicon.stopwords import is_function_word
from search.messages import Message
from search.plan.expansion import Expansion
from search.query.filters import published_in
from search.ranking.clauses import (
    WeightedClause,
    discriminative_clauses,
    optional_tree,
    pruning_threshold,
)
from search.ranking.tiers import NO_TIER, Tier
from search.ranking.translator import TranslationGroup
from search.ranking.weights import ANSWERED_SHARE, ATOM_WEIGHT, RECENCY_STEPS, WORD_WEIGHT, idf
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

    `all_terms` is the tier of the articles that match all of the query, also where it isn't among the tiers.
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
    translated: tuple[TranslationGroup, ...] = ()

    @property
    def requires_all_terms(self) -> bool:
        """Whether the articles that match all of the query come first."""
        return any(tier.complete for tier in self.tiers)

    @property
    def prefers_native(self) -> bool:
        """Whether articles that need no translation come before those that do."""
        return any(tier.native for tier in self.tiers)


class TierBuilder(msgspec.Struct, frozen=True):
    """Builds the tiers of one plan. Every tier has the same filters; new articles gain by `recency`, 0 to 1,
    counted from `today`."""

    filters: tuple[nodes.Query, ...]
    today: date
    recency: float = 0.0

    def all_terms(self, tree: nodes.Query, clauses: Sequence[WeightedClause], *, native: bool = True) -> Tier:
        """The articles that match a tree, all of the query."""
        return Tier(self._ranked(tree, clauses), tree, self.filters, complete=True, native=native)

    def any_terms(self, expansion: Expansion, clauses: Clauses) -> Tier:
        """The articles that match what must hold, and have some of the words that they may lack."""
        must = expansion.must if expansion.must is not None else nodes.Every()
        if clauses.has_others:  # a phrase, a choice of words: that is enough
            tree = self._ranked(must, clauses.all)
        else:
            tree = optional_tree(clauses.optional, clauses.translations, words=expansion.word_trees)
            tree = self._with_recency(tree, clauses.all)
        return Tier(tree, tree, (*self.filters, must))

    def tiers(
        self, expansion: Expansion, clauses: Clauses, all_terms: Tier, *, requires: bool
    ) -> tuple[Tier, ...]:
        """The tiers of an answer: all terms first where they are required, then any of them."""
        if not expansion.words or (expansion.words == 1 and not clauses.has_others):
            return (all_terms,)
        any_terms = self.any_terms(expansion, clauses)
        return (all_terms, any_terms) if requires else (any_terms,)

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


def discriminative_tier(plan: QueryPlan, count: int) -> tuple[Tier, float]:
    """For a plan that requires no word: the articles that have any of its discriminative words, ranked by
    these, and the score from which on one answers it.

    The sum of weight x idf over the words, those too that no article has, is about what an article scores
    that has them all.
    """
    clauses = discriminative_clauses(plan.clauses.optional)
    tree = nodes.Or([clause.tree for clause in clauses]) if clauses else nodes.NullQuery
    matched = {folded(word) for clause in plan.clauses.optional for word in clause.words}
    typed = {
        folded(term.typed) for term in plan.expansion.highlight_terms if not is_function_word(term.typed)
    }
    unmatched = len(typed - matched) * (WORD_WEIGHT + ATOM_WEIGHT) * idf(0, count)
    whole = unmatched + sum(clause.idf_weight for clause in clauses)
    return Tier(tree, tree, plan.all_terms.filters), ANSWERED_SHARE * whole


def filled_in(native: QueryPlan, both: QueryPlan) -> QueryPlan:
    """The plan in the language of the query, `native`, filled in by the plan in either language, `both`:
    after each tier come the articles that only a translation brings into it. A query that no article answers
    in its own language is planned in either."""
    if not native.requires_all_terms:
        return both
    pairs = zip_longest(native.tiers, both.tiers)
    tiers = tuple(tier for pair in pairs for tier in pair if tier is not None)
    return msgspec.structs.replace(both, tiers=tiers)


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
