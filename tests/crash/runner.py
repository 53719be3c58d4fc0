"""Runs builds in processes that can be killed: `python tests/crash/runner.py`.

Loads all that a build needs once. Each line of standard input is a build as JSON; it is run in a process of
its own, whose id is printed when it begins and whose exit code when it ends. With `event`, the process kills
itself before the step of that number which changes the index folder.
"""

import json
import os
import signal
import sys
from datetime import UTC
from pathlib import Path
from typing import Any

from index import configured_analyzer, reindex, update
from index.engines import open_engine

_STEPS = {"open", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.truncate", "shutil.rmtree"}


def kill_at(event: int, root: str) -> None:
    """Die before the step of this number, counted from 1."""
    count = 0

    def look(name: str, args: tuple[Any, ...]) -> None:
        nonlocal count
        if name not in _STEPS or not any(
            str(each).startswith(root) for each in args if isinstance(each, str | Path)
        ):
            return
        if name == "open" and not (
            isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        ):
            return
        count += 1
        if count == event:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(look)


def build(kind: str, engine: str, root: str, file: str, event: int | None = None) -> None:
    analyzer = configured_analyzer()
    if event is not None:
        kill_at(event, root)
    if kind == "reindex":
        reindex([file], root=Path(root), analyzer=analyzer, engine=engine, zone=UTC)
    else:
        update([file], root=Path(root), analyzer=analyzer, zone=UTC, prune=True)


def main() -> None:
    configured_analyzer().units("数据 data")
    for name in ("tantivy", "whoosh"):
        open_engine(name)
    print("ready", flush=True)
    for line in sys.stdin:
        process = os.fork()
        if process == 0:
            code = 1
            try:
                build(**json.loads(line))
                code = 0
            finally:
                os._exit(code)
        print(process, flush=True)
        _, status = os.waitpid(process, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
