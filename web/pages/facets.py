"""Which filters does this search have, and which could it have?

The active filters, each with the address without it; the values of the facets, each with its count and the
address with it; the histogram of months. Searches nothing but counts.
"""

from collections.abc import Iterator

import msgspec

from index import fields
from search import KINDS, Count, Searcher
from web.pages.counts import PageCounts
from web.pages.histogram import Histogram, histogram
from web.pages.messages import Messages
from web.pages.search_form import SearchForm


class FacetLink(msgspec.Struct, frozen=True):
    """A value of a filter: the number of articles with it, and where selecting or removing it leads. `note`
    is the symbol of a company whose name is the label."""

    label: str
    count: int | None
    href: str
    chosen: bool = False
    note: str = ""


class FacetLinks(msgspec.Struct, frozen=True):
    """All filters of a search. `chosen` are the active ones; the histogram has a bar for each month."""

    chosen: tuple[FacetLink, ...]
    kinds: tuple[FacetLink, ...]
    tickers: tuple[FacetLink, ...]
    sources: tuple[FacetLink, ...]
    histogram: Histogram | None


def facet_links(searcher: Searcher, form: SearchForm, counts: PageCounts, t: Messages) -> FacetLinks:
    """The filters of a search.

    Several values of one filter are alternatives, so its values are counted as if none were chosen; months as
    if no dates were.
    """
    names, filters = company_names(searcher), form.filters
    undated = counts.facets(form.but(since="", until="").request)
    return FacetLinks(
        chosen=tuple(_chosen(form, names, t)),
        kinds=tuple(_kinds(form, counts, t)),
        tickers=_values(form, "tickers", counts.facets(form.but(tickers=()).request).ticker, names),
        sources=_values(form, "sources", counts.facets(form.but(sources=()).request).source, {}),
        histogram=histogram(undated.month, since=filters.since, until=filters.until),
    )


def company_names(searcher: Searcher) -> dict[str, str]:
    """The names of the companies by ticker, read once a generation."""
    return searcher.once("company names", _company_names)


def month_address(form: SearchForm, span: str, *, chosen: bool) -> str:
    """Where a bar leads: to its month only, or from there back to all dates."""
    if chosen and form.filters.since == form.filters.until == span:
        return form.but(since="", until="").address()
    return form.but(since=span, until=span).address()


def _chosen(form: SearchForm, names: dict[str, str], t: Messages) -> Iterator[FacetLink]:
    """The active filters, each with the address without it. `names` are those of the companies by ticker."""

    def without(label: str, changed: SearchForm, note: str = "") -> FacetLink:
        return FacetLink(label, None, changed.address(), True, note)

    filters = form.filters
    if filters.since and filters.since == filters.until:
        yield without(filters.since, form.but(since="", until=""))
    else:
        if filters.since:
            yield without(t("since", date=filters.since), form.but(since=""))
        if filters.until:
            yield without(t("until", date=filters.until), form.but(until=""))
    if filters.kind:
        yield without(t(filters.kind), form.but(kind=None))
    for symbol in filters.tickers:
        yield without(names.get(symbol) or symbol, form.without_value("tickers", symbol), symbol)
    for source in filters.sources:
        yield without(source, form.without_value("sources", source))


def _company_names(searcher: Searcher) -> dict[str, str]:
    terms = searcher.generation.articles.terms(fields.NAMING)
    pairs = (each.value.split("\t", 1) for each in reversed(terms))
    return {symbol: name for symbol, name in pairs if name}


def _kinds(form: SearchForm, counts: PageCounts, t: Messages) -> Iterator[FacetLink]:
    """The kinds of passages that the query matches; without a query nothing matches, and points are of one
    kind."""
    if not form.query or form.request.scope == "points":
        return
    for kind in KINDS:
        changed = form.but(kind=kind)
        count = counts.total(changed.request)
        if form.filters.kind == kind:
            yield FacetLink(t(kind), count, form.but(kind=None).address(), True)
        elif count:
            yield FacetLink(t(kind), count, changed.address())


def _values(
    form: SearchForm, name: str, counts: tuple[Count, ...], names: dict[str, str]
) -> tuple[FacetLink, ...]:
    """The values of `tickers` or `sources`, the chosen ones first."""
    chosen = getattr(form.filters, name)
    known = {each.value: each.count for each in counts}
    listed = [Count(value, known.get(value, 0)) for value in chosen]
    listed += [each for each in counts if each.value not in chosen]
    return tuple(
        FacetLink(
            label=names.get(each.value) or each.value,
            count=each.count,
            href=(form.without_value if each.value in chosen else form.with_value)(
                name, each.value
            ).address(),
            chosen=each.value in chosen,
            note=each.value if names.get(each.value) else "",
        )
        for each in listed
    )
