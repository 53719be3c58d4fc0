"""A file that is written for somebody is whole or as it was, whatever stands at its name or beside it."""

import json
import os
import signal
import stat
import subprocess
import sys
import tarfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.errors import FileUnwritable
from index.output import OutputFile, written
from search import Searcher


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def yinsuo(*arguments: str | Path, **options: object) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "web.cli", *map(os.fspath, arguments)]
    return subprocess.run(command, capture_output="stdout" not in options, **options)  # type: ignore[call-overload]


@pytest.fixture
def root(index_of: Callable[..., Searcher], tmp_path: Path) -> Path:
    index_of(*({"id": f"a{number}", "title": "标题 title"} for number in range(50)))
    return tmp_path / "index1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def test_two_at_once_each_write_the_whole_file(folder: Path) -> None:
    file = folder / "a"
    with written(file) as first:
        first.write(b"1" * 1000)
        with written(file) as second:
            second.write(b"2" * 2000)
        assert file.read_bytes() == b"2" * 2000
        first.write(b"1" * 1000)
    assert file.read_bytes() == b"1" * 2000
    assert names(folder) == ["a"]


def test_what_others_have_beside_it_is_left_alone(folder: Path) -> None:
    (folder / "a.part").write_text("mine")
    (folder / "b.part").symlink_to("victim")
    (folder / "victim").write_text("precious")
    for name in ("a", "b"):
        with written(folder / name) as out:
            out.write(b"new")
    assert names(folder) == ["a", "a.part", "b", "b.part", "victim"]
    assert ((folder / "a.part").read_text(), (folder / "victim").read_text()) == ("mine", "precious")


def test_an_exception_leaves_the_file_as_it_was(folder: Path) -> None:
    (folder / "a").write_text("old")

    def fail(fault: Exception) -> None:
        with written(folder / "a") as out:
            out.write(b"new")
            raise fault

    with pytest.raises(ZeroDivisionError):
        fail(ZeroDivisionError())
    with pytest.raises(FileUnwritable, match="is unchanged: no space"):
        fail(OSError(28, "no space"))
    assert (names(folder), (folder / "a").read_text()) == (["a"], "old")


def test_a_file_keeps_its_permissions_and_a_link_its_place(folder: Path) -> None:
    (folder / "dated").write_text("old")
    (folder / "dated").chmod(0o640)
    (folder / "latest").symlink_to("dated")
    with written(folder / "latest") as out:
        out.write(b"new")
    assert (folder / "latest").is_symlink()
    assert (folder / "dated").read_text() == "new"
    assert stat.S_IMODE((folder / "dated").stat().st_mode) == 0o640
    (folder / "usual").touch()
    with written(folder / "fresh") as out:
        out.write(b"new")
    assert (folder / "fresh").stat().st_mode == (folder / "usual").stat().st_mode


def test_the_longest_name_can_be_written(folder: Path) -> None:
    with written(folder / ("a" * 255)) as out:
        out.write(b"new")
    assert names(folder) == ["a" * 255]


def test_a_pipe_is_written_to_and_stays(folder: Path) -> None:
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    with written(pipe) as out:
        out.write(b"flows")
    reader.join()
    assert read == [b"flows"]
    assert stat.S_ISFIFO(pipe.lstat().st_mode)


def test_a_device_is_written_to_and_stays(folder: Path) -> None:
    null = folder / "null"
    try:
        os.mknod(null, stat.S_IFCHR | 0o666, os.makedev(1, 3))
    except PermissionError:
        null = Path("/dev/null")
    (folder / "link").symlink_to(null)
    for file in (null, folder / "link"):
        with written(file) as out:
            out.write(b"nothing")
        OutputFile(file).discard()
    assert stat.S_ISCHR(null.lstat().st_mode)
    assert (folder / "link").is_symlink()
    if os.path.exists("/dev/full"):
        full = written(Path("/dev/full"))
        with pytest.raises(FileUnwritable, match="/dev/full: can't be written: No space"), full as out:
            out.write(b"nothing")


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "-"])
@pytest.mark.parametrize("command", ["export", "snapshot"])
def test_standard_output_is_written_on_under_any_name(
    root: Path, folder: Path, command: str, name: str
) -> None:
    exported = yinsuo(command, folder / "file", "--index", root)
    assert exported.returncode == 0, exported.stderr
    whole = (folder / "file").read_bytes()
    piped = yinsuo(command, name, "--index", root)
    assert (piped.returncode, piped.stdout) == (0, whole)
    with (folder / "appended").open("wb") as out:
        out.write(b"before")
        out.flush()
        assert yinsuo(command, name, "--index", root, stdout=out).returncode == 0
    assert (folder / "appended").read_bytes() == b"before" + whole
    assert names(folder) == ["appended", "file"]
    if command == "snapshot":
        with tarfile.open(folder / "file") as archive:
            assert "meta.json" in archive.getnames()


def test_a_full_standard_output_is_reported(root: Path) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("needs /dev/full")
    for command in ("export", "snapshot"):
        with open("/dev/full", "wb") as full:
            done = yinsuo(command, "-", "--index", root, stdout=full, stderr=subprocess.PIPE)
        assert done.returncode == 1
        assert done.stderr.decode() == "Error: standard output: can't be written: No space left on device\n"


def test_rejects_go_to_a_device_and_replace_no_other_file(root: Path, folder: Path) -> None:
    bad, good = folder / "bad.jsonl", folder / "good.jsonl"
    bad.write_text("{\n")
    good.write_text(json.dumps({"id": "n", "title": "x"}))
    notes = folder / "notes.txt"
    notes.write_text("mine")
    (folder / "null").symlink_to("/dev/null")
    for source in (bad, good):
        done = yinsuo("update", source, "--rejects", folder / "null", "--index", root)
        assert done.returncode == 0, done.stderr
        assert b"rejected records are in" not in done.stderr
    assert (folder / "null").is_symlink()
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    # A run without a rejected record removes the file of the run before, and no file that is something else.
    assert yinsuo("update", good, "--rejects", notes, "--index", root).returncode == 0
    assert notes.read_text() == "mine"
    done = yinsuo("update", bad, "--rejects", "/dev/stdout", "--index", root)
    assert json.loads(done.stdout)["record"] == "{\n"
    assert os.path.lexists("/dev/stdout")


@pytest.fixture
def running(root: Path, folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """An export that waits for more to be written, in the middle of its file."""
    script = (
        "import sys, time, index.commands.maintain as maintain\n"
        "def slow(reader):\n"
        "    yield b'x' * 100_000\n"
        "    print('begun', flush=True)\n"
        "    time.sleep(60)\n"
        "maintain.exported = slow\n"
        "from web.cli import main\n"
        "main(['export', sys.argv[1], '--index', sys.argv[2]])\n"
    )
    command = [sys.executable, "-c", script, str(folder / "a"), str(root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"begun\n"
        yield process
        process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_that_ends_it_leaves_nothing_behind(
    running: "subprocess.Popen[bytes]", folder: Path, number: signal.Signals
) -> None:
    assert [name for name in names(folder) if name.startswith(".yinsuo-")]
    time.sleep(0.1)
    running.send_signal(number)
    assert running.wait(20) == 1
    assert running.stderr
    assert b"interrupted" in running.stderr.read()
    assert names(folder) == []
