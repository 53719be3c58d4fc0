"""Which physical tree must an article match?

Expands the logical tree of a query over the fields and layers of the index, and collects on the way the texts
that are scored (`query_texts`), the terms that are highlighted, and the part of the query that must match
even where some of its words may be missing (`must`). An article has a word when a layer of one of the
searched texts has it: its grams side by side, its stem, its joined form. Reads nothing of the index but its
statistics.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

import msgspec
from whoosh import query as nodes

from index import Layer, fields, folded, keyword, largest_slop
from search.lexicon.language_id import has_ideographs
from search.messages import Message
from search.plan.highlight_terms import HighlightTerm, unit_term
from search.plan.query_words import QueryWord, WordExpander
from search.plan.wildcards import matching_words, pattern_text, read_pattern
from search.query.dates import read_span
from search.query.filters import published_in
from search.query.parser import ANY, TEXT_FIELDS
from search.query.synonym_tagging import SynonymNode
from search.query.time_tagging import TimeNode
from search.ranking.clauses import Published, QueryText
from search.ranking.token_trees import joined, least_frequency, side_by_side
from search.ranking.translator import TranslationGroup
from search.request import check_patterns, check_words

_LEAST_BOOST, _MOST_BOOST = 0.01, 100.0
_TEXTS_OF_FIELD = {"title": ("title",), "point": ("points",), "text": ("paragraphs",)}


class Expansion(msgspec.Struct, frozen=True):
    """The physical tree that an article must match, and what else the query expands to.

    `query_texts` and `patterns` are what is scored, `highlight_terms` what is highlighted. `must` is the part
    that has to match even where words are missing, none where there is no such part. `optional` are the texts
    whose words may be missing, `words` how many words these have, `subjects` how many of them are neither
    function words nor times. `translated` are the words that were translated. `optional_words` are the
    content words among the optional ones, or all of these where there are no others. Function words are
    neither required nor highlighted unless they are quoted or there is nothing else.
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
    optional_words: tuple[QueryWord, ...] = ()


def expand(
    tree: nodes.Query, words_of: WordExpander, *, today: date, texts: Sequence[str] = fields.TEXTS
) -> Expansion:
    """The physical form of a logical tree whose synonyms and times are tagged, with the words of its texts as
    `words_of` expands them. A word without a field is searched in the `texts`.

    Raises QueryLimit for more words, or a pattern of more words, than the settings allow.
    """
    expander = _Expander(words_of, today, tuple(texts))
    matched: list[nodes.Query] = []
    function_words: list[nodes.Query] = []
    must: list[nodes.Query] = []
    optional: list[QueryText] = []
    optional_words: list[QueryWord] = []
    words = subjects = 0
    for part in _required(tree):
        before, words_before, subjects_before = len(expander.query_texts), expander.words, expander.subjects
        query_words_before = len(expander.query_words)
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
            optional_words += expander.query_words[query_words_before:]
            words += expander.words - words_before
            subjects += expander.subjects - subjects_before
        else:
            must.append(expanded)
    if not expander.subjects:  # function words are searched for where there is nothing else
        matched += function_words
        expander.highlight_terms += expander.function_terms
        optional_words += expander.function_words
    return Expansion(
        tree=joined(nodes.And, matched) or nodes.NullQuery,
        query_texts=tuple(expander.query_texts),
        patterns=tuple(expander.patterns),
        highlight_terms=tuple(dict.fromkeys(expander.highlight_terms)),
        must=joined(nodes.And, must),
        optional=tuple(optional),
        words=words,
        subjects=subjects - sum(word.is_time for word in optional_words),
        warnings=tuple(dict.fromkeys(expander.warnings)),
        translated=tuple(expander.translated.values()),
        optional_words=tuple({word.typed: word for word in optional_words}.values()),
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

    def __init__(self, words_of: WordExpander, today: date, texts: tuple[str, ...]) -> None:
        self._words_of = words_of
        self._analyzer = words_of.analyzer
        self._vocabulary = words_of.vocabulary
        self._count_articles = words_of.count_articles
        self._texts_of_field = {**_TEXTS_OF_FIELD, ANY: texts}
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
        self.query_words: list[QueryWord] = []
        # Of texts of function words alone; these count in a query without a subject.
        self.function_terms: list[HighlightTerm] = []
        self.function_words: list[QueryWord] = []

    def expand(self, node: Any) -> nodes.Query | None:
        above = self._boost
        self._boost = min(max(above * getattr(node, "boost", 1.0), _LEAST_BOOST), _MOST_BOOST)
        expanded = _EXPANSIONS[type(node)](self, node)
        self._boost = above
        return expanded

    def _all(self, node: Any) -> nodes.Query | None:
        return joined(nodes.And, [self.expand(part) for part in node.subqueries])

    def _any(self, node: Any) -> nodes.Query | None:
        return joined(nodes.Or, [self.expand(part) for part in node.subqueries])

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
            return joined(nodes.Or, [_keyword("ticker", name) for name in node.names])
        texts = self._texts_of_field[node.fieldname]
        self._count(1)
        self.subjects += 1
        parts: list[nodes.Query] = []
        most = 0
        for name in node.names:
            grams = self._analyzer.phrase(name)
            if grams:
                parts += self._words_of.phrases(grams, texts)
                most += least_frequency(Layer.GRAMS, grams, self._vocabulary)
                self._highlight(HighlightTerm(folded(name), False, texts, (Layer.GRAMS, grams[0]), node.text))
        self._add_text(QueryText(node.text, texts, self._boost, node.names))
        self._add_words([QueryWord(folded(node.text), nodes.Or(parts), most)])
        return nodes.Or(parts)

    def _time(self, node: TimeNode) -> nodes.Query:
        """The articles published in a time, and those that name it in one of its forms."""
        texts = self._texts_of_field[ANY]
        self._count(1)
        self.subjects += 1
        published = published_in(*node.span)
        parts = [published]
        names = tuple(dict.fromkeys((node.text, *node.forms)))
        for name in names:
            grams = self._analyzer.phrase(name)
            parts += self._words_of.phrases(grams, texts)
            probe = (Layer.GRAMS, grams[0])
            self._highlight(HighlightTerm(folded(name), False, texts, probe, node.text, published=node.span))
        tree = nodes.Or(parts)
        of_time = Published(published, self._count_articles(published))
        self._add_text(QueryText(node.text, texts, self._boost, names, published=of_time))
        self._add_words([QueryWord(folded(node.text), tree, self._count_articles(tree), is_time=True)])
        return tree

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
        return nodes.Or(self._words_of.phrases(grams, texts))

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
            return joined(nodes.And, [self._no_date(limit) for limit in unread])
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
        self._add_text(QueryText(text, texts, self._boost, is_quoted=is_quoted))
        # What is excluded and what is quoted is meant as it is typed.
        is_translated = not self._denied and not is_quoted
        found = self._words_of.expanded(text, texts, is_quoted=is_quoted, is_translated=is_translated)
        self.subjects += found.subjects
        for group in found.translated:
            self.translated.setdefault(group.typed, group)
        if not self._denied:
            terms = self.highlight_terms if found.subjects else self.function_terms
            words = self.query_words if found.subjects else self.function_words
            terms += found.highlight_terms
            words += found.words
        return found.tree

    def _add_words(self, words: Sequence[QueryWord]) -> None:
        if not self._denied:
            self.query_words += words

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
    TimeNode: _Expander._time,
    nodes.Phrase: _Expander._phrase,
    nodes.TermRange: _Expander._range,
    nodes.Wildcard: _Expander._wildcard,
    nodes.FuzzyTerm: _Expander._pattern,
    type(nodes.NullQuery): _Expander._nothing,
}


def _keyword(field: str, text: str) -> nodes.Query:
    return nodes.Term({"ticker": fields.TICKER, "source": fields.SOURCE}[field], keyword(text))
