"""How is a file written so that it is there whole or not at all?

For files that are given out. May touch nothing but the file.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedWriter
from pathlib import Path

from index.errors import FileUnwritable


@contextmanager
def replacement(file: Path) -> Iterator[BufferedWriter]:
    """Write a file beside the one of that name and put it in its place at the end; an exception leaves that
    one as it was. Raises FileUnwritable for whatever the device refuses."""
    part = file.with_name(f"{file.name}.part")
    try:
        with part.open("wb") as out:
            yield out
        flush(part)
        part.replace(file)
        flush(file.absolute().parent)
    except OSError as fault:
        raise FileUnwritable(f"{file}: can't be written, and is as it was: {fault.strerror}") from None
    finally:
        part.unlink(missing_ok=True)


def flush(path: Path) -> None:
    """See that a file or folder, as it is now, is on the device."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
