"""How many articles are of which month?

The bars of a chart from the counts by month: where each stands, how high it is, which span of dates it leads
to. Pure; knows nothing of HTML.
"""

import re
from collections.abc import Iterator, Sequence

import msgspec

from search import Count

_SLOT = 10  # units of width that a bar has to itself
_BAR = 8  # of which it fills these
_HEIGHT = 60
_LEAST_HEIGHT = 2  # of a bar of any article at all
_LEAST_SLOTS = 12  # so that a few months don't make a few blocks
_MOST_MONTHS = 180  # that are shown one by one; more are counted by years
_MOST_SLOTS = 240  # beyond these the spans without articles are left out
_DAY = re.compile(r"\d{4}(-\d\d){0,2}")


class Bar(msgspec.Struct, frozen=True):
    """A month (`2025-05`) or year, its count, its column in the chart, whether the chosen dates touch it.
    `slot` is where the place begins that the column has to itself."""

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


class Timeline(msgspec.Struct, frozen=True):
    """The bars in the order of time, with a place `slot` wide for each; `by` says what each is."""

    by: str
    bars: tuple[Bar, ...]
    height: int = _HEIGHT
    slot: int = _SLOT

    @property
    def width(self) -> int:
        return self.slot * len(self.bars)


def timeline(months: Sequence[Count], *, since: str = "", until: str = "") -> Timeline | None:
    """The chart of counts by month; none without any. `since` and `until` are the chosen dates."""
    counts = {each.value: each.count for each in months}
    if not counts:
        return None
    by = "month"
    if _number(max(counts)) - _number(min(counts)) >= _MOST_MONTHS:
        by = "year"
        years: dict[str, int] = {}
        for month, count in counts.items():
            years[month[:4]] = years.get(month[:4], 0) + count
        counts = years
    spans = _spans(counts)
    most = max(counts.values())
    bars = (
        Bar(span, count, place * _SLOT, _height(count, most), _touches(span, since, until))
        for place, (span, count) in enumerate((span, counts.get(span, 0)) for span in spans)
    )
    return Timeline(by, tuple(bars))


def _spans(counts: dict[str, int]) -> list[str]:
    """The spans that the chart has a place for."""
    first, last = min(counts), max(counts)
    if len(first) == 4:
        filled = [f"{year:04}" for year in range(int(first), int(last) + 1)]
    else:
        filled = list(_months(first, last))
        if len(filled) < _LEAST_SLOTS:
            filled = list(_months(_before(last, _LEAST_SLOTS - 1), last))
    return filled if len(filled) <= _MOST_SLOTS else sorted(counts)


def _months(first: str, last: str) -> Iterator[str]:
    yield from map(_month, range(_number(first), _number(last) + 1))


def _before(month: str, months: int) -> str:
    """The month so many months before; none is before the first of the calendar."""
    return _month(max(_number(month) - months, _number("0001-01")))


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _month(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"


def _height(count: int, most: int) -> int:
    return max(_LEAST_HEIGHT, round(_HEIGHT * count / most)) if count else 0


def _touches(span: str, since: str, until: str) -> bool:
    """Whether the chosen dates touch a span; dates in words ("last week") are not followed here."""
    dated = all(not date or _DAY.fullmatch(date) for date in (since, until))
    if not (since or until) or not dated:
        return False
    first, last = since[: len(span)], until[: len(span)]
    return span[: len(first)] >= first and (not last or span[: len(last)] <= last)
