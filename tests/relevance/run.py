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
import zlib
from collections.abc import Callable, Container, Iterator, Sequence
from pathlib import Path

from index import Generation, article_of, configured_analyzer
from search import Searcher
from tests.relevance.evidence import first_and_any, holds
from tests.relevance.measuring import Asked, answered, built, measured, right_hit
from tests.relevance.sets import SETS, SHARED, TUNING, JudgedSet

HERE = Path(__file__).parent
TOLERANCE = 0.002
IN_A_LINE = 5  # figures
HALVES = ("tuned", "held-out")


def half_of(query: str) -> str:
    """The half of the queries that one belongs to, by its id and so for good."""
    return HALVES[zlib.crc32(query.encode()) % 2]


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


def explain_shown(judged: JudgedSet, generation: Generation, queries: Sequence[str], most: int) -> None:
    """Show the first `most` queries whose answer isn't in the first passage that is shown of the right
    article, with all that is shown of it."""
    searcher = Searcher(generation, configured_analyzer())
    for key in queries if judged.answers else ():
        hit = right_hit(judged, searcher, key) if most else None
        if not hit or first_and_any(hit, judged.answers[key])[0]:
            continue
        most -= 1
        print(
            f"  {judged.queries[key]!r}: {hit.id} should show {' or '.join(map(repr, judged.answers[key]))}"
        )
        for passage in hit.passages:
            mark = "*" if holds(passage.snippet.text, judged.answers[key]) else " "
            print(f"   {mark} {passage.anchor:6} {passage.snippet.text!r}")


def listed(known: Container[str]) -> Callable[[str], list[str]]:
    """Reads names separated by commas."""

    def read(given: str) -> list[str]:
        names = given.split(",")
        for name in names:
            if name not in known:
                raise argparse.ArgumentTypeError(f"there is no set {name!r}")
        return names

    return read


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    known = SETS | TUNING
    parser.add_argument(
        "--only", type=listed(known), default=list(SETS), metavar="SET,…", help=f"of {', '.join(known)}"
    )
    parser.add_argument("--half", choices=HALVES, help="measure only this half; compares nothing")
    parser.add_argument(
        "--explain",
        type=int,
        default=0,
        metavar="N",
        help="show N queries whose best article, and N whose first passage shown, is not right",
    )
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep the indexes there for the next run")
    parser.add_argument(
        "--keep", metavar="CHANGE", help="expect these figures from now on, and log what changed"
    )
    options = parser.parse_args(arguments)
    if options.keep and options.half:
        parser.error("--keep is for whole sets; leave out --half")
    faults: list[str] = []
    print(f"{'set':14} {'articles':>8} {'queries':>7} {'ms':>6}  figures")
    with tempfile.TemporaryDirectory() as scratch:
        for name in options.only:
            judged = known[name](SHARED)
            queries = [key for key in judged.queries if options.half in (None, half_of(key))]
            unanswerable = [key for key in judged.unanswerable if options.half in (None, half_of(key))]
            generation = built(judged, options.cache or Path(scratch))
            answers = answered(judged, generation, queries)
            found = measured(judged, generation, answers, unanswerable)
            took = statistics.median(each.milliseconds for each in answers)
            head = f"{name:14} {len(judged.records):8} {len(queries):7} {took:6.2f}"
            shown = [f"{measure} {figure:.4f}" for measure, figure in found.items()]
            for first in range(0, len(shown), IN_A_LINE):
                print(f"{head}  {'  '.join(shown[first : first + IN_A_LINE])}", flush=True)
                head = " " * len(head)
            explain(judged, generation, answers, options.explain)
            explain_shown(judged, generation, queries, options.explain)
            if options.keep:
                keep(name, found, options.keep)
            elif not options.half:
                faults += [f"{name}: {fault}" for fault in fallen(found, expected_of(name))]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
