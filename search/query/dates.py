"""Which span of time does a date phrase mean?

Reads what people write after `date:`, in Chinese and English, as a span of seconds on the article's own
calendar. Pure: the caller gives today's date; no clock and no time zone is read. A form of a date is a
pattern and a reader: the pattern decides what looks like a date, the reader whether the calendar has it.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from index import folded

TimeSpan = tuple[int | None, int | None]  # [start, end), seconds; none is open
_Days = tuple[date, date]  # [start, end)
_Parts = dict[str, str | None]  # the named groups of a pattern

_LONGEST = 64  # characters of a date phrase, counting each run of blanks as one
_RECENT = 30  # days
_EPOCH = date(1970, 1, 1)

_HAN_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九", start=1)} | {"两": 2}
_YEAR_DIGITS = {"〇": "0", "零": "0", "○": "0"} | {d: str(v) for d, v in _HAN_DIGITS.items() if d != "两"}
_NUMBER_WORDS = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
]  # fmt: skip
_MONTHS = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
]  # fmt: skip
_DAYS_AGO = {
    "今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2, "前日": 2, "大前天": 3, "today": 0, "yesterday": 1,
}  # fmt: skip
_YEARS_AGO = {"今年": 0, "本年": 0, "去年": 1, "前年": 2, "大前年": 3}
_HAN_UNITS = {
    "天": "day", "日": "day", "周": "week", "星期": "week", "礼拜": "week", "月": "month", "季": "quarter",
    "季度": "quarter", "年": "year",
}  # fmt: skip
_MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}
_SIDE_BEFORE = {
    "since": "since", "from": "since", "自": "since", "自从": "since", "从": "since", "before": "before",
    "until": "until", "till": "until", "截至": "until", "截止": "until", "after": "after",
}  # fmt: skip
_SIDE_AFTER = {
    "以来": "since", "至今": "since", "起": "since", "以前": "before", "之前": "before", "前": "before",
    "以后": "after", "之后": "after", "后": "after",
}  # fmt: skip


def read_span(text: str, *, today: date) -> TimeSpan | None:
    """The span [start, end) that a date phrase means, in seconds since the beginning of 1970 on the
    article's own calendar, `None` on a side where it is open; `None` for a text that isn't a date.

    Weeks begin on Monday; the last n days include today and end with it. A month or day without a year is
    this year's, or last year's where that would be in the future. Numbers of more than four digits and spans
    beyond the years 1 to 9998 aren't dates.
    """
    read = _read(text, today)
    if read is None:
        return None
    (start, end), parts = read
    return _opened(_seconds(start), _seconds(end), parts)


def days_of(text: str, *, today: date) -> tuple[date, date] | None:
    """The days [start, end) that a date phrase names, also where a word before or after it opens the span;
    `None` for a text that isn't a date."""
    read = _read(text, today)
    return read[0] if read else None


def _read(text: str, today: date) -> tuple[_Days, _Parts] | None:
    """The days that a date phrase names, and its parts."""
    normalized, _ = _normalized(text.strip())
    for pattern, read in _FORMS:
        if found := pattern.fullmatch(normalized):
            parts = found.groupdict()
            try:
                return read(parts, today), parts
            except (ValueError, OverflowError):
                return None
    return None


def date_at(text: str) -> int:
    """The length of the longest beginning of `text` that has the form of a date, in characters; 0 where none
    has. A date ends where a word ends. The calendar isn't consulted: for `2025-02-30` it is 10."""
    normalized, ends = _normalized(text)
    found = (pattern.match(normalized) for pattern, _ in _FORMS)
    longest = max((match.end() for match in found if match), default=0)
    return ends[longest - 1] if longest else 0


def _normalized(text: str) -> tuple[str, list[int]]:
    """The beginning of the text, folded and with every run of blanks as one, and for each of its characters
    the offset in `text` where it ends. It is one character longer than a date may be, so that a text that is
    too long doesn't match as a whole."""
    normalized: list[str] = []
    ends: list[int] = []
    for end, character in enumerate(text, start=1):
        plain = " " if character.isspace() else folded(character)
        if plain == " " and normalized and normalized[-1] == " ":
            continue
        if len(normalized) > _LONGEST:
            break
        normalized.append(plain if len(plain) == 1 else character)
        ends.append(end)
    return "".join(normalized), ends


def _seconds(day: date) -> int:
    return (day - _EPOCH).days * 86400


def _opened(start: int, end: int, parts: _Parts) -> TimeSpan | None:
    """The span, open on one side where a word before or after the date says so (`since`, 以来)."""
    before, after = _SIDE_BEFORE.get(parts["before"] or ""), _SIDE_AFTER.get(parts["after"] or "")
    if before and after and before != after:
        return None
    spans: dict[str | None, TimeSpan] = {
        None: (start, end),
        "since": (start, None),
        "after": (end, None),
        "before": (None, start),
        "until": (None, end),
    }
    return spans[before or after]


# What the parts mean. Each reader raises ValueError or OverflowError for a date that no calendar has.


def _named_day(parts: _Parts, today: date) -> _Days:
    day = today - timedelta(days=_DAYS_AGO[parts["named"] or ""])
    return day, day + timedelta(days=1)


def _han_period(parts: _Parts, today: date) -> _Days:
    return _period(_HAN_UNITS[parts["unit"] or ""], (parts["which"] or "").count("上"), today)


def _english_period(parts: _Parts, today: date) -> _Days:
    return _period(parts["unit"] or "", 0 if parts["which"] == "this" else 1, today)


def _period(unit: str, ago: int, today: date) -> _Days:
    """The calendar week, month, quarter or year so many before the current one."""
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + 7 * ago)
        return monday, monday + timedelta(days=7)
    length = _MONTHS_OF[unit]
    current = date(today.year, (today.month - 1) // length * length + 1, 1)
    start = _shifted(current, -length * ago)
    return start, _shifted(start, length)


def _rolling(parts: _Parts, today: date) -> _Days:
    """The days, weeks, months, quarters or years up to and including today."""
    end = today + timedelta(days=1)
    if parts.get("half"):
        return _shifted(end, -6), end
    count = _number(parts["count"]) if parts["count"] else 1
    if not count:
        raise ValueError("a span of no time")
    unit = _HAN_UNITS.get(parts["unit"] or "", parts["unit"] or "")
    if unit in _MONTHS_OF:
        return _shifted(end, -count * _MONTHS_OF[unit]), end
    return end - timedelta(days=count * (7 if unit == "week" else 1)), end


def _recent(parts: _Parts, today: date) -> _Days:
    return today - timedelta(days=_RECENT - 1), today + timedelta(days=1)


def _calendar(parts: _Parts, today: date) -> _Days:
    """A year, a month or a day."""
    month = _month(parts["month"]) if parts.get("month") else 1
    day = _number(parts["day"] or "") if parts.get("day") else 1
    # A month that has begun isn't in the future, so it is compared by its first day.
    start = date(_year(parts, today, (month, day)), month, day)
    if parts.get("day"):
        return start, start + timedelta(days=1)
    return start, _shifted(start, 1 if parts.get("month") else 12)


def _part_of_year(parts: _Parts, today: date) -> _Days:
    """A quarter or a half of a year."""
    which = parts["quarter"] or parts["half"] or ""
    length = 3 if parts["quarter"] else 6
    number = "上下".index(which) + 1 if which in "上下" else _number(which)
    month = length * (number - 1) + 1
    start = date(_year(parts, today, (month, 1)), month, 1)
    return start, _shifted(start, length)


def _year(parts: _Parts, today: date, month_and_day: tuple[int, int]) -> int:
    text = parts.get("year")
    if not text:
        return today.year - (month_and_day > (today.month, today.day))
    if text in _YEARS_AGO:
        return today.year - _YEARS_AGO[text]
    return int("".join(_YEAR_DIGITS.get(digit, digit) for digit in text.rstrip(" 年")))


def _month(text: str | None) -> int:
    named = (number for number, name in enumerate(_MONTHS, start=1) if name[:3] == (text or "")[:3])
    return next(named, 0) or _number(text or "")


def _number(text: str) -> int:
    """The value of digits, of an English number word up to twelve, of a Chinese number below a thousand.

    Chinese digits in a row aren't a number: 二三天 is two or three days, 一二月 January and February.
    """
    if text in _NUMBER_WORDS:
        return _NUMBER_WORDS.index(text) + 1
    if text.isascii():
        return int(text)
    form = _HAN_NUMBER.fullmatch(text)
    if not form:
        raise ValueError(f"not a number: {text}")
    hundreds, tens, units = (_HAN_DIGITS.get(form[part] or "", 0) for part in ("hundreds", "tens", "units"))
    return 100 * hundreds + 10 * (tens or (1 if form["ten"] else 0)) + units


def _shifted(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return last if last.day < day.day else first.replace(day=day.day)


# What dates look like. In a Chinese form a blank is optional.


def _one_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


_DIGIT = f"[{''.join(_HAN_DIGITS)}]"
_HAN_NUMBER = re.compile(
    rf"(?:(?P<hundreds>{_DIGIT})百(?:零(?={_DIGIT}$)|(?={_DIGIT}十|$)))?"
    rf"(?:(?P<tens>{_DIGIT})?(?P<ten>十))?(?P<units>{_DIGIT})?"
)
_COUNT = rf"(?P<count>[0-9]{{1,4}}|[{''.join(_HAN_DIGITS)}零十百]{{1,5}})"
_YEAR_NAME = rf"(?:[0-9]{{4}}|[{''.join(_YEAR_DIGITS)}]{{4}}) 年|{_one_of(_YEARS_AGO)}"
_OF_MONTH = rf"(?P<month>[0-9]{{1,2}}|[{''.join(_HAN_DIGITS)}十]{{1,3}}) 月"
_OF_DAY = rf"(?: (?P<day>[0-9]{{1,2}}|[{''.join(_HAN_DIGITS)}十]{{1,3}}) [日号])?"
_OF_YEAR = rf"(?:(?P<year>{_YEAR_NAME}|[0-9]{{4}}(?![0-9])) -?)? "
_HAN_FORMS = (
    (_one_of(("最近", "近期", "近来")), _recent),
    (r"(?P<which>本|[这上] 个?|上 上 个?) (?P<unit>周|星期|礼拜|月|季度|季)", _han_period),
    (r"(?:最?近|过去) 的? (?P<half>半) 年", _rolling),
    (rf"(?:最?近|过去) 的? {_COUNT} (?P<unit>天|日|周|年)", _rolling),
    (rf"(?:最?近|过去) 的? {_COUNT} 个? (?P<unit>星期|礼拜|季度)", _rolling),
    (rf"(?:最?近|过去) 的? {_COUNT} 个 (?P<unit>月)", _rolling),
    (rf"(?P<year>{_YEAR_NAME})(?: {_OF_MONTH}{_OF_DAY})?", _calendar),
    (_OF_MONTH + _OF_DAY, _calendar),
    (rf"{_OF_YEAR}(?:第? (?P<quarter>[1-4一二三四]) 季度?|(?P<half>[上下]) 半 年)", _part_of_year),
    (rf"{_OF_YEAR}(?:q(?P<quarter>[1-4])|h(?P<half>[12]))", _part_of_year),
)
_GAP = "[ _-]?"
_NUMBERED = rf"(?P<count>[0-9]{{1,4}}|{_one_of(_NUMBER_WORDS)})"
_MONTH_NAME = rf"(?P<month>{_one_of([*_MONTHS, *(name[:3] for name in _MONTHS), 'sept'])})\.?"
_NTH = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_FOUR = r"(?P<year>[0-9]{4})"
_OTHER_FORMS = (
    (rf"(?P<named>{_one_of(_DAYS_AGO)})", _named_day),
    (rf"{_FOUR}(?:(?P<sign>[-/.])(?P<month>[0-9]{{1,2}})(?:(?P=sign)(?P<day>[0-9]{{1,2}}))?)?", _calendar),
    ("recent(?:ly)?", _recent),
    (rf"(?P<which>this|last|previous){_GAP}(?P<unit>week|month|quarter|year)", _english_period),
    (rf"(?:last|past|previous){_GAP}{_NUMBERED}{_GAP}(?P<unit>day|week|month|quarter|year)s?", _rolling),
    (rf"past{_GAP}(?P<count>)(?P<unit>day|week|month|quarter|year)", _rolling),
    (rf"{_MONTH_NAME}(?:{_GAP}{_NTH})?(?:(?:, ?|[ _-]){_FOUR})?", _calendar),
    (rf"{_NTH}{_GAP}(?:of )?{_MONTH_NAME}(?:(?:, ?|{_GAP}){_FOUR})?", _calendar),
    (rf"(?:q(?P<quarter>[1-4])|h(?P<half>[12]))(?:(?:, ?|[ _-]){_FOUR})?", _part_of_year),
)


def _compiled(form: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?P<before>{_one_of(_SIDE_BEFORE)}) ?)?(?:{form})(?: ?(?P<after>{_one_of(_SIDE_AFTER)}))?"
        r"(?![-/.]?\w)"
    )


_FORMS: tuple[tuple[re.Pattern[str], Callable[[_Parts, date], _Days]], ...] = (
    *((_compiled(form.replace(" ", " ?")), read) for form, read in _HAN_FORMS),
    *((_compiled(form), read) for form, read in _OTHER_FORMS),
)
