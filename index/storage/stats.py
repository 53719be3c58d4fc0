"""How large is this index, and what is it made of?

Gathers what the live generation and its store say of themselves. Prints nothing.
"""

from pathlib import Path

import msgspec

from index.storage.checksums import files_below
from index.storage.generations import live_names, open_generation
from index.storage.manifest import read_contents, totals
from index.text.analysis import Analyzer


class IndexStatistics(msgspec.Struct, frozen=True):
    """`text_bytes` is the UTF-8 size of all texts, `index_bytes` that of the generation's files on disk, of
    which another one may share some. `before` is the generation that `rollback` would bring back."""

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


def statistics(root: Path, analyzer: Analyzer) -> IndexStatistics:
    """What the live index below a folder is made of. Raises what `open_generation` raises."""
    generation = open_generation(root, analyzer)
    try:
        before = live_names(root)[1]
        held = totals(read_contents(root / generation.name).values())
        return IndexStatistics(
            generation=generation.name,
            before=before if before and (root / before).is_dir() else None,
            created=generation.meta.created,
            articles=held.articles,
            points=held.points,
            paragraphs=held.paragraphs,
            text_bytes=held.text_bytes,
            index_bytes=sum(path.stat().st_size for path in files_below(root / generation.name)),
            segments=generation.articles.statistics().segments,
            engine=generation.meta.engine_identity,
            fingerprint=generation.meta.fingerprint,
        )
    finally:
        generation.articles.close()
