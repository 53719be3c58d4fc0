"""The compiled dictionary: its translations, and that it is intact however it was compiled."""

import logging
import multiprocessing
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index import Analyzer, configured_analyzer
from search.lexicon import dictionary as module
from search.lexicon.dictionary import Dictionary, compiled, open_dictionary, stems

SMALL = {"数据": {"data": 1.0}, "数据中心": {"data center": 1.0}, "中心": {"center": 1.0, "core": 0.5}}
FINGERPRINT = "test".ljust(32, ".")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own with nothing open yet, and a dictionary that compiles at once."""
    monkeypatch.setenv("YINSUO_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(module, "_opened", {})
    monkeypatch.setattr(module, "read_cedict", lambda text: SMALL)
    return tmp_path / "cache" / "cc-cedict.glossary"


def test_a_word_is_found_in_either_language(analyzer: Analyzer) -> None:
    found = Dictionary(compiled(SMALL, lambda text: stems(text, analyzer), FINGERPRINT), FINGERPRINT)
    assert found.translations("中心") == {"center": 1.0, "core": 0.5}
    assert found.translations(stems("Data Centers", analyzer)) == {"数据中心": 1.0}
    assert found.translations("nothing") == {}
    assert found.has("数据")
    assert not found.has("数")


def test_every_word_of_the_dictionary_is_found() -> None:
    whole = open_dictionary(configured_analyzer())
    assert whole is not None
    assert len(whole) > 150_000
    assert "bank" in whole.translations("银行")
    assert "银行" in whole.translations("bank")
    assert "俄亥俄" in whole.translations("ohio")
    assert "开源" in whole.translations("open sourc")
    assert "服务器" in whole.translations("server")


def test_a_changed_byte_anywhere_is_seen(analyzer: Analyzer) -> None:
    data = compiled(SMALL, lambda text: stems(text, analyzer), FINGERPRINT)
    assert Dictionary(data, FINGERPRINT)
    for place, byte in enumerate(data):
        for change in (0x01, 0x80, 0xFF):
            with pytest.raises(ValueError, match="it is"):
                Dictionary(data[:place] + bytes([byte ^ change]) + data[place + 1 :], FINGERPRINT)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data[:-1] + bytes([data[-1] ^ 1]),
        lambda data: b"something else\n" * 20,
        lambda data: data.replace(data[16:48], b"another version".ljust(32, b".")),
    ],
    ids=["empty", "cut off", "one bit", "another file", "an older one"],
)
def test_what_is_not_as_it_has_to_be_is_made_anew(cache: Path, analyzer: Analyzer, damage) -> None:  # type: ignore[no-untyped-def]
    assert open_dictionary(analyzer) is not None
    good = cache.read_bytes()
    cache.write_bytes(damage(good))
    module._opened.clear()
    found = open_dictionary(analyzer)
    assert found is not None
    assert found.translations("数据") == {"data": 1.0}
    assert cache.read_bytes() == good


def test_it_is_compiled_once(cache: Path, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch) -> None:
    open_dictionary(analyzer)
    module._opened.clear()
    monkeypatch.setattr(module, "read_cedict", lambda text: pytest.fail("compiled again"))
    assert open_dictionary(analyzer) is not None
    assert [each.name for each in cache.parent.iterdir()] == [cache.name]  # and nothing is left beside it


def test_where_nothing_can_be_written_it_is_kept_in_memory_and_the_log_says_so(
    tmp_path: Path,
    cache: Path,
    analyzer: Analyzer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("YINSUO_CACHE", str(tmp_path / "file" / "cache"))
    with caplog.at_level(logging.WARNING):
        found = open_dictionary(analyzer)
    assert found is not None
    assert found.translations("数据") == {"data": 1.0}
    assert "can't be written" in caplog.text


def test_without_the_package_there_is_none(
    cache: Path, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    assert open_dictionary(analyzer) is None


def _compile(folder: str) -> int:
    import os

    os.environ["YINSUO_CACHE"] = folder
    found = open_dictionary(configured_analyzer())
    return len(found) if found else 0


def test_many_processes_may_compile_at_once(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        sizes = pool.map(_compile, [str(tmp_path / "cache")] * 2)
    assert sizes[0] == sizes[1] > 150_000
    assert [each.name for each in (tmp_path / "cache").iterdir()] == ["cc-cedict.glossary"]


@pytest.mark.alone
def test_it_opens_in_a_tenth_of_a_second_and_takes_little_memory(analyzer: Analyzer) -> None:
    open_dictionary(analyzer)  # compiled from here on
    measure = (
        "import time; from pathlib import Path; from index import configured_analyzer\n"
        "from search.lexicon.dictionary import open_dictionary\n"
        "resident = lambda: int(Path('/proc/self/status').read_text().split('VmRSS:')[1].split()[0])\n"
        "analyzer = configured_analyzer(); analyzer.units('数据'); before = resident()\n"
        "began = time.process_time(); found = open_dictionary(analyzer); took = time.process_time() - began\n"
        "for number in range(0x4e00, 0x9fff): found.translations(chr(number))\n"
        "print(took, resident() - before)"
    )
    if not Path("/proc/self/status").exists():
        pytest.skip("needs /proc to see how much memory is resident")
    ran = subprocess.run([sys.executable, "-c", measure], capture_output=True, text=True, check=True)
    seconds, kilobytes = map(float, ran.stdout.split())
    assert seconds < 0.1
    assert kilobytes < 60_000


@pytest.mark.alone
def test_a_word_is_looked_up_in_no_time(analyzer: Analyzer) -> None:
    found = open_dictionary(analyzer)
    assert found is not None
    began = time.perf_counter()
    for _ in range(1_000):
        found.translations("bank")
    assert time.perf_counter() - began < 0.5
