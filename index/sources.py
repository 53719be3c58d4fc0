"""Here are files; which articles, and which records are bad, and where?

Owns the reading of `.json`, `.jsonl`, page text (`.txt`), each also as `.gz`, folders of them, and standard
input. Reading is in two steps, so that the second can run elsewhere: `Sources` finds where records are,
`decode` says what one is. A bad record is a value with its place, never an exception that hides the rest.
"""

import gzip
import sys
import zlib
from collections.abc import Iterable, Iterator
from datetime import tzinfo
from enum import Enum
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from index.article import ArticleRecord, Reading, from_record
from index.errors import ArticleError
from index.pagetext import read_page_text

STDIN = "-"
MAX_RECORD = 32 * 1024 * 1024  # bytes of one record; a longer line is a broken file more often than a text


class Form(Enum):
    """How a record is written."""

    RECORD = "record"
    PAGE = "page"


class RawRecord(msgspec.Struct, frozen=True):
    """One record as it stands in its file. `line` counts from 1, in an array the element."""

    file: str
    line: int
    form: Form
    data: bytes


class Rejected(msgspec.Struct, frozen=True):
    """A record that is not an article: place, reason, and the record's first bytes as text.

    `line` is none where the fault is the file's, not a record's.
    """

    file: str
    line: int | None
    reason: str
    record: str = ""

    @property
    def place(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"


_FORMS = {".json": "array", ".jsonl": "lines", ".ndjson": "lines", ".txt": "page"}
_READABLE = "*.json, *.jsonl, *.txt (page text), each also as .gz"
_DAMAGED = (OSError, EOFError, zlib.error)
_decode_record = msgspec.json.Decoder(ArticleRecord)


class Sources:
    """The records of paths in order; `-` is standard input, a folder is walked in the order of names.

    `read` and `size` are bytes of the files as they lie on disk, for a measure of progress; what comes by
    standard input counts for neither.
    """

    def __init__(self, paths: Iterable[str], *, stdin: BinaryIO | None = None) -> None:
        self._faults: list[Rejected] = []
        self._files: list[Path | None] = []  # none is standard input
        self._stdin = stdin
        for path in paths:
            self._files += self._found(path)
        self.size = sum(file.stat().st_size for file in self._files if file)
        self._done = 0
        self._open: BinaryIO | None = None

    @property
    def read(self) -> int:
        return self._done + (self._open.tell() if self._open and not self._open.closed else 0)

    def __iter__(self) -> Iterator[RawRecord | Rejected]:
        yield from self._faults
        for file in self._files:
            if file:
                yield from self._of_file(file)
            else:
                yield from _of_stream("(standard input)", self._stdin or sys.stdin.buffer)

    def _found(self, path: str) -> list[Path | None]:
        if path == STDIN:
            return [None]
        if Path(path).is_file():
            if _form(Path(path)):
                return [Path(path)]
            fault = f"can't tell the form from the name; readable are {_READABLE}"
        elif Path(path).is_dir():
            files: list[Path | None] = [each for each in sorted(Path(path).rglob("*")) if _is_readable(each)]
            if files:
                return files
            fault = f"no articles in this folder; looked for {_READABLE}"
        else:
            fault = "there is no such file or folder"
        self._faults.append(Rejected(path, None, fault))
        return []

    def _of_file(self, path: Path) -> Iterator[RawRecord | Rejected]:
        form = _form(path)
        try:
            with path.open("rb") as self._open, _unpacked(path, self._open) as stream:
                yield from (
                    _of_lines(str(path), stream) if form == "lines" else _of_whole(str(path), form, stream)
                )
        except _DAMAGED as fault:
            yield Rejected(str(path), None, f"can't be read: {fault}")
        finally:
            self._done += path.stat().st_size if path.exists() else 0
            self._open = None


def decode(raw: RawRecord, *, zone: tzinfo | None = None) -> Reading | Rejected:
    """What a raw record says. `zone` is the time zone of a page's time that names none."""
    try:
        if raw.form is Form.PAGE:
            return Reading(read_page_text(raw.data.decode("utf-8-sig"), zone=zone))
        return from_record(_decode_record.decode(raw.data.removeprefix(b"\xef\xbb\xbf")))
    except UnicodeDecodeError as fault:
        reason = f"not UTF-8: byte {raw.data[fault.start]:#04x} at byte {fault.start} of the record"
    except msgspec.ValidationError as fault:
        reason = f"not an article record: {fault}"
    except msgspec.DecodeError as fault:
        reason = f"not valid JSON: {fault}"
    except RecursionError:
        reason = "not an article record: nested too deeply"
    except ArticleError as fault:
        reason = str(fault)
    return Rejected(raw.file, raw.line, reason, raw.data[:2000].decode(errors="replace"))


def _unpacked(path: Path, raw: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if path.suffix == ".gz" else raw


def _is_readable(path: Path) -> bool:
    return _form(path) is not None and path.is_file()


def _form(path: Path) -> str | None:
    name = path.with_suffix("") if path.suffix == ".gz" else path
    return _FORMS.get(name.suffix.lower())


def _of_stream(name: str, stream: BinaryIO) -> Iterator[RawRecord | Rejected]:
    """Standard input has no name to tell its form, so its first line does."""
    first = stream.readline(MAX_RECORD + 1)
    start = first.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"{":
        yield from _of_lines(name, stream, first=first)
    else:
        yield from _of_whole(name, "array" if start == b"[" else "page", stream, first=first)


def _of_lines(name: str, stream: BinaryIO, *, first: bytes | None = None) -> Iterator[RawRecord | Rejected]:
    number = 0
    try:
        while line := (first if first is not None else stream.readline(MAX_RECORD + 1)):
            first = None
            number += 1
            if len(line) > MAX_RECORD and not line.endswith(b"\n"):
                length = len(line) + _skip_line(stream)
                reason = f"a line of {length:,} bytes; at most {MAX_RECORD:,} are read as one record"
                yield Rejected(name, number, reason, line[:2000].decode(errors="replace"))
            elif line.strip():
                yield RawRecord(name, number, Form.RECORD, line)
    except _DAMAGED as fault:
        yield Rejected(name, number + 1, f"can't be read from here on: {fault}")


def _skip_line(stream: BinaryIO) -> int:
    """Pass over the rest of a line without keeping it; its length in bytes."""
    skipped = 0
    while piece := stream.readline(1024 * 1024):
        skipped += len(piece)
        if piece.endswith(b"\n"):
            break
    return skipped


def _of_whole(
    name: str, form: str | None, stream: BinaryIO, *, first: bytes = b""
) -> Iterator[RawRecord | Rejected]:
    data = first + stream.read()
    if form == "page":
        if len(data) > MAX_RECORD:
            yield Rejected(name, None, f"{len(data):,} bytes; at most {MAX_RECORD:,} are read as one page")
        else:
            yield RawRecord(name, 1, Form.PAGE, data)
        return
    try:
        if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"[":
            elements = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=list[msgspec.Raw])
        else:
            elements = [msgspec.Raw(data)]
    except (msgspec.DecodeError, RecursionError) as fault:
        yield Rejected(name, None, f"not valid JSON: {fault}")
        return
    for number, element in enumerate(elements, 1):
        yield RawRecord(name, number, Form.RECORD, bytes(element))
