"""Which other searches help where one finds nothing, or nothing that matches the whole query?

The words of the query with the number of articles that have each; the same search without one of its
restrictions, or without the operators of the query language. Offers only what has results. Reads no index
itself: it searches by what it is given.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Literal, TypeAlias

import msgspec

from index import Analyzer
from search.request import NO_FILTERS, Filters, SearchRequest
from search.results import Results

_MAX_WORDS = 10  # of a query, counted one by one
_EXCLUDED = re.compile(r"(?:(?<=\s)|^)(?:-|NOT\s+)(?:\"[^\"]*\"|\S+)")
_OPERATORS = re.compile(
    r"(?<!\w)(?i:title|point|text|ticker|source|date)[:：]|\b(?:AND|OR|NOT)\b|[\^~～][\d.]*|[\"“”()（）「」*]"
)

Restriction = Literal["ticker", "source", "from", "to", "kind", "lang", "scope", "filters"]
Search: TypeAlias = Callable[[SearchRequest], Results]


class WordCount(msgspec.Struct, frozen=True):
    """A word of the query, the tokens that it is searched as, and the number of articles that have it."""

    text: str
    tokens: tuple[str, ...]
    total: int


class Unrestricted(msgspec.Struct, frozen=True):
    """What the search finds without one of its restrictions: its name and value, or `filters` for all filters
    at once; `total` counts what the search without it ranks."""

    name: Restriction
    value: str
    total: int


class Alternatives(msgspec.Struct, frozen=True):
    """`words` one by one; `unrestricted`, the search without one of its restrictions; `plain`, the query
    without operators and its number of results, if that has any."""

    words: tuple[WordCount, ...]
    unrestricted: tuple[Unrestricted, ...]
    plain: tuple[str, int] | None

    @property
    def has_results(self) -> bool:
        """Whether any of it leads to results."""
        return bool(self.unrestricted or self.plain or any(word.total for word in self.words))


def alternatives(
    request: SearchRequest, results: Results, *, search: Search, analyzer: Analyzer
) -> Alternatives | None:
    """What helps with a request that has these results; none where some match the whole query.

    Where there are results, which match a part of the query, another search is offered only if it finds some
    that match the whole of it.
    """
    if results.total and (results.required or not results.relaxed):
        return None

    def total(changed: SearchRequest) -> int:
        found = search(msgspec.structs.replace(changed, page=1, size=1))
        return found.total if found.required or not results.total else 0

    return Alternatives(
        words=tuple(_words(request, search, analyzer)),
        unrestricted=tuple(_unrestricted(request, total)),
        plain=_plain(request, total),
    )


def plain_words(query: str) -> str:
    """A query without the operators of its language and without what it excludes."""
    return " ".join(_OPERATORS.sub(" ", _EXCLUDED.sub(" ", query)).split())


def _words(request: SearchRequest, search: Search, analyzer: Analyzer) -> Iterator[WordCount]:
    text = plain_words(request.query)
    seen: set[str] = set()
    for unit in analyzer.units(text):
        if unit.text not in seen and len(seen) < _MAX_WORDS:
            seen.add(unit.text)
            typed = text[unit.start : unit.end]
            tokens = tuple(dict.fromkeys(filter(None, (*unit.words, *unit.grams, unit.chars))))
            # What has a part of the word alone, or another word that is read from its letters, doesn't count.
            yield WordCount(typed, tokens, search(SearchRequest(typed, lang=request.lang, size=1)).required)


def _unrestricted(request: SearchRequest, total: Callable[[SearchRequest], int]) -> Iterator[Unrestricted]:
    found = 0
    for name, value, changed in _without_each(request):
        if count := total(changed):
            found += 1
            yield Unrestricted(name, value, count)
    unfiltered = request.but(filters=NO_FILTERS)
    if not found and len(_filters(request)) > 1 and request.query.strip() and (count := total(unfiltered)):
        yield Unrestricted("filters", "", count)


def _without_each(request: SearchRequest) -> Iterator[tuple[Restriction, str, SearchRequest]]:
    """The request without each of its restrictions, with the restriction's name and value."""
    for name, value, filters in _filters(request):
        yield name, value, request.but(filters=filters)
    if request.scope == "points":
        yield "scope", request.scope, request.but(scope="articles")
    if request.language == "same":
        yield "lang", request.language, request.but(lang="auto")


def _filters(request: SearchRequest) -> list[tuple[Restriction, str, Filters]]:
    """The filters without each of their values."""
    filters = request.filters
    but = partial(msgspec.structs.replace, filters)
    without: list[tuple[Restriction, str, Filters]] = []
    if filters.since:
        without.append(("from", filters.since, but(since="")))
    if filters.until:
        without.append(("to", filters.until, but(until="")))
    if filters.kind:
        without.append(("kind", filters.kind, but(kind=None)))
    for symbol in filters.tickers:
        without.append(("ticker", symbol, but(tickers=_except(filters.tickers, symbol))))
    for source in filters.sources:
        without.append(("source", source, but(sources=_except(filters.sources, source))))
    return without


def _except(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(each for each in values if each != value)


def _plain(request: SearchRequest, total: Callable[[SearchRequest], int]) -> tuple[str, int] | None:
    plain = plain_words(request.query)
    if not plain or plain == request.query:
        return None
    count = total(request.but(query=plain))
    return (plain, count) if count else None
