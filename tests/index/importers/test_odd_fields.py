"""An odd field costs an article that field alone: null is empty, a number its digits, the rest is noted."""

import json
from zoneinfo import ZoneInfo

import pytest

from index.articles.article import Reading, Ticker
from index.errors import ArticleError
from index.importers.json import read_json_record

SHANGHAI = ZoneInfo("Asia/Shanghai")


def reading(**fields: object) -> Reading:
    return read_json_record(json.dumps({"title": "水厂", **fields}), zone=SHANGHAI)


def points(**fields: object) -> list[tuple[str, list[str]]]:
    groups = reading(**fields).article.groups
    return [(group.title, [point.text for point in group.points]) for group in groups]


@pytest.mark.parametrize(
    "fields",
    [
        {name: None}
        for name in ("id", "url", "source", "published", "tickers", "viewpoint", "groups", "paragraphs")
    ],
    ids=str,
)
def test_null_is_an_empty_field_and_no_fault(fields: dict[str, object]) -> None:
    assert reading(**fields) == reading()


def test_null_inside_a_field_is_an_empty_element() -> None:
    assert reading(tickers=[None, {"symbol": "US:MSFT", "name": None}]).article.tickers == (
        Ticker("US:MSFT", ""),
    )
    assert points(groups=[None, {"title": None, "points": [None, {"text": None}, "a [1]"]}]) == [("", ["a"])]
    assert points(groups=[{"title": "G", "points": None}]) == []
    assert reading(tickers=[None], groups=[None]).notes == ()


def test_an_empty_paragraph_keeps_the_numbers_of_those_after_it() -> None:
    assert reading(paragraphs=[None, "正文", 7]).article.paragraphs == ("", "正文", "7")


@pytest.mark.parametrize(
    ("published", "date"),
    [
        (1746131760, "2025-05-02T04:36:00+08:00"),
        (1746131760.5, "2025-05-02T04:36:00+08:00"),
        (1746131760000, "2025-05-02T04:36:00+08:00"),
        ({"$date": 1746131760000}, "2025-05-02T04:36:00+08:00"),
        (20250502, "2025-05-02"),
        (2025, "2025"),
        (7, None),
        (True, None),
        ([], None),
    ],
)
def test_a_number_may_be_a_date(published: object, date: str | None) -> None:
    read = reading(published=published)
    assert read.article.published == date
    assert bool(read.notes) == (date is None or isinstance(published, dict))


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("url", 7, "7"),
        ("source", {"id": 3, "name": "湖岸报"}, "湖岸报"),
        ("source", ["湖岸报"], "湖岸报"),
        ("source", False, ""),
        ("url", {"a": {"b": []}}, None),
        ("title", {"rendered": "湖上夜航"}, "湖上夜航"),
        ("title", 1984, "1984"),
        ("paragraphs", "一。\n\n二。", ("一。", "二。")),
        ("paragraphs", [{"text": "一。"}, {"html": "二。"}, {}], ("一。", "二。", "")),
        ("paragraphs", 7.0, ("7",)),
        ("paragraphs", {"a": 1, "b": 2}, ()),
        ("tickers", "US:MSFT、us:aapl", (Ticker("US:MSFT"), Ticker("US:AAPL"))),
        ("tickers", {"symbol": "US:MSFT"}, (Ticker("US:MSFT"),)),
        ("tickers", [{"name": "Microsoft"}, "US:AAPL"], (Ticker("US:AAPL"),)),
        ("id", 1.5, "1.5"),
    ],
)
def test_a_field_of_another_type_is_read_as_far_as_it_can_be_and_noted(
    field: str, value: object, kept: object
) -> None:
    read = reading(**{"paragraphs": ["正文"], field: value})
    assert getattr(read.article, field) == kept
    (note,) = read.notes
    assert field in note


def test_points_of_another_type_are_read_as_far_as_they_can_be() -> None:
    assert points(groups={"title": "票价", "points": "a [1]"}) == [("票价", ["a"])]
    assert points(groups=["a", "b"]) == [("", ["a", "b"])]
    assert points(groups=[{"title": 7, "points": [7, True, {"text": 8}]}]) == [("7", ["7", "8"])]


def test_a_viewpoint_may_be_a_list() -> None:
    viewpoint = reading(viewpoint=["a [1].", "b"]).article.viewpoint
    assert viewpoint
    assert viewpoint.text == "a. b"


@pytest.mark.parametrize(
    "record", ['{"title": null}', '{"title": 7}', '{"title": [], "id": "a"}', '{"id": 7.5}']
)
def test_a_record_without_any_text_stays_refused_for_what_is_odd(record: str) -> None:
    with pytest.raises(ArticleError, match="not an article record"):
        read_json_record(record)


def test_the_nan_of_a_program_is_an_empty_field() -> None:
    read = read_json_record('{"title": "水厂", "published": NaN, "source": NaN}')
    assert (read.article.published, read.article.source, read.notes) == (None, "", ())


def test_half_a_character_stays_refused() -> None:
    with pytest.raises(ArticleError, match="not valid JSON"):
        read_json_record('{"title": "\\ud800", "published": 7}')
