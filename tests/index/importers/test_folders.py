"""What can't be entered, followed or read below a folder is named with its place, never left out silently."""

import os
import socket
import subprocess
from pathlib import Path

import pytest

from index.importers.folders import list_files, shown
from index.importers.records import Rejected
from index.importers.sources import Sources


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which the test runs, so that the names of files are short."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    return tmp_path


def write(name: str, article: str = "x") -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{{"id": "{article}", "title": "t"}}\n')
    return path


def files(*paths: str) -> list[str]:
    """The files with records, and the reasons of what is rejected."""
    return [
        f"{each.file}: {each.reason}" if isinstance(each, Rejected) else each.file for each in Sources(paths)
    ]


def test_a_linked_folder_is_read_under_the_name_of_the_link() -> None:
    write("elsewhere/deeper/b.jsonl")
    write("in/a.jsonl")
    Path("in/team").symlink_to("../elsewhere")
    assert files("in") == ["in/a.jsonl", "in/team/deeper/b.jsonl"]
    Path("whole").symlink_to("in")
    assert files("whole") == ["whole/a.jsonl", "whole/team/deeper/b.jsonl"]


def test_a_folder_with_several_names_is_read_once() -> None:
    write("in/real/b.jsonl")
    write("elsewhere/c.jsonl")
    for name in ("a", "z"):
        Path(f"in/{name}").symlink_to("real")
        Path(f"in/out-{name}").symlink_to("../elsewhere")
    assert files("in") == ["in/out-a/c.jsonl", "in/real/b.jsonl"]


def test_folders_that_link_to_each_other_are_read_once_each() -> None:
    for name in "abcdefgh":
        write(f"out/{name}/{name}.jsonl")
        for other in "abcdefgh":
            Path(f"out/{name}/to-{other}").symlink_to(f"../{other}")
    Path("in/a").symlink_to("../out/a")
    read = [each for each in files("in") if ":" not in each]
    assert sorted(Path(each).name for each in read) == [f"{name}.jsonl" for name in "abcdefgh"]


@pytest.mark.parametrize("target", [".", "..", "../..", "/"])
def test_a_link_that_leads_back_is_named(target: str) -> None:
    write("in/sub/a.jsonl")
    Path("in/sub/loop").symlink_to(target)
    assert files("in") == [
        "in/sub/loop: a link that leads back to a folder that it is in, left out",
        "in/sub/a.jsonl",
    ]


@pytest.mark.parametrize(
    ("name", "target", "reason"),
    [
        ("b.jsonl", "gone.jsonl", "a link to gone.jsonl, which isn't there"),
        ("team", "/not/mounted", "a link to /not/mounted, which isn't there"),
        ("2025.05", "gone", "a link to gone, which isn't there"),
        ("self.jsonl", "self.jsonl", "Too many levels of symbolic links"),
        ("self", "self", "Too many levels of symbolic links"),
    ],
)
def test_a_link_that_leads_nowhere_is_named(name: str, target: str, reason: str) -> None:
    write("in/a.jsonl")
    Path("in", name).symlink_to(target)
    assert sorted(files("in")) == sorted(["in/a.jsonl", f"in/{name}: can't be read: {reason}"])
    assert files(f"in/{name}") == [f"in/{name}: can't be read: {reason}"]


def test_the_mark_of_an_editor_is_no_file() -> None:
    write("in/a.jsonl")
    Path("in/.#a.jsonl").symlink_to("somebody@host.1234:1")
    assert files("in") == ["in/a.jsonl"]


def test_what_is_neither_a_file_nor_a_folder_is_named() -> None:
    write("in/a.jsonl")
    os.mkfifo("in/pipe.jsonl")
    os.mkfifo("in/pipe.of.another.kind")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("in/socket.json")
        assert files("in") == [
            "in/pipe.jsonl: can't be read: neither a file nor a folder",
            "in/socket.json: can't be read: neither a file nor a folder",
            "in/a.jsonl",
        ]
    assert files("in/pipe.jsonl") == ["in/pipe.jsonl: can't be read: neither a file nor a folder"]


def test_what_vanishes_while_it_is_walked_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    write("in/a.jsonl")
    gone = write("in/b.jsonl")
    sources = Sources(["in"])
    gone.unlink()
    assert [each.file for each in sources] == ["in/a.jsonl", "in/b.jsonl"]
    assert sources.read == sources.size
    write("in/b.jsonl")
    write("in/sub/c.jsonl")
    scan = os.scandir

    def scandir(path: Path) -> object:
        if str(path) == "in/sub":
            for each in (Path("in/sub/c.jsonl"), Path("in/b.jsonl")):
                each.unlink()
            Path("in/sub").rmdir()
        return scan(path)

    monkeypatch.setattr("index.importers.folders.os.scandir", scandir)
    assert files("in") == [
        "in/sub: can't be read: No such file or directory",
        "in/a.jsonl",
        "in/b.jsonl: can't be read: No such file or directory",
    ]


def test_a_name_that_is_not_utf8_is_read_and_shown_escaped() -> None:
    name = os.fsdecode(b"in/\xb2\xe2\xca\xd4.jsonl")
    Path(name).write_text('{"title": "t"}\nnot json\n')
    Path("in/two\nlines\x1b[31m.jsonl").write_text('{"title": "t"}\n')
    first, second, third = Sources(["in"])
    assert (first.file, second.file) == (r"in/two\nlines\x1b[31m.jsonl", r"in/\xb2\xe2\xca\xd4.jsonl")
    assert third.file.encode() == rb"in/\xb2\xe2\xca\xd4.jsonl"
    assert shown("报告\u3000一 a.jsonl") == "报告\u3000一 a.jsonl"


def test_a_path_that_is_too_long_is_named() -> None:
    assert files("a" * 300) == [f"{'a' * 300}: can't be read: File name too long"]
    write("in/b.jsonl")
    here = os.getcwd()
    os.chdir("in")
    try:
        for _ in range(2200):  # deeper than a path may be long, and than calls may be nested
            os.mkdir("a")
            os.chdir("a")
        os.chdir(here)
        fault, file = files("in")
    finally:
        os.chdir(here)
        subprocess.run(["rm", "-rf", "in/a"], check=True)  # which pytest can't remove
    assert fault.endswith("can't be read: File name too long")
    assert file == "in/b.jsonl"


def test_an_empty_path_is_not_this_folder() -> None:
    write("a.jsonl")
    assert files("") == [": no such file or folder"]


def test_the_links_of_a_listing_are_those_that_lead_to_folders() -> None:
    write("elsewhere/b.jsonl")
    Path("in/team").symlink_to("../elsewhere")
    Path("in/b.jsonl").symlink_to("../elsewhere/b.jsonl")
    listing = list_files(Path("in"), lambda path: True, lambda names: False)
    assert listing.links == (Path("in/team"),)
