"""How do sources become the next generation?

The build from end to end: read, decode, analyse, write, check, publish. Says what happens through the values
it returns and one callback; prints nothing.
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
from index.engines import open_engine
from index.errors import IndexUnwritable
from index.importers.rejects import kept_rejects
from index.importers.sources import Sources
from index.ingest.build_session import OnEvent, Progress, Recording, finish
from index.ingest.parallel import prepared_in_order
from index.storage.checksums import files_below
from index.storage.lock import write_lock
from index.storage.manifest import totals
from index.storage.publishing import new_generation
from index.text.analysis import Analyzer

_ROOM = (
    2.0  # bytes on the device for each byte of text: the index, and what a merge of segments needs besides
)


class Report(msgspec.Struct, frozen=True):
    """What a build did. `text_bytes` is the UTF-8 size of all that was analysed. `generation` is none where
    there was nothing to index, and then nothing has changed. `engine` and `segmenter` are what it is kept
    and cut by, `index_bytes` is the size of its files."""

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


def reindex(
    paths: Iterable[str],
    *,
    root: Path,
    analyzer: Analyzer,
    engine: str,
    zone: tzinfo,
    jobs: int = 1,
    stdin: BinaryIO | None = None,
    rejects: Path | None = None,
    on_event: OnEvent = lambda event: None,
) -> Report:
    """Build a new generation below `root` from the records of `paths` and make it the live one.

    Bad records are reported through `on_event`, kept in the file `rejects` and left out; where no good one is
    left, the live index stays. Raises IndexBusy while another process writes, IndexUnwritable where there is
    no room or no permission, WorkerDied where a process that analyses dies.
    """
    began = time.monotonic()
    store = open_engine(engine)
    sources = Sources(paths, stdin=stdin)
    with write_lock(root), kept_rejects(rejects) as keep, new_generation(root) as draft:
        _make_sure_of_room(root, sources.text_size)
        with store.create(draft.articles, ARTICLE_FIELDS) as writer:
            recording = Recording(writer, {}, on_event, keep)
            with closing(prepared_in_order(sources, analyzer, zone=zone, jobs=jobs)) as articles:
                for each in articles:
                    recording.take(each)
                    held, text = len(recording.contents), recording.text_bytes
                    on_event(Progress(held, sources.read, sources.size, text))
            if recording.contents:
                writer.commit()
        if recording.contents:
            finish(draft, recording, store=store, engine=engine, analyzer=analyzer, zone=zone)
        held_in_sum = totals(recording.contents.values())
        return Report(
            generation=draft.name if recording.contents else None,
            articles=held_in_sum.articles,
            points=held_in_sum.points,
            paragraphs=held_in_sum.paragraphs,
            replaced=recording.repeated,
            rejected=recording.rejected,
            noted=recording.noted,
            text_bytes=recording.text_bytes,
            seconds=time.monotonic() - began,
            engine=store.identity,
            segmenter=analyzer.fingerprint["segmenter"],
            index_bytes=sum(path.stat().st_size for path in files_below(draft.folder)),
        )


def _make_sure_of_room(root: Path, text_size: int) -> None:
    """Before hours of work: does what will be written fit on the device?"""
    needed, free = round(text_size * _ROOM), shutil.disk_usage(root).free
    if needed > free:
        raise IndexUnwritable(
            f"{root}: {text_size / 1e6:,.0f} MB of records need about {needed / 1e6:,.0f} MB for their "
            f"index, and {free / 1e6:,.0f} MB are free: free some, or choose another folder with --index"
        )
