"""Which process writes the index?

The write lock of an index folder, the file `LOCK` in it, and the error for a device that refuses a write. May
import only the errors.
"""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import IndexBusy, IndexUnwritable

_LOCK = "LOCK"
_FULL = {errno.ENOSPC, errno.EDQUOT}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def write_lock(root: Path) -> Iterator[None]:
    """Be the only process that writes below `root`; the lock is released when the process ends, however it
    ends.

    Raises IndexBusy, with the id of the other process, while another one writes, and IndexUnwritable when the
    device refuses a write inside the block.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        with (root / _LOCK).open("a+", encoding="ascii") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                holder = lock.read().strip() or "unknown"
                raise IndexBusy(
                    f"{root}: process {holder} is writing this index; try again when it has finished"
                ) from None
            lock.seek(0)
            lock.truncate()
            lock.write(f"{os.getpid()}\n")
            lock.flush()
            yield
    except OSError as fault:
        raise IndexUnwritable(_why_unwritable(root, fault)) from fault


def _why_unwritable(root: Path, fault: OSError) -> str:
    if fault.errno in _FULL:
        why = "no space left on its device: free some, or choose another folder with --index"
    elif fault.errno in _FORBIDDEN:
        where = fault.filename or root
        why = f"no permission for {where}: run as its owner, or choose another folder with --index"
    else:
        why = str(fault)
    return f"{root}: the index can't be written, and the live one is unchanged: {why}"
