"""What only reads an index needs no right to write: it may lie on a read-only mount or belong to another."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from unprivileged import yinsuo

from search import Searcher

COMMANDS = {
    "search": ("水厂",),
    "explain": ("水厂",),
    "check": (),
    "stats": (),
    "export": (),
    "snapshot": ("snapshot.tar",),
}


@pytest.fixture
def protected(index_of: Callable[..., Searcher], tmp_path: Path) -> Iterator[Path]:
    """An index in which nobody may write."""
    index_of({"id": "a", "title": "水厂 works"})
    root = tmp_path / "index1"
    every = [root, *root.rglob("*")]
    for path in every:
        path.chmod(path.stat().st_mode & ~0o222)
    yield root
    for path in every:
        path.chmod(path.stat().st_mode | 0o200)


def states(root: Path) -> dict[str, tuple[int, int, int]]:
    return {
        str(path): (status.st_ino, status.st_mtime_ns, status.st_size)
        for path in [root, *root.rglob("*")]
        if (status := path.stat())
    }


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_reads_needs_no_right_to_write(
    protected: Path, tmp_path: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = states(protected)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    done = yinsuo(command, *COMMANDS[command], "--index", protected, TMPDIR=str(temporary))
    assert (done.returncode, done.stderr) == (0, "")
    assert states(protected) == before
    assert list(temporary.iterdir()) == []


def test_the_files_of_an_index_are_as_readable_as_any_new_file(
    index_of: Callable[..., Searcher], tmp_path: Path
) -> None:
    index_of({"id": "a", "title": "one"})
    (tmp_path / "usual").touch()
    files = [path for path in (tmp_path / "index1").rglob("*") if path.is_file() and path.stat().st_size]
    assert files
    assert {path.stat().st_mode for path in files} == {(tmp_path / "usual").stat().st_mode}


def test_an_index_that_may_not_be_read_is_reported_as_that_and_not_as_damaged(
    index_of: Callable[..., Searcher], tmp_path: Path
) -> None:
    index_of({"id": "a", "title": "one"})
    root = tmp_path / "index1"
    for closed in (root / "CURRENT", root / "g000001", root / "g000001" / "articles"):
        mode = closed.stat().st_mode
        closed.chmod(0)
        done = yinsuo("search", "one", "--index", root)
        closed.chmod(mode)
        assert done.returncode == 2
        assert "ask the owner" in done.stderr
        assert "reindex" not in done.stderr
        assert "Traceback" not in done.stderr


def test_an_index_on_a_read_only_mount_is_searched(index_of: Callable[..., Searcher], tmp_path: Path) -> None:
    index_of({"id": "a", "title": "水厂"})
    root = tmp_path / "index1"
    if not shutil.which("unshare"):
        pytest.skip("needs unshare for a mount of its own")
    script = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && exec "$2" -m web.cli search 水厂 '
    script += '--index "$1"'
    command = ["unshare", "-m", "sh", "-c", script, "sh", str(root), sys.executable]
    done = subprocess.run(command, capture_output=True, text=True)
    if "unshare" in done.stderr or "mount:" in done.stderr:
        pytest.skip(f"needs the right to mount: {done.stderr.strip()}")
    assert "1 article in" in done.stdout, done.stderr
