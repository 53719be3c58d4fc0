"""A date is kept as far as it is known, in one form, and refused where no calendar has it."""

import re
import time
from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.dates import (
    is_far_future,
    known_published,
    normal_published,
    published_month,
    published_second,
)
from index.errors import ArticleError

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("2013", "2013"),
        ("2013-09", "2013-09"),
        ("2013-9", "2013-09"),
        ("2013/9", "2013-09"),
        ("2013-09-11", "2013-09-11"),
        ("2013-9-1", "2013-09-01"),
        ("2013/09/11", "2013-09-11"),
        ("2013.9.11", "2013-09-11"),
        ("  2013-09-11\n", "2013-09-11"),
        ("2024-02-29", "2024-02-29"),
        ("0987-05", "0987-05"),
    ],
)
def test_a_date_is_kept_as_far_as_it_is_known(text: str, normal: str) -> None:
    assert normal_published(text) == normal


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("2013年", "2013"),
        ("2013年9月", "2013-09"),
        ("2013年09月", "2013-09"),
        ("2013年9月11日", "2013-09-11"),
        ("2013 年 9 月 11 日", "2013-09-11"),
        ("２０１３年９月１１日", "2013-09-11"),
        ("2013年9月11日 4:36", "2013-09-11T04:36:00"),
        ("2013年9月11日 04：36：07", "2013-09-11T04:36:07"),
        ("2013年9月11日04:36", "2013-09-11T04:36:00"),
    ],
)
def test_a_date_may_be_written_in_chinese(text: str, normal: str) -> None:
    assert normal_published(text) == normal


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("2025-05-02 04:36", "2025-05-02T04:36:00"),
        ("2025-05-02T04:36", "2025-05-02T04:36:00"),
        ("2025-05-02 4:36", "2025-05-02T04:36:00"),
        ("2025-05-02 04:36:07", "2025-05-02T04:36:07"),
        ("2025-05-02T04:36:07.250", "2025-05-02T04:36:07"),
    ],
)
def test_a_time_is_kept_to_the_second_and_given_the_zone_only_on_demand(text: str, normal: str) -> None:
    assert normal_published(text) == normal
    assert normal_published(text, zone=SHANGHAI) == normal + "+08:00"


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("2025-05-02T04:36:00+08:00", "2025-05-02T04:36:00+08:00"),
        ("2025-05-02T04:36:00-05:00", "2025-05-02T04:36:00-05:00"),
        ("2025-05-02 04:36 +0530", "2025-05-02T04:36:00+05:30"),
        ("2025-05-02T04:36:00Z", "2025-05-02T04:36:00+00:00"),
    ],
)
def test_the_zone_that_a_time_names_is_kept(text: str, normal: str) -> None:
    assert normal_published(text) == normal
    assert normal_published(text, zone=SHANGHAI) == normal


@pytest.mark.parametrize("text", ["2025", "2025-05", "2025-05-02"])
def test_a_date_without_time_gets_no_zone(text: str) -> None:
    assert normal_published(text, zone=SHANGHAI) == text


def test_a_zone_has_the_offset_of_its_season() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert normal_published("2025-01-15 08:00", zone=berlin) == "2025-01-15T08:00:00+01:00"
    assert normal_published("2025-07-15 08:00", zone=berlin) == "2025-07-15T08:00:00+02:00"


@pytest.mark.parametrize(
    "text",
    [
        "0000",
        "2025-13",
        "2025-00",
        "2025-13-01",
        "2025-02-29",
        "2025-04-31",
        "2025年2月30日",
        "2025-05-00",
    ],
)
def test_a_day_or_time_that_no_calendar_has_is_refused_by_name(text: str) -> None:
    with pytest.raises(ArticleError, match=f"^{re.escape(repr(text))} is not a date: "):
        normal_published(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "上周",
        "25-05-02",
        "2025-05-",
        "2025-5-2-1",
        "2025 04:36",
        "2025-05 04:36",
        "2025月",
        "2025-05年",
        "2025-05-0204:36",
        "2025-05-204:36",
    ],
)
def test_what_is_no_date_is_refused_by_name_with_how_to_write_one(text: str) -> None:
    with pytest.raises(
        ArticleError, match=f"^{re.escape(repr(text))} is not a date; write it like 2025-05-02"
    ):
        normal_published(text)


def test_a_long_text_is_refused_with_its_beginning_only() -> None:
    with pytest.raises(ArticleError) as refused:
        normal_published("published " * 1000)
    assert str(refused.value).startswith("'published published")
    assert len(str(refused.value)) < 200


@given(
    st.datetimes(min_value=datetime(1970, 1, 1)),
    st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d", "%Y年%m月%d日", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]),
    st.sampled_from([None, SHANGHAI, ZoneInfo("America/New_York")]),
)
def test_a_date_in_its_normal_form_stays_as_it_is(moment: datetime, form: str, zone: ZoneInfo | None) -> None:
    normal = normal_published(moment.strftime(form), zone=zone)
    assert normal_published(normal) == normal


@given(st.datetimes(), st.sampled_from([SHANGHAI, ZoneInfo("America/New_York"), ZoneInfo("Africa/Monrovia")]))
def test_a_time_in_any_year_stays_as_it_is_once_it_has_its_zone(moment: datetime, zone: ZoneInfo) -> None:
    normal = normal_published(moment.isoformat(timespec="seconds"), zone=zone)
    assert re.fullmatch(r".*[+-]\d\d:\d\d", normal)
    assert normal_published(normal) == normal
    assert published_second(normal) == published_second(normal[:19])


def test_an_offset_is_written_in_whole_minutes() -> None:
    assert normal_published("1899-12-31 08:00", zone=SHANGHAI) == "1899-12-31T08:00:00+08:06"


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("Fri, 02 May 2025 04:36:00 GMT", "2025-05-02T04:36:00+00:00"),
        ("Mon, 21 Apr 2025 06:00:00 EDT", "2025-04-21T06:00:00-04:00"),
        ("02 May 25", "2025-05-02"),
        ("Fri May  2 04:36:00 2025", "2025-05-02T04:36:00+08:00"),
        ("Fri May 02 04:36:00 CST 2025", "2025-05-02T04:36:00+08:00"),
        ("Fri May 02 04:36:00 +0800 2025", "2025-05-02T04:36:00+08:00"),
        ("Fri May 02 2025 04:36:00 GMT+0800 (中国标准时间)", "2025-05-02T04:36:00+08:00"),
        ("Fri May 02 2025 04:36:00 GMT+0000 (Coordinated Universal Time)", "2025-05-02T04:36:00+00:00"),
        ("2025-05-02 04:36:00+08", "2025-05-02T04:36:00+08:00"),
        ("2025-05-02 04:36:00.123456+00", "2025-05-02T04:36:00+00:00"),
        ("2025-05-02 04:36:00 +0000 UTC", "2025-05-02T04:36:00+00:00"),
        ("2025-05-02 04:36:00 UTC", "2025-05-02T04:36:00+00:00"),
        ("2025-05-02 04:36 GMT+8", "2025-05-02T04:36:00+08:00"),
        ("2025-05-02 04:36（北京时间）", "2025-05-02T04:36:00+08:00"),
        ("2025-05-02T04:36:00 America/New_York", "2025-05-02T04:36:00-04:00"),
        ("2025-05-02T04:36:00+08:00[Asia/Shanghai]", "2025-05-02T04:36:00+08:00"),
        ("20250502T043600Z", "2025-05-02T04:36:00+00:00"),
        ("20250502043600", "2025-05-02T04:36:00+08:00"),
        ("20250502 04:36", "2025-05-02T04:36:00+08:00"),
        ("20250502", "2025-05-02"),
        ("202505", "2025-05"),
        ("1746131760", "2025-05-02T04:36:00+08:00"),
        ("1746131760.25", "2025-05-02T04:36:00+08:00"),
        ("1746131760000", "2025-05-02T04:36:00+08:00"),
        ("1746131760000000", "2025-05-02T04:36:00+08:00"),
        ("May 2, 2025", "2025-05-02"),
        ("Friday, May 2nd, 2025", "2025-05-02"),
        ("2 May 2025", "2025-05-02"),
        ("02-May-2025", "2025-05-02"),
        ("Sept. 2025", "2025-09"),
        ("May 2, 2025 at 4:36 PM", "2025-05-02T16:36:00+08:00"),
        ("4:36 PM · May 2, 2025", "2025-05-02T16:36:00+08:00"),
        ("Published: May 2, 2025", "2025-05-02"),
        ("2025-05-02 04:36 AM", "2025-05-02T04:36:00+08:00"),
        ("2025-05-02 12:36 a.m.", "2025-05-02T00:36:00+08:00"),
        ("2025年5月2日 下午4:36", "2025-05-02T16:36:00+08:00"),
        ("2025年5月2日 上午 4:36", "2025-05-02T04:36:00+08:00"),
        ("2025年5月2日下午4点半", "2025-05-02T16:30:00+08:00"),
        ("2025年5月2日16时36分", "2025-05-02T16:36:00+08:00"),
        ("2025年5月2日 中午12:36", "2025-05-02T12:36:00+08:00"),
        ("2025年5月2日 凌晨12:36", "2025-05-02T00:36:00+08:00"),
        ("2025年5月2日（星期五）", "2025-05-02"),
        ("2025年5月2号", "2025-05-02"),
        ("发布时间：2025-05-02 04:36", "2025-05-02T04:36:00+08:00"),
        ("二〇二五年五月二日", "2025-05-02"),
        ("二零二五年十二月三十一日", "2025-12-31"),
        ("二〇二五年五月", "2025-05"),
        ("民国一百一十四年", None),
        ("民國114年5月2日", "2025-05-02"),
        ("令和7年5月2日", "2025-05-02"),
        ("2025–05–02", "2025-05-02"),
        ("02.05.2025", "2025-05-02"),
        ("13/2/2025", "2025-02-13"),
        ("2/13/2025", "2025-02-13"),
        ("2025-W18-5", "2025-05-02"),
        ("2025-122", "2025-05-02"),
    ],
)
def test_a_date_is_read_as_people_and_programs_write_it(text: str, normal: str | None) -> None:
    assert known_published(text, zone=SHANGHAI)[0] == normal
    if normal:
        assert known_published(text, zone=SHANGHAI)[1] == []


@pytest.mark.parametrize(
    ("text", "kept", "why"),
    [
        ("2025-05-02 24:00", "2025-05-02", "'24:00' is not a time of day"),
        ("2025-05-02 04:60", "2025-05-02", "'04:60' is not a time of day"),
        ("2025-05-02 04:36:60", "2025-05-02", "'04:36:60' is not a time of day"),
        ("2025-05-02 at noon", "2025-05-02", "'at noon' is not read"),
        ("2025-05-02T04:36:00+99:00", "2025-05-02T04:36:00", r"time zone '\+99:00' is not known"),
        ("2025-05-02 04:36 来源：新华社", "2025-05-02T04:36:00+08:00", "'来源:新华社' is not read"),
        ("05/02/2025", "2025", "may be two days; only its year is kept"),
    ],
)
def test_what_is_strange_about_a_date_costs_no_more_than_that_and_is_noted(
    text: str, kept: str, why: str
) -> None:
    published, (note,) = known_published(text, zone=SHANGHAI)
    assert published == kept
    assert re.search(why, note)


@pytest.mark.parametrize(
    "text",
    ["3小时前", "刚刚", "昨天 04:36", "2 hours ago", "05-02 04:36", "5月2日", "May 2", "20250230", "1",
     "-86400", "Feb 30, 2025", "1746131760 votes", "0000-00-00 00:00:00", "0001-01-01T00:00:00"],
)  # fmt: skip
def test_a_date_that_names_no_day_of_its_own_is_dropped_and_noted(text: str) -> None:
    published, (note,) = known_published(text, zone=SHANGHAI)
    assert published is None
    assert repr(text) in note


def test_an_instant_has_its_date_where_the_reader_is_and_else_in_utc() -> None:
    assert normal_published("1746131760") == "2025-05-01T20:36:00+00:00"
    assert known_published("1746131760", local=SHANGHAI) == ("2025-05-02T04:36:00+08:00", [])
    assert known_published("2025-05-02 04:36", local=SHANGHAI) == ("2025-05-02T04:36:00", [])


def test_a_date_in_the_far_future_is_kept_and_noted() -> None:
    today = date(2025, 5, 14)
    assert known_published("2026-05-14", today=today) == ("2026-05-14", [])
    published, (note,) = known_published("2052-05-02", today=today)
    assert published == "2052-05-02"
    assert "far future" in note
    assert not is_far_future("2026", today=today)
    assert is_far_future("9999-12-31T23:59:59+08:00", today=today)


@given(
    st.text(st.sampled_from("0123456789-/.:：年月日号点上下午一二十〇+TZ AaMmPpyJu,()[]周五"), max_size=30)
)
def test_any_text_is_a_date_or_is_noted(text: str) -> None:
    published, notes = known_published(text, zone=SHANGHAI)
    if published is None:
        assert notes
    else:
        assert normal_published(published) == published


@pytest.mark.alone
@pytest.mark.parametrize("before", ["2025-05-02", "2025", "2025-05-02 04:36"])
def test_a_long_run_of_blanks_takes_no_long_time(before: str) -> None:
    start = time.perf_counter()
    with pytest.raises(ArticleError):
        normal_published(before + " " * 20_000 + "x")
    assert time.perf_counter() - start < 0.5


def test_a_date_that_is_not_needed_is_none_with_a_note() -> None:
    assert known_published("2025年5月") == ("2025-05", [])
    published, (note,) = known_published("2025-02-30")
    assert published is None
    assert "without a date: '2025-02-30'" in note


def test_dates_stand_on_the_calendar_in_order() -> None:
    in_order = [
        "1969-12-31T23:59:59",
        "1970",
        "2013",
        "2013-01-01T00:00:01",
        "2013-01-02",
        "2013-09",
        "2013-09-11",
        "2013-09-11T04:36:00+08:00",
        "2013-09-11T04:36:01-05:00",
        "2013-10",
        "2014",
    ]
    assert all(published_second(a) < published_second(b) for a, b in pairwise(in_order))


@pytest.mark.parametrize(
    ("published", "second"),
    [("1970", 0), ("1970-01-02", 86_400), ("1970-01-01T00:00:07", 7), ("1969-12-31", -86_400)],
)
def test_seconds_count_from_1970(published: str, second: int) -> None:
    assert published_second(published) == second


def test_a_date_known_in_part_counts_as_its_beginning() -> None:
    assert published_second("2013") == published_second("2013-01") == published_second("2013-01-01T00:00:00")


def test_a_time_is_compared_by_its_own_clock() -> None:
    clocks = ["2025-05-02T04:36:00", "2025-05-02T04:36:00+08:00", "2025-05-02T04:36:00-05:00"]
    assert len({published_second(clock) for clock in clocks}) == 1


@pytest.mark.parametrize(
    ("published", "month"),
    [
        ("2025", None),
        ("2025-05", "2025-05"),
        ("2025-05-02", "2025-05"),
        ("2025-05-02T04:36:00+08:00", "2025-05"),
    ],
)
def test_a_month_is_known_of_a_date_that_has_one(published: str, month: str | None) -> None:
    assert published_month(published) == month
