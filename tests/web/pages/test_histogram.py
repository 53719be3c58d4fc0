"""A chart of months: every month has its place, every article its height, and no date breaks it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import Count
from web.pages.histogram import histogram

months = st.dictionaries(
    st.tuples(st.integers(1, 9999), st.integers(1, 12)).map(lambda month: "{:04}-{:02}".format(*month)),
    st.integers(1, 10**6),
    max_size=60,
)


def counts(**months: int) -> list[Count]:
    return [Count(month[1:].replace("_", "-"), count) for month, count in months.items()]


def test_months_without_articles_have_a_place_and_no_column() -> None:
    chart = histogram(counts(_2023_11=4, _2025_01=1))
    assert chart is not None
    assert [bar.span for bar in chart.bars][:3] == ["2023-11", "2023-12", "2024-01"]
    assert [bar.height for bar in chart.bars if bar.count] == [chart.height, chart.height // 4]
    assert len(chart.bars) == 15


def test_a_few_months_are_shown_in_their_year() -> None:
    chart = histogram(counts(_2025_05=1))
    assert chart is not None
    assert [bar.span for bar in chart.bars][::11] == ["2024-06", "2025-05"]


def test_long_times_are_counted_by_years() -> None:
    chart = histogram(counts(_1999_12=1, _2025_01=2, _2025_02=3))
    assert chart is not None
    assert chart.by == "year"
    assert {bar.span: bar.count for bar in chart.bars if bar.count} == {"1999": 1, "2025": 5}


@pytest.mark.parametrize(
    ("since", "until", "chosen"),
    [
        ("2025-02", "2025-02", ["2025-02"]),
        ("2025-02-14", "", ["2025-02", "2025-03"]),
        ("", "2025-01-31", ["2025-01"]),
        ("2025", "2025", ["2025-01", "2025-02", "2025-03"]),
        ("", "", []),
        ("上周", "", []),
    ],
)
def test_the_columns_of_the_chosen_dates_are_told_apart(since: str, until: str, chosen: list[str]) -> None:
    chart = histogram(counts(_2025_01=1, _2025_02=1, _2025_03=1), since=since, until=until)
    assert chart is not None
    assert [bar.span for bar in chart.bars if bar.count and bar.chosen] == chosen


@given(months)
def test_every_article_is_in_the_chart_whatever_the_months(found: dict[str, int]) -> None:
    chart = histogram([Count(month, count) for month, count in found.items()])
    if chart is None:
        assert not found
        return
    assert sum(bar.count for bar in chart.bars) == sum(found.values())
    assert [bar.span for bar in chart.bars] == sorted({bar.span for bar in chart.bars})
    assert len(chart.bars) <= 240
    for bar in chart.bars:
        assert bar.x >= 0
        assert bar.x + bar.width <= chart.width
        assert 0 <= bar.y <= bar.y + bar.height == chart.height
        assert (bar.height > 0) == (bar.count > 0)
