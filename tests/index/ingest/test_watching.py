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

from index import Analyzer, IndexMissing, check, open_generation, reindex
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


def test_where_there_is_no_index_one_is_begun(tmp_path: Path, analyzer: Analyzer, engine_name: str) -> None:
    (tmp_path / "pages").mkdir()
    following = Watching(tmp_path / "pages", tmp_path / "index", analyzer, engine_name)
    try:
        assert wait_for(lambda: bool(following.done))  # of an empty folder, which is no reason to end
        assert (following.done[0].generation, following.done[0].articles) == (None, 0)
        (tmp_path / "pages" / "a.jsonl").write_text('{"id": "a", "title": "x"}')
        assert wait_for(lambda: following.ids() == {"a"})
        generation = open_generation(tmp_path / "index", analyzer)
        assert generation.meta.engine == engine_name
        (tmp_path / "pages" / "b.jsonl").write_text('{"id": "b", "title": "x"}')
        assert wait_for(lambda: following.ids() == {"a", "b"})
    finally:
        following.end()


class Watching:
    """A folder that an index which may not be there yet follows, in a thread of this process."""

    def __init__(
        self, folder: Path, root: Path, analyzer: Analyzer, engine: str = "tantivy", *, prune: bool = False
    ) -> None:
        self.done: list[Changes] = []
        self.events: list[object] = []
        self._stop = threading.Event()
        self._root, self._analyzer = root, analyzer

        def follow() -> None:
            for changes in watched(
                folder,
                root=root,
                analyzer=analyzer,
                zone=UTC,
                engine=engine,
                prune=prune,
                stop=self._stop,
                on_event=self.events.append,
            ):
                self.done.append(changes)

        self._thread = threading.Thread(target=follow)
        self._thread.start()

    def ids(self) -> set[str]:
        """The ids of the articles of the live index."""
        assert self._thread.is_alive()
        try:
            generation = open_generation(self._root, self._analyzer)
        except IndexMissing:
            return set()
        found = {key for key, _ in generation.articles.documents()}
        generation.articles.close()
        return found

    def end(self) -> None:
        self._stop.set()
        self._thread.join(timeout=20)
        assert not self._thread.is_alive()


def article(path: Path) -> None:
    """A file with an article that has its name as id."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"id": path.stem, "title": "x"}))


@pytest.fixture
def watching(tmp_path: Path, analyzer: Analyzer) -> Iterator[Watching]:
    """`w`, a folder with `a.jsonl`, and its links `linked` to another with `b.jsonl`."""
    article(tmp_path / "w" / "a.jsonl")
    article(tmp_path / "out" / "b.jsonl")
    (tmp_path / "w" / "linked").symlink_to("../out")
    (tmp_path / "current").symlink_to("w")
    following = Watching(tmp_path / "current", tmp_path / "index", analyzer, prune=True)
    assert wait_for(lambda: following.ids() == {"a", "b"})
    yield following
    following.end()


def test_a_folder_that_is_replaced_is_followed_further(watching: Watching, tmp_path: Path) -> None:
    article(tmp_path / "new" / "c.jsonl")
    (tmp_path / "w").rename(tmp_path / "old")
    assert wait_for(lambda: any("isn't there" in str(event) for event in watching.events))
    assert watching.ids() == {"a", "b"}
    (tmp_path / "new").rename(tmp_path / "w")
    assert wait_for(lambda: watching.ids() == {"c"})
    article(tmp_path / "w" / "2025.05" / "d.jsonl")
    assert wait_for(lambda: watching.ids() == {"c", "d"})
    (tmp_path / "w" / "2025.05").rename(tmp_path / "elsewhere")
    assert wait_for(lambda: watching.ids() == {"c"})


def test_a_link_that_is_swapped_is_followed_further(watching: Watching, tmp_path: Path) -> None:
    def swap(link: str, target: str) -> None:
        (tmp_path / "next").symlink_to(target)
        (tmp_path / "next").rename(tmp_path / link)

    article(tmp_path / "out" / "c.jsonl")
    assert wait_for(lambda: watching.ids() == {"a", "b", "c"})
    article(tmp_path / "other" / "d.jsonl")
    swap("w/linked", "../other")
    assert wait_for(lambda: watching.ids() == {"a", "d"})
    article(tmp_path / "other" / "e.jsonl")
    assert wait_for(lambda: watching.ids() == {"a", "d", "e"})
    swap("current", "out")
    assert wait_for(lambda: watching.ids() == {"b", "c"})
    article(tmp_path / "out" / "f.jsonl")
    assert wait_for(lambda: watching.ids() == {"b", "c", "f"})


def test_a_name_that_is_not_utf8_ends_no_watch(watching: Watching, tmp_path: Path) -> None:
    bad = tmp_path / "w" / os.fsdecode(b"\xb2\xe2.jsonl")
    bad.write_text('{"id": "bad", "title": "x"}')
    assert wait_for(lambda: watching.ids() == {"a", "b", "bad"})
    article(tmp_path / "w" / "c.jsonl")
    assert wait_for(lambda: watching.ids() == {"a", "b", "bad", "c"})
    bad.unlink()
    assert wait_for(lambda: watching.ids() == {"a", "b", "c"})


def test_what_is_mounted_later_is_followed_from_then_on(watching: Watching, tmp_path: Path) -> None:
    (tmp_path / "w" / "disk").symlink_to(tmp_path / "mounted")
    assert wait_for(lambda: any("isn't there" in str(event) for event in watching.events))
    article(tmp_path / "mounted" / "c.jsonl")
    assert wait_for(lambda: watching.ids() == {"a", "b", "c"})
    article(tmp_path / "mounted" / "d.jsonl")
    assert wait_for(lambda: watching.ids() == {"a", "b", "c", "d"})


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
