"""What speaks for an article in the other language, and what is found of it there?

Turns the translations of typed words into what the rest of the search works with: voices that rank, trees
that match, words to be marked. A translation never outranks the word itself: it weighs less, and where the
word itself is found it is taken for no more telling. Pure but for what is asked of the index's statistics.
"""

import math
from collections.abc import Iterator, Sequence

from whoosh import query as nodes

from index import Layer, Unit, fields, is_ideographic
from search.lexicon.stopwords import FUNCTION_WORDS
from search.ranking.clauses import Asked, Heard, Statistics, side_by_side, text_weights
from search.ranking.translator import Form, Translated, Translator
from search.ranking.weights import (
    ATOM_WEIGHT,
    LEAD_WEIGHT,
    PAIR_WEIGHT,
    SINGLE_WEIGHT,
    TRANSLATION_SHARE,
    TRANSLATION_TIEBREAK,
    WORD_WEIGHT,
    inverse_frequency,
)

_LEAST_LEADING = 0.5  # the weight from which on a translation is looked for in what an article opens with


def translated_voices(asked: Sequence[Asked], translator: Translator, statistics: Statistics) -> list[Heard]:
    """A voice for every typed word or phrase that has translations in some article. What is quoted is asked
    for as it is, and names are translated by those who keep them."""
    found = (
        _voice(group, each, statistics)
        for each in asked
        if not each.names and not each.is_quoted
        for group in translator.groups(each.text)
    )
    return [voice for voice in found if voice is not None]


def translation_trees(group: Translated, texts: Sequence[str]) -> Iterator[nodes.Query]:
    """Trees for the articles that have one of the likelier translations in one of the texts."""
    for form in group.found.forms:
        if form.is_likely:
            for text in texts:
                if text in form.counts:
                    yield side_by_side(fields.physical(text, form.layer), form.tokens)


def _voice(group: Translated, asked: Asked, statistics: Statistics) -> Heard | None:
    weight = asked.boost * TRANSLATION_SHARE * _own_weight(group.units)
    own = _own_telling(group, asked.texts, statistics)
    shares = text_weights(asked.texts, statistics)
    parts: list[nodes.Query] = []
    lead: list[nodes.Query] = []
    mass = 0.0
    for text in asked.texts:
        forms = []
        share = shares.get(text, 0.0)
        for form in group.found.forms:
            if text not in form.counts:
                continue
            telling = min(own, inverse_frequency(form.counts[text], statistics.count))
            mass = max(mass, weight * form.weight * telling)
            boost = weight * form.weight * telling / _summed(text, form, statistics)
            forms.append(side_by_side(fields.physical(text, form.layer), form.tokens, share * boost))
            if form.layer is Layer.WORDS and text == "paragraphs" and form.weight >= _LEAST_LEADING:
                lead.append(nodes.Term(fields.LEAD, form.tokens[0], boost=LEAD_WEIGHT * boost))
        if forms:
            parts.append(_best(forms))
    if not parts:
        return None
    if lead:
        parts.append(_best(lead))
    clause = parts[0] if len(parts) == 1 else nodes.Or(parts)
    return Heard(clause, mass, frozenset(unit.text for unit in group.units))


def _own_weight(units: Sequence[Unit]) -> float:
    """What one of the typed words weighs with its letters, in the mean."""
    return sum(
        SINGLE_WEIGHT
        if unit.chars
        else WORD_WEIGHT + (PAIR_WEIGHT * len(unit.grams) if is_ideographic(unit.text[0]) else ATOM_WEIGHT)
        for unit in units
    ) / len(units)


def _own_telling(group: Translated, texts: Sequence[str], statistics: Statistics) -> float:
    """How telling the typed word itself is where articles have it; without limit where none has."""
    tellings = [
        inverse_frequency(frequency, statistics.count)
        for unit in group.units
        if unit.text not in FUNCTION_WORDS and (frequency := _own_frequency(unit, texts, statistics))
    ]
    return min(tellings, default=math.inf)


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


def _summed(text: str, form: Form, statistics: Statistics) -> float:
    """How telling an engine takes a form for: all its tokens together."""
    if len(form.tokens) == 1:
        return inverse_frequency(form.counts[text], statistics.count)
    field = fields.physical(text, form.layer)
    return sum(
        inverse_frequency(statistics.document_frequency(field, token), statistics.count)
        for token in form.tokens
    )


def _best(parts: Sequence[nodes.Query]) -> nodes.Query:
    return parts[0] if len(parts) == 1 else nodes.DisjunctionMax(list(parts), tiebreak=TRANSLATION_TIEBREAK)
