"""Which articles come next when not all words are there?

Ranks by a text whose words are all optional. Every word has two voices, which together weigh the same
whatever its script: the word itself (a stem, a Han word), and its letters (the exact form, the pairs of its
characters). The pairs across the seams of Han words speak too, so a question is heard as a sequence and not
as a bag alone, and what the segmenter cut otherwise in the article still counts. Pure; knows no engine.
"""

from collections.abc import Callable, Mapping, Sequence

from whoosh import query as nodes

from index import Analyzer, Layer, Unit, is_ideographic, physical
from search.function_words import FUNCTION_WORDS
from search.ranking import (
    ATOM_WEIGHT,
    FUNCTION_WORD_WEIGHT,
    LEAST_SHARE,
    MOST_REQUIRED,
    OPTIONAL_TEXT_WEIGHTS,
    PAIR_WEIGHT,
    SINGLE_WEIGHT,
    TEXT_TIEBREAK,
    WORD_WEIGHT,
    inverse_frequency,
)

# What an article is asked for: a token of a layer, or several of them side by side.
Voice = tuple[Layer, tuple[str, ...]]
# In how many articles a physical field holds a token.
Frequency = Callable[[str, str], int]


def optional_tree(
    text: str, analyzer: Analyzer, texts: Sequence[str], *, frequency: Frequency, count: int
) -> nodes.Query:
    """The tree that ranks `count` articles by as much of a typed text as they have in one of the `texts`.

    It holds the articles that have one of the telling units or a part of it: without them all an article
    would have less than `LEAST_SHARE` of the weight of the text. So those with every unit are among them.
    Where no article has any unit, it holds none.
    """
    units = analyzer.units(text)
    weights = voice_weights(units, analyzer.phrase(text))
    clauses: dict[Voice, nodes.Query] = {}
    masses: dict[Voice, float] = {}
    for voice, weight in weights.items():
        layer, tokens = voice
        found = {name: min(frequency(physical(name, layer), token) for token in tokens) for name in texts}
        most = max(found.values())
        if most:
            clauses[voice] = _clause(voice, weight, [name for name, number in found.items() if number])
            masses[voice] = weight * inverse_frequency(most, count)
    telling = telling_voices(units, masses)
    if not telling:
        return nodes.NullQuery
    tree = nodes.Or([clauses[voice] for voice in clauses if voice in telling])
    rest = [clauses[voice] for voice in clauses if voice not in telling]
    return nodes.AndMaybe(tree, nodes.Or(rest)) if rest else tree


def is_question(units: Sequence[Unit]) -> bool:
    """Whether so many words were typed that an article with all of them is no better an answer for it."""
    return len(_subjects(units)) > MOST_REQUIRED


def voice_weights(units: Sequence[Unit], grams: Sequence[str]) -> dict[Voice, float]:
    """How much each voice weighs, from the units of a text and its grams in order.

    A word counts as often as it is typed, its letters once. A unit that is no token of the words (`800亿`)
    is the word that its grams make side by side.
    """
    subjects = _subjects(units)
    loud = {unit.text for unit in subjects}
    heard = {gram for unit in subjects for gram in unit.grams}
    muted = {gram for unit in units for gram in unit.grams} - heard
    weights: dict[Voice, float] = {}
    for unit in units:
        share = 1.0 if unit.text in loud else FUNCTION_WORD_WEIGHT
        for word in _words_of(unit):
            weights[word] = weights.get(word, 0.0) + WORD_WEIGHT * share
        if unit.chars:
            weights[Layer.CHARS, (unit.chars,)] = SINGLE_WEIGHT * share
    for gram in grams:
        weight = PAIR_WEIGHT if is_ideographic(gram[0]) or is_ideographic(gram[-1]) else ATOM_WEIGHT
        weights[Layer.GRAMS, (gram,)] = weight * (FUNCTION_WORD_WEIGHT if gram in muted else 1.0)
    return weights


def telling_voices(units: Sequence[Unit], masses: Mapping[Voice, float]) -> set[Voice]:
    """The voices of the units of the most mass, as few units as leave the others less than `LEAST_SHARE` of
    the mass of them all. A voice without mass is in no article."""
    voices = {unit.text: [voice for voice in _voices_of(unit) if voice in masses] for unit in units}
    mass_of = {unit: sum(masses[voice] for voice in own) for unit, own in voices.items() if own}
    left = sum(mass_of.values())
    least = LEAST_SHARE * left
    telling: set[Voice] = set()
    for unit in sorted(mass_of, key=lambda unit: -mass_of[unit]):
        if telling and left < least:
            break
        telling.update(voices[unit])
        left -= mass_of[unit]
    return telling


def _words_of(unit: Unit) -> list[Voice]:
    words: list[Voice] = [(Layer.WORDS, (word,)) for word in unit.words]
    return words or ([(Layer.GRAMS, unit.grams)] if len(unit.grams) > 1 else [])


def _voices_of(unit: Unit) -> list[Voice]:
    letters: list[Voice] = [(Layer.GRAMS, (gram,)) for gram in unit.grams]
    return [*_words_of(unit), *letters, *([(Layer.CHARS, (unit.chars,))] if unit.chars else [])]


def _subjects(units: Sequence[Unit]) -> Sequence[Unit]:
    """The units that aren't there for the grammar alone; all of them where there are no others."""
    return [unit for unit in units if unit.text not in FUNCTION_WORDS] or units


def _clause(voice: Voice, weight: float, texts: Sequence[str]) -> nodes.Query:
    """A voice in the texts: the best of them, and a share of the others."""
    parts = [_in_text(voice, name, weight * OPTIONAL_TEXT_WEIGHTS[name]) for name in texts]
    return parts[0] if len(parts) == 1 else nodes.DisjunctionMax(parts, tiebreak=TEXT_TIEBREAK)


def _in_text(voice: Voice, text: str, boost: float) -> nodes.Query:
    layer, tokens = voice
    field = physical(text, layer)
    if len(tokens) == 1:
        return nodes.Term(field, tokens[0], boost=boost)
    return nodes.Phrase(field, list(tokens), boost=boost)
