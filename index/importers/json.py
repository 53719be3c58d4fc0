"""Which records does a JSON or JSON lines file hold, and which article is one of them?

A file is a JSON object, an array of objects, or an object on each line; a line may also come from a file of
rejected records. Of a broken array the elements before the fault are read. May not open files.
"""

import json
from collections.abc import Sequence
from datetime import tzinfo
from functools import partial
from itertools import chain
from typing import BinaryIO

import msgspec

from index.articles.article import ArticleRecord, Reading, from_record
from index.errors import ArticleError
from index.importers import records
from index.importers.json_arrays import ArrayBroken, elements
from index.importers.odd_fields import mended
from index.importers.records import (
    BOM,
    DAMAGED,
    Form,
    RawRecord,
    Records,
    Rejected,
    content,
    is_too_long,
    only_record,
    read_line,
    read_some,
    read_start,
    skip_line,
    too_long,
)
from index.importers.rejects import is_kept_reject, record_of_reject

_TOO_DEEP = "not an article record: nested too deeply"
_CHUNK = 64 * 1024
_decode_record = msgspec.json.Decoder(ArticleRecord).decode


def read_json_record(text: str, *, zone: tzinfo | None = None) -> Reading:
    """The article of one JSON object; of a field that isn't what it should be as much as can be kept.

    `zone` is where an instant (Unix seconds) has its date. Raises ArticleError where it is no article.
    """
    try:
        return from_record(_decode_record(text), zone=zone)
    except msgspec.ValidationError as fault:
        return _mended(text, f"not an article record: {fault}", zone)
    except msgspec.DecodeError as fault:
        reason = f"not valid JSON: {fault}"
        if "NaN" in text or "Infinity" in text:
            return _mended(text, reason, zone)
        raise ArticleError(reason) from None
    except RecursionError:
        raise ArticleError(_TOO_DEEP) from None


def _mended(text: str, reason: str, zone: tzinfo | None) -> Reading:
    """The article of a record with odd fields, also where it has a NaN. Raises ArticleError with the
    reason if it has no title or isn't a record at all."""
    try:
        fields = json.loads(text, parse_constant=lambda _: None)
        msgspec.json.encode(fields)  # half a character, which \\ud800 is, is no text
    except (ValueError, RecursionError):
        raise ArticleError(reason) from None
    if not isinstance(fields, dict) or "title" not in fields:
        raise ArticleError(reason)
    record, notes = mended(fields)
    named = isinstance(fields["title"], str | list | dict) and record.title.strip()
    if not (named or record.paragraphs or record.groups or record.viewpoint):
        raise ArticleError(reason)
    reading = from_record(record, zone=zone)
    return Reading(reading.article, (*notes, *reading.notes))


def json_lines(name: str, stream: BinaryIO, begun: Sequence[bytes] = ()) -> Records:
    """A record on each line that isn't blank; the lines `begun` were read before."""
    number, empty = 0, True
    try:
        lines = chain(begun, iter(partial(read_line, stream), b""))
        for number, line in enumerate(lines, 1):
            if not content(line):
                continue
            empty = False
            if is_too_long(line) and not line.endswith(b"\n"):
                yield too_long(name, number, "a line", len(line) + skip_line(stream), line)
            elif is_kept_reject(line):
                yield record_of_reject(name, number, line)
            else:
                yield RawRecord(name, number, Form.RECORD, line)
        if empty:
            yield Rejected(name, None, "empty")
    except DAMAGED as fault:
        yield Rejected(name, number + 1, f"can't be read from here on: {fault}")


def json_document(name: str, stream: BinaryIO, begun: Sequence[bytes] = ()) -> Records:
    """One record, or an array of them; only an array may be longer than one record."""
    data = b"".join(begun)
    while not content(data) and (more := read_some(stream, _CHUNK)):
        data = more if len(data) > len(BOM) else data + more
    if content(data).startswith(b"["):
        yield from _array(name, data.removeprefix(BOM), stream)
    else:
        yield from only_record(Form.RECORD, name, read_start(stream, [data]), stream)


def _array(name: str, data: bytes, stream: BinaryIO) -> Records:
    number = 0
    try:
        for number, element in enumerate(elements(data, stream, limit=records.MAX_RECORD), 1):
            if element.length > records.MAX_RECORD:
                yield too_long(name, number, "a record", element.length, element.data)
            elif element.deep:
                text = element.data[:2000].decode(errors="backslashreplace")
                yield Rejected(name, number, _TOO_DEEP, text, cut=True)
            else:
                yield RawRecord(name, number, Form.RECORD, element.data)
    except ArrayBroken as fault:
        at = None if fault.ended else number + 1
        yield Rejected(name, at, f"not valid JSON: {fault}; nothing is read from here on")
    except DAMAGED as fault:
        yield Rejected(name, number + 1, f"can't be read from here on: {fault}")
