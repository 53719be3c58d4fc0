"""Which narrower search does a time in a query stand for?

`layoffs in 2025` may mean articles of that year and nothing else: the same search with the time as a filter
in place of a word. Pure.
"""

import re
from datetime import UTC, date, datetime, timedelta

import msgspec

from search.query.dates import TimeSpan
from search.query.time_tagging import TimeNode
from search.request import SearchRequest

# A preposition belongs to the time that it stands before.
_BEFORE = r"(?:(?<!\w)(?i:in|on|during|of|from)\s+|[在于])?"


def narrowed(request: SearchRequest, time: TimeNode) -> SearchRequest | None:
    """The request for articles that were published in a time of its query, which its query then lacks; none
    where a filter is by date already, or the time isn't found in the query as it was typed."""
    if request.filters.since or request.filters.until:
        return None
    typed = r"\s+".join(map(re.escape, time.text.split()))
    query, count = re.subn(_BEFORE + typed, " ", request.query, count=1, flags=re.IGNORECASE)
    if not count:
        return None
    since, until = dates_of(time.span)
    filters = msgspec.structs.replace(request.filters, since=since, until=until)
    return request.but(query=" ".join(query.split()), filters=filters)


def dates_of(span: TimeSpan) -> tuple[str, str]:
    """The first and the last day of a span as the filters take them, as a year or a month where it is one;
    empty on a side where the span is open."""
    start, end = span
    first = None if start is None else _day(start)
    after = None if end is None else _day(end)
    if first and after:
        if (first.month, first.day, after) == (1, 1, date(first.year + 1, 1, 1)):
            return first.isoformat()[:4], first.isoformat()[:4]
        if first.day == after.day == 1 and (after - first).days <= 31:
            return first.isoformat()[:7], first.isoformat()[:7]
    last = after - timedelta(days=1) if after else None
    return first.isoformat() if first else "", last.isoformat() if last else ""


def _day(seconds: int) -> date:
    return datetime.fromtimestamp(seconds, UTC).date()
