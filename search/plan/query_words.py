"""Which words does a text of the query have, and which articles have each of them?

The words are those that were typed, whatever pieces a segmenter cuts them into; one that no article has is
read as the longest parts of it that articles have. An article has a word in full, in one of the texts that
are searched, or where it may be translated in the other language. Of the index it reads the statistics, and
how many articles have tokens side by side.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence

import msgspec
from whoosh import query as nodes

from index import Analyzer, Layer, Unit, fields, folded, is_ideographic
from search.lexicon.stopwords import is_function_word
from search.plan.highlight_terms import HighlightTerm, translation_terms, unit_terms
from search.plan.typed_words import TypedWord, present_parts, typed_words
from search.plan.wildcards import Vocabulary
from search.ranking.token_trees import frequency, joined, least_frequency, matching_tree, unit_frequency
from search.ranking.translated_clauses import translation_trees
from search.ranking.translator import TranslatedSpan, TranslationGroup, Translator


class QueryWord(msgspec.Struct, frozen=True):
    """A content word of the query: the articles that have it or its translation in full, and about how many
    these are. A time is had by what was published then too. A word that is joined of what the segmenter cut
    has a `core`, the longest of its parts, where that is a word of its own (跑|容器)."""

    typed: str
    tree: nodes.Query
    frequency: int
    is_time: bool = False
    core: "QueryWord | None" = None


class ExpandedText(msgspec.Struct, frozen=True):
    """What a text of the query expands to: a tree for the articles that have all its words, none where no
    word is searched; the words, the terms that are highlighted, the words that were translated, and how many
    of its words aren't function words."""

    tree: nodes.Query | None
    words: tuple[QueryWord, ...] = ()
    highlight_terms: tuple[HighlightTerm, ...] = ()
    translated: tuple[TranslationGroup, ...] = ()
    subjects: int = 0


class _Found(msgspec.Struct, frozen=True):
    """A word of a text, or a part of one, and the terms that highlight it."""

    word: QueryWord
    terms: tuple[HighlightTerm, ...]


class WordExpander(msgspec.Struct, frozen=True):
    """Expands the words of texts over one index, with a translator in the other language too.
    `count_articles` tells how many articles match a phrase or were published in a time."""

    analyzer: Analyzer
    vocabulary: Vocabulary
    translator: Translator | None = None
    count_articles: Callable[[nodes.Query], int] = lambda tree: 1

    def expanded(
        self, text: str, texts: tuple[str, ...], *, is_quoted: bool, is_translated: bool
    ) -> ExpandedText:
        """The words of a text that is searched in the `texts` of articles. Function words are left out where
        there are others, unless it `is_quoted`."""
        units = self.analyzer.units(text)
        content = {unit.text for unit in units if is_quoted or not _is_function_word(unit, text)}
        words = typed_words(units, self._pair_frequency(texts))
        found = [
            []
            if content and not is_quoted and all(_is_function_word(unit, text) for unit in word.units)
            else self._word(word, texts, typed=text[word.start : word.end])
            for word in words
        ]
        terms = tuple(term for parts in found for each in parts for term in each.terms)
        own = [[each.word for each in parts] for parts in found]
        if not self.translator or not is_translated:
            query_words = tuple(word for parts in own for word in parts)
            tree = joined(nodes.And, [word.tree for word in query_words])
            return ExpandedText(tree, query_words, terms, subjects=len(content))
        spans = list(self.translator.spans(text))
        blocks = [self._block(*block, texts) for block in _blocks(words, own, spans)]
        return ExpandedText(
            tree=joined(nodes.And, [block.tree for block in blocks]),
            words=tuple(word for block in blocks for word in block.words),
            highlight_terms=(*terms, *(term for block in blocks for term in block.highlight_terms)),
            translated=tuple(group for block in blocks for group in block.translated),
            subjects=len(content),
        )

    def phrases(self, grams: Sequence[str], texts: Sequence[str]) -> list[nodes.Query]:
        """The tree of the grams side by side, if one of the texts may have them."""
        tree = self._matching(Layer.GRAMS, grams, texts)
        return [] if tree is None else [tree]

    def _pair_frequency(self, texts: Sequence[str]) -> Callable[[str], int]:
        if len(texts) == len(fields.TEXTS):
            return lambda pair: frequency(Layer.GRAMS, pair, self.vocabulary)
        pair_fields = [fields.physical(name, Layer.GRAMS) for name in texts]
        return lambda pair: max(self.vocabulary.document_frequency(field, pair) for field in pair_fields)

    def _word(self, word: TypedWord, texts: tuple[str, ...], *, typed: str) -> list[_Found]:
        """A word of the query: a unit, or the grams of several side by side; where no article has it, the
        longest parts of it that some article has, each for itself."""
        parts = present_parts(typed, lambda part: self._is_present(part, texts))
        return [self._part(part, word, texts, is_whole=part == typed) for part in parts or (typed,)]

    def _part(self, text: str, word: TypedWord, texts: tuple[str, ...], *, is_whole: bool) -> _Found:
        units = word.units if is_whole else self.analyzer.units(text)
        if len(units) == 1:
            (unit,) = units
            found = QueryWord(unit.text, self._unit(unit, texts), unit_frequency(unit, self.vocabulary))
            return _Found(found, tuple(unit_terms(unit, texts, typed=text)))
        grams = self.analyzer.phrase(text)
        tree = nodes.Or(self.phrases(grams, texts))
        longest = max(units, key=lambda unit: len(unit.text))
        core = None
        if len(longest.text) > 1:
            core = QueryWord(
                longest.text, self._unit(longest, texts), unit_frequency(longest, self.vocabulary)
            )
        frequency = least_frequency(Layer.GRAMS, grams, self.vocabulary)
        found = QueryWord(folded(text), tree, frequency, core=core)
        term = HighlightTerm(folded(text), False, texts, (Layer.GRAMS, grams[0]), text)
        return _Found(found, (term,))

    def _unit(self, unit: Unit, texts: tuple[str, ...]) -> nodes.Query:
        """The articles that have a unit, by its letters or its stem."""
        if unit.chars:
            parts = [self._matching(Layer.CHARS, [unit.chars], texts)]
        else:
            parts = [self._matching(Layer.GRAMS, unit.grams, texts)]
        if not is_ideographic(unit.text[0]):
            parts += [self._matching(Layer.WORDS, [word], texts) for word in unit.words]
        return nodes.Or([part for part in parts if part is not None])

    def _is_present(self, text: str, texts: tuple[str, ...]) -> bool:
        """Whether any article has the grams of a text side by side."""
        grams = self.analyzer.phrase(text)
        phrases = self.phrases(grams, texts)
        return bool(phrases) and (len(grams) == 1 or self.count_articles(nodes.Or(phrases)) > 0)

    def _matching(self, layer: Layer, tokens: Sequence[str], texts: Sequence[str]) -> nodes.Query | None:
        return matching_tree(layer, tokens, texts, self.vocabulary)

    def _block(
        self, own: Sequence[QueryWord], spans: Sequence[TranslatedSpan], texts: tuple[str, ...]
    ) -> ExpandedText:
        """What is translated together, as it is typed or in the other language."""
        native = joined(nodes.And, [word.tree for word in own])
        groups = tuple(group for span in spans for group in span.groups)
        if native is None or not groups:
            return ExpandedText(native, tuple(own))
        terms = tuple(term for group in groups for term in translation_terms(group, texts, self.analyzer))
        if not all(span.groups and span.is_whole for span in spans):
            return ExpandedText(native, tuple(own), terms, groups)
        trees = [nodes.Or(list(translation_trees(group, texts, self.vocabulary))) for group in groups]
        translation = joined(nodes.And, trees)
        most = min(
            max((form.count for form in group.entry.forms if form.is_likely), default=0) for group in groups
        )
        words = tuple(_translated(word, translation, most) for word in own)
        return ExpandedText(nodes.Or([native, translation]), words, terms, groups)


def _translated(word: QueryWord, translation: nodes.Query, frequency: int) -> QueryWord:
    """A word that its translation stands for too, and that weighs as whichever more articles have."""
    return msgspec.structs.replace(
        word,
        tree=nodes.Or([word.tree, translation]),
        frequency=max(word.frequency, frequency),
        core=word.core and _translated(word.core, translation, frequency),
    )


def _blocks(
    words: Sequence[TypedWord], found: Sequence[Sequence[QueryWord]], spans: Sequence[TranslatedSpan]
) -> list[tuple[list[QueryWord], list[TranslatedSpan]]]:
    """The words as they were found and the spans that are translated together, in the smallest blocks that
    cut neither a word nor a span."""
    ends = {word.end for word in words} & {span.units[-1].end for span in spans}
    blocks: list[tuple[list[QueryWord], list[TranslatedSpan]]] = [([], []) for _ in ends]
    ordered = sorted(ends)
    for word, parts in zip(words, found, strict=True):
        blocks[bisect_left(ordered, word.end)][0].extend(parts)
    for span in spans:
        blocks[bisect_left(ordered, span.units[-1].end)][1].append(span)
    return blocks


def _is_function_word(unit: Unit, text: str) -> bool:
    return is_function_word(text[unit.start : unit.end])
