"""On which machine, from which commit and with which versions is this measured?"""

import os
import platform
import subprocess
from importlib import metadata
from pathlib import Path

from tests.bench.measures.results import Machine

ROOT = Path(__file__).parents[3]
_LIBRARIES = ("flask", "gunicorn", "jieba", "msgspec", "numpy", "rjieba", "tantivy", "whoosh3")


def this_machine() -> Machine:
    return Machine(
        processor=_row("/proc/cpuinfo", "model name") or platform.processor() or platform.machine(),
        cores=len(os.sched_getaffinity(0)),
        memory=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        load=round(os.getloadavg()[0], 2),
    )


def this_commit(checkout: Path = ROOT) -> str:
    """The commit, with a plus where files differ from it; empty outside a repository."""
    try:
        commit = _git(checkout, "rev-parse", "--short=12", "HEAD")
        return commit + ("+" if _git(checkout, "status", "--porcelain", "--untracked-files=no") else "")
    except (OSError, subprocess.CalledProcessError):
        return ""


def versions() -> dict[str, str]:
    """Of the libraries that an answer goes through, where they are installed."""
    found = {}
    for name in _LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def _git(checkout: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-C", str(checkout), *arguments], capture_output=True, text=True, check=True
    ).stdout.strip()


def _row(file: str, name: str) -> str:
    try:
        rows = Path(file).read_text().splitlines()
    except OSError:
        return ""
    return next((row.partition(":")[2].strip() for row in rows if row.startswith(name)), "")
