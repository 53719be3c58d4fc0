"""The numbers that a monitor reads."""

import re
from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient

from search import Searcher
from web import create_app


def numbers(client: FlaskClient) -> dict[str, float]:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.content_type == "text/plain; charset=utf-8"
    lines = answer.get_data(as_text=True).splitlines()
    assert all(re.fullmatch(r"#.*|[a-z_]+(\{.*\})? [\d.e+-]+", line) for line in lines)
    return {name: float(value) for name, value in (x.rsplit(" ", 1) for x in lines if x[0] != "#")}


def test_requests_are_counted_by_route_and_status(sample_index: Path) -> None:
    client = create_app(sample_index).test_client()
    for url in (
        "/api/articles/one",
        "/api/articles/two",
        "/api/search?q=x",
        "/api/search?page=0",
        "/nowhere",
        "/x/y",
    ):
        client.get(url)
    found = numbers(client)
    count = "yinsuo_requests_total{{route={},status={}}}".format
    assert found[count('"/api/articles/<id:id>"', '"404"')] == 2
    assert found[count('"/api/search"', '"200"')] == 1
    assert found[count('"/api/search"', '"400"')] == 1
    # A stranger can't fill the memory with paths that aren't there.
    assert found[count('""', '"404"')] == 2
    assert not [name for name in found if "nowhere" in name]


def test_times_are_counted_by_route(sample_index: Path) -> None:
    client = create_app(sample_index).test_client()
    client.get("/api/search?q=data")
    found = numbers(client)
    assert found['yinsuo_request_seconds_count{route="/api/search"}'] == 1
    assert found['yinsuo_request_seconds_bucket{le="+Inf",route="/api/search"}'] == 1
    assert 0 < found['yinsuo_request_seconds_sum{route="/api/search"}'] < 60


def test_the_index_is_counted(sample_index: Path) -> None:
    found = numbers(create_app(sample_index).test_client())
    assert found["yinsuo_index_up"] == 1
    assert found["yinsuo_index_articles"] == 31
    assert found["yinsuo_index_points"] > 31
    assert found["yinsuo_index_paragraphs"] > 31
    on_disk = sum(path.stat().st_size for path in (sample_index / "g000001").rglob("*") if path.is_file())
    assert found["yinsuo_index_bytes"] == on_disk
    (info,) = (name for name in found if name.startswith("yinsuo_index_info"))
    assert 'generation="g000001"' in info


def test_the_next_generation_is_seen_and_a_missing_one_is_no_fault(
    tmp_path: Path, index_of: Callable[..., Searcher]
) -> None:
    client = create_app(tmp_path / "index1").test_client()
    assert numbers(client)["yinsuo_index_up"] == 0
    index_of({"title": "one"})
    assert numbers(client)["yinsuo_index_articles"] == 1


def test_two_applications_in_a_process_count_for_themselves(sample_index: Path) -> None:
    one, two = (create_app(sample_index).test_client() for _ in range(2))
    one.get("/api/tokens")
    assert not [name for name in numbers(two) if "/api/tokens" in name]
