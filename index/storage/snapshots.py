"""How does an index become one file, and that file an index again?

A snapshot is a tar file of one generation: `meta.json`, which holds a checksum of every other file and of
itself, and those files. It can be written while others read and write the index, and is restored as the next
generation, which goes live in one step like any other.
"""

import os
import shutil
import tarfile
from contextlib import ExitStack
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import IO

import msgspec

from index.articles.fields import ARTICLE_FIELDS
from index.errors import REINDEX_HINT, IndexMismatch, IndexUnusable, SnapshotError, remedy
from index.output import written
from index.storage.checksums import damaged, file_digest
from index.storage.generations import (
    META,
    Meta,
    current_name,
    decode_meta,
    engine_of,
    is_sealed,
    read_meta,
)
from index.storage.lock import write_lock
from index.storage.publishing import Draft, new_generation, publish
from index.text.analysis import Analyzer

_BUFFER = 1024 * 1024  # bytes that are written at a time


def snapshot(root: Path, file: Path) -> Meta:
    """Write the live generation into a file, completely or not at all, or to standard output for `-`.

    Raises IndexUnusable if there is no index or it is damaged, FileUnwritable if the file can't be written.
    """
    with ExitStack() as stack:
        name, meta, files = _opened_files(root, stack)
        # As a stream, so that it may go into a pipe.
        with written(file) as out, tarfile.open(fileobj=out, mode="w|", bufsize=_BUFFER) as archive:
            for path, stream in files.items():
                if path != META and file_digest(stream) != meta.files[path]:
                    raise IndexUnusable(f"{root / name / path}: damaged (checksum mismatch); {REINDEX_HINT}")
                stream.seek(0)
                archive.addfile(_member(path, stream), stream)
    return meta


def restore(root: Path, file: Path, analyzer: Analyzer) -> Meta:
    """Make the content of a snapshot the live generation below a folder.

    Raises SnapshotError if the file isn't a snapshot or is damaged, IndexMismatch if another analyzer built
    it, and what `write_lock` raises; then nothing has changed.
    """
    try:
        stream = file.open("rb")
    except OSError as fault:
        raise SnapshotError(f"{file}: can't be read: {fault.strerror}") from None
    with stream, write_lock(root), new_generation(root) as draft:
        meta = _extracted(stream, draft, file)
        try:
            engine = engine_of(file, meta, analyzer)
        except IndexMismatch as fault:
            raise IndexMismatch(f"the snapshot can't be used here: {fault}") from None
        reader = engine.open(draft.articles, ARTICLE_FIELDS)
        count = reader.count
        reader.close()
        if count != meta.articles:
            raise SnapshotError(f"{file}: holds {count:,} articles where {meta.articles:,} were written")
        publish(draft, meta)
    return meta


def _opened_files(root: Path, stack: ExitStack) -> tuple[str, Meta, dict[str, BufferedReader]]:
    """The live generation and its files, open, so that they can still be read after they are removed."""
    while True:
        name = current_name(root)
        try:
            meta = read_meta(root, name)
            paths = {each: root / name / each for each in (META, *meta.files)}
            return name, meta, {each: stack.enter_context(path.open("rb")) for each, path in paths.items()}
        except (OSError, IndexUnusable) as fault:
            if current_name(root) == name:
                raise IndexUnusable(f"{root / name}: can't be read: {fault}; {remedy(fault)}") from None


def _extracted(stream: BufferedReader, draft: Draft, file: Path) -> Meta:
    """Unpack a snapshot into a draft: only files that its `meta.json` names, and only regular ones."""
    try:
        with tarfile.open(fileobj=stream, mode="r:") as archive:
            meta = decode_meta(_content(archive, archive.next()).read())
            if not is_sealed(meta):
                raise SnapshotError(
                    f"{file}: {META} in it is damaged (checksum mismatch); use another snapshot"
                )
            while (member := archive.next()) is not None:
                path = PurePosixPath(member.name)
                if member.name not in meta.files or path.is_absolute() or ".." in path.parts:
                    raise SnapshotError(f"{file}: contains {member.name!r}, which is not part of an index")
                target = draft.folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("wb") as out:
                    shutil.copyfileobj(_content(archive, member), out)
    except (tarfile.TarError, msgspec.DecodeError, UnicodeDecodeError, ValueError) as fault:
        raise SnapshotError(f"{file}: is not a snapshot, or a damaged one: {fault}") from None
    for name in damaged(draft.folder, meta.files):
        raise SnapshotError(
            f"{file}: {name!r} in it is missing or damaged (checksum mismatch); use another snapshot"
        )
    return meta


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo | None) -> IO[bytes]:
    content = archive.extractfile(member) if member is not None and member.isreg() else None
    if content is None:
        raise tarfile.TarError("it has something that is not a regular file")
    return content


def _member(name: str, stream: BufferedReader) -> tarfile.TarInfo:
    """An archive member that reveals nothing about the machine it comes from."""
    member = tarfile.TarInfo(name)
    member.size = os.fstat(stream.fileno()).st_size
    member.mode = 0o644
    return member
