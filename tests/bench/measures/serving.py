"""How does the server run as users run it, and what do its processes hold?"""

import os
import signal
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.bench.measures.machine import ROOT
from tests.bench.reindex import children

_PATIENCE = 60.0  # seconds until a server that doesn't answer is given up


def yinsuo(*arguments: str) -> list[str]:
    """The command as it is installed, or as a module where it isn't."""
    script = Path(sysconfig.get_path("scripts")) / "yinsuo"
    return [*([str(script)] if script.is_file() else [sys.executable, "-m", "web.cli"]), *arguments]


def environment() -> dict[str, str]:
    """That of this process, so that this checkout is what is run, and without a setting of the user's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("YINSUO_")}
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**kept, "PYTHONPATH": os.pathsep.join(paths)}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def running(command: Sequence[str], port: int) -> Iterator[tuple[int, float]]:
    """A server that is up: the id of its process and the seconds from its start to its first answer."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while not _answers(port):
            if process.poll() is not None or time.perf_counter() - began > _PATIENCE:
                raise RuntimeError(f"no server came up: {' '.join(command)}")
            time.sleep(0.005)
        yield process.pid, time.perf_counter() - began
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def workers_of(process: int) -> list[int]:
    """The processes that answer: those below the server's, or itself where there are none."""
    return children(process) or [process]


def own_memory(process: int) -> int:
    """Bytes of memory that are no file's: how much of a mapped index is in memory, the machine decides."""
    try:
        rows = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:  # it has just ended
        return 0
    return next((int(row.split()[1]) * 1024 for row in rows if row.startswith("RssAnon:")), 0)


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
