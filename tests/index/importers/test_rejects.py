"""What is rejected is kept with its place and reason, can be corrected, and is read again."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from web.cli import main

GOOD = {"id": "good", "title": "good news"}


def run(command: str, index: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [command, *map(str, arguments), "--index", str(index), "--json"])


def kept(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_bad_records_are_kept_corrected_and_read_again(tmp_path: Path) -> None:
    source, index = tmp_path / "a.jsonl", tmp_path / "index"
    bad = [
        b'{"id": "untitled", "paragraphs": ["\xe6\x95\xb0\xe6\x8d\xae"]}',
        b'{"title": "cut of',
        b'{"title": "\xff\xfe"}',
        b'"a word"',
    ]
    source.write_bytes(b"\n".join([json.dumps(GOOD).encode(), *bad]) + b"\n")
    result = run("reindex", index, source)
    assert json.loads(result.stdout)["rejected"] == 4
    file = index / "rejects.jsonl"
    rows = kept(file)
    assert [row["record"] for row in rows] == [
        {"id": "untitled", "paragraphs": ["数据"]},
        '{"title": "cut of\n',
        '{"title": "\\xff\\xfe"}\n',
        '"a word"\n',
    ]
    places = [(row["rejected"]["file"], row["rejected"]["line"]) for row in rows]  # type: ignore[index]
    assert places == [(str(source), line) for line in (2, 3, 4, 5)]
    assert "title" in rows[0]["rejected"]["reason"]  # type: ignore[index]
    # Fed back as they are, they are rejected as they were.
    again = json.loads(run("update", index, file, "--rejects", tmp_path / "again.jsonl").stdout)
    assert (again["rejected"], again["added"]) == (4, 0)
    assert [row["record"] for row in kept(tmp_path / "again.jsonl")] == [row["record"] for row in rows]
    # Mended, each in its own way, they are read from the file that they were kept in, which is then gone.
    rows[0]["record"]["title"] = "corrected one"  # type: ignore[index]
    rows[1]["record"] = '{"title": "corrected two"}'
    rows[2]["record"] = {"title": "corrected three"}
    del rows[3]
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    report = json.loads(run("update", index, file).stdout)
    assert (report["rejected"], report["added"]) == (0, 3)
    assert not file.exists()
    found = CliRunner().invoke(main, ["search", "corrected", "--index", str(index), "--json"])
    assert json.loads(found.stdout)["total"] == 3


def test_a_page_is_kept_as_a_page(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "bad.txt").write_bytes("\ufeff标题\n\n正文 \n".encode() + b"\xff")
    (tmp_path / "pages" / "good.jsonl").write_text(json.dumps(GOOD))
    run("reindex", tmp_path / "index", tmp_path / "pages")
    file = tmp_path / "index" / "rejects.jsonl"
    (row,) = kept(file)
    assert row["rejected"]["form"] == "page"  # type: ignore[index]
    assert "\\xff" in str(row["record"])
    row["record"] = (
        (Path(__file__).parents[3] / "samples").rglob("*.txt").__next__().read_text(encoding="utf-8")
    )
    file.write_text(json.dumps(row), encoding="utf-8")
    assert json.loads(run("update", tmp_path / "index", file).stdout)["added"] == 1


def test_a_record_that_is_too_long_is_kept_by_its_beginning_and_cant_be_fed_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.importers.records.MAX_RECORD", 5000)
    source = tmp_path / "a.jsonl"
    source.write_text(json.dumps(GOOD) + "\n" + json.dumps({"title": "x" * 9000}) + "\n")
    run("reindex", tmp_path / "index", source)
    file = tmp_path / "index" / "rejects.jsonl"
    (row,) = kept(file)
    assert row["rejected"]["cut"] is True  # type: ignore[index]
    assert len(str(row["record"])) == 2000
    result = run("update", tmp_path / "index", file, "--rejects", tmp_path / "again.jsonl")
    assert "only the beginning of this record was kept" in result.stderr


def test_a_run_without_a_bad_record_leaves_no_file_of_an_earlier_one(tmp_path: Path) -> None:
    source, index = tmp_path / "a.jsonl", tmp_path / "index"
    source.write_text(json.dumps(GOOD) + "\n{\n")
    run("reindex", index, source)
    assert (index / "rejects.jsonl").exists()
    source.write_text(json.dumps(GOOD))
    run("reindex", index, source)
    assert not (index / "rejects.jsonl").exists()
    assert not list(index.glob("*.part"))


def test_a_place_where_rejects_cant_be_kept_is_reported(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text(json.dumps(GOOD) + "\n{\n")
    result = run("reindex", tmp_path / "index", source, "--rejects", tmp_path / "no" / "folder.jsonl")
    assert result.exit_code == 1
    assert "--rejects" in result.stderr
    assert not (tmp_path / "index" / "CURRENT").exists()
