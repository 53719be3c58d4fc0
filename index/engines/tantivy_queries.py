"""Which tantivy query answers this tree?

Translates a tree node by node, given the schema of a store. Besides `tantivy` the only module that may import
the library.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import tantivy

import index.engines.tree as nodes
from index.engines.contract import FieldKind
from index.engines.patterns import as_regex, check_pattern
from index.engines.placements import PlacedWord, placements
from index.engines.tree import Query
from index.errors import TreeError

POSTINGS = {FieldKind.TOKENS: "freq", FieldKind.POSITIONS: "position", FieldKind.SET: "basic"}
Clauses = list[tuple[tantivy.Occur, Any]]
_LEAST = -(2**63)
_KEPT = 1_000  # nodes with the queries that match them


class TantivyQueries:
    """Translates trees for one store, whose fields have these names and kinds. A store with deleted documents
    has a `correction`: the factor for the score of some tokens of a field."""

    def __init__(self, schema: tantivy.Schema, kinds: Mapping[str, FieldKind]) -> None:
        self._schema = schema
        self._kinds = kinds
        self.correction: Callable[[str, Sequence[str]], float] | None = None
        # An answer matches the same trees several times, which have the trees of its words many times. The
        # nodes are kept, so that no other gets the identity of one.
        self._matching: dict[int, tuple[Query, tantivy.Query]] = {}

    def query(self, node: Query) -> tantivy.Query:
        """The query of a tree. Raises TreeError for a node that no engine answers."""
        query = _TRANSLATIONS[_kind_of(node)](self, node)
        boost = getattr(node, "boost", 1.0)
        return query if boost == 1.0 else tantivy.Query.boost_query(query, boost)

    def matching(self, node: Query) -> tantivy.Query:
        """The query of a tree whose scores don't matter. Clauses that only rank are left out and nested
        disjunctions flattened, since the library allocates scores for each. Raises what `query` raises."""
        kept = self._matching.get(id(node))
        if kept is not None:
            return kept[1]
        query = self._unscored(node)
        if len(self._matching) >= _KEPT:
            self._matching.clear()
        self._matching[id(node)] = node, query
        return query

    def _unscored(self, node: Query) -> tantivy.Query:
        match node:
            case nodes.And():
                return self._boolean(_clauses(node.subqueries), translate=self.matching)
            case nodes.Not():
                return self._boolean([(tantivy.Occur.MustNot, node.query)], translate=self.matching)
            case nodes.Or() if node.minmatch > 1:
                return self._boolean(_any_of(node.subqueries), node.minmatch, translate=self.matching)
            case nodes.Or() | nodes.DisjunctionMax() | nodes.AndMaybe() | nodes.ConstantScoreQuery():
                alternatives = list(_alternatives(node))
                if len(alternatives) == 1:
                    return self.matching(alternatives[0])
                return self._boolean(_any_of(alternatives), translate=self.matching)
            case nodes.Term():
                return tantivy.Query.term_query(self._schema, node.fieldname, node.text, index_option="basic")
            case nodes.NumericRange():
                return self._in_range(node)
        return _TRANSLATIONS[_kind_of(node)](self, node)

    def filtered(self, query: tantivy.Query, filters: Sequence[Query]) -> tantivy.Query:
        """The query, restricted to documents that match every filter. Raises what `query` raises."""
        if not filters:
            return query
        clauses = [(tantivy.Occur.Must, query)]
        for each in filters:
            if isinstance(each, nodes.Not):
                clauses.append((tantivy.Occur.MustNot, self.matching(each.query)))
            else:
                unscored = tantivy.Query.const_score_query(self.matching(each), 0.0)
                clauses.append((tantivy.Occur.Must, unscored))
        return tantivy.Query.boolean_query(clauses)

    def _term(self, node: Any) -> tantivy.Query:
        option = POSTINGS.get(self._kinds.get(node.fieldname, FieldKind.KEYWORD), "basic")
        query = tantivy.Query.term_query(self._schema, node.fieldname, node.text, index_option=option)
        return self._corrected(query, node.fieldname, [node.text])

    def _corrected(self, query: tantivy.Query, field: str, tokens: Sequence[str]) -> tantivy.Query:
        if self.correction is None:
            return query
        return tantivy.Query.boost_query(query, self.correction(field, tokens))

    def _phrase(self, node: Any) -> tantivy.Query:
        field, ways = placements(node)
        parts = [self._placement(field, way) for way in ways if way]
        query = parts[0] if len(parts) == 1 else _best(parts, 0.0)
        return self._corrected(query, field, [each.word for each in ways[0]]) if parts else query

    def _placement(self, field: str, way: Sequence[PlacedWord]) -> tantivy.Query:
        if len(way) == 1:
            return tantivy.Query.term_query(self._schema, field, way[0].word)
        return tantivy.Query.phrase_query(self._schema, field, [(each.offset, each.word) for each in way])

    def _prefix(self, node: Any) -> tantivy.Query:
        return tantivy.Query.regex_query(self._schema, node.fieldname, as_regex(node.text, open_end=True))

    def _wildcard(self, node: Any) -> tantivy.Query:
        return tantivy.Query.regex_query(self._schema, node.fieldname, as_regex(node.text))

    def _fuzzy(self, node: Any) -> tantivy.Query:
        check_pattern(node.text)
        return tantivy.Query.fuzzy_term_query(
            self._schema, node.fieldname, node.text, distance=node.maxdist, transposition_cost_one=False
        )

    def _and(self, node: Any) -> tantivy.Query:
        return self._boolean(_clauses(node.subqueries))

    def _or(self, node: Any) -> tantivy.Query:
        parts = _flattened(node) if node.minmatch <= 1 else node.subqueries
        return self._boolean(_any_of(parts), node.minmatch)

    def _and_maybe(self, node: Any) -> tantivy.Query:
        first, other = node.a, node.b
        return self._boolean([(tantivy.Occur.Must, first), (tantivy.Occur.Should, other)])

    def _not(self, node: Any) -> tantivy.Query:
        return tantivy.Query.const_score_query(self._boolean([(tantivy.Occur.MustNot, node.query)]), 0.0)

    def _boolean(
        self, clauses: Clauses, least: int = 0, *, translate: Callable[[Query], tantivy.Query] | None = None
    ) -> tantivy.Query:
        if len(clauses) < max(least, 1):
            return tantivy.Query.empty_query()
        translate = translate or self.query
        parts = [(occur, translate(part)) for occur, part in clauses]
        if all(occur is tantivy.Occur.MustNot for occur, _ in parts):
            everything = tantivy.Query.const_score_query(tantivy.Query.all_query(), 0.0)
            parts.append((tantivy.Occur.Must, everything))
        return tantivy.Query.boolean_query(parts, least if least > 1 else None)

    def _constant(self, node: Any) -> tantivy.Query:
        return tantivy.Query.const_score_query(self.matching(node.child), node.score)

    def _best_of(self, node: Any) -> tantivy.Query:
        return _best([self.query(part) for part in node.subqueries], node.tiebreak)

    def _range(self, node: Any) -> tantivy.Query:
        # A bare range that all documents of a segment lie in is dropped from a conjunction, as in `_every`.
        return tantivy.Query.const_score_query(self._in_range(node), 1.0)

    def _in_range(self, node: Any) -> tantivy.Query:
        return tantivy.Query.range_query(
            self._schema,
            node.fieldname,
            tantivy.FieldType.Integer,
            # The library requires a limit; without any, every document that has a number matches.
            lower_bound=_LEAST if node.start is None and node.end is None else node.start,
            upper_bound=node.end,
            include_lower=node.start is None or not node.startexcl,
            include_upper=node.end is None or not node.endexcl,
        )

    def _every(self, node: Any) -> tantivy.Query:
        # The library drops a bare one from a conjunction, and its score with it.
        return tantivy.Query.const_score_query(tantivy.Query.all_query(), 1.0)

    def _none(self, node: Any) -> tantivy.Query:
        return tantivy.Query.empty_query()


_TRANSLATIONS: dict[type, Callable[[TantivyQueries, Any], tantivy.Query]] = {
    nodes.Term: TantivyQueries._term,
    nodes.Phrase: TantivyQueries._phrase,
    nodes.Sequence: TantivyQueries._phrase,
    nodes.Prefix: TantivyQueries._prefix,
    nodes.Wildcard: TantivyQueries._wildcard,
    nodes.FuzzyTerm: TantivyQueries._fuzzy,
    nodes.And: TantivyQueries._and,
    nodes.Or: TantivyQueries._or,
    nodes.AndMaybe: TantivyQueries._and_maybe,
    nodes.Not: TantivyQueries._not,
    nodes.ConstantScoreQuery: TantivyQueries._constant,
    nodes.DisjunctionMax: TantivyQueries._best_of,
    nodes.NumericRange: TantivyQueries._range,
    nodes.Every: TantivyQueries._every,
    type(nodes.NullQuery): TantivyQueries._none,
}


def _clauses(parts: Sequence[Query]) -> Clauses:
    """The parts of a conjunction, excluded ones without their `Not`; none if one part can't match anything,
    so that the others need not be searched."""
    if any(isinstance(part, nodes.Or) and not part.subqueries for part in parts):
        return []
    return [
        (tantivy.Occur.MustNot, part.query) if isinstance(part, nodes.Not) else (tantivy.Occur.Must, part)
        for part in parts
    ]


def _any_of(parts: Iterable[Query]) -> Clauses:
    return [(tantivy.Occur.Should, part) for part in parts]


def _flattened(node: Any) -> Iterator[Query]:
    """The parts of a disjunction and of those nested in it: the library allocates scores for each
    disjunction, and a sum of sums is a sum."""
    for part in node.subqueries:
        if isinstance(part, nodes.Or) and part.minmatch <= 1 and part.boost == 1.0:
            yield from _flattened(part)
        else:
            yield part


def _alternatives(node: Any) -> Iterator[Query]:
    """The parts of which a document must match at least one, whatever its score, each term once."""
    seen = set()
    stack = [node]
    while stack:
        match part := stack.pop():
            case nodes.Or() if part.minmatch <= 1:
                stack += part.subqueries
            case nodes.DisjunctionMax():
                stack += part.subqueries
            case nodes.AndMaybe():
                stack.append(part.a)
            case nodes.ConstantScoreQuery():
                stack.append(part.child)
            case nodes.Term():
                if (term := (part.fieldname, part.text)) not in seen:
                    seen.add(term)
                    yield part
            case _:
                yield part


def _best(parts: list[tantivy.Query], tiebreak: float) -> tantivy.Query:
    if not parts:
        return tantivy.Query.empty_query()
    return tantivy.Query.disjunction_max_query(parts, tie_breaker=tiebreak)


def _kind_of(node: Query) -> type:
    if type(node) not in _TRANSLATIONS:
        raise TreeError(f"no engine answers a node {type(node).__name__}; see index/engines/tree.py")
    return type(node)
