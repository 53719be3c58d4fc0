"""Which trees must an article match because of the filters of a request?

Facet values and a span of dates become trees that an article must match besides the query; a kind of passage
becomes the texts that are searched. A filter adds nothing to a score. Pure.
"""

from collections.abc import Sequence
from datetime import date

from whoosh import query as nodes

from index import fields
from search.messages import Message
from search.query.dates import read_span
from search.request import FilterError, Filters, Kind

_TEXTS_OF_KIND = {"point": ("points",), "paragraph": ("paragraphs",), "viewpoint": ("viewpoint",)}


def filter_trees(filters: Filters, *, today: date) -> list[nodes.Query]:
    """The trees that an article must match besides the query. Raises FilterError for an invalid date."""
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
    """The texts of an article in which a word without a field is searched."""
    return _TEXTS_OF_KIND[kind] if kind else fields.TEXTS


def published_in(start: int | None, end: int | None) -> nodes.Query:
    """The articles published in [start, end), in seconds on the article's own calendar; none is open."""
    return nodes.ConstantScoreQuery(nodes.NumericRange(fields.PUBLISHED, start, end, False, True), 0.0)


def _span(name: str, text: str, today: date) -> tuple[int | None, int | None]:
    if not text.strip():
        return None, None
    span = read_span(text, today=today)
    if span is None:
        raise FilterError(name, Message.of("filter is no date", name=name, value=text[:40]))
    return span
