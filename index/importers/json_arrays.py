"""Which elements does a JSON array have that is too long to be held in memory?

Finds where each element begins and ends, without decoding it: that an element is bracketed well says nothing
of its inside. May not open files.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from index.importers.records import read_some

_CHUNK = 256 * 1024
_DEEPEST = 500  # brackets in brackets; no article has more than five

_BLANKS = re.compile(rb"[ \t\r\n]*+")
_SCALAR = re.compile(rb'[^ \t\r\n,\[\]{}"]*+')
_TO_BRACKET = re.compile(rb'(?:[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+")*+', re.DOTALL)  # or to a string that is cut
_TO_QUOTE = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)
_CLOSING = {ord("["): ord("]"), ord("{"): ord("}")}


class Element(msgspec.Struct, frozen=True):
    """An element of an array: its bytes, of one longer than the limit only the beginning; its length."""

    data: bytes
    length: int
    deep: bool


class ArrayBroken(Exception):
    """An array that doesn't go on as one. `ended` is true where the fault comes after its end."""

    def __init__(self, reason: str, *, ended: bool = False) -> None:
        super().__init__(reason)
        self.ended = ended


class _Reader:
    """A window on the stream. What was passed is kept only as far as the limit, as the element's data."""

    def __init__(self, data: bytes, stream: BinaryIO, limit: int) -> None:
        self._stream, self._limit = stream, limit
        self.data, self.at = data, 0
        self._kept: list[bytes] = []
        self._size = self.length = self._from = 0

    def begin(self) -> None:
        self._kept.clear()
        self._size = self.length = 0
        self._from = self.at

    def element(self, *, deep: bool) -> Element:
        self._keep()
        return Element(b"".join(self._kept), self.length, deep)

    def more(self) -> bool:
        """Whether the stream goes on after the window, which then begins at `at`."""
        chunk = read_some(self._stream, _CHUNK)
        self._keep()
        self.data, self.at, self._from = self.data[self.at :] + chunk, 0, 0
        return bool(chunk)

    def _keep(self) -> None:
        passed = self.at - self._from
        if self._size <= self._limit and passed:
            self._kept.append(self.data[self._from : min(self.at, self._from + self._limit + 1 - self._size)])
            self._size += len(self._kept[-1])
        self.length += passed
        self._from = self.at

    def skip(self, pattern: re.Pattern[bytes]) -> int | None:
        """Pass over what the pattern matches; the byte after it, none at the end of the stream."""
        while True:
            found = pattern.match(self.data, self.at)
            self.at = found.end() if found else self.at
            # A backslash at the end of the window stays before it until what it escapes is there.
            if self.at < len(self.data) and not (
                self.data[self.at] == 0x5C and self.at + 1 == len(self.data)
            ):
                return self.data[self.at]
            if not self.more():
                return None


def elements(data: bytes, stream: BinaryIO, *, limit: int) -> Iterator[Element]:
    """The elements of the array that begins with `data` and goes on in the stream, in bounded memory.

    Raises ArrayBroken, after the elements before the fault, where it doesn't go on as an array.
    """
    reader = _Reader(data, stream, limit)
    reader.skip(_BLANKS)
    reader.at += 1  # the bracket, for which the caller knows that it is an array
    if reader.skip(_BLANKS) == ord("]"):
        reader.at += 1
    else:
        while True:
            yield _element(reader)
            sign = reader.skip(_BLANKS)
            if sign not in (ord(","), ord("]")):
                raise ArrayBroken("input data was truncated" if sign is None else "expected ',' or ']'")
            reader.begin()
            reader.at += 1
            if sign == ord("]"):
                break
            reader.skip(_BLANKS)
    if reader.skip(_BLANKS) is not None:
        raise ArrayBroken("trailing characters after the array", ended=True)


def _element(reader: _Reader) -> Element:
    reader.begin()
    first = reader.skip(_BLANKS)
    if first is None:
        raise ArrayBroken("input data was truncated")
    if first == ord('"'):
        _pass_string(reader)
        return reader.element(deep=False)
    if first not in _CLOSING:
        reader.skip(_SCALAR)
        found = reader.element(deep=False)
        if not found.data:
            raise ArrayBroken("expected a value")
        return found
    open_brackets = bytearray()
    deep = False
    while True:
        sign = reader.skip(_TO_BRACKET)
        if sign is None:
            raise ArrayBroken("input data was truncated")
        if sign == ord('"'):
            _pass_string(reader)
            continue
        reader.at += 1
        if sign in _CLOSING:
            open_brackets.append(_CLOSING[sign])
            deep = deep or len(open_brackets) > _DEEPEST
        elif open_brackets.pop() != sign:
            raise ArrayBroken("brackets that don't match")
        if not open_brackets:
            return reader.element(deep=deep)


def _pass_string(reader: _Reader) -> None:
    reader.at += 1
    if reader.skip(_TO_QUOTE) is None:
        raise ArrayBroken("input data was truncated")
    reader.at += 1
