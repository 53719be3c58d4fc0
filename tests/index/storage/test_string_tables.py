"""Strings are found in a table as they are in a list, whether it is in memory or in a file that is mapped."""

from collections.abc import Callable
from pathlib import Path

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from index.storage.string_tables import CountedWords, StringTable, open_tables, write_tables

# Characters of one, two, three and four bytes, in the order of their code points.
STRINGS = st.lists(st.text(st.sampled_from("\tab\u00e9\u7535\uffff\U0001f600"), max_size=4), max_size=12)


def in_memory(strings: list[str], tmp_path: Path) -> StringTable:
    return StringTable.of(strings)


def in_a_file(strings: list[str], tmp_path: Path) -> StringTable:
    others = StringTable.of(["before", "or after"])
    write_tables(tmp_path / "tables", {"a": others, "b": StringTable.of(strings), "c": others}, version=7)
    tables = open_tables(tmp_path / "tables", version=7)
    assert tables
    return tables.strings("b")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables")


@pytest.mark.parametrize("make", [in_memory, in_a_file])
@settings(max_examples=examples(100))
@given(strings=STRINGS, part=st.text(st.sampled_from("ab\u00e9\u7535\U0001f600"), max_size=2))
def test_a_table_answers_as_a_sorted_list_does(
    make: Callable[[list[str], Path], StringTable], folder: Path, strings: list[str], part: str
) -> None:
    ordered = sorted(strings)
    table = make(ordered, folder)
    assert (len(table), list(table)) == (len(ordered), ordered)
    beginning = [table[number] for number in table.starting_with(part)]
    assert beginning == [each for each in ordered if part and each.startswith(part)]
    number = table.number_of(part)
    assert (None if number is None else table[number]) == (part if part in ordered else None)
    if part:
        found = list(table.occurrences(part))
        assert found == [
            (number, each[:at])
            for number, each in enumerate(ordered)
            for at in range(len(each))
            if each.startswith(part, at)
        ]


@pytest.mark.parametrize("make", [in_memory, in_a_file])
def test_a_string_may_have_line_feeds(make: Callable[[list[str], Path], StringTable], folder: Path) -> None:
    assert list(make(["a", "b\nc", "", "\n"], folder)) == ["a", "b\nc", "", "\n"]


def test_words_keep_their_counts(tmp_path: Path) -> None:
    counted = {"\u7535\u6c60": 7, "battery": 2**32 - 1, "an": 0}
    write_tables(tmp_path / "tables", {"words": CountedWords.of(counted)}, version=1)
    tables = open_tables(tmp_path / "tables", version=1)
    assert tables
    words = tables.counted("words")
    assert words == CountedWords.of(counted)
    assert {word: words.count(word) for word in words.words} == counted
    assert words.count("batter") == words.count("zoo") == 0


def test_what_is_no_whole_file_of_the_version_has_no_tables(tmp_path: Path) -> None:
    path = tmp_path / "tables"
    assert open_tables(path, version=1) is None
    write_tables(path, {"words": StringTable.of(["a", "b"])}, version=1)
    whole = path.read_bytes()
    assert open_tables(path, version=1)
    assert open_tables(path, version=2) is None
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert open_tables(path, version=1) is None
    path.write_bytes(whole + b"\0")
    assert open_tables(path, version=1) is None
    path.write_bytes(b"\xff" * 64)
    assert open_tables(path, version=1) is None


def test_open_tables_are_read_to_the_end_although_the_file_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "tables"
    write_tables(path, {"words": StringTable.of(["a", "b"])}, version=1)
    tables = open_tables(path, version=1)
    assert tables
    path.unlink()
    assert list(tables.strings("words")) == ["a", "b"]
