"""What is a record before it is decoded, and what is a rejected one?

Owns the two structs that every file format yields, and how large one record may be. May import nothing of
this project.
"""

import zlib
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from functools import partial
from typing import BinaryIO, TypeAlias

import msgspec

MAX_RECORD = 32 * 1024 * 1024  # bytes of one record; a longer line is a broken file more often than a text
DAMAGED = (OSError, EOFError, zlib.error)  # what reading a file raises where the file is damaged
BOM = b"\xef\xbb\xbf"

_CHUNK = 1024 * 1024  # bytes that are skipped at a time


class Form(Enum):
    """How a record is written."""

    RECORD = "record"
    PAGE = "page"


class RawRecord(msgspec.Struct, frozen=True):
    """One record as its file has it, in UTF-8 if the encoding of the file was recognized. `line` counts from
    1; in an array it is the number of the element. The first record of a file has the `notes` on the file."""

    file: str
    line: int
    form: Form
    data: bytes
    notes: tuple[str, ...] = ()


class Rejected(msgspec.Struct, frozen=True):
    """A record that is no article: its place, the reason, and its text, with invalid bytes escaped.

    `line` is none where the file is at fault and not one record. Of a record that is too long only the
    beginning is kept, and `cut` is true; `escaped` is true where bytes had to be escaped, so that the record
    is no text until they are corrected.
    """

    file: str
    line: int | None
    reason: str
    record: str = ""
    form: Form = Form.RECORD
    cut: bool = False
    escaped: bool = False

    @property
    def place(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"


Records: TypeAlias = Iterator[RawRecord | Rejected]


def content(data: bytes) -> bytes:
    """The data without a byte order mark and without blanks at its ends."""
    return data.removeprefix(BOM).strip()


def read_line(stream: BinaryIO) -> bytes:
    """The next line; of one that is longer than a record may be, its beginning."""
    return stream.readline(MAX_RECORD + 1)


def read_start(stream: BinaryIO, begun: Sequence[bytes] = ()) -> bytes:
    """The lines `begun`, which were read before, and what follows, up to one byte more than a record may
    have."""
    data = b"".join(begun)
    return data + stream.read(max(0, MAX_RECORD + 1 - len(data)))


def read_some(stream: BinaryIO, size: int) -> bytes:
    """The next bytes, as many as there are at once: of a damaged file all that comes before the damage."""
    read1: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
    return read1(size)


def is_too_long(data: bytes) -> bool:
    """Whether the data is longer than one record may be."""
    return len(data) > MAX_RECORD


def too_long(name: str, number: int, what: str, length: int, data: bytes) -> Rejected:
    """The rejection of a record of that length, of which `data` is the beginning."""
    reason = f"{what} of {length:,} bytes; at most {MAX_RECORD:,} are read as one record"
    return Rejected(name, number, reason, data[:2000].decode(errors="backslashreplace"), cut=True)


def skip_line(stream: BinaryIO) -> int:
    """Skip the rest of a line without keeping it; its length in bytes."""
    skipped = 0
    while chunk := stream.readline(_CHUNK):
        skipped += len(chunk)
        if chunk.endswith(b"\n"):
            break
    return skipped


def only_record(form: Form, name: str, data: bytes, stream: BinaryIO) -> Records:
    """The one record of a file that begins with `data`, which `read_start` gave."""
    if is_too_long(data):
        length = len(data) + sum(map(len, iter(partial(stream.read, _CHUNK), b"")))
        yield Rejected(name, None, f"{length:,} bytes; at most {MAX_RECORD:,} are read as one {form.value}")
    elif not content(data):
        yield Rejected(name, None, "empty")
    else:
        yield RawRecord(name, 1, form, data)
