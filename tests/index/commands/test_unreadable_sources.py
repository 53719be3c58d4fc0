"""What can't be read isn't absent: it is reported, fails where that was requested, and nothing is pruned."""

import json
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from unprivileged import yinsuo

from search import Searcher
from web.cli import main


def run(*arguments: str | Path, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)), input=stdin)


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """A folder `in` with an article, and in its folder `team` another; both are in the index."""
    for name in ("in/a.jsonl", "in/team/b.jsonl"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"id": file.stem, "title": "x"}))
    assert run("reindex", tmp_path / "in", "--index", tmp_path / "index").exit_code == 0
    return tmp_path / "in" / "team"


def ids(index: Path) -> list[str]:
    return [json.loads(line)["id"] for line in run("export", "--index", index).stdout.splitlines()]


@pytest.mark.parametrize("mode", [0o000, 0o600, 0o300], ids=["none", "no way in", "no names"])
def test_what_lies_below_a_folder_without_permission_is_not_pruned(
    team: Path, tmp_path: Path, mode: int
) -> None:
    team.chmod(mode)
    done = yinsuo("update", "--prune", "--strict", tmp_path / "in", "--index", tmp_path / "index")
    team.chmod(0o755)
    assert done.returncode == 1
    place = team / "b.jsonl" if mode == 0o600 else team
    assert f"rejected {place}: can't be read: Permission denied" in done.stderr
    assert "nothing is removed" in done.stderr
    assert "Traceback" not in done.stderr
    assert ids(tmp_path / "index") == ["a", "b"]


def test_what_a_link_leads_to_is_read_and_pruned_only_if_it_is_gone(team: Path, tmp_path: Path) -> None:
    update = ("update", "--prune", "--strict", tmp_path / "in", "--index", tmp_path / "index")
    team.rename(tmp_path / "disk")
    team.symlink_to(tmp_path / "disk")
    assert run(*update).exit_code == 0
    assert ids(tmp_path / "index") == ["a", "b"]
    (tmp_path / "disk").rename(tmp_path / "unmounted")
    result = run(*update)
    assert result.exit_code == 1
    reason = f"a link to {tmp_path / 'disk'}, which isn't there"
    assert f"rejected {team}: can't be read: {reason}" in result.stderr
    assert ids(tmp_path / "index") == ["a", "b"]
    team.unlink()
    assert run(*update).exit_code == 0
    assert ids(tmp_path / "index") == ["a"]


def test_a_path_of_which_nothing_can_be_read_is_a_failure(team: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.md").write_text("# notes")
    index = ("--index", tmp_path / "index")
    good = tmp_path / "in"
    for bad in ("missing", "missing.jsonl", "a" * 300, "notes.md"):
        for command in ("update", "reindex"):
            result = run(command, good, tmp_path / bad, *index)
            assert result.exit_code == 1
            assert f"Error: not all is indexed, since this can't be read: {tmp_path / bad}\n" in result.stderr
            assert ids(tmp_path / "index") == ["a", "b"]
        result = run("update", tmp_path / bad, *index, "--json")
        assert result.exit_code == 1
        assert json.loads(result.stdout)["unread"] == [str(tmp_path / bad)]
    # An empty folder may be filled later, and a bad record is no bad path.
    assert run("update", good, tmp_path / "empty", *index).exit_code == 0
    (tmp_path / "in" / "bad.jsonl").write_text("{")
    assert run("update", good, *index).exit_code == 0


@pytest.mark.usefixtures("team")
def test_standard_input_that_is_closed_is_a_failure(tmp_path: Path) -> None:
    command = [
        "sh",
        "-c",
        'exec "$0" -m web.cli update - --index "$1" <&-',
        sys.executable,
        tmp_path / "index",
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert "rejected (standard input): can't be read: it is closed" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_record_in_a_file_whose_name_is_not_utf8_is_rejected_like_any_other(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    bad = bytes(folder) + b"/\xb2\xe2.jsonl"
    with open(bad, "wb") as file:
        file.write(b'{"title": "x"}\nnot json\n')
    result = run("reindex", folder, "--index", tmp_path / "index", "--json")
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert (report["articles"], report["rejected"]) == (1, 1)
    assert rf"{folder}/\xb2\xe2.jsonl:2" in result.stderr
    kept = json.loads((tmp_path / "index" / "rejects.jsonl").read_text(encoding="utf-8"))
    assert kept["rejected"]["file"] == rf"{folder}/\xb2\xe2.jsonl"


def test_the_command_that_is_advised_can_be_pasted(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"title": "x"}\n{\n')
    root = tmp_path / "a folder's"
    result = run("reindex", bad, "--index", root)
    advised = result.stderr.partition("correct them there and run ")[2].strip()
    assert shlex.split(advised) == ["yinsuo", "update", str(root / "rejects.jsonl"), "--index", str(root)]
    assert run(*shlex.split(advised)[1:]).exit_code == 0


def test_where_nothing_was_indexed_no_size_is_compared(
    tmp_path: Path, index_of: Callable[..., Searcher]
) -> None:
    result = run("reindex", tmp_path / "missing", "--index", tmp_path / "index")
    (row,) = [line.split() for line in result.stderr.splitlines() if line.startswith("index")]
    assert row == ["index", "none"]
    index_of({"id": "a", "title": "x"})
    assert run("remove", "a", "--index", tmp_path / "index1").exit_code == 0
    assert "times the text" not in run("stats", "--index", tmp_path / "index1").stdout
