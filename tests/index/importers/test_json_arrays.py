"""A JSON array of any size is read element by element, but no gzip file that was made to fill the memory."""

import gzip
import io
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.importers.json_arrays import ArrayBroken, elements
from index.importers.records import RawRecord, Rejected
from index.importers.sources import Sources

VALUES = st.recursive(
    st.none() | st.integers() | st.text(st.sampled_from('a"\\[]{},: 水\n'), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


class Slow(io.BytesIO):
    """A stream that gives a few bytes at a time."""

    def __init__(self, data: bytes, step: int) -> None:
        super().__init__(data)
        self._step = step

    def read1(self, size: int | None = -1, /) -> bytes:
        return super().read1(self._step)


@given(st.lists(VALUES, max_size=5), st.sampled_from([None, 1, " "]), st.integers(1, 9), st.booleans())
def test_the_elements_of_an_array_are_those_that_json_has(
    values: list[object], indent: int | str | None, step: int, ascii_only: bool
) -> None:
    data = json.dumps(values, indent=indent, ensure_ascii=ascii_only).encode()
    found = [json.loads(element.data) for element in elements(data[:1], Slow(data[1:], step), limit=10_000)]
    assert found == values


@given(st.lists(st.dictionaries(st.text(max_size=3), VALUES), min_size=1, max_size=3), st.data())
def test_an_array_that_is_cut_is_broken_and_gives_the_elements_before(
    values: list[object], draw: st.DataObject
) -> None:
    data = json.dumps(values).encode()
    read = elements(data[: draw.draw(st.integers(1, len(data) - 1))], io.BytesIO(), limit=10_000)
    found: list[object] = []
    with pytest.raises(ArrayBroken):
        found.extend(json.loads(element.data) for element in read)
    assert found == values[: len(found)]


@pytest.mark.parametrize("array", [b"[1 2]", b"[1,]", b"[,1]", b"[1}", b"[{]", b"[", b'["a', b"[]]", b"[] 1"])
def test_what_is_no_array_is_broken(array: bytes) -> None:
    with pytest.raises(ArrayBroken):
        list(elements(array, io.BytesIO(), limit=100))


def test_of_an_element_over_the_limit_its_beginning_is_kept_and_its_length_counted() -> None:
    data = b'[{"a": "' + b"x" * 1000 + b'"}, 1]'
    first, second = elements(data[:5], Slow(data[5:], 7), limit=20)
    assert (first.length, first.data) == (1009, data[1:22])
    assert second.data == b"1"


class Endless(io.RawIOBase):
    """A stream of chunks that are made when they are read."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks

    def read(self, size: int = -1) -> bytes:
        return next(self._chunks, b"")


def test_an_array_larger_than_the_memory_may_be_is_read() -> None:
    record = b'{"title": "' + b"x" * 2000 + b'"},'

    def chunks() -> Iterator[bytes]:
        for _ in range(300):
            yield record * 100
        yield b'{"title": "last"}]'

    tracemalloc.start()
    try:
        count = sum(1 for _ in elements(b"[", Endless(chunks()), limit=1_000_000))  # type: ignore[arg-type]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 30_001
    assert peak < 3_000_000


@pytest.mark.parametrize(
    ("name", "begun"),
    [("a.json.gz", b"["), ("a.json.gz", b'[{"title": "'), ("a.jsonl.gz", b""), ("a.txt.gz", b"")],
)
def test_a_gzip_file_made_to_fill_the_memory_is_refused(
    tmp_path: Path, name: str, begun: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.importers.gunzip._HARMLESS", 1_000_000)
    with gzip.open(tmp_path / name, "wb", compresslevel=1) as file:
        file.write(begun)
        for _ in range(40):
            file.write(b" " * 1_000_000)
    fault = list(Sources([str(tmp_path / name)]))[-1]
    assert isinstance(fault, Rejected)
    assert "more than 200 times its size" in fault.reason


def test_the_records_before_the_cut_of_a_gzip_array_are_read(tmp_path: Path) -> None:
    array = json.dumps([{"title": str(7 ** (n + 50))} for n in range(99)]).encode()
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(array)[:-50])
    *read, fault = Sources([str(tmp_path / "a.json.gz")])
    assert len(read) > 80
    assert all(isinstance(each, RawRecord) for each in read)
    assert isinstance(fault, Rejected)
    assert (fault.line, fault.reason[:33]) == (len(read) + 1, "can't be read from here on: Compr")
