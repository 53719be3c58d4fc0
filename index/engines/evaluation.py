"""Which documents match this tree, and what do they score?

Evaluates every node of a tree over postings that are kept elsewhere: for an engine whose store has postings
but no scores of this kind. Pure except for what the postings read.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import reduce
from typing import Any, NamedTuple, Protocol

import index.engines.bm25 as bm25
import index.engines.budget as budget
import index.engines.tree as nodes
from index.engines.patterns import check_pattern
from index.engines.placements import PlacedWord, placements
from index.errors import TreeError

Scores = dict[int, float]  # of the documents that match, by number


class Pattern(NamedTuple):
    """The tokens of a field with a prefix (`kind` is `Prefix`), those that a wildcard matches (`Wildcard`),
    or those that are at most `edits` edits away (`FuzzyTerm`)."""

    kind: str
    field: str
    text: str
    edits: int = 0


class Postings(Protocol):
    """What a tree is evaluated over: documents by number, without the deleted ones."""

    @property
    def total(self) -> int:
        """The number of documents that the statistics cover."""

    def every(self) -> Iterable[int]:
        """All documents."""

    def frequencies(self, field: str, token: str) -> Mapping[int, float]:
        """How often the token occurs in the field of each document that has it."""

    def positions(self, field: str, token: str, among: Collection[int]) -> Mapping[int, Sequence[int]]:
        """The ascending positions of the token in each of these documents that has it."""

    def document_frequency(self, field: str, token: str) -> int:
        """How many documents have the token, of those that the statistics cover."""

    def norms(self, field: str) -> Sequence[int]:
        """The norm of the field length of each document, as `bm25.norm_of` gives it."""

    def average_length(self, field: str) -> float: ...

    def holders(self, pattern: "Pattern") -> Collection[int]:
        """The documents whose field has a token that matches a pattern."""

    def in_range(self, node: Any) -> Iterable[int]:
        """The documents whose number lies in the range of a `NumericRange`."""


class Restricted:
    """Some documents of postings, with the statistics of all of them: they score as they do among all."""

    def __init__(self, postings: Postings, documents: Collection[int]) -> None:
        self._postings = postings
        self._documents = documents

    @property
    def total(self) -> int:
        return self._postings.total

    def every(self) -> Iterable[int]:
        return self._documents

    def frequencies(self, field: str, token: str) -> Mapping[int, float]:
        found = self._postings.frequencies(field, token)
        return {number: found[number] for number in self._documents if number in found}

    def in_range(self, node: Any) -> Iterable[int]:
        return set(self._postings.in_range(node)).intersection(self._documents)

    def positions(self, field: str, token: str, among: Collection[int]) -> Mapping[int, Sequence[int]]:
        return self._postings.positions(field, token, among)

    def document_frequency(self, field: str, token: str) -> int:
        return self._postings.document_frequency(field, token)

    def norms(self, field: str) -> Sequence[int]:
        return self._postings.norms(field)

    def average_length(self, field: str) -> float:
        return self._postings.average_length(field)

    def holders(self, pattern: Pattern) -> Collection[int]:
        holders = self._postings.holders(pattern)
        return [number for number in self._documents if number in holders]


class Evaluation:
    """Evaluates trees over postings, and caches the postings of each token while it lives."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._frequencies: dict[tuple[str, str], Mapping[int, float]] = {}
        self._saturations: dict[str, Sequence[float]] = {}

    def scores(self, node: Any) -> Scores:
        """The documents that match a node, with their scores."""
        budget.check()
        return _boosted(_SCORES[_kind_of(node)](self, node), getattr(node, "boost", 1.0))

    def matching(self, node: Any) -> set[int]:
        """The documents that match a node."""
        match node:
            case nodes.Term():
                return set(self._frequencies_of(node.fieldname, node.text))
            case nodes.And() if node.subqueries:
                return reduce(set.intersection, map(self.matching, node.subqueries))
            case nodes.DisjunctionMax():
                return set().union(*map(self.matching, node.subqueries))
            case nodes.Or() if node.minmatch <= 1:
                return set().union(*map(self.matching, node.subqueries))
            case nodes.AndMaybe():
                return self.matching(node.a)
            case nodes.Not():
                return set(self._postings.every()) - self.matching(node.query)
            case nodes.ConstantScoreQuery():
                return self.matching(node.child)
            case _:
                return set(self.scores(node))

    def _term(self, node: Any) -> Scores:
        frequencies = self._frequencies_of(node.fieldname, node.text)
        return self._bm25(node.fieldname, [node.text], frequencies)

    def _phrase(self, node: Any) -> Scores:
        field, ways = placements(node)
        words = {placed.word for placed in ways[0]}
        holders = [set(self._frequencies_of(field, word)) for word in words]
        among = reduce(set.intersection, holders) if holders else set()
        positions = {word: self._postings.positions(field, word, among) for word in words}
        most: Counter[int] = Counter()
        for way in ways:
            for document in among:
                count = _occurrences(way, {word: positions[word][document] for word in words})
                most[document] = max(most[document], count)
        frequencies = {document: float(count) for document, count in most.items() if count}
        return self._bm25(field, [placed.word for placed in ways[0]], frequencies)

    def _bm25(self, field: str, tokens: Sequence[str], frequencies: Mapping[int, float]) -> Scores:
        if not frequencies:
            return {}
        postings = self._postings
        idf = sum(bm25.idf(postings.document_frequency(field, token), postings.total) for token in tokens)
        if field not in self._saturations:
            self._saturations[field] = bm25.saturations(postings.average_length(field))
        saturations, norms = self._saturations[field], postings.norms(field)
        return {
            document: bm25.score(idf, frequency, saturations[norms[document]])
            for document, frequency in frequencies.items()
        }

    def _pattern(self, node: Any) -> Scores:
        """The documents with any token that matches a pattern."""
        check_pattern(node.text)
        edits = getattr(node, "maxdist", 0)
        return _all_one(
            self._postings.holders(Pattern(type(node).__name__, node.fieldname, node.text, edits))
        )

    def _range(self, node: Any) -> Scores:
        return _all_one(self._postings.in_range(node))

    def _and(self, node: Any) -> Scores:
        excluded = [part.query for part in node.subqueries if isinstance(part, nodes.Not)]
        required = [part for part in node.subqueries if not isinstance(part, nodes.Not)]
        if not node.subqueries:
            return {}
        parts = [self.scores(part) for part in required]
        if parts:
            rarest = min(parts, key=len)
            found = {each for each in rarest if all(each in part for part in parts)}
        else:
            found = set(self._postings.every())
        found = found.difference(*map(self.matching, excluded))
        return {each: sum(part[each] for part in parts) for each in found}

    def _or(self, node: Any) -> Scores:
        parts = [self.scores(part) for part in node.subqueries]
        counts: Counter[int] = Counter()
        total: Scores = {}
        for part in parts:
            counts.update(part.keys())
            for document, score in part.items():
                total[document] = total.get(document, 0.0) + score
        return {each: score for each, score in total.items() if counts[each] >= node.minmatch}

    def _best_of(self, node: Any) -> Scores:
        best: Scores = {}
        total: Scores = {}
        for part in map(self.scores, node.subqueries):
            for document, score in part.items():
                best[document] = max(best.get(document, 0.0), score)
                total[document] = total.get(document, 0.0) + score
        return {each: score + node.tiebreak * (total[each] - score) for each, score in best.items()}

    def _and_maybe(self, node: Any) -> Scores:
        first, other = self.scores(node.a), self.scores(node.b)
        return {each: score + other.get(each, 0.0) for each, score in first.items()}

    def _not(self, node: Any) -> Scores:
        return dict.fromkeys(self.matching(node), 0.0)

    def _constant(self, node: Any) -> Scores:
        return dict.fromkeys(self.matching(node.child), float(node.score))

    def _every(self, node: Any) -> Scores:
        return _all_one(self._postings.every())

    def _none(self, node: Any) -> Scores:
        return {}

    def _frequencies_of(self, field: str, token: str) -> Mapping[int, float]:
        cached = self._frequencies.get((field, token))
        if cached is None:
            cached = self._frequencies[field, token] = self._postings.frequencies(field, token)
        return cached


_SCORES: dict[type, Callable[[Evaluation, Any], Scores]] = {
    nodes.Term: Evaluation._term,
    nodes.Phrase: Evaluation._phrase,
    nodes.Sequence: Evaluation._phrase,
    nodes.Prefix: Evaluation._pattern,
    nodes.Wildcard: Evaluation._pattern,
    nodes.FuzzyTerm: Evaluation._pattern,
    nodes.NumericRange: Evaluation._range,
    nodes.And: Evaluation._and,
    nodes.Or: Evaluation._or,
    nodes.DisjunctionMax: Evaluation._best_of,
    nodes.AndMaybe: Evaluation._and_maybe,
    nodes.Not: Evaluation._not,
    nodes.ConstantScoreQuery: Evaluation._constant,
    nodes.Every: Evaluation._every,
    type(nodes.NullQuery): Evaluation._none,
}


def _kind_of(node: Any) -> type:
    if type(node) not in _SCORES:
        raise TreeError(f"no engine answers a node {type(node).__name__}; see index/engines/tree.py")
    return type(node)


def _boosted(scores: Scores, boost: float) -> Scores:
    return scores if boost == 1.0 else {each: score * boost for each, score in scores.items()}


def _all_one(documents: Iterable[int]) -> Scores:
    return dict.fromkeys(documents, 1.0)


def _occurrences(way: Sequence[PlacedWord], positions: Mapping[str, Sequence[int]]) -> int:
    """How often a placement of words occurs at these positions."""
    starts = [{at - placed.offset for at in positions[placed.word]} for placed in way]
    return len(reduce(set.intersection, starts))
