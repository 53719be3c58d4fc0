"""Which index is live, and how does the next one take over?

An index folder holds generations, each a complete index, and the file `CURRENT` with the name of the live
one:

    INDEX/CURRENT              g000002
    INDEX/LOCK                 held by the one process that writes
    INDEX/g000002/meta.json    fingerprint, engine, counts
    INDEX/g000002/articles/    the engine's files

A new generation is built beside the live one, flushed to disk, and becomes live by the replacement of
`CURRENT`, which is atomic: whoever dies at whatever instant leaves the old index live or the new one.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from index.analysis import Analyzer
from index.checksums import checksums
from index.engines import Reader, open_engine
from index.errors import IndexBusy, IndexMismatch, IndexMissing, IndexUnusable
from index.fields import ARTICLE_FIELDS

FORMAT = 3  # rises with every change of the layout above or of the fields

_NAME = re.compile(r"g(\d{6,})")
_CURRENT, _LOCK, _META, _ARTICLES = "CURRENT", "LOCK", "meta.json", "articles"


class Meta(msgspec.Struct, frozen=True):
    """What a generation says of itself."""

    format: int
    engine: str
    engine_identity: str
    fingerprint: dict[str, str]
    articles: int
    points: int
    paragraphs: int
    created: str  # ISO 8601 with offset
    files: dict[str, str] = {}  # checksums of the engine's files


class Generation(msgspec.Struct, frozen=True):
    """A generation that is open for reading."""

    name: str
    meta: Meta
    articles: Reader


class Draft(msgspec.Struct, frozen=True):
    """A generation that is being built: nobody sees it until it is published."""

    root: Path
    name: str

    @property
    def folder(self) -> Path:
        return self.root / self.name

    @property
    def articles(self) -> Path:
        return self.folder / _ARTICLES


def current_name(root: Path) -> str:
    """The name of the live generation. Raises IndexMissing where there is none."""
    try:
        name = (root / _CURRENT).read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissing(f"{root}: no index here yet; build one with 'yinsuo reindex PATH…'") from None
    except (OSError, UnicodeDecodeError) as fault:
        raise IndexUnusable(f"{root / _CURRENT}: can't be read: {fault}") from None
    if not _NAME.fullmatch(name):
        raise IndexUnusable(f"{root / _CURRENT}: names no generation but {name[:40]!r}; reindex to mend it")
    return name


def read_meta(root: Path, name: str) -> Meta:
    """What the generation says of itself. Raises IndexUnusable where it can't be read."""
    path = root / name / _META
    try:
        return msgspec.json.decode(path.read_bytes(), type=Meta)
    except (OSError, msgspec.DecodeError) as fault:
        raise IndexUnusable(f"{path}: can't be read: {fault}; reindex to mend it") from None


def engine_folder(root: Path, name: str) -> Path:
    """Where the engine keeps its files of a generation."""
    return root / name / _ARTICLES


def open_generation(root: Path, analyzer: Analyzer) -> Generation:
    """Open the live generation for reading.

    Raises IndexMissing where there is none, IndexMismatch where it was built by another analyzer or engine,
    IndexUnusable where it is damaged.
    """
    name = current_name(root)
    meta = read_meta(root, name)
    engine = open_engine(meta.engine)
    here = {"layout": str(FORMAT), "engine": engine.identity, **analyzer.fingerprint}
    there = {"layout": str(meta.format), "engine": meta.engine_identity, **meta.fingerprint}
    differing = [key for key in here | there if here.get(key) != there.get(key)]
    if differing:
        what = "; ".join(f"{key} was {there.get(key)!r} and is {here.get(key)!r}" for key in differing)
        raise IndexMismatch(
            f"{root}: the index was built by another analyzer ({what}); "
            "build it anew with 'yinsuo reindex PATH…', or set what it was built with"
        )
    return Generation(name, meta, engine.open(engine_folder(root, name), ARTICLE_FIELDS))


@contextmanager
def write_lock(root: Path) -> Iterator[None]:
    """Be the one process that writes below `root`; the lock dies with the process.

    Raises IndexBusy, with the other's process id, where another one does.
    """
    root.mkdir(parents=True, exist_ok=True)
    with (root / _LOCK).open("a+", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            raise IndexBusy(
                f"{root}: process {holder} is writing this index; try again when it is done"
            ) from None
        lock.seek(0)
        lock.truncate()
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


@contextmanager
def new_generation(root: Path) -> Iterator[Draft]:
    """Build the next generation; one that isn't published by the end is removed. Needs the write lock."""
    numbers = [int(found[1]) for path in root.iterdir() if (found := _NAME.fullmatch(path.name))]
    draft = Draft(root, f"g{max(numbers, default=0) + 1:06d}")
    draft.articles.mkdir(parents=True)
    try:
        yield draft
    finally:
        if _live(root) != draft.name:
            shutil.rmtree(draft.folder, ignore_errors=True)


def publish(draft: Draft, meta: Meta) -> None:
    """Flush the generation to disk, make it the live one, remove those before the one that was live."""
    meta = msgspec.structs.replace(meta, files=checksums(draft.articles))
    (draft.folder / _META).write_bytes(msgspec.json.format(msgspec.json.encode(meta)))
    for path in (*draft.folder.rglob("*"), draft.folder):
        _flush(path)
    before = _live(draft.root)
    replacement = draft.root / f"{_CURRENT}.new"
    replacement.write_text(f"{draft.name}\n", encoding="ascii")
    _flush(replacement)
    replacement.replace(draft.root / _CURRENT)
    _flush(draft.root)
    for path in draft.root.iterdir():
        if _NAME.fullmatch(path.name) and path.name not in {before, draft.name}:
            shutil.rmtree(path, ignore_errors=True)


def _live(root: Path) -> str | None:
    try:
        return current_name(root)
    except IndexUnusable:
        return None


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
