"""What does a run say, as lines for the terminal?"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from tests.bench.measures.results import Run, Speed, Times


def lines_of(run: Run) -> Iterator[str]:
    """The figures of a run, a part after the other."""
    machine = run.machine
    yield (
        f"{machine.processor}, {machine.cores} cores, load before {machine.load}, Python {machine.python}, "
        f"commit {run.commit}"
    )
    for build in run.builds:
        size = build.corpus.bytes
        yield (
            f"build {build.corpus.name:18} {size / 1e6:7.1f} MB {size / build.seconds / 1e6:6.1f} MB/s "
            f"index {build.index_bytes / size:.2f} of the text, memory {build.memory / 1e6:.0f} MB"
            f"{' (built in an earlier run)' if build.kept else ''}"
        )
    if run.answers:
        answers = run.answers
        yield f"whole answers in process, ms ({answers.checked} counts checked)"
        rows = {"as typed": answers.headline, **answers.classes}
        rows |= {"to JSON": answers.encoding, "request for a page": answers.page, "engine": answers.engine}
        rows |= {"floor: raw tantivy": answers.floor, "floor, words alone": answers.floor_words}
        for name, times in rows.items():
            yield f"    {name:22} {_times(times)}"
        yield (
            f"    engine / floor: {answers.engine.p50 / answers.floor.p50:.1f} at p50, "
            f"{answers.engine.p95 / answers.floor.p95:.1f} at p95"
        )
        for name, stages in answers.stages.items():
            parts = sorted(stages.items(), key=lambda stage: -stage[1])
            listed = ", ".join(f"{stage} {taken:.2f}" for stage, taken in parts if taken >= 0.01)
            yield f"    {name}, mean {sum(stages.values()):.2f}: {listed}"
        if answers.untimed:
            yield f"    not timed, because they don't exist: {', '.join(answers.untimed)}"
    if run.comparison:
        given = run.comparison
        yield (
            f"engines alone, top 10 of an OR query, {given.texts:,} paragraphs of one in {given.one_of} "
            f"articles of {given.corpus.name}, ms"
        )
        for bare in given.peers:
            yield (
                f"    {bare.name:14} {_times(bare.top_ten)}  build "
                f"{given.text_bytes / bare.build_seconds / 1e6:5.2f} MB/s, index "
                f"{bare.index_bytes / given.text_bytes:.2f} of the text, found {bare.found:.0%}"
            )
    if run.whole:
        whole = run.whole
        yield f"whole answers over {whole.articles:,} articles, ms"
        yield f"    {'Yinsuo':22} {_times(whole.yinsuo)}"
        yield f"    {'stock Whoosh':22} {_times(whole.whoosh)}"
        yield (
            f"    Whoosh / Yinsuo: {whole.whoosh.p50 / whole.yinsuo.p50:.1f} at p50, "
            f"{whole.whoosh.p95 / whole.yinsuo.p95:.1f} at p95"
        )
    for growing in run.growing:
        corpus = growing.build.corpus
        yield (
            f"{corpus.passages:>9,} passages, {corpus.bytes / 1e6:.0f} MB  {_times(growing.answers)}  engine "
            f"{growing.engine.p50:.2f}, build {corpus.bytes / growing.build.seconds / 1e6:.1f} MB/s"
        )
    yield from _speeds(run.speeds)
    if run.endpoint:
        served = run.endpoint
        for load in (*served.rounds, *filter(None, [served.long])):
            yield (
                f"{load.clients:>3} clients: {load.requests_a_second:7.1f} requests a second, "
                f"p50 {load.p50:.1f} ms, p99 {load.p99:.1f} ms, {load.errors} errors in {load.requests:,}"
            )
        each = ", ".join(f"{size / 1e6:.0f}" for size in served.memory)
        yield f"memory of {served.workers} workers, MB: {each}"
        if served.held:
            listed = ", ".join(f"{size / 1e6:.0f} after {count:,}" for count, size in served.held)
            yield f"held by all workers, MB: {listed}"
    if run.starts:
        starts = run.starts
        yield (
            f"cold start, ms: serve {starts.serve:.0f}, search {starts.search:.0f}, --help {starts.help:.0f}"
        )
    for reason in run.skipped:
        yield f"left out: {reason}"


def _speeds(speeds: Sequence[Speed]) -> Iterator[str]:
    """Of every corpus the checkouts, and how many times the time of the last the first one takes."""
    for _, given in groupby(speeds, key=lambda speed: speed.corpus):
        first, *others = sides = list(given)
        corpus = first.corpus
        yield f"{corpus.name}, {corpus.articles:,} articles, {corpus.passages:,} passages, ms"
        for name in ("engine", "ids", "whole"):
            for side in sides:
                times: Times = getattr(side, name)
                label = f"{name}, {side.checkout} {side.commit}"
                yield f"    {label:42} {_times(times)}  found {side.found:.0%}"
            if others:
                own, other = getattr(first, name), getattr(others[-1], name)
                yield f"    {name:6} times {own.p50 / other.p50:.2f} at p50, {own.p95 / other.p95:.2f} at p95"


def _times(times: Times) -> str:
    return f"p50 {times.p50:8.3f}  p95 {times.p95:8.3f}  p99 {times.p99:8.3f}"
