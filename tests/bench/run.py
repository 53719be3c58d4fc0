"""How fast is Yinsuo, and how fast is what people would use instead?

    make bench, make bench-full        (or: python tests/bench/run.py [--full] [--only PART …] [--out FILE])

The short run takes some minutes and gives all peers the same part of the texts; the full one takes about an
hour: all texts, a million passages, a hundred thousand requests. Counts of hits are checked before anything
is timed. Results are written as JSON; `tables.py` turns them into docs/BENCHMARK.md. The texts are those
beside the project, or in the folder of --data: `articles/lctt-zh.jsonl.gz`, `articles/lctt-en.jsonl.gz`,
`articles/juya-digests.jsonl`, records as `yinsuo reindex` reads them, and `queries/weibo-20k.jsonl`,
`queries/search-benchmark-game.jsonl`, objects with a `text`.
"""

import argparse
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from tests.bench.measures.answering import answering
from tests.bench.measures.building import Built, built
from tests.bench.measures.comparing import comparing, whole_answers
from tests.bench.measures.corpora import EN, JUYA, ZH, Texts, corpus_of, digest_of
from tests.bench.measures.digests import DigestGenerator
from tests.bench.measures.endpoint import endpoint
from tests.bench.measures.goals import goal_lines
from tests.bench.measures.growing import growing
from tests.bench.measures.machine import ROOT, this_commit, this_machine, versions
from tests.bench.measures.queries import typed_questions
from tests.bench.measures.results import Corpus, Run, decoded, encoded
from tests.bench.measures.starting import starting
from tests.bench.measures.summary import lines_of
from tests.bench.measures.versus import is_checkout, speeds
from tests.bench.peers.contract import Missing

PARTS = ("build", "answers", "compare", "whole", "grow", "speed", "load", "start")
CORPORA = ("long", "digests")
SEED = 2025


class Extent(msgspec.Struct, frozen=True):
    """How much is measured: one of so many articles for the peers, one of so many for whole answers, shares
    of the questions, sizes in passages, seconds at each number of clients, requests of the long run,
    questions of each class, and articles with points."""

    peers_one_of: int
    whole_one_of: int
    peers_share: float
    whole_share: float
    sizes: tuple[int, ...]
    seconds: int
    long: int
    of_class: int = 200
    digests: int = 5_000


SHORT = Extent(10, 20, 0.25, 0.1, (10_000, 100_000), 8, 0)
FULL = Extent(1, 1, 1.0, 0.2, (10_000, 100_000, 1_000_000), 20, 100_000)


class Bench:
    """The parts of a run, each using what the parts before it have built."""

    def __init__(self, texts: Texts, cache: Path, extent: Extent, *, full: bool, again: bool) -> None:
        self._texts, self._cache, self._extent, self._again = texts, cache, extent, again
        self._questions = typed_questions(texts.folder / "queries", seed=SEED)
        self._files = [texts.file(ZH), texts.file(EN)]
        self._corpora = [corpus_of(name, texts.file(name)) for name in (ZH, EN)]
        self._both: Built | None = None
        self.corpora: Sequence[str] = CORPORA
        self.baseline: Path | None = None
        self.run = Run(
            version=1,
            full=full,
            when=datetime.now(UTC).isoformat(timespec="seconds"),
            commit=this_commit(),
            machine=this_machine(),
            versions=versions(),
            seed=SEED,
        )

    def build(self) -> None:
        corpora = [*self._corpora, corpus_of(JUYA, self._texts.file(JUYA))]
        builds = [
            built(self._cache, corpus, [self._texts.file(corpus.name)], again=self._again).build
            for corpus in corpora
        ]
        self._note(builds=(*builds, self.index(again=self._again).build))

    def answers(self) -> None:
        measured = answering(
            self.index(), self._files, self._questions, seed=SEED, of_class=self._extent.of_class
        )
        self._note(answers=measured)

    def compare(self) -> None:
        queries = self._questions.part(self._extent.peers_share).chinese
        comparison, skipped = comparing(
            self._files[0], self._corpora[0], queries, one_of=self._extent.peers_one_of
        )
        self._note(comparison=comparison)
        self._skip(*skipped)

    def whole(self) -> None:
        queries = self._questions.part(self._extent.whole_share)
        self._note(whole=whole_answers(self._files, self._corpora, queries, one_of=self._extent.whole_one_of))

    def grow(self) -> None:
        queries = self._questions.part(0.4)
        self._note(growing=())
        for each in growing(
            self._cache, self._files, queries, sizes=self._extent.sizes, seed=SEED, again=self._again
        ):
            self._note(growing=(*self.run.growing, each))

    def speed(self) -> None:
        """The engine's share, ids and whole answers of the corpora that were chosen, beside the baseline."""
        checkouts = [ROOT, *filter(None, [self.baseline])]
        self._note(speeds=())
        for name in self.corpora:
            corpus, files = self._corpus(name)
            measured = speeds(self._cache, corpus, files, self._questions.part(0.2).all, checkouts=checkouts)
            self._note(speeds=(*self.run.speeds, *measured))

    def _corpus(self, name: str) -> tuple[Corpus, list[Path]]:
        if name == "long":
            return self._long, self._files
        files = [self._texts.file(JUYA), ROOT / "samples/articles.jsonl"]
        corpus, file = DigestGenerator(files, seed=SEED).written(self._cache, self._extent.digests)
        return corpus, [file]

    def load(self) -> None:
        try:
            measured = endpoint(
                self.index().root,
                self._questions.all,
                seconds=self._extent.seconds,
                long=self._extent.long,
            )
        except Missing as fault:
            self._skip(f"load: {fault}")
        else:
            self._note(endpoint=measured)

    def start(self) -> None:
        self._note(starts=starting(self.index().root))

    def index(self, *, again: bool = False) -> Built:
        """The index of both languages together, built once."""
        if self._both is None:
            self._both = built(self._cache, self._long, self._files, again=again)
        return self._both

    @property
    def _long(self) -> Corpus:
        return Corpus(
            f"{ZH}+{EN}",
            sum(each.articles for each in self._corpora),
            sum(each.passages for each in self._corpora),
            sum(each.bytes for each in self._corpora),
            digest_of(self._files),
        )

    def _skip(self, *reasons: str) -> None:
        self._note(skipped=tuple(dict.fromkeys([*self.run.skipped, *reasons])))

    def _note(self, **measured: object) -> None:
        self.run = msgspec.structs.replace(self.run, **measured)


def continued(run: Run, before: Run) -> Run:
    """The previous run, if it is of this commit and machine, to measure parts of it again; else a new one."""

    def basis(given: Run) -> tuple[object, ...]:
        machine = msgspec.structs.replace(given.machine, load=0.0)
        return given.version, given.full, given.commit, given.seed, machine, given.versions

    is_same = basis(run) == basis(before) and not run.commit.endswith("+")
    return before if is_same else run


def main() -> None:
    warnings.simplefilter("ignore")  # jieba's own code warns on newer Pythons
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--full", action="store_true")
    options.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    options.add_argument("--data", type=Path, default=ROOT.parent / "shared/data")
    options.add_argument("--cache", type=Path, default=ROOT / ".bench")
    options.add_argument("--out", type=Path, help="default: short.json or full.json in the cache folder")
    options.add_argument(
        "--corpus", nargs="+", choices=CORPORA, default=CORPORA, help="of the part speed: all without it"
    )
    options.add_argument(
        "--baseline", type=Path, metavar="CHECKOUT", help="another one that the part speed measures in turn"
    )
    options.add_argument("--again", action="store_true", help="build what is in the cache, as --full does")
    given = options.parse_args()
    texts = Texts(given.data)
    if lacking := texts.lacking():
        options.error(f"{given.data} lacks {', '.join(lacking)}; --help says what they are")
    if given.baseline and not is_checkout(given.baseline):
        options.error(f"{given.baseline} is no checkout of Yinsuo")
    given.cache.mkdir(parents=True, exist_ok=True)
    again = given.again or given.full
    bench = Bench(texts, given.cache, FULL if given.full else SHORT, full=given.full, again=again)
    bench.corpora, bench.baseline = given.corpus, given.baseline and given.baseline.resolve()
    out = given.out or given.cache / ("full.json" if given.full else "short.json")
    if given.only != PARTS and out.is_file():
        bench.run = continued(bench.run, decoded(out.read_bytes()))
    for part in (part for part in PARTS if part in given.only):
        began = time.monotonic()
        print(f"{part} …", end=" ", file=sys.stderr, flush=True)
        measure: Callable[[], None] = getattr(bench, part)
        measure()
        out.write_bytes(encoded(bench.run))
        print(f"{time.monotonic() - began:.0f} s", file=sys.stderr)
    print("\n".join([*lines_of(bench.run), *goal_lines(bench.run)]))
    print(f"written to {out}", file=sys.stderr)


if __name__ == "__main__":
    main()
