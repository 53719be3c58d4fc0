"""`yinsuo search` shows what an answer lacks and how to go on, to a person and to a program."""

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

from search import Searcher
from web.cli import main


@pytest.fixture
def search(sample_index: Path) -> Callable[..., Result]:
    """`yinsuo search` of the sample articles."""
    return lambda *given: CliRunner().invoke(main, ["search", *given, "--index", str(sample_index)])


# Where an answer ends.


def test_where_nothing_answers_it_is_said_above_the_results(search: Callable[..., Result]) -> None:
    lines = search("数据中心 熊猫", "--lang", "same").stdout.splitlines()
    said = lines.index("No article here has all of this. The nearest first:")
    assert said < next(at for at, line in enumerate(lines) if line.startswith("1. "))
    found = json.loads(search("battery China", "--json").stdout)
    assert found["required"]
    assert not found["answered"]
    assert "No single passage of the first results has all of this." in search("battery China").stdout
    assert "has all of this" not in search("battery").stdout


def test_the_end_of_an_answer_says_how_many_more_have_some_of_the_words(
    search: Callable[..., Result],
) -> None:
    query = ("battery China", "--size", "5")
    answer, every = (
        json.loads(search(*query, "--extent", extent, "--json").stdout) for extent in ("answer", "any")
    )
    last = -(-answer["total"] // 5)
    rest = every["total"] - answer["total"]
    assert rest > 1
    line = f"{rest} more have some of the words: add --extent any"
    assert search(*query, "--page", f"{last}").stdout.splitlines()[-1] == line
    assert line not in search(*query, "--page", f"{last - 1}").stdout
    assert "--extent" not in search(*query, "--extent", "any", "--size", "100").stdout


# What is missing.


def test_each_article_names_what_it_lacks_and_the_answer_how_many_have_all(
    search: Callable[..., Result],
) -> None:
    answer = ("数据中心 熊猫", "--lang", "same", "--size", "2")
    shown = search(*answer).stdout
    found = json.loads(search(*answer, "--json").stdout)
    assert [article["missing"] for article in found["articles"]] == [["熊猫"]] * 2
    assert shown.count("without: 熊猫") == 2
    assert f"{found['total']} articles in" in shown
    assert not found["required"]
    assert "No article here has all of this" in shown


def test_where_some_match_the_whole_query_their_number_is_shown(search: Callable[..., Result]) -> None:
    found = json.loads(search("battery China", "--json").stdout)
    assert 0 < found["required"] < found["total"]
    assert f", {found['required']} have all of the query" in search("battery China").stdout
    assert "all of the query" not in search("battery").stdout


def test_a_point_names_what_it_lacks(search: Callable[..., Result]) -> None:
    shown = search("比亚迪 电池", "--scope", "points").stdout
    assert "none has all of the query" in shown
    assert "without: 电池" in shown


def test_a_citation_without_a_paragraph_is_named_without_colours_too(
    index_of: Callable[..., Searcher], tmp_path: Path
) -> None:
    groups = [{"title": "group", "points": [{"text": "A red point [1][9]."}]}]
    index_of({"id": "a", "title": "red", "groups": groups, "paragraphs": ["first"]})
    shown = CliRunner().invoke(main, ["search", "red", "--index", str(tmp_path / "index1")]).stdout
    assert "A red point[1][9: no such paragraph]." in shown


# How to go on.


def test_the_next_page_is_offered_until_the_last(search: Callable[..., Result]) -> None:
    total = json.loads(search("battery", "--json").stdout)["total"]
    assert total > 4
    first = search("battery", "--size", "2").stdout
    assert first.endswith(f"{total - 2} more articles; for the next page add --page 2\n")
    before_last = search("battery", "--size", str(total - 1)).stdout
    assert before_last.endswith("1 more article; for the next page add --page 2\n")
    for last in (search("battery", "--size", str(total)), search("battery", "--size", "5", "--page", "2")):
        assert last.exit_code == 0
        assert "--page" not in last.stdout


@pytest.mark.parametrize("page", [3, 99, 10_000, 10**9])
@pytest.mark.parametrize("scope", ["articles", "points"])
def test_a_page_beyond_the_end_names_the_last_one(
    search: Callable[..., Result], page: int, scope: str
) -> None:
    shown = search("battery", "--scope", scope, "--page", str(page))
    assert shown.exit_code == 1
    assert shown.stdout.endswith(f"there is no page {page}; the last one is --page 2\n")
    assert search("battery", "--scope", scope, "--page", "2").exit_code == 0


def test_the_deepest_page_says_that_there_is_more(
    search: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YINSUO_MAX_DEPTH", "5")
    assert "add --page 2" in search("battery", "--size", "2").stdout
    assert "no page goes beyond article 4 of 6;" in search("battery", "--size", "2", "--page", "2").stdout
    beyond = search("battery", "--size", "2", "--page", "3")
    assert beyond.stdout.endswith("there is no page 3; the last one is --page 2\n")
    assert beyond.exit_code == 1


def test_where_nothing_is_found_it_says_which_words_no_article_has(search: Callable[..., Result]) -> None:
    shown = search("title:(zebra OR 电池)", "--from", "2030")
    assert shown.exit_code == 1
    lines = shown.stdout.splitlines()
    assert "zebra: in no article" in lines
    assert "电池: in 6 articles" in lines


def test_where_nothing_is_found_it_offers_what_is_without_a_restriction(
    search: Callable[..., Result],
) -> None:
    assert "without --from 2030: 6 articles\n" in search("battery", "--from", "2030").stdout
    assert "without --source 'no one': 6 articles\n" in search("battery", "--source", "no one").stdout
    both = search("battery", "--from", "2030", "--source", "no one").stdout
    assert "without any filter: 6 articles\n" in both
    assert "without --" not in both
    assert "with --lang auto: 1 article\n" in search("熊猫", "--lang", "same").stdout
    assert "as plain words: battery China (6 articles)\n" in search('title:"battery China"').stdout


def test_where_nothing_helps_it_leads_to_all_articles(search: Callable[..., Result]) -> None:
    shown = search("zzzzqqqq").stdout
    assert "zzzzqqqq: in no article" in shown
    assert shown.endswith("list all articles, newest first: yinsuo search --from 1000\n")
    listed = search("--from", "1000")
    assert listed.exit_code == 0
    days = [line.split(" · ")[1] for line in listed.stdout.splitlines() if " · 20" in line]
    assert len(days) == 5
    assert days == sorted(days, reverse=True)


def test_what_was_found_as_a_whole_comes_without_help(search: Callable[..., Result]) -> None:
    for query in ("battery", "battery China"):
        assert ": in " not in search(query).stdout
        assert "without --" not in search(query, "--ticker", "US:TSLA").stdout


def test_another_spelling_comes_with_its_number(search: Callable[..., Result]) -> None:
    assert "did you mean microsoft? (4 articles)\n" in search("microsfot").stdout


# Arguments.


def test_unquoted_words_make_one_query_with_options_anywhere(search: Callable[..., Result]) -> None:
    whole = json.loads(search("battery storage grid", "--size", "3", "--json").stdout)
    assert whole["query"] == "battery storage grid"
    for given in (
        ("battery", "storage", "grid", "--size", "3", "--json"),
        ("battery", "--size=3", "storage", "--json", "grid"),
        ("--json", "--limit", "3", "battery storage", "grid"),
    ):
        again = json.loads(search(*given).stdout)
        assert {**again, "took_ms": 0} == {**whole, "took_ms": 0}


@pytest.mark.parametrize("word", ["-hydrogen", "-China", "-size", "-5", "-", "-“a b”", "--电池", "---"])
def test_a_word_that_begins_with_a_minus_is_of_the_query(search: Callable[..., Result], word: str) -> None:
    for given in ((f"battery {word}",), ("battery", word), (word, "battery")):
        found = search(*given, "--json")
        assert found.exit_code in (0, 1), found.output
        assert json.loads(found.stdout)["query"] == " ".join(given)


def test_all_is_words_after_two_dashes(sample_index: Path) -> None:
    given = ["search", "--index", str(sample_index), "--json", "--", "battery", "--size", "--"]
    assert json.loads(CliRunner().invoke(main, given).stdout)["query"] == "battery --size --"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (("battery", "--sise", "3"), "--size"),
        (("battery", "--limits=3"), "--limit"),
        (("battery", "--size", "three"), "three"),
        ((), "give the words to search for"),
        (("battery", "--from", "no day"), "no date"),
        (("battery", "--size", "0"), "size is 0"),
        (("battery", "--page", "0"), "page is 0"),
    ],
)
def test_a_mistake_is_an_error_and_no_word(
    search: Callable[..., Result], given: tuple[str, ...], reason: str
) -> None:
    failed = search(*given)
    assert failed.exit_code == 2
    assert reason in failed.stderr
    assert not failed.stdout


def test_an_option_without_its_value_is_an_error(search: Callable[..., Result], sample_index: Path) -> None:
    failed = CliRunner().invoke(main, ["search", "battery", "--index", str(sample_index), "--size"])
    assert failed.exit_code == 2
    assert "--size" in failed.stderr


def test_words_and_options_of_an_explanation_are_read_alike(sample_index: Path) -> None:
    given = ["explain", "battery", "-China", "--limit", "1", "--index", str(sample_index), "--json"]
    explained = json.loads(CliRunner().invoke(main, given).stdout)
    assert explained["query"] == "battery -China"
    assert len(explained["articles"]) == 1


@pytest.mark.parametrize(("query", "status"), [("battery", 0), ("zzzzqqqq", 1), ("battery zzzzqqqq", 0)])
def test_the_exit_code_says_whether_anything_is_shown(
    search: Callable[..., Result], query: str, status: int
) -> None:
    assert search(query).exit_code == status
    assert search(query, "--json").exit_code == status
    assert "Exits with 0" in search("--help").stdout


# What gets to the terminal.


def test_piped_output_is_neither_wrapped_nor_coloured(sample_index: Path) -> None:
    for command in ("search", "explain"):
        given = [command, "数据中心", "电力", "--index", str(sample_index)]
        run = [sys.executable, "-m", "web.cli", *given]
        environment = {**os.environ, "COLUMNS": "40", "TERM": "xterm-256color"}
        piped = subprocess.run(run, capture_output=True, text=True, check=True, env=environment)
        assert "\x1b" not in piped.stdout
        assert max(map(len, piped.stdout.splitlines())) > 70
        assert all(line == line.rstrip() for line in piped.stdout.splitlines())
    assert "耗电" in CliRunner().invoke(main, ["search", *given[1:]]).stdout


def test_a_terminal_without_chinese_gets_the_rest(sample_index: Path) -> None:
    run = [sys.executable, "-m", "web.cli", "search", "漢字", "PUE", "--index", str(sample_index)]
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    shown = subprocess.run(run, capture_output=True, check=True, env=environment).stdout.decode("latin-1")
    assert "article" in shown
    assert "?" in shown


def test_a_screen_gets_lines_that_fit_it(sample_index: Path) -> None:
    for columns in (60, 140):
        lines = on_screen(columns, "search", "数据中心", "电力", "--size", "3", "--index", str(sample_index))
        assert len(lines) > 20
        assert max(map(cell_len, lines)) <= columns
        # The first line of an entry has its number, its others are indented as far.
        start = next(at for at, line in enumerate(lines) if line.startswith("1. "))
        end = next(at for at, line in enumerate(lines) if line.startswith("2. "))
        assert all(line.startswith("   ") or not line for line in lines[start + 1 : end])


@pytest.mark.parametrize(
    "query",
    [
        "data center PUE",
        "微软 云",
        "数据中心 电池 中国",
        "Which companies built the first large data centers, and how much electricity do they use today?",
        "数据中心为什么这么耗电，哪些公司在用液冷技术降低能耗",
        "micro* battery",
    ],
)
def test_an_explanation_fits_a_screen(sample_index: Path, query: str) -> None:
    """Of 80 columns and 24 lines, of which the last is for what is typed next."""
    lines = on_screen(80, "explain", query, "--index", str(sample_index))
    assert 4 < len(lines) <= 23
    assert max(map(cell_len, lines)) <= 80
    titles = [line for line in lines if re.match(r"\d+\.\d\d ", line)]
    assert titles
    header = next(at for at, line in enumerate(lines) if line.split() == EXPLAINED)
    for line in lines[header + 1 :]:
        assert line in titles or re.search(r" \d+\.\d\d +\d+%$", line)
    # The shares of an article's words and of its passage are all of its score.
    shares = [0.0]
    for line in lines[header + 1 :]:
        if line in titles:
            shares.append(0.0)
        else:
            shares[-1] += int(line.split()[-1].rstrip("%"))
    assert all(abs(share - 100) <= 6 for share in shares[1:])


EXPLAINED = ["idf", "times", "length", "score", "share"]


def on_screen(columns: int, *given: str) -> list[str]:
    """What a command prints on a screen of so many columns and 24 lines."""
    parent, child = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(columns), "LINES": "24", "TERM": "xterm"}
    run = subprocess.Popen([sys.executable, "-m", "web.cli", *given], stdout=child, env=environment)
    os.close(child)
    read = b""
    try:
        while piece := os.read(parent, 65_536):
            read += piece
    except OSError:  # the other end is closed
        pass
    finally:
        os.close(parent)
    assert run.wait() == 0
    return re.sub(r"\x1b\[[\d;]*m|\r", "", read.decode()).splitlines()


def test_no_control_character_of_an_article_or_a_query_gets_to_the_terminal(
    index_of: Callable[..., Searcher], tmp_path: Path
) -> None:
    evil = "red\x1b[31m \x07\x9b2J\u202e\r end"
    index_of(
        {
            "id": "a",
            "title": f"title {evil}",
            "source": f"source {evil}",
            "tickers": [{"symbol": "US:RED", "name": f"name {evil}"}],
            "viewpoint": f"viewpoint {evil}",
            "groups": [{"title": f"group {evil}", "points": [{"text": f"point {evil} of another kind"}]}],
            "paragraphs": [f"paragraph {evil}"],
        }
    )
    index = str(tmp_path / "index1")
    for given in (
        ["search", "red"],
        ["search", "red", "--scope", "points"],
        ["search", f"zzzz{evil}"],
        ["search", "red", "--source", evil],
        ["search", f'"{evil}"~9', "[\x1b TO \x1b]", "--from", "2030"],
        ["explain", "red"],
        ["explain", f'"red {evil}"'],
        ["check", "--citations"],
    ):
        shown = CliRunner().invoke(main, [*given, "--index", index]).output
        assert shown
        assert all(character.isprintable() or character == "\n" for character in shown), given
    shown = CliRunner().invoke(main, ["search", "red", "--index", index]).stdout
    for text in ("title", "source", "name", "viewpoint", "group", "point"):
        assert f"{text} red" in shown


def test_one_of_a_kind_is_singular(index_of: Callable[..., Searcher], tmp_path: Path) -> None:
    groups = [{"title": "group", "points": [{"text": "A red point [1]."}]}]
    index_of({"id": "a", "title": "red", "groups": groups, "paragraphs": ["red"]})
    index = str(tmp_path / "index1")
    assert "1 article in" in CliRunner().invoke(main, ["search", "red", "--index", index]).stdout
    points = CliRunner().invoke(main, ["search", "red", "--scope", "points", "--index", index]).stdout
    assert "1 point in" in points
    explained = CliRunner().invoke(main, ["explain", "red", "--index", index]).stdout
    assert "1 of 1 article matches all of the query" in explained
    checked = CliRunner().invoke(main, ["check", "--citations", "--index", index]).stdout
    assert "1 statement with citations: 1 shares" in checked
    assert "1 article, 1 point, 1 paragraph," in checked
