"""Which records are to be mended, and how are they fed back?

A file with a line for each rejected record: where it stood, why it was rejected, and the record itself, which
`sources` reads like any other once it is mended. A record that is JSON stands there as JSON, any other as a
string; either may be put in the place of the other.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedWriter
from pathlib import Path

import msgspec

from index.errors import FileUnwritable
from index.importers.sources import REJECTED, Rejected


@contextmanager
def kept_rejects(file: Path | None) -> Iterator[Callable[[Rejected], None]]:
    """Keep the rejected records of a run in a file, which takes the place of the one before at the end; a run
    without any leaves none. Without a file nothing is kept.

    A fault of a whole file is no record, and isn't kept. Raises FileUnwritable where it can't be written.
    """
    if file is None:
        yield lambda rejected: None
        return
    part = file.with_name(f"{file.name}.part")
    out: BufferedWriter | None = None

    def keep(rejected: Rejected) -> None:
        nonlocal out
        if rejected.record:
            try:
                out = out or part.open("wb")
                out.write(_line(rejected))
            except OSError as fault:
                raise _unwritten(file, fault) from None

    try:
        yield keep
        try:
            if out is None:
                file.unlink(missing_ok=True)
            else:
                out.close()
                part.replace(file)
        except OSError as fault:
            raise _unwritten(file, fault) from None
    finally:
        if out is not None:
            out.close()
        part.unlink(missing_ok=True)


def _line(rejected: Rejected) -> bytes:
    where = {"file": rejected.file, "line": rejected.line, "reason": rejected.reason}
    where |= {"form": rejected.form.value} | ({"cut": True} if rejected.cut else {})
    row = b'"' + REJECTED.encode() + b'": ' + msgspec.json.encode(where) + b', "record": '
    return b"{" + row + (_as_json(rejected.record) or msgspec.json.encode(rejected.record)) + b"}\n"


def _as_json(record: str) -> bytes | None:
    """The record on one line, where it is a JSON object."""
    try:
        msgspec.json.decode(record, type=dict[str, msgspec.Raw])
        return msgspec.json.format(record.encode(), indent=-1)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return None


def _unwritten(file: Path, fault: OSError) -> FileUnwritable:
    return FileUnwritable(f"{file}: rejected records can't be kept there: {fault.strerror}; see --rejects")
