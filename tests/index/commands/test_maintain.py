"""An index can be rolled back, looked at, exported, and kept as one file, and is never half of anything."""

import io
import json
import os
import tarfile
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from index import (
    Analyzer,
    IndexMissing,
    IndexUnusable,
    IndexUnwritable,
    Rejected,
    SnapshotError,
    check,
    configured_analyzer,
    exported,
    open_generation,
    reindex,
    restore,
    rollback,
    snapshot,
    update,
)
from index.storage.generations import current_name
from index.storage.lock import write_lock
from index.storage.stats import index_stats
from search import LiveIndex, Searcher
from web.cli import main

ARTICLE: dict[str, object] = {
    "id": "a",
    "title": "标题 with “quotes” \u2028 and 𠮷",
    "url": "https://x/?a=1&b=2",
    "source": "量子位",
    "published": "2025-05-02T04:36:00+08:00",
    "tickers": [{"symbol": "US:MSFT", "name": "Microsoft"}],
    "viewpoint": "seen[1][2]",
    "groups": [{"title": "g", "points": [{"text": "first[1]。"}, {"text": "[2]second"}]}],
    "paragraphs": ["one", "", "<b>three</b>"],
}


@pytest.fixture
def root(tmp_path: Path, index_of: Callable[..., Searcher]) -> Path:
    index_of(ARTICLE, *({"id": f"b{number}", "title": f"old {number}"} for number in range(10)))
    return tmp_path / "index1"


def change(root: Path, analyzer: Analyzer, *records: dict[str, object]) -> None:
    file = root.parent / "changed.jsonl"
    file.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    assert update([str(file)], root=root, analyzer=analyzer, zone=UTC).generation


def build(root: Path, engine: str, *files: Path) -> None:
    rejected: list[object] = []

    def collect(event: object) -> None:
        if isinstance(event, Rejected):
            rejected.append(event)

    reindex(
        list(map(str, files)),
        root=root,
        analyzer=configured_analyzer(),
        engine=engine,
        zone=ZoneInfo("Asia/Shanghai"),
        on_event=collect,
    )
    assert rejected == []


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_a_rollback_brings_the_generation_before_back_and_is_taken_back_by_another(
    root: Path, analyzer: Analyzer
) -> None:
    live = LiveIndex(root, analyzer)
    change(root, analyzer, {"id": "b0", "title": "new"})
    assert live.searcher().search("new").total == 1
    assert rollback(root) == "g000001"
    assert live.searcher().search("new").total == 0
    assert live.searcher().search("old").total == 10
    assert check(root, analyzer).faults == ()
    assert rollback(root) == "g000002"
    assert live.searcher().search("new").total == 1
    assert run("rollback", "--index", str(root)).stdout.endswith("g000001 is live\n")
    # The next generation is built on the live one, and the one rolled back from is no longer kept.
    change(root, analyzer, {"id": "b1", "title": "other"})
    assert (current_name(root), live.searcher().search("new").total) == ("g000003", 0)
    assert {path.name for path in root.glob("g*")} == {"g000001", "g000003"}


def test_without_a_generation_before_there_is_no_way_back(root: Path, tmp_path: Path) -> None:
    with pytest.raises(IndexUnusable, match="no generation but g000001"):
        rollback(root)
    with pytest.raises(IndexMissing):
        rollback(tmp_path / "none")
    assert run("rollback", "--index", str(root)).exit_code == 1


def test_what_an_index_is_made_of_is_counted(root: Path, analyzer: Analyzer) -> None:
    change(root, analyzer, {"id": "b0", "title": "newer"}, {"id": "c", "title": "c"})
    found = index_stats(root, analyzer)
    assert (found.articles, found.points, found.paragraphs) == (12, 2, 3)
    assert (found.generation, found.before) == ("g000002", "g000001")
    assert found.index_bytes > found.text_bytes > 100
    assert json.loads(run("stats", "--index", str(root), "--json").stdout)["articles"] == 12
    table = run("stats", "--index", str(root)).stdout
    assert "g000002" in table
    assert found.fingerprint["segmenter"] in table


def test_an_export_is_the_canonical_record_of_every_article(root: Path, analyzer: Analyzer) -> None:
    lines = list(exported(open_generation(root, analyzer).articles))
    assert json.loads(lines[0]) == ARTICLE
    assert [json.loads(line)["id"] for line in lines] == ["a", *(f"b{number}" for number in range(10))]


def test_an_export_indexed_and_exported_again_is_the_same(
    root: Path, tmp_path: Path, analyzer: Analyzer, engine_name: str
) -> None:
    for number in range(9):  # so that the store's order isn't that of the ids
        change(root, analyzer, {"id": f"b{9 - number}", "title": f"new {number}"})
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    assert run("export", str(first), "--index", str(root)).exit_code == 0
    build(tmp_path / "again", engine_name, first)
    assert run("export", str(second), "--index", str(tmp_path / "again")).exit_code == 0
    assert second.read_bytes() == first.read_bytes()
    assert run("export", "--index", str(root)).stdout_bytes == first.read_bytes()


def test_real_articles_survive_the_way_out_and_back(
    shared: Path, tmp_path: Path, analyzer: Analyzer, engine_name: str
) -> None:
    names = ("microsoft-openai.page.txt", "juya-digests.jsonl")
    build(tmp_path / "one", engine_name, *(shared / "articles" / name for name in names))
    lines = list(exported(open_generation(tmp_path / "one", analyzer).articles))
    (tmp_path / "out.jsonl").write_bytes(b"".join(lines))
    build(tmp_path / "two", engine_name, tmp_path / "out.jsonl")
    assert list(exported(open_generation(tmp_path / "two", analyzer).articles)) == lines
    assert len(lines) == 105


def test_an_export_that_fails_leaves_the_file_as_it_was(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.jsonl"
    file.write_text("precious")
    assert run("export", str(file), "--index", str(tmp_path / "none")).exit_code == 1
    assert file.read_text() == "precious"
    result = run("export", str(tmp_path / "no" / "folder.jsonl"), "--index", str(root))
    assert result.exit_code == 1
    assert "can't be written" in result.stderr


def test_a_snapshot_is_restored_elsewhere_and_over_another_index(
    root: Path, tmp_path: Path, analyzer: Analyzer
) -> None:
    file = tmp_path / "index.tar"
    assert "11 articles" in run("snapshot", str(file), "--index", str(root)).stdout
    assert sorted(path.name for path in tmp_path.glob("index.tar*")) == ["index.tar"]
    before = list(exported(open_generation(root, analyzer).articles))
    change(root, analyzer, {"id": "a", "title": "spoilt"})
    for folder in (root, tmp_path / "new" / "place"):
        result = run("restore", str(file), "--index", str(folder))
        assert "11 articles are live" in result.stdout, result.output
        assert check(folder, analyzer).faults == ()
        assert list(exported(open_generation(folder, analyzer).articles)) == before
    assert rollback(root) == "g000002"
    change(tmp_path / "new" / "place", analyzer, {"id": "d", "title": "goes on"})
    assert check(tmp_path / "new" / "place", analyzer).faults == ()


def test_a_changed_byte_anywhere_in_a_snapshot_is_refused_or_of_no_meaning(
    root: Path, tmp_path: Path, analyzer: Analyzer
) -> None:
    file, broken = tmp_path / "index.tar", tmp_path / "broken.tar"
    snapshot(root, file)
    before = list(exported(open_generation(root, analyzer).articles))
    intact = file.read_bytes()
    refused = 0
    for place in range(0, len(intact), max(1, len(intact) // 80)):
        broken.write_bytes(intact[:place] + bytes([intact[place] ^ 1]) + intact[place + 1 :])
        target = tmp_path / "target"
        try:
            restore(target, broken, analyzer)
        except (SnapshotError, IndexUnusable):
            refused += 1
            assert [path.name for path in target.glob("g*") if target.exists()] == [
                path.name for path in target.glob("g*") if (target / "CURRENT").exists()
            ]
        else:  # the padding between files, or what a tar file says of owners
            assert check(target, analyzer).faults == ()
            assert list(exported(open_generation(target, analyzer).articles)) == before
    assert refused > 15


def test_what_is_no_snapshot_is_refused_and_nothing_changes(
    root: Path, tmp_path: Path, analyzer: Analyzer
) -> None:
    intact = tmp_path / "index.tar"
    snapshot(root, intact)
    meta = (root / "g000001" / "meta.json").read_bytes()
    for name, members in {
        "empty": [],
        "above": [("meta.json", meta), ("../evil", b"x")],
        "absolute": [("meta.json", meta), ("/tmp/evil", b"x")],
        "lacking": [("meta.json", meta)],
        "other": [("readme", b"x")],
    }.items():
        with tarfile.open(tmp_path / name, "w") as archive:
            for member, data in members:
                info = tarfile.TarInfo(member)
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
    (tmp_path / "text").write_text("no tar at all")
    (tmp_path / "cut").write_bytes(intact.read_bytes()[: intact.stat().st_size // 2])
    for name in ("empty", "above", "absolute", "lacking", "other", "text", "cut", "missing"):
        with pytest.raises(SnapshotError, match=name):
            restore(root, tmp_path / name, analyzer)
    assert sorted(path.name for path in root.iterdir()) == ["CURRENT", "LOCK", "g000001"]
    assert not (tmp_path / "evil").exists()
    assert run("restore", str(tmp_path / "text"), "--index", str(root)).exit_code == 1


def test_a_snapshot_can_be_taken_while_another_process_writes(root: Path, tmp_path: Path) -> None:
    with write_lock(root):
        assert snapshot(root, tmp_path / "index.tar").articles == 11


def test_a_snapshot_of_a_damaged_index_is_refused(root: Path, tmp_path: Path) -> None:
    path = max((root / "g000001" / "articles").iterdir(), key=lambda path: path.stat().st_size)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(IndexUnusable, match="checksum mismatch"):
        snapshot(root, tmp_path / "index.tar")
    assert not list(tmp_path.glob("index.tar*"))


def test_a_folder_without_permission_is_reported(
    tmp_path: Path, analyzer: Analyzer, engine_name: str
) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"title": "x"}')
    folder = tmp_path / "closed"
    folder.mkdir()
    folder.chmod(0o500)
    if os.access(folder, os.W_OK):  # the superuser may write anywhere but into what is no folder
        folder = tmp_path / "a.jsonl" / "index"
    with pytest.raises(IndexUnwritable, match="can't be written, and the live one is unchanged"):
        reindex([str(file)], root=folder, analyzer=analyzer, engine=engine_name, zone=UTC)
