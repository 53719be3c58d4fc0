"""How is a file written for somebody, so that it is whole or as it was before?

A regular file is written beside its place under a fresh name that nobody else has, and renamed at the end;
anything else (a device, a pipe, standard output) is written to as it is, and never replaced. May import only
the errors.
"""

import io
import os
import re
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

from index.errors import FileUnwritable

STDOUT = "-"

_TRIES = 100  # names, of 64 random bits each
_MAX_LINKS = 40  # that are followed; the system follows no more
_DESCRIPTOR = re.compile(r"/(?:dev|proc/(?:self|thread-self))/fd/(\d+)")
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class OutputFile:
    """A file that is being written: write to `stream`, then commit it, or discard what was written.

    Every method raises OSError where the device refuses. `replaces` is whether a whole file takes its place
    at the end; a stream is written to at once and can't be taken back.
    """

    def __init__(self, file: Path) -> None:
        self._part: Path | None = None
        self._closes = True
        descriptor = _descriptor_of(file)
        if descriptor is not None:
            self.stream = _open(os.dup(descriptor))
        elif str(file) == STDOUT:  # of a process in which it is no file of the system's
            sys.stdout.flush()
            self.stream, self._closes = sys.stdout.buffer, False
        elif _is_special(file):
            self.stream = _open(os.open(file, os.O_WRONLY | os.O_NOCTTY | os.O_CLOEXEC))
        else:
            self._target = Path(os.path.realpath(file))  # a link stays, and leads to the new file
            self._part, self.stream = _beside(self._target)

    @property
    def replaces(self) -> bool:
        return self._part is not None

    def commit(self) -> None:
        """Make what was written the content of the file; on the device, not only in memory."""
        self.stream.flush()
        if self._part is None:
            if self._closes:
                self.stream.close()
            return
        os.fsync(self.stream.fileno())
        self.stream.close()
        self._part.replace(self._target)
        self._part = None
        fsync(self._target.parent)

    def discard(self) -> None:
        """Leave the file as it was; does nothing after a commit."""
        if self._closes:
            with suppress(OSError):  # what is discarded needn't be written
                self.stream.close()
        if self._part is not None:
            self._part.unlink(missing_ok=True)


@contextmanager
def written(file: Path) -> Iterator[BinaryIO]:
    """Write a file, or to standard output for `-`; after an exception the old file is unchanged.

    Raises FileUnwritable when the device refuses a write. Who reads a pipe and goes away is no fault of it:
    that is a BrokenPipeError.
    """
    out: OutputFile | None = None
    try:
        out = OutputFile(file)
        yield out.stream
        out.commit()
    except BrokenPipeError:
        raise
    except OSError as fault:
        state = "can't be written and is unchanged" if out is None or out.replaces else "can't be written"
        where = "standard output" if str(file) == STDOUT else file
        raise FileUnwritable(f"{where}: {state}: {fault.strerror or fault}") from None
    finally:
        if out is not None:
            out.discard()


def is_stored(file: Path) -> bool:
    """Whether what was written under this name is a file now, and not what went through a device or pipe."""
    return str(file) != STDOUT and _descriptor_of(file) is None and file.is_file()


def fsync(path: Path) -> None:
    """Make sure that a file or folder, as it is now, is on the device."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _open(descriptor: int) -> BinaryIO:
    return cast(BinaryIO, os.fdopen(descriptor, "wb"))


def _beside(target: Path) -> tuple[Path, BinaryIO]:
    """A new file in the folder of the target, with the permissions of the one that it will replace."""
    for _ in range(_TRIES):
        part = target.with_name(f".yinsuo-{secrets.token_hex(8)}.part")
        with suppress(FileExistsError):
            descriptor = os.open(part, _CREATE, 0o666)
            break
    else:
        raise FileExistsError("no free name for a temporary file")
    with suppress(OSError):
        os.fchmod(descriptor, stat.S_IMODE(target.stat().st_mode))
    return part, _open(descriptor)


def _is_special(file: Path) -> bool:
    """Whether there is something else than a regular file."""
    try:
        return not stat.S_ISREG(file.stat().st_mode)
    except FileNotFoundError:
        return False


def _descriptor_of(file: Path) -> int | None:
    """The open file of this process that a name such as `/dev/stdout` stands for: it is written on from where
    it is, while opening it again would begin at its start."""
    if str(file) == STDOUT:
        try:
            sys.stdout.flush()
            return sys.stdout.fileno()
        except (AttributeError, io.UnsupportedOperation):
            return None
    path = os.path.abspath(file)
    for _ in range(_MAX_LINKS):
        if found := _DESCRIPTOR.fullmatch(path):
            return int(found[1])
        if not os.path.islink(path):
            break
        path = os.path.normpath(os.path.join(os.path.dirname(path), os.readlink(path)))
    return None
