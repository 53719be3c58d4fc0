"""Which span of time is meant?

Reads what people write after `date:` into a span of seconds on the article's own calendar. Pure.
"""

import re
from datetime import UTC, datetime, timedelta

_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?)?[年月]?")


def read_span(text: str) -> tuple[int, int] | None:
    """The span [start, end) of a year, month or day; none for what is no date."""
    form = _DATE.fullmatch(text.strip())
    if not form:
        return None
    year, month, day = (int(part) if part else None for part in form.groups())
    try:
        start = datetime(year or 0, month or 1, day or 1, tzinfo=UTC)
        if day:
            end = start + timedelta(days=1)
        elif month:
            end = (start + timedelta(days=32)).replace(day=1)
        else:
            end = start.replace(year=start.year + 1)
    except (ValueError, OverflowError):
        return None
    return int(start.timestamp()), int(end.timestamp())
