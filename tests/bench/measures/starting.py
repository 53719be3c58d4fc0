"""How long until a command has done what it is for?

Each in a process of its own, the files of the index and the code in the machine's cache.
"""

import statistics
import subprocess
import time
from pathlib import Path

from tests.bench.measures.machine import ROOT
from tests.bench.measures.results import Starts
from tests.bench.measures.serving import environment, free_port, running, yinsuo

_QUESTION = "开源 操作系统"


def starting(index: Path, *, runs: int = 5) -> Starts:
    """Medians; one run before them isn't counted."""
    serve, search, usage = [], [], []
    for _ in range(runs + 1):
        port = free_port()
        with running(yinsuo("serve", "--index", str(index), "--port", str(port)), port) as (_, seconds):
            serve.append(seconds)
        search.append(_run("search", _QUESTION, "--index", str(index)))
        usage.append(_run("--help"))
    medians = (statistics.median(each[1:]) * 1000 for each in (serve, search, usage))
    return Starts(runs, *(round(each, 1) for each in medians))


def _run(*arguments: str) -> float:
    began = time.perf_counter()
    done = subprocess.run(yinsuo(*arguments), cwd=ROOT, env=environment(), capture_output=True, check=True)
    taken = time.perf_counter() - began
    if not done.stdout:
        raise RuntimeError(f"yinsuo {arguments[0]} printed nothing")
    return taken
