"""Which layers answer it, at which weight?

Turns the logical tree of a query into the physical tree of an engine, and says on the way what is to be
marked in the texts. An article has a word when one of its layers has it in one of the asked texts; all
layers of a word in a text are one voice.
"""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from whoosh import query as nodes

from index import PUBLISHED, SOURCE, TEXTS, TICKER, Analyzer, Layer, Unit, folded, keyword, physical
from search.dates import read_span
from search.language import ANY, Understood
from search.ranking import LAYER_TIEBREAK, LAYER_WEIGHTS, TEXT_WEIGHTS

_LEAST_BOOST, _MOST_BOOST = 0.01, 100.0
_MOST_SLOP = 100
_TEXTS_OF_FIELD = {ANY: TEXTS, "title": ("title",), "point": ("points",), "text": ("paragraphs",)}


class Wanted(msgspec.Struct, frozen=True):
    """Something that was asked for and is to be shown where it stands: a word or a phrase, folded, in
    some of the texts. `probe` is the token whose frequency tells how rare it is."""

    text: str
    stems: bool
    texts: tuple[str, ...]
    probe: tuple[Layer, str]


class Expansion(msgspec.Struct, frozen=True):
    """The physical tree, what to look for in the texts, and warnings about what couldn't be asked."""

    tree: nodes.Query
    wanted: tuple[Wanted, ...]
    warnings: tuple[str, ...]


def expand(understood: Understood, analyzer: Analyzer) -> Expansion:
    """The physical tree of a query."""
    expander = _Expander(analyzer)
    tree = expander.expand(understood.tree) or nodes.NullQuery
    wanted = tuple(dict.fromkeys(expander.wanted))
    return Expansion(tree, wanted, (*understood.warnings, *dict.fromkeys(expander.warnings)))


class _Expander:
    """One walk over a tree. A node that asks for nothing expands to none, and its parent does without it."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._denied = 0  # how many Nots stand above: what is denied is not looked for in the texts
        self.wanted: list[Wanted] = []
        self.warnings: list[str] = []

    def expand(self, node: Any) -> nodes.Query | None:
        expanded = _EXPANSIONS[type(node)](self, node)
        if expanded is not None and getattr(node, "boost", 1.0) != 1.0:
            expanded.boost = min(max(node.boost, _LEAST_BOOST), _MOST_BOOST)
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
        if node.fieldname in _TEXTS_OF_FIELD:
            return self._words(node.text, _TEXTS_OF_FIELD[node.fieldname])
        if node.fieldname == "date":
            return self._date(node.text)
        return _keyword(node.fieldname, node.text)

    def _phrase(self, node: Any) -> nodes.Query | None:
        text = " ".join(node.words)
        if node.fieldname == "date":
            return self._date(text)
        if node.fieldname not in _TEXTS_OF_FIELD:
            return _keyword(node.fieldname, text)
        texts = _TEXTS_OF_FIELD[node.fieldname]
        grams = self._analyzer.phrase(text)
        units = self._analyzer.units(text)
        if len(units) == 1 and units[0].chars:
            return self._unit(units[0], texts)
        if not grams:
            self._warn_unsearchable(text)
            return None
        self._want(Wanted(folded(text), False, texts, (Layer.GRAMS, grams[0])))
        if node.slop > 1:
            # Words that stand near each other are shown one by one where they aren't a phrase.
            for unit in units:
                self._want(Wanted(unit.text, False, texts, _probe(unit)))
        return nodes.Or(
            [
                _gram_query(
                    physical(name, Layer.GRAMS),
                    grams,
                    TEXT_WEIGHTS[name],
                    slop=min(max(node.slop, 1), _MOST_SLOP),
                )
                for name in texts
            ]
        )

    def _range(self, node: Any) -> nodes.Query | None:
        if node.fieldname != "date":
            self.warnings.append(
                f"only dates have ranges; read as words: {node.start or ''} {node.end or ''}"
            )
            return self._words(f"{node.start or ''} {node.end or ''}", TEXTS)
        if not node.start and not node.end:
            return None
        start, end = (read_span(limit) if limit else None for limit in (node.start, node.end))
        for limit, span in ((node.start, start), (node.end, end)):
            if limit and span is None:
                return self._no_date(limit)
        first = None if start is None else start[1] if node.startexcl else start[0]
        last = None if end is None else end[0] if node.endexcl else end[1]
        return _published(first, last)

    def _date(self, text: str) -> nodes.Query | None:
        span = read_span(text)
        return _published(*span) if span else self._no_date(text)

    def _no_date(self, text: str) -> nodes.Query | None:
        self.warnings.append(f"{text!r} is no date, so it was read as words; write 2025-05 or 2025-05-02")
        return self._words(text, TEXTS)

    def _words(self, text: str, texts: Sequence[str]) -> nodes.Query | None:
        units = self._analyzer.units(text)
        if not units:
            self._warn_unsearchable(text)
            return None
        return _joined(nodes.And, [self._unit(unit, texts) for unit in units])

    def _warn_unsearchable(self, text: str) -> None:
        if text.strip():
            self.warnings.append(f"{text!r} holds nothing that can be searched for, so it was left out")

    def _unit(self, unit: Unit, texts: Sequence[str]) -> nodes.Query:
        self._want(Wanted(unit.text, True, tuple(texts), _probe(unit)))
        return nodes.Or([_unit_in(unit, name) for name in texts])

    def _want(self, wanted: Wanted) -> None:
        if not self._denied:
            self.wanted.append(wanted)


_EXPANSIONS: dict[type, Callable[[_Expander, Any], nodes.Query | None]] = {
    nodes.And: _Expander._all,
    nodes.Or: _Expander._any,
    nodes.Not: _Expander._not,
    nodes.Term: _Expander._term,
    nodes.Phrase: _Expander._phrase,
    nodes.TermRange: _Expander._range,
    type(nodes.NullQuery): _Expander._nothing,
}


def _probe(unit: Unit) -> tuple[Layer, str]:
    """The token whose frequency tells how rare a unit is."""
    if unit.chars:
        return Layer.CHARS, unit.chars
    if unit.words and len(unit.grams) != 1:
        return Layer.WORDS, unit.words[0]
    return Layer.GRAMS, unit.grams[0]


def _joined(kind: type[nodes.Query], parts: Sequence[nodes.Query | None]) -> nodes.Query | None:
    """The parts that ask for something under one node; a single one needs none."""
    asking = [part for part in parts if part is not None]
    if len(asking) == 1:
        return asking[0]
    return kind(asking) if asking else None


def _unit_in(unit: Unit, text: str) -> nodes.Query:
    """A unit in one text: the best of its layers."""
    layers: list[nodes.Query] = [
        nodes.Term(physical(text, Layer.WORDS), word, boost=LAYER_WEIGHTS[Layer.WORDS]) for word in unit.words
    ]
    if unit.chars:
        layers.append(nodes.Term(physical(text, Layer.CHARS), unit.chars, boost=LAYER_WEIGHTS[Layer.CHARS]))
    if unit.grams:
        layers.append(
            _gram_query(physical(text, Layer.GRAMS), unit.grams, LAYER_WEIGHTS[Layer.GRAMS], slop=1)
        )
    return nodes.DisjunctionMax(layers, boost=TEXT_WEIGHTS[text], tiebreak=LAYER_TIEBREAK)


def _gram_query(field: str, grams: Sequence[str], weight: float, *, slop: int) -> nodes.Query:
    if len(grams) == 1:
        return nodes.Term(field, grams[0], boost=weight)
    return nodes.Phrase(field, list(grams), slop=slop, boost=weight)


def _keyword(field: str, text: str) -> nodes.Query:
    return nodes.Term({"ticker": TICKER, "source": SOURCE}[field], keyword(text))


def _published(start: int | None, end: int | None) -> nodes.Query:
    """Published in [start, end), in seconds of the article's own calendar; scores nothing."""
    return nodes.ConstantScoreQuery(nodes.NumericRange(PUBLISHED, start, end, False, True), 0.0)
