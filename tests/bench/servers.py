"""Which server carries the most load under the same application?

    make bench-servers        (or: python tests/bench/servers.py [--rounds N] [--seconds N] [--index DIR])

gunicorn as `yinsuo serve` sets it up, waitress (one process, as it is made) and granian (one worker a core),
in turn, so that a busy moment hits all; medians of the rounds. Needs wrk, and what `pip install '.[bench]'`
brings.
"""

import argparse
import os
import statistics
import sys
from importlib.util import find_spec
from pathlib import Path

from flask import Flask

from tests.bench.measures.corpora import Texts
from tests.bench.measures.endpoint import CLIENTS, load
from tests.bench.measures.machine import ROOT
from tests.bench.measures.queries import typed_questions
from tests.bench.measures.results import Load
from tests.bench.measures.serving import free_port, running, yinsuo
from tests.bench.run import SEED, SHORT, Bench
from web import create_app

SERVERS = ("gunicorn", "waitress", "granian")
_THREADS = 4  # of a worker, as `yinsuo serve` has them


def make() -> Flask:
    """The application over the index of the settings, warm."""
    app = create_app()
    app.extensions["yinsuo"].searcher().search("引索 yinsuo")
    return app


def serve(name: str, port: int) -> None:
    """Serve with waitress or granian until interrupted."""
    if name == "waitress":
        import waitress

        waitress.serve(make(), host="127.0.0.1", port=port, threads=_THREADS)
    else:
        from granian import Granian
        from granian.constants import Interfaces

        Granian(
            "tests.bench.servers:make",
            factory=True,
            address="127.0.0.1",
            port=port,
            interface=Interfaces.WSGI,
            workers=len(os.sched_getaffinity(0)),
            blocking_threads=_THREADS,
            log_enabled=False,
        ).serve()


def command(name: str, index: Path, port: int) -> list[str]:
    if name == "gunicorn":
        return yinsuo("serve", "--index", str(index), "--port", str(port))
    return [sys.executable, __file__, "--index", str(index), "--serve", name, "--port", str(port)]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=int, default=6, help="of each number of clients in a round")
    options.add_argument("--index", type=Path, help="folder of an index; lctt-zh and lctt-en by default")
    options.add_argument("--data", type=Path, default=ROOT.parent / "shared/data")
    options.add_argument("--serve", choices=SERVERS, help=argparse.SUPPRESS)
    options.add_argument("--port", type=int, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.serve:
        os.environ["YINSUO_INDEX"] = str(given.index)
        serve(given.serve, given.port)
        return
    texts = Texts(given.data)
    cache = ROOT / ".bench"
    cache.mkdir(exist_ok=True)
    index = given.index or Bench(texts, cache, SHORT, full=False, again=False).index().root
    questions = typed_questions(texts.folder / "queries", seed=SEED).all
    there = [name for name in SERVERS if find_spec(name)]
    for name in set(SERVERS) - set(there):
        print(f"{name} is left out: it is not installed (pip install '.[bench]')")
    measured: dict[tuple[str, int], list[Load]] = {}
    for _ in range(given.rounds):
        for name in there:
            port = free_port()
            with running(command(name, index, port), port):
                load(port, questions, clients=4, seconds=2)
                for clients in CLIENTS:
                    seen = load(port, questions, clients=clients, seconds=given.seconds)
                    measured.setdefault((name, clients), []).append(seen)
    print(f"{'server':10} {'clients':>7} {'a second':>9} {'p50 ms':>7} {'p99 ms':>7} {'errors':>6}")
    for (name, clients), loads in measured.items():
        rates = sorted(each.requests_a_second for each in loads)
        print(
            f"{name:10} {clients:7} {statistics.median(rates):9.0f} "
            f"{statistics.median(each.p50 for each in loads):7.1f} "
            f"{statistics.median(each.p99 for each in loads):7.1f} {sum(each.errors for each in loads):6}"
            f"   ({', '.join(f'{rate:.0f}' for rate in rates)})"
        )


if __name__ == "__main__":
    main()
