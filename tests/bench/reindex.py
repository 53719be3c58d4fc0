"""How fast is a build, what does it take, and how fast is an update?

    make bench-reindex        (or: python tests/bench/reindex.py [--jobs N] [--engine NAME])

Builds an index of lctt-zh and one of lctt-en, each next to a sample in stock Whoosh with jieba's
`ChineseAnalyzer`; then an index of both, and updates of it. MB are 10^6 bytes of UTF-8 text. Since others may
use the machine, the time on the clock stands beside the processor time of all processes, which tells what two
cores of their own would give at the best. Memory is the largest sum of the processes' proportional set sizes.
Needs the texts beside the project.
"""

import argparse
import gzip
import os
import resource
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from itertools import islice
from pathlib import Path

import msgspec
from whoosh import fields
from whoosh import index as whoosh_index

from index import configured_analyzer, reindex, update
from index.engines import AUTO, engine_named
from index.ingest.parallel import default_jobs
from index.ingest.updating import Changes

ARTICLES = Path(__file__).parents[3] / "shared/data/articles"
SAMPLE = 1_500_000  # bytes of text that stock Whoosh gets, at each end
CHANGED = 100


class Memory:
    """The largest memory of this process and its children, looked at every fifth of a second."""

    def __init__(self) -> None:
        self.peak = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Memory":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(0.2):
            self.peak = max(self.peak, sum(map(proportional, [os.getpid(), *children(os.getpid())])))


def children(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task")
    return [int(child) for task in tasks.iterdir() for child in (task / "children").read_text().split()]


def proportional(process: int) -> int:
    """Bytes of memory, shared pages by their share."""
    try:
        rows = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has just ended
        return 0
    return next((int(row.split()[1]) * 1024 for row in rows if row.startswith("Pss:")), 0)


def processor_seconds() -> float:
    used = [resource.getrusage(each) for each in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


@contextmanager
def timed() -> Iterator[dict[str, float]]:
    taken: dict[str, float] = {}
    clock, processor = time.perf_counter(), processor_seconds()
    yield taken
    taken["clock"] = time.perf_counter() - clock
    taken["processor"] = processor_seconds() - processor


def records(language: str) -> Iterator[dict[str, object]]:
    with gzip.open(ARTICLES / f"lctt-{language}.jsonl.gz") as lines:
        yield from map(msgspec.json.decode, lines)


def stock_rate(language: str, folder: Path, *, skip: int) -> float:
    """MB/s, by processor time, of Whoosh as it comes with jieba's analyzer for it."""
    from jieba.analyse import ChineseAnalyzer

    text = fields.TEXT(stored=True, analyzer=ChineseAnalyzer())
    stock = whoosh_index.create_in(
        str(folder), fields.Schema(id=fields.ID(stored=True), title=text, body=text)
    )
    size = 0
    writer = stock.writer(limitmb=256)
    with timed() as taken:
        for record in islice(records(language), skip, None):
            body = "\n".join(record["paragraphs"])  # type: ignore[call-overload]
            writer.add_document(id=str(record["id"]), title=str(record["title"]), body=body)
            size += len(body.encode()) + len(str(record["title"]).encode())
            if size > SAMPLE:
                break
        writer.commit()
    return size / 1e6 / taken["processor"]


def full_build(language: str, engine: str, jobs: int, root: Path) -> None:
    folders = [root / f"stock-{language}{place}" for place in (1, 2)]
    for folder in folders:
        folder.mkdir()
    rates = [stock_rate(language, folders[0], skip=10)]
    with timed() as taken, Memory() as memory:
        report = reindex(
            [str(ARTICLES / f"lctt-{language}.jsonl.gz")],
            root=root / language,
            analyzer=configured_analyzer(),
            engine=engine,
            zone=UTC,
            jobs=jobs,
        )
    rates.append(stock_rate(language, folders[1], skip=3000))
    size = report.text_bytes / 1e6
    stock = sum(rates) / len(rates)
    free = 2 * size / taken["processor"]
    print(
        f"{language}: {size:.1f} MB; {size / taken['clock']:.1f} MB/s on the clock, "
        f"{free:.1f} by processor time on 2 cores ({taken['processor']:.1f} s)"
    )
    share = report.index_bytes / report.text_bytes
    print(f"    index {share:.2f} of the text, memory {memory.peak / 1e6:,.0f} MB")
    print(
        f"    stock Whoosh {stock:.2f} MB/s on one core, which is all it uses: {free / stock:.0f} times that"
    )


def changed(folder: Path, *, every: bool) -> Path:
    """A file with 100 of the articles changed, alone or with all others as they are."""
    file = folder / f"changed-{every}.jsonl"
    rows = [row for language in ("zh", "en") for row in records(language)]
    step = len(rows) // CHANGED
    with file.open("wb") as out:
        for place, row in enumerate(rows):
            is_changed = place % step == 0 and place // step < CHANGED
            if is_changed or every:
                title = f"{row['title']} changed {every}" if is_changed else row["title"]
                out.write(msgspec.json.encode({**row, "title": title}) + b"\n")
    return file


def updates(engine: str, jobs: int, root: Path) -> None:
    files = [str(ARTICLES / f"lctt-{language}.jsonl.gz") for language in ("zh", "en")]
    analyzer = configured_analyzer()
    report = reindex(files, root=root / "both", analyzer=analyzer, engine=engine, zone=UTC, jobs=jobs)
    for what, every in (("those alone", False), ("all given", True)):
        file = changed(root, every=every)
        with timed() as taken:
            done: Changes = update([str(file)], root=root / "both", analyzer=analyzer, zone=UTC, jobs=jobs)
        print(
            f"update of {done.replaced} in {report.articles:,}, {what}: {taken['clock']:.2f} s on the clock, "
            f"{taken['processor']:.2f} s of processor time"
        )


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--jobs", type=int, default=default_jobs())
    options.add_argument("--engine", default=AUTO)
    given = options.parse_args()
    engine = engine_named(given.engine)
    load = os.getloadavg()[0]
    print(f"{engine}, {given.jobs} jobs, {os.cpu_count()} cores, load of the machine before: {load:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        for language in ("zh", "en"):
            full_build(language, engine, given.jobs, Path(folder))
        updates(engine, given.jobs, Path(folder))


if __name__ == "__main__":
    main()
