"""Here are files; which articles, and which records are bad, and where?

Owns the reading of `.json`, `.jsonl`, page text (`.txt`), each also as `.gz`, folders of them, and standard
input. Reading is in two steps, so that the second can run elsewhere: `Sources` finds where records are,
`decode` says what one is. A bad record is a value with its place, never an exception that hides the rest.
"""

import gzip
import json
import re
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import tzinfo
from enum import Enum
from functools import partial
from itertools import chain
from pathlib import Path
from typing import BinaryIO, TypeAlias, cast

import msgspec

from index.articles.article import ArticleRecord, Reading, from_record
from index.errors import ArticleError
from index.importers.page_text import read_page_text

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
    """A record that is not an article: place, reason, and the record as text, bytes that are none escaped.

    `line` is none where the fault is the file's, not a record's. Of a record that is too long only the
    beginning is kept, and it is `cut`.
    """

    file: str
    line: int | None
    reason: str
    record: str = ""
    form: Form = Form.RECORD
    cut: bool = False

    @property
    def place(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"


class _Where(msgspec.Struct, frozen=True):
    """What a file of rejected records says of one, as far as it matters when it is fed back."""

    form: Form = Form.RECORD
    cut: bool = False


class _Mended(msgspec.Struct, frozen=True):
    rejected: _Where
    record: msgspec.Raw


REJECTED = "rejected"  # the first name in a line of a file of rejected records, which no article has

_Records: TypeAlias = Iterator[RawRecord | Rejected]

_READABLE = "*.json, *.jsonl, *.txt (page text), each also as .gz"
_DAMAGED = (OSError, EOFError, zlib.error)
_PIECE = 1024 * 1024  # bytes that are passed over at once
_UNPACKED = 3  # bytes of text in a byte that is packed, about
_BOM = b"\xef\xbb\xbf"
_MENDED = f'{{"{REJECTED}":'.encode()
_TOO_DEEP = "not an article record: nested too deeply"
_AFTER_ELEMENT = re.compile(r"\s*+([,\]])\s*+")
_decode_record = msgspec.json.Decoder(ArticleRecord)


class Sources:
    """The records of paths in order; `-` is standard input, a folder is walked in the order of names,
    indexes in it left out.

    `read` and `size` are bytes of the files as they lie on disk, for a measure of progress; `text_size` is
    about what they hold once they are unpacked. What comes by standard input counts for none.
    """

    def __init__(self, paths: Iterable[str], *, stdin: BinaryIO | None = None) -> None:
        self._faults: list[Rejected] = []
        self._files: list[Path | None] = []  # none is standard input
        self._stdin = stdin
        for path in paths:
            self._files += self._found(path)
        sizes = {file: file.stat().st_size for file in self._files if file}
        self.size = sum(sizes.values())
        self.text_size = sum(
            size * (_UNPACKED if file.suffix.lower() == ".gz" else 1) for file, size in sizes.items()
        )
        self._done = 0
        self._open: BinaryIO | None = None

    @property
    def read(self) -> int:
        done = self._done + (self._open.tell() if self._open and not self._open.closed else 0)
        return min(done, self.size)  # a file may grow while it is read

    def __iter__(self) -> _Records:
        self._done = 0
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
            if _form(Path(path)) in _READERS:
                return [Path(path)]
            fault = f"can't tell the form from the name; readable are {_READABLE}"
        elif Path(path).is_dir():
            below = sorted(Path(path).rglob("*"))
            indexes = {each.parent for each in below if each.name == "CURRENT" and _is_index(each.parent)}
            files = (each for each in below if is_readable(each) and indexes.isdisjoint(each.parents))
            if found := [each for each in files if each.is_file()]:
                return [*found]
            fault = f"no articles in this folder; looked for {_READABLE}"
        else:
            fault = "there is no such file or folder"
        self._faults.append(Rejected(path, None, fault))
        return []

    def _of_file(self, path: Path) -> _Records:
        try:
            with path.open("rb") as self._open, _unpacked(path, self._open) as stream:
                yield from _READERS[_form(path)](str(path), stream)
        except _DAMAGED as fault:
            yield Rejected(str(path), None, f"can't be read: {fault}")
        finally:
            self._done += path.stat().st_size if path.exists() else 0
            self._open = None


def decode(raw: RawRecord, *, zone: tzinfo | None = None) -> Reading | Rejected:
    """What a raw record says. `zone` is the time zone of a page's time that names none."""
    try:
        text = raw.data.decode().removeprefix("\ufeff")
        if raw.form is Form.PAGE:
            return read_page_text(text, zone=zone)
        return from_record(_decode_record.decode(text))
    except UnicodeDecodeError as fault:
        reason = f"not UTF-8: byte {raw.data[fault.start]:#04x} at byte {fault.start} of the record"
    except msgspec.ValidationError as fault:
        reason = f"not an article record: {fault}"
    except msgspec.DecodeError as fault:
        reason = f"not valid JSON: {fault}"
    except RecursionError:
        reason = _TOO_DEEP
    except ArticleError as fault:
        reason = str(fault)
    return Rejected(raw.file, raw.line, reason, raw.data.decode(errors="backslashreplace"), raw.form)


def is_readable(path: Path) -> bool:
    """Whether a file of that name may hold articles."""
    return _form(path) in _READERS


def _is_index(folder: Path) -> bool:
    """Whether a folder is an index, whose own files are no articles."""
    return (folder / "CURRENT").is_file() and (folder / "LOCK").is_file()


def _form(path: Path) -> str:
    """The ending of a name that tells the form."""
    name = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    return name.suffix.lower()


def _unpacked(path: Path, raw: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if path.suffix.lower() == ".gz" else raw


def _of_stream(name: str, stream: BinaryIO) -> _Records:
    """Standard input has no name to tell its form, so its first line that isn't blank does."""
    begun = [stream.readline(MAX_RECORD + 1)]
    while begun[-1] and not _content(begun[-1]):
        begun.append(stream.readline(MAX_RECORD + 1))
    opening = _content(begun[-1])
    if opening.startswith(b"[") or opening == b"{":
        form = ".json"
    else:
        form = ".jsonl" if opening.startswith(b"{") else ".txt"
    return _READERS[form](name, stream, begun)


def _of_lines(name: str, stream: BinaryIO, begun: Sequence[bytes] = ()) -> _Records:
    """A record on each line that isn't blank; `begun` are the lines that were read before."""
    number, empty = 0, True
    try:
        lines = chain(begun, iter(partial(stream.readline, MAX_RECORD + 1), b""))
        for number, line in enumerate(lines, 1):
            if not _content(line):
                continue
            empty = False
            if len(line) > MAX_RECORD and not line.endswith(b"\n"):
                yield _too_long(name, number, "a line", len(line) + _skip_line(stream), line)
            elif line.startswith(_MENDED):
                yield _mended(name, number, line)
            else:
                yield RawRecord(name, number, Form.RECORD, line)
        if empty:
            yield Rejected(name, None, "empty")
    except _DAMAGED as fault:
        yield Rejected(name, number + 1, f"can't be read from here on: {fault}")


def _mended(name: str, number: int, line: bytes) -> RawRecord | Rejected:
    """The record in a line of a file of rejected records."""
    try:
        mended = msgspec.json.decode(line, type=_Mended)
        record = bytes(mended.record)
        data = msgspec.json.decode(record, type=str).encode() if record.startswith(b'"') else record
    except (msgspec.DecodeError, UnicodeError):
        return RawRecord(name, number, Form.RECORD, line)  # whose reading tells what is wrong with it
    if mended.rejected.cut:
        return Rejected(name, number, "only the beginning of this record was kept; mend it in its file")
    form = mended.rejected.form if record.startswith(b'"') else Form.RECORD
    return RawRecord(name, number, form, data)


def _skip_line(stream: BinaryIO) -> int:
    """Pass over the rest of a line without keeping it; its length in bytes."""
    skipped = 0
    while piece := stream.readline(_PIECE):
        skipped += len(piece)
        if piece.endswith(b"\n"):
            break
    return skipped


def _of_whole(form: Form, name: str, stream: BinaryIO, begun: Sequence[bytes] = ()) -> _Records:
    """One record, or an array of them; only for an array more is kept than one record may have."""
    data = b"".join(begun)
    data += stream.read(max(0, MAX_RECORD + 1 - len(data)))
    if not _content(data):
        yield Rejected(name, None, "empty")
    elif form is Form.RECORD and _content(data).startswith(b"["):
        yield from _of_array(name, (data + stream.read()).removeprefix(_BOM))
    elif len(data) > MAX_RECORD:
        length = len(data) + sum(map(len, iter(partial(stream.read, _PIECE), b"")))
        yield Rejected(name, None, f"{length:,} bytes; at most {MAX_RECORD:,} are read as one {form.value}")
    else:
        yield RawRecord(name, 1, form, data)


def _of_array(name: str, data: bytes) -> _Records:
    elements: Iterable[bytes | msgspec.Raw]
    broken = []
    try:
        elements = msgspec.json.decode(data, type=list[msgspec.Raw])
    except (msgspec.DecodeError, RecursionError) as fault:
        elements, at = _sound_elements(data.decode(errors="surrogateescape"))
        reason = _TOO_DEEP if isinstance(fault, RecursionError) else f"not valid JSON: {fault}"
        broken = [Rejected(name, at, f"{reason}; nothing is read from here on")]
    for number, element in enumerate(map(bytes, elements), 1):
        if len(element) > MAX_RECORD:
            yield _too_long(name, number, "a record", len(element), element)
        else:
            yield RawRecord(name, number, Form.RECORD, element)
    yield from broken


def _sound_elements(array: str) -> tuple[list[bytes], int | None]:
    """The elements of a broken array before its fault, and the number of the one that has it.

    The number is none where the fault stands behind the array.
    """
    elements: list[bytes] = []
    before = re.match(r"\s*+\[\s*+(\]?)", array)
    while before and before[1] != "]":
        try:
            _, end = json.JSONDecoder().raw_decode(array, before.end())
        except (ValueError, RecursionError):
            break
        elements.append(array[before.end() : end].encode(errors="surrogateescape"))
        before = _AFTER_ELEMENT.match(array, end)
    return elements, None if before and before[1] == "]" else len(elements) + 1


def _content(data: bytes) -> bytes:
    return data.removeprefix(_BOM).strip()


def _too_long(name: str, number: int, what: str, length: int, data: bytes) -> Rejected:
    reason = f"{what} of {length:,} bytes; at most {MAX_RECORD:,} are read as one record"
    return Rejected(name, number, reason, data[:2000].decode(errors="backslashreplace"), cut=True)


# Each takes the name, the stream and, where some were read before, the first lines of the stream.
_READERS: dict[str, Callable[..., _Records]] = {
    ".json": partial(_of_whole, Form.RECORD),
    ".jsonl": _of_lines,
    ".ndjson": _of_lines,
    ".txt": partial(_of_whole, Form.PAGE),
}
