"""A date is kept as far as it is known, in one form, and refused where no calendar has it."""

import re
import time
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.dates import known_published, normal_published, published_month, published_second
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
        "2025-05-02 24:00",
        "2025-05-02 04:60",
        "2025-05-02 04:36:60",
        "2025-05-02T04:36:00+99:00",
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
        "20250502",
        "2025-05-",
        "May 2, 2025",
        "2025-05-02 at noon",
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
