"""The Rust build and the original segment alike, and a user's words are read from a file."""

import gzip
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest

from index import Analyzer, SettingError
from index.errors import DictionaryError
from index.text.folding import fold_text
from index.text.segmentation import Segmenter, UserWord, open_segmenter, read_user_words
from index.text.unicode_scripts import gaps_and_runs, is_segmentable

SAMPLES = Path(__file__).parents[3] / "samples" / "articles.jsonl"
NAMES = ("rjieba", "jieba")


@pytest.fixture(scope="module")
def pair() -> tuple[Segmenter, Segmenter]:
    rust, python = map(open_segmenter, NAMES)
    return rust, python


def han_runs(texts: Iterable[str], count: int) -> list[str]:
    """The first different runs of Han of the texts."""
    found = (run for text in texts for run in gaps_and_runs(fold_text(text))[1::2] if is_segmentable(run))
    distinct: dict[str, None] = {}
    for run in found:
        distinct[run] = None
        if len(distinct) == count:
            break
    return list(distinct)


def sample_texts() -> list[str]:
    records = [msgspec.json.decode(line) for line in SAMPLES.read_bytes().splitlines()]
    return [
        text
        for record in records
        for text in (
            *record.get("paragraphs", ()),
            *(point["text"] for group in record.get("groups", ()) for point in group["points"]),
            record["title"],
        )
    ]


def differing(pair: tuple[Segmenter, Segmenter], runs: list[str]) -> list[tuple[str, str, str]]:
    """The runs that the two segment differently, and their words."""
    rust, python = pair
    found: list[tuple[str, str, str]] = []
    # The words for the index show nearly all of those for a query, so a part of the runs is enough for these.
    for run in runs[:: 1 + len(runs) // 50_000]:
        cuts = [" ".join(each.cut_for_query(run)) for each in pair]
        if cuts[0] != cuts[1]:
            found.append((run, cuts[0], cuts[1]))
    for first in range(0, len(runs), 10_000):
        batch = runs[first : first + 10_000]
        together = "\n".join(batch)
        if rust.cut_for_index(together) != python.cut_for_index(together):
            alone = [(run, rust.cut_for_index(run), python.cut_for_index(run)) for run in batch]
            found += [each for each in alone if each[1] != each[2]] or [(together, "together", "differs")]
    return found


def test_both_cut_the_runs_of_the_samples_alike(pair: tuple[Segmenter, Segmenter]) -> None:
    runs = han_runs(sample_texts(), 3_000)
    assert len(runs) > 1_000
    assert differing(pair, runs) == []


def test_both_cut_two_hundred_thousand_runs_alike(pair: tuple[Segmenter, Segmenter], shared: Path) -> None:
    with gzip.open(shared / "articles" / "lctt-zh.jsonl.gz") as file:
        records = map(msgspec.json.decode, file)
        runs = han_runs((text for record in records for text in record["paragraphs"]), 200_000)
    assert len(runs) == 200_000
    assert differing(pair, runs) == []


@pytest.mark.parametrize("which", [0, 1], ids=NAMES)
def test_words_in_longer_ones_come_before_them(pair: tuple[Segmenter, Segmenter], which: int) -> None:
    assert pair[which].cut_for_index("人工智能\n数据中心") == "人工 智能 人工智能 数据 中心 数据中心"


@pytest.mark.parametrize("which", [0, 1], ids=NAMES)
def test_the_words_of_a_query_are_the_run(pair: tuple[Segmenter, Segmenter], which: int) -> None:
    runs = han_runs(sample_texts(), 200)
    assert len(runs) == 200
    for run in runs:
        assert "".join(pair[which].cut_for_query(run)) == run


@pytest.mark.parametrize("which", [0, 1], ids=NAMES)
def test_runs_cut_together_are_cut_as_each_alone(pair: tuple[Segmenter, Segmenter], which: int) -> None:
    runs = han_runs(sample_texts(), 500)
    assert len(runs) == 500
    alone = " ".join(map(pair[which].cut_for_index, runs))
    assert pair[which].cut_for_index("\n".join(["", *runs, ""])) == alone


def written(folder: Path, text: str) -> Path:
    path = folder / "words.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_of_words_has_weights_comments_and_blank_lines(tmp_path: Path) -> None:
    path = written(tmp_path, "引索\n\n# all of it a comment\n刀片电池 500\n  數據湖\t7  # traditional\n")
    assert read_user_words(path) == (UserWord("引索"), UserWord("刀片电池", 500), UserWord("数据湖", 7))


def test_a_byte_order_mark_is_no_part_of_the_first_word(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes(b"\xef\xbb\xbf" + "引索 3\r\n".encode())
    assert read_user_words(path) == (UserWord("引索", 3),)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("引索 3 nz", "at most one weight"),
        ("引索 many", "weight of 1 or more"),
        ("引索 0", "weight of 1 or more"),
        ("引索 -3", "weight of 1 or more"),
        ("引索 ３", "weight of 1 or more"),
        ("GPT", "not made of Han characters"),
        ("A股", "not made of Han characters"),
        ("引·索", "not made of Han characters"),
        ("𠮷野", "not made of Han characters"),
        ("カタ", "not made of Han characters"),
    ],
)
def test_a_bad_line_is_refused_with_file_and_line(tmp_path: Path, line: str, why: str) -> None:
    path = written(tmp_path, f"引索\n\n{line}\n好\n")
    with pytest.raises(DictionaryError, match=why) as raised:
        read_user_words(path)
    assert str(raised.value).startswith(f"{path}:3: ")


def test_a_file_that_is_not_there_or_no_text_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(DictionaryError, match=r"none\.txt"):
        read_user_words(tmp_path / "none.txt")
    path = tmp_path / "words.txt"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DictionaryError, match=r"words\.txt"):
        read_user_words(path)


def test_the_same_words_change_the_cut_of_both_alike(pair: tuple[Segmenter, Segmenter]) -> None:
    words = [UserWord("田中芯"), UserWord("算力底座"), UserWord("石墨烯电", 9), UserWord("的人工", 100_000)]
    runs = ["田中芯片", "国产算力底座方案", "新型石墨烯电池", "他的人工智能", *han_runs(sample_texts(), 500)]
    taught = [open_segmenter(name, words) for name in NAMES]
    cuts = [[each.cut_for_query(run) for run in runs] for each in taught]
    assert cuts[0] == cuts[1]
    assert taught[0].cut_for_index("\n".join(runs)) == taught[1].cut_for_index("\n".join(runs))
    assert [pair[0].cut_for_query(run) for run in runs[:4]] != cuts[0][:4]
    assert "算力底座" in cuts[0][1]
    assert "的人工" in cuts[0][3]


def test_words_taught_to_one_are_not_taught_to_the_next(pair: tuple[Segmenter, Segmenter]) -> None:
    for name, plain in zip(NAMES, pair, strict=True):
        taught = open_segmenter(name, [UserWord("国产算力底座", 50_000)])
        assert taught.cut_for_query("国产算力底座") == ["国产算力底座"]
        assert open_segmenter(name).cut_for_query("国产算力底座") != ["国产算力底座"]
        assert plain.cut_for_query("国产算力底座") != ["国产算力底座"]


def test_a_traditional_text_is_cut_by_a_word_taught_in_traditional(tmp_path: Path) -> None:
    words = read_user_words(written(tmp_path, "國產算力底座 50000"))
    analyzer = Analyzer(open_segmenter("rjieba", words))
    assert "国产算力底座" in analyzer.layers(["國產算力底座"]).words.split()


def test_the_identity_tells_segmenter_version_and_words() -> None:
    for name in NAMES:
        plain = open_segmenter(name).identity
        taught = open_segmenter(name, [UserWord("引索", 3), UserWord("田中芯")]).identity
        turned = open_segmenter(name, [UserWord("田中芯"), UserWord("引索", 3)]).identity
        heavier = open_segmenter(name, [UserWord("引索", 4), UserWord("田中芯")]).identity
        assert plain.startswith(f"{name} ")
        assert taught == turned
        assert len({plain, taught, heavier}) == 3


def test_an_unknown_segmenter_is_refused_with_the_choice() -> None:
    with pytest.raises(SettingError, match="'pkuseg'; choose auto, rjieba or jieba"):
        open_segmenter("pkuseg")


@pytest.mark.parametrize("name", NAMES)
def test_a_segmenter_that_is_not_installed_is_missed_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(SettingError, match=f"pip install {name}"):
        open_segmenter(name)


def test_nothing_is_written_to_the_temp_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    assert tempfile.gettempdir() == str(tmp_path)
    segmenter = open_segmenter("jieba", [UserWord("引索")])
    assert segmenter.cut_for_query("数据中心")
    assert segmenter.cut_for_index("数据中心\n微软")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_said_while_a_dictionary_is_loaded() -> None:
    script = (
        "from index.text.segmentation import open_segmenter\n"
        "for name in ('rjieba', 'jieba'): open_segmenter(name).cut_for_query('数据中心')\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert (ran.stdout, ran.stderr) == ("", "")
