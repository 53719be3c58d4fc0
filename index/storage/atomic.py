"""How is a file replaced so that it is complete or not there at all?

For files that are given to the user. May touch nothing but the file.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedWriter
from pathlib import Path

from index.errors import FileUnwritable


@contextmanager
def atomic_write(file: Path) -> Iterator[BufferedWriter]:
    """Write a file under another name and rename it at the end; after an exception the old file is unchanged.
    Raises FileUnwritable when the device refuses a write."""
    part = file.with_name(f"{file.name}.part")
    try:
        with part.open("wb") as out:
            yield out
        fsync(part)
        part.replace(file)
        fsync(file.absolute().parent)
    except OSError as fault:
        raise FileUnwritable(f"{file}: can't be written and is unchanged: {fault.strerror}") from None
    finally:
        part.unlink(missing_ok=True)


def fsync(path: Path) -> None:
    """Make sure that a file or folder, as it is now, is on the device."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
