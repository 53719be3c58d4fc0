"""Are these files as they were written?

A checksum for every file of a folder, for damage that an engine itself doesn't notice. Touches nothing else.
"""

import hashlib
from collections.abc import Iterable
from io import BufferedReader
from pathlib import Path

_SIZE = 16  # bytes of a BLAKE2b digest


def digest(data: bytes) -> str:
    """The checksum of data, in hexadecimal."""
    return hashlib.blake2b(data, digest_size=_SIZE).hexdigest()


def files_below(folder: Path) -> list[Path]:
    """The files below a folder by name; an empty one, which may be a lock, is left out."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and path.stat().st_size]


def checksums(folder: Path, files: Iterable[Path]) -> dict[str, str]:
    """For each file, by its path in the folder, its checksum."""
    return {path.relative_to(folder).as_posix(): _checksum(path) for path in files}


def damaged(folder: Path, written: dict[str, str]) -> list[str]:
    """The files that are missing or not as they were written."""
    now = checksums(folder, (each for each in map(folder.joinpath, written) if each.is_file()))
    return [name for name, checksum in written.items() if now.get(name) != checksum]


def file_digest(file: BufferedReader) -> str:
    """The checksum of all that an open file holds."""
    return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=_SIZE)).hexdigest()


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file)
