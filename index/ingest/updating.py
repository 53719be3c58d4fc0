"""How does the live index take in what has changed, and nothing else?

An update builds the next generation like any other: it begins as a copy of the live one that shares its
files, takes in what has changed, and goes live in one step. Reports through return values and one callback;
may print nothing.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import tzinfo
from pathlib import Path
from typing import BinaryIO

import msgspec

from index.articles.fields import ARTICLE_FIELDS
from index.engines import Engine
from index.errors import REINDEX_HINT, IndexUnusable
from index.importers.records import RawRecord, Rejected
from index.importers.rejects import kept_rejects
from index.importers.sources import Sources
from index.ingest.build_session import BuildSession, OnEvent, Progress, finish
from index.ingest.parallel import prepared_in_order
from index.ingest.prepare import Decoded, decoded
from index.storage.checksums import damaged
from index.storage.generations import Meta, current_name, engine_folder, engine_of, read_meta
from index.storage.lock import write_lock
from index.storage.manifest import MANIFEST, ManifestEntry, read_manifest
from index.storage.publishing import Draft, new_generation
from index.text.analysis import Analyzer


class Changes(msgspec.Struct, frozen=True):
    """What an update did. `generation` is none if nothing had changed. `articles` is how many the live index
    holds now; `text_bytes` is the UTF-8 size of what was analysed. `missing` are ids to be removed that the
    index doesn't have, `unread` the given paths that don't exist or can't be read."""

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
    unread: tuple[str, ...] = ()


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
    """Add the new articles of `paths` to the live index and replace those whose content changed; with
    `prune`, remove every article that isn't in `paths`.

    Nothing is removed if a record was rejected, or if anything couldn't be read, since it may hold any
    article. Raises IndexMissing or
    IndexMismatch if there is no index that this version can write, and what `reindex` raises.
    """
    began = time.monotonic()
    sources = Sources(paths, stdin=stdin)
    with write_lock(root), kept_rejects(rejects) as keep:
        live = _Live.of(root, analyzer)
        changed = _ChangedRecords(sources, live.manifest, zone)
        with new_generation(root) as draft:
            with _session(live, draft, on_event, keep) as session:
                with closing(prepared_in_order(changed, analyzer, zone=zone, jobs=jobs)) as articles:
                    for each in articles:
                        session.take(each)
                        count, text_bytes = len(session.manifest), session.text_bytes
                        on_event(Progress(count, sources.read, sources.size, text_bytes))
                if prune:
                    _prune(session, changed.ids)
            generation = _published(live, draft, session, analyzer, zone)
    return _changes(generation, session, began, unchanged=changed.unchanged, unread=tuple(sources.unread))


def remove(keys: Iterable[str], *, root: Path, analyzer: Analyzer, zone: tzinfo) -> Changes:
    """Remove the articles of these ids from the live index. Raises what `update` raises."""
    began = time.monotonic()
    removed = list(dict.fromkeys(keys))
    with write_lock(root):
        live = _Live.of(root, analyzer)
        missing = tuple(key for key in removed if key not in live.manifest)
        with new_generation(root) as draft:
            with _session(live, draft) as session:
                for key in removed:
                    if key in session.manifest:
                        session.remove(key)
            generation = _published(live, draft, session, analyzer, zone)
    return _changes(generation, session, began, missing=missing)


class _Live(msgspec.Struct, frozen=True):
    """What a writer needs to know of the live generation."""

    root: Path
    name: str
    meta: Meta
    store: Engine
    manifest: dict[str, ManifestEntry]

    @classmethod
    def of(cls, root: Path, analyzer: Analyzer) -> "_Live":
        name = current_name(root)
        meta = read_meta(root, name)
        store = engine_of(root, meta, analyzer)
        if damaged(root / name, {MANIFEST: meta.files.get(MANIFEST, "")}):
            raise IndexUnusable(f"{root / name / MANIFEST}: damaged (checksum mismatch); {REINDEX_HINT}")
        return cls(root, name, meta, store, read_manifest(root / name))


class _ChangedRecords:
    """The records whose content differs from the index, and the rejected ones; iterate once. `ids` are those
    of all articles that could be read."""

    def __init__(
        self, records: Iterable[RawRecord | Rejected], manifest: dict[str, ManifestEntry], zone: tzinfo
    ) -> None:
        self._records = records
        self._digests = {key: entry.digest for key, entry in manifest.items()}
        self._zone = zone
        self.ids: set[str] = set()
        self.unchanged = 0

    def __iter__(self) -> Iterator[Decoded | Rejected]:
        for raw in self._records:
            record = raw if isinstance(raw, Rejected) else decoded(raw, self._zone)
            if isinstance(record, Decoded):
                key = record.article.id
                self.ids.add(key)
                if self._digests.get(key) == record.digest:
                    self.unchanged += 1
                    continue
                # A later record with this id counts as changed if it differs from this one.
                self._digests[key] = record.digest
            yield record


@contextmanager
def _session(
    live: _Live,
    draft: Draft,
    on_event: OnEvent = lambda event: None,
    keep: Callable[[Rejected], None] = lambda rejected: None,
) -> Iterator[BuildSession]:
    """Write changes into a draft that begins as a copy of the live generation."""
    live.store.copy(engine_folder(live.root, live.name), draft.articles)
    with live.store.write(draft.articles, ARTICLE_FIELDS) as writer:
        session = BuildSession(writer, dict(live.manifest), on_event, keep)
        yield session
        if session.changed:
            writer.commit()


def _prune(session: BuildSession, ids: set[str]) -> None:
    if session.rejected:
        session.note("prune", "nothing is removed, since what was rejected may hold any article")
        return
    for key in [key for key in session.manifest if key not in ids]:
        session.remove(key)


def _published(
    live: _Live, draft: Draft, session: BuildSession, analyzer: Analyzer, zone: tzinfo
) -> str | None:
    if not session.changed:
        return None
    finish(draft, session, store=live.store, engine=live.meta.engine, analyzer=analyzer, zone=zone)
    return draft.name


def _changes(
    generation: str | None,
    session: BuildSession,
    began: float,
    *,
    unchanged: int = 0,
    missing: tuple[str, ...] = (),
    unread: tuple[str, ...] = (),
) -> Changes:
    return Changes(
        generation=generation,
        articles=len(session.manifest),
        added=session.added,
        replaced=session.replaced,
        removed=session.removed,
        unchanged=unchanged,
        rejected=session.rejected,
        noted=session.noted,
        text_bytes=session.text_bytes,
        seconds=time.monotonic() - began,
        missing=missing,
        unread=unread,
    )
