"""What every engine promises, one behaviour a test, on each engine."""

import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from index import IndexBusy, IndexUnusable, SettingError
from index.engines import (
    KEY,
    MAX_TOKEN,
    Count,
    Document,
    Engine,
    Field,
    Reader,
    Sort,
    engine_named,
    open_engine,
)
from index.engines.tree import And, Every, Not, Or, Phrase, Term

Make = Callable[..., Document]
Store = Callable[[Iterable[Document]], Reader]


def keys(reader: Reader, tree: object, **options: object) -> list[str]:
    return [hit.key for hit in reader.search(tree, **options).hits]  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "one"
    folder.mkdir()
    return folder


def test_a_document_is_found_by_its_tokens_and_given_back(store: Store, make: Make) -> None:
    reader = store([make("a", "data center"), make("b", "数据 据中 中心")])
    (hit,) = reader.search(Term("words", "data")).hits
    assert (hit.key, hit.stored) == ("a", b"<a>")
    assert hit.score > 0
    assert keys(reader, Term("grams", "据中")) == ["b"]
    assert reader.count == 2


def test_facets_are_exact_where_a_value_is_rare_in_every_segment(
    engine: Engine, folder: Path, fields: tuple[Field, ...], make: Make
) -> None:
    with engine.create(folder, fields) as writer:
        for segment in range(3):
            for number in range(40):
                writer.add(make(f"{segment}-{number}", "x", ticker=f"T{segment}-{number // 2}"))
            writer.add(make(f"{segment}-last", "x", ticker="in all"))
            writer.commit()
    reader = engine.open(folder, fields)
    assert reader.facets(Every(), {"ticker": 1}) == {"ticker": (Count("in all", 3),)}


def test_an_empty_store_finds_nothing_and_fails_at_nothing(store: Store) -> None:
    reader = store([])
    assert reader.count == 0
    for tree in (Every(), Term("words", "x"), Phrase("grams", ["a", "b"]), Not(Term("words", "x"))):
        found = reader.search(tree, sort=Sort("second"))
        assert (found.total, found.hits) == (0, ())
        assert reader.facets(tree, {"ticker": 5}) == {"ticker": ()}
    assert reader.fetch(["a"]) == {}
    assert list(reader.documents()) == []
    assert reader.terms("words") == ()
    assert reader.document_frequency("words", "x") == 0
    assert reader.statistics().documents == 0


def test_all_that_match_are_counted_and_only_the_requested_ones_given(store: Store, make: Make) -> None:
    reader = store([make(str(number), "same") for number in range(25)])
    found = reader.search(Term("words", "same"), offset=10, limit=7)
    assert found.total == 25
    assert [hit.key for hit in found.hits] == [str(number) for number in range(10, 17)]
    assert reader.search(Term("words", "same"), limit=0).total == 25
    assert reader.search(Term("words", "same"), limit=0).hits == ()
    assert keys(reader, Term("words", "same"), offset=25) == []


def test_equal_scores_keep_the_order_of_the_store(store: Store, make: Make) -> None:
    names = ["d", "a", "c", "b"]
    assert keys(store([make(name, "x y") for name in names]), Term("words", "x")) == names


def test_a_filter_narrows_and_adds_nothing_to_a_score(store: Store, make: Make) -> None:
    reader = store([make("a", "x", source="one"), make("b", "x", source="two"), make("c", "y", source="one")])
    plain = {hit.key: hit.score for hit in reader.search(Term("words", "x")).hits}
    found = reader.search(Term("words", "x"), filters=[Term("source", "one"), Not(Term("words", "y"))])
    assert [(hit.key, hit.score) for hit in found.hits] == [("a", pytest.approx(plain["a"]))]
    assert found.total == 1


def test_facets_count_every_match_the_most_frequent_first(store: Store, make: Make) -> None:
    reader = store(
        [
            make("a", "x", ticker="US:B|US:A", month="2025-05"),
            make("b", "x", ticker="US:B", month="2025-04"),
            make("c", "x", month="2025-05"),
            make("d", "y", ticker="US:Z", month="2025-05"),
        ]
    )
    facets = reader.facets(Term("words", "x"), {"ticker": 9, "month": 1})
    assert facets == {"ticker": (Count("US:B", 2), Count("US:A", 1)), "month": (Count("2025-05", 2),)}


def test_equal_counts_are_cut_in_the_order_of_values(store: Store, make: Make) -> None:
    """Many more values than are read at once, all but two with the same count."""
    values = [f"v{number:04}" for number in range(3_000)]
    random.Random(17).shuffle(values)
    reader = store(
        [
            *(make(f"a{at}", "x", ticker="|".join(values[at : at + 30])) for at in range(0, 3_000, 30)),
            make("b", "x", ticker="v2999|v1500"),
            make("c", "x", ticker="v2999"),
        ]
    )
    first = (Count("v2999", 3), Count("v1500", 2))
    for size in (1, 2, 3, 20, 2_000):
        (facet,) = reader.facets(Every(), {"ticker": size}).values()
        rest = (Count(value, 1) for value in sorted(values) if value not in {"v2999", "v1500"})
        assert facet == (*first, *rest)[:size]


def test_deleted_documents_do_not_count_before_their_segment_is_merged(
    engine: Engine, folder: Path, fields: tuple[Field, ...], make: Make
) -> None:
    with engine.create(folder, fields) as writer:
        for number in range(20):
            writer.add(make(f"a{number}", f"common only{number}", ticker=f"T{number % 2}"))
        writer.commit()
    with engine.write(folder, fields) as writer:
        writer.replace(make("a0", "common new"))
        writer.delete("a1")
        writer.commit()
    reader = engine.open(folder, fields)
    assert reader.document_frequency("words", "common") == 19
    assert reader.document_frequency("words", "new") == 1
    assert reader.document_frequency("words", "only0") == reader.document_frequency("words", "only1") == 0
    assert reader.document_frequency("words", "only2") == 1
    assert reader.document_frequency("ticker", "T0") == reader.document_frequency("ticker", "T1") == 9
    assert reader.terms("words", "c") == (Count("common", 19),)
    assert {each.value for each in reader.terms("words", "only")} == {f"only{n}" for n in range(2, 20)}
    assert reader.terms("ticker") == (Count("T0", 9), Count("T1", 9))


def test_a_value_is_exact_blanks_case_and_all(store: Store, make: Make) -> None:
    reader = store([make("a", source="Sample Review|样例 财经")])
    assert keys(reader, Term("source", "Sample Review")) == ["a"]
    assert keys(reader, Term("source", "样例 财经")) == ["a"]
    assert keys(reader, Term("source", "sample review")) == keys(reader, Term("source", "Sample")) == []


def test_order_by_a_number_puts_those_without_one_last_either_way(store: Store, make: Make) -> None:
    reader = store([make("a", number=5), make("b"), make("c", number=-7), make("d", number=5), make("e")])
    assert keys(reader, Every(), sort=Sort("second")) == ["c", "a", "d", "b", "e"]
    assert keys(reader, Every(), sort=Sort("second", descending=True)) == ["a", "d", "c", "b", "e"]
    assert keys(reader, Every(), sort=Sort("second"), offset=1, limit=2) == ["a", "d"]
    assert {hit.score for hit in reader.search(Every(), sort=Sort("second")).hits} == {0.0}


def test_the_widest_numbers_are_kept_apart(store: Store, make: Make) -> None:
    numbers = [2**63 - 1, -(2**63) + 1, 0, -1, 2**53 + 1]
    reader = store([make(str(number), number=number) for number in numbers])
    assert keys(reader, Every(), sort=Sort("second")) == [str(number) for number in sorted(numbers)]


def test_documents_are_fetched_by_key(store: Store, make: Make) -> None:
    reader = store([make("a"), make("b b"), make("c")])
    assert reader.fetch(["c", "none", "b b", "c"]) == {"c": b"<c>", "b b": b"<b b>"}
    assert [key for key, _ in reader.documents()] == ["a", "b b", "c"]


def test_terms_begin_with_the_prefix_the_most_frequent_first(store: Store, make: Make) -> None:
    reader = store(
        [make("a", "data date dot"), make("b", "date 数据"), make("c", "date data 数据库", source="x y")]
    )
    assert reader.terms("words", "da") == (Count("date", 3), Count("data", 2))
    assert reader.terms("words", "d", limit=2) == (Count("date", 3), Count("data", 2))
    assert reader.terms("words", "数") == (Count("数据", 1), Count("数据库", 1))
    assert reader.terms("source") == (Count("x y", 1),)
    assert reader.terms("words", "q") == ()
    assert reader.terms("words", "d", limit=1, matches=lambda token: "o" in token) == (Count("dot", 1),)
    assert reader.document_frequency("words", "date") == 3
    assert reader.document_frequency("source", "x y") == 1


def test_a_token_that_is_too_long_takes_its_position_and_is_not_indexed(store: Store, make: Make) -> None:
    longest, longer = "x" * MAX_TOKEN, "字" * (MAX_TOKEN // 3 + 1)
    reader = store([make("a", f"one {longer} two {longest}", source=f"{longer}|s", ticker=longer)])
    assert keys(reader, Term("grams", longest)) == ["a"]
    assert keys(reader, Term("grams", longer)) == keys(reader, Phrase("grams", ["one", "two"])) == []
    assert keys(reader, Phrase("grams", ["one", "two"], slop=2)) == ["a"]
    assert keys(reader, Term("source", "s")) == ["a"]
    assert reader.facets(Every(), {"ticker": 5}) == {"ticker": ()}


def test_ten_thousand_terms_are_searched_at_once(store: Store, make: Make) -> None:
    reader = store([make(str(number), f"t{number} all") for number in range(300)])
    tree = Or([Term("words", f"t{number}") for number in range(10_000)])
    assert reader.search(tree).total == 300
    assert reader.search(And([Term("words", "all")] * 1000)).total == 300


def test_a_document_is_replaced_and_deleted_by_its_key(
    engine: Engine, folder: Path, fields: tuple[Field, ...], make: Make
) -> None:
    with engine.create(folder, fields) as writer:
        writer.add(make("a", "old"))
        writer.add(make("b", "old"))
        writer.add(make("c", "old", ticker="T"))
        writer.replace(make("a", "new"))  # added by the same commit
        writer.delete("none")
        writer.commit()
        writer.replace(make("b", "new"))  # added by one before
        writer.delete("c")
        writer.replace(make("d", "new"))
        writer.commit()
    reader = engine.open(folder, fields)
    assert keys(reader, Term("words", "old")) == []
    assert sorted(keys(reader, Term("words", "new"))) == ["a", "b", "d"]
    assert reader.count == 3
    assert reader.fetch(["c"]) == {}
    assert sorted(key for key, _ in reader.documents()) == ["a", "b", "d"]
    assert reader.facets(Every(), {"ticker": 3}) == {"ticker": ()}
    assert sorted(keys(reader, Not(Term("words", "none")))) == ["a", "b", "d"]


def test_a_store_is_written_on_after_it_was_closed(
    engine: Engine, folder: Path, fields: tuple[Field, ...], make: Make
) -> None:
    with engine.create(folder, fields) as writer:
        writer.add(make("a", "x"))
        writer.commit()
    for number in range(12):
        with engine.write(folder, fields) as writer:
            writer.replace(make("a", f"x round{number}"))
            writer.add(make(f"b{number}", "x"))
            writer.commit()
    reader = engine.open(folder, fields)
    assert reader.search(Term("words", "x")).total == 13
    assert keys(reader, Term("words", "round11")) == ["a"]
    assert keys(reader, Term("words", "round10")) == []


def test_what_is_not_committed_changes_nothing(
    engine: Engine, folder: Path, fields: tuple[Field, ...], make: Make
) -> None:
    with engine.create(folder, fields) as writer:
        writer.add(make("a", "x"))
        writer.commit()
        writer.delete("a")
        writer.add(make("b", "x"))
    assert keys(engine.open(folder, fields), Every()) == ["a"]


def test_an_exception_changes_nothing_and_frees_the_lock(
    engine: Engine, folder: Path, fields: tuple[Field, ...], make: Make
) -> None:
    with engine.create(folder, fields) as writer:
        writer.add(make("a", "x"))
        writer.commit()
    before = sorted(path.name for path in folder.iterdir() if "lock" not in path.name.lower())

    def fail() -> None:
        with engine.write(folder, fields) as writer:
            writer.add(make("b", "x"))
            writer.delete("a")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert keys(engine.open(folder, fields), Every()) == ["a"]
    assert sorted(path.name for path in folder.iterdir() if "lock" not in path.name.lower()) == before
    with engine.write(folder, fields) as writer:
        writer.add(make("c", "x"))
        writer.commit()
    assert sorted(keys(engine.open(folder, fields), Every())) == ["a", "c"]


def test_there_is_one_writer_at_a_time(
    engine: Engine, folder: Path, fields: tuple[Field, ...], make: Make
) -> None:
    with engine.create(folder, fields) as writer:
        writer.add(make("a"))
        writer.commit()
    with engine.write(folder, fields) as writer:
        writer.add(make("b"))
        with pytest.raises(IndexBusy, match="another writer"):
            engine.write(folder, fields)
        writer.commit()
    with engine.write(folder, fields):
        pass


def test_a_reader_keeps_its_state_while_a_writer_works(
    engine: Engine, folder: Path, fields: tuple[Field, ...], make: Make
) -> None:
    with engine.create(folder, fields) as writer:
        for number in range(50):
            writer.add(make(f"a{number}", "x", ticker="T"))
        writer.commit()
        before = engine.open(folder, fields)
        for number in range(50):
            writer.delete(f"a{number}")
            writer.add(make(f"b{number}", "x"))
            if number % 10 == 0:
                writer.commit()
        writer.commit()
        found = before.search(Term("words", "x"), limit=100)
        assert [hit.key for hit in found.hits] == [f"a{number}" for number in range(50)]
        assert before.facets(Term("words", "x"), {"ticker": 1}) == {"ticker": (Count("T", 50),)}
        assert before.fetch(["a7", "b7"]) == {"a7": b"<a7>"}
    after = engine.open(folder, fields)
    assert sorted(keys(after, Every(), limit=100)) == sorted(f"b{number}" for number in range(50))


def test_many_threads_search_one_reader(store: Store, make: Make) -> None:
    reader = store(
        [make(str(number), f"all n{number % 10}", ticker=f"T{number % 3}") for number in range(500)]
    )
    faults: list[object] = []

    def search(digit: int) -> None:
        for _ in range(20):
            tree = And([Term("grams", "all"), Phrase("grams", ["all", f"n{digit}"])])
            found = reader.search(tree, limit=5)
            expected = [str(number) for number in range(digit, 500, 10)][:5]
            if [hit.key for hit in found.hits] != expected:
                faults.append(found)
            if sum(each.count for each in reader.facets(tree, {"ticker": 3})["ticker"]) != 50:
                faults.append(digit)
            if reader.fetch([str(digit)]) != {str(digit): f"<{digit}>".encode()}:
                faults.append(digit)

    threads = [threading.Thread(target=search, args=(digit,)) for digit in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_several_processes_read_one_store(
    engine: Engine, folder: Path, fields: tuple[Field, ...], make: Make
) -> None:
    with engine.create(folder, fields) as writer:
        for number in range(100):
            writer.add(make(str(number), "x"))
        writer.commit()
    program = (
        "import sys, pathlib\n"
        "from index.engines import Field, FieldKind, open_engine\n"
        "from index.engines.tree import Term\n"
        "fields = [Field(*each.split('=')) for each in sys.argv[3].split()]\n"
        "fields = [Field(each.name, FieldKind(each.kind)) for each in fields]\n"
        "reader = open_engine(sys.argv[1]).open(pathlib.Path(sys.argv[2]), fields)\n"
        "print(reader.search(Term('words', 'x')).total)\n"
    )
    name = engine.identity.split()[0]
    given = " ".join(f"{field.name}={field.kind.value}" for field in fields)
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", program, name, str(folder), given], stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    with engine.write(folder, fields) as writer:
        writer.add(make("more", "y"))
        writer.commit()
    assert [process.communicate(timeout=60)[0].strip() for process in readers] == ["100"] * 3


def test_a_folder_without_a_store_can_be_neither_opened_nor_written(
    engine: Engine, folder: Path, fields: tuple[Field, ...]
) -> None:
    for way in (engine.open, engine.write):
        with pytest.raises(IndexUnusable, match="one"):
            way(folder, fields)


@pytest.mark.usefixtures("leaves_files_open")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_every_file_made_empty_is_an_error_that_says_so(
    engine: Engine, folder: Path, fields: tuple[Field, ...], make: Make
) -> None:
    with engine.create(folder, fields) as writer:
        for number in range(20):
            writer.add(make(str(number), "x y z", ticker="T", number=number))
        writer.commit()
    files = [
        path for path in folder.iterdir() if "lock" not in path.name.lower() and not path.name.startswith(".")
    ]
    assert files
    for path in files:
        path.write_bytes(b"")

    def search() -> None:
        reader = engine.open(folder, fields)
        reader.search(Term("words", "x"), sort=Sort("second"))
        reader.facets(Term("words", "x"), {"ticker": 2})

    with pytest.raises(IndexUnusable):
        search()


def test_statistics_tell_the_size(store: Store, make: Make) -> None:
    small, large = store([make("a", "x")]), store([make(str(n), f"x{n} " * 50) for n in range(200)])
    assert (small.statistics().documents, large.statistics().documents) == (1, 200)
    assert 0 < small.statistics().bytes < large.statistics().bytes
    assert small.statistics().segments >= 1


def test_a_closed_reader_gives_its_files_back(store: Store, make: Make) -> None:
    reader = store([make("a", "x")])
    reader.search(Term("words", "x"))
    folder = str(next(Path("/proc/self").glob("maps")))
    reader.close()
    assert "store1" not in Path(folder).read_text()


def test_a_key_is_a_term_of_its_own_field(store: Store, make: Make) -> None:
    reader = store([make("http://x/?a=1 b", "x"), make("b", "x")])
    assert keys(reader, Term(KEY, "http://x/?a=1 b")) == ["http://x/?a=1 b"]


def test_an_engine_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(SettingError, match="tantivy, whoosh"):
        open_engine("lucene")
    assert engine_named("auto") == "tantivy"
    assert engine_named("whoosh") == "whoosh"


def inodes(folder: Path) -> set[int]:
    return {path.stat().st_ino for path in folder.iterdir() if path.stat().st_size}


def test_a_copy_shares_files_and_neither_notices_what_is_written_to_the_other(
    engine: Engine, tmp_path: Path, make: Make, fields: tuple[Field, ...]
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    with engine.create(first, fields) as writer:
        for number in range(30):
            writer.add(make(f"k{number}", f"x n{number}"))
        writer.commit()
    before = {path.name: path.read_bytes() for path in first.iterdir()}
    engine.copy(first, second)
    assert inodes(first) & inodes(second)
    for round_ in range(12):  # enough for the engine to merge what it shares
        with engine.write(second, fields) as writer:
            writer.replace(make(f"k{round_}", "new"))
            writer.delete("k29")
            writer.commit()
    assert {path.name: path.read_bytes() for path in first.iterdir()} == before
    old, new = engine.open(first, fields), engine.open(second, fields)
    assert (old.count, new.count) == (30, 29)
    assert old.search(Term("words", "new")).total == 0
    assert new.search(Term("words", "new")).total == 12


def test_many_small_changes_dont_pile_up_segments(
    engine: Engine, tmp_path: Path, make: Make, fields: tuple[Field, ...]
) -> None:
    with engine.create(tmp_path, fields) as writer:
        writer.add(make("first", "x"))
        writer.commit()
    for number in range(40):
        with engine.write(tmp_path, fields) as writer:
            writer.replace(make(f"k{number % 20}", "x"))
            writer.commit()
    assert engine.open(tmp_path, fields).statistics().segments < 10


def test_a_reader_outlives_its_files_and_gives_them_back_when_it_is_dropped(
    engine: Engine, tmp_path: Path, make: Make, fields: tuple[Field, ...]
) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    with engine.create(folder, fields) as writer:
        writer.add(make("a", "x"))
        writer.commit()
    reader = engine.open(folder, fields)
    shutil.rmtree(folder)
    assert keys(reader, Term("words", "x")) == ["a"]
    assert list(reader.fetch(["a"])) == ["a"]
    assert reader.statistics().bytes > 0
    assert held_open(folder)
    del reader
    assert not held_open(folder)


def held_open(folder: Path) -> list[str]:
    """What this process has mapped or open below a folder."""
    mapped = [line for line in Path("/proc/self/maps").read_text().splitlines() if str(folder) in line]
    descriptors = (os.path.realpath(each) for each in Path("/proc/self/fd").iterdir())
    return mapped + [each for each in descriptors if each.startswith(str(folder))]


def test_deleted_documents_change_no_idf(
    engine: Engine, folder: Path, fields: tuple[Field, ...], make: Make
) -> None:
    """Documents of one length, so that their mean length is the same with the deleted ones."""
    texts = [f"common word{number % 3} other{number}" for number in range(40)]
    with engine.create(folder, fields) as writer:
        for number, text in enumerate(texts):
            writer.add(make(f"a{number}", text))
        writer.commit()
    with engine.write(folder, fields) as writer:
        for number in range(0, 30, 3):
            writer.delete(f"a{number}")
        writer.commit()
    again = folder.parent / "again"
    again.mkdir()
    with engine.create(again, fields) as writer:
        for number, text in enumerate(texts):
            if number >= 30 or number % 3:
                writer.add(make(f"a{number}", text))
        writer.commit()
    tree = Or([Term("words", "common"), Term("words", "word0"), Phrase("grams", ["common", "word1"])])
    updated, rebuilt = (
        {hit.key: hit.score for hit in engine.open(each, fields).search(tree, limit=40).hits}
        for each in (folder, again)
    )
    assert len(updated) == 30
    assert updated == {key: pytest.approx(score, rel=1e-5) for key, score in rebuilt.items()}
