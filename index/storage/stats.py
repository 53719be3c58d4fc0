"""How large is this index, and what is it made of?

Collects what the live generation and its store know about themselves. May print nothing.
"""

from pathlib import Path

import msgspec

from index.storage.checksums import files_below
from index.storage.generations import live_names, open_generation
from index.storage.manifest import read_manifest, totals
from index.text.analysis import Analyzer


class IndexStats(msgspec.Struct, frozen=True):
    """`text_bytes` is the UTF-8 size of all texts, `index_bytes` the size of the generation's files on disk,
    some of which another generation may share. `before` is the generation that `rollback` would restore."""

    generation: str
    before: str | None
    created: str
    articles: int
    points: int
    paragraphs: int
    text_bytes: int
    index_bytes: int
    segments: int
    engine: str
    fingerprint: dict[str, str]


def index_stats(root: Path, analyzer: Analyzer) -> IndexStats:
    """The size and the make of the live index below a folder. Raises what `open_generation` raises."""
    generation = open_generation(root, analyzer)
    try:
        before = live_names(root)[1]
        total = totals(read_manifest(root / generation.name).values())
        return IndexStats(
            generation=generation.name,
            before=before if before and (root / before).is_dir() else None,
            created=generation.meta.created,
            articles=total.articles,
            points=total.points,
            paragraphs=total.paragraphs,
            text_bytes=total.text_bytes,
            index_bytes=sum(path.stat().st_size for path in files_below(root / generation.name)),
            segments=generation.articles.statistics().segments,
            engine=generation.meta.engine_identity,
            fingerprint=generation.meta.fingerprint,
        )
    finally:
        generation.articles.close()
