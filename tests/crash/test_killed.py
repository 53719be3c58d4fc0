"""Whoever is killed while writing, at whatever instant, leaves exactly the old articles live or the new ones.

`TEST_KILLS` is the number of instants of each kind, by default 12 in CI and 4 elsewhere; `make test-crash`
takes 200. A kill loses nothing that was handed to the system, so what a power cut does is not shown here: for
that, everything is flushed before the switch.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from examples import IN_CI

from index import Analyzer, check, open_generation
from index.storage.generations import current_name
from index.storage.manifest import read_manifest
from search import Searcher

KILLS = int(os.environ.get("TEST_KILLS", "12" if IN_CI else "4"))
ARTICLES = 60
KINDS = ("reindex", "update")


class Runner:
    """The process that runs builds in processes of their own."""

    def __init__(self) -> None:
        command = [sys.executable, str(Path(__file__).with_name("runner.py"))]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._line() == "ready"

    def run(self, kind: str, engine: str, root: Path, file: Path, **options: int) -> int:
        """The exit code of a build, below 0 where a signal ended it."""
        self._begin(kind, engine, root, file, **options)
        return int(self._line())

    def kill(self, kind: str, engine: str, root: Path, file: Path, *, after: float) -> int:
        """Begin a build and kill it after so many seconds; its exit code."""
        process = self._begin(kind, engine, root, file)
        time.sleep(after)
        # Until its end is read it is a process, if only a dead one, so no other can have its id.
        os.kill(process, signal.SIGKILL) if Path(f"/proc/{process}").exists() else None
        return int(self._line())

    def close(self) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def _begin(self, kind: str, engine: str, root: Path, file: Path, **options: int) -> int:
        assert self._process.stdin
        order = {"kind": kind, "engine": engine, "root": str(root), "file": str(file), **options}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return int(self._line())

    def _line(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    running = Runner()
    yield running
    running.close()


class Sides:
    """Two collections that share most ids, and an index that holds the one or the other."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "index"
        self.files = {side: folder / f"{side}.jsonl" for side in ("first", "second")}
        chance = random.Random(5)
        for side, file in self.files.items():
            start = 0 if side == "first" else ARTICLES // 5
            rows = [
                {
                    "id": f"a{number}",
                    "title": f"{side} 标题 {number}" if number % 3 else f"same {number}",
                    "paragraphs": [self._text(random.Random(number)) for _ in range(4)],
                }
                for number in range(start, start + ARTICLES)
            ]
            chance.shuffle(rows)
            file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        self.titles = {
            side: {row["id"]: row["title"] for row in map(json.loads, file.read_text().splitlines())}
            for side, file in self.files.items()
        }

    @staticmethod
    def _text(chance: random.Random) -> str:
        return "".join(
            chance.choice("数据中心微软投资电池公司模型人工智能的了在是 open data ") for _ in range(400)
        )

    def live(self, analyzer: Analyzer) -> str:
        """Which side the index holds; fails where it is neither, or not whole."""
        checked = check(self.root, analyzer)
        assert checked.faults == ()
        assert len(checked.self_queries) == 2
        generation = open_generation(self.root, analyzer)
        searcher = Searcher(generation, analyzer)
        held = {
            key: (searcher.read(key) or pytest.fail(key)).title.text
            for key, _ in generation.articles.documents()
        }
        assert set(read_manifest(self.root / current_name(self.root))) == set(held)
        (side,) = [side for side, titles in self.titles.items() if titles == held]
        words = searcher.search(f"title:{side}").total
        assert words == sum(side in title for title in held.values())
        generation.articles.close()
        return side


def other(side: str) -> str:
    return "second" if side == "first" else "first"


def begun(runner: Runner, kind: str, engine: str, folder: Path) -> tuple[Sides, float]:
    """An index of the first side, and how many seconds a build of this kind takes."""
    sides = Sides(folder)
    assert runner.run("reindex", engine, sides.root, sides.files["first"]) == 0
    seconds = []
    for side in ("second", "first"):
        began = time.monotonic()
        assert runner.run(kind, engine, sides.root, sides.files[side]) == 0
        seconds.append(time.monotonic() - began)
    return sides, max(seconds)


def goes_on(runner: Runner, kind: str, engine: str, sides: Sides, side: str, analyzer: Analyzer) -> float:
    """After a death: the next run succeeds and clears up. The seconds that it takes."""
    began = time.monotonic()
    assert runner.run(kind, engine, sides.root, sides.files[side]) == 0
    seconds = time.monotonic() - began
    assert sides.live(analyzer) == side
    names = {path.name for path in sides.root.iterdir()}
    kept = set((sides.root / "CURRENT").read_text().split())
    generations = {name for name in names if name.startswith("g")}
    assert generations
    assert generations <= kept
    assert "CURRENT.new" not in names
    return seconds


@pytest.mark.parametrize("kind", KINDS)
def test_killed_at_any_moment_the_index_holds_the_old_or_the_new(
    runner: Runner, tmp_path: Path, engine_name: str, analyzer: Analyzer, kind: str
) -> None:
    sides, seconds = begun(runner, kind, engine_name, tmp_path)
    chance = random.Random(11)
    side = "first"
    killed = missed = 0
    while killed < KILLS:
        # Spread over the length of a run; one that ended before is a miss and counts for none.
        after = seconds * (killed + chance.random()) / KILLS
        code = runner.kill(kind, engine_name, sides.root, sides.files[other(side)], after=after)
        killed += code == -signal.SIGKILL
        missed += code != -signal.SIGKILL
        left = sides.live(analyzer)
        assert code == -signal.SIGKILL or left == other(side)
        side = other(side)
        seconds = goes_on(runner, kind, engine_name, sides, side, analyzer)
        assert missed < 2 * KILLS


@pytest.mark.parametrize("kind", KINDS)
def test_killed_before_any_step_in_the_folder_the_index_holds_the_old_or_the_new(
    runner: Runner, tmp_path: Path, engine_name: str, analyzer: Analyzer, kind: str
) -> None:
    sides, _ = begun(runner, kind, engine_name, tmp_path)
    chance = random.Random(13)
    side, event, outcomes = "first", 0, set()
    while True:
        # A few steps are skipped unless all are requested, different ones for each engine and kind.
        event += 1 if KILLS >= 100 else chance.randint(1, 8 if KILLS >= 12 else 24)
        code = runner.run(kind, engine_name, sides.root, sides.files[other(side)], event=event)
        left = sides.live(analyzer)
        if code == 0:
            assert left == other(side)
            break
        assert code == -signal.SIGKILL
        outcomes.add(left == other(side))
        side = other(side)
        goes_on(runner, kind, engine_name, sides, side, analyzer)
    assert event > 10
    assert False in outcomes
