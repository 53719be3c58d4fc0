"""Which other searches help where one finds nothing, or nothing that matches the whole query?

The words of the query with the number of articles that have each; the same search without one of its
restrictions, or without the operators of the query language. Offers only what has results. Counts by what it
is given; of the index it reads only which characters stand side by side, by which the words are known.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Literal, TypeAlias

import msgspec

from index import Analyzer, Layer, Reader, fields, time_zone
from search.plan.typed_words import TypedWord, typed_words
from search.query.times import find_times
from search.request import NO_FILTERS, Filters, SearchRequest
from search.results import Counts, Results

_MAX_WORDS = 10  # of a query, counted one by one
_EXCLUDED = re.compile(r"(?:(?<=\s)|^)(?:-|NOT\s+)(?:\"[^\"]*\"|\S+)")
_OPERATORS = re.compile(
    r"(?<!\w)(?i:title|point|text|ticker|source|date)[:：]|\b(?:AND|OR|NOT)\b|[\^~～][\d.]*|[\"“”()（）「」*]"
)

Restriction = Literal["ticker", "source", "dates", "from", "to", "kind", "lang", "scope", "filters"]
Count: TypeAlias = Callable[[SearchRequest], Counts]


class WordCount(msgspec.Struct, frozen=True):
    """A word of the query, the tokens that it is searched as, and the number of articles that have it."""

    text: str
    tokens: tuple[str, ...]
    total: int


class Unrestricted(msgspec.Struct, frozen=True):
    """What the search finds without one of its restrictions: its name and value, `dates` where one day, month
    or year is both the first and the last, or `filters` for all filters at once. `request` is the search
    without it, and `total` counts what that one ranks."""

    name: Restriction
    value: str
    request: SearchRequest
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
    request: SearchRequest, found: Counts | Results, *, count: Count, analyzer: Analyzer, reader: Reader
) -> Alternatives | None:
    """What helps with a request of which this much was found; none where some match the whole query.

    Where there are results, which match a part of the query, another search is offered only if it finds some
    that match the whole of it.
    """
    if found.required:
        return None

    def total(changed: SearchRequest) -> int:
        counts = count(changed)
        return counts.total if counts.required or not found.total else 0

    return Alternatives(
        words=tuple(_words(request, count, analyzer, reader)),
        unrestricted=tuple(_unrestricted(request, total)),
        plain=_plain(request, total),
    )


def plain_words(query: str) -> str:
    """A query without the operators of its language and without what it excludes."""
    return " ".join(_OPERATORS.sub(" ", _EXCLUDED.sub(" ", query)).split())


def _words(request: SearchRequest, count: Count, analyzer: Analyzer, reader: Reader) -> Iterator[WordCount]:
    text = plain_words(request.query)
    seen: set[tuple[str, ...]] = set()
    units = analyzer.units(text)
    words = typed_words(units, partial(_pair_frequency, reader))
    times = find_times(text, units, today=datetime.now(time_zone()).date())
    for word in _joined(words, [(time.start, time.end) for time in times]):
        typed, folded = text[word.start : word.end], tuple(unit.text for unit in word.units)
        if folded not in seen and len(seen) < _MAX_WORDS:
            seen.add(folded)
            first, *others = word.units
            tokens = analyzer.phrase(typed) if others else (*first.words, *first.grams, first.chars)
            # What has a part of the word alone, or another word that is read from its letters, doesn't count.
            required = count(SearchRequest(typed, lang=request.lang)).required
            yield WordCount(typed, tuple(dict.fromkeys(filter(None, tokens))), required)


def _joined(words: Sequence[TypedWord], times: Sequence[tuple[int, int]]) -> Iterator[TypedWord]:
    """The words, those of a time as one: the 5月 of 2024年5月 alone is another month."""

    def span(word: TypedWord) -> tuple[int, int]:
        return next((time for time in times if time[0] <= word.start < time[1]), (word.start, word.end))

    for (start, end), together in groupby(words, key=span):
        yield TypedWord(tuple(unit for word in together for unit in word.units), start, end)


def _pair_frequency(reader: Reader, pair: str) -> int:
    """How many articles have two characters side by side in one of their texts."""
    return max(reader.document_frequency(fields.physical(text, Layer.GRAMS), pair) for text in fields.TEXTS)


def _unrestricted(request: SearchRequest, total: Callable[[SearchRequest], int]) -> Iterator[Unrestricted]:
    found = 0
    for name, value, changed in _without_each(request):
        if count := total(changed):
            found += 1
            yield Unrestricted(name, value, changed, count)
    unfiltered = request.but(filters=NO_FILTERS)
    if not found and len(_filters(request)) > 1 and request.query.strip() and (count := total(unfiltered)):
        yield Unrestricted("filters", "", unfiltered, count)


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
    if filters.since and filters.since == filters.until:
        without.append(("dates", filters.since, but(since="", until="")))
    elif filters.since:
        without.append(("from", filters.since, but(since="")))
    if filters.until and filters.since != filters.until:
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
