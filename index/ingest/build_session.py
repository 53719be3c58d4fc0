"""What happens to a draft between its first record and its publication?

What `reindexing` and `updating` share: articles are written and counted, the draft is checked as a reader
would use it, and published. Reports through return values and one callback; may print nothing.
"""

from collections.abc import Callable
from datetime import datetime, tzinfo
from itertools import islice
from typing import TypeAlias

import msgspec

from index.articles.fields import ARTICLE_FIELDS
from index.engines import Engine, Writer
from index.errors import IndexUnusable
from index.importers.records import Rejected
from index.ingest.prepare import Prepared
from index.storage.generations import FORMAT, Meta
from index.storage.manifest import MANIFEST, ManifestEntry, Totals, read_manifest, totals, write_manifest
from index.storage.publishing import Draft, publish
from index.storage.self_test import self_test
from index.storage.suggestion_words import updated_words, write_words
from index.text.analysis import Analyzer

_MAX_PENDING = 400_000_000  # bytes that may wait for the engine; so a slow device doesn't fill the memory
_SELF_TESTS = 20  # articles that are searched for before a draft is published


class Note(msgspec.Struct, frozen=True):
    """A remark on an article that was indexed all the same."""

    place: str
    text: str


class Progress(msgspec.Struct, frozen=True):
    """How far a build has come. `read` of `size` bytes of the files are read; `size` is 0 if it isn't known.
    `text_bytes` is the UTF-8 size of what was written."""

    articles: int
    read: int
    size: int
    text_bytes: int = 0


Event: TypeAlias = Rejected | Note | Progress
OnEvent: TypeAlias = Callable[[Event], None]


class BuildSession:
    """Writes prepared articles into a draft's store, and counts them. `manifest` always describes what the
    store holds; `keep` receives each rejected record."""

    def __init__(
        self,
        writer: Writer,
        manifest: dict[str, ManifestEntry],
        on_event: OnEvent,
        keep: Callable[[Rejected], None],
    ) -> None:
        self.manifest = manifest
        self.written: dict[str, None] = {}  # the ids of the articles of this build, in order
        self.added = self.replaced = self.repeated = self.removed = 0
        self.rejected = self.noted = self.text_bytes = 0
        self._writer = writer
        self._on_event = on_event
        self._keep = keep

    @property
    def changed(self) -> bool:
        """Whether the store differs from what it held before."""
        return self.changes > 0

    @property
    def changes(self) -> int:
        """How many articles were added, replaced or removed."""
        return self.added + self.replaced + self.removed

    def take(self, each: Prepared | Rejected) -> None:
        """Write an article, replacing the one with its id, or reject a record that is no article."""
        if isinstance(each, Rejected):
            self.reject(each)
            return
        key = each.document.key
        notes = list(each.notes)
        if key in self.written:
            self.repeated += 1
            notes.append(f"replaces an earlier article with the id {key!r}")
        for note in notes:
            self.note(each.place, note)
        if key in self.manifest:
            self.replaced += 1
            self._writer.replace(each.document)
        else:
            self.added += 1
            self._writer.add(each.document)
        if self._writer.pending > _MAX_PENDING:
            self._writer.commit()  # nobody reads the draft, so it may be committed at any time
        self.written[key] = None
        self.manifest[key] = ManifestEntry(each.digest, each.points, each.paragraphs, each.text_bytes)
        self.text_bytes += each.text_bytes

    def reject(self, rejected: Rejected) -> None:
        self.rejected += 1
        self._keep(rejected)
        self._on_event(rejected)

    def note(self, place: str, text: str) -> None:
        self.noted += 1
        self._on_event(Note(place, text))

    def remove(self, key: str) -> None:
        """Remove an article that the store holds."""
        self._writer.delete(key)
        del self.manifest[key]
        self.written.pop(key, None)
        self.removed += 1


def finish(
    draft: Draft, session: BuildSession, *, store: Engine, engine: str, analyzer: Analyzer, zone: tzinfo
) -> Totals:
    """Check the draft as a reader would use it, store what suggestions need of it, make it the live
    generation, and return its totals.

    Raises IndexUnusable if it lacks anything that was written; then nothing has changed. An article that
    isn't found by a word of its own is noted, and keeps none of the others out.
    """
    write_manifest(draft.folder, session.manifest)
    _check(draft, session, store, analyzer)
    total = totals(session.manifest.values())
    meta = Meta(
        format=FORMAT,
        engine=engine,
        engine_identity=store.identity,
        fingerprint=analyzer.fingerprint,
        articles=total.articles,
        points=total.points,
        paragraphs=total.paragraphs,
        created=datetime.now(zone).isoformat(timespec="seconds"),
    )
    publish(draft, meta)
    return total


def _check(draft: Draft, session: BuildSession, store: Engine, analyzer: Analyzer) -> None:
    reader = store.open(draft.articles, ARTICLE_FIELDS)
    try:
        tested = self_test(reader, analyzer, islice(reversed(session.written), _SELF_TESTS))
        faults = [f"the article {key!r} is missing" for key in tested.missing]
        if reader.count != len(session.manifest):
            faults.append(f"it holds {reader.count:,} articles instead of {len(session.manifest):,}")
        if not faults:
            live = draft.root / draft.live if draft.live else None
            write_words(draft.folder, updated_words(reader, live, session.changes))
    finally:
        reader.close()
    if len(read_manifest(draft.folder)) != len(session.manifest):
        faults.append(f"{MANIFEST} differs from what was written")
    for each in tested.not_found:
        session.note("self-test", f"{each}; please report this")
    if faults:
        raise IndexUnusable(
            f"{draft.folder}: the new index failed its check, so the live index stays: " + "; ".join(faults)
        )
