"""What speaks for an article, and how loudly?

Ranks by texts whose words are all optional; which articles match at all is for others to say. Every word has
two voices, which together weigh the same whatever its script: the word itself (a stem, a Han word), and its
letters (the exact form, the pairs of its characters). The pairs across the seams of Han words speak too, so a
question is heard as a sequence and not as a bag alone, and what the segmenter cut otherwise in the article
still counts. A name is one voice, whichever of its forms was typed. Pure; knows no engine.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

import msgspec
from whoosh import query as nodes

from index import Analyzer, Layer, Unit, fields, is_ideographic
from search.lexicon.stopwords import FUNCTION_WORDS
from search.ranking.weights import (
    ATOM_WEIGHT,
    FUNCTION_WORD_WEIGHT,
    LEAD_WEIGHT,
    LEAST_AUDIBLE,
    LEAST_SHARE,
    NAME_WEIGHT,
    PAIR_WEIGHT,
    SINGLE_WEIGHT,
    TEXT_WEIGHTS,
    WORD_WEIGHT,
    fair_share,
    inverse_frequency,
)


class Statistics(Protocol):
    """What an index knows of its tokens."""

    @property
    def count(self) -> int:
        """How many articles there are."""

    def document_frequency(self, field: str, token: str) -> int: ...


class Asked(msgspec.Struct, frozen=True):
    """A typed text that is looked for in some of the texts of an article; `names` are all that it is called,
    where it is a name as a whole; `is_quoted` where it is asked for as it is written."""

    text: str
    texts: tuple[str, ...]
    boost: float = 1.0
    names: tuple[str, ...] = ()
    is_quoted: bool = False


class Voice(msgspec.Struct, frozen=True):
    """A token of a layer, or several side by side, or with `names` any one of several such."""

    layer: Layer
    tokens: tuple[str, ...]
    texts: tuple[str, ...]
    names: tuple[tuple[str, ...], ...] = ()


class Heard(msgspec.Struct, frozen=True):
    """A voice that some article has: its part of a tree, and its mass, which is its weight times how telling
    it is. `words` are the typed words that it speaks for; none for the seam between two."""

    clause: nodes.Query
    mass: float
    words: frozenset[str] = frozenset()


def heard(asked: Sequence[Asked], analyzer: Analyzer, statistics: Statistics) -> list[Heard]:
    """Every voice of the texts that stands in any article."""
    weights, words = voice_weights(asked, analyzer)
    of_text = text_weights({text for voice in weights for text in voice.texts}, statistics)
    found = (_heard(voice, weight, words[voice], of_text, statistics) for voice, weight in weights.items())
    return [each for each in found if each is not None]


def text_weights(texts: Iterable[str], statistics: Statistics) -> dict[str, float]:
    """What a match in each of the texts is to be multiplied by, without those that no article has."""
    holders = {text: statistics.document_frequency(fields.HAS, text) for text in texts}
    return {
        text: TEXT_WEIGHTS[text] * fair_share(held, statistics.count)
        for text, held in holders.items()
        if held
    }


def optional_tree(voices: Sequence[Heard], translations: Sequence[Heard] = ()) -> nodes.Query:
    """The tree that ranks by as much of the voices as an article has.

    It holds the articles that have one of the telling words or a part of it: without them all an article
    would have less than `LEAST_SHARE` of the weight of all words. So those with every word are among them.
    Without any voice it holds none.

    What is telling in the typed language is so whatever the `translations` weigh, which add the articles that
    have a telling word in theirs: so none is lost by asking in both.
    """
    telling = telling_words(voices)
    telling_there = telling | telling_words(translations)
    first: list[Heard] = []
    rest: list[Heard] = []
    for of_language, words in ((voices, telling), (translations, telling_there)):
        for voice in of_language:
            (first if voice.words & words else rest).append(voice)
    if not first:
        return nodes.NullQuery
    held = nodes.Or([voice.clause for voice in first])
    least = least_audible((*first, *rest))
    ranking = [voice.clause for voice in rest if voice.mass >= least]
    return nodes.AndMaybe(held, nodes.Or(ranking)) if ranking else held


def least_audible(voices: Sequence[Heard]) -> float:
    """The mass below which a voice says so little against the loudest that it only costs time. These are
    mostly words of grammar, and every article that has one would be looked at for it."""
    return LEAST_AUDIBLE * max((voice.mass for voice in voices), default=0.0)


def telling_voices(voices: Sequence[Heard]) -> list[Heard]:
    """The voices that speak for the telling words."""
    telling = telling_words(voices)
    return [voice for voice in voices if voice.words & telling]


def telling_words(voices: Sequence[Heard]) -> set[str]:
    """The words of the most mass, as few as leave the others less than `LEAST_SHARE` of the mass of all."""
    masses: dict[str, float] = {}
    for voice in voices:
        for word in voice.words:
            masses[word] = masses.get(word, 0.0) + voice.mass
    left = sum(masses.values())
    least = LEAST_SHARE * left
    telling: set[str] = set()
    for word in sorted(masses, key=lambda word: -masses[word]):
        if telling and left < least:
            break
        telling.add(word)
        left -= masses[word]
    return telling


def voice_weights(
    asked: Sequence[Asked], analyzer: Analyzer
) -> tuple[dict[Voice, float], dict[Voice, frozenset[str]]]:
    """How much each voice weighs, and the typed words that it speaks for.

    A word counts as often as it is typed, its letters once.
    """
    units = {each: analyzer.units(each.text) for each in asked if not each.names}
    typed = {unit.text for of_text in units.values() for unit in of_text}
    subjects = bool(typed - FUNCTION_WORDS) or len(units) < len(asked)
    muted = FUNCTION_WORDS if subjects else frozenset[str]()
    weights: dict[Voice, float] = {}
    words: dict[Voice, frozenset[str]] = {}

    def add(voice: Voice, weight: float, spoken_for: frozenset[str], *, again: bool) -> None:
        before = weights.get(voice, 0.0)
        weights[voice] = before + weight if again else max(before, weight)
        words[voice] = words.get(voice, frozenset()) | spoken_for

    for each in asked:
        if each.names:
            names = tuple(dict.fromkeys(filter(None, map(analyzer.phrase, each.names))))
            voice = Voice(Layer.GRAMS, (), each.texts, names)
            add(voice, NAME_WEIGHT * each.boost, frozenset([each.text]), again=True)
            continue
        for unit in units[each]:
            share = each.boost * (FUNCTION_WORD_WEIGHT if unit.text in muted else 1.0)
            for layer, tokens in _words_of(unit):
                word = Voice(layer, tokens, each.texts)
                add(word, WORD_WEIGHT * share, frozenset([unit.text]), again=True)
            if unit.chars:
                single = Voice(Layer.CHARS, (unit.chars,), each.texts)
                add(single, SINGLE_WEIGHT * share, frozenset([unit.text]), again=False)
        for gram, weight, spoken_for in _letters(units[each], analyzer.phrase(each.text), muted):
            letters = Voice(Layer.GRAMS, (gram,), each.texts)
            add(letters, weight * each.boost, spoken_for, again=False)
    return weights, words


def _words_of(unit: Unit) -> Iterator[tuple[Layer, tuple[str, ...]]]:
    """A unit that is no token of the words (`800亿`) is the word that its grams make side by side."""
    for word in unit.words:
        yield Layer.WORDS, (word,)
    if not unit.words and len(unit.grams) > 1:
        yield Layer.GRAMS, unit.grams


def _letters(
    units: Sequence[Unit], grams: Sequence[str], muted: frozenset[str]
) -> Iterator[tuple[str, float, frozenset[str]]]:
    """Each gram of a text with its weight and the units that it is a part of."""
    units_of: dict[str, set[str]] = {}
    for unit in units:
        for gram in unit.grams:
            units_of.setdefault(gram, set()).add(unit.text)
    for gram in grams:
        weight = PAIR_WEIGHT if is_ideographic(gram[0]) or is_ideographic(gram[-1]) else ATOM_WEIGHT
        owners = frozenset(units_of.get(gram, ()))
        mute = owners and owners <= muted
        yield gram, weight * (FUNCTION_WORD_WEIGHT if mute else 1.0), owners


def _heard(
    voice: Voice,
    weight: float,
    words: frozenset[str],
    of_text: Mapping[str, float],
    statistics: Statistics,
) -> Heard | None:
    """A voice in the texts, the sum of them."""
    most = 0
    parts: list[nodes.Query] = []
    for text in voice.texts:
        if text not in of_text:
            continue
        field = fields.physical(text, voice.layer)
        forms = [
            (tokens, frequency)
            for tokens in (voice.names or (voice.tokens,))
            if (frequency := min(statistics.document_frequency(field, token) for token in tokens))
        ]
        if not forms:
            continue
        joint = min(sum(frequency for _, frequency in forms), statistics.count)
        most = max(most, joint)
        boost = weight * of_text[text]
        if voice.names:
            parts.append(_any_name(field, forms, boost, joint, statistics))
        else:
            parts.append(side_by_side(field, voice.tokens, boost))
    if not parts:
        return None
    if voice.layer is Layer.WORDS and "paragraphs" in voice.texts:
        parts.append(nodes.Term(fields.LEAD, voice.tokens[0], boost=weight * LEAD_WEIGHT))
    clause = parts[0] if len(parts) == 1 else nodes.Or(parts)
    return Heard(clause, weight * inverse_frequency(most, statistics.count), words)


def _any_name(
    field: str,
    forms: Sequence[tuple[tuple[str, ...], int]],
    boost: float,
    joint: int,
    statistics: Statistics,
) -> nodes.Query:
    """The best of the names in one text. Each is as telling as all of them together are, so that a rare form
    of a name is worth no more than a common one (Pirkola's joint statistics of synonyms)."""
    telling = inverse_frequency(joint, statistics.count)
    parts = []
    for tokens, _ in forms:
        own = sum(
            inverse_frequency(statistics.document_frequency(field, token), statistics.count)
            for token in tokens
        )
        parts.append(side_by_side(field, tokens, boost * telling / own))
    return parts[0] if len(parts) == 1 else nodes.DisjunctionMax(parts, tiebreak=0.0)


def side_by_side(field: str, tokens: Sequence[str], boost: float = 1.0) -> nodes.Query:
    """The tree of tokens that stand one behind the other."""
    if len(tokens) == 1:
        return nodes.Term(field, tokens[0], boost=boost)
    return nodes.Phrase(field, list(tokens), boost=boost)
