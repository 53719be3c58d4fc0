"""How does the next generation take over?

A new generation is built beside the live one, flushed to disk, and goes live when `CURRENT` is replaced,
which is atomic: a process that is killed at any moment leaves either the old index live or the new one. The
next process that writes removes what a killed one left. May not touch articles or analysis.
"""

import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from index.errors import IndexMissing, IndexUnusable
from index.output import fsync
from index.storage.checksums import checksums, files_below
from index.storage.generations import ARTICLES, CURRENT, META, NAME, Meta, live_names, read_meta, sealed
from index.storage.lock import write_lock

_NEW = f"{CURRENT}.new"


class Draft(msgspec.Struct, frozen=True):
    """A generation that is being built; readers don't see it until it is published. `live` is the name of the
    one that is live meanwhile."""

    root: Path
    name: str
    live: str | None

    @property
    def folder(self) -> Path:
        return self.root / self.name

    @property
    def articles(self) -> Path:
        return self.folder / ARTICLES


@contextmanager
def new_generation(root: Path) -> Iterator[Draft]:
    """Build the next generation; it is removed at the end unless it was published. Needs the write lock."""
    live, before = _names(root)
    _remove_all_but(root, {live, before})
    numbers = [int(found[1]) for path in root.iterdir() if (found := NAME.fullmatch(path.name))]
    draft = Draft(root, f"g{max(numbers, default=0) + 1:06d}", live)
    draft.articles.mkdir(parents=True)
    try:
        yield draft
    finally:
        if _names(root)[0] != draft.name:
            shutil.rmtree(draft.folder, ignore_errors=True)


def publish(draft: Draft, meta: Meta) -> None:
    """Flush the generation to disk, make it live, and remove all generations before the one that was live.

    Files that it shares with that one were flushed before and have their checksums already.
    """
    shared = _shared(draft)
    known = {draft.folder / name for name in shared}
    own = [each for each in files_below(draft.folder) if each not in known]
    files = {**shared, **checksums(draft.folder, own)}
    described = sealed(msgspec.structs.replace(meta, files=dict(sorted(files.items()))))
    (draft.folder / META).write_bytes(msgspec.json.format(msgspec.json.encode(described)))
    _share_as_usual(own, like=draft.folder / META)
    for path in (*own, draft.folder / META, draft.articles, draft.folder):
        fsync(path)
    _switch(draft.root, draft.name, draft.live)
    _remove_all_but(draft.root, {draft.name, draft.live})


def _share_as_usual(files: Iterable[Path], *, like: Path) -> None:
    """Give files the permissions of a file that was written as usual. Tantivy writes some through temporary
    files, which only their owner may read, and then nobody else could open the index."""
    mode = stat.S_IMODE(like.stat().st_mode)
    for file in files:
        if stat.S_IMODE(file.stat().st_mode) != mode:
            file.chmod(mode)


def rollback(root: Path) -> str:
    """Make the generation live that was live before, and return its name; a second call undoes the first.

    Raises IndexUnusable if none is kept.
    """
    with write_lock(root):
        live, before = live_names(root)
        if before is None or not (root / before).is_dir():
            raise IndexUnusable(
                f"{root}: no generation but {live} is kept, so there is nothing to roll back to"
            )
        read_meta(root, before)
        _switch(root, before, live)
        return before


def _switch(root: Path, live: str, before: str | None) -> None:
    replacement = root / _NEW
    replacement.write_text(" ".join(filter(None, (live, before))) + "\n", encoding="ascii")
    fsync(replacement)
    replacement.replace(root / CURRENT)
    fsync(root)


def _names(root: Path) -> tuple[str | None, str | None]:
    """The live generation and the one to keep besides; if the pointer can't be read, the last complete
    one."""
    try:
        return live_names(root)
    except IndexMissing:
        return None, None
    except IndexUnusable:
        complete = [path.name for path in sorted(root.iterdir()) if (path / META).is_file()]
        return None, complete[-1] if complete else None


def _remove_all_but(root: Path, kept: set[str | None]) -> None:
    for path in root.iterdir():
        if NAME.fullmatch(path.name) and path.name not in kept:
            shutil.rmtree(path, ignore_errors=True)
    (root / _NEW).unlink(missing_ok=True)


def _shared(draft: Draft) -> dict[str, str]:
    """The checksums of the files that the draft shares with the live generation."""
    if draft.live is None:
        return {}
    try:
        written = read_meta(draft.root, draft.live).files
    except IndexUnusable:
        return {}
    live = draft.root / draft.live
    return {
        name: checksum
        for name, checksum in written.items()
        if (live / name).exists()
        and (draft.folder / name).exists()
        and os.path.samefile(live / name, draft.folder / name)
    }
