"""Readers move from generation to generation with no failed or mixed answer, and give back the old one."""

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
from index import Analyzer, IndexMissing, open_generation, reindex
from index.storage.generations import read_meta
from search import LiveIndex, Searcher


def build(root: Path, file: Path, analyzer: Analyzer, engine: str, *, said: str, count: int = 12) -> None:
    """An index in which every article says the same thing, the point, its paragraph and the title."""
    rows = [
        {
            "id": f"a{number}",
            "title": f"数据 {said}",
            "groups": [{"title": "g", "points": [f"point {said} [1]"]}],
            "paragraphs": [f"paragraph {said}"],
        }
        for number in range(count)
    ]
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    reindex([str(file)], root=root, analyzer=analyzer, engine=engine, zone=UTC)


def held(folder: Path) -> list[str]:
    """What this process has mapped or open below a folder."""
    mapped = [line for line in Path("/proc/self/maps").read_text().splitlines() if f"{folder}/" in line]
    descriptors = (os.path.realpath(each) for each in Path("/proc/self/fd").iterdir())
    return mapped + [each for each in descriptors if each.startswith(f"{folder}/")]


@pytest.mark.alone
def test_fifty_questions_a_second_through_twenty_reindexes_get_whole_answers(
    tmp_path: Path, analyzer: Analyzer, engine_name: str
) -> None:
    root, file = tmp_path / "index", tmp_path / "a.jsonl"
    build(root, file, analyzer, engine_name, said="r0")
    live = LiveIndex(root, analyzer)
    faults: list[BaseException] = []
    said: list[str] = []
    done = threading.Event()

    def ask() -> None:
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
                said.append(words.pop())
            except BaseException as fault:
                faults.append(fault)
            time.sleep(max(0.0, 0.04 - (time.monotonic() - began)))

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(1, 21):
        build(root, file, analyzer, engine_name, said=f"r{number}")
    time.sleep(0.3)
    done.set()
    for thread in threads:
        thread.join()
    assert faults == []
    assert said[-1] == "r20"
    assert len(set(said)) > 10
    assert len(said) > 50


@pytest.mark.alone
def test_the_next_generation_is_taken_within_two_seconds(
    tmp_path: Path, analyzer: Analyzer, engine_name: str
) -> None:
    root, file = tmp_path / "index", tmp_path / "a.jsonl"
    build(root, file, analyzer, engine_name, said="old")
    live = LiveIndex(root, analyzer)
    assert live.searcher().search("old").total == 12
    build(root, file, analyzer, engine_name, said="new")
    began = time.monotonic()
    while live.searcher().search("new").total == 0:
        assert time.monotonic() - began < 2
    assert live.searcher().generation.name == "g000002"


def test_memory_and_files_of_the_old_one_are_given_back_after_the_last_question(
    tmp_path: Path, analyzer: Analyzer, engine_name: str
) -> None:
    root, file = tmp_path / "index", tmp_path / "a.jsonl"
    build(root, file, analyzer, engine_name, said="old")
    live = LiveIndex(root, analyzer)
    asking = live.searcher()
    asking.search("old")
    assert held(root / "g000001")
    for number in range(3):
        build(root, file, analyzer, engine_name, said=f"new{number}")
        live.searcher().search("new")
    # A question that has begun is answered to its end, though the files are gone.
    assert not (root / "g000001").exists()
    assert asking.search("old").total == 12
    gc.disable()
    try:
        del asking
        assert not held(root / "g000001")
        assert not held(root / "g000002")
        assert held(root / "g000004")
    finally:
        gc.enable()


def test_an_index_that_cant_be_opened_takes_no_running_server_down(
    tmp_path: Path, analyzer: Analyzer, engine_name: str, caplog: pytest.LogCaptureFixture
) -> None:
    root, file = tmp_path / "index", tmp_path / "a.jsonl"
    build(root, file, analyzer, engine_name, said="old")
    live = LiveIndex(root, analyzer)
    live.searcher()
    build(root, file, analyzer, engine_name, said="new")
    meta = read_meta(root, "g000002")
    other = msgspec.structs.replace(meta, fingerprint={**meta.fingerprint, "segmenter": "scissors 1"})
    (root / "g000002" / "meta.json").write_bytes(msgspec.json.encode(other))
    with caplog.at_level(logging.WARNING):
        for _ in range(5):
            assert live.searcher().search("old").total == 12
    assert len(caplog.records) == 1
    assert "segmenter was 'scissors 1'" in caplog.text
    assert "g000001 stays in service" in caplog.text
    build(root, file, analyzer, engine_name, said="newer")
    assert live.searcher().search("newer").total == 12


def test_an_index_that_is_taken_away_goes_on_answering(
    tmp_path: Path, analyzer: Analyzer, engine_name: str
) -> None:
    root, file = tmp_path / "index", tmp_path / "a.jsonl"
    build(root, file, analyzer, engine_name, said="old")
    live = LiveIndex(root, analyzer)
    live.searcher()
    shutil.rmtree(root)
    assert live.searcher().search("old").total == 12
    with pytest.raises(IndexMissing):
        LiveIndex(root, analyzer).searcher()
    build(root, file, analyzer, engine_name, said="back")
    assert live.searcher().search("back").total == 12


def test_what_failed_for_a_moment_is_tried_again(
    tmp_path: Path, analyzer: Analyzer, engine_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, file = tmp_path / "index", tmp_path / "a.jsonl"
    build(root, file, analyzer, engine_name, said="old")
    live = LiveIndex(root, analyzer)
    live.searcher()
    build(root, file, analyzer, engine_name, said="new")
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
    build(root, file, analyzer, engine_name, said="old")
    read, looked = index.storage.generations.read_meta, []

    def slowly(root: Path, name: str) -> object:
        looked.append(name)
        if name == "g000001":
            for number in range(2):
                build(root, file, analyzer, engine_name, said=f"new{number}")
        return read(root, name)

    monkeypatch.setattr("index.storage.generations.read_meta", slowly)
    assert Searcher(open_generation(root, analyzer), analyzer).search("new1").total == 12
    assert looked == ["g000001", "g000003"]


def test_what_only_some_questions_need_is_read_before_they_come(
    tmp_path: Path, analyzer: Analyzer, engine_name: str
) -> None:
    root, file = tmp_path / "index", tmp_path / "a.jsonl"
    build(root, file, analyzer, engine_name, said="r0")
    live = LiveIndex(root, analyzer, read_ahead=True)
    searcher = live.searcher()
    until = time.monotonic() + 20
    while "_pinyin_index" not in vars(searcher._suggestions._corrections):
        assert time.monotonic() < until
        time.sleep(0.01)
    assert "_vocabulary" in vars(searcher._suggestions._corrections)
