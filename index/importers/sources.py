"""Here are files: which articles do they hold, and which records are bad, and where?

Opens files (`.json`, `.jsonl`, page text in `.txt`, each also as `.gz`) and standard input,
and picks the format by the name. Reading takes two steps, so that the second can run in another process:
`Sources` finds where records are, `decode` turns one into an article. A bad record is a value with its place,
never an exception that hides the rest.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import tzinfo
from pathlib import Path
from typing import BinaryIO

import msgspec

from index.articles.article import Reading
from index.errors import ArticleError
from index.importers.encodings import begun_in_utf8, in_utf8, text_of
from index.importers.folders import Listing, Unreadable, list_files, reason, shown
from index.importers.gunzip import gunzipped
from index.importers.json import json_document, json_lines, read_json_record
from index.importers.page_text import read_page_text
from index.importers.records import (
    DAMAGED,
    Form,
    RawRecord,
    Records,
    Rejected,
    content,
    only_record,
    read_line,
    read_start,
)

STDIN = "-"
_STDIN_NAME = "(standard input)"
_MISSING = Listing((), (Unreadable(Path(), "no such file or folder"),))  # what a path without a name is

_READABLE = "*.json, *.jsonl, *.txt (page text), each also as .gz"
_GUNZIPPED = 3  # bytes of text in a byte of a gzip file, about


class Sources:
    """The records of paths in order; `-` is standard input, a folder is walked in the order of names, without
    the indexes in it.

    `unread` are the given paths that don't exist or can't be read, complete once all records are read. `read`
    and `size` are bytes of the files on disk, to measure progress; `text_size` is about what they hold once
    they are uncompressed. Standard input counts for none of them.
    """

    def __init__(self, paths: Iterable[str], *, stdin: BinaryIO | None = None) -> None:
        self.unread: list[str] = []
        self._faults: list[Rejected] = []
        self._files: list[Path | None] = []  # none is standard input
        self._given: set[Path] = set()
        self._stdin = stdin
        for path in paths:
            self._files += self._found(path)
        self._sizes = {file: _size(file) for file in self._files if file}
        self.size = sum(self._sizes.values())
        self.text_size = sum(
            size * (_GUNZIPPED if _is_gzip(file) else 1) for file, size in self._sizes.items()
        )
        self._done = 0
        self._open: BinaryIO | None = None

    @property
    def read(self) -> int:
        done = self._done + (self._open.tell() if self._open and not self._open.closed else 0)
        return min(done, self.size)  # a file may grow while it is read

    def __iter__(self) -> Records:
        self._done = 0
        yield from self._faults
        for file in self._files:
            if file:
                yield from self._records_of_file(file)
            else:
                yield from self._records_of_stdin()

    def _found(self, path: str) -> list[Path | None]:
        if path == STDIN:
            return [None]
        given = Path(path)
        found = list_sources(given) if path else _MISSING
        if found.files == (given,) and not is_readable(given):
            self._reject(path, f"unknown file type; readable are {_READABLE}")
            return []
        self._given |= {given}.intersection(found.files)
        for fault in found.faults:
            if fault.path == given:
                self._reject(path, fault.reason)
            else:
                self._faults.append(Rejected(shown(fault.path), None, fault.reason))
        if not found.files and not found.faults:
            self._faults.append(
                Rejected(shown(path), None, f"no articles in this folder; readable are {_READABLE}")
            )
        return [*found.files]

    def _reject(self, path: str, reason: str) -> None:
        """Reject a given path as a whole."""
        self.unread.append(shown(path))
        self._faults.append(Rejected(shown(path), None, reason))

    def _records_of_file(self, path: Path) -> Records:
        name = shown(path)
        try:
            with path.open("rb") as self._open, _uncompressed(path, self._open) as stream:
                text, note = in_utf8(stream)
                yield from _noted(_FORMATS[_suffix(path)](name, text), note)
        except DAMAGED as fault:
            if path in self._given:
                self.unread.append(name)
            yield Rejected(name, None, reason(fault))
        finally:
            self._done += self._sizes[path]
            self._open = None

    def _records_of_stdin(self) -> Records:
        # A process that was started without standard input has none, and one may be a folder.
        try:
            if self._stdin is None and sys.stdin is None:
                raise OSError("it is closed")
            yield from _records_of_stdin(self._stdin or sys.stdin.buffer)
        except DAMAGED as fault:
            self.unread.append(STDIN)
            yield Rejected(_STDIN_NAME, None, reason(fault))


def decode(raw: RawRecord, *, zone: tzinfo | None = None) -> Reading | Rejected:
    """The article of a raw record. `zone` is the time zone of a page's time that names none."""
    try:
        text, note = text_of(raw.data)
    except UnicodeDecodeError as fault:
        fault_of_bytes = f"not UTF-8: byte {raw.data[fault.start]:#04x} at byte {fault.start} of the record"
        escaped = raw.data.decode(errors="backslashreplace")
        return Rejected(raw.file, raw.line, fault_of_bytes, escaped, raw.form, escaped=True)
    try:
        reading = _ARTICLE_READERS[raw.form](text.removeprefix("\ufeff"), zone=zone)
    except ArticleError as fault:
        return Rejected(raw.file, raw.line, str(fault), text, raw.form)
    notes = (*raw.notes, note) if note else raw.notes
    return Reading(reading.article, notes + reading.notes) if notes else reading


def list_sources(path: Path) -> Listing:
    """The files that may hold articles below a path, without the indexes there; a file whatever its name."""
    return list_files(path, is_readable, _is_index)


def is_readable(path: Path) -> bool:
    """Whether a file of that name may hold articles."""
    return _suffix(path) in _FORMATS


def _is_index(names: set[str]) -> bool:
    """Whether a folder with files of these names is an index, whose own files are no articles."""
    return {"CURRENT", "LOCK"} <= names


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # reading it will say why
        return 0


def _suffix(path: Path) -> str:
    """The suffix of a name that tells the format."""
    return (path.with_suffix("") if _is_gzip(path) else path).suffix.lower()


def _is_gzip(path: Path) -> bool:
    return path.suffix.lower() == ".gz"


def _uncompressed(path: Path, raw: BinaryIO) -> BinaryIO:
    return gunzipped(raw) if _is_gzip(path) else raw


def _noted(records: Records, note: str) -> Records:
    """The records, the first one with a note on their file, if there is one to make."""
    for record in records:
        if note and isinstance(record, RawRecord):
            yield msgspec.structs.replace(record, notes=(note,))
            note = ""
        else:
            yield record


def _records_of_stdin(stream: BinaryIO) -> Records:
    """Standard input has no name that tells its format, so the first line that isn't blank does."""
    begun = [read_line(stream)]
    text, note = begun_in_utf8(begun, stream)
    if text:
        stream, begun = text, [read_line(text)]
    while begun[-1] and not content(begun[-1]):
        begun.append(read_line(stream))
    first = content(begun[-1])
    if first.startswith(b"[") or first == b"{":
        suffix = ".json"
    else:
        suffix = ".jsonl" if first.startswith(b"{") else ".txt"
    return _noted(_FORMATS[suffix](_STDIN_NAME, stream, begun), note)


def _page(name: str, stream: BinaryIO, begun: Sequence[bytes] = ()) -> Records:
    return only_record(Form.PAGE, name, read_start(stream, begun), stream)


# A file format is a row in each table: where its records are, given the name, the stream and the first lines
# where some were read before; and the article of one record.
_FORMATS: dict[str, Callable[..., Records]] = {
    ".json": json_document,
    ".jsonl": json_lines,
    ".ndjson": json_lines,
    ".txt": _page,
}
_ARTICLE_READERS: dict[Form, Callable[..., Reading]] = {
    Form.RECORD: read_json_record,
    Form.PAGE: read_page_text,
}
