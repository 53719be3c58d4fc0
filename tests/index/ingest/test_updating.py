"""An update takes in what changed and nothing else, in one step, and leaves what was live as it was."""

import json
from collections.abc import Callable
from datetime import UTC, tzinfo
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from index import (
    Analyzer,
    IndexMismatch,
    IndexMissing,
    IndexUnusable,
    Rejected,
    check,
    open_generation,
    remove,
    update,
)
from index.articles.article import Reading
from index.importers import sources
from index.importers.json import read_json_record
from index.importers.records import Form
from index.ingest.build_session import Note
from index.ingest.updating import Changes
from index.storage.generations import current_name, read_meta
from index.storage.self_test import SelfTest
from search import LiveIndex, Searcher
from web.cli import main

BASE = [{"id": f"a{number}", "title": f"old {number}", "paragraphs": ["数据中心"]} for number in range(20)]


@pytest.fixture
def root(tmp_path: Path, index_of: Callable[..., Searcher]) -> Path:
    index_of(*BASE)
    return tmp_path / "index1"


def given(root: Path, analyzer: Analyzer, *records: dict[str, object] | str, **options: bool) -> Changes:
    file = root.parent / "given.jsonl"
    file.write_text(
        "\n".join(each if isinstance(each, str) else json.dumps(each) for each in records), encoding="utf-8"
    )
    return update([str(file)], root=root, analyzer=analyzer, zone=UTC, **options)


def titles(root: Path, analyzer: Analyzer) -> dict[str, str]:
    generation = open_generation(root, analyzer)
    searcher = Searcher(generation, analyzer)
    return {
        key: article.title.text
        for key, _ in generation.articles.documents()
        if (article := searcher.read(key))
    }


def test_what_changed_is_added_and_replaced_and_the_rest_untouched(root: Path, analyzer: Analyzer) -> None:
    changes = given(
        root, analyzer, *BASE[:5], {**BASE[5], "title": "fresh 苹果"}, {"id": "new", "title": "brand new"}
    )
    assert (changes.added, changes.replaced, changes.removed, changes.unchanged) == (1, 1, 0, 5)
    assert (changes.generation, changes.articles) == ("g000002", 21)
    found = titles(root, analyzer)
    assert len(found) == 21
    assert (found["a5"], found["new"], found["a6"]) == ("fresh 苹果", "brand new", "old 6")
    assert LiveIndex(root, analyzer).searcher().search("fresh 苹果").total == 1
    assert LiveIndex(root, analyzer).searcher().search("title:old").total == 19
    checked = check(root, analyzer)
    assert (checked.faults, checked.articles) == ((), 21)


def test_every_record_is_decoded_once(
    root: Path, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded: list[str] = []

    def counted(text: str, *, zone: tzinfo | None) -> Reading:
        decoded.append(text.strip())
        return read_json_record(text, zone=zone)

    monkeypatch.setitem(sources._ARTICLE_READERS, Form.RECORD, counted)
    records = [BASE[0], {**BASE[1], "title": "changed"}, {"id": "new", "title": "new"}]
    changes = given(root, analyzer, *records, "{")
    assert (changes.unchanged, changes.replaced, changes.added, changes.rejected) == (1, 1, 1, 1)
    assert decoded == [*map(json.dumps, records), "{"]


def test_what_says_the_same_changes_nothing(root: Path, analyzer: Analyzer) -> None:
    changes = given(root, analyzer, *BASE)
    assert (changes.generation, changes.unchanged, current_name(root)) == (None, 20, "g000001")
    assert not (root / "g000002").exists()


def test_pruning_removes_what_the_sources_no_longer_hold(root: Path, analyzer: Analyzer) -> None:
    changes = given(root, analyzer, *BASE[:7], {"id": "new", "title": "x"}, prune=True)
    assert (changes.removed, changes.articles) == (13, 8)
    assert set(titles(root, analyzer)) == {"new", *(f"a{number}" for number in range(7))}
    assert check(root, analyzer).faults == ()


def test_nothing_is_pruned_while_a_record_cant_be_read(root: Path, analyzer: Analyzer) -> None:
    file = root.parent / "given.jsonl"
    file.write_text(json.dumps({**BASE[0], "title": "changed"}) + "\n{\n", encoding="utf-8")
    events: list[object] = []
    changes = update([str(file)], root=root, analyzer=analyzer, zone=UTC, prune=True, on_event=events.append)
    assert (changes.replaced, changes.removed, changes.rejected, changes.articles) == (1, 0, 1, 20)
    assert [each for each in events if isinstance(each, Note) and "nothing is removed" in each.text]
    assert [each for each in events if isinstance(each, Rejected)]
    gone = update([str(root.parent / "nowhere")], root=root, analyzer=analyzer, zone=UTC, prune=True)
    assert (gone.removed, gone.articles) == (0, 20)


def test_of_two_with_one_id_the_later_stays_even_where_it_says_what_the_index_says(
    root: Path, analyzer: Analyzer
) -> None:
    changes = given(root, analyzer, {**BASE[0], "title": "between"}, BASE[0], {"id": "n"}, "")
    assert changes.articles == 20
    assert titles(root, analyzer)["a0"] == "old 0"
    given(root, analyzer, {**BASE[0], "title": "first"}, {**BASE[0], "title": "second"})
    assert titles(root, analyzer)["a0"] == "second"


def test_the_generation_before_is_as_it_was_and_shares_its_files(root: Path, analyzer: Analyzer) -> None:
    before = {
        path.name: path.read_bytes() for path in (root / "g000001" / "articles").iterdir() if path.is_file()
    }
    given(root, analyzer, {**BASE[0], "title": "changed"})
    after = {
        path.name: path.read_bytes() for path in (root / "g000001" / "articles").iterdir() if path.is_file()
    }
    assert after == before
    shared = [path for path in (root / "g000002" / "articles").iterdir() if path.stat().st_nlink > 1]
    assert shared
    # A shared file keeps its checksum, and damage to it is still found.
    shared[0].write_bytes(bytes(byte ^ 1 for byte in shared[0].read_bytes()))
    assert any(shared[0].name in fault for fault in check(root, analyzer).faults)


def test_thirty_updates_keep_the_index_whole_and_small(root: Path, analyzer: Analyzer) -> None:
    for number in range(30):
        given(root, analyzer, {**BASE[number % 20], "title": f"round {number}"})
    assert check(root, analyzer).faults == ()
    generation = open_generation(root, analyzer)
    assert (generation.name, generation.articles.count) == ("g000031", 20)
    assert generation.articles.statistics().segments < 10
    assert sorted(path.name for path in root.iterdir()) == ["CURRENT", "LOCK", "g000030", "g000031"]


def test_articles_are_removed_by_their_ids(root: Path, analyzer: Analyzer) -> None:
    changes = remove(["a1", "a2", "a1", "none"], root=root, analyzer=analyzer, zone=UTC)
    assert (changes.removed, changes.articles, changes.missing) == (2, 18, ("none",))
    assert not {"a1", "a2"} & set(titles(root, analyzer))
    assert check(root, analyzer).faults == ()
    every = remove([f"a{number}" for number in range(20)], root=root, analyzer=analyzer, zone=UTC)
    assert every.articles == 0
    assert LiveIndex(root, analyzer).searcher().search("数据").total == 0
    assert given(root, analyzer, *BASE).added == 20


def test_an_index_that_this_program_cant_write_is_refused(
    root: Path, tmp_path: Path, analyzer: Analyzer
) -> None:
    with pytest.raises(IndexMissing, match="yinsuo reindex"):
        given(tmp_path / "none", analyzer, *BASE)
    meta = read_meta(root, "g000001")
    (root / "g000001" / "meta.json").write_bytes(
        msgspec.json.encode(msgspec.structs.replace(meta, fingerprint={}))
    )
    with pytest.raises(IndexMismatch):
        given(root, analyzer, *BASE)


def test_damaged_contents_are_refused(root: Path, analyzer: Analyzer) -> None:
    path = root / "g000001" / "contents.msgpack"
    path.write_bytes(path.read_bytes().replace(b"a1", b"b1", 1))
    with pytest.raises(IndexUnusable, match=r"contents\.msgpack"):
        given(root, analyzer, BASE[0])


def test_a_draft_that_doesnt_hold_what_it_should_never_goes_live(
    root: Path, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.ingest.build_session.self_test", lambda *_: SelfTest(("x",), ()))
    with pytest.raises(IndexUnusable, match=r"live index stays.*'x' is missing"):
        given(root, analyzer, {"id": "new", "title": "x"})
    assert sorted(path.name for path in root.iterdir()) == ["CURRENT", "LOCK", "g000001"]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_the_commands_say_what_they_did(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "more.jsonl"
    file.write_text(json.dumps({**BASE[0], "title": "fresh"}) + "\n{\n", encoding="utf-8")
    at = ("--index", str(root))
    result = run("update", str(file), *at, "--json")
    report = json.loads(result.stdout)
    assert (report["replaced"], report["rejected"], report["generation"]) == (1, 1, "g000002")
    assert f"{file}:2" in result.stderr
    assert run("update", str(file), *at, "--strict").exit_code == 1
    assert "none, nothing has changed" in run("update", str(file), *at).stderr
    result = run("remove", "a1", "nobody", *at)
    assert result.exit_code == 1
    assert "'nobody'" in result.stderr
    assert run("remove", "a2", *at).exit_code == 0
    result = run("update", str(file), "--index", str(tmp_path / "none"))
    assert result.exit_code == 1
    assert "yinsuo reindex" in result.stderr


def test_an_index_inside_the_folder_that_it_is_made_of_is_no_source(
    tmp_path: Path, analyzer: Analyzer, engine_name: str
) -> None:
    (tmp_path / "a.jsonl").write_text('{"title": "x"}\n{\n')
    for rejected in (1, 1, 1):
        result = run(
            "reindex", str(tmp_path), "--index", str(tmp_path / "index"), "--engine", engine_name, "--json"
        )
        report = json.loads(result.stdout)
        assert (report["articles"], report["rejected"]) == (1, rejected)
    assert (tmp_path / "index" / "rejects.jsonl").exists()
