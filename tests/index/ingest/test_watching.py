"""The live index follows a folder: what is added, changed and taken away, and what comes in the meantime."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC
from pathlib import Path

import pytest

from index import Analyzer, IndexMissing, check, reindex
from index.ingest.updating import Changes
from index.ingest.watching import watched
from index.storage.lock import write_lock
from search import LiveIndex


def wait_for(what: Callable[[], bool], seconds: float = 15) -> bool:
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


class Followed:
    """A folder that an index follows, in a thread of this process."""

    def __init__(self, tmp_path: Path, analyzer: Analyzer, engine: str) -> None:
        self.folder, self.root = tmp_path / "pages", tmp_path / "pages" / "yinsuo-index"
        self.folder.mkdir()
        self.write("a.jsonl", {"id": "a", "title": "first"})
        reindex([str(self.folder)], root=self.root, analyzer=analyzer, engine=engine, zone=UTC)
        self.write("b.jsonl", {"id": "b", "title": "since then"})
        self.live = LiveIndex(self.root, analyzer)
        self.done: list[Changes] = []
        self.stop = threading.Event()
        self._thread = threading.Thread(target=self._follow, args=(analyzer,))
        self._thread.start()

    def write(self, name: str, *records: dict[str, object] | str) -> None:
        lines = [each if isinstance(each, str) else json.dumps(each) for each in records]
        (self.folder / name).write_text("\n".join(lines), encoding="utf-8")

    def total(self, query: str) -> int:
        return self.live.searcher().search(query).required

    def end(self) -> None:
        self.stop.set()
        self._thread.join(timeout=20)
        assert not self._thread.is_alive()

    def _follow(self, analyzer: Analyzer) -> None:
        rejects = self.root / "rejects.jsonl"
        for changes in watched(
            self.folder,
            root=self.root,
            analyzer=analyzer,
            zone=UTC,
            prune=True,
            rejects=rejects,
            stop=self.stop,
        ):
            self.done.append(changes)


@pytest.fixture
def followed(tmp_path: Path, analyzer: Analyzer, engine_name: str) -> Iterator[Followed]:
    following = Followed(tmp_path, analyzer, engine_name)
    yield following
    following.end()


def test_files_are_followed_as_they_come_change_and_go(followed: Followed, analyzer: Analyzer) -> None:
    assert wait_for(lambda: followed.total("since") == 1)
    (followed.folder / "deeper").mkdir()
    followed.write("deeper/c.jsonl", {"id": "c", "title": "来了"}, {"id": "d", "title": "来了"}, "{")
    assert wait_for(lambda: followed.total("来了") == 2)
    # Nothing is removed while there is a record that can't be read, since it may be any article.
    (followed.folder / "a.jsonl").unlink()
    assert wait_for(lambda: (followed.root / "rejects.jsonl").exists())
    followed.write("deeper/c.jsonl", {"id": "c", "title": "改了"})
    assert wait_for(lambda: [followed.total(each) for each in ("改了", "来了", "first")] == [1, 0, 0])
    assert check(followed.root, analyzer).faults == ()
    generation = followed.live.searcher().generation.name
    updates = len(followed.done)
    (followed.folder / "notes.md").write_text("of no interest")
    time.sleep(2.0)
    assert len(followed.done) == updates
    assert followed.live.searcher().generation.name == generation


def test_what_changes_while_another_writes_waits_for_its_end(followed: Followed) -> None:
    assert wait_for(lambda: followed.total("since") == 1)
    with write_lock(followed.root):
        followed.write("c.jsonl", {"id": "c", "title": "patience"})
        time.sleep(1.5)
        assert followed.total("patience") == 0
    assert wait_for(lambda: followed.total("patience") == 1)


def test_without_an_index_it_is_said_what_to_run(tmp_path: Path, analyzer: Analyzer) -> None:
    (tmp_path / "a.jsonl").write_text('{"title": "x"}')
    with pytest.raises(IndexMissing, match="yinsuo reindex"):
        next(watched(tmp_path, root=tmp_path / "index", analyzer=analyzer, zone=UTC))


def test_the_command_says_each_change_and_ends_with_an_interruption(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    folder, root = tmp_path / "pages", tmp_path / "index"
    folder.mkdir()
    (folder / "a.jsonl").write_text('{"title": "x"}')
    reindex([str(folder)], root=root, analyzer=analyzer, engine="tantivy", zone=UTC)
    command = [sys.executable, "-m", "web.cli", "watch", str(folder), "--index", str(root)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr
        assert "nothing new: 0 added" in running.stderr.readline()
        (folder / "b.jsonl").write_text('{"title": "y"}')
        assert "g000002: 1 added" in running.stderr.readline()
        os.kill(running.pid, signal.SIGINT)
        assert running.wait(timeout=20) == 0
        assert running.stderr.read() == ""
