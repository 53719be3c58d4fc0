"""`yinsuo serve` as a process of its own, on a free port, with its output."""

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Server:
    """A running server: its address and its environment."""

    def __init__(self, process: subprocess.Popen[str], environment: dict[str, str], log: Path) -> None:
        self.process = process
        self.environment = environment
        self._log = log
        assert process.stdout is not None
        self.line = process.stdout.readline()
        found = re.search(r"http://\S+?(?=/ )", self.line)
        assert found, self.log()
        self.address = found.group()

    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> str:
        """Signal it to stop, wait until it has, and return its log."""
        self.process.send_signal(how)
        assert self.process.wait(40) == 0, self.log()
        return self.log()


@contextmanager
def serving(index: Path, *options: str, **settings: str) -> Iterator[Server]:
    """A server over an index until the end of the block; `settings` by the names of their variables."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests" / "strategies"))),
        **settings,
    }
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "log").open("w") as log:
        command = [sys.executable, "-m", "web.cli", "serve", "--index", str(index), "--port", "0", *options]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=log, text=True
        )
        with process:
            try:
                yield Server(process, environment, Path(log.name))
            finally:
                if process.poll() is None:
                    process.terminate()
                    process.wait(40)
