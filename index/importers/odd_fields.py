"""What of a JSON record can be kept where a field isn't what it should be?

One odd field costs that field alone: null is an empty one, a number is its digits, what is no text at all is
left out and noted. Pure: decoded JSON in, a canonical record and notes out.
"""

import json
import math
import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from index.articles.article import ArticleRecord, GroupRecord, PointRecord, Ticker

_Json: TypeAlias = "dict[str, _Json] | list[_Json] | str | int | float | bool | None"
_Note: TypeAlias = Callable[[str, str], None]  # the place of an odd value, and what became of it

# Under which name an object has its text: {"rendered": ...} in WordPress, {"$date": ...} in MongoDB.
_TEXT_KEYS = ("text", "name", "title", "rendered", "value", "content", "$date", "$numberLong", "$oid")


def mended(fields: dict[str, _Json]) -> tuple[ArticleRecord, tuple[str, ...]]:
    """The record of these fields, with a note for each field of which something had to be changed or left
    out. A title that isn't text is empty."""
    notes: dict[str, str] = {}

    def note(place: str, what: str) -> None:
        notes.setdefault(place, f"the field {place} isn't what it should be: {what}")

    record = ArticleRecord(
        title=_text(fields.get("title"), "title", note) or "",
        id=_identity(fields.get("id"), note),
        url=_text(fields.get("url"), "url", note),
        source=_text(fields.get("source"), "source", note),
        published=_text(fields.get("published"), "published", note, number_noted=False),
        tickers=list(_tickers(fields.get("tickers"), note)),
        viewpoint=_text(fields.get("viewpoint"), "viewpoint", note),
        groups=list(_groups(fields.get("groups"), note)),
        paragraphs=_paragraphs(fields.get("paragraphs"), note),
    )
    return record, tuple(notes.values())


def _text(value: _Json, place: str, note: _Note, *, number_noted: bool = True) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        number = repr(int(value)) if value == int(value) else repr(value)
        if number_noted:
            note(place, f"the number {number} is read as text")
        return number
    if isinstance(value, list):
        texts = [text for each in value if (text := _text(each, place, note, number_noted=False))]
        if texts:
            note(place, "a list is read as one text")
            return " ".join(texts)
    if isinstance(value, dict):
        keys = [key for key in _TEXT_KEYS if key in value] or (list(value) if len(value) == 1 else [])
        inner = _text(value[keys[0]], place, note, number_noted=False) if keys else None
        if inner:
            note(place, f"of an object its {keys[0]!r} is read")
            return inner
    note(place, f"{_kind(value)} is left out")
    return None


def _identity(value: _Json, note: _Note) -> str | int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else _text(value, "id", note)


def _items(value: _Json, place: str, note: _Note) -> list[_Json]:
    """The elements of a list; a value without its list is the only one."""
    if value is None or value == {}:
        return []
    if isinstance(value, list):
        return value
    if not isinstance(value, bool):
        note(place, f"{_kind(value)} is read as a list of one")
        return [value]
    note(place, f"{_kind(value)} is left out")
    return []


def _tickers(value: _Json, note: _Note) -> Iterator[Ticker | str]:
    if isinstance(value, str):
        symbols: list[_Json] = [*re.split(r"[,，、;；\s]+", value)]
        if value.strip():
            note("tickers", "a text is read as a list")
        value = symbols
    for each in _items(value, "tickers", note):
        if isinstance(each, dict) and "symbol" in each:
            symbol = _text(each["symbol"], "tickers", note)
            yield Ticker(symbol or "", _text(each.get("name"), "tickers", note) or "")
        elif isinstance(each, dict):
            note("tickers", "an object without a symbol is left out")
        elif symbol := _text(each, "tickers", note):
            yield symbol


def _groups(value: _Json, note: _Note) -> Iterator[GroupRecord]:
    loose: list[PointRecord | str] = []
    for each in _items(value, "groups", note):
        if isinstance(each, dict) and ("points" in each or "text" not in each):
            title = _text(each.get("title"), "groups", note)
            points = _items(each.get("points"), "groups", note)
            yield GroupRecord(title, [text for point in points if (text := _text_of(point, "groups", note))])
        elif text := _text_of(each, "groups", note):
            loose.append(text)
            note("groups", "a point without its group has no title above it")
    if loose:
        yield GroupRecord(None, loose)


def _paragraphs(value: _Json, note: _Note) -> list[str]:
    """The paragraphs; one that is none remains as an empty one, since citations count them."""
    if isinstance(value, str):
        lines = [line for line in value.splitlines() if line.strip()]
        if lines:
            note("paragraphs", "a text is read as the list of its lines")
        return lines
    texts = [_text_of(each, "paragraphs", note) for each in _items(value, "paragraphs", note)]
    return texts if any(texts) else []


def _text_of(value: _Json, place: str, note: _Note) -> str:
    """The text of an element, which an object may have as its `text`."""
    if isinstance(value, dict) and isinstance(value.get("text"), str | None) and "text" in value:
        return str(value["text"] or "")
    return _text(value, place, note) or ""


def _kind(value: _Json) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "an object"
    return "a list" if isinstance(value, list) else f"the value {json.dumps(value)[:40]}"
