"""The highlight terms of a query and their marks in a text, without an index."""

from collections.abc import Callable, Sequence
from datetime import date

from index import Analyzer, Count
from search.passages.highlighting import Marks, WeightedTerm, find_highlights_in
from search.plan.expansion import expand
from search.plan.highlight_terms import HighlightTerm
from search.plan.query_words import WordExpander
from search.query.parser import parse

TODAY = date(2025, 5, 14)


class EveryToken:
    """The statistics of an index that has every token."""

    count = 10

    def document_frequency(self, field: str, token: str) -> int:
        return 1

    def terms(
        self,
        field: str,
        prefix: str = "",
        *,
        limit: int | None = None,
        matches: Callable[[str], object] | None = None,
    ) -> tuple[Count, ...]:
        return ()


def highlight_terms_of(query: str, analyzer: Analyzer) -> tuple[HighlightTerm, ...]:
    """The highlight terms of a query."""
    return expand(parse(query).tree, WordExpander(analyzer, EveryToken()), today=TODAY).highlight_terms


def marks_in(text: str, name: str, weighted: Sequence[WeightedTerm]) -> Marks:
    """The marks of the terms in a text of an article, known by its name."""
    return find_highlights_in({name: [text]}, weighted).of(name).get(0, ())
