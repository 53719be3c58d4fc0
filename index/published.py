"""When was it published, as far as anyone knows?

A publication date is ISO 8601 cut to what is known: `2013`, `2013-09`, `2013-09-11` or
`2025-05-02T04:36:00+08:00`. Dates are compared as the article bears them, on the calendar of the place
that wrote them, so no time zone is assumed. Pure; may import only the errors.
"""

import re
from datetime import UTC, date, datetime, tzinfo

from index.errors import ArticleError

_FORM = re.compile(
    r"(?P<year>\d{4})(?:\s*[-/.年]\s*(?P<month>\d{1,2})(?:\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?)?)?[年月]?"
    r"(?:[T\s]+(?P<hour>\d{1,2})[:：](?P<minute>\d{2})(?:[:：](?P<second>\d{2})(?:\.\d+)?)?"
    r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)


def normal_published(text: str, *, zone: tzinfo | None = None) -> str:
    """The date in the one form that is stored.

    `zone` is given to a time of day that names none; without it such a time stays without.
    Raises ArticleError for text that is no date, or a day that no calendar has.
    """
    form = _FORM.fullmatch(text.strip())
    if not form:
        raise ArticleError(f"{text.strip()[:60]!r} is no date; write it like 2025-05-02 or 2025-05-02 04:36")
    year, month, day = (int(form[part]) if form[part] else None for part in ("year", "month", "day"))
    try:
        if year is None or month is None:
            return f"{date(year or 0, 1, 1).year:04d}"
        if day is None:
            return f"{date(year, month, 1):%Y-%m}".rjust(7, "0")
        if form["hour"] is None:
            return date(year, month, day).isoformat()
        moment = datetime(
            year, month, day, int(form["hour"]), int(form["minute"]), int(form["second"] or 0), tzinfo=zone
        )
        if form["zone"]:
            moment = datetime.fromisoformat(moment.replace(tzinfo=None).isoformat() + form["zone"])
    except ValueError as fault:
        raise ArticleError(f"{text.strip()!r} is no date: {fault}") from None
    return moment.isoformat()


def published_second(published: str) -> int:
    """Where a publication date stands on the calendar: seconds from 1970-01-01T00:00 by its own clock.

    A date known only to its year or month stands at its beginning.
    """
    if "T" in published:
        moment = datetime.fromisoformat(published).replace(tzinfo=UTC)
    else:
        year, month, day = (*(int(part) for part in published.split("-")), 1, 1)[:3]
        moment = datetime(year, month, day, tzinfo=UTC)
    return int(moment.timestamp())


def published_month(published: str) -> str | None:
    """`2025-05` of a date that is known at least to its month."""
    return published[:7] if len(published) >= 7 else None
