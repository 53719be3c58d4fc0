"""How are many records analysed in parallel, in order, and in bounded memory?

Small inputs are analysed in this process; larger ones by worker processes (`index.ingest.worker`), each with
a thread here that waits for it. Knows nothing of what is done with the results.
"""

import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import tzinfo
from itertools import chain, islice
from queue import SimpleQueue
from types import TracebackType
from typing import IO, Any, Self

from index.errors import IndexMismatch, WorkerDied
from index.importers.records import RawRecord, Rejected
from index.ingest.prepare import Decoded, Prepared, Record, prepared
from index.text.analysis import Analyzer
from index.text.analyzers import configured_analyzer

_BATCH = 256 * 1024  # bytes of records that a worker gets at a time
_MIN_BATCHES = 8  # with fewer, starting workers takes longer than they save
_QUEUED = 6  # batches for each worker that may wait to be analysed or written
_PIPE = 1024 * 1024  # bytes that a pipe holds
_MAX_JOBS = 4  # more would wait for the engine, which writes on one thread


def default_jobs() -> int:
    """How many workers keep the engine busy on this machine."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, _MAX_JOBS)


def prepared_in_order(
    records: Iterable[Record], analyzer: Analyzer, *, zone: tzinfo, jobs: int
) -> Generator[Prepared | Rejected, None, None]:
    """The prepared articles of the records, in the order of the records, analysed by `jobs` processes.

    Everything is done in this process if there is one job, if the input is small, or if the analyzer isn't
    the configured one, the only one that a worker can make for itself. Close the iterator unless it is
    exhausted. Raises WorkerDied if a worker ends too early.
    """
    batches = _batches(records)
    if jobs > 1 and analyzer is configured_analyzer():
        first = list(islice(batches, _MIN_BATCHES))
        batches = chain(first, batches)
        if len(first) == _MIN_BATCHES:
            yield from _by_workers(batches, analyzer.fingerprint, zone, jobs)
            return
    for batch in batches:
        for record in batch:
            yield from prepared([record], analyzer, zone)


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    batch: list[Record] = []
    size = 0
    for record in records:
        batch.append(record)
        size += _size(record)
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _size(record: Record) -> int:
    match record:
        case RawRecord():
            return len(record.data)
        case Decoded():
            return record.size
        case Rejected():
            return len(record.record)


def _by_workers(
    batches: Iterable[list[Record]], fingerprint: dict[str, str], zone: tzinfo, jobs: int
) -> Iterator[Prepared | Rejected]:
    waiting: deque[Future[list[Prepared | Rejected]]] = deque()
    with _Workers(fingerprint, zone, jobs) as workers:
        for batch in batches:
            waiting.append(workers.submit(batch))
            while waiting and (waiting[0].done() or len(waiting) >= _QUEUED * jobs):
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


class _Workers:
    """`jobs` workers, and a thread for each, since a worker handles one batch at a time."""

    def __init__(self, fingerprint: dict[str, str], zone: tzinfo, jobs: int) -> None:
        self._all = [_Worker(fingerprint, zone) for _ in range(jobs)]
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        for worker in self._all:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="worker")

    def submit(self, batch: list[Record]) -> Future[list[Prepared | Rejected]]:
        return self._threads.submit(self._prepare, batch)

    def _prepare(self, batch: list[Record]) -> list[Prepared | Rejected]:
        worker = self._idle.get()
        try:
            return worker.prepare(batch)
        finally:
            self._idle.put(worker)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Killing a worker wakes the thread that waits for it, so this comes first.
        for worker in self._all:
            worker.kill()
        self._threads.shutdown(cancel_futures=True)
        for worker in self._all:
            worker.close()


class _Worker:
    def __init__(self, fingerprint: dict[str, str], zone: tzinfo) -> None:
        # The worker must find the modules where this process did, and not in whatever folder it is run.
        paths = os.pathsep.join(path or os.getcwd() for path in sys.path)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "index.ingest.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pipesize=_PIPE,
            process_group=0,  # so that Ctrl-C reaches only this process, which then ends the workers
            env={**os.environ, "PYTHONPATH": paths},
        )
        self._fingerprint = fingerprint
        self._zone: tzinfo | None = zone

    def prepare(self, batch: list[Record]) -> list[Prepared | Rejected]:
        try:
            if self._zone is not None:
                self._handshake(self._zone)
                self._zone = None
            _send(batch, self._stdin)
            answer: list[Prepared | Rejected] = pickle.load(self._stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            raise WorkerDied(self._death(batch)) from None
        return answer

    def kill(self) -> None:
        self._process.kill()

    def close(self) -> None:
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe
            with suppress(OSError):  # nobody reads what was still to be sent
                pipe.close()

    def _handshake(self, zone: tzinfo) -> None:
        fingerprint = pickle.load(self._stdout)
        if fingerprint != self._fingerprint:
            raise IndexMismatch(
                f"a worker process tokenizes in another way ({fingerprint} instead of {self._fingerprint}); "
                "did the user dictionary change just now? Try again"
            )
        _send(zone, self._stdin)

    def _death(self, batch: list[Record]) -> str:
        code = self._process.wait()
        how = f"by signal {-code} ({signal.strsignal(-code)})" if code < 0 else f"with code {code}"
        first, last = (f"{each.file}:{each.line}" for each in (batch[0], batch[-1]))
        return (
            f"the worker process that analysed {first} to {last} ended {how}; the live index is unchanged. "
            "Try again with --jobs 1: it needs less memory, and shows any other fault"
        )

    @property
    def _stdin(self) -> IO[bytes]:
        assert self._process.stdin
        return self._process.stdin

    @property
    def _stdout(self) -> IO[bytes]:
        assert self._process.stdout
        return self._process.stdout


def _send(value: Any, pipe: IO[bytes]) -> None:
    pickle.dump(value, pipe, protocol=5)
    pipe.flush()
