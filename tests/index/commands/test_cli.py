"""`yinsuo reindex` as it is typed: what it says, where it points, how it exits."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from web.cli import main

GOOD = {"id": "good", "title": "good news", "paragraphs": ["all is well"]}


def run(index: Path, *arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["reindex", "--index", str(index), *arguments], input=stdin)


def lines(path: Path, *records: object) -> str:
    rows = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in records]
    path.write_bytes(b"\n".join(rows) + b"\n")
    return str(path)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b'{"title": "cut of', "JSON"),
        (b'{"id": "x", "paragraphs": ["no title"]}', "title"),
        (b'{"title": "\xff\xfe"}', "UTF-8"),
        (b"[1, 2]", "object"),
        (b'{"title": "' + b"x" * 50_000_000 + b'"}', "50,000,0"),
    ],
    ids=["truncated", "no title", "not UTF-8", "not an object", "50 MB"],
)
def test_a_bad_line_is_named_and_the_good_ones_are_indexed(tmp_path: Path, bad: bytes, reason: str) -> None:
    file = lines(tmp_path / "articles.jsonl", GOOD, bad, {**GOOD, "id": "after"})
    result = run(tmp_path / "index", file, "--json")
    assert result.exit_code == 0, result.output
    assert f"{file}:2" in result.stderr
    assert reason in result.stderr
    report = json.loads(result.stdout)
    assert (report["articles"], report["rejected"]) == (2, 1)


def test_strict_turns_a_bad_record_into_a_failure_but_indexes_the_rest(tmp_path: Path) -> None:
    file = lines(tmp_path / "articles.jsonl", GOOD, b"{")
    assert run(tmp_path / "index", file, "--strict").exit_code == 1
    assert run(tmp_path / "index", file).exit_code == 0


@pytest.mark.parametrize("name", ["empty", "missing.jsonl"])
def test_where_nothing_can_be_indexed_the_live_index_stays(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    index = tmp_path / "index"
    assert run(index, lines(tmp_path / "articles.jsonl", GOOD)).exit_code == 0
    result = run(index, str(tmp_path / name))
    assert result.exit_code == 1
    assert str(tmp_path / name) in result.stderr
    assert "nothing could be indexed" in result.stderr
    assert (index / "CURRENT").read_text() == "g000001\n"
    assert sorted(path.name for path in index.iterdir()) == ["CURRENT", "LOCK", "g000001"]


def test_of_two_with_one_id_the_later_stays_with_a_note(tmp_path: Path) -> None:
    file = lines(tmp_path / "articles.jsonl", GOOD, {**GOOD, "title": "better news"})
    result = run(tmp_path / "index", file, "--json")
    report = json.loads(result.stdout)
    assert (report["articles"], report["replaced"], report["paragraphs"]) == (1, 1, 1)
    assert f"{file}:2" in result.stderr
    assert "'good'" in result.stderr
    found = CliRunner().invoke(main, ["search", "news", "--index", str(tmp_path / "index"), "--json"])
    assert [article["title"] for article in json.loads(found.stdout)["articles"]] == ["better news"]


def test_standard_input_is_read_for_a_dash(tmp_path: Path) -> None:
    result = run(tmp_path / "index", "-", "--json", stdin=json.dumps(GOOD).encode())
    assert json.loads(result.stdout)["articles"] == 1


def test_the_terminal_shows_no_control_characters_of_an_article(tmp_path: Path) -> None:
    run(
        tmp_path / "index",
        lines(tmp_path / "a.jsonl", {"title": "red \x1b[31m alarm", "paragraphs": ["\x1b]0;x\x07 red"]}),
    )
    result = CliRunner().invoke(main, ["search", "red", "--index", str(tmp_path / "index")])
    assert "alarm" in result.stdout
    assert "\x1b" not in result.stdout
    assert "\x07" not in result.stdout


def test_asking_where_no_index_is_says_what_to_run(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["search", "x", "--index", str(tmp_path)])
    assert result.exit_code == 2
    assert "yinsuo reindex" in result.stderr


def test_the_page_of_the_product_becomes_one_article(shared: Path, tmp_path: Path) -> None:
    index = str(tmp_path / "index")
    page = str(shared / "articles" / "microsoft-openai.page.txt")
    assert json.loads(run(tmp_path / "index", page, "--json").stdout)["points"] == 12
    for query in ("微软", "断粮", "Altman AGI", '"data center"', "ticker:MSFT", "奥特曼"):
        answer = CliRunner().invoke(main, ["search", query, "--index", index, "--json"])
        (article,) = json.loads(answer.stdout)["articles"]
        assert article["title"] == "微软CEO和奥特曼失了和,OpenAI被“断粮”"
        assert article["tickers"] == [{"symbol": "US:MSFT", "name": "Microsoft"}]
        assert (article["source"], article["published"]) == ("量子位", "2025-05-02T04:36:00+08:00")
    answer = CliRunner().invoke(main, ["search", "Ohio data center", "--index", index, "--json"])
    passage = json.loads(answer.stdout)["articles"][0]["passages"][0]
    assert "Ohio" in passage["snippet"]["text"]
    assert [citation["number"] for citation in passage["citations"]] == [8, 69]
    assert {citation["status"] for citation in passage["citations"]} == {"external"}


def test_an_unknown_engine_or_zone_is_refused_with_what_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = lines(tmp_path / "a.jsonl", GOOD)
    assert "tantivy" in run(tmp_path / "index", file, "--engine", "none").stderr
    monkeypatch.setenv("YINSUO_TIMEZONE", "Mars/Olympus")
    assert "Mars/Olympus" in run(tmp_path / "index", file).stderr
    monkeypatch.setenv("YINSUO_SEGMENTER", "scissors")
    assert "scissors" in run(tmp_path / "index", file).stderr


def test_one_article_is_in_the_singular_wherever_it_is_counted(tmp_path: Path) -> None:
    index, file = tmp_path / "index", lines(tmp_path / "articles.jsonl", GOOD)
    assert run(index, file).exit_code == 0
    snapshot = str(tmp_path / "snapshot.tar")
    for arguments in (["snapshot", snapshot], ["restore", snapshot], ["check"], ["search", "news"]):
        result = CliRunner().invoke(main, [*arguments, "--index", str(index)])
        assert result.exit_code == 0, result.output
        assert "1 article" in result.output
        assert "1 articles" not in result.output
