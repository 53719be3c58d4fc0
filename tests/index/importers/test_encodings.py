"""A file in another encoding of Chinese texts is read as what it says, noted; a damaged one never is."""

import gzip
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.articles.article import Reading
from index.importers.records import RawRecord, Rejected
from index.importers.sources import Sources, decode
from web.cli import main

PAGE = "城西水厂扩建工程今日开工\n青禾日报·2025-05-02 04:36\n\n核心观点 - 日供水三十万吨[1]。\n"
TRADITIONAL = "湖上夜航六月開通\n湖岸報·2025-05-02 04:36\n\n核心觀點 - 渡輪徹夜航行[1]。\n"
TITLES = ["城西水厂扩建工程今日开工", "山谷银行下调存款利率", "湖上夜航六月开通"]
GARBLED = {"gbk": b"\x81\x20", "utf-8": b"\xe6\xb0"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def outcomes(name: str, data: bytes) -> list[Reading | Rejected]:
    """What is read of a file of these bytes; from standard input it is the same."""
    Path(name).write_bytes(data)
    read = [decode(each) if isinstance(each, RawRecord) else each for each in Sources([name])]
    piped = [
        decode(each) if isinstance(each, RawRecord) else each
        for each in Sources(["-"], stdin=io.BytesIO(data))
    ]
    if not name.endswith(".gz"):
        assert [type(each) for each in piped] == [type(each) for each in read]
        assert [each.article for each in piped if isinstance(each, Reading)] == [
            each.article for each in read if isinstance(each, Reading)
        ]
    return read


def titles(name: str, data: bytes) -> list[str]:
    read = outcomes(name, data)
    return [each.article.title if isinstance(each, Reading) else f"! {each.place}" for each in read]


def notes(name: str, data: bytes) -> list[str]:
    return [note for each in outcomes(name, data) if isinstance(each, Reading) for note in each.notes]


ENCODINGS = ["gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_page_is_read_in_its_encoding(encoding: str) -> None:
    assert titles("a.txt", PAGE.encode(encoding)) == TITLES[:1]
    assert titles("a.txt", PAGE.replace("\n", "\r\n").encode(encoding)) == TITLES[:1]
    assert titles("a.txt.gz", gzip.compress(PAGE.encode(encoding))) == TITLES[:1]


def test_a_traditional_page_is_read_in_big5() -> None:
    assert titles("a.txt", TRADITIONAL.encode("big5")) == ["湖上夜航六月開通"]
    assert notes("a.txt", TRADITIONAL.encode("big5")) == ["read as Big5, not as UTF-8"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_the_records_of_a_file_are_read_in_its_encoding(encoding: str, name: str) -> None:
    records = [json.dumps({"title": title}, ensure_ascii=False) for title in TITLES]
    text = "\n".join(records) if name == "a.jsonl" else f"[{','.join(records)}]"
    assert titles(name, text.encode(encoding)) == TITLES


def test_an_encoding_is_noted_once_for_its_file() -> None:
    text = "".join(json.dumps({"title": title}, ensure_ascii=False) + "\n" for title in TITLES * 50)
    assert notes("a.jsonl", text.encode("gbk")) == ["read as GB18030 (GBK), not as UTF-8"]
    assert notes("a.jsonl", text.encode("utf-16")) == ["read as UTF-16, not as UTF-8"]
    assert notes("a.jsonl", text.encode()) == []


def test_a_record_in_another_encoding_than_its_file_is_read_too() -> None:
    first = "".join(json.dumps({"title": f"Water {n}"}) + "\n" for n in range(5000))
    last = json.dumps({"title": TITLES[0]}, ensure_ascii=False)
    assert titles("a.jsonl", first.encode() + last.encode("gbk"))[-1] == TITLES[0]


def test_a_trail_byte_that_looks_like_a_backslash_breaks_no_array() -> None:
    title = "功許蓋湖岸報的夜航六月開通"  # its first three characters end in the byte of a backslash
    record = json.dumps({"title": title}, ensure_ascii=False)
    assert b"\\" in record.encode("big5")
    assert titles("a.json", f"[{record}, {record}]".encode("big5")) == [title, title]


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_damaged_record_is_named_and_the_others_are_read(encoding: str) -> None:
    lines = [json.dumps({"title": title}, ensure_ascii=False).encode(encoding) for title in TITLES * 4]
    lines[5] = lines[5][:14] + GARBLED[encoding] + lines[5][14:]
    read = titles("a.jsonl", b"\n".join(lines))
    assert read[5] == "! a.jsonl:6"
    assert read[:5] + read[6:] == (TITLES * 4)[:5] + (TITLES * 4)[6:]


@pytest.mark.parametrize("at", range(0, 60, 7))
@pytest.mark.parametrize("byte", [b"\xff", b"\x80", b"\xb3", b"\xe8"])
def test_a_damaged_text_is_never_read_as_another_one(at: int, byte: bytes) -> None:
    data = PAGE.encode()
    broken = data[:at] + byte + data[at:]
    with pytest.raises(UnicodeDecodeError):
        broken.decode()
    assert titles("a.txt", broken) == ["! a.txt:1"]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Le café était fermé", "latin-1"), ("Привет, мир", "cp1251"), ("日本語の文章です", "shift_jis")],
)
def test_another_encoding_is_refused_and_nothing_guessed(text: str, encoding: str) -> None:
    (refused,) = outcomes("a.txt", f"{text}\n".encode(encoding))
    assert isinstance(refused, Rejected)
    assert refused.escaped
    assert refused.reason.startswith("not UTF-8: byte ")


def test_a_wide_file_may_end_in_half_a_character() -> None:
    assert titles("a.txt", PAGE.encode("utf-16") + b"\n") == TITLES[:1]


def test_a_wide_file_that_is_damaged_is_named() -> None:
    data = (json.dumps({"title": TITLES[0]}, ensure_ascii=False) + "\n").encode("utf-16-le")
    assert titles("a.jsonl", data * 3000 + b"\x00\xdc" + data)[-1].startswith("! a.jsonl")


def run(command: str, *arguments: object) -> str:
    result = CliRunner().invoke(main, [command, *map(str, arguments), "--index", "ix dir"])
    return result.stderr


def test_rejected_bytes_fed_back_unmended_are_rejected_again_and_mended_ones_are_read() -> None:
    Path("bad.txt").write_bytes(PAGE.encode().replace(b"\n", b"\xff\xfe\n", 1))
    Path("good.jsonl").write_text('{"title": "A"}')
    shown = run("reindex", "bad.txt", "good.jsonl")
    rejects = Path("ix dir/rejects.jsonl")
    assert "yinsuo update 'ix dir/rejects.jsonl' --index 'ix dir'" in shown
    for _ in range(2):  # also what was rejected twice
        shown = run("update", rejects)
        assert "bytes of this record are still escaped, like \\xff" in shown
        assert "added       0" in shown
    row = json.loads(rejects.read_text(encoding="utf-8"))
    row["record"] = row["record"].replace("\\xff\\xfe", "")
    rejects.write_text(json.dumps(row), encoding="utf-8")
    assert "added       1" in run("update", rejects)
    assert not rejects.exists()


def test_where_there_is_no_index_the_advice_is_to_build_one() -> None:
    Path("bad.txt").write_bytes(b"T\n\xff\n")
    assert "yinsuo reindex 'ix dir/rejects.jsonl' --index 'ix dir'" in run("reindex", "bad.txt")
