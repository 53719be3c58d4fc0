"""When was an article published, as precisely as is known?

A publication date is ISO 8601 truncated to what is known: `2013`, `2013-09`, `2013-09-11` or
`2025-05-02T04:36:00+08:00`. Dates are compared as the article gives them, on the calendar of the place of
publication, so no time zone is assumed. Whether a date is in the far future is the one thing that depends on
the day. May import only `written_dates` and the errors.
"""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo

from index.articles.written_dates import in_zone, read_written
from index.errors import ArticleError

_FAR = timedelta(days=366)  # what is published later than that from today on is more often a slip

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

    `zone` is the zone of a time of day that names none, and of an instant (Unix seconds); without it such a
    time stays without an offset, and an instant is in UTC. Raises ArticleError for text that isn't a date, or
    a day that doesn't exist; of a time that doesn't exist the day remains.
    """
    return _read(text, zone)[0]


def known_published(
    text: str, *, zone: tzinfo | None = None, local: tzinfo | None = None, today: date | None = None
) -> tuple[str | None, list[str]]:
    """The date, or none, and the notes: an invalid date is no reason to reject an article.

    `zone` is the zone of a time of day that names none; `local` that of an instant (Unix seconds), which is
    `zone` unless it is given.
    """
    try:
        published, lost = _read(text, zone, local)
    except ArticleError as fault:
        return None, [f"indexed without a date: {fault}"]
    if published.startswith("0001-01-01"):
        return None, [f"indexed without a date: {text.strip()!r} is what programs write for none"]
    notes = [f"indexed with the date {published} for {text.strip()[:60]!r}: {lost}"] if lost else []
    if is_far_future(published, today=today):
        notes.append(f"the date {published} is in the far future; it counts for no month")
    return published, notes


def is_far_future(published: str, *, today: date | None = None) -> bool:
    """Whether the date is more than a year after today, which is read from the clock where it isn't given."""
    return published_second(published) > published_second(str((today or datetime.now(UTC).date()) + _FAR))


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


def _read(text: str, zone: tzinfo | None, local: tzinfo | None = None) -> tuple[str, str]:
    """The date in its stored form, and what of the text isn't kept."""
    form = _FORM.fullmatch(text.strip())
    try:
        if form:
            try:
                return _plain_date(form, zone), ""
            except ValueError:
                if form["hour"] is None:
                    raise
        written = read_written(text, zone=zone, local=local)
    except ValueError as fault:
        raise ArticleError(f"{text.strip()[:60]!r} is not a date: {fault}") from None
    if written is None:
        raise ArticleError(
            f"{text.strip()[:60]!r} is not a date; write it like 2025-05-02 or 2025-05-02 04:36"
        )
    if written.time:
        return written.time.isoformat(timespec="seconds"), written.lost
    known = date(written.year, written.month or 1, written.day or 1).isoformat()
    return known[: 10 if written.day else 7 if written.month else 4], written.lost


def _plain_date(form: re.Match[str], zone: tzinfo | None) -> str:
    """The date of the forms that are most frequent. Raises ValueError for one that no calendar has."""
    day = date(int(form["year"]), int(form["month"] or 1), int(form["day"] or 1))
    if form["hour"] is None:
        return day.isoformat()[: 10 if form["day"] else 7 if form["month"] else 4]
    moment = datetime(
        day.year, day.month, day.day, int(form["hour"]), int(form["minute"]), int(form["second"] or 0)
    )
    if form["zone"]:
        return datetime.fromisoformat(moment.isoformat() + form["zone"]).isoformat()
    return in_zone(moment, zone).isoformat()
