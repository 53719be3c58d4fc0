"""What does the README say of a run?

    python tests/bench/tables.py RESULTS.json        (writes docs/bench.svg and the README between its marks)

Every figure and every comparison is made of the results; what a peer is better at is told wherever it is.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measures.charts import chart, panels_of, told
from tests.bench.measures.machine import ROOT
from tests.bench.measures.results import Bare, Comparison, Run, Times, decoded

BEGIN, END = "<!-- bench -->", "<!-- /bench -->"
PICTURE = "docs/bench.svg"
OWN = "Yinsuo"
_BETTER = 1.1  # times; what is less apart is told as no difference

# What no figure says for a peer.
_MERITS = {
    "raw tantivy": "It is what Yinsuo keeps its postings in, so this is the floor.",
    "Xapian": "It has stemmers for many languages, and takes changes one by one.",
    "bm25s": "It needs numpy alone.",
    "SQLite FTS5": "It comes with Python, keeps all in one file and takes changes in transactions.",
    "stock Whoosh": "It is one library of pure Python.",
}


def section(run: Run) -> str:
    """The README's part on speed: a chart, a table, what peers are better at, what was measured and how.

    Raises ValueError for a run without a comparison.
    """
    if run.comparison is None:
        raise ValueError("this run compares nothing; run all parts, or --only compare whole answers")
    lines = [
        "## How fast, beside what else there is",
        "",
        f"![Times of answers, {OWN} and its peers]({PICTURE})",
        "",
        *_table(run, run.comparison),
        "",
        *_better(run.comparison),
        "",
        *_figures(run),
    ]
    return "\n".join(lines)


def _table(run: Run, given: Comparison) -> Iterator[str]:
    yield "| | ten best of any word, ms | whole answer, ms | paragraphs indexed, MB/s | index to text |"
    yield "|---|---|---|---|---|"
    whole = {OWN: run.whole.yinsuo, "stock Whoosh": run.whole.whoosh} if run.whole else {}
    for peer in given.peers:
        answer = _both(whole[peer.name]) if peer.name in whole else "gives none"
        name = f"**{peer.name}**" if peer.name == OWN else f"{peer.name} {peer.version}"
        yield (
            f"| {name} | {_both(peer.top_ten)} | {answer} | "
            f"{told(_rate(peer, given))} | {told(peer.index_bytes / given.text_bytes)} |"
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
            *_times("quicker to index", _rate(peer, given), _rate(own, given)),
            *_times("smaller", own.index_bytes, peer.index_bytes),
        ]
        merit = _MERITS.get(peer.name, "")
        better = f"is {_listed(found)}." if found else "is better in none of these figures."
        yield f"- **{peer.name}** {better} {merit}".rstrip()
    yield ""
    yield (
        f"Engines alone give ten numbers for words that were cut beforehand; {OWN} is timed from the typed "
        "question on, with names, spellings and ranking by three layers, and its index holds the articles "
        "and all three layers with positions. Every count of hits was first held against brute force over "
        "the peer's own tokens."
    )


def _figures(run: Run) -> Iterator[str]:
    if run.builds and run.whole:
        build, whole = run.builds[-1], run.whole
        size = build.corpus.bytes
        yield (
            f"Whole articles are indexed at {told(size / build.seconds / 1e6)} MB/s, by stock Whoosh at "
            f"{told(whole.text_bytes / whole.whoosh_build_seconds / 1e6)}; the index of "
            f"{size / 1e6:,.0f} MB has {told(build.index_bytes / size)} times the size of the text, and its "
            f"build takes {build.memory / 1e6:,.0f} MB of memory."
        )
    if run.answers:
        answers = run.answers
        yield (
            f"A whole answer of {OWN} over {_articles(run)} takes {_both(answers.headline)} ms (median / "
            f"95th percentile of {answers.headline.count:,} typed questions), the engine "
            f"{_both(answers.engine)} of it; raw tantivy takes {_both(answers.floor)} for the ten best of "
            "the same tokens."
        )
    for each in run.growing[-1:]:
        yield f"Over {each.build.corpus.passages:,} passages it takes {_both(each.answers)} ms."
    if run.endpoint:
        load = next(each for each in run.endpoint.rounds if each.clients == 8)
        yield (
            f"The JSON endpoint gives {load.requests_a_second:,.0f} answers a second to 8 clients on the "
            f"same machine, 99 of 100 within {told(load.p99)} ms, with "
            f"{told(max(run.endpoint.memory) / 1e6)} MB for each of {run.endpoint.workers} workers."
        )
    if run.starts:
        starts = run.starts
        yield (
            f"`yinsuo serve` answers {told(starts.serve / 1000)} s after its start, `yinsuo search` in "
            f"{told(starts.search / 1000)} s."
        )
    machine, given = run.machine, run.comparison
    assert given is not None
    part = "all" if given.one_of == 1 else f"one of {given.one_of}"
    yield (
        f"Engines alone: {given.texts:,} paragraphs of {part} articles of {given.corpus.name}, "
        f"{given.peers[0].top_ten.count} questions"
        + (f"; whole answers: {run.whole.articles:,} articles" if run.whole else "")
        + f". {machine.processor}, {machine.cores} cores, Python {machine.python}, commit {run.commit}, "
        f"{run.when[:10]}; `make bench-full` measures it anew."
    )


def _articles(run: Run) -> str:
    count = run.builds[-1].corpus.articles if run.builds else 0
    return f"{count:,} articles" if count else "the articles"


def _rate(peer: Bare, given: Comparison) -> float:
    """Megabytes of text a second."""
    return given.text_bytes / peer.build_seconds / 1e6


def _both(times: Times) -> str:
    return f"{told(times.p50)} / {told(times.p95)}"


def _times(what: str, more: float, less: float) -> Iterator[str]:
    """How many times better, if it is better."""
    if more >= less * _BETTER:
        yield f"{told(more / less)} times {what}"


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def written_into(readme: str, text: str) -> str:
    """The README with the text between its marks. Raises ValueError where they aren't there."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the README has no {BEGIN} and {END} to write between")
    return f"{before}{BEGIN}\n{text}\n{END}{after}"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("results", type=Path)
    options.add_argument("--root", type=Path, default=ROOT, help="where README.md and docs/ are")
    given = options.parse_args()
    run = decoded(given.results.read_bytes())
    readme = given.root / "README.md"
    readme.write_text(written_into(readme.read_text(encoding="utf-8"), section(run)), encoding="utf-8")
    (given.root / PICTURE).write_text(chart(panels_of(run)), encoding="utf-8")


if __name__ == "__main__":
    main()
