"""Records are analysed by several processes as by one: the same documents in order, or a clear end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC
from itertools import islice
from pathlib import Path

import pytest

import index.ingest.parallel as parallel
from index import Analyzer
from index.errors import WorkerDied
from index.importers.records import Form, RawRecord, Rejected
from index.ingest.prepare import Decoded, Prepared, decoded


def records(count: int) -> Iterator[RawRecord | Rejected]:
    """Records of some kilobytes each, of which every tenth is bad and every seventh has the id before it."""
    for number in range(count):
        name = number - 1 if number % 7 == 6 else number
        text = f'{{"id": "a{name}", "title": "数据中心 {number}", "paragraphs": ["{"词语 word " * 400}"]}}'
        yield RawRecord("a.jsonl", number + 1, Form.RECORD, b"{" if number % 10 == 9 else text.encode())


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_BATCH", 20_000)


def workers() -> list[int]:
    """The processes that were started here."""
    found = subprocess.run(
        ["pgrep", "-P", str(os.getpid()), "-f", "index.ingest.worker"], capture_output=True, text=True
    )
    return [int(line) for line in found.stdout.split()]


def gone(process: int) -> bool:
    for _ in range(100):
        try:
            if Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


def test_several_processes_give_what_one_gives_in_the_same_order(analyzer: Analyzer) -> None:
    alone = list(parallel.prepared_in_order(records(200), analyzer, zone=UTC, jobs=1))
    together = list(parallel.prepared_in_order(records(200), analyzer, zone=UTC, jobs=3))
    assert together == alone
    assert sum(isinstance(each, Rejected) for each in alone) == 20
    assert workers() == []


def test_records_that_were_decoded_before_give_the_same(analyzer: Analyzer) -> None:
    alone = list(parallel.prepared_in_order(records(200), analyzer, zone=UTC, jobs=1))
    before = [decoded(each, UTC) if isinstance(each, RawRecord) else each for each in records(200)]
    assert sum(isinstance(each, Decoded) for each in before) == 180
    assert list(parallel.prepared_in_order(before, analyzer, zone=UTC, jobs=1)) == alone
    assert list(parallel.prepared_in_order(before, analyzer, zone=UTC, jobs=3)) == alone


def test_a_small_input_starts_no_process(analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_Workers", None)
    found = list(parallel.prepared_in_order(records(10), analyzer, zone=UTC, jobs=2))
    assert len(found) == 10


def test_what_waits_is_bounded_while_the_engine_is_slow(analyzer: Analyzer) -> None:
    read = 0

    def counted() -> Iterator[RawRecord | Rejected]:
        nonlocal read
        for record in records(100_000):
            read += 1
            yield record

    found = parallel.prepared_in_order(counted(), analyzer, zone=UTC, jobs=2)
    assert len(list(islice(found, 5))) == 5
    time.sleep(0.5)
    assert read < 20 * parallel._QUEUED * 2
    found.close()
    assert workers() == []


def test_a_worker_that_dies_is_reported_with_what_it_worked_on(analyzer: Analyzer) -> None:
    found = parallel.prepared_in_order(records(5000), analyzer, zone=UTC, jobs=2)
    assert isinstance(next(found), Prepared)
    os.kill(workers()[0], signal.SIGKILL)
    with pytest.raises(WorkerDied, match=r"a\.jsonl:\d+ to a\.jsonl:\d+ ended by signal 9.*--jobs 1"):
        list(found)
    assert workers() == []


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_workers_end_with_the_process_that_started_them(tmp_path: Path, how: signal.Signals) -> None:
    script = tmp_path / "run.py"
    script.write_text(
        "import sys, time, pathlib\n"
        "sys.path.insert(0, sys.argv[1])\n"
        "from datetime import UTC\n"
        "from test_parallel import parallel, records\n"
        "from index import configured_analyzer\n"
        "parallel._BATCH = 20_000\n"
        "for _ in parallel.prepared_in_order(records(10**6), configured_analyzer(), zone=UTC, jobs=2):\n"
        "    print('begun', flush=True)\n"
        "    time.sleep(0.01)\n"
    )
    # A session of its own, so that the signal can be sent to all in it, as a terminal does.
    run = subprocess.Popen(
        [sys.executable, str(script), str(Path(__file__).parent)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert run.stdout
    assert run.stdout.readline() == b"begun\n"
    listed = subprocess.run(["pgrep", "-P", str(run.pid)], capture_output=True, text=True).stdout.split()
    assert len(listed) == 2
    if how is signal.SIGINT:
        os.killpg(run.pid, how)
    else:
        run.kill()
    _, errors = run.communicate(timeout=30)
    assert all(gone(int(process)) for process in listed)
    assert errors.count(b"Traceback") == (how is signal.SIGINT)
