"""Which records were rejected, and how are they read again once corrected?

A file with a line for each rejected record: its place, the reason, and the record itself, which is read like
any other once it is corrected. A record that is JSON is kept as JSON, any other as a string; either may be
replaced by the other. Owns the format of such a line, written and read back.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from index.errors import FileUnwritable
from index.importers.records import Form, RawRecord, Rejected
from index.output import OutputFile

_REJECTED = "rejected"  # the first name in a line of the file, which no article has
_LINE_START = f'{{"{_REJECTED}":'.encode()
_ESCAPED_BYTE = re.compile(rb"\\x[89a-f][0-9a-f]")


class _Place(msgspec.Struct, frozen=True):
    """What a line says of its record, as far as it matters when it is read back."""

    form: Form = Form.RECORD
    cut: bool = False
    escaped: bool = False


class _KeptReject(msgspec.Struct, frozen=True):
    rejected: _Place
    record: msgspec.Raw


@contextmanager
def kept_rejects(file: Path | None) -> Iterator[Callable[[Rejected], None]]:
    """Keep the rejected records of a run in a file, which replaces the one of the run before; a run without
    any removes that one. Without a file nothing is kept.

    The fault of a whole file is no record, and isn't kept. Raises FileUnwritable if the file can't be
    written.
    """
    if file is None:
        yield lambda rejected: None
        return
    out: OutputFile | None = None

    def keep(rejected: Rejected) -> None:
        nonlocal out
        if rejected.record:
            try:
                out = out or OutputFile(file)
                out.stream.write(_line(rejected))
            except OSError as fault:
                raise _unwritable(file, fault) from None

    try:
        yield keep
        try:
            if out is not None:
                out.commit()
            elif _is_of_a_run_before(file):
                file.unlink()
        except OSError as fault:
            raise _unwritable(file, fault) from None
    finally:
        if out is not None:
            out.discard()


def is_kept_reject(line: bytes) -> bool:
    """Whether a line of JSON comes from a file of rejected records."""
    return line.startswith(_LINE_START)


def record_of_reject(name: str, number: int, line: bytes) -> RawRecord | Rejected:
    """The record in a line of a file of rejected records."""
    try:
        kept = msgspec.json.decode(line, type=_KeptReject)
        record = bytes(kept.record)
        data = msgspec.json.decode(record, type=str).encode() if record.startswith(b'"') else record
    except (msgspec.DecodeError, UnicodeError):
        return RawRecord(name, number, Form.RECORD, line)  # decoding it will say what is wrong with it
    if kept.rejected.cut:
        return Rejected(
            name, number, "only the beginning of this record was kept; correct it in its own file"
        )
    form = kept.rejected.form if record.startswith(b'"') else Form.RECORD
    if kept.rejected.escaped and (byte := _ESCAPED_BYTE.search(data)):
        reason = f"bytes of this record are still escaped, like {byte[0].decode()}: replace them by its text"
        return Rejected(name, number, reason, data.decode(), form, escaped=True)
    return RawRecord(name, number, form, data)


def _is_of_a_run_before(file: Path) -> bool:
    """Whether there is a file of rejected records, and nothing else that has its name."""
    try:
        if not file.is_file():
            return False
        with file.open("rb") as stream:
            start = stream.read(len(_LINE_START))
    except OSError:
        return False
    return not start or is_kept_reject(start)


def _line(rejected: Rejected) -> bytes:
    where = {"file": rejected.file, "line": rejected.line, "reason": rejected.reason}
    where |= {"form": rejected.form.value}
    where |= {name: True for name in ("cut", "escaped") if getattr(rejected, name)}
    row = b'"' + _REJECTED.encode() + b'": ' + msgspec.json.encode(where) + b', "record": '
    return b"{" + row + (_as_json(rejected.record) or msgspec.json.encode(rejected.record)) + b"}\n"


def _as_json(record: str) -> bytes | None:
    """The record on one line, where it is a JSON object."""
    try:
        msgspec.json.decode(record, type=dict[str, msgspec.Raw])
        return msgspec.json.format(record.encode(), indent=-1)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return None


def _unwritable(file: Path, fault: OSError) -> FileUnwritable:
    return FileUnwritable(
        f"{file}: can't write rejected records there: {fault.strerror}; choose another file with --rejects"
    )
