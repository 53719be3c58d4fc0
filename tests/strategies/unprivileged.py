"""A command as somebody runs it whom the permissions of files bind, which they don't bind the superuser."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def yinsuo(*arguments: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a `yinsuo` command without the superuser's rights; skips where they can't be given up."""
    command = [sys.executable, "-m", "web.cli", *map(os.fspath, arguments)]
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("needs setpriv to give up the rights of the superuser")
        command = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", *command]
    return subprocess.run(
        command, capture_output=True, text=True, errors="backslashreplace", env={**os.environ, **settings}
    )
