"""What does this question ask of the index?

From the typed text to the trees that an engine is asked, with all that was understood on the way. Pure but
for what is asked of the index's statistics.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec
from whoosh import query as nodes

from index import Analyzer, Reader
from search.aliases import Aliases
from search.expansion import Expansion, expand
from search.filters import NO_FILTERS, Filters, filter_trees, published_in, texts_of
from search.language import ANY, understand
from search.naming import AliasUse, name
from search.pinyin import Spelled
from search.ranking import MOST_REQUIRED, PATTERN_WEIGHT, RECENCY_STEPS
from search.tiers import Tier
from search.voices import Heard, heard, optional_tree

_EPOCH = date(1970, 1, 1)


class Question(msgspec.Struct, frozen=True):
    """A query as it was understood: its logical tree with names, which names acted, its physical form, what
    speaks for an article, and the tiers of its answer."""

    query: str
    tree: nodes.Query
    aliases: tuple[AliasUse, ...]
    expansion: Expansion
    voices: tuple[Heard, ...]
    strict: Tier
    tiers: tuple[Tier, ...]
    warnings: tuple[str, ...]

    @property
    def is_required(self) -> bool:
        """Whether the first tier holds the articles that match all of the query."""
        return self.tiers[0] is self.strict


def read_question(
    query: str,
    *,
    analyzer: Analyzer,
    reader: Reader,
    aliases: Aliases,
    today: date,
    filters: Filters = NO_FILTERS,
    recency: float = 0.0,
) -> Question:
    """What a typed query asks of an index.

    `today` is what relative dates are counted from, `recency` how much a new article gains, 0 to 1. Raises
    QueryLimit where it asks for more than the settings allow, FilterError for a filter that can't be.
    """
    understood = understand(query)
    tree, used = name(understood.tree, aliases, analyzer)
    expansion = expand(tree, analyzer, reader, today=today, texts=texts_of(filters.kind))
    narrowing = tuple(filter_trees(filters, today=today))
    optional = heard(expansion.optional, analyzer, reader)
    others = heard([each for each in expansion.asked if each not in expansion.optional], analyzer, reader)
    others += [Heard(each, PATTERN_WEIGHT) for each in expansion.patterns]
    voices = [*optional, *others]
    strict = Tier(_ranked(expansion.tree, voices, recency, today), expansion.tree, narrowing)
    tiers = [strict]
    if expansion.words and (expansion.words > 1 or others):
        kept = expansion.kept if expansion.kept is not None else nodes.Every()
        if others:  # a phrase, a choice of words: what has that may lack any of the other words
            loose = _ranked(kept, voices, recency, today)
        else:
            loose = _with_recency(optional_tree(optional), voices, recency, today)
        tier = Tier(loose, loose, (*narrowing, kept))
        asks_for_all = understood.insisting or expansion.subjects <= MOST_REQUIRED
        tiers = [strict, tier] if asks_for_all else [tier]
    return Question(
        query=query,
        tree=tree,
        aliases=used,
        expansion=expansion,
        voices=tuple(voices),
        strict=strict,
        tiers=tuple(tiers),
        warnings=(*understood.warnings, *expansion.warnings),
    )


def every_article(filters: Filters, *, today: date) -> Question:
    """What is asked by filters alone: every article that they leave. Raises FilterError for a filter that
    can't be."""
    tree = nodes.Every()
    tier = Tier(nodes.ConstantScoreQuery(tree, 0.0), tree, tuple(filter_trees(filters, today=today)))
    nothing = Expansion(
        tree=tree, asked=(), patterns=(), wanted=(), kept=None, optional=(), words=0, subjects=0, warnings=()
    )
    return Question(
        query="", tree=tree, aliases=(), expansion=nothing, voices=(), strict=tier, tiers=(tier,), warnings=()
    )


def spelled_question(
    query: str,
    names: Sequence[Spelled],
    *,
    analyzer: Analyzer,
    reader: Reader,
    aliases: Aliases,
    today: date,
    filters: Filters = NO_FILTERS,
) -> Question:
    """What a query asks for that is no word but spells Chinese names: articles that have one of them in the
    title or in a ticker."""
    said = tuple(dict.fromkeys(each.name[each.start : each.end] for each in names))
    quoted = " OR ".join(f'"{each}"' for each in said)
    tree, _ = name(nodes.Or([nodes.Term(ANY, each) for each in said]), aliases, analyzer)
    expansion = expand(tree, analyzer, reader, today=today, texts=("title", "tickers"))
    voices = heard(expansion.asked, analyzer, reader)
    tier = Tier(
        _ranked(expansion.tree, voices, 0.0, today),
        expansion.tree,
        tuple(filter_trees(filters, today=today)),
    )
    return Question(
        query=query,
        tree=tree,
        aliases=(AliasUse(query, said),),
        expansion=expansion,
        voices=tuple(voices),
        strict=tier,
        tiers=(tier,),
        warnings=(f"nothing was found by these letters; they were read as pinyin, as {quoted}",),
    )


def _ranked(matches: nodes.Query, voices: Sequence[Heard], recency: float, today: date) -> nodes.Query:
    """The articles that match, ranked by what speaks for them and by nothing else."""
    silent = nodes.ConstantScoreQuery(matches, 0.0)
    ranked = _preferring(silent, [voice.clause for voice in voices])
    return _with_recency(ranked, voices, recency, today)


def _preferring(tree: nodes.Query, clauses: Sequence[nodes.Query]) -> nodes.Query:
    return nodes.AndMaybe(tree, nodes.Or(list(clauses))) if clauses else tree


def _with_recency(tree: nodes.Query, voices: Sequence[Heard], recency: float, today: date) -> nodes.Query:
    """New articles gain a share of what the whole question weighs, in steps by their age."""
    if not recency:
        return tree
    mass = sum(voice.mass for voice in voices) or 1.0
    step = recency * mass / len(RECENCY_STEPS)
    ages = [(today - timedelta(days=days) - _EPOCH).days * 86400 for days in RECENCY_STEPS]
    newer = [nodes.ConstantScoreQuery(published_in(age, None), step) for age in ages]
    return _preferring(tree, newer)
