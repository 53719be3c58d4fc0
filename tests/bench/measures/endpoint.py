"""How much load does the JSON endpoint carry?

`wrk` sends the requests from another process on the same machine, which takes its share of the cores as well;
the queries are those of the headline figures, one after another.
"""

import shutil
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

import msgspec

from tests.bench.measures.results import Endpoint, Load
from tests.bench.measures.serving import environment, free_port, own_memory, running, workers_of, yinsuo
from tests.bench.peers.contract import Missing
from tests.bench.reindex import proportional

CLIENTS = (1, 8, 32)
_SCRIPT = Path(__file__).with_name("asking.lua")
_SAMPLE = 2.0  # seconds between two looks at the memory
_ROUND = 30  # seconds of a round of the long run


class _Summary(msgspec.Struct):
    requests: int
    microseconds: float
    p50: float
    p99: float
    status: int
    connect: int
    read: int
    write: int
    timeout: int


def load(port: int, questions: Sequence[str], *, clients: int, seconds: int) -> Load:
    """So many clients that send requests without a pause. Raises Missing where there is no wrk."""
    if shutil.which("wrk") is None:
        raise Missing("wrk is not installed (Debian: apt-get install wrk)")
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="ascii") as paths:
        paths.writelines(f"/api/search?q={quote(question)}\n" for question in questions)
        paths.flush()
        command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "10s", "-s", str(_SCRIPT)]
        ran = subprocess.run(
            [*command, f"http://127.0.0.1:{port}/"],
            env={**environment(), "PATHS": paths.name},
            capture_output=True,
            text=True,
            check=True,
        )
    summary = msgspec.json.decode(ran.stdout.splitlines()[-1], type=_Summary)
    if not summary.requests:
        raise RuntimeError(f"the server answered none of {clients} clients: {ran.stderr}")
    return Load(
        clients=clients,
        seconds=round(summary.microseconds / 1e6, 3),
        requests=summary.requests,
        requests_a_second=round(summary.requests / summary.microseconds * 1e6, 1),
        p50=round(summary.p50 / 1000, 2),
        p99=round(summary.p99 / 1000, 2),
        errors=summary.status + summary.connect + summary.read + summary.write + summary.timeout,
    )


def endpoint(index: Path, questions: Sequence[str], *, seconds: int, long: int = 0) -> Endpoint:
    """`yinsuo serve` with its defaults, so many seconds at each number of clients; then at 8 clients until
    `long` requests are answered, watching its memory."""
    port = free_port()
    command = yinsuo("serve", "--index", str(index), "--port", str(port))
    with running(command, port) as (process, _):
        load(port, questions, clients=4, seconds=2)
        rounds = tuple(load(port, questions, clients=each, seconds=seconds) for each in CLIENTS)
        workers = workers_of(process)
        memory = tuple(map(proportional, workers))
        much, held = _long(port, process, questions, long) if long else (None, ())
    return Endpoint("gunicorn", len(workers), rounds, memory, much, held)


def _long(
    port: int, process: int, questions: Sequence[str], count: int
) -> tuple[Load, tuple[tuple[int, int], ...]]:
    """Rounds until so many requests are answered; what the workers held in the mean of each round."""
    loads: list[Load] = []
    held: list[tuple[int, int]] = []
    while sum(each.requests for each in loads) < count:
        seen: list[int] = []
        done = threading.Event()

        def look(seen: list[int] = seen, done: threading.Event = done) -> None:
            while not done.wait(_SAMPLE):
                seen.append(sum(map(own_memory, workers_of(process))))

        thread = threading.Thread(target=look)
        thread.start()
        try:
            loads.append(load(port, questions, clients=8, seconds=_ROUND))
        finally:
            done.set()
            thread.join()
        held.append((sum(each.requests for each in loads), round(sum(seen) / len(seen))))
    requests, seconds = sum(each.requests for each in loads), sum(each.seconds for each in loads)
    return Load(
        clients=8,
        seconds=round(seconds, 1),
        requests=requests,
        requests_a_second=round(requests / seconds, 1),
        p50=sorted(each.p50 for each in loads)[len(loads) // 2],
        p99=max(each.p99 for each in loads),
        errors=sum(each.errors for each in loads),
    ), tuple(held)
