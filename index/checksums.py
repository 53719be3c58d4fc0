"""Are these files as they were written?

A checksum for every file of a folder, for damage that an engine itself doesn't notice. Touches nothing else.
"""

import hashlib
from pathlib import Path


def checksums(folder: Path) -> dict[str, str]:
    """For each file below the folder, by its path in it, the BLAKE2b digest of 16 bytes in hexadecimal; an
    empty file, which may be a lock, is left out."""
    return {
        path.relative_to(folder).as_posix(): _checksum(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.stat().st_size
    }


def damaged(folder: Path, written: dict[str, str]) -> list[str]:
    """The files that are missing or not as they were written."""
    now = checksums(folder)
    return [name for name, checksum in written.items() if now.get(name) != checksum]


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
