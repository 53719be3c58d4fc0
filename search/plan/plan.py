"""What does this question ask of the index?

From the typed text to the trees that an engine is asked, with all that was understood on the way. Pure but
for what is asked of the index's statistics.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import zip_longest

import msgspec
from whoosh import query as nodes

from index import Analyzer, Reader, folded
from search.lexicon.pinyin import Spelled
from search.lexicon.stopwords import FUNCTION_WORDS
from search.lexicon.synonyms import Synonyms
from search.plan.expansion import Expansion, expand
from search.query.filters import NO_FILTERS, Filters, filter_trees, published_in, texts_of
from search.query.parser import ANY, parse
from search.query.synonym_tagging import name
from search.ranking.clauses import Asked, Heard, heard, least_audible, optional_tree, telling_voices
from search.ranking.tiers import NO_TIER, Tier
from search.ranking.translated_clauses import translated_voices
from search.ranking.translator import Translated, Translator
from search.ranking.weights import (
    ANSWERED_SHARE,
    ATOM_WEIGHT,
    MOST_REQUIRED,
    PATTERN_WEIGHT,
    RECENCY_STEPS,
    WORD_WEIGHT,
    inverse_frequency,
)
from search.results import AliasUse

_EPOCH = date(1970, 1, 1)


class Question(msgspec.Struct, frozen=True):
    """A query as it was understood: its logical tree with names, which names acted, its physical form, what
    speaks for an article, and the tiers of its answer.

    `optional` speaks for words that an article may lack, `others` for the rest; `insisting` says that all
    words are asked for first. Of the tiers, from the first on, `whole` hold the articles that match all of
    the query, and `own` those that have what was typed without a translation. `translated` is what was
    looked for in the other language too.
    """

    query: str
    tree: nodes.Query
    aliases: tuple[AliasUse, ...]
    expansion: Expansion
    warnings: tuple[str, ...]
    optional: tuple[Heard, ...] = ()
    others: tuple[Heard, ...] = ()
    insisting: bool = False
    strict: Tier = NO_TIER
    tiers: tuple[Tier, ...] = ()
    whole: int = 1
    own: int = 0
    translated: tuple[Translated, ...] = ()

    @property
    def is_required(self) -> bool:
        """Whether the articles that match all of the query come first."""
        return self.whole > 0

    @property
    def voices(self) -> tuple[Heard, ...]:
        """All that speaks for an article."""
        return (*self.optional, *self.others)


def read_question(
    query: str,
    *,
    analyzer: Analyzer,
    reader: Reader,
    aliases: Synonyms,
    today: date,
    filters: Filters = NO_FILTERS,
    recency: float = 0.0,
) -> Question:
    """What a typed query asks of an index.

    `today` is what relative dates are counted from, `recency` how much a new article gains, 0 to 1. Raises
    QueryLimit where it asks for more than the settings allow, FilterError for a filter that can't be.
    """
    understood = parse(query)
    tree, used = name(understood.tree, aliases, analyzer)
    expansion = expand(tree, analyzer, reader, today=today, texts=texts_of(filters.kind))
    optional = heard(expansion.optional, analyzer, reader)
    others = heard(_unoptional(expansion), analyzer, reader)
    others += [Heard(each, PATTERN_WEIGHT) for each in expansion.patterns]
    insisting = understood.insisting or expansion.subjects <= MOST_REQUIRED
    question = Question(
        query=query,
        tree=tree,
        aliases=used,
        expansion=expansion,
        optional=tuple(optional),
        others=tuple(others),
        insisting=insisting,
        warnings=(*understood.warnings, *expansion.warnings),
    )
    return _in_tiers(question, optional_tree(optional), today=today, filters=filters, recency=recency)


def translated_question(
    question: Question,
    translator: Translator,
    *,
    analyzer: Analyzer,
    reader: Reader,
    today: date,
    filters: Filters = NO_FILTERS,
    recency: float = 0.0,
) -> Question:
    """The question asked in either language; the same where nothing of it can be translated."""
    expansion = expand(
        question.tree, analyzer, reader, today=today, texts=texts_of(filters.kind), translator=translator
    )
    if not expansion.translated:
        return question
    optional = translated_voices(expansion.optional, translator, reader)
    others = translated_voices(_unoptional(expansion), translator, reader)
    both = msgspec.structs.replace(
        question,
        expansion=expansion,
        optional=(*question.optional, *optional),
        others=(*question.others, *others),
        translated=expansion.translated,
    )
    loose = optional_tree(question.optional, optional)
    return _in_tiers(both, loose, today=today, filters=filters, recency=recency)


def _in_tiers(
    question: Question, loose: nodes.Query, *, today: date, filters: Filters, recency: float
) -> Question:
    """The question with the tiers of its answer, from what was understood of it. `loose` ranks the articles
    that have some of the words, where nothing else is asked for."""
    expansion, voices = question.expansion, question.voices
    narrowing = tuple(filter_trees(filters, today=today))
    strict = Tier(_ranked(expansion.tree, voices, recency, today), expansion.tree, narrowing)
    if not expansion.words or (expansion.words == 1 and not question.others):
        return msgspec.structs.replace(question, strict=strict, tiers=(strict,), whole=1)
    kept = expansion.kept if expansion.kept is not None else nodes.Every()
    if question.others:  # a phrase, a choice of words: what has that may lack any of the other words
        loose = _ranked(kept, voices, recency, today)
    else:
        loose = _with_recency(loose, voices, recency, today)
    tier = Tier(loose, loose, (*narrowing, kept))
    if question.insisting:
        return msgspec.structs.replace(question, strict=strict, tiers=(strict, tier), whole=1)
    return msgspec.structs.replace(question, strict=strict, tiers=(tier,), whole=0)


def _unoptional(expansion: Expansion) -> list[Asked]:
    return [each for each in expansion.asked if each not in expansion.optional]


def telling_tier(question: Question, count: int) -> tuple[Tier, float]:
    """For a question of which no word is required: the articles that have any of its telling words, ranked by
    these, and the score of one that answers it.

    What the words weigh times how telling they are, those too that no article has, is about what an article
    scores that has them all.
    """
    voices = telling_voices(question.optional)
    tree = nodes.Or([voice.clause for voice in voices]) if voices else nodes.NullQuery
    said = {folded(word) for voice in question.optional for word in voice.words}
    typed = {folded(each.asked) for each in question.expansion.wanted}
    unheard = len(typed - said - FUNCTION_WORDS) * (WORD_WEIGHT + ATOM_WEIGHT) * inverse_frequency(0, count)
    mass = unheard + sum(voice.mass for voice in voices)
    return Tier(tree, tree, question.strict.filters), ANSWERED_SHARE * mass


def filled_question(same: Question, both: Question) -> Question:
    """The question in its own language, `same`, whose answer is filled in as it is asked in either, `both`:
    behind each tier those articles that only a translation brings into it. A question that no article answers
    in its own language has the answer in either."""
    if not same.is_required:
        return both
    pairs = zip_longest(same.tiers, both.tiers)
    tiers = tuple(tier for pair in pairs for tier in pair if tier is not None)
    return msgspec.structs.replace(both, tiers=tiers, whole=2, own=1)


def every_article(filters: Filters, *, today: date) -> Question:
    """What is asked by filters alone: every article that they leave. Raises FilterError for a filter that
    can't be."""
    tree = nodes.Every()
    tier = Tier(nodes.ConstantScoreQuery(tree, 0.0), tree, tuple(filter_trees(filters, today=today)))
    nothing = Expansion(
        tree=tree, asked=(), patterns=(), wanted=(), kept=None, optional=(), words=0, subjects=0, warnings=()
    )
    return Question(
        query="", tree=tree, aliases=(), expansion=nothing, warnings=(), strict=tier, tiers=(tier,)
    )


def spelled_question(
    query: str,
    names: Sequence[Spelled],
    *,
    analyzer: Analyzer,
    reader: Reader,
    aliases: Synonyms,
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
        others=tuple(voices),
        strict=tier,
        tiers=(tier,),
        warnings=(f"nothing was found by these letters; they were read as pinyin, as {quoted}",),
    )


def _ranked(matches: nodes.Query, voices: Sequence[Heard], recency: float, today: date) -> nodes.Query:
    """The articles that match, ranked by what speaks for them and by nothing else."""
    silent = nodes.ConstantScoreQuery(matches, 0.0)
    least = least_audible(voices)
    ranked = _preferring(silent, [voice.clause for voice in voices if voice.mass >= least])
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
