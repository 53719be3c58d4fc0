"""When was an article published, as precisely as is known?

A publication date is ISO 8601 truncated to what is known: `2013`, `2013-09`, `2013-09-11` or
`2025-05-02T04:36:00+08:00`. Dates are compared as the article gives them, on the calendar of the place of
publication, so no time zone is assumed. Pure; may import only the errors.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from index.errors import ArticleError

# A time follows a day, but never right after its digits: 2025-05-204:36 may be the 2nd or the 20th.
_TIME = (
    r"(?:[T\s]++|(?<=日))(?P<hour>\d{1,2})[:：](?P<minute>\d{2})(?:[:：](?P<second>\d{2})(?:\.\d+)?)?"
    r"(?:\s*+(?P<zone>Z|[+-]\d{2}:?\d{2}))?"
)
_DAY = rf"(?P<day>\d{{1,2}})(?:\s*+日)?+(?:{_TIME})?"
_MONTH = rf"(?P<month>\d{{1,2}})(?:\s*+月|\s*+[-/.月]\s*+{_DAY})?"
_FORM = re.compile(rf"(?P<year>\d{{4}})(?:\s*+年|\s*+[-/.年]\s*+{_MONTH})?")


def normal_published(text: str, *, zone: tzinfo | None = None) -> str:
    """The date in the form in which it is stored.

    `zone` is the zone of a time of day that names none; without it such a time stays without an offset.
    Raises ArticleError for text that isn't a date, or a day that doesn't exist.
    """
    form = _FORM.fullmatch(text.strip())
    if not form:
        raise ArticleError(
            f"{text.strip()[:60]!r} is not a date; write it like 2025-05-02 or 2025-05-02 04:36"
        )
    try:
        day = date(int(form["year"]), int(form["month"] or 1), int(form["day"] or 1))
        if form["hour"] is None:
            return day.isoformat()[: 10 if form["day"] else 7 if form["month"] else 4]
        moment = datetime(
            day.year, day.month, day.day, int(form["hour"]), int(form["minute"]), int(form["second"] or 0)
        )
        if form["zone"]:
            return datetime.fromisoformat(moment.isoformat() + form["zone"]).isoformat()
    except ValueError as fault:
        raise ArticleError(f"{text.strip()!r} is not a date: {fault}") from None
    return _in_zone(moment, zone).isoformat()


def known_published(text: str, *, zone: tzinfo | None = None) -> tuple[str | None, list[str]]:
    """The date, or none and a note why: an invalid date is no reason to reject an article."""
    try:
        return normal_published(text, zone=zone), []
    except ArticleError as fault:
        return None, [f"indexed without a date: {fault}"]


def published_second(published: str) -> int:
    """The seconds of a publication date since 1970-01-01T00:00 on its own clock.

    A date known only by its year or month counts as the beginning of it.
    """
    if "T" in published:
        moment = datetime.fromisoformat(published).replace(tzinfo=UTC)
    else:
        year, month, day = (*(int(part) for part in published.split("-")), 1, 1)[:3]
        moment = datetime(year, month, day, tzinfo=UTC)
    return int(moment.timestamp())


def published_month(published: str) -> str | None:
    """The month, like `2025-05`, of a date that is known at least to the month."""
    return published[:7] if len(published) >= 7 else None


def _in_zone(moment: datetime, zone: tzinfo | None) -> datetime:
    """The moment with the offset of its zone, in whole minutes.

    Before time zones every town had its own time (Shanghai +08:05:43 until 1901), but an offset has no
    seconds.
    """
    offset = moment.replace(tzinfo=zone).utcoffset()
    if offset is None:
        return moment
    minutes = round(offset / timedelta(minutes=1))
    return moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
