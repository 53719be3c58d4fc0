"""Which words of a query are a time?

Walks a logical tree whose synonyms are tagged and replaces every time in a text without a field by a
`TimeNode`. What is quoted or excluded is meant as it is typed. Pure.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from whoosh import query as nodes

from index import Analyzer
from search.query.dates import TimeSpan
from search.query.parser import ANY
from search.query.times import find_times


class TimeNode(nodes.Term):  # type: ignore[misc]
    """A typed time: the span that it means, and the other forms in which texts write it."""

    def __init__(self, text: str, span: TimeSpan, forms: tuple[str, ...], boost: float = 1.0) -> None:
        super().__init__(ANY, text, boost=boost)
        self.span = span
        self.forms = forms


def tag_times(
    tree: nodes.Query, analyzer: Analyzer, *, today: date, is_published: Callable[[TimeSpan], bool]
) -> nodes.Query:
    """The tree with times as `TimeNode`s. A time in which no article was published, as `is_published` tells,
    is only words."""
    return _Tagging(analyzer, today, is_published).walk(tree)


class _Tagging(NamedTuple):
    """One walk over a tree."""

    analyzer: Analyzer
    today: date
    is_published: Callable[[TimeSpan], bool]

    def walk(self, node: Any) -> nodes.Query:
        if isinstance(node, nodes.And | nodes.Or):
            return type(node)([self.walk(part) for part in node.subqueries], boost=node.boost)
        if type(node) is nodes.Term and node.fieldname == ANY:
            parts = list(self._parts_of(node))
            return nodes.And(parts) if len(parts) > 1 else parts[0] if parts else node
        return node

    def _parts_of(self, node: Any) -> Iterator[nodes.Query]:
        """The times of a text and what is between, without the punctuation."""
        text, at = node.text, 0
        for time in find_times(text, self.analyzer.units(text), today=self.today):
            if self.is_published(time.span):
                yield from self._words(text[at : time.start], node.boost)
                yield TimeNode(text[time.start : time.end], time.span, time.forms, boost=node.boost)
                at = time.end
        if at:
            yield from self._words(text[at:], node.boost)

    def _words(self, text: str, boost: float) -> Iterator[nodes.Query]:
        if self.analyzer.units(text):
            yield nodes.Term(ANY, text.strip(), boost=boost)


def times_of(tree: nodes.Query) -> tuple[TimeNode, ...]:
    """The times of a tree, in the order of the query."""
    return tuple(node for node in tree.leaves() if isinstance(node, TimeNode))
