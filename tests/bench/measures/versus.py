"""How fast is this checkout, and how many times the time of another one does it take?

Each checkout answers in a process of its own, from an index that it has built itself. They take turns, a part
of the queries each, so that a busy moment hits both; each query is asked in every round and counts with its
median.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from tests.bench.measures.machine import ROOT, this_commit
from tests.bench.measures.results import Corpus, Speed, Times
from tests.bench.measures.serving import environment
from tests.index_code import code_digest

MEASURES = ("engine", "ids", "whole")
ROUNDS = 3
_TURN = 50  # queries
_WORKER = Path(__file__).with_name("worker.py")


class Failed(Exception):
    """A checkout could not build an index or answer, and why."""


def is_checkout(folder: Path) -> bool:
    """Whether a folder has the product in it; anything else would measure the one that is installed."""
    return all((folder / name / "__init__.py").is_file() for name in ("index", "search", "web"))


def speeds(
    cache: Path, corpus: Corpus, files: Sequence[Path], queries: Sequence[str], *, checkouts: Sequence[Path]
) -> list[Speed]:
    """Of each checkout. Raises Failed where one of them can't be measured."""
    sides = [_Side(checkout, len(queries)) for checkout in checkouts]
    turns = [range(first, min(first + _TURN, len(queries))) for first in range(0, len(queries), _TURN)]
    roots = [_indexed(cache, corpus, files, side.checkout) for side in sides]
    for old in {*cache.glob(f"versus-{corpus.name}-*/")}.difference(roots):  # of other texts or other code
        shutil.rmtree(old, ignore_errors=True)
    with ExitStack() as stack:
        for side, root in zip(sides, roots, strict=True):
            side.worker = stack.enter_context(_worker(side.checkout, root))
            side.asked("whole", queries[:_TURN])
        for round_ in range(ROUNDS):
            for number, turn in enumerate(turns):
                for measure in MEASURES:
                    for side in sides if (number + round_) % 2 else reversed(sides):
                        side.note(measure, turn, side.asked(measure, [queries[place] for place in turn]))
    return [
        Speed(
            corpus=corpus,
            checkout=side.checkout.name,
            commit=this_commit(side.checkout),
            found=round(statistics.fmean(side.found), 4),
            **{name: Times.of(list(map(statistics.median, each))) for name, each in side.seconds.items()},
        )
        for side in sides
    ]


class _Side:
    """A checkout, its worker, and what was measured of it: for each query its seconds in every round, and
    whether anything was found."""

    worker: "subprocess.Popen[str]"

    def __init__(self, checkout: Path, count: int) -> None:
        self.checkout = checkout
        self.seconds: dict[str, list[list[float]]] = {name: [[] for _ in range(count)] for name in MEASURES}
        self.found = [False] * count

    def note(self, measure: str, places: Sequence[int], answers: Sequence[tuple[float, bool]]) -> None:
        for place, (seconds, found) in zip(places, answers, strict=True):
            self.seconds[measure][place].append(seconds)
            self.found[place] = found

    def asked(self, measure: str, queries: Sequence[str]) -> list[tuple[float, bool]]:
        assert self.worker.stdin
        assert self.worker.stdout
        with suppress(BrokenPipeError):
            self.worker.stdin.write(json.dumps({"measure": measure, "queries": queries}) + "\n")
            self.worker.stdin.flush()
        answer = self.worker.stdout.readline()
        if not answer:
            raise Failed(f"{self.checkout} stopped answering; what it printed says why")
        return [(seconds, found) for seconds, found in json.loads(answer)]


def _indexed(cache: Path, corpus: Corpus, files: Sequence[Path], checkout: Path) -> Path:
    """An index of the files that the checkout's own code has built, now unless it is there."""
    if not is_checkout(checkout):
        raise Failed(f"{checkout} is no checkout of Yinsuo")
    root = cache / f"versus-{corpus.name}-{corpus.digest}-{code_digest(checkout)}"
    if not (root / "CURRENT").is_file():
        shutil.rmtree(root, ignore_errors=True)
        command = [sys.executable, "-m", "web.cli", "reindex", *map(str, files), "--index", str(root)]
        done = subprocess.run(
            command, cwd=checkout, env=_environment(checkout), capture_output=True, text=True
        )
        if done.returncode:
            raise Failed(f"{checkout} could not index {corpus.name}: {done.stderr.strip()}")
    return root


def _environment(checkout: Path) -> dict[str, str]:
    """In which that checkout is what is run, and not this one."""
    others = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    kept = [path for path in others if path and Path(path).resolve() != ROOT]
    return {**environment(), "PYTHONPATH": os.pathsep.join([str(checkout), *kept])}


@contextmanager
def _worker(checkout: Path, root: Path) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, str(_WORKER), str(checkout), str(root)],
        cwd=checkout,
        env=_environment(checkout),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.communicate()
