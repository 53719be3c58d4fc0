"""Files, folders and standard input are read record by record; a bad one is named and hides no other."""

import gzip
import io
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from index.articles.article import Reading
from index.importers.records import MAX_RECORD, Form, RawRecord, Rejected
from index.importers.sources import Sources, decode

A, B, C = b'{"title": "A"}', b'{"title": "B"}', b'{"title": "C"}'
PAGE = "断粮\n量子位·2025-05-02 04:36\n\nGroup 1: Money - Paused plans [8].\n".encode()
BOM = b"\xef\xbb\xbf"
DEEP = b"[" * 100_000 + b"]" * 100_000


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which the test runs, so that the names of files are short."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, data: bytes) -> str:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(data)
    return name


def outcomes(*paths: str, stdin: bytes | None = None) -> list[Reading | Rejected]:
    sources = Sources(paths, stdin=None if stdin is None else io.BytesIO(stdin))
    return [decode(each) if isinstance(each, RawRecord) else each for each in sources]


def titles(*paths: str, stdin: bytes | None = None) -> list[str]:
    """The titles of articles, and in the place of each that is none, where it stood."""
    return [
        each.article.title if isinstance(each, Reading) else f"! {each.place}"
        for each in outcomes(*paths, stdin=stdin)
    ]


def rejected(*paths: str, stdin: bytes | None = None) -> Rejected:
    (only,) = (each for each in outcomes(*paths, stdin=stdin) if isinstance(each, Rejected))
    return only


FORMS = [
    ("one.json", A, ["A"]),
    ("array.json", b"[" + A + b",\n " + B + b"]\n", ["A", "B"]),
    ("pretty.json", b'\n{\n  "title": "A"\n}\n', ["A"]),
    ("none.json", b"[]", []),
    ("lines.jsonl", A + b"\n" + B + b"\n", ["A", "B"]),
    ("unended.jsonl", A + b"\n" + B, ["A", "B"]),
    ("lines.ndjson", A + b"\n" + B, ["A", "B"]),
    ("page.txt", PAGE, ["断粮"]),
]


@pytest.mark.parametrize(("name", "data", "read"), FORMS, ids=[name for name, _, _ in FORMS])
def test_a_file_is_read_in_the_form_that_its_name_tells(name: str, data: bytes, read: list[str]) -> None:
    assert titles(write(name, data)) == read


@pytest.mark.parametrize(("name", "data", "read"), FORMS, ids=[name for name, _, _ in FORMS])
def test_a_file_may_be_compressed(name: str, data: bytes, read: list[str]) -> None:
    assert titles(write(f"{name}.gz", gzip.compress(data))) == read


@pytest.mark.parametrize("name", ["A.JSONL", "a.Json", "a.JSONL.gz", "a.jsonl.GZ", "A.JSON.GZ"])
def test_a_name_may_be_written_in_capitals(name: str) -> None:
    data = gzip.compress(A) if name.lower().endswith(".gz") else A
    assert titles(write(f"news/{name}", data)) == ["A"]
    assert titles("news") == ["A"]


@pytest.mark.parametrize(("name", "data", "read"), FORMS, ids=[name for name, _, _ in FORMS])
def test_standard_input_tells_its_form_by_itself(name: str, data: bytes, read: list[str]) -> None:
    assert titles("-", stdin=data) == read


@pytest.mark.parametrize("before", [BOM, b"\n", b" \r\n\n", BOM + b"\n"])
@pytest.mark.parametrize(
    ("data", "read"), [(b"[" + A + b"]", ["A"]), (A + b"\n" + B, ["A", "B"]), (PAGE, ["断粮"])]
)
def test_standard_input_may_begin_with_a_byte_order_mark_or_blank_lines(
    before: bytes, data: bytes, read: list[str]
) -> None:
    assert titles("-", stdin=before + data) == read


def test_a_record_of_standard_input_bears_its_line() -> None:
    assert titles("-", stdin=b"\n\n{\n") == ["! (standard input):1"]
    raws = list(Sources(["-"], stdin=io.BytesIO(BOM + b"\n \n" + A + b"\n\n" + B)))
    assert [raw.line for raw in raws] == [3, 5]


def test_a_gzip_file_may_have_several_parts() -> None:
    assert titles(write("a.jsonl.gz", gzip.compress(A + b"\n") + gzip.compress(B))) == ["A", "B"]


def test_a_folder_is_read_in_the_order_of_names_without_its_other_files() -> None:
    write("news/b.jsonl", A)
    write("news/a/z.json", B)
    write("news/a/2025/page.txt", PAGE)
    write("news/c.json.gz", gzip.compress(C))
    for other in ("README.md", "a/table.csv", "json", "c.jsonl.bak", "d.gz"):
        write(f"news/{other}", b"{")
    Path("news/folder.json").mkdir()
    assert titles("news") == ["断粮", "B", "A", "C"]


def test_paths_are_read_in_the_order_given() -> None:
    paths = [write("b.json", B), "-", write("a.json", A)]
    assert titles(*paths, stdin=C) == ["B", "C", "A"]


def test_a_record_bears_its_file_and_line() -> None:
    path = write("a.jsonl", A + b"\n\n" + B)
    assert list(Sources([path])) == [
        RawRecord("a.jsonl", 1, Form.RECORD, A + b"\n"),
        RawRecord("a.jsonl", 3, Form.RECORD, B),
    ]


def test_a_record_of_an_array_bears_its_file_and_place() -> None:
    path = write("a.json", b"[\n" + A + b",\n\n" + B + b"]")
    assert list(Sources([path])) == [
        RawRecord("a.json", 1, Form.RECORD, A),
        RawRecord("a.json", 2, Form.RECORD, B),
    ]


def test_the_time_of_a_page_is_given_the_zone() -> None:
    (raw,) = Sources([write("a.txt", PAGE)])
    assert isinstance(raw, RawRecord)
    reading = decode(raw, zone=ZoneInfo("Asia/Shanghai"))
    assert isinstance(reading, Reading)
    assert reading.article.published == "2025-05-02T04:36:00+08:00"


@pytest.mark.parametrize("blank", [b"\n", b"\r\n", b"  \n", b"\t\r\n\n\n"])
def test_blank_lines_are_no_records(blank: bytes) -> None:
    assert titles(write("a.jsonl", blank + A + b"\n" + blank + B + b"\n" + blank)) == ["A", "B"]


@pytest.mark.parametrize(("name", "data", "read"), FORMS, ids=[name for name, _, _ in FORMS])
def test_lines_may_end_as_on_windows(name: str, data: bytes, read: list[str]) -> None:
    assert titles(write(name, data.replace(b"\n", b"\r\n"))) == read


@pytest.mark.parametrize(("name", "data", "read"), FORMS, ids=[name for name, _, _ in FORMS])
def test_a_byte_order_mark_is_no_part_of_a_record(name: str, data: bytes, read: list[str]) -> None:
    assert titles(write(name, BOM + data)) == read


BAD_RECORDS = [
    (b'{"title": "trunc', "not valid JSON: "),
    (b"not JSON at all", "not valid JSON: "),
    (A + b" " + B, "not valid JSON: .*trailing"),
    (b'{"id": 7}', "not an article record: .*missing required field `title`"),
    (b'{"title": 7}', r"not an article record: .*`str`.*`int`.*\$\.title"),
    (b"[1]", "not an article record: .*`object`.*`array`"),
    (b'"T"', "not an article record: .*`object`.*`str`"),
    (b"null", "not an article record: .*`object`.*`null`"),
    (b'{"title": " "}', "the title is empty"),
    (b'{"title": "T", "id": "a b"}', "the id 'a b' can't be part of a URL"),
    (b'{"title": "\xff"}', "not UTF-8: byte 0xff at byte 11 of the record"),
    ('{"title": "微'.encode() + b'\xe8\xbd"}', "not UTF-8: byte 0xe8 at byte 14 of the record"),
    (b'{"title": "T", "more": ' + DEEP + b"}", "not an article record: nested too deeply"),
]


@pytest.mark.parametrize(("bad", "reason"), BAD_RECORDS, ids=[reason for _, reason in BAD_RECORDS])
def test_a_bad_line_is_named_and_the_lines_around_it_are_read(bad: bytes, reason: str) -> None:
    path = write("a.jsonl", A + b"\n" + bad + b"\n" + B + b"\n")
    assert titles(path) == ["A", "! a.jsonl:2", "B"]
    fault = rejected(path)
    assert (fault.file, fault.line) == ("a.jsonl", 2)
    assert re.match(reason, fault.reason)


@pytest.mark.parametrize(("bad", "reason"), BAD_RECORDS, ids=[reason for _, reason in BAD_RECORDS])
def test_a_bad_line_of_standard_input_is_named_and_the_lines_around_it_are_read(
    bad: bytes, reason: str
) -> None:
    stdin = A + b"\n" + bad + b"\n" + B + b"\n"
    assert titles("-", stdin=stdin) == ["A", "! (standard input):2", "B"]
    assert re.match(reason, rejected("-", stdin=stdin).reason)


@pytest.mark.parametrize("bad", [b'{"title": "trunc', b'{"id": 7}', b"{}"])
def test_a_bad_first_line_of_standard_input_is_named_and_the_next_is_read(bad: bytes) -> None:
    assert titles("-", stdin=bad + b"\n" + A + b"\n") == ["! (standard input):1", "A"]


@pytest.mark.parametrize("bad", [b'{"id": 7}', b"[1]", b"7", b"null", b'{"title": ""}', b'{"title": "\xff"}'])
def test_a_bad_element_of_an_array_is_named_and_the_others_are_read(bad: bytes) -> None:
    path = write("a.json", b"[" + A + b", " + bad + b", " + B + b"]")
    assert titles(path) == ["A", "! a.json:2", "B"]
    assert rejected(path).record == bad.decode(errors="backslashreplace")


@pytest.mark.parametrize(
    ("data", "read"),
    [
        (b"[" + A + b", " + B[:-3] + b", " + C + b"]", ["A", "! a.json:2"]),
        (b"[" + A + b", " + B + b", " + C[:-3], ["A", "B", "! a.json:3"]),
        (b"[" + A + b" " + B + b"]", ["A", "! a.json:2"]),
        (b'[{"title": "\xff"}, ' + B + b", {]", ["! a.json:1", "B", "! a.json:3"]),
        (b"[" + A + b", " + DEEP + b"]", ["A", "! a.json:2"]),
        (b"[" + A + b"] " + B, ["A", "! a.json"]),
        (b"[] " + B, ["! a.json"]),
    ],
)
def test_an_array_is_read_up_to_its_fault_which_is_named_by_its_element(data: bytes, read: list[str]) -> None:
    assert titles(write("a.json", data)) == read


def test_a_bad_record_is_kept_whole() -> None:
    assert rejected(write("a.jsonl", b'{"id": 7}\n')).record == '{"id": 7}\n'
    long = b'{"id": "' + "字".encode() * 5000 + b'"}'
    assert rejected(write("b.jsonl", long)).record == long.decode()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"[" + A + b", ", "not valid JSON: .*truncated"),
        (A + b"\n" + B, "not valid JSON: .*trailing"),
        (b"Title\n- A point", "not valid JSON: "),
        (b"[" + DEEP + b"]", ".*nested too deeply"),
        (DEEP, ".*nested too deeply"),
    ],
)
def test_a_json_file_that_is_broken_as_a_whole_is_named_and_the_next_is_read(
    data: bytes, reason: str
) -> None:
    paths = [write("a.json", data), write("b.json", B)]
    assert titles(*paths)[-1] == "B"
    fault = rejected(*paths)
    assert fault.file == "a.json"
    assert re.match(reason, fault.reason)


@pytest.mark.parametrize("before", [b"", BOM])
def test_a_page_that_is_not_utf_8_is_named_with_its_first_bad_byte(before: bytes) -> None:
    path = write("a.txt", before + b"T\n\xff\n")
    assert titles(path, write("b.json", B)) == ["! a.txt:1", "B"]
    assert rejected(path).reason == f"not UTF-8: byte 0xff at byte {len(before) + 2} of the record"
    assert titles("-", stdin=before + b"T\n\xff\n") == ["! (standard input):1"]


def test_a_date_that_no_calendar_has_costs_a_page_its_date_only() -> None:
    (reading,) = outcomes(write("a.txt", PAGE.replace(b"05-02", b"02-30")))
    assert isinstance(reading, Reading)
    assert (reading.article.title, reading.article.published) == ("断粮", None)
    assert len(reading.notes) == 1


def test_a_page_without_a_title_is_named() -> None:
    path = write("a.txt", b"Core Viewpoint - Strained [4].")
    assert titles(path, write("b.json", B)) == ["! a.txt:1", "B"]
    assert rejected(path).reason.startswith("no title found")


@pytest.mark.parametrize(
    ("name", "reason"), [("a.json", "empty"), ("a.jsonl", "empty"), ("a.txt", "no title|empty")]
)
def test_an_empty_file_is_named_and_the_next_is_read(name: str, reason: str) -> None:
    for path in (write(name, b""), write(f"{name}.gz", gzip.compress(b""))):
        fault = rejected(path, write("b.json", B))
        assert fault.file == path
        assert re.search(reason, fault.reason)
        assert titles(path, "b.json")[-1] == "B"


def test_empty_standard_input_is_named() -> None:
    assert rejected("-", stdin=b"").file == "(standard input)"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("missing.jsonl", "no such file or folder"),
        ("missing", "no such file or folder"),
        ("folder", "no articles in this folder; readable are .*json"),
        ("table.csv", "unknown file type; readable are .*json"),
        ("plain.gz", "unknown file type; readable are .*json"),
    ],
)
def test_a_path_without_articles_is_named_and_the_others_are_read(path: str, reason: str) -> None:
    write("folder/README.md", b"#")
    write("table.csv", b"title")
    write("plain.gz", gzip.compress(A))
    good = [write("a.json", A), path, write("b.json", B)]
    assert sorted(titles(*good)) == sorted(["A", "B", f"! {path}"])
    fault = rejected(*good)
    assert (fault.file, fault.line, fault.place) == (path, None, path)
    assert re.search(reason, fault.reason)


def many() -> bytes:
    """Records that compress badly, so that a cut loses few of them."""
    return b"".join(b'{"title": "%d", "id": "%s"}\n' % (n, str(7 ** (n + 50)).encode()) for n in range(99))


def test_a_truncated_gzip_file_is_read_up_to_the_cut() -> None:
    path = write("a.jsonl.gz", gzip.compress(many())[:-50])
    *read, last, after = titles(path, write("b.json", B))
    assert read == [str(n) for n in range(len(read))]
    assert len(read) > 90
    assert last == f"! a.jsonl.gz:{len(read) + 1}"
    assert after == "B"
    assert re.match("can't be read from here on: .*ended before", rejected(path).reason)


def test_a_gzip_file_with_a_wrong_checksum_is_named() -> None:
    whole = gzip.compress(many())
    path = write("a.jsonl.gz", whole[:-8] + b"\0\0\0\0" + whole[-4:])
    assert titles(path) == [*(str(n) for n in range(99)), "! a.jsonl.gz:100"]
    assert "CRC" in rejected(path).reason


@pytest.mark.parametrize("name", ["a.json.gz", "a.txt.gz"])
def test_a_truncated_gzip_file_of_one_record_is_named(name: str) -> None:
    path = write(name, gzip.compress(PAGE * 9)[:-20])
    assert titles(path, write("b.json", B)) == [f"! {name}", "B"]
    assert re.match("can't be read: .*ended before", rejected(path).reason)


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.json.gz", "a.txt.gz"])
def test_a_file_that_only_claims_to_be_gzip_is_named(name: str) -> None:
    paths = [write(name, A), write("b.json", B)]
    assert titles(*paths)[-1] == "B"
    fault = rejected(*paths)
    assert fault.file == name
    assert "Not a gzipped file" in fault.reason


LONG = b'{"title": "' + b"x" * 100 + b'"}'


@pytest.mark.parametrize("ended", [b"\n", b"\r\n"])
def test_a_line_over_the_limit_is_named_and_the_lines_around_it_are_read(
    ended: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.importers.records.MAX_RECORD", 20)
    data = ended.join([A, LONG, B, LONG])
    assert titles(write("a.jsonl", data)) == ["A", "! a.jsonl:2", "B", "! a.jsonl:4"]
    assert titles("-", stdin=data) == ["A", "! (standard input):2", "B", "! (standard input):4"]
    fault = rejected(write("b.jsonl", ended.join([A, LONG, B])))
    assert re.fullmatch(r"a line of 11[345] bytes; at most 20 are read as one record", fault.reason)
    assert fault.record == LONG[:21].decode()


def test_a_first_line_over_the_limit_is_named_in_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.importers.records.MAX_RECORD", 20)
    assert titles("-", stdin=LONG + b"\n" + A + b"\n") == ["! (standard input):1", "A"]


def test_a_line_may_be_as_long_as_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.importers.records.MAX_RECORD", len(A))
    assert titles(write("a.jsonl", A + b"\n" + A)) == ["A", "A"]
    monkeypatch.setattr("index.importers.records.MAX_RECORD", len(A) - 1)
    assert titles(write("a.jsonl", A + b"\n" + A)) == ["! a.jsonl:1", "! a.jsonl:2"]


def test_a_page_over_the_limit_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.importers.records.MAX_RECORD", 20)
    assert titles(write("a.txt", PAGE), write("b.json", B)) == ["! a.txt", "B"]
    assert rejected("a.txt").reason == f"{len(PAGE)} bytes; at most 20 are read as one page"


@pytest.mark.parametrize("data", [LONG, b"[" + LONG + b"]"])
def test_a_record_of_a_json_file_over_the_limit_is_named(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.importers.records.MAX_RECORD", 20)
    assert rejected(write("a.json", data)).file == "a.json"


def test_an_element_over_the_limit_is_named_and_the_others_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.importers.records.MAX_RECORD", 20)
    assert titles(write("a.json", b"[" + A + b", " + LONG + b", " + B + b"]")) == ["A", "! a.json:2", "B"]
    assert rejected("a.json").reason == "a record of 113 bytes; at most 20 are read as one record"


@pytest.mark.parametrize("data", [PAGE * 50, LONG * 50])
def test_no_more_is_kept_of_a_long_record_than_is_needed_to_refuse_it(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Watched(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            assert size is not None
            assert 0 <= size <= 1024 * 1024
            return super().read(size)

    monkeypatch.setattr("index.importers.records.MAX_RECORD", 20)
    first, *_ = Sources(["-"], stdin=Watched(data))
    assert isinstance(first, Rejected)


def test_a_line_of_fifty_megabytes_is_passed_over() -> None:
    path = write("a.jsonl", A + b'\n{"title": "' + b"x" * 50_000_000 + b'"}\n' + B)
    assert titles(path) == ["A", "! a.jsonl:2", "B"]
    assert (
        rejected(path).reason == f"a line of 50,000,014 bytes; at most {MAX_RECORD:,} are read as one record"
    )


def test_progress_never_goes_back_and_ends_at_the_size() -> None:
    paths = [
        write("a.jsonl", many()),
        write("b.jsonl.gz", gzip.compress(many())),
        write("cut.jsonl.gz", gzip.compress(many())[:-50]),
        write("broken.json", b"["),
        write("page.txt", PAGE),
        "missing.json",
    ]
    sources = Sources(paths)
    assert sources.size == sum(Path(path).stat().st_size for path in paths[:-1])
    assert sources.read == 0
    seen = [sources.read for _ in sources]
    assert seen == sorted(seen)
    assert seen[-1] <= sources.size == sources.read


def test_progress_begins_again_when_sources_are_read_again() -> None:
    sources = Sources([write("a.jsonl", many()), write("b.json", B)])
    once = [sources.read for _ in sources]
    assert [sources.read for _ in sources] == once
    assert sources.read == sources.size


def test_progress_stays_below_the_size_when_a_file_grows() -> None:
    sources = Sources([write("a.jsonl", A)])
    write("a.jsonl", many())
    assert max(sources.read for _ in sources) == sources.read == sources.size


def test_progress_moves_within_a_file() -> None:
    sources = Sources([write("a.jsonl", A + b"\n" + B + b"\n")])
    assert [sources.read for _ in sources] == [len(A) + 1, len(A + B) + 2]


def test_standard_input_counts_for_no_progress() -> None:
    sources = Sources(["-"], stdin=io.BytesIO(A))
    assert [sources.read for _ in sources] == [0]
    assert sources.size == sources.read == 0


def test_a_place_is_the_file_with_the_line_where_there_is_one() -> None:
    assert Rejected("a.jsonl", 7, "why").place == "a.jsonl:7"
    assert Rejected("a.json", None, "why").place == "a.json"
