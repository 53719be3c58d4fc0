"""A generation is built beside the live one and takes over in one step, or not at all."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import msgspec
import pytest

from index import (
    Analyzer,
    IndexBusy,
    IndexMismatch,
    IndexMissing,
    IndexUnusable,
    configured_analyzer,
    open_generation,
    reindex,
)
from index.storage.generations import current_name, read_meta
from index.storage.lock import write_lock
from index.storage.publishing import new_generation
from search import Searcher


@pytest.fixture
def root(tmp_path: Path, index_of: Callable[..., Searcher]) -> Path:
    index_of({"id": "a", "title": "first"})
    return tmp_path / "index1"


def test_a_draft_that_fails_leaves_nothing_behind(root: Path) -> None:
    def fail() -> None:
        with write_lock(root), new_generation(root) as draft:
            assert draft.articles.is_dir()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert current_name(root) == "g000001"
    assert not (root / "g000002").exists()


def test_a_second_writer_is_told_who_writes(root: Path) -> None:
    script = (
        "import sys, pathlib\n"
        "from index.storage.lock import write_lock\n"
        "from index import IndexBusy\n"
        "try:\n"
        "    with write_lock(pathlib.Path(sys.argv[1])): pass\n"
        "except IndexBusy as busy: print(busy)\n"
    )
    with write_lock(root):
        other = subprocess.run(
            [sys.executable, "-c", script, str(root)], capture_output=True, text=True, check=True
        )
    assert f"process {os.getpid()} is writing" in other.stdout
    with write_lock(root):
        pass


def test_two_locks_in_one_process_exclude_each_other(root: Path) -> None:
    with write_lock(root), pytest.raises(IndexBusy), write_lock(root):
        pass


def change(root: Path, **fields: object) -> None:
    meta = read_meta(root, "g000001")
    changed = {**msgspec.to_builtins(meta), **fields}
    (root / "g000001" / "meta.json").write_bytes(msgspec.json.encode(changed))


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"format": 99}, "layout"),
        ({"engine_identity": "tantivy 0.1"}, "engine"),
        ({"fingerprint": {}}, "segmenter"),
    ],
)
def test_an_index_of_another_make_is_refused_with_what_differs(
    root: Path, analyzer: Analyzer, fields: dict[str, object], named: str
) -> None:
    change(root, **fields)
    with pytest.raises(IndexMismatch, match=f"{named}.*yinsuo reindex"):
        open_generation(root, analyzer)


@pytest.mark.parametrize("current", ["", "g1", "../x", "g000009\n", "\xff"])
def test_a_damaged_pointer_is_an_error_that_says_so(root: Path, analyzer: Analyzer, current: str) -> None:
    (root / "CURRENT").write_bytes(current.encode("latin-1"))
    with pytest.raises(IndexUnusable):
        open_generation(root, analyzer)


def test_a_store_that_lost_its_files_is_an_error_that_says_where(root: Path, analyzer: Analyzer) -> None:
    files = list((root / "g000001" / "articles").iterdir())
    assert files
    for path in files:
        path.unlink()
    with pytest.raises(IndexUnusable, match="articles"):
        open_generation(root, analyzer)


def test_a_missing_folder_is_no_index(tmp_path: Path, analyzer: Analyzer) -> None:
    with pytest.raises(IndexMissing):
        open_generation(tmp_path / "none", analyzer)


def test_the_generation_before_is_kept_and_older_ones_are_removed(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"title": "again"}')
    for _ in range(3):
        reindex([str(file)], root=tmp_path / "i", analyzer=configured_analyzer(), engine="tantivy", zone=UTC)
    names = sorted(path.name for path in (tmp_path / "i").iterdir())
    assert names == ["CURRENT", "LOCK", "g000002", "g000003"]
    assert current_name(tmp_path / "i") == "g000003"
