"""What happens to a draft between its first record and its publication?

What `reindexing` and `updating` share: articles are written and counted, the draft is checked as a reader
would use it, and published. Says what happens through values and one callback; prints nothing.
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
from index.storage.manifest import CONTENTS, Entry, Totals, read_contents, totals, write_contents
from index.storage.publishing import Draft, publish
from index.storage.self_test import unanswered
from index.text.analysis import Analyzer

_PENDING = 400_000_000  # bytes that may wait for the engine; so a slow device doesn't fill the memory
_ASKED = 20  # articles that are asked back before a draft is published


class Note(msgspec.Struct, frozen=True):
    """Something about an article that was indexed all the same."""

    place: str
    text: str


class Progress(msgspec.Struct, frozen=True):
    """How far a build is; `size` is the bytes of all files, 0 where it can't be known. `text_bytes` is the
    UTF-8 size of what was written."""

    articles: int
    read: int
    size: int
    text_bytes: int = 0


OnEvent: TypeAlias = Callable[[Rejected | Note | Progress], None]


class Recording:
    """Writes prepared articles into a draft's store, and keeps count. `contents` is what the store holds, and
    is kept in step; `keep` is given each rejected record."""

    def __init__(
        self,
        writer: Writer,
        contents: dict[str, Entry],
        on_event: OnEvent,
        keep: Callable[[Rejected], None],
    ) -> None:
        self.contents = contents
        self.written: dict[str, None] = {}  # the articles of this build, in order
        self.added = self.replaced = self.repeated = self.removed = 0
        self.rejected = self.noted = self.text_bytes = 0
        self._writer = writer
        self._on_event = on_event
        self._keep = keep

    @property
    def changed(self) -> bool:
        """Whether the store holds anything else than before."""
        return bool(self.added or self.replaced or self.removed)

    def take(self, each: Prepared | Rejected) -> None:
        """Write an article in the place of the one with its id, or report why it isn't one."""
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
        if key in self.contents:
            self.replaced += 1
            self._writer.replace(each.document)
        else:
            self.added += 1
            self._writer.add(each.document)
        if self._writer.pending > _PENDING:
            self._writer.commit()  # nobody reads the draft, so when it is committed is nobody's matter
        self.written[key] = None
        self.contents[key] = Entry(each.digest, each.points, each.paragraphs, each.text_bytes)
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
        del self.contents[key]
        self.written.pop(key, None)
        self.removed += 1


def finish(
    draft: Draft, recording: Recording, *, store: Engine, engine: str, analyzer: Analyzer, zone: tzinfo
) -> Totals:
    """Check the draft as a reader would use it and make it the live generation; what it holds in sum.

    Raises IndexUnusable where it isn't as it should be; then nothing has changed.
    """
    write_contents(draft.folder, recording.contents)
    _check(draft, recording, store, analyzer)
    held = totals(recording.contents.values())
    meta = Meta(
        format=FORMAT,
        engine=engine,
        engine_identity=store.identity,
        fingerprint=analyzer.fingerprint,
        articles=held.articles,
        points=held.points,
        paragraphs=held.paragraphs,
        created=datetime.now(zone).isoformat(timespec="seconds"),
    )
    publish(draft, meta)
    return held


def _check(draft: Draft, recording: Recording, store: Engine, analyzer: Analyzer) -> None:
    reader = store.open(draft.articles, ARTICLE_FIELDS)
    try:
        faults = unanswered(reader, analyzer, islice(reversed(recording.written), _ASKED))
        if reader.count != len(recording.contents):
            faults.append(f"it holds {reader.count:,} articles instead of {len(recording.contents):,}")
    finally:
        reader.close()
    if len(read_contents(draft.folder)) != len(recording.contents):
        faults.append(f"{CONTENTS} doesn't hold what was written")
    if faults:
        raise IndexUnusable(
            f"{draft.folder}: what was built is not as it should be, so the live index stays: "
            + "; ".join(faults)
        )
