"""Which files may two stores share?

Copies a store, but links the files that its engine never changes in place. May import nothing of this
project.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path


def copy_store(folder: Path, to: Path, *, is_immutable: Callable[[str], bool]) -> None:
    """Copy the files of a store into an empty folder; those whose names `is_immutable` accepts are linked if
    the file system has links. Empty files are locks, and skipped."""
    for path in folder.iterdir():
        if path.stat().st_size:
            if is_immutable(path.name):
                _link(path, to / path.name)
            else:
                shutil.copyfile(path, to / path.name)


def _link(path: Path, to: Path) -> None:
    try:
        os.link(path, to)
    except OSError:  # a file system without links, or a file that has too many; a full one fails when copying
        shutil.copyfile(path, to)
