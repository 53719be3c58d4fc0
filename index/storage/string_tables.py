"""How are many strings kept in a file so that a few are read without the others?

A table has its strings one after another, and where each begins; to open one reads nothing, and all processes
that map a file share the memory that it takes. A file holds named tables, and says of which version and how
long it is. Knows nothing of what the strings are.
"""

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Final, TypeAlias

import msgspec

_NUMBER: Final = "I"  # of 4 bytes, in the byte order of the machine
_SIZE = array(_NUMBER).itemsize
_AFTER = b"\xff"  # comes after every byte of UTF-8

Data: TypeAlias = bytes | mmap
Place: TypeAlias = tuple[int, int]  # where something begins and ends in a file


class StringTable:
    """Strings in the order in which they were packed, in a place of the data; the methods that look for one
    need them sorted."""

    def __init__(self, data: Data, place: Place | None = None) -> None:
        first, end = place or (0, len(data))
        self._data = data
        self._packed = memoryview(data)[first:end]
        (self._count,) = self._packed[:_SIZE].cast(_NUMBER)
        # Of each string the offset in the text, and behind the last one the length of the text.
        self._starts = self._packed[_SIZE : (self._count + 2) * _SIZE].cast(_NUMBER)
        self._text, self._end = first + (self._count + 2) * _SIZE, end

    @classmethod
    def of(cls, strings: Iterable[str]) -> "StringTable":
        """A table in memory."""
        lines = [each.encode() + b"\n" for each in strings]
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(line))
        return cls(array(_NUMBER, [len(lines), *starts]).tobytes() + b"".join(lines))

    @property
    def packed(self) -> bytes:
        """The bytes that the table is kept as."""
        return bytes(self._packed)

    @property
    def text(self) -> str:
        """All strings, a line each."""
        return str(self._data[self._text : self._end], "utf-8", "replace")

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: int) -> str:
        return str(self._line(number), "utf-8", "replace")

    def __iter__(self) -> Iterator[str]:
        lines = self.text.split("\n")
        has_line_feeds = len(lines) > self._count + 1
        return map(self.__getitem__, range(self._count)) if has_line_feeds else iter(lines[:-1])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, StringTable) and self.packed == other.packed

    def __hash__(self) -> int:
        return hash(self.packed)

    def starting_with(self, prefix: str) -> range:
        """The numbers of the strings that begin with a prefix; none for an empty one."""
        given = prefix.encode()
        if not given:
            return range(0)
        first = self._place(given)
        return range(first, self._place(given + _AFTER, first))

    def number_of(self, string: str) -> int | None:
        """The number of a string; none where it isn't here."""
        given = string.encode()
        number = self._place(given)
        return number if number < self._count and self._line(number) == given else None

    def occurrences(self, part: str) -> Iterator[tuple[int, str]]:
        """For each place where a string has a part, in order: the number of the string, and what it has
        before."""
        given, at = part.encode(), self._text - 1
        while (at := self._data.find(given, at + 1, self._end)) >= 0:
            number = bisect_left(self._starts, at - self._text + 1) - 1
            yield number, str(self._data[self._text + self._starts[number] : at], "utf-8", "replace")

    def _line(self, number: int) -> bytes:
        start, end = self._starts[number], self._starts[number + 1] - 1
        return self._data[self._text + start : self._text + end]

    def _place(self, given: bytes, first: int = 0) -> int:
        """The number of the first string that doesn't come before the given bytes. Bytes of UTF-8 have the
        order of their code points."""
        return bisect_left(range(self._count), given, lo=first, key=self._line)


class CountedWords(msgspec.Struct, frozen=True):
    """Words, sorted, and of each the number of articles that have it."""

    words: StringTable
    counts: memoryview

    @classmethod
    def of(cls, counted: Mapping[str, int]) -> "CountedWords":
        """Tables in memory."""
        ordered = sorted(counted)
        counts = array(_NUMBER, [counted[word] for word in ordered])
        return cls(StringTable.of(ordered), memoryview(counts))

    def count(self, word: str) -> int:
        """How many articles have a word; 0 for one that isn't here."""
        number = self.words.number_of(word)
        return 0 if number is None else int(self.counts[number])


class _Description(msgspec.Struct, frozen=True):
    """What a file of tables begins with: of which version its content is, in which byte order, and how many
    bytes each part takes, one after another."""

    version: int
    byte_order: str
    sizes: dict[str, int]


class TableFile:
    """The tables of a file by their names."""

    def __init__(self, data: Data, places: Mapping[str, Place]) -> None:
        self._data = data
        self._places = places

    def strings(self, name: str) -> StringTable:
        return StringTable(self._data, self._places[name])

    def counted(self, name: str) -> CountedWords:
        first, end = self._places[_counts(name)]
        return CountedWords(self.strings(name), memoryview(self._data)[first:end].cast(_NUMBER))


def write_tables(path: Path, tables: Mapping[str, StringTable | CountedWords], *, version: int) -> None:
    """Write named tables into a new file."""
    parts: dict[str, bytes] = {}
    for name, table in tables.items():
        if isinstance(table, CountedWords):
            parts[_counts(name)] = table.counts.tobytes()
            table = table.words
        parts[name] = table.packed
    described = msgspec.msgpack.encode(
        _Description(version, sys.byteorder, {name: len(part) for name, part in parts.items()})
    )
    with path.open("wb") as file:
        file.write(array(_NUMBER, [len(described)]).tobytes() + described)
        for part in parts.values():
            file.write(part)


def open_tables(path: Path, *, version: int) -> TableFile | None:
    """The tables of a file, which is mapped; none where there is no such file, or it is of another version or
    byte order, or not as long as it says."""
    try:
        with path.open("rb") as file:
            data = mmap(file.fileno(), 0, access=ACCESS_READ)
        (length,) = memoryview(data)[:_SIZE].cast(_NUMBER)
        at = _SIZE + length
        described = msgspec.msgpack.decode(data[_SIZE:at], type=_Description)
    except (OSError, ValueError, TypeError, msgspec.DecodeError):  # also of a file with nothing in it
        return None
    places: dict[str, Place] = {}
    for name, size in described.sizes.items():
        places[name] = at, at + size
        at += size
    is_whole = at == len(data)
    if not is_whole or described.version != version or described.byte_order != sys.byteorder:
        return None
    return TableFile(data, places)


def _counts(name: str) -> str:
    return f"{name} counts"
