"""A request that takes more than its budget of processor time is broken off and says why."""

import json
import time
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from random import Random

import pytest
from flask.testing import FlaskClient

from index import SettingError, budget, configured_analyzer, reindex
from index.engines import engine_names
from web import create_app

LETTERS = "abcdefghij"
PATTERNS = "/api/search?size=100&explain=1&q=" + "+".join(f"{letter}*" for letter in LETTERS)


@pytest.fixture(scope="module", params=engine_names())
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of many words."""
    root = tmp_path_factory.mktemp("patterns")
    random = Random(17)
    words = ["".join(random.choices(LETTERS, k=5)) for _ in range(3_000)]
    rows = [
        {"id": str(number), "title": str(number), "paragraphs": [" ".join(random.choices(words, k=200))]}
        for number in range(120)
    ]
    file = root / "articles.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    reindex(
        [str(file)],
        root=root / "index",
        analyzer=configured_analyzer(),
        engine=request.param,
        zone=UTC,
    )
    return root / "index"


@pytest.fixture
def client(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], FlaskClient]:
    def make(seconds: str) -> FlaskClient:
        monkeypatch.setenv("YINSUO_BUDGET", seconds)
        return create_app(folder).test_client()

    return make


@pytest.mark.alone
def test_ten_patterns_explained_take_two_seconds_at_most(client: Callable[[str], FlaskClient]) -> None:
    asked = client("10")
    asked.get("/healthz")
    began = time.process_time()
    answer = asked.get(PATTERNS)
    assert time.process_time() - began < 2
    assert answer.status_code == 200
    assert len(answer.get_json()["explanation"]["articles"]) == 100


def test_what_takes_more_than_the_budget_is_broken_off_and_says_so(
    client: Callable[[str], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = client("3")
    assert asked.get(PATTERNS).status_code == 200
    clock = iter(range(1_000_000))
    monkeypatch.setattr(time, "thread_time", lambda: float(next(clock)))  # each look costs a second
    answer = asked.get(PATTERNS)
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    problem = answer.get_json()
    assert problem["parameter"] == "q"
    assert "3 s of processor time" in problem["detail"]
    page = asked.get("/?q=a*")
    assert page.status_code == 400
    assert "3 s of processor time" in page.get_data(as_text=True)
    chinese = asked.get("/?q=a*&ui=zh").get_data(as_text=True)
    assert "3 秒处理器时间" in chinese
    assert asked.get("/api/tokens?text=x").status_code == 200


def test_without_a_budget_nothing_is_broken_off(
    client: Callable[[str], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = client("0")
    clock = iter(range(0, 1_000_000_000, 1_000))
    monkeypatch.setattr(time, "thread_time", lambda: float(next(clock)))
    assert asked.get(PATTERNS).status_code == 200


def test_what_is_kept_for_others_is_charged_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(time, "thread_time", lambda: now)
    with budget.limited(2):
        now = 1.0
        budget.check()
        with budget.uncharged():
            now = 101.0
            budget.check()
        budget.check()
        now = 101.9
        budget.check()
        now = 102.1
        with pytest.raises(budget.OverBudget):
            budget.check()
    budget.check()


def test_a_budget_that_is_no_number_is_an_error_at_the_start(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YINSUO_BUDGET", "much")
    with pytest.raises(SettingError, match="much"):
        create_app(folder)
