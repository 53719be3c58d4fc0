"""How many articles are there of each month?

The bars of a histogram from the counts by month: the place and height of each, and the span of dates that it
leads to. Pure; knows nothing of HTML.
"""

import re
from collections.abc import Iterator, Sequence

import msgspec

from search import Count

_SLOT = 10  # units of width for each bar
_BAR = 8  # of which it fills these
_HEIGHT = 60
_MIN_HEIGHT = 2  # of a bar with any article at all
_MIN_SLOTS = 12  # so that a few months don't become a few blocks
_MAX_MONTHS = 180  # shown one by one; longer spans are counted by year
_MAX_SLOTS = 240  # beyond these, spans without articles are left out
_DATE = re.compile(r"\d{4}(-\d\d){0,2}")


class Bar(msgspec.Struct, frozen=True):
    """A month (`2025-05`) or year, its count, the place of its column, and whether the chosen dates overlap
    it. `slot` is where its place begins."""

    span: str
    count: int
    slot: int
    height: int
    chosen: bool
    width: int = _BAR

    @property
    def x(self) -> int:
        return self.slot + (_SLOT - self.width) // 2

    @property
    def y(self) -> int:
        return _HEIGHT - self.height


class Histogram(msgspec.Struct, frozen=True):
    """The bars in the order of time, each in a place `slot` wide; `by` says whether they are months or
    years."""

    by: str
    bars: tuple[Bar, ...]
    height: int = _HEIGHT
    slot: int = _SLOT

    @property
    def width(self) -> int:
        return self.slot * len(self.bars)


def histogram(months: Sequence[Count], *, since: str = "", until: str = "") -> Histogram | None:
    """The histogram of counts by month; none without any. `since` and `until` are the chosen dates."""
    counts = {each.value: each.count for each in months}
    if not counts:
        return None
    by = "month"
    if _number(max(counts)) - _number(min(counts)) >= _MAX_MONTHS:
        by = "year"
        years: dict[str, int] = {}
        for month, count in counts.items():
            years[month[:4]] = years.get(month[:4], 0) + count
        counts = years
    spans = _spans(counts)
    most = max(counts.values())
    bars = (
        Bar(span, count, place * _SLOT, _height(count, most), _overlaps(span, since, until))
        for place, (span, count) in enumerate((span, counts.get(span, 0)) for span in spans)
    )
    return Histogram(by, tuple(bars))


def _spans(counts: dict[str, int]) -> list[str]:
    """The spans that have a place in the histogram."""
    first, last = min(counts), max(counts)
    if len(first) == 4:
        filled = [f"{year:04}" for year in range(int(first), int(last) + 1)]
    else:
        filled = list(_months(first, last))
        if len(filled) < _MIN_SLOTS:
            filled = list(_months(_before(last, _MIN_SLOTS - 1), last))
    return filled if len(filled) <= _MAX_SLOTS else sorted(counts)


def _months(first: str, last: str) -> Iterator[str]:
    yield from map(_month, range(_number(first), _number(last) + 1))


def _before(month: str, months: int) -> str:
    """The month so many months earlier, but none before the first of the calendar."""
    return _month(max(_number(month) - months, _number("0001-01")))


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _month(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"


def _height(count: int, most: int) -> int:
    return max(_MIN_HEIGHT, round(_HEIGHT * count / most)) if count else 0


def _overlaps(span: str, since: str, until: str) -> bool:
    """Whether the chosen dates overlap a span; dates in words ("last week") are not resolved here."""
    resolved = all(not date or _DATE.fullmatch(date) for date in (since, until))
    if not (since or until) or not resolved:
        return False
    first, last = since[: len(span)], until[: len(span)]
    return span[: len(first)] >= first and (not last or span[: len(last)] <= last)
