"""How do sources become the next generation?

The build from end to end: read, decode, analyse, write, check, publish. Reports through return values and one
callback; may print nothing.
"""

import shutil
import time
from collections.abc import Iterable
from contextlib import closing
from datetime import tzinfo
from pathlib import Path
from typing import BinaryIO

import msgspec

from index.articles.fields import ARTICLE_FIELDS
from index.engines import AUTO, engine_named, open_engine
from index.errors import IndexUnwritable
from index.importers.rejects import kept_rejects
from index.importers.sources import Sources
from index.ingest.build_session import BuildSession, OnEvent, Progress, finish
from index.ingest.parallel import prepared_in_order
from index.storage.checksums import files_below
from index.storage.lock import write_lock
from index.storage.manifest import totals
from index.storage.publishing import new_generation
from index.text.analysis import Analyzer

# Bytes on the device for each byte of text: the index, and what a merge of segments needs besides.
_DISK_SHARE = 2.0


class Report(msgspec.Struct, frozen=True):
    """What a build did. `text_bytes` is the UTF-8 size of everything that was analysed. `generation` is none
    if there was nothing to index, and then nothing has changed. `engine` and `segmenter` name what stored the
    index and segmented its words, with versions; `index_bytes` is the size of its files. `unread` are the
    given paths that don't exist or can't be read."""

    generation: str | None
    articles: int
    points: int
    paragraphs: int
    replaced: int
    rejected: int
    noted: int
    text_bytes: int
    seconds: float
    engine: str
    segmenter: str
    index_bytes: int = 0
    unread: tuple[str, ...] = ()


def reindex(
    paths: Iterable[str],
    *,
    root: Path,
    analyzer: Analyzer,
    engine: str = AUTO,
    zone: tzinfo,
    jobs: int = 1,
    stdin: BinaryIO | None = None,
    rejects: Path | None = None,
    on_event: OnEvent = lambda event: None,
) -> Report:
    """Build a new generation below `root` from the records of `paths` and make it the live one.

    Bad records are reported through `on_event`, kept in the file `rejects` and skipped; if none is good, the
    live index stays. Raises IndexBusy while another process writes, IndexUnwritable if space or permission is
    lacking, WorkerDied if a worker process dies.
    """
    began = time.monotonic()
    engine = engine_named(engine)
    store = open_engine(engine)
    sources = Sources(paths, stdin=stdin)
    with write_lock(root), kept_rejects(rejects) as keep, new_generation(root) as draft:
        _check_free_space(root, sources.text_size)
        with store.create(draft.articles, ARTICLE_FIELDS) as writer:
            session = BuildSession(writer, {}, on_event, keep)
            with closing(prepared_in_order(sources, analyzer, zone=zone, jobs=jobs)) as articles:
                for each in articles:
                    session.take(each)
                    on_event(Progress(len(session.manifest), sources.read, sources.size, session.text_bytes))
            if session.manifest:
                writer.commit()
        if session.manifest:
            finish(draft, session, store=store, engine=engine, analyzer=analyzer, zone=zone)
        total = totals(session.manifest.values())
        return Report(
            generation=draft.name if session.manifest else None,
            articles=total.articles,
            points=total.points,
            paragraphs=total.paragraphs,
            replaced=session.repeated,
            rejected=session.rejected,
            noted=session.noted,
            text_bytes=session.text_bytes,
            seconds=time.monotonic() - began,
            engine=store.identity,
            segmenter=analyzer.fingerprint["segmenter"],
            index_bytes=_size_of(draft.folder) if session.manifest else 0,
            unread=tuple(sources.unread),
        )


def _size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in files_below(folder))


def _check_free_space(root: Path, text_size: int) -> None:
    """Fail before hours of work if the index won't fit on the device."""
    needed, free = round(text_size * _DISK_SHARE), shutil.disk_usage(root).free
    if needed > free:
        raise IndexUnwritable(
            f"{root}: {text_size / 1e6:,.0f} MB of records need about {needed / 1e6:,.0f} MB for their "
            f"index, but only {free / 1e6:,.0f} MB are free: free some, or choose another folder with --index"
        )
