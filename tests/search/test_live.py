"""Searchers move from generation to generation without a failed or mixed answer, and release the old one."""

import errno
import gc
import json
import logging
import os
import shutil
import threading
import time
from datetime import UTC
from pathlib import Path

import msgspec
import pytest

import index.storage.generations
from index import Analyzer, IndexMissing, IndexUnusable, open_generation, reindex
from index.storage.generations import read_meta
from search import LiveIndex, Searcher


def build(root: Path, file: Path, analyzer: Analyzer, engine: str, *, word: str, count: int = 12) -> None:
    """An index whose articles all have one word in common: in the title, the point and the paragraph."""
    rows = [
        {
            "id": f"a{number}",
            "title": f"数据 {word}",
            "groups": [{"title": "g", "points": [f"point {word} [1]"]}],
            "paragraphs": [f"paragraph {word}"],
        }
        for number in range(count)
    ]
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    reindex([str(file)], root=root, analyzer=analyzer, engine=engine, zone=UTC)


def open_files(folder: Path) -> list[str]:
    """The files below a folder that this process has mapped or open."""
    mapped = [line for line in Path("/proc/self/maps").read_text().splitlines() if f"{folder}/" in line]
    descriptors = (os.path.realpath(each) for each in Path("/proc/self/fd").iterdir())
    return mapped + [each for each in descriptors if each.startswith(f"{folder}/")]


@pytest.mark.alone
def test_fifty_questions_a_second_through_twenty_reindexes_get_whole_answers(
    tmp_path: Path, analyzer: Analyzer, engine_name: str
) -> None:
    root, file = tmp_path / "index", tmp_path / "a.jsonl"
    build(root, file, analyzer, engine_name, word="r0")
    live = LiveIndex(root, analyzer)
    faults: list[BaseException] = []
    words_found: list[str] = []
    done = threading.Event()

    def search() -> None:
        while not done.is_set():
            began = time.monotonic()
            try:
                searcher = live.searcher()
                results = searcher.search("数据", size=20)
                texts = [article.title_snippet.text for article in results.articles]
                texts += [each.snippet.text for article in results.articles for each in article.passages]
                for article in results.articles[:2]:
                    read = searcher.read(article.id)
                    assert read
                    texts += [read.title.text, *(each.text.text for each in read.paragraphs)]
                words = {text.split()[-1] for text in texts}
                assert len(words) == 1, words
                assert results.total == 12
                words_found.append(words.pop())
            except BaseException as fault:
                faults.append(fault)
            time.sleep(max(0.0, 0.04 - (time.monotonic() - began)))

    threads = [threading.Thread(target=search) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(1, 21):
        build(root, file, analyzer, engine_name, word=f"r{number}")
    time.sleep(0.3)
    done.set()
    for thread in threads:
        thread.join()
    assert faults == []
    assert words_found[-1] == "r20"
    assert len(set(words_found)) > 10
    assert len(words_found) > 50


@pytest.mark.alone
def test_the_next_generation_is_taken_within_two_seconds(
    tmp_path: Path, analyzer: Analyzer, engine_name: str
) -> None:
    root, file = tmp_path / "index", tmp_path / "a.jsonl"
    build(root, file, analyzer, engine_name, word="old")
    live = LiveIndex(root, analyzer)
    assert live.searcher().search("old").total == 12
    build(root, file, analyzer, engine_name, word="new")
    began = time.monotonic()
    while live.searcher().search("new").total == 0:
        assert time.monotonic() - began < 2
    assert live.searcher().generation.name == "g000002"


def test_memory_and_files_of_the_old_one_are_given_back_after_the_last_question(
    tmp_path: Path, analyzer: Analyzer, engine_name: str
) -> None:
    root, file = tmp_path / "index", tmp_path / "a.jsonl"
    build(root, file, analyzer, engine_name, word="old")
    live = LiveIndex(root, analyzer)
    in_use = live.searcher()
    in_use.search("old")
    assert open_files(root / "g000001")
    for number in range(3):
        build(root, file, analyzer, engine_name, word=f"new{number}")
        live.searcher().search("new")
    # A request in progress is answered to its end, though the files are gone.
    assert not (root / "g000001").exists()
    assert in_use.search("old").total == 12
    gc.disable()
    try:
        del in_use
        assert not open_files(root / "g000001")
        assert not open_files(root / "g000002")
        assert open_files(root / "g000004")
    finally:
        gc.enable()


def test_an_index_that_cant_be_opened_takes_no_running_server_down(
    tmp_path: Path, analyzer: Analyzer, engine_name: str, caplog: pytest.LogCaptureFixture
) -> None:
    root, file = tmp_path / "index", tmp_path / "a.jsonl"
    build(root, file, analyzer, engine_name, word="old")
    live = LiveIndex(root, analyzer)
    live.searcher()
    build(root, file, analyzer, engine_name, word="new")
    meta = read_meta(root, "g000002")
    other = msgspec.structs.replace(meta, fingerprint={**meta.fingerprint, "segmenter": "scissors 1"})
    (root / "g000002" / "meta.json").write_bytes(msgspec.json.encode(other))
    with caplog.at_level(logging.WARNING):
        for _ in range(5):
            assert live.searcher().search("old").total == 12
    assert len(caplog.records) == 1
    assert "segmenter was 'scissors 1'" in caplog.text
    assert "g000001 stays in service" in caplog.text
    build(root, file, analyzer, engine_name, word="newer")
    assert live.searcher().search("newer").total == 12


def test_an_index_that_is_taken_away_goes_on_answering(
    tmp_path: Path, analyzer: Analyzer, engine_name: str
) -> None:
    root, file = tmp_path / "index", tmp_path / "a.jsonl"
    build(root, file, analyzer, engine_name, word="old")
    live = LiveIndex(root, analyzer)
    live.searcher()
    shutil.rmtree(root)
    assert live.searcher().search("old").total == 12
    with pytest.raises(IndexMissing):
        LiveIndex(root, analyzer).searcher()
    build(root, file, analyzer, engine_name, word="back")
    assert live.searcher().search("back").total == 12


@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES, errno.ESTALE, errno.ELOOP, errno.ENAMETOOLONG])
def test_a_pointer_that_cant_be_looked_at_goes_on_answering(
    tmp_path: Path,
    analyzer: Analyzer,
    engine_name: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    number: int,
) -> None:
    root, file = tmp_path / "index", tmp_path / "a.jsonl"
    build(root, file, analyzer, engine_name, word="old")
    live = LiveIndex(root, analyzer)
    live.searcher()
    stat = os.stat

    def fail(path: Path, **options: bool) -> os.stat_result:
        if str(path).endswith("CURRENT"):
            raise OSError(number, os.strerror(number))
        return stat(path, **options)

    monkeypatch.setattr(os, "stat", fail)
    with caplog.at_level(logging.WARNING):
        for _ in range(5):
            assert live.searcher().search("old").total == 12
    assert len(caplog.records) == 1
    assert "g000001 stays in service" in caplog.text
    assert os.strerror(number) in caplog.text
    with pytest.raises(IndexUnusable, match=os.strerror(number)):
        LiveIndex(root, analyzer).searcher()
    monkeypatch.undo()
    build(root, file, analyzer, engine_name, word="back")
    assert live.searcher().search("back").total == 12


def test_names_that_cant_be_read_take_no_running_server_down(
    tmp_path: Path, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, file = tmp_path / "index", tmp_path / "a.jsonl"
    build(root, file, analyzer, "tantivy", word="old")
    live = LiveIndex(root, analyzer)
    live.searcher()
    build(root, file, analyzer, "tantivy", word="new")
    monkeypatch.setenv("YINSUO_ALIASES", str(tmp_path / "nowhere"))
    assert live.searcher().search("old").total == 12
    monkeypatch.undo()
    monkeypatch.setattr("search.live._RETRY_AFTER", 0.0)
    assert live.searcher().search("new").total == 12


def test_what_failed_for_a_moment_is_tried_again(
    tmp_path: Path, analyzer: Analyzer, engine_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, file = tmp_path / "index", tmp_path / "a.jsonl"
    build(root, file, analyzer, engine_name, word="old")
    live = LiveIndex(root, analyzer)
    live.searcher()
    build(root, file, analyzer, engine_name, word="new")
    moved = root / "g000002" / "elsewhere"
    (root / "g000002" / "articles").rename(moved)
    assert live.searcher().search("old").total == 12
    moved.rename(root / "g000002" / "articles")
    monkeypatch.setattr("search.live._RETRY_AFTER", 0.0)
    assert live.searcher().search("new").total == 12


def test_a_generation_that_is_removed_while_it_is_opened_is_looked_for_again(
    tmp_path: Path, analyzer: Analyzer, engine_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, file = tmp_path / "index", tmp_path / "a.jsonl"
    build(root, file, analyzer, engine_name, word="old")
    read, names = index.storage.generations.read_meta, []

    def slowly(root: Path, name: str) -> object:
        names.append(name)
        if name == "g000001":
            for number in range(2):
                build(root, file, analyzer, engine_name, word=f"new{number}")
        return read(root, name)

    monkeypatch.setattr("index.storage.generations.read_meta", slowly)
    assert Searcher(open_generation(root, analyzer), analyzer).search("new1").total == 12
    assert names == ["g000001", "g000003"]


def test_what_only_some_questions_need_is_read_before_they_come(
    tmp_path: Path, analyzer: Analyzer, engine_name: str
) -> None:
    root, file = tmp_path / "index", tmp_path / "a.jsonl"
    build(root, file, analyzer, engine_name, word="r0")
    live = LiveIndex(root, analyzer, read_ahead=True)
    searcher = live.searcher()
    until = time.monotonic() + 20
    corrections, completions = searcher._suggestions._corrections, searcher._suggestions._completions
    while "_pinyin_index" not in vars(corrections) or completions._tables is None:
        assert time.monotonic() < until
        time.sleep(0.01)
