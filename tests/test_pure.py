"""The product runs where nothing but Python is: without the engine and the segmenter that are compiled."""

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
COMPILED = ("tantivy", "rjieba")


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is installed, without the compiled ones and without a trace of them."""
    folder = tmp_path_factory.mktemp("libraries")
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if not path.name.startswith(COMPILED) and path.suffix != ".pth":
            (folder / path.name).symlink_to(path)
    return folder


def run(
    libraries: Path, index: Path, *arguments: str, **environment: str
) -> "subprocess.CompletedProcess[str]":
    # Without the machine's own libraries (-S), so that only those of the folder are there.
    return subprocess.run(
        [sys.executable, "-S", "-m", "web.cli", *arguments, "--index", str(index)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{libraries}", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_index_is_built_and_asked_and_says_by_what(libraries: Path, tmp_path: Path) -> None:
    built = run(libraries, tmp_path, "reindex", "samples")
    assert built.returncode == 0, built.stderr
    (line,) = (line for line in built.stderr.splitlines() if "engine" in line)
    assert "whoosh" in line
    assert "jieba 0" in line
    assert "tantivy" not in line
    found = json.loads(run(libraries, tmp_path, "search", "微信红包 绑定银行卡", "--json").stdout)
    assert found["articles"][0]["id"] == "mobile-payment-china"
    assert run(libraries, tmp_path, "check").returncode == 0


@pytest.mark.parametrize(("variable", "name"), [("YINSUO_ENGINE", "tantivy"), ("YINSUO_SEGMENTER", "rjieba")])
def test_what_is_asked_for_by_name_and_missing_is_an_error_that_names_it(
    libraries: Path, tmp_path: Path, variable: str, name: str
) -> None:
    built = run(libraries, tmp_path, "reindex", "samples", **{variable: name})
    assert built.returncode == 1
    assert f"'{name}' is not installed" in built.stderr
    assert "pip install" in built.stderr
