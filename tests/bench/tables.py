"""What does docs/BENCHMARK.md say of a run?

    python tests/bench/tables.py RESULTS.json        (writes docs/bench.svg and the page between its marks)

Every figure and every comparison is computed from the results; whatever a peer is better at is reported.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measures.charts import chart, panels_of, rounded
from tests.bench.measures.machine import ROOT
from tests.bench.measures.results import Bare, Comparison, Run, Times, decoded

BEGIN, END = "<!-- bench -->", "<!-- /bench -->"
PAGE = "docs/BENCHMARK.md"
PICTURE = "bench.svg"  # beside the page
OWN = "Yinsuo"
_BETTER = 1.1  # times; a smaller difference is reported as none

# What no figure says for a peer.
_MERITS = {
    "raw tantivy": "Yinsuo stores its postings in it, so this is the lower bound.",
    "Xapian": "It has stemmers for many languages and updates an index in place.",
    "bm25s": "Its only dependency is numpy.",
    "SQLite FTS5": "It ships with Python, keeps everything in one file and updates it in transactions.",
    "stock Whoosh": "It is a single library in pure Python.",
}


def section(run: Run) -> str:
    """The measured part of the page: a chart, a table, what peers are better at, what was measured and how.

    Raises ValueError for a run without a comparison.
    """
    if run.comparison is None:
        raise ValueError("this run compares nothing; run all parts, or --only compare whole answers")
    lines = [
        "## Yinsuo and its peers",
        "",
        f"![Response times of {OWN} and its peers]({PICTURE})",
        "",
        *_table(run, run.comparison),
        "",
        *_better(run.comparison),
        "",
        *_figures(run),
    ]
    return "\n".join(lines)


def _table(run: Run, given: Comparison) -> Iterator[str]:
    yield "| | top 10 of an OR query, ms | complete answer, ms | indexing, MB/s | index size / text size |"
    yield "|---|---|---|---|---|"
    whole = {OWN: run.whole.yinsuo, "stock Whoosh": run.whole.whoosh} if run.whole else {}
    for peer in given.peers:
        answer = _both(whole[peer.name]) if peer.name in whole else "–"
        name = f"**{peer.name}**" if peer.name == OWN else f"{peer.name} {peer.version}"
        yield (
            f"| {name} | {_both(peer.top_ten)} | {answer} | "
            f"{rounded(_rate(peer, given))} | {rounded(peer.index_bytes / given.text_bytes)} |"
        )


def _better(given: Comparison) -> Iterator[str]:
    """Where each peer is better, by the figures and besides them."""
    own = next(peer for peer in given.peers if peer.name == OWN)
    for peer in given.peers:
        if peer is own:
            continue
        found = [
            *_times("faster at the median", own.top_ten.p50, peer.top_ten.p50),
            *_times("faster at the 95th percentile", own.top_ten.p95, peer.top_ten.p95),
            *_times("faster to index", _rate(peer, given), _rate(own, given)),
            *_times("smaller", own.index_bytes, peer.index_bytes),
        ]
        merit = _MERITS.get(peer.name, "")
        better = f"is {_listed(found)}." if found else "is better on none of these measures."
        yield f"- **{peer.name}** {better} {merit}".rstrip()
    yield ""
    yield (
        "Times are median / 95th percentile. The peers return ten numbers for a query that was segmented "
        f"beforehand; {OWN} is timed from the query string on, with synonyms, spelling and ranking over "
        "three layers, and its index holds the articles and all three layers with positions. The hit counts "
        "of every engine were first checked against a brute-force count over its own tokens."
    )


def _figures(run: Run) -> Iterator[str]:
    if run.builds and run.whole:
        build, whole = run.builds[-1], run.whole
        size = build.corpus.bytes
        yield (
            f"Whole articles are indexed at {rounded(size / build.seconds / 1e6)} MB/s (stock Whoosh: "
            f"{rounded(whole.text_bytes / whole.whoosh_build_seconds / 1e6)}); the index of "
            f"{size / 1e6:,.0f} MB of text is {rounded(build.index_bytes / size)} times as large as the "
            f"text, and building it takes {build.memory / 1e6:,.0f} MB of memory."
        )
    if run.answers:
        answers = run.answers
        yield (
            f"A complete answer of {OWN} from {_articles(run)} takes {_both(answers.headline)} ms (median / "
            f"95th percentile of {answers.headline.count:,} real queries), of which the engine takes "
            f"{_both(answers.engine)} ms; raw tantivy takes {_both(answers.floor)} ms for the top 10 of the "
            "same tokens."
        )
    for each in run.growing[-1:]:
        yield f"With {each.build.corpus.passages:,} passages it takes {_both(each.answers)} ms."
    if run.endpoint:
        load = next(each for each in run.endpoint.rounds if each.clients == 8)
        yield (
            f"The JSON endpoint serves {load.requests_a_second:,.0f} requests per second to 8 clients on the "
            f"same machine, 99 of 100 within {rounded(load.p99)} ms, with "
            f"{rounded(max(run.endpoint.memory) / 1e6)} MB for each of {run.endpoint.workers} workers."
        )
    if run.starts:
        starts = run.starts
        yield (
            f"`yinsuo serve` answers {rounded(starts.serve / 1000)} s after it is started; `yinsuo search` "
            f"takes {rounded(starts.search / 1000)} s."
        )
    machine, given = run.machine, run.comparison
    assert given is not None
    part = "all" if given.one_of == 1 else f"one in {given.one_of}"
    yield (
        f"Engines alone: {given.texts:,} paragraphs of {part} articles of {given.corpus.name}, "
        f"{given.peers[0].top_ten.count} queries"
        + (f"; complete answers: {run.whole.articles:,} articles" if run.whole else "")
        + f". {machine.processor}, {machine.cores} cores, Python {machine.python}, commit {run.commit}, "
        f"{run.when[:10]}; `make bench-full` measures it again."
    )


def _articles(run: Run) -> str:
    count = run.builds[-1].corpus.articles if run.builds else 0
    return f"{count:,} articles" if count else "the articles"


def _rate(peer: Bare, given: Comparison) -> float:
    """Megabytes of text a second."""
    return given.text_bytes / peer.build_seconds / 1e6


def _both(times: Times) -> str:
    return f"{rounded(times.p50)} / {rounded(times.p95)}"


def _times(what: str, more: float, less: float) -> Iterator[str]:
    """How many times better, if it is better."""
    if more >= less * _BETTER:
        yield f"{rounded(more / less)} times {what}"


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def written_into(page: str, text: str) -> str:
    """The page with the text between its marks. Raises ValueError where they are missing."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page has no {BEGIN} and {END} to write between")
    return f"{before}{BEGIN}\n{text}\n{END}{after}"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("results", type=Path)
    options.add_argument("--root", type=Path, default=ROOT, help="the folder that has docs/ in it")
    given = options.parse_args()
    run = decoded(given.results.read_bytes())
    page = given.root / PAGE
    page.write_text(written_into(page.read_text(encoding="utf-8"), section(run)), encoding="utf-8")
    (page.parent / PICTURE).write_text(chart(panels_of(run)), encoding="utf-8")


if __name__ == "__main__":
    main()
