"""Which times does the text of a query name?

A time is a date phrase that stands among other words: `Meta 2026年5月打算裁多少人`, `layoffs in May 2026`.
What `dates.py` reads after `date:` is read here only where people hardly mean anything else by it: `may`,
`3.5`, `Q1` and `recently` are words. A year of four digits is a time too, since it stays a number besides.
Pure: the caller gives today's date.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from index import Unit, folded
from search.query.dates import TimeSpan, days_of, read_span

_FIRST_YEAR = 1990  # from which on a number alone is a year; the last one is the next year
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_SHORT_MONTHS = (*(name[:3] for name in _MONTHS), "sept")

# What a time may be made of, with the words before and after it that open a span.
_OTHER_WORDS = (
    "today", "yesterday", "this", "last", "past", "previous", "since", "before", "after", "until", "till",
    "of", "days?", "weeks?", "months?", "quarters?", "years?", "q[1-4]", "h[12]",
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_LATIN = "|".join(sorted((*_MONTHS, *_SHORT_MONTHS, *_OTHER_WORDS), key=lambda word: (-len(word), word)))
_HAN = (
    "大前天|大前年|前天|前日|前年|今天|今日|昨天|昨日|今年|本年|去年|以来|至今|以前|之前|以后|之后|截至|截止|自从|"
    "过去|最近|星期|礼拜|[〇零○一二三四五六七八九十百两年月日号天周季度上下半本这个近第的自份初底末起]"
)
_RUN = re.compile(rf"(?:(?<![a-z])(?:{_LATIN})(?![a-z])|[0-9]+(?:st|nd|rd|th)?|{_HAN}|[ ,./-])+")
# A run without one of these is no time.
_SIGN = re.compile(
    r"(?<![0-9])[0-9]{4}(?![0-9])|[年月周季天日期拜]|today|yesterday|week|month|quarter|year|day|"
    + "|".join(_MONTHS)
)
_PART = re.compile("(?<=[年月周])[份初底末]$")  # 5月份 and 去年底 are read as the month and the year
_YEAR = re.compile(r"[0-9]{4}")
_BARE_YEAR = re.compile(r"(?:(?:since|before|after|until|till) )?([0-9]{4})")
_QUARTER = re.compile(r"q[1-4]|h[12]|[第一二三四1-4 ]+季")
_MONTH_NAME = re.compile(rf"(?<![a-z])(?:{'|'.join((*_MONTHS, *_SHORT_MONTHS))})(?![a-z])")
_MONTH_AND_DAY = re.compile(
    rf"(?:{'|'.join(_MONTHS)}) [0-9]{{1,2}}(?:st|nd|rd|th)?|"
    rf"[0-9]{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{'|'.join({*_MONTHS} - {'may', 'march'})})"
)


class NamedTime(msgspec.Struct, frozen=True):
    """A time in a text: its offsets [start, end), the span that it means, and the other forms in which texts
    write the same year, month or day; none for a week or a quarter."""

    start: int
    end: int
    span: TimeSpan
    forms: tuple[str, ...]


def find_times(text: str, units: Sequence[Unit], *, today: date) -> Iterator[NamedTime]:
    """The times in a text with its units, in order; none cuts a word."""
    plain = "".join(each if len(each) == 1 else char for char in text for each in (folded(char),))
    starts, ends = {unit.start for unit in units}, {unit.end for unit in units}
    for run in _RUN.finditer(plain):
        if not _SIGN.search(run.group()):
            continue
        at = run.start()
        last = sorted((end for end in ends if run.start() < end <= run.end()), reverse=True)
        while at < run.end():
            found = next((time for end in last if (time := _time(plain, at, end, today))), None)
            if found and at in starts and plain[at - 1 : at] != "前":  # 前三季度 is three quarters
                yield found
                at = found.end
            else:
                at += 1


def _time(text: str, start: int, end: int, today: date) -> NamedTime | None:
    """The time that a part of a folded text is, if it is one."""
    typed = _PART.sub("", text[start:end])
    if not typed or not _is_meant(typed, today):
        return None
    span = read_span(typed, today=today)
    return NamedTime(start, end, span, _forms(typed, today)) if span else None


def _is_meant(typed: str, today: date) -> bool:
    """Whether a text that may be a date is meant as one wherever it stands."""
    if year := _BARE_YEAR.fullmatch(typed):
        return _FIRST_YEAR <= int(year[1]) <= today.year + 1
    if not _SIGN.search(typed) or _YEAR.search(typed):
        return bool(_YEAR.search(typed))
    if _MONTH_NAME.search(typed):
        return bool(_MONTH_AND_DAY.fullmatch(typed))
    return not _QUARTER.fullmatch(typed)


def _forms(typed: str, today: date) -> tuple[str, ...]:
    """How texts in both languages write the year, month or day that a time is, or begins or ends with."""
    days = days_of(typed, today=today)
    if days is None:
        return ()
    first, end = days
    year, month, day = first.year, first.month, first.day
    name = _MONTHS[month - 1].title()
    if (end - first).days == 1:
        return (
            f"{year}年{month}月{day}日", f"{year}-{month:02}-{day:02}", f"{name} {day}, {year}",
            f"{day} {name} {year}",
        )  # fmt: skip
    if day == 1 and (end.year * 12 + end.month) - (year * 12 + month) == 1:
        names = dict.fromkeys((name, name[:3]))  # May is its own short form
        return f"{year}年{month}月", f"{year}-{month:02}", *(f"{each} {year}" for each in names)
    if (month, day) == (1, 1) and end == date(year + 1, 1, 1):
        return (str(year),)
    return ()
