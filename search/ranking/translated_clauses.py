"""Which clauses score an article in the other language, and which trees match it there?

Turns the translations of the words of a query into weighted clauses and trees. A translation never outranks
the word itself: it weighs less, and its idf is at most that of the word. Reads nothing of the index but its
statistics.
"""

import math
from collections.abc import Iterator, Sequence

from whoosh import query as nodes

from index import Layer, Unit, fields, is_ideographic
from search.lexicon.stopwords import is_function_word
from search.ranking.clauses import QueryText, Statistics, WeightedClause, side_by_side, text_weights
from search.ranking.translator import TranslationForm, TranslationGroup, Translator
from search.ranking.weights import (
    ATOM_WEIGHT,
    LEAD_WEIGHT,
    PAIR_WEIGHT,
    SINGLE_WEIGHT,
    TRANSLATION_SHARE,
    TRANSLATION_TIEBREAK,
    WORD_WEIGHT,
    idf,
    translation_idf,
)

_LEAST_LEADING = 0.5  # the weight from which on a translation is searched in the opening of an article too


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


def translation_trees(group: TranslationGroup, texts: Sequence[str]) -> Iterator[nodes.Query]:
    """Trees for the articles that have one of the likelier translations in one of the texts."""
    for form in group.entry.forms:
        if form.is_likely:
            for text in texts:
                if text in form.counts:
                    yield side_by_side(fields.physical(text, form.layer), form.tokens)


def _clause(group: TranslationGroup, query_text: QueryText, statistics: Statistics) -> WeightedClause | None:
    weight = query_text.boost * TRANSLATION_SHARE * _own_weight(group.units)
    own = _own_idf(group, query_text.texts, statistics)
    shares = text_weights(query_text.texts, statistics)
    parts: list[nodes.Query] = []
    lead: list[nodes.Query] = []
    idf_weight = 0.0
    for text in query_text.texts:
        forms = []
        share = shares.get(text, 0.0)
        for form in group.entry.forms:
            if text not in form.counts:
                continue
            form_idf = translation_idf(idf(form.counts[text], statistics.count), own)
            idf_weight = max(idf_weight, weight * form.weight * form_idf)
            boost = weight * form.weight * form_idf / _summed(text, form, statistics)
            forms.append(side_by_side(fields.physical(text, form.layer), form.tokens, share * boost))
            if form.layer is Layer.WORDS and text == "paragraphs" and form.weight >= _LEAST_LEADING:
                lead.append(nodes.Term(fields.LEAD, form.tokens[0], boost=LEAD_WEIGHT * boost))
        if forms:
            parts.append(_best(forms))
    if not parts:
        return None
    if lead:
        parts.append(_best(lead))
    tree = parts[0] if len(parts) == 1 else nodes.Or(parts)
    return WeightedClause(tree, idf_weight, frozenset(unit.text for unit in group.units))


def _own_weight(units: Sequence[Unit]) -> float:
    """The mean weight of the typed words, each with its grams."""
    return sum(
        SINGLE_WEIGHT
        if unit.chars
        else WORD_WEIGHT + (PAIR_WEIGHT * len(unit.grams) if is_ideographic(unit.text[0]) else ATOM_WEIGHT)
        for unit in units
    ) / len(units)


def _own_idf(group: TranslationGroup, texts: Sequence[str], statistics: Statistics) -> float:
    """The idf of the typed word itself where articles have it; infinite where none has."""
    idfs = [
        idf(frequency, statistics.count)
        for unit in group.units
        if not is_function_word(unit.text) and (frequency := _own_frequency(unit, texts, statistics))
    ]
    return min(idfs, default=math.inf)


def _own_frequency(unit: Unit, texts: Sequence[str], statistics: Statistics) -> int:
    if unit.chars:
        layer, tokens = Layer.CHARS, [unit.chars]
    elif unit.words:
        layer, tokens = Layer.WORDS, [unit.words[0]]
    else:
        layer, tokens = Layer.GRAMS, list(unit.grams)
    return max(
        min(statistics.document_frequency(fields.physical(text, layer), token) for token in tokens)
        for text in texts
    )


def _summed(text: str, form: TranslationForm, statistics: Statistics) -> float:
    """The idf that an engine gives a form: the sum over its tokens."""
    if len(form.tokens) == 1:
        return idf(form.counts[text], statistics.count)
    field = fields.physical(text, form.layer)
    return sum(idf(statistics.document_frequency(field, token), statistics.count) for token in form.tokens)


def _best(parts: Sequence[nodes.Query]) -> nodes.Query:
    return parts[0] if len(parts) == 1 else nodes.DisjunctionMax(list(parts), tiebreak=TRANSLATION_TIEBREAK)
