"""Which physical tree must an article match?

Expands the logical tree of a query over the fields and layers of the index, and collects on the way the texts
that are scored (`query_texts`), the terms that are highlighted, and the part of the query that must match
even where some of its words may be missing (`must`). An article has a word when a layer of one of the
searched texts has it: its grams side by side, its stem, its joined form. Reads nothing of the index but its
statistics.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, TypeVar

import msgspec
from whoosh import query as nodes

from index import (
    Analyzer,
    Layer,
    Unit,
    fields,
    folded,
    is_ideographic,
    keyword,
    largest_slop,
)
from search.lexicon.language_id import has_ideographs
from search.lexicon.stopwords import is_function_word
from search.messages import Message
from search.plan.highlight_terms import HighlightTerm, translation_terms, unit_term
from search.plan.typed_words import TypedWord, present_parts, typed_words
from search.plan.wildcards import Vocabulary, matching_words, pattern_text, read_pattern
from search.query.dates import read_span
from search.query.filters import published_in
from search.query.parser import ANY, TEXT_FIELDS
from search.query.synonym_tagging import SynonymNode
from search.ranking.clauses import QueryText, side_by_side
from search.ranking.translated_clauses import translation_trees
from search.ranking.translator import TranslatedSpan, TranslationGroup, Translator
from search.request import check_patterns, check_words

_LEAST_BOOST, _MOST_BOOST = 0.01, 100.0
_TEXTS_OF_FIELD = {"title": ("title",), "point": ("points",), "text": ("paragraphs",)}


WordTree = tuple[frozenset[str], nodes.Query]
_T = TypeVar("_T")


class Expansion(msgspec.Struct, frozen=True):
    """The physical tree that an article must match, and what else the query expands to.

    `query_texts` and `patterns` are what is scored, `highlight_terms` what is highlighted. `must` is the part
    that has to match even where words are missing, none where there is no such part. `optional` are the texts
    whose words may be missing, `words` how many words these have, `subjects` how many of them aren't function
    words. `translated` are the words that were translated. `word_trees` match each word or translation by
    itself, known by the units that it is made of. Function words are neither required nor highlighted unless
    they are quoted or there is nothing else.
    """

    tree: nodes.Query
    query_texts: tuple[QueryText, ...] = ()
    patterns: tuple[nodes.Query, ...] = ()
    highlight_terms: tuple[HighlightTerm, ...] = ()
    must: nodes.Query | None = None
    optional: tuple[QueryText, ...] = ()
    words: int = 0
    subjects: int = 0
    warnings: tuple[Message, ...] = ()
    translated: tuple[TranslationGroup, ...] = ()
    word_trees: tuple[WordTree, ...] = ()


def expand(
    tree: nodes.Query,
    analyzer: Analyzer,
    vocabulary: Vocabulary,
    *,
    today: date,
    texts: Sequence[str] = fields.TEXTS,
    translator: Translator | None = None,
    has_articles: Callable[[nodes.Query], bool] = lambda tree: True,
) -> Expansion:
    """The physical form of a logical tree whose synonyms are tagged. A word without a field is searched in
    those of the `texts` that any article has, and with a translator in the other language too.
    `has_articles` tells whether a phrase matches any article.

    Raises QueryLimit for more words, or a pattern of more words, than the settings allow.
    """
    present = tuple(text for text in texts if vocabulary.document_frequency(fields.HAS, text))
    expander = _Expander(analyzer, vocabulary, today, present or tuple(texts), translator, has_articles)
    matched: list[nodes.Query] = []
    function_words: list[nodes.Query] = []
    must: list[nodes.Query] = []
    optional: list[QueryText] = []
    words = subjects = 0
    for part in _required(tree):
        before, words_before, subjects_before = len(expander.query_texts), expander.words, expander.subjects
        expanded = expander.expand(part)
        if expanded is None:
            continue
        is_words = isinstance(part, nodes.Term) and part.fieldname == ANY
        if is_words and expander.subjects == subjects_before:
            function_words.append(expanded)
        else:
            matched.append(expanded)
        if is_words:
            optional += expander.query_texts[before:]
            words += expander.words - words_before
            subjects += expander.subjects - subjects_before
        else:
            must.append(expanded)
    if not expander.subjects:  # function words are searched for where there is nothing else
        matched += function_words
        expander.highlight_terms += expander.function_terms
        expander.word_trees += expander.function_trees
    return Expansion(
        tree=_joined(nodes.And, matched) or nodes.NullQuery,
        query_texts=tuple(expander.query_texts),
        patterns=tuple(expander.patterns),
        highlight_terms=tuple(dict.fromkeys(expander.highlight_terms)),
        must=_joined(nodes.And, must),
        optional=tuple(optional),
        words=words,
        subjects=subjects,
        warnings=tuple(dict.fromkeys(expander.warnings)),
        translated=tuple(expander.translated.values()),
        word_trees=tuple(expander.word_trees),
    )


def _required(tree: nodes.Query) -> Iterator[nodes.Query]:
    """The parts of a tree that must all match."""
    if isinstance(tree, nodes.And) and tree.boost == 1.0:
        for part in tree.subqueries:
            yield from _required(part)
    else:
        yield tree


class _Expander:
    """One walk over a tree. A node without anything to search for expands to none and is left out."""

    def __init__(
        self,
        analyzer: Analyzer,
        vocabulary: Vocabulary,
        today: date,
        texts: tuple[str, ...],
        translator: Translator | None,
        has_articles: Callable[[nodes.Query], bool],
    ) -> None:
        self._analyzer = analyzer
        self._translator = translator
        self._has_articles = has_articles
        self._texts_of_field = {**_TEXTS_OF_FIELD, ANY: texts}
        self._vocabulary = vocabulary
        self._today = today
        self._boost = 1.0
        self.words = 0
        self._patterns = 0
        self._denied = 0  # how many Nots are above: what is excluded is not highlighted
        self.subjects = 0  # words other than function words
        self.query_texts: list[QueryText] = []
        self.patterns: list[nodes.Query] = []
        self.highlight_terms: list[HighlightTerm] = []
        self.warnings: list[Message] = []
        self.translated: dict[str, TranslationGroup] = {}
        self.word_trees: list[WordTree] = []
        # Of texts of function words alone; these count in a query without a subject.
        self.function_terms: list[HighlightTerm] = []
        self.function_trees: list[WordTree] = []

    def expand(self, node: Any) -> nodes.Query | None:
        above = self._boost
        self._boost = min(max(above * getattr(node, "boost", 1.0), _LEAST_BOOST), _MOST_BOOST)
        expanded = _EXPANSIONS[type(node)](self, node)
        self._boost = above
        return expanded

    def _all(self, node: Any) -> nodes.Query | None:
        return _joined(nodes.And, [self.expand(part) for part in node.subqueries])

    def _any(self, node: Any) -> nodes.Query | None:
        return _joined(nodes.Or, [self.expand(part) for part in node.subqueries])

    def _not(self, node: Any) -> nodes.Query | None:
        self._denied += 1
        denied = self.expand(node.query)
        self._denied -= 1
        return nodes.Not(denied) if denied is not None else None

    def _nothing(self, node: Any) -> None:
        return None

    def _term(self, node: Any) -> nodes.Query | None:
        if node.fieldname in TEXT_FIELDS:
            return self._text(node.text, self._texts_of_field[node.fieldname])
        if node.fieldname == "date":
            return self._date(node.text)
        return _keyword(node.fieldname, node.text)

    def _synonym(self, node: SynonymNode) -> nodes.Query | None:
        if node.fieldname == "ticker":
            return _joined(nodes.Or, [_keyword("ticker", name) for name in node.names])
        texts = self._texts_of_field[node.fieldname]
        self._count(1)
        self.subjects += 1
        parts: list[nodes.Query] = []
        for name in node.names:
            grams = self._analyzer.phrase(name)
            if grams:
                parts += self._phrases(grams, texts)
                self._highlight(HighlightTerm(folded(name), False, texts, (Layer.GRAMS, grams[0]), node.text))
        self._add_text(QueryText(node.text, texts, self._boost, node.names))
        self._add_word(frozenset([node.text]), nodes.Or(parts))
        return nodes.Or(parts)

    def _phrase(self, node: Any) -> nodes.Query | None:
        text = " ".join(node.words)
        if node.fieldname == "date":
            return self._date(text)
        if node.fieldname not in TEXT_FIELDS:
            return _keyword(node.fieldname, text)
        texts = self._texts_of_field[node.fieldname]
        grams = self._analyzer.phrase(text)
        units = self._analyzer.units(text)
        if len(units) == 1 and units[0].chars:
            return self._text(text, texts, is_quoted=True)
        if not grams:
            self._warn_unsearchable(text)
            return None
        self._count(len(units))
        self.subjects += 1
        self._add_text(QueryText(text, texts, self._boost, is_quoted=True))
        self._highlight(HighlightTerm(folded(text), False, texts, (Layer.GRAMS, grams[0]), text))
        if node.slop > 1 and len(node.words) > 1:
            return self._near(node, texts, text)
        return nodes.Or(list(self._phrases(grams, texts)))

    def _near(self, node: Any, texts: Sequence[str], text: str) -> nodes.Query:
        """The words of a phrase in order, with a few others between; each word's letters side by side."""
        blocks = [grams for word in node.words if (grams := self._analyzer.phrase(word))]
        slop = largest_slop(len(blocks), node.slop)
        if slop < node.slop:
            self.warnings.append(Message.of("slop too wide", text=text, slop=node.slop, most=slop))
        # Words that are near each other are highlighted one by one where they aren't a phrase.
        for unit in self._analyzer.units(text):
            self._highlight(unit_term(unit, texts, stems=False, typed=text))
        return nodes.Or(
            [
                nodes.Sequence(
                    [side_by_side(fields.physical(name, Layer.GRAMS), block) for block in blocks], slop=slop
                )
                for name in texts
            ]
        )

    def _range(self, node: Any) -> nodes.Query | None:
        if node.fieldname != "date":
            limits = f"{node.start or ''} {node.end or ''}"
            self.warnings.append(Message.of("range of words", limits=limits))
            return self._text(limits, self._texts_of_field[ANY])
        if not node.start and not node.end:
            return None
        start, end = (
            read_span(limit, today=self._today) if limit else None for limit in (node.start, node.end)
        )
        unread = [limit for limit, span in ((node.start, start), (node.end, end)) if limit and span is None]
        if start is None and end is None:
            return _joined(nodes.And, [self._no_date(limit) for limit in unread])
        self.warnings += [Message.of("open range", limit=limit) for limit in unread]
        first = None if start is None else start[1] if node.startexcl else start[0]
        last = None if end is None else end[0] if node.endexcl else end[1]
        return published_in(first, last)

    def _date(self, text: str) -> nodes.Query | None:
        span = read_span(text, today=self._today)
        return published_in(*span) if span else self._no_date(text)

    def _no_date(self, text: str) -> nodes.Query | None:
        self.warnings.append(Message.of("no date", text=text))
        return self._text(text, self._texts_of_field[ANY])

    def _wildcard(self, node: Any) -> nodes.Query | None:
        text = pattern_text(node.text)
        if not has_ideographs(text):
            return self._pattern(node)
        if text.strip("*").count("*") or "?" in text:
            self.warnings.append(Message.of("wildcard among Han", text=node.text))
        # Every part of a run of Han is found as it is.
        return self._text(node.text.replace("*", " ").replace("?", " "), self._texts_of_field[node.fieldname])

    def _pattern(self, node: Any) -> nodes.Query | None:
        """A pattern over the words of the texts; those that fit it are highlighted."""
        texts = self._texts_of_field[node.fieldname]
        pattern = read_pattern(node)
        if pattern is None:
            self.warnings.append(Message.of("pattern too long", text=node.text[:40]))
            return self._text(node.text, texts)
        self._count(1)
        self._patterns += 1
        check_patterns(self._patterns)
        self.subjects += 1
        found = matching_words(
            pattern, [fields.physical(name, Layer.WORDS) for name in texts], self._vocabulary
        )
        if found.words:
            probe = (Layer.WORDS, found.words[0])
            self._highlight(
                HighlightTerm(found.start, False, texts, probe, node.text, frozenset(found.words))
            )
        if not self._denied:
            self.patterns.append(nodes.ConstantScoreQuery(found.tree, self._boost))
        return found.tree

    def _text(self, text: str, texts: tuple[str, ...], *, is_quoted: bool = False) -> nodes.Query | None:
        units = self._analyzer.units(text)
        if not units:
            self._warn_unsearchable(text)
            return None
        self._count(len(units))
        content = {unit.text for unit in units if is_quoted or not _is_function_word(unit, text)}
        self.subjects += len(content)
        self._add_text(QueryText(text, texts, self._boost, is_quoted=is_quoted))
        words = typed_words(units, self._pair_frequency(texts))
        terms_before, trees_before = len(self.highlight_terms), len(self.word_trees)
        trees = [
            None
            if content and not is_quoted and all(_is_function_word(unit, text) for unit in word.units)
            else self._word(word, texts, typed=text[word.start : word.end])
            for word in words
        ]
        # What is excluded and what is quoted is meant as it is typed.
        if self._translator and not self._denied and not is_quoted:
            spans = list(self._translator.spans(text))
            blocks = _blocks(words, trees, spans)
            found = _joined(nodes.And, [self._block(*block, texts) for block in blocks])
        else:
            found = _joined(nodes.And, trees)
        if not content:
            self.function_terms += _taken(self.highlight_terms, terms_before)
            self.function_trees += _taken(self.word_trees, trees_before)
        return found

    def _pair_frequency(self, texts: Sequence[str]) -> Callable[[str], int]:
        pair_fields = [fields.physical(name, Layer.GRAMS) for name in texts]
        return lambda pair: max(self._vocabulary.document_frequency(field, pair) for field in pair_fields)

    def _block(
        self, own: Sequence[nodes.Query | None], spans: Sequence[TranslatedSpan], texts: tuple[str, ...]
    ) -> nodes.Query | None:
        """What is translated together, as it is typed or in the other language."""
        native = _joined(nodes.And, own)
        groups = [group for span in spans for group in span.groups]
        if native is None or not groups:
            return native
        trees = []
        for group in groups:
            self.translated.setdefault(group.typed, group)
            for term in translation_terms(group, texts, self._analyzer):
                self._highlight(term)
            trees.append(nodes.Or(list(translation_trees(group, texts))))
        if not all(span.groups and span.is_whole for span in spans):
            return native
        translation = _joined(nodes.And, trees)
        self._add_word(frozenset(unit.text for span in spans for unit in span.units), translation)
        return nodes.Or([native, translation])

    def _word(self, word: TypedWord, texts: tuple[str, ...], *, typed: str) -> nodes.Query:
        """A word of the query: a unit, or the grams of several side by side; where no article has it, the
        longest parts of it that some article has, each for itself."""
        units = frozenset(unit.text for unit in word.units)
        parts = present_parts(typed, lambda part: self._is_present(part, texts))
        trees = []
        for part in parts or (typed,):
            if part == typed and len(word.units) == 1:
                tree = self._unit(word.units[0], texts, typed=typed)
            elif len(found := self._analyzer.units(part)) == 1:
                tree = self._unit(found[0], texts, typed=part)
            else:
                grams = self._analyzer.phrase(part)
                self._highlight(HighlightTerm(folded(part), False, texts, (Layer.GRAMS, grams[0]), part))
                tree = nodes.Or(list(self._phrases(grams, texts)))
            self._add_word(units if part == typed else units | {folded(part)}, tree)
            trees.append(tree)
        return trees[0] if len(trees) == 1 else nodes.And(trees)

    def _is_present(self, text: str, texts: tuple[str, ...]) -> bool:
        """Whether any article has the grams of a text side by side."""
        grams = self._analyzer.phrase(text)
        phrases = list(self._phrases(grams, texts))
        return bool(phrases) and (len(grams) == 1 or self._has_articles(nodes.Or(phrases)))

    def _add_word(self, units: frozenset[str], tree: nodes.Query | None) -> None:
        if tree is not None and not self._denied:
            self.word_trees.append((units, tree))

    def _unit(self, unit: Unit, texts: tuple[str, ...], *, typed: str) -> nodes.Query:
        self._highlight(unit_term(unit, texts, stems=True, typed=typed))
        if unit.chars:
            char_fields = [fields.physical(name, Layer.CHARS) for name in texts]
            return nodes.Or(
                [nodes.Term(field, unit.chars) for field in char_fields if self._occurs(field, unit.chars)]
            )
        parts = list(self._phrases(unit.grams, texts))
        if not is_ideographic(unit.text[0]):
            word_fields = [fields.physical(name, Layer.WORDS) for name in texts]
            parts += [
                nodes.Term(field, word)
                for word in unit.words
                for field in word_fields
                if self._occurs(field, word)
            ]
        return nodes.Or(parts)

    def _phrases(self, grams: Sequence[str], texts: Sequence[str]) -> Iterator[nodes.Query]:
        """The grams side by side, in each of the texts where they all stand."""
        for name in texts:
            field = fields.physical(name, Layer.GRAMS)
            if all(self._occurs(field, gram) for gram in grams):
                yield side_by_side(field, grams)

    def _occurs(self, field: str, token: str) -> bool:
        return self._vocabulary.document_frequency(field, token) > 0

    def _warn_unsearchable(self, text: str) -> None:
        if text.strip():
            self.warnings.append(Message.of("nothing searchable", text=text))

    def _count(self, words: int) -> None:
        self.words += words
        check_words(self.words)

    def _add_text(self, text: QueryText) -> None:
        if not self._denied:
            self.query_texts.append(text)

    def _highlight(self, term: HighlightTerm) -> None:
        if not self._denied:
            self.highlight_terms.append(term)


_EXPANSIONS: dict[type, Callable[[_Expander, Any], nodes.Query | None]] = {
    nodes.And: _Expander._all,
    nodes.Or: _Expander._any,
    nodes.Not: _Expander._not,
    nodes.Term: _Expander._term,
    SynonymNode: _Expander._synonym,
    nodes.Phrase: _Expander._phrase,
    nodes.TermRange: _Expander._range,
    nodes.Wildcard: _Expander._wildcard,
    nodes.FuzzyTerm: _Expander._pattern,
    type(nodes.NullQuery): _Expander._nothing,
}


def _blocks(
    words: Sequence[TypedWord], trees: Sequence[nodes.Query | None], spans: Sequence[TranslatedSpan]
) -> list[tuple[list[nodes.Query | None], list[TranslatedSpan]]]:
    """The words with their trees and the spans that are translated together, in the smallest blocks that cut
    neither a word nor a span."""
    ends = {word.end for word in words} & {span.units[-1].end for span in spans}
    blocks: list[tuple[list[nodes.Query | None], list[TranslatedSpan]]] = [([], []) for _ in ends]
    ordered = sorted(ends)
    for word, tree in zip(words, trees, strict=True):
        blocks[bisect_left(ordered, word.end)][0].append(tree)
    for span in spans:
        blocks[bisect_left(ordered, span.units[-1].end)][1].append(span)
    return blocks


def _is_function_word(unit: Unit, text: str) -> bool:
    return is_function_word(text[unit.start : unit.end])


def _taken(collected: list[_T], first: int) -> list[_T]:
    """What was collected from a place on, which is removed."""
    taken = collected[first:]
    del collected[first:]
    return taken


def _joined(kind: type[nodes.Query], parts: Sequence[nodes.Query | None]) -> nodes.Query | None:
    """The parts under one node; a single part needs none."""
    present = [part for part in parts if part is not None]
    if len(present) == 1:
        return present[0]
    return kind(present) if present else None


def _keyword(field: str, text: str) -> nodes.Query:
    return nodes.Term({"ticker": fields.TICKER, "source": fields.SOURCE}[field], keyword(text))
