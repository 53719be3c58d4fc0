"""How well does the engine rank, and is that as well as before?

Measures every judged set, compares the figures with those kept in `expected/`, and fails where one is lower
by more than `TOLERANCE`. `--keep "what changed"` makes the figures the expected ones, and writes what moved
into `LOG.md`. Tuning looks at one half of the queries (`--half tuned`), and the other half confirms it. Needs
the texts beside the project.
"""

import argparse
import datetime
import json
import statistics
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from index import Generation, article_of, configured_analyzer, open_generation, reindex
from search import Lang, Searcher
from tests.relevance.measures import average_precision, ndcg, reciprocal_rank
from tests.relevance.sets import SETS, SHARED, TUNING, JudgedSet

HERE = Path(__file__).parent
TOLERANCE = 0.002
DEEP = 1_000  # average precision is reported only for answers that are measured at least as deep
HALVES = ("tuned", "held-out")


class Asked(msgspec.Struct, frozen=True):
    """A query as it was answered: ids of articles, best first."""

    key: str
    ranked: list[str]
    milliseconds: float


def rank(searcher: Searcher, query: str, *, depth: int, lang: Lang) -> list[str]:
    """The ids of the first `depth` articles for a query as it was typed: what is measured."""
    return searcher.ids(query, limit=depth, lang=lang)


def half_of(query: str) -> str:
    """The half of the queries that one belongs to, by its id and so for good."""
    return HALVES[zlib.crc32(query.encode()) % 2]


def built(judged: JudgedSet, folder: Path) -> Generation:
    """An index of the set's articles in the folder; one that is already there is used."""
    if not (folder / "CURRENT").exists():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as beside:
            file = Path(beside) / "articles.jsonl"
            file.write_bytes(b"\n".join(map(msgspec.json.encode, judged.records)))
            reindex(
                [str(file)],
                root=folder,
                analyzer=configured_analyzer(),
                engine="tantivy",
                zone=ZoneInfo("Asia/Shanghai"),
            )
    generation = open_generation(folder, configured_analyzer())
    if generation.articles.count != len(judged.records):
        raise ValueError(f"{folder}: not an index of {judged.corpus}; name another folder with --cache")
    return generation


def answered(
    judged: JudgedSet, generation: Generation, queries: Sequence[str], *, lang: Lang | None = None
) -> list[Asked]:
    searcher = Searcher(generation, configured_analyzer())
    answers = []
    for key in queries:
        began = time.perf_counter()
        ranked = rank(searcher, judged.queries[key], depth=judged.depth, lang=lang or judged.lang)
        answers.append(Asked(key, ranked, (time.perf_counter() - began) * 1000))
    return answers


def figures(judged: JudgedSet, answers: Sequence[Asked]) -> dict[str, float]:
    """The mean of every measure over the queries, rounded to what a figure is compared by."""
    pairs = [(each.ranked, judged.judgements[each.key]) for each in answers]
    means = {
        "mrr@10": statistics.fmean(reciprocal_rank(ranked, judgement) for ranked, judgement in pairs),
        "hit@1": statistics.fmean(reciprocal_rank(ranked, judgement, depth=1) for ranked, judgement in pairs),
        "ndcg@10": statistics.fmean(ndcg(ranked, judgement) for ranked, judgement in pairs),
    }
    if judged.depth >= DEEP:
        means["map"] = statistics.fmean(average_precision(ranked, judgement) for ranked, judgement in pairs)
    return {name: round(mean, 4) for name, mean in means.items()}


def without(judged: JudgedSet, generation: Generation, queries: Sequence[str]) -> dict[str, float]:
    """For a set whose answers are in the other language, what is found without translations, and by default,
    where they only fill in."""
    if judged.lang != "both":
        return {}
    langs: tuple[Lang, ...] = ("same", "auto")
    return {
        f"mrr@10 {lang}": figures(judged, answered(judged, generation, queries, lang=lang))["mrr@10"]
        for lang in langs
    }


def expected_of(name: str) -> dict[str, float]:
    file = HERE / "expected" / f"{name}.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def fallen(found: dict[str, float], expected: dict[str, float]) -> Iterator[str]:
    """The figures that are below the expected ones, in words."""
    for name, least in expected.items():
        if name in found and found[name] < least - TOLERANCE:
            yield f"{name} is {found[name]:.4f}, {least:.4f} was expected"


def keep(name: str, found: dict[str, float], change: str) -> None:
    """Make the figures the expected ones and log those that moved."""
    before = expected_of(name)
    moves = [
        f"{measure} " + (f"{before[measure]:.4f} → " if measure in before else "") + f"{figure:.4f}"
        for measure, figure in found.items()
        if figure != before.get(measure)
    ]
    if moves:
        with (HERE / "LOG.md").open("a", encoding="utf-8") as log:
            log.write(f"| {datetime.date.today().isoformat()} | {change} | {name} | {', '.join(moves)} |\n")
    (HERE / "expected" / f"{name}.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


def explain(judged: JudgedSet, generation: Generation, answers: Sequence[Asked], most: int) -> None:
    """Show the first `most` queries whose best article is no relevant one, with both."""
    for each in answers:
        relevant = [document for document, grade in judged.judgements[each.key].items() if grade > 0]
        places = [each.ranked.index(document) + 1 for document in relevant if document in each.ranked]
        if 1 in places or not most:
            continue
        most -= 1
        print(f"  {judged.queries[each.key]!r}: {f'at {min(places)}' if places else 'not found'}")
        for label, document in [*(("first", one) for one in each.ranked[:1]), ("expected", relevant[0])]:
            article = article_of(generation.articles.fetch([document])[document])
            print(f"    {label:8} {document}: {' '.join([article.title, *article.paragraphs])[:90]!r}")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"of {', '.join(SETS)}; all without any")
    parser.add_argument("--half", choices=HALVES, help="measure only this half; compares nothing")
    parser.add_argument("--explain", type=int, default=0, metavar="N", help="show N queries that miss")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep the indexes there for the next run")
    parser.add_argument(
        "--keep", metavar="CHANGE", help="expect these figures from now on, and log what changed"
    )
    options = parser.parse_args(arguments)
    known = SETS | TUNING
    if unknown := [name for name in options.sets if name not in known]:
        parser.error(f"there is no set {unknown[0]!r}; choose of {', '.join(known)}")
    if options.keep and options.half:
        parser.error("--keep is for whole sets; leave out --half")
    faults: list[str] = []
    print(f"{'set':10} {'articles':>8} {'queries':>7} {'ms':>6}  figures")
    with tempfile.TemporaryDirectory() as scratch:
        for name in options.sets or SETS:
            judged = known[name](SHARED)
            queries = [key for key in judged.queries if options.half in (None, half_of(key))]
            generation = built(judged, (options.cache or Path(scratch)) / judged.corpus)
            answers = answered(judged, generation, queries)
            found = figures(judged, answers) | without(judged, generation, queries)
            listed = "  ".join(f"{measure} {figure:.4f}" for measure, figure in found.items())
            took = statistics.median(each.milliseconds for each in answers)
            print(f"{name:10} {len(judged.records):8} {len(queries):7} {took:6.2f}  {listed}")
            explain(judged, generation, answers, options.explain)
            if options.keep:
                keep(name, found, options.keep)
            elif not options.half:
                faults += [f"{name}: {fault}" for fault in fallen(found, expected_of(name))]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
