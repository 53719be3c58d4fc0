"""Which clauses score an article in the other language, and which trees match it there?

Turns the translations of the words of a query into weighted clauses and trees. A translation never outranks
the word itself: it weighs less, and its idf is at most that of the word. Reads nothing of the index but its
statistics.
"""

import math
from collections.abc import Iterator, Sequence

from whoosh import query as nodes

from index import Unit, is_ideographic
from search.lexicon.stopwords import is_function_word
from search.ranking.clauses import QueryText, WeightedClause
from search.ranking.token_trees import (
    Statistics,
    least_frequency,
    matching_tree,
    scoring_tree,
    unit_frequency,
)
from search.ranking.translator import TranslationGroup, Translator
from search.ranking.weights import (
    ATOM_WEIGHT,
    PAIR_WEIGHT,
    SINGLE_WEIGHT,
    TRANSLATION_SHARE,
    TRANSLATION_TIEBREAK,
    WORD_WEIGHT,
    idf,
    translation_idf,
)


def translated_clauses(
    query_texts: Sequence[QueryText], translator: Translator, statistics: Statistics
) -> list[WeightedClause]:
    """A clause for every word or phrase of the query that has translations in some article. Quoted text is
    searched exactly as typed, and names have their synonyms."""
    found = (
        _clause(group, each, statistics)
        for each in query_texts
        if not each.names and not each.is_quoted
        for group in translator.groups(each.text)
    )
    return [clause for clause in found if clause is not None]


def translation_trees(
    group: TranslationGroup, texts: Sequence[str], statistics: Statistics
) -> Iterator[nodes.Query]:
    """Trees for the articles that have one of the likelier translations in one of the texts."""
    for form in group.entry.forms:
        if form.is_likely:
            tree = matching_tree(form.layer, form.tokens, texts, statistics)
            if tree is not None:
                yield tree


def _clause(group: TranslationGroup, query_text: QueryText, statistics: Statistics) -> WeightedClause | None:
    weight = query_text.boost * TRANSLATION_SHARE * _own_weight(group.units)
    own = _own_idf(group, statistics)
    parts: list[nodes.Query] = []
    idf_weight = 0.0
    for form in group.entry.forms:
        form_idf = translation_idf(idf(form.count, statistics.count), own)
        rarest = idf(least_frequency(form.layer, form.tokens, statistics), statistics.count)
        boost = weight * form.weight * form_idf / rarest
        tree = scoring_tree(form.layer, form.tokens, query_text.texts, boost, statistics)
        if tree is not None:
            parts.append(tree)
            idf_weight = max(idf_weight, weight * form.weight * form_idf)
    if not parts:
        return None
    tree = parts[0] if len(parts) == 1 else nodes.DisjunctionMax(parts, tiebreak=TRANSLATION_TIEBREAK)
    return WeightedClause(tree, idf_weight, frozenset(unit.text for unit in group.units))


def _own_weight(units: Sequence[Unit]) -> float:
    """The mean weight of the typed words, each with its grams."""
    return sum(
        SINGLE_WEIGHT
        if unit.chars
        else WORD_WEIGHT + (PAIR_WEIGHT * len(unit.grams) if is_ideographic(unit.text[0]) else ATOM_WEIGHT)
        for unit in units
    ) / len(units)


def _own_idf(group: TranslationGroup, statistics: Statistics) -> float:
    """The idf of the typed word itself where articles have it; infinite where none has."""
    idfs = [
        idf(frequency, statistics.count)
        for unit in group.units
        if not is_function_word(unit.text) and (frequency := unit_frequency(unit, statistics))
    ]
    return min(idfs, default=math.inf)
