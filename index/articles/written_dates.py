"""Which date and time do people mean by what they wrote?

Reads the forms that feeds, databases and pages have besides ISO 8601 (RFC 822, `May 2, 2025`, `下午4:36`,
Unix seconds, 二〇二五年五月二日 ...) as the parts of a date. What a text doesn't say is never filled in or
guessed: `05/02/2025` is the year 2025. Pure; reads no clock, imports nothing of this project.
"""

import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_LONGEST = 120  # characters of a date; a longer text is none


class WrittenDate(NamedTuple):
    """The parts of a date. A time belongs to a day; `lost` is what was written and isn't kept, and why."""

    year: int
    month: int | None = None
    day: int | None = None
    time: datetime | None = None
    lost: str = ""


def read_written(text: str, *, zone: tzinfo | None = None, local: tzinfo | None = None) -> WrittenDate | None:
    """The date that a text names, none where it names no date.

    `zone` is the zone of a time that names none. `local`, which is `zone` unless it is given, is where an
    instant (Unix seconds) is read, without it in UTC; and an abbreviation that `local` has, like the CST of
    Shanghai, is that of `local`. Raises ValueError for a day that no calendar has.
    """
    local = local or zone
    if len(text.strip()) > _LONGEST:
        return None
    plain = _plain(text)
    if re.fullmatch(r"-?\d+(?:\.\d+)?", plain):
        return _number(plain, zone, local)
    rest = _BASIC.sub(_extended, _LABEL.sub("", _WEEKDAY.sub(" ", plain)))
    clock = _CLOCK.search(rest)
    names: list[str] = []
    if clock:
        rest = f"{rest[: clock.start()]} {rest[clock.end() :]}"
    for pattern in _ZONES:
        while found := pattern.search(rest):
            names.append(found["zone"])
            rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    day, lost = _day(" ".join(rest.split()).strip(" ,;·|"))
    if day is None or (clock and day.day is None and not day.lost):
        return None
    if clock is None or day.day is None:
        return day._replace(lost=day.lost or lost)
    moment, fault = _moment(day, clock, names, zone, local)
    if moment is None:
        return day._replace(lost=fault)
    return _at(moment, lost or fault)


def in_zone(moment: datetime, zone: tzinfo | None) -> datetime:
    """The moment with the offset of its zone, in whole minutes.

    Before time zones every town had its own time (Shanghai +08:05:43 until 1901), but an offset has no
    seconds.
    """
    offset = moment.replace(tzinfo=zone).utcoffset()
    if offset is None:
        return moment
    minutes = round(offset / timedelta(minutes=1))
    return moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))


# Numbers


def _number(text: str, zone: tzinfo | None, local: tzinfo | None) -> WrittenDate | None:
    """A year, the digits of a date (20250502, 20250502043600), or an instant in Unix seconds, or in
    thousandths, millionths or billionths of them."""
    digits = text.partition(".")[0]
    if len(digits) == 4:
        return WrittenDate(_year(digits))
    if compact := _COMPACT.fullmatch(text):
        year, month, *rest = (int(part) for part in compact.groups() if part)
        with suppress(ValueError):
            day = date(year, month, rest[0] if rest else 1)
            if len(rest) <= 1:
                return WrittenDate(year, month, day.day if rest else None)
            return _at(in_zone(datetime(year, month, *rest), zone))  # type: ignore[arg-type]
    # Fewer digits are no instant that anybody means: those of eight end in 1973.
    scale = {9: 0, 10: 0, 11: 3, 12: 3, 13: 3, 15: 6, 16: 6, 18: 9, 19: 9}.get(len(digits.lstrip("-")))
    if scale is None:
        return None
    try:
        moment = datetime.fromtimestamp(int(digits) // 10**scale, local or UTC)
    except (OverflowError, OSError):
        return None
    return _at(in_zone(moment.replace(tzinfo=None), local or UTC))


def _at(moment: datetime, lost: str = "") -> WrittenDate:
    return WrittenDate(moment.year, moment.month, moment.day, moment, lost)


_COMPACT = re.compile(r"((?:19|2[01])\d{2})(\d{2})(?:(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?)?")
# 20250502T043600 and 2025-05-02T0436, whose parts have nothing between them
_BASIC = re.compile(r"(?<!\d)(\d{4})(-?)(\d{2})\2(\d{2})t(\d{2})(\d{2})(\d{2})?(?!\d)")


def _extended(found: re.Match[str]) -> str:
    year, _, month, day, hour, minute, second = found.groups()
    return f"{year}-{month}-{day}t{hour}:{minute}:{second or '00'}"


# Plain text: one way to write each sign, and Chinese numbers as digits

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−﹣", "-"),
        **dict.fromkeys("⁄∕", "/"),
        **dict.fromkeys("\u200e\u200f\ufeff"),
        "号": "日",
        "號": "日",
        "點": "点",
        "時": "时",
    }
)
_HAN = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "元": 1}
_HAN_YEAR = re.compile(r"(?<![〇○零一二三四五六七八九])[〇○零一二三四五六七八九]{4}(?=\s?年)")
_HAN_NUMBER = re.compile(
    r"(?:[二三四五]?十[一二三四五六七八九]?|[〇零一二三四五六七八九])(?=\s?[月日点时分秒])"
)
_ERA = re.compile(r"(?:中华)?(?:中華)?(民国|民國|令和|平成|昭和)\s?(\d{1,3}|元)\s?年")
_ERAS = {"民国": 1911, "民國": 1911, "令和": 2018, "平成": 1988, "昭和": 1925}


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).translate(_SIGNS)
    text = _HAN_YEAR.sub(lambda found: "".join(str(_HAN[digit]) for digit in found[0]), text)
    text = _HAN_NUMBER.sub(lambda found: str(_han(found[0])), text)
    text = _ERA.sub(lambda found: f"{_ERAS[found[1]] + (1 if found[2] == '元' else int(found[2]))}年", text)
    return " ".join(text.split()).lower().strip(" ,;·|")


def _han(number: str) -> int:
    tens, ten, units = number.rpartition("十")
    return (10 * _HAN.get(tens, 1) if ten else 0) + _HAN.get(units, 0)


# What surrounds a date: words before it, the day of the week

_LABEL = re.compile(
    r"^(?:(?:last )?(?:published|posted|updated|modified|created|date|time|on|at)\b(?: (?:on|at|time|date))?"
    r"|(?:发布|發布|发表|發表|更新|出版|刊登|刊发|创建|原创)?(?:日期|时间|时)?(?:于|於)?)[ :]*"
)
_WEEKDAY = re.compile(
    r"[(\[]?(?:(?:星期|礼拜|禮拜|周|週)[一二三四五六日天]"
    r"|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?)[)\]]?,?"
)

# The time of day

_EARLY = "上午|早上|早晨|清晨|凌晨|早间|早"
_LATE = "下午|傍晚|晚上|晚间|夜间|夜里|午后|晚"
_CLOCK = re.compile(
    rf"(?:(?<=日)|(?<=\d)t\s?|(?<![\w.:/\-])(?:at\s)?)(?P<part>{_EARLY}|{_LATE}|中午|正午|[ap]m)?\s?"
    r"(?P<hour>\d{1,2})(?:\s?(?::\s?(?P<minute>\d{2})(?::\s?(?P<second>\d{2})(?:[.,]\d+)?)?\s?分?"
    r"|[点时]\s?(?:(?P<han>\d{1,2})\s?分?(?:\s?\d{1,2}\s?秒)?|(?P<half>半)|整)?)|(?=\s?[ap]\.?m\b))"
    r"(?![\d:])\s?(?P<half_day>[ap]\.?m\b\.?)?"
)

# Zones

_HOURS = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "eet": 2,
    "eest": 3, "msk": 3, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
    "pdt": -7, "akst": -9, "akdt": -8, "hst": -10, "hkt": 8, "sgt": 8, "jst": 9, "kst": 9, "aest": 10,
    "aedt": 11, "nzst": 12, "nzdt": 13,
}  # fmt: skip
_CHINA = ("中国", "中國", "北京", "台北", "香港", "china", "hong kong", "taipei")
# In the order of what they say: of `+0800 CST` and of `GMT+0800 (China Standard Time)` the number counts.
_ZONES = tuple(
    re.compile(rf"[(\[]?{form}[)\]]?")
    for form in (
        r"(?<![\w/])(?P<zone>[a-z]+(?:/[a-z_\-]+){1,2})(?![\w/])",
        r"(?<![a-z])(?P<zone>(?:utc|gmt)\s?[+-]\s?\d{1,2}(?::?\d{2})?)(?!\d)",
        r"(?:(?<=\s)|^)(?P<zone>[+-]\d{2}(?::?\d{2}){0,2})(?![\d\-/.:])",
        rf"(?<![a-z])(?P<zone>{'|'.join(sorted(_HOURS, key=len, reverse=True))})(?![a-z])",
        r"(?P<zone>(?:中国|中國|北京|台北|香港)(?:标准|標準)?(?:时|時)(?:间|間))",
        r"(?<=\()(?P<zone>[a-z][a-z ]+ time)",
    )
)
_OFFSET = re.compile(r"(?:utc|gmt)?\s?([+-])\s?(\d{1,2}):?(\d{2})?(?::?\d{2})?")


def _moment(
    day: WrittenDate, clock: re.Match[str], names: list[str], zone: tzinfo | None, local: tzinfo | None
) -> tuple[datetime | None, str]:
    """The time of that day, without a zone where none is named, or none; and what of it can't be kept."""
    written = clock[0].strip()
    hour, minute = int(clock["hour"]), int(clock["minute"] or clock["han"] or (30 if clock["half"] else 0))
    part = clock["part"] or ""
    half_day = (clock["half_day"] or (part if part.isascii() else ""))[:1]
    if half_day == "a" or re.fullmatch(_EARLY, part):
        hour = 0 if hour == 12 else hour
    elif half_day == "p" or re.fullmatch(_LATE, part):
        hour = hour + 12 if hour < 12 else hour
    elif part and hour < 10:  # 中午1点
        hour += 12
    try:
        moment = datetime(day.year, day.month or 1, day.day or 1, hour, minute, int(clock["second"] or 0))
    except ValueError:  # also 24:00, which is the day that ends then and no other
        return None, f"{written!r} is not a time of day"
    if not names:
        return in_zone(moment, zone), ""
    for name in names:  # of +0800 CST or GMT+0800 (中国标准时间) the first says it
        found = _zone(name, moment, local)
        if found is not None:
            return in_zone(moment, found), ""
    return moment, f"the time zone {names[0].upper()!r} is not known"


def _zone(name: str, moment: datetime, local: tzinfo | None) -> tzinfo | None:
    if offset := _OFFSET.fullmatch(name):
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        if minutes >= 24 * 60:
            return None
        return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    if any(place in name for place in _CHINA):
        return timezone(timedelta(hours=8))
    if "/" in name:
        try:
            return ZoneInfo("/".join("_".join(map(_capital, part.split("_"))) for part in name.split("/")))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return None
    if local is not None and (local.tzname(moment) or "").lower() == name:
        return local
    hours = _HOURS.get(name)
    return None if hours is None else timezone(timedelta(hours=hours))


def _capital(part: str) -> str:
    return part if part in {"of", "es", "au"} else part.capitalize()


# The day

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_NTH = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_FOUR = r"(?P<year>\d{4})"
_SEP = r"\s?[-/., ]\s?"


def _ymd(found: re.Match[str]) -> WrittenDate:
    parts = found.groupdict()
    month = parts.get("month") or (_MONTHS.index(parts["name"][:3]) + 1 if parts.get("name") else None)
    day = parts.get("day")
    result = WrittenDate(_year(parts["year"]), int(month) if month else None, int(day) if day else None)
    date(result.year, result.month or 1, result.day or 1)
    return result


def _year(text: str) -> int:
    """The year; one of two digits, which RFC 822 has, is between 1970 and 2069."""
    year = int(text)
    if len(text) == 2:
        return year + (1900 if year >= 70 else 2000)
    if not year:
        raise ValueError("year 0 is out of range")
    return year


def _either_order(found: re.Match[str]) -> WrittenDate:
    """Day and month in the order that is possible; only the year where both are, but with dots the day is
    first."""
    first, second, year = int(found["first"]), int(found["second"]), int(found["year"])
    if found["sign"] == "." or first > 12 or first == second:
        return WrittenDate(year, second, date(year, second, first).day)
    if second > 12:
        return WrittenDate(year, first, date(year, first, second).day)
    date(year, 1, 1)
    return WrittenDate(year, lost=f"{found[0]!r} may be two days; only its year is kept")


def _week(found: re.Match[str]) -> WrittenDate:
    day = date.fromisocalendar(int(found["year"]), int(found["week"]), int(found["weekday"] or 1))
    return WrittenDate(day.year, day.month, day.day if found["weekday"] else None)


def _ordinal(found: re.Match[str]) -> WrittenDate:
    year = int(found["year"])
    day = date(year, 1, 1) + timedelta(days=int(found["ordinal"]) - 1)
    if day.year != year:
        raise ValueError("the year has no such day")
    return WrittenDate(day.year, day.month, day.day)


_FULL = rf"{_FOUR}\s?(?:[-/._]|年)\s?(?P<month>\d{{1,2}})\s?(?:[-/._]|月)\s?(?P<day>\d{{1,2}})(?:\s?日)?"
_DAYS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], WrittenDate]], ...] = tuple(
    (re.compile(form), read)
    for form, read in (
        (_FULL, _ymd),
        (rf"{_FOUR}(?:\s?年|\s?[-/.年]\s?(?P<month>\d{{1,2}})(?:\s?月)?)?", _ymd),
        (rf"{_NAMED}\s?[-/., ]?\s?{_NTH}{_SEP}{_FOUR}", _ymd),
        (rf"{_NTH}(?: of)?\s?[-/., ]?\s?{_NAMED}{_SEP}(?P<year>\d{{4}}|\d{{2}})", _ymd),
        (rf"{_NTH}{_NAMED}{_FOUR}", _ymd),
        (rf"{_FOUR}{_SEP}{_NAMED}(?:{_SEP}{_NTH})?", _ymd),
        (rf"{_NAMED}{_SEP}{_FOUR}", _ymd),
        (
            r"(?P<first>\d{1,2})\s?(?P<sign>[-/.])\s?(?P<second>\d{1,2})\s?(?P=sign)\s?(?P<year>\d{4})",
            _either_order,
        ),
        (r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})", _ymd),
        (r"(?P<year>\d{4})-?w(?P<week>\d{2})(?:-?(?P<weekday>[1-7]))?", _week),
        (r"(?P<year>\d{4})-(?P<ordinal>\d{3})", _ordinal),
    )
)
# A day somewhere in a text, of which nothing else could be read.
_INSIDE = (
    re.compile(rf"(?<![\d\-/.]){_FULL}(?![\-/.:]?\d)"),
    re.compile(rf"(?<!\w){_NAMED} {_NTH}, ?{_FOUR}(?!\d)"),
    re.compile(rf"(?<![\w:.]){_NTH} {_NAMED} {_FOUR}(?!\d)"),
)


def _day(text: str) -> tuple[WrittenDate | None, str]:
    for pattern, read in _DAYS:
        if found := pattern.fullmatch(text):
            return read(found), ""
    for pattern in _INSIDE:
        if inside := pattern.search(text):
            rest = f"{text[: inside.start()]} {text[inside.end() :]}".strip()
            return _ymd(inside), f"{rest!r} is not read"
    return None, ""
