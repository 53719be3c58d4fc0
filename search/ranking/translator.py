"""What are the words of a question called in the other language?

Cuts a typed text into what the dictionary has a word for that some article has, the longest phrase first, and
weighs the translations of each:
by how early the dictionary names one, and by how common it is among the articles at hand, since of the many
words for `bank` those that nobody writes aren't meant. Numbers and words of grammar have none; what the
dictionary doesn't know is left as it is. Pure but for what is asked of the index.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec
from whoosh import query as nodes

from index import Analyzer, Layer, Reader, Unit, fields, is_ideographic
from search.lexicon.dictionary import Dictionary
from search.lexicon.stopwords import FUNCTION_WORDS
from search.ranking.clauses import side_by_side
from search.ranking.weights import MOST_REQUIRED, idf

MOST_TRANSLATIONS = 5  # of one word
_LIKELY = 3  # translations that stand for a word that must be there
_LEAST_LIKELY = 0.25  # and what each of them weighs at the least
_LONGEST = 6  # words of a phrase that is looked up
_ORDER_POWER = 0.25  # of the place that the dictionary gives a translation
_COMMON_POWER = 0.25  # of the share of articles that have it
_PART_SHARE = 0.5  # what all words of a translation weigh one by one, against all side by side
_PRUNE_BELOW = 0.25  # of what the loudest form of a word says
_REMEMBERED = 3_000  # words; of some kilobytes each


class Form(msgspec.Struct, frozen=True):
    """A way in which a translation stands in an article: tokens of a layer, side by side. `weight` is 1 for
    the likeliest of a group. A part is one word of a translation of several. What is likely stands for a word
    that must be there. `counts` are how many articles have it at the most, by text; `written` is how, where
    that may differ from the translation."""

    layer: Layer
    tokens: tuple[str, ...]
    weight: float
    counts: dict[str, int]
    is_part: bool = False
    is_likely: bool = False
    written: str = ""


class Translation(msgspec.Struct, frozen=True):
    """What a word is called in the other language, folded; 1 for the likeliest of its group. Few are likely
    enough to stand for a word that must be there, and to be marked, each as it may be `written`."""

    text: str
    weight: float
    is_likely: bool
    written: tuple[str, ...]


class Translations(msgspec.Struct, frozen=True):
    """What a word or phrase is called in the other language, the likeliest first: the translations that some
    article has, and the forms in which it may have them."""

    translations: tuple[Translation, ...]
    forms: tuple[Form, ...]


class Translated(msgspec.Struct, frozen=True):
    """A typed word or phrase with its translations. `typed` is what they are of, `words` are the whole typed
    words that it is, or is a part of."""

    typed: str
    words: tuple[str, ...]
    units: tuple[Unit, ...]
    found: Translations

    @property
    def likely(self) -> tuple[Translation, ...]:
        """The translations that stand for a word which must be there, and are marked."""
        return tuple(each for each in self.found.translations if each.is_likely)


class Span(msgspec.Struct, frozen=True):
    """Neighbouring units of a text that are translated together. Where the dictionary has only the words
    inside a longer one there are several groups, and an article must have each of them; `is_whole` says
    whether they say all of it."""

    units: tuple[Unit, ...]
    groups: tuple[Translated, ...] = ()
    is_whole: bool = True


class Translator:
    """Translates typed texts for one index. Safe to use from many threads."""

    def __init__(self, dictionary: Dictionary, analyzer: Analyzer, reader: Reader) -> None:
        self._glossary = dictionary
        self._analyzer = analyzer
        self._reader = reader
        self._texts = [text for text in fields.TEXTS if reader.document_frequency(fields.HAS, text)]
        self._known: dict[str, Translations | None] = {}

    def spans(self, text: str) -> Iterator[Span]:
        """The text's units in order, those together that are translated together."""
        units = self._analyzer.units(text)
        at = 0
        while at < len(units):
            for length in range(min(_LONGEST, len(units) - at), 0, -1):
                part = units[at : at + length]
                # A single character may mean almost anything, so it is one word of few or says nothing.
                if part[0].chars and len(units) > MOST_REQUIRED:
                    continue
                if (key := _key(part)) and (found := self._translations(key)):
                    yield Span(part, (_translated(text, part, found),))
                    break
            else:
                part = units[at : at + 1]
                yield self._in_parts(text, part[0])
            at += len(part)

    def groups(self, text: str) -> Iterator[Translated]:
        """The words and phrases of a text that have translations which some article has."""
        for span in self.spans(text):
            yield from span.groups

    def _in_parts(self, text: str, unit: Unit) -> Span:
        """A Han word that has no translation as a whole, by the longest words in it that have one, from the
        left."""
        word = unit.text
        if not is_ideographic(word[0]) or len(word) < 3 or word in FUNCTION_WORDS:
            return Span((unit,))
        groups, at, is_whole = [], 0, True
        while at < len(word):
            for end in range(len(word), at + 1, -1):
                if found := self._translations(word[at:end]):
                    groups.append(_translated(text, (unit,), found, typed=word[at:end]))
                    at = end
                    break
            else:
                is_whole = False
                at += 1
        return Span((unit,), tuple(groups), is_whole)

    def _translations(self, key: str) -> Translations | None:
        """The translations of a word that some article has. They are remembered: the articles don't change,
        and people ask for the same words."""
        try:
            return self._known[key]
        except KeyError:
            given = self._glossary.translations(key)
        if not given:  # most keys are no words, and would take the place of those that are
            return None
        found = self._weighed(given)
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[key] = found
        return found

    def _weighed(self, found: dict[str, float]) -> Translations | None:
        weighed: list[tuple[float, str, list[Form]]] = []
        for text, order in found.items():
            if not set(text.split()) <= FUNCTION_WORDS and (forms := list(self._forms(text))):
                common = max(max(form.counts.values()) for form in forms) / self._reader.count
                weighed.append((order**_ORDER_POWER * common**_COMMON_POWER, text, forms))
        weighed = sorted(weighed, key=lambda each: -each[0])[:MOST_TRANSLATIONS]
        if not weighed:
            return None
        most = weighed[0][0]
        likely = _likely([(text, weight / most) for weight, text, _ in weighed])
        kept: dict[tuple[Layer, tuple[str, ...]], Form] = {}
        for weight, text, forms in weighed:
            for form in (*forms, *self._parts(text)):
                share = round(weight / most * form.weight, 4)
                is_likely = text in likely and not form.is_part
                weighted = msgspec.structs.replace(form, weight=share, is_likely=is_likely)
                kept.setdefault((form.layer, form.tokens), weighted)
        unpruned = self._unpruned(kept.values())
        used = {form.tokens for form in unpruned}
        return Translations(
            tuple(
                Translation(
                    text,
                    round(weight / most, 2),
                    text in likely,
                    tuple(dict.fromkeys(form.written or text for form in forms)),
                )
                for weight, text, forms in weighed
                if any(form.tokens in used for form in forms)
            ),
            tuple(unpruned),
        )

    def _unpruned(self, forms: Iterable[Form]) -> list[Form]:
        """The forms without those that say so little against the loudest that they only cost time."""
        scored = [
            (form.weight * idf(max(form.counts.values()), self._reader.count), form)
            for form in forms
            if form.counts
        ]
        most = max(score for score, _ in scored)
        kept = [form for score, form in scored if form.is_likely or score >= _PRUNE_BELOW * most]
        return sorted(kept, key=lambda form: -form.weight)

    def _forms(self, translation: str) -> Iterator[Form]:
        """The ways in which some article has all of a translation."""
        if is_ideographic(translation[0]):
            word = self._form(Layer.WORDS, (translation,))
            if not word.counts and len(translation) > 1:
                word = self._form(Layer.GRAMS, self._analyzer.phrase(translation))
            yield from [word] if word.counts else []
            return
        units = self._analyzer.units(translation)
        if len(units) == 1 and units[0].words:
            form = self._form(Layer.WORDS, units[0].words[:1])
            yield from [form] if form.counts else []
            return
        # Side by side words are found in their exact form alone, so the plural is asked for too.
        for written in _numbers(translation) if units else ():
            form = self._form(Layer.GRAMS, self._analyzer.phrase(written))
            if form.counts:
                yield msgspec.structs.replace(form, written=written)

    def _parts(self, translation: str) -> Iterator[Form]:
        """The words of a translation of several."""
        if " " not in translation:
            return
        units = [unit for unit in self._analyzer.units(translation) if unit.text not in FUNCTION_WORDS]
        for unit in units:
            if unit.words:
                yield self._form(Layer.WORDS, unit.words[:1], _PART_SHARE / len(units), is_part=True)

    def _form(
        self, layer: Layer, tokens: tuple[str, ...], weight: float = 1.0, *, is_part: bool = False
    ) -> Form:
        of_text = {text: fields.physical(text, layer) for text in self._texts}
        counts = {
            text: min(self._reader.document_frequency(field, token) for token in tokens)
            for text, field in of_text.items()
        }
        held = {text: count for text, count in counts.items() if count}
        if held and len(tokens) > 1:
            # Of what the dictionary has as phrases most are written nowhere, so these are looked for once
            # instead of with every question.
            phrases = nodes.Or([side_by_side(of_text[text], tokens) for text in held])
            most = self._reader.search(phrases, limit=0).total
            held = {text: min(count, most) for text, count in held.items()} if most else {}
        return Form(layer, tokens, weight, held, is_part)


def _numbers(phrase: str) -> tuple[str, ...]:
    """A phrase, and its plurals as English may form them."""
    plural = phrase[:-1] + "ies" if phrase.endswith("y") else phrase + "es"
    return phrase, phrase + "s", plural


def _likely(weighed: Sequence[tuple[str, float]]) -> set[str]:
    """The first few of the translations. A single Han character stands in too many words to be one, unless
    there is no other."""
    weighty = [text for text, weight in weighed if weight >= _LEAST_LIKELY]
    longer = [text for text in weighty if len(text) > 1]
    return set((longer or weighty)[:_LIKELY])


def _translated(text: str, units: Sequence[Unit], found: Translations, *, typed: str = "") -> Translated:
    return Translated(
        typed=typed or text[units[0].start : units[-1].end],
        words=tuple(text[unit.start : unit.end] for unit in units),
        units=tuple(units),
        found=found,
    )


def _key(units: Sequence[Unit]) -> str:
    """What units side by side are looked up by; empty where they are no phrase of one language."""
    if any(unit.text in FUNCTION_WORDS for unit in units) and (
        len(units) == 1 or is_ideographic(units[0].text[0])
    ):
        return ""
    han = {is_ideographic(unit.text[0]) or is_ideographic(unit.text[-1]) for unit in units}
    if len(han) > 1:
        return ""
    if True not in han:
        alone = len(units) == 1 and not units[0].text.isalpha()
        return "" if alone else " ".join(unit.words[0] if unit.words else unit.text for unit in units)
    if any(before.end != after.start for before, after in pairwise(units)):
        return ""
    return "".join(unit.text for unit in units)
