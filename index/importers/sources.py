"""Here are files: which articles do they hold, and which records are bad, and where?

Walks folders, opens files (`.json`, `.jsonl`, page text in `.txt`, each also as `.gz`) and standard input,
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

_READABLE = "*.json, *.jsonl, *.txt (page text), each also as .gz"
_GUNZIPPED = 3  # bytes of text in a byte of a gzip file, about


class Sources:
    """The records of paths in order; `-` is standard input, a folder is walked in the order of names, without
    the indexes in it.

    `read` and `size` are bytes of the files on disk, to measure progress; `text_size` is about what they hold
    once they are uncompressed. Standard input counts for none of them.
    """

    def __init__(self, paths: Iterable[str], *, stdin: BinaryIO | None = None) -> None:
        self._faults: list[Rejected] = []
        self._files: list[Path | None] = []  # none is standard input
        self._stdin = stdin
        for path in paths:
            self._files += self._found(path)
        sizes = {file: file.stat().st_size for file in self._files if file}
        self.size = sum(sizes.values())
        self.text_size = sum(size * (_GUNZIPPED if _is_gzip(file) else 1) for file, size in sizes.items())
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
                yield from _records_of_stdin(self._stdin or sys.stdin.buffer)

    def _found(self, path: str) -> list[Path | None]:
        if path == STDIN:
            return [None]
        if Path(path).is_file():
            if is_readable(Path(path)):
                return [Path(path)]
            fault = f"unknown file type; readable are {_READABLE}"
        elif Path(path).is_dir():
            below = sorted(Path(path).rglob("*"))
            indexes = {each.parent for each in below if each.name == "CURRENT" and _is_index(each.parent)}
            files = (each for each in below if is_readable(each) and indexes.isdisjoint(each.parents))
            if found := [each for each in files if each.is_file()]:
                return [*found]
            fault = f"no articles in this folder; readable are {_READABLE}"
        else:
            fault = "no such file or folder"
        self._faults.append(Rejected(path, None, fault))
        return []

    def _records_of_file(self, path: Path) -> Records:
        try:
            with path.open("rb") as self._open, _uncompressed(path, self._open) as stream:
                text, note = in_utf8(stream)
                yield from _noted(_FORMATS[_suffix(path)](str(path), text), note)
        except DAMAGED as fault:
            yield Rejected(str(path), None, f"can't be read: {fault}")
        finally:
            self._done += path.stat().st_size if path.exists() else 0
            self._open = None


def decode(raw: RawRecord, *, zone: tzinfo | None = None) -> Reading | Rejected:
    """The article of a raw record. `zone` is the time zone of a page's time that names none."""
    try:
        text, note = text_of(raw.data)
    except UnicodeDecodeError as fault:
        reason = f"not UTF-8: byte {raw.data[fault.start]:#04x} at byte {fault.start} of the record"
        escaped = raw.data.decode(errors="backslashreplace")
        return Rejected(raw.file, raw.line, reason, escaped, raw.form, escaped=True)
    try:
        reading = _ARTICLE_READERS[raw.form](text.removeprefix("\ufeff"), zone=zone)
    except ArticleError as fault:
        return Rejected(raw.file, raw.line, str(fault), text, raw.form)
    notes = (*raw.notes, note) if note else raw.notes
    return Reading(reading.article, notes + reading.notes) if notes else reading


def is_readable(path: Path) -> bool:
    """Whether a file of that name may hold articles."""
    return _suffix(path) in _FORMATS


def _is_index(folder: Path) -> bool:
    """Whether a folder is an index, whose own files are no articles."""
    return (folder / "CURRENT").is_file() and (folder / "LOCK").is_file()


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
    return _noted(_FORMATS[suffix]("(standard input)", stream, begun), note)


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
