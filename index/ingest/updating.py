"""How does the live index take in what has changed, and nothing else?

An update is the next generation like any other: it begins as a copy of the live one, which shares its files,
takes in what changed, and becomes live in the same one step. Says what happens through the values it returns
and one callback; prints nothing.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import tzinfo
from pathlib import Path
from typing import BinaryIO

import msgspec

from index.articles.documents import content_digest
from index.articles.fields import ARTICLE_FIELDS
from index.engines import Engine
from index.errors import IndexUnusable
from index.importers.records import RawRecord, Rejected
from index.importers.rejects import kept_rejects
from index.importers.sources import Sources, decode
from index.ingest.build_session import OnEvent, Progress, Recording, finish
from index.ingest.parallel import prepared_in_order
from index.storage.checksums import damaged
from index.storage.generations import Meta, current_name, engine_folder, fitting_engine, read_meta
from index.storage.lock import write_lock
from index.storage.manifest import CONTENTS, Entry, read_contents
from index.storage.publishing import Draft, new_generation
from index.text.analysis import Analyzer


class Changes(msgspec.Struct, frozen=True):
    """What an update did. `generation` is none where nothing had changed. `articles` is how many the live
    index holds now; `text_bytes` is the UTF-8 size of what was analysed. `missing` are ids that were to be
    removed and aren't there."""

    generation: str | None
    articles: int
    added: int
    replaced: int
    removed: int
    unchanged: int
    rejected: int
    noted: int
    text_bytes: int
    seconds: float
    missing: tuple[str, ...] = ()


def update(
    paths: Iterable[str],
    *,
    root: Path,
    analyzer: Analyzer,
    zone: tzinfo,
    prune: bool = False,
    jobs: int = 1,
    stdin: BinaryIO | None = None,
    rejects: Path | None = None,
    on_event: OnEvent = lambda event: None,
) -> Changes:
    """Add to the live index what the records of `paths` hold, or replace it where they say something else;
    with `prune`, remove every article that they don't hold.

    Nothing is removed where a record was rejected, for what it holds isn't known. Raises IndexMissing or
    IndexMismatch where there is no index that this program can write, and what `reindex` raises.
    """
    began = time.monotonic()
    sources = Sources(paths, stdin=stdin)
    with write_lock(root), kept_rejects(rejects) as keep:
        live = _Live.of(root, analyzer)
        changed = _Changed(sources, live.contents, zone)
        with new_generation(root) as draft:
            with _recorded(live, draft, on_event, keep) as recording:
                with closing(prepared_in_order(changed, analyzer, zone=zone, jobs=jobs)) as articles:
                    for each in articles:
                        recording.take(each)
                        held = len(recording.contents)
                        on_event(Progress(held, sources.read, sources.size, recording.text_bytes))
                if prune:
                    _prune(recording, changed.given)
            generation = _published(live, draft, recording, analyzer, zone)
    return _changes(generation, recording, began, unchanged=changed.unchanged)


def remove(keys: Iterable[str], *, root: Path, analyzer: Analyzer, zone: tzinfo) -> Changes:
    """Remove the articles of these ids from the live index. Raises what `update` raises."""
    began = time.monotonic()
    wanted = list(dict.fromkeys(keys))
    with write_lock(root):
        live = _Live.of(root, analyzer)
        missing = tuple(key for key in wanted if key not in live.contents)
        with new_generation(root) as draft:
            with _recorded(live, draft) as recording:
                for key in wanted:
                    if key in recording.contents:
                        recording.remove(key)
            generation = _published(live, draft, recording, analyzer, zone)
    return _changes(generation, recording, began, missing=missing)


class _Live(msgspec.Struct, frozen=True):
    """The live generation, as one who writes on it needs it."""

    root: Path
    name: str
    meta: Meta
    store: Engine
    contents: dict[str, Entry]

    @classmethod
    def of(cls, root: Path, analyzer: Analyzer) -> "_Live":
        name = current_name(root)
        meta = read_meta(root, name)
        store = fitting_engine(root, meta, analyzer)
        if damaged(root / name, {CONTENTS: meta.files.get(CONTENTS, "")}):
            raise IndexUnusable(f"{root / name / CONTENTS}: not as it was written; reindex to mend it")
        return cls(root, name, meta, store, read_contents(root / name))


class _Changed:
    """Those of the records that say something else than the index, and those that can't be read; iterate
    once. `given` are the ids of all that could be read."""

    def __init__(self, records: Iterable[RawRecord | Rejected], held: dict[str, Entry], zone: tzinfo) -> None:
        self._records = records
        self._digests = {key: entry.digest for key, entry in held.items()}
        self._zone = zone
        self.given: set[str] = set()
        self.unchanged = 0

    def __iter__(self) -> Iterator[RawRecord | Rejected]:
        for record in self._records:
            reading = record if isinstance(record, Rejected) else decode(record, zone=self._zone)
            if isinstance(reading, Rejected):
                yield reading
                continue
            key, digest = reading.article.id, content_digest(reading.article)
            self.given.add(key)
            if self._digests.get(key) == digest:
                self.unchanged += 1
                continue
            # What a later record of this id must differ from is this one.
            self._digests[key] = digest
            yield record


@contextmanager
def _recorded(
    live: _Live,
    draft: Draft,
    on_event: OnEvent = lambda event: None,
    keep: Callable[[Rejected], None] = lambda rejected: None,
) -> Iterator[Recording]:
    """Record changes in a draft that begins with what the live generation holds."""
    live.store.copy(engine_folder(live.root, live.name), draft.articles)
    with live.store.write(draft.articles, ARTICLE_FIELDS) as writer:
        recording = Recording(writer, dict(live.contents), on_event, keep)
        yield recording
        if recording.changed:
            writer.commit()


def _prune(recording: Recording, given: set[str]) -> None:
    if recording.rejected:
        recording.note("prune", "nothing is removed, since what the rejected records hold isn't known")
        return
    for key in [key for key in recording.contents if key not in given]:
        recording.remove(key)


def _published(
    live: _Live, draft: Draft, recording: Recording, analyzer: Analyzer, zone: tzinfo
) -> str | None:
    if not recording.changed:
        return None
    finish(draft, recording, store=live.store, engine=live.meta.engine, analyzer=analyzer, zone=zone)
    return draft.name


def _changes(
    generation: str | None,
    recording: Recording,
    began: float,
    *,
    unchanged: int = 0,
    missing: tuple[str, ...] = (),
) -> Changes:
    return Changes(
        generation=generation,
        articles=len(recording.contents),
        added=recording.added,
        replaced=recording.replaced,
        removed=recording.removed,
        unchanged=unchanged,
        rejected=recording.rejected,
        noted=recording.noted,
        text_bytes=recording.text_bytes,
        seconds=time.monotonic() - began,
        missing=missing,
    )
