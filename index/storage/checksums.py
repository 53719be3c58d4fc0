"""Have these files changed since they were written?

A checksum of every file of a folder, for damage that an engine doesn't notice itself. May touch nothing else.
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
    """The files below a folder, sorted by name, without empty ones, which may be locks."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and path.stat().st_size]


def checksums(folder: Path, files: Iterable[Path]) -> dict[str, str]:
    """The checksum of each file, by its path relative to the folder."""
    return {path.relative_to(folder).as_posix(): _checksum(path) for path in files}


def damaged(folder: Path, expected: dict[str, str]) -> list[str]:
    """The files that are missing or whose checksum isn't the expected one."""
    now = checksums(folder, (each for each in map(folder.joinpath, expected) if each.is_file()))
    return [name for name, checksum in expected.items() if now.get(name) != checksum]


def file_digest(file: BufferedReader) -> str:
    """The checksum of the whole content of an open file."""
    return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=_SIZE)).hexdigest()


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file)
