"""What are the words of a query called in the other language?

Cuts a typed text into the longest phrases for which the dictionary has a translation that some article has,
and weighs the translations of each: by how early the dictionary gives one, and by how common it is in the
index, since of the many words for `bank` those that nobody writes aren't meant. Numbers and function words
have none; what the dictionary doesn't know is left untranslated. Of the index it reads only how many articles
have a form.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec

from index import Analyzer, Layer, Reader, Unit, fields, is_ideographic
from search.lexicon.dictionary import Dictionary
from search.lexicon.stopwords import is_function_word
from search.ranking.token_trees import least_frequency, matching_tree
from search.ranking.weights import MOST_REQUIRED, idf

MOST_TRANSLATIONS = 5  # of one word
_LIKELY = 3  # translations that satisfy a required word
_LEAST_LIKELY = 0.25  # the weight that each of these must have
_LONGEST = 6  # words of a phrase that is looked up
_ORDER_POWER = 0.25  # of the rank that the dictionary gives a translation
_COMMON_POWER = 0.25  # of the share of articles that have it
_PART_SHARE = 0.5  # the weight of the single words of a translation, against all of them side by side
_PRUNE_BELOW = 0.25  # of the greatest weight x idf among the forms of a word
_CACHED = 3_000  # words; a few kilobytes each


class TranslationForm(msgspec.Struct, frozen=True):
    """A form in which an article may have a translation: tokens of a layer, side by side.

    `weight` is 1 for the likeliest form of a group. `counts` is an upper bound of how many articles have the
    form, by text. A part is one word of a translation of several. A likely form satisfies a required word.
    `written` is the form as text, where that may differ from the translation.
    """

    layer: Layer
    tokens: tuple[str, ...]
    weight: float
    count: int
    is_part: bool = False
    is_likely: bool = False
    written: str = ""


class Translation(msgspec.Struct, frozen=True):
    """A translation, folded; `weight` is 1 for the likeliest of its group. The few that are likely enough
    satisfy a required word and are highlighted, in each way in which they may be `written`."""

    text: str
    weight: float
    is_likely: bool
    written: tuple[str, ...]


class TranslationEntry(msgspec.Struct, frozen=True):
    """The translations of a word or phrase that some article has, the likeliest first, and the forms in which
    articles may have them."""

    translations: tuple[Translation, ...]
    forms: tuple[TranslationForm, ...]


class TranslationGroup(msgspec.Struct, frozen=True):
    """A word or phrase of the query with its translations. `typed` is what was translated, `words` are the
    whole words of the query that it consists of or is a part of."""

    typed: str
    words: tuple[str, ...]
    units: tuple[Unit, ...]
    entry: TranslationEntry

    @property
    def likely(self) -> tuple[Translation, ...]:
        """The translations that satisfy a required word and are highlighted."""
        return tuple(each for each in self.entry.translations if each.is_likely)


class TranslatedSpan(msgspec.Struct, frozen=True):
    """Neighbouring units of a text that are translated together. Where the dictionary has only words within a
    longer one there are several groups, and an article must match each of them; `is_whole` says whether the
    groups cover the whole word."""

    units: tuple[Unit, ...]
    groups: tuple[TranslationGroup, ...] = ()
    is_whole: bool = True


class Translator:
    """Translates typed texts for one index. Safe to use from many threads."""

    def __init__(self, dictionary: Dictionary, analyzer: Analyzer, reader: Reader) -> None:
        self._dictionary = dictionary
        self._analyzer = analyzer
        self._reader = reader
        self._entries: dict[str, TranslationEntry | None] = {}

    def spans(self, text: str) -> Iterator[TranslatedSpan]:
        """The units of the text in order, grouped where they are translated together."""
        units = self._analyzer.units(text)
        at = 0
        while at < len(units):
            for length in range(min(_LONGEST, len(units) - at), 0, -1):
                part = units[at : at + length]
                # A single character may mean almost anything, so it is translated only in a short query.
                if part[0].chars and len(units) > MOST_REQUIRED:
                    continue
                if (key := _key(part)) and (entry := self._entry(key)):
                    yield TranslatedSpan(part, (_group(text, part, entry),))
                    break
            else:
                part = units[at : at + 1]
                yield self._in_parts(text, part[0])
            at += len(part)

    def groups(self, text: str) -> Iterator[TranslationGroup]:
        """The words and phrases of a text that have a translation in the index."""
        for span in self.spans(text):
            yield from span.groups

    def _in_parts(self, text: str, unit: Unit) -> TranslatedSpan:
        """A Han word without a translation of its own, by the longest words within it that have one, from
        the left."""
        word = unit.text
        if not is_ideographic(word[0]) or len(word) < 3 or is_function_word(word):
            return TranslatedSpan((unit,))
        groups, at, is_whole = [], 0, True
        while at < len(word):
            for end in range(len(word), at + 1, -1):
                if entry := self._entry(word[at:end]):
                    groups.append(_group(text, (unit,), entry, typed=word[at:end]))
                    at = end
                    break
            else:
                is_whole = False
                at += 1
        return TranslatedSpan((unit,), tuple(groups), is_whole)

    def _entry(self, key: str) -> TranslationEntry | None:
        """The translations of a word that some article has. They are cached: the articles of a generation
        don't change, and people search for the same words."""
        try:
            return self._entries[key]
        except KeyError:
            given = self._dictionary.translations(key)
        if not given:  # most keys aren't words, and would crowd out those that are
            return None
        entry = self._weighted(given)
        if len(self._entries) >= _CACHED:
            self._entries.clear()
        self._entries[key] = entry
        return entry

    def _weighted(self, given: dict[str, float]) -> TranslationEntry | None:
        weighted: list[tuple[float, str, list[TranslationForm]]] = []
        for text, order in given.items():
            if not all(map(is_function_word, text.split())) and (forms := list(self._forms(text))):
                common = max(form.count for form in forms) / self._reader.count
                weighted.append((order**_ORDER_POWER * common**_COMMON_POWER, text, forms))
        weighted = sorted(weighted, key=lambda each: -each[0])[:MOST_TRANSLATIONS]
        if not weighted:
            return None
        most = weighted[0][0]
        likely = _likely([(text, weight / most) for weight, text, _ in weighted])
        kept: dict[tuple[Layer, tuple[str, ...]], TranslationForm] = {}
        for weight, text, forms in weighted:
            for form in (*forms, *self._parts(text)):
                share = round(weight / most * form.weight, 4)
                is_likely = text in likely and not form.is_part
                shared = msgspec.structs.replace(form, weight=share, is_likely=is_likely)
                kept.setdefault((form.layer, form.tokens), shared)
        unpruned = self._unpruned(kept.values())
        used = {form.tokens for form in unpruned}
        return TranslationEntry(
            tuple(
                Translation(
                    text,
                    round(weight / most, 2),
                    text in likely,
                    tuple(dict.fromkeys(form.written or text for form in forms)),
                )
                for weight, text, forms in weighted
                if any(form.tokens in used for form in forms)
            ),
            tuple(unpruned),
        )

    def _unpruned(self, forms: Iterable[TranslationForm]) -> list[TranslationForm]:
        """The forms without those whose weight x idf is so small against the greatest that they only cost
        time."""
        scored = [(form.weight * idf(form.count, self._reader.count), form) for form in forms if form.count]
        most = max(score for score, _ in scored)
        kept = [form for score, form in scored if form.is_likely or score >= _PRUNE_BELOW * most]
        return sorted(kept, key=lambda form: -form.weight)

    def _forms(self, translation: str) -> Iterator[TranslationForm]:
        """The forms in which some article has all of a translation."""
        if is_ideographic(translation[0]):
            word = self._form(Layer.WORDS, (translation,))
            if not word.count and len(translation) > 1:
                word = self._form(Layer.GRAMS, self._analyzer.phrase(translation))
            yield from [word] if word.count else []
            return
        units = self._analyzer.units(translation)
        if len(units) == 1 and units[0].words:
            form = self._form(Layer.WORDS, units[0].words[:1])
            yield from [form] if form.count else []
            return
        # Phrases match in their exact form only, so the plural is searched too.
        for written in _with_plurals(translation) if units else ():
            form = self._form(Layer.GRAMS, self._analyzer.phrase(written))
            if form.count:
                yield msgspec.structs.replace(form, written=written)

    def _parts(self, translation: str) -> Iterator[TranslationForm]:
        """The single words of a translation that has several."""
        if " " not in translation:
            return
        units = [unit for unit in self._analyzer.units(translation) if not is_function_word(unit.text)]
        for unit in units:
            if unit.words:
                yield self._form(Layer.WORDS, unit.words[:1], _PART_SHARE / len(units), is_part=True)

    def _form(
        self, layer: Layer, tokens: tuple[str, ...], weight: float = 1.0, *, is_part: bool = False
    ) -> TranslationForm:
        count = least_frequency(layer, tokens, self._reader)
        if count and len(tokens) > 1:
            # Most phrases of the dictionary occur in no article, so each is searched once here instead of
            # with every query.
            phrase = matching_tree(layer, tokens, fields.TEXTS, self._reader)
            count = self._reader.search(phrase, limit=0).total if phrase is not None else 0
        return TranslationForm(layer, tokens, weight, count, is_part)


def _with_plurals(phrase: str) -> tuple[str, ...]:
    """A phrase and the plurals that English may form of it."""
    plural = phrase[:-1] + "ies" if phrase.endswith("y") else phrase + "es"
    return phrase, phrase + "s", plural


def _likely(weighted: Sequence[tuple[str, float]]) -> set[str]:
    """The first few of the translations that weigh enough. A single Han character occurs in too many words to
    be one of them, unless there is no other."""
    enough = [text for text, weight in weighted if weight >= _LEAST_LIKELY]
    longer = [text for text in enough if len(text) > 1]
    return set((longer or enough)[:_LIKELY])


def _group(text: str, units: Sequence[Unit], entry: TranslationEntry, *, typed: str = "") -> TranslationGroup:
    return TranslationGroup(
        typed=typed or text[units[0].start : units[-1].end],
        words=tuple(text[unit.start : unit.end] for unit in units),
        units=tuple(units),
        entry=entry,
    )


def _key(units: Sequence[Unit]) -> str:
    """The dictionary key of units side by side; empty where they aren't a phrase of one language."""
    # The dictionary has words in lower case: of `IT` and `US` it would give the pronouns.
    if any(is_function_word(unit.text) for unit in units) and (
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
