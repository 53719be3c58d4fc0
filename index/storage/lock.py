"""Which process writes the index?

The write lock of an index folder, the file `LOCK` in it, and what it means when the device refuses a write.
May import only the errors.
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
    """Be the one process that writes below `root`; the lock dies with the process.

    Raises IndexBusy, with the other's process id, where another one does, and IndexUnwritable for whatever
    the device refuses meanwhile.
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
                    f"{root}: process {holder} is writing this index; try again when it is done"
                ) from None
            lock.seek(0)
            lock.truncate()
            lock.write(f"{os.getpid()}\n")
            lock.flush()
            yield
    except OSError as fault:
        raise IndexUnwritable(_unwritten(root, fault)) from fault


def _unwritten(root: Path, fault: OSError) -> str:
    if fault.errno in _FULL:
        why = "there is no room left on its device: free some, or choose another folder with --index"
    elif fault.errno in _FORBIDDEN:
        where = fault.filename or root
        why = f"no permission for {where}: run as its owner, or choose another folder with --index"
    else:
        why = str(fault)
    return f"{root}: the index can't be written, and what was live still is: {why}"
