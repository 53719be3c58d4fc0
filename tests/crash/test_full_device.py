"""A device that fills up in the middle of a build loses nothing that was live."""

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest

from index import Analyzer, IndexUnwritable, check, reindex
from index.storage.generations import current_name

TEXT = "数据中心微软投资电池公司模型人工智能的了在是abcdefgh "


def articles(file: Path, count: int, *, named: str) -> str:
    chance = random.Random(3)
    rows = (
        {
            "id": f"{named}{number}",
            "title": f"{named} 标题 title",
            "paragraphs": ["".join(chance.choices(TEXT, k=800)) for _ in range(10)],
        }
        for number in range(count)
    )
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return str(file)


@pytest.fixture
def small_device(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "device"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=14m", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True, text=True)
    except FileNotFoundError:
        pytest.skip("needs a small device, and there is no mount here")
    if mounted.returncode:
        pytest.skip(f"needs the right to mount a small device: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.parametrize("kind", ["reindex", "update"])
def test_a_device_that_fills_up_is_reported_and_leaves_the_live_index_whole(
    small_device: Path, tmp_path: Path, analyzer: Analyzer, engine_name: str, kind: str
) -> None:
    root = small_device / "index"
    small = articles(tmp_path / "small.jsonl", 20, named="old")
    large = articles(tmp_path / "large.jsonl", 700, named="new")
    reindex([small], root=root, analyzer=analyzer, engine=engine_name, zone=UTC)
    # By standard input, so that how much will come isn't known before.
    command = [sys.executable, "-m", "web.cli", kind, "-", "--index", str(root)]
    if kind == "reindex":
        command += ["--engine", engine_name]
    with open(large, "rb") as records:
        filled = subprocess.run(command, stdin=records, capture_output=True, text=True)
    assert filled.returncode == 1
    assert "no space left" in filled.stderr
    assert "Traceback" not in filled.stderr
    assert current_name(root) == "g000001"
    assert [path.name for path in root.glob("g*")] == ["g000001"]
    checked = check(root, analyzer)
    assert (checked.faults, checked.articles) == ((), 20)
    again = articles(tmp_path / "again.jsonl", 5, named="again")
    assert reindex([again], root=root, analyzer=analyzer, engine=engine_name, zone=UTC).articles == 5
    assert check(root, analyzer).faults == ()


def test_too_little_space_is_reported_before_any_work(
    tmp_path: Path, analyzer: Analyzer, engine_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = articles(tmp_path / "a.jsonl", 5, named="a")
    monkeypatch.setattr("index.ingest.reindexing._DISK_SHARE", 1e12)
    with pytest.raises(IndexUnwritable, match=r"need about .* MB are free.*--index"):
        reindex([file], root=tmp_path / "index", analyzer=analyzer, engine=engine_name, zone=UTC)
    assert [path.name for path in (tmp_path / "index").iterdir()] == ["LOCK"]
