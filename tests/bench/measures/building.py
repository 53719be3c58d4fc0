"""How fast is a build, and where is the index that the other measures ask?

What was built is kept in the cache folder with what the build took, as long as the texts and the code that
builds are the same.
"""

import shutil
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

import msgspec

from index import configured_analyzer
from index import reindex as build_index
from index.engines import AUTO, engine_named
from index.ingest.parallel import default_jobs
from tests.bench.measures.results import Build, Corpus
from tests.bench.reindex import Memory, timed
from tests.index_code import code_digest


class Built(msgspec.Struct, frozen=True):
    """An index below a folder, and what its build took."""

    root: Path
    build: Build


def built(cache: Path, corpus: Corpus, files: Sequence[Path], *, again: bool = False) -> Built:
    """The index of the files of a corpus, built now unless it is there; `again` builds it in any case."""
    root = cache / f"{corpus.name}-{corpus.digest}-{code_digest()}"
    record = root / "build.json"
    if record.is_file() and not again:
        earlier = msgspec.json.decode(record.read_bytes(), type=Build)
        return Built(root, msgspec.structs.replace(earlier, kept=True))
    for old in cache.glob(f"{corpus.name}-*/"):  # of other texts or other code
        shutil.rmtree(old, ignore_errors=True)
    with timed() as taken, Memory() as memory:
        report = build_index(
            [str(file) for file in files],
            root=root,
            analyzer=configured_analyzer(),
            engine=engine_named(AUTO),
            zone=UTC,
            jobs=default_jobs(),
        )
    if report.articles != corpus.articles:
        raise RuntimeError(f"{corpus.name}: {report.articles} articles of {corpus.articles} were indexed")
    build = Build(
        corpus=corpus,
        seconds=round(taken["clock"], 3),
        processor_seconds=round(taken["processor"], 3),
        index_bytes=report.index_bytes,
        memory=memory.peak,
        engine=report.engine,
        segmenter=report.segmenter,
    )
    record.write_bytes(msgspec.json.encode(build))
    return Built(root, build)
