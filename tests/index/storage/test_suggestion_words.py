"""What suggestions need is stored with a generation, like all of its files, and gathered where it isn't."""

from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import msgspec
import pytest

from index import Analyzer, check, open_generation, reindex, restore, snapshot, update
from index.storage.suggestion_words import SUGGESTION_WORDS, gather_words, read_words
from search import Searcher

PREFIXES = ["m", "mi", "data", "微", "wei", "芯", "US", "芯片 da", "苹", "battery", "ticker:"]


@pytest.fixture
def root(tmp_path: Path, analyzer: Analyzer, engine_name: str, sample_articles: Path) -> Path:
    reindex([str(sample_articles)], root=tmp_path / "index", analyzer=analyzer, engine=engine_name, zone=UTC)
    return tmp_path / "index"


@pytest.fixture
def sample_articles() -> Path:
    return Path(__file__).parents[3] / "samples"


def suggested(root: Path, analyzer: Analyzer) -> list[object]:
    searcher = Searcher(open_generation(root, analyzer), analyzer)
    corrections = [searcher.search(query).corrections for query in ("batery", "datta center", "新片")]
    return [*(searcher.complete(prefix) for prefix in PREFIXES), *corrections]


def without(file: Path) -> None:
    file.unlink()


def of_another_version(file: Path) -> None:
    before = file.read_bytes()
    file.write_bytes(before.replace(b"version\x02", b"version\x01", 1))
    assert file.read_bytes() != before


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-10])


def of_nothing(file: Path) -> None:
    file.write_bytes(b"")


def of_the_form_before(file: Path) -> None:
    file.unlink()
    (file.parent / "suggestions.msgpack").write_bytes(msgspec.msgpack.encode([1, [[], [], {}, {}, 0]]))


@pytest.mark.parametrize("spoil", [without, of_another_version, cut_short, of_nothing, of_the_form_before])
def test_without_a_file_that_can_be_read_the_suggestions_are_the_same(
    root: Path, analyzer: Analyzer, spoil: Callable[[Path], None]
) -> None:
    stored = suggested(root, analyzer)
    assert sum(map(bool, stored)) > 8
    spoil(root / "g000001" / SUGGESTION_WORDS)
    assert read_words(root / "g000001") is None
    assert suggested(root, analyzer) == stored


def test_what_is_stored_is_what_the_postings_say(root: Path, analyzer: Analyzer) -> None:
    generation = open_generation(root, analyzer)
    assert read_words(root / "g000001") == gather_words(generation.articles)
    assert len(generation.suggestion_words().titles.written) > 20


def test_a_changed_byte_is_found_and_a_snapshot_carries_the_file(root: Path, analyzer: Analyzer) -> None:
    file = root / "g000001" / SUGGESTION_WORDS
    before = file.read_bytes()
    snapshot(root, root.parent / "snapshot")
    file.write_bytes(before[:-1] + bytes([before[-1] ^ 1]))
    assert [fault for fault in check(root, analyzer).faults if SUGGESTION_WORDS in fault]
    restored = restore(root.parent / "elsewhere", root.parent / "snapshot", analyzer)
    assert SUGGESTION_WORDS in restored.files
    assert (root.parent / "elsewhere" / "g000001" / SUGGESTION_WORDS).read_bytes() == before


def test_an_update_stores_the_words_of_what_there_is_then(root: Path, analyzer: Analyzer) -> None:
    new = root.parent / "new.jsonl"
    rows = [{"id": f"n{number}", "title": "Zeppelin", "paragraphs": ["zeppelins"]} for number in range(2)]
    new.write_bytes(b"\n".join(map(msgspec.json.encode, rows)))
    update([str(new)], root=root, analyzer=analyzer, zone=UTC)
    words = read_words(root / "g000002")
    assert words is not None
    assert words.other_words[len("zeppelins")].count("zeppelins") == 2
    assert [each.text for each in Searcher(open_generation(root, analyzer), analyzer).complete("zeppel")]


def test_a_small_update_takes_new_titles_and_counts_words_when_many_have_changed(
    tmp_path: Path, analyzer: Analyzer, engine_name: str
) -> None:
    root, file = tmp_path / "index", tmp_path / "given.jsonl"

    def write(*numbers: int, word: str) -> str:
        rows = [{"id": f"a{number}", "title": f"{word} {number}", "paragraphs": [word]} for number in numbers]
        file.write_bytes(b"\n".join(map(msgspec.json.encode, rows)))
        return str(file)

    reindex([write(*range(100), word="old")], root=root, analyzer=analyzer, engine=engine_name, zone=UTC)
    for name, number, changed in [("g000002", 0, 2), ("g000003", 2, 4), ("g000004", 4, 0)]:
        given = write(number, number + 1, word="new")
        update([given], root=root, analyzer=analyzer, zone=UTC)
        words = read_words(root / name)
        assert words is not None
        assert words.titles.folded.number_of(f"new {number}") is not None
        assert words.titles.folded.number_of(f"old {number}") is None
        assert words.changed == changed
        counts = {word: words.other_words[3].count(word) for word in words.other_words[3].words}
        assert counts == ({"old": 100} if changed else {"old": 94, "new": 6})
    reindex([write(*range(3), word="again")], root=root, analyzer=analyzer, engine=engine_name, zone=UTC)
    words = read_words(root / "g000005")
    assert words is not None
    assert words == gather_words(open_generation(root, analyzer).articles)
