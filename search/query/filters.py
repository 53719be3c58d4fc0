"""Which articles may answer at all?

What narrows an answer from outside the query: chosen facets, a span of dates, a kind of passage.
A filter adds nothing to a score. Pure.
"""

from collections.abc import Sequence
from datetime import date
from typing import Literal

import msgspec
from whoosh import query as nodes

from index import YinsuoError, fields
from search.query.dates import read_span

Kind = Literal["point", "paragraph", "viewpoint"]
KINDS: tuple[Kind, ...] = ("point", "paragraph", "viewpoint")
_TEXTS_OF_KIND = {"point": ("points",), "paragraph": ("paragraphs",), "viewpoint": ("viewpoint",)}


class FilterError(YinsuoError):
    """A filter has a value that it can't take; `name` is the filter's."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


class Filters(msgspec.Struct, frozen=True):
    """What an answer is narrowed to. Of several tickers or sources an article needs one. `since` and `until`
    are dates as they are typed, both included. `kind` is the kind of passage that must match."""

    tickers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    kind: Kind | None = None


NO_FILTERS = Filters()


def filter_trees(filters: Filters, *, today: date) -> list[nodes.Query]:
    """The trees that an article must match besides the query. Raises FilterError for a date that is none."""
    trees = [
        nodes.Or([nodes.Term(field, value) for value in values])
        for field, values in ((fields.TICKER_FACET, filters.tickers), (fields.SOURCE_FACET, filters.sources))
        if values
    ]
    start, _ = _span("from", filters.since, today)
    _, end = _span("to", filters.until, today)
    if start is not None or end is not None:
        trees.append(published_in(start, end))
    return trees


def texts_of(kind: Kind | None) -> Sequence[str]:
    """The texts of an article in which a word without a field is looked for."""
    return _TEXTS_OF_KIND[kind] if kind else fields.TEXTS


def published_in(start: int | None, end: int | None) -> nodes.Query:
    """Published in [start, end), in seconds of the article's own calendar; a side that is none is open."""
    return nodes.ConstantScoreQuery(nodes.NumericRange(fields.PUBLISHED, start, end, False, True), 0.0)


def _span(name: str, text: str, today: date) -> tuple[int | None, int | None]:
    if not text.strip():
        return None, None
    span = read_span(text, today=today)
    if span is None:
        raise FilterError(
            name, f"{name} is {text[:40]!r}, which is no date; write 2025, 2025-05 or 2025-05-02"
        )
    return span
