"""How do answers slow down as the index grows?

The same questions against indexes of 10,000 to a million generated passages.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from index import configured_analyzer
from search import LiveIndex
from tests.bench.measures.answering import engine_times
from tests.bench.measures.building import built
from tests.bench.measures.corpora import PARAGRAPHS, Generator
from tests.bench.measures.queries import Questions
from tests.bench.measures.results import Corpus, Growing, Times
from tests.bench.measures.timing import each_timed
from tests.bench.peers.contract import WrongCount

_WARM = 100


def growing(
    cache: Path, files: Sequence[Path], questions: Questions, *, sizes: Sequence[int], seed: int, again: bool
) -> Iterator[Growing]:
    """One measure for each size, in passages. Raises WrongCount where a search finds nothing."""
    generator = Generator(files, seed=seed)
    for size in sizes:
        file = cache / f"generated-{size}-{generator.digest}.jsonl"
        corpus = _written(file, generator, size)
        index = built(cache, corpus, [file], again=again)
        searcher = LiveIndex(index.root, configured_analyzer()).searcher()
        each_timed(searcher.search, questions.all[:_WARM])
        found: list[int] = []
        times = each_timed(lambda query: found.append(searcher.search(query).total), questions.all)  # noqa: B023
        if sum(map(bool, found)) < len(found) / 2:
            raise WrongCount(f"{sum(map(bool, found))} of {len(found)} questions find anything in {size:,}")
        yield Growing(index.build, Times.of(times), Times.of(engine_times(searcher, questions.all)))


def _written(file: Path, generator: Generator, passages: int) -> Corpus:
    """The generated articles as a file, written unless it is there."""
    digest = generator.digest
    name = f"generated-{passages}"
    count = passages // PARAGRAPHS
    if not file.is_file():
        part = file.with_suffix(".part")
        with part.open("wb") as out:
            out.writelines(generator.lines(passages))
        part.rename(file)
    return Corpus(name, count, count * PARAGRAPHS, file.stat().st_size, digest)
