"""How can this answer be narrowed, and how widened again?

The filters that were chosen, each with the address without it; the values that could be, each with its count
and the address with it; the chart of months. Asks the searcher for counts alone.
"""

from collections.abc import Iterator
from weakref import WeakKeyDictionary

import msgspec

from index import fields
from search import KINDS, NO_FILTERS, Count, Facets, Results, Searcher
from web.pages.histogram import Timeline, timeline
from web.pages.messages import Wording
from web.pages.search_form import Asked

_names: "WeakKeyDictionary[Searcher, dict[str, str]]" = WeakKeyDictionary()


class Choice(msgspec.Struct, frozen=True):
    """A value of a filter: how many articles there are with it, where its choice or its removal leads."""

    label: str
    count: int | None
    href: str
    chosen: bool = False
    note: str = ""


class Narrowing(msgspec.Struct, frozen=True):
    """All that narrows an answer. `chosen` are the filters in force; `chart` has a bar for each month."""

    chosen: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    tickers: tuple[Choice, ...]
    sources: tuple[Choice, ...]
    chart: Timeline | None


def narrowing(searcher: Searcher, asked: Asked, results: Results, say: Wording) -> Narrowing:
    """What narrows the results of a question.

    Of several values of one filter an article needs one, so the others are counted as they would be without
    that filter; the months as without the dates.
    """
    undated = asked.but(since="", until="")
    return Narrowing(
        chosen=tuple(chosen_filters(searcher, asked, say)),
        kinds=tuple(_kinds(searcher, asked, say)),
        tickers=_values(
            searcher, asked, "tickers", _facets(searcher, asked.but(tickers=()), asked, results).ticker
        ),
        sources=_values(
            searcher, asked, "sources", _facets(searcher, asked.but(sources=()), asked, results).source
        ),
        chart=timeline(
            _facets(searcher, undated, asked, results).month, since=asked.since, until=asked.until
        ),
    )


def chosen_filters(
    searcher: Searcher, asked: Asked, say: Wording, *, counted: bool = False
) -> Iterator[Choice]:
    """The filters in force, each with the address without it, and where `counted` with the number of
    articles that are there then."""

    def without(label: str, changed: Asked, note: str = "") -> Choice:
        count = _total(searcher, changed) if counted else None
        return Choice(label, count, changed.address(), True, note)

    if asked.since and asked.since == asked.until:
        yield without(asked.since, asked.but(since="", until=""))
    else:
        if asked.since:
            yield without(say("since", date=asked.since), asked.but(since=""))
        if asked.until:
            yield without(say("until", date=asked.until), asked.but(until=""))
    if asked.kind:
        yield without(say(asked.kind), asked.but(kind=None))
    names = company_names(searcher)
    for symbol in asked.tickers:
        yield without(names.get(symbol) or symbol, asked.without_value("tickers", symbol), symbol)
    for source in asked.sources:
        yield without(source, asked.without_value("sources", source))


def company_names(searcher: Searcher) -> dict[str, str]:
    """The name of each ticker's company, read once a generation."""
    if searcher not in _names:
        pairs = (
            each.value.split("\t", 1) for each in reversed(searcher.generation.articles.terms(fields.NAMING))
        )
        _names[searcher] = {symbol: name for symbol, name in pairs if name}
    return _names[searcher]


def month_address(asked: Asked, span: str, *, chosen: bool) -> str:
    """Where a bar leads: to its month alone, or where it is the only one already, back to all."""
    if chosen and asked.since == asked.until == span:
        return asked.but(since="", until="").address()
    return asked.but(since=span, until=span).address()


def _facets(searcher: Searcher, changed: Asked, asked: Asked, results: Results) -> Facets:
    if changed.filters == asked.filters:
        return results.facets
    if not changed.query and changed.filters == NO_FILTERS:
        return searcher.count("").facets
    return searcher.count(changed.query, filters=changed.filters, lang=changed.lang).facets


def _total(searcher: Searcher, asked: Asked) -> int:
    return searcher.total(asked.query, filters=asked.filters, lang=asked.lang)


def _kinds(searcher: Searcher, asked: Asked, say: Wording) -> Iterator[Choice]:
    """The kinds of passages in which the query is found; without a query there is none to find it in."""
    if not asked.query:
        return
    for kind in KINDS:
        changed = asked.but(kind=kind)
        count = _total(searcher, changed)
        if asked.kind == kind:
            yield Choice(say(kind), count, asked.but(kind=None).address(), True)
        elif count:
            yield Choice(say(kind), count, changed.address())


def _values(searcher: Searcher, asked: Asked, name: str, counts: tuple[Count, ...]) -> tuple[Choice, ...]:
    """The values of `tickers` or `sources`, the chosen ones first."""
    names = company_names(searcher) if name == "tickers" else {}
    chosen = getattr(asked, name)
    known = {each.value: each.count for each in counts}
    listed = [Count(value, known.get(value, 0)) for value in chosen]
    listed += [each for each in counts if each.value not in chosen]
    return tuple(
        Choice(
            label=names.get(each.value) or each.value,
            count=each.count,
            href=(asked.without_value if each.value in chosen else asked.with_value)(
                name, each.value
            ).address(),
            chosen=each.value in chosen,
            note=each.value if names.get(each.value) else "",
        )
        for each in listed
    )
