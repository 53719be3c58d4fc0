"""Which identifiers a text holds, by which words each is found, and where runs of Han begin and end."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Analyzer
from index.text.folding import SEPARATOR, fold_text
from index.text.unicode_scripts import (
    atoms,
    gaps_and_runs,
    identifiers,
    is_ideographic,
    is_segmentable,
    pieces,
    segmentable_parts,
    whole,
)

# text, its words (in any order), its grams in order
TOKENS = [
    ("iPhone15手机", "iphone15 iphone iphon 15 手机", "iphone 15 5手 手机"),
    ("GPT-4o", "gpt4o gpt 4o", "gpt 4 o"),
    ("3.6.3", "3.6.3", "3 6 3"),
    ("C++", "c++", "c + +"),
    ("C#", "c#", "c #"),
    (".NET", ".net net", ". net"),
    ("US:MSFT", "us:msft us msft", "us msft"),
    ("A股", "a 股", "a a股"),
    ("5G", "5g", "5 g"),
    ("H100", "h100 100", "h 100"),
    ("50%", "50% 50", "50 %"),
    ("$800亿", "$800 800 亿", "$ 800 0亿"),
    ("2025-05-02", "20250502 2025 05 02", "2025 05 02"),
    ("e-mail", "email mail", "e mail"),
    ("AT&T", "at&t at", "at & t"),
    ("user@host", "user@host user host", "user host"),
    ("O'Reilly", "oreilly oreilli reilly reilli", "o reilly"),
    ("O’Reilly", "oreilly oreilli reilly reilli", "o reilly"),
    ("萨姆·奥特曼", "萨姆 奥特 特曼 奥特曼", "萨姆 姆奥 奥特 特曼"),
    ("Microsoft's", "microsoft", "microsoft"),
    ("1,000,000", "1000000", "1000000"),
    ("1,234.5", "1234.5 1234", "1234 5"),
    ("c++20", "c++20 20", "c + + 20"),
    ("Acme\u24c7", "acmer acme acm", "acme r"),
    ("node.js", "node.js node js", "node js"),
    ("foo_bar", "foobar foo bar", "foo bar"),
    ("the companies", "the compani companies", "the companies"),
    ("ＧＰＴ－４", "gpt4 gpt", "gpt 4"),
    ("数，据", "数 据", ""),
    ("a/b/c/d/e/f/g/hi/j", "hi", "a b c d e f g hi j"),
    ("", "", ""),
    ("，。！", "", ""),
]


@pytest.mark.parametrize(("text", "words", "grams"), TOKENS, ids=[text for text, _, _ in TOKENS])
def test_a_text_is_cut_into_these_tokens(analyzer: Analyzer, text: str, words: str, grams: str) -> None:
    layers = analyzer.layers([text])
    assert sorted(layers.words.split()) == sorted(words.split())
    assert layers.grams == grams


def answers(analyzer: Analyzer, text: str, query: str) -> bool:
    """Whether the text has every unit of the query, in one layer or another."""
    layers = analyzer.layers([text])
    units = analyzer.units(query)
    return bool(units) and all(
        set(unit.words) & set(layers.words.split())
        or (unit.grams and f" {' '.join(unit.grams)} " in f" {layers.grams} ")
        or unit.chars in layers.chars.split()
        for unit in units
    )


@pytest.mark.parametrize(
    ("text", "queries"),
    [
        ("iPhone15手机", ["iPhone", "iphone15", "iPhone 15", "手机", "15手机", "机", "iphones"]),
        ("GPT-4o", ["gpt-4o", "GPT4o", "gpt 4o", "4o", "GPT", "ＧＰＴ－４Ｏ"]),
        ("Python 3.6.3", ["3.6.3", "python", "3.6", "3 6 3"]),
        ("C++和C#", ["c++", "C#", "C++和", "和C#"]),
        ("微软.NET平台", [".net", "NET", "微软", "平台"]),
        ("US:MSFT", ["us:msft", "MSFT", "US：MSFT"]),
        ("A股上涨", ["A股", "a股", "股", "Ａ股"]),
        ("5G网络", ["5g", "5G网络", "網絡"]),
        ("H100芯片", ["h100", "H 100", "芯片", "H100芯片"]),
        ("增长50%以上", ["50%", "50", "５０％", "增长50%"]),
        ("投资$800亿", ["$800亿", "800亿", "$800", "800", "亿"]),
        ("2025-05-02", ["2025-05-02", "2025", "2025-05", "05-02", "20250502"]),
        ("an e-mail", ["email", "e-mail", "E-Mails", "mail"]),
        ("an email", ["email", "e-mail", "emails"]),
        ("AT&T", ["at&t", "AT&T", "ＡＴ＆Ｔ"]),
        ("user@host", ["user", "host", "user@host"]),
        ("O'Reilly", ["O’Reilly", "oreilly", "Reilly", "O'REILLY"]),
        ("萨姆·奥特曼", ["萨姆奥特曼", "奥特曼", "萨姆・奥特曼", "萨姆 奥特曼", "薩姆·奧特曼"]),
        ("Microsoft's plan", ["Microsoft", "microsoft plan", "Microsoft's", "Microsoft’s"]),
        ("1,000,000", ["1000000", "1,000,000", "１，０００，０００"]),
        ("1000000", ["1,000,000"]),
        ("node.js", ["Node.js", "node", "js"]),
        ("foo_bar", ["foo", "bar", "foo_bar", "foobar", "foo bar"]),
        ("x=foo_bar(1)", ["foo_bar", "1"]),
        ("run", ["running", "runs"]),
        ("乾坤著名", ["干坤", "著名", "着名", "乾"]),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_text_answers_whoever_writes_it_otherwise(
    analyzer: Analyzer, text: str, queries: list[str]
) -> None:
    assert queries
    assert [query for query in queries if not answers(analyzer, text, query)] == []


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("C++", "C#"),
        ("C", "C++"),
        ("3.6.3", "3.6.4"),
        ("13.6.3", "3.6.3"),
        ("iPhone15手机", "iPhone1"),
        ("iPhone15手机", "phone"),
        ("数，据", "数据"),
        ("据数", "数据"),
        ("H1000", "H100"),
    ],
)
def test_a_text_does_not_answer_for_what_it_lacks(analyzer: Analyzer, text: str, query: str) -> None:
    assert not answers(analyzer, text, query)


def test_a_possessive_finds_its_name(analyzer: Analyzer) -> None:
    assert answers(analyzer, "Microsoft and OpenAI", "Microsoft's")
    assert answers(analyzer, "Microsoft and OpenAI", "Microsoft’s")


@pytest.mark.parametrize(
    ("gap", "found"),
    [
        ("we use c++, c# and .net.", ["we", "use", "c++", "c#", "and", ".net"]),
        ("a-b--c", ["a-b", "c"]),
        ("end.next", ["end.next"]),
        ("1,000,000 and 1,00", ["1,000,000", "and", "1", "00"]),
        ("microsoft's o'reilly", ["microsoft's", "o'reilly"]),
        ("a+b c+ d++ e+++", ["a+b", "c+", "d++", "e++"]),
        ("$5 $x %5 5%", ["$5", "x", "5", "5%"]),
        ("_a_ -b- @c", ["a", "b", "c"]),
        (f"a{SEPARATOR}b", ["a", SEPARATOR, "b"]),
        ("?!", []),
    ],
)
def test_a_gap_holds_these_identifiers(gap: str, found: list[str]) -> None:
    assert identifiers(gap) == found


def test_an_address_is_found_by_its_parts_alone() -> None:
    address = "example.org/a/b/c/d/e/f/g"
    assert len(atoms(address)) == 9
    assert whole(address, atoms(address)) == ""
    assert whole("e-mail", atoms("e-mail")) == "email"


anything = st.text(st.characters(exclude_categories=["Cs"])) | st.text(
    st.sampled_from("数据㐂𠮷〇々カ한😀☀⼀豈 aZ01-+#.,:'’·\u2029\n\u200b\u0301$%‰&_@/\u3000，。ｱ\ufdfd")
)


@settings(deadline=None)
@given(anything)
def test_gaps_and_runs_in_turn_are_the_text(text: str) -> None:
    parts = gaps_and_runs(text)
    assert "".join(parts) == text
    assert len(parts) % 2 == 1
    assert all(parts[1::2])
    assert all(is_ideographic(character) for run in parts[1::2] for character in run)
    assert not any(is_ideographic(character) for gap in parts[::2] for character in gap)


@settings(deadline=None)
@given(anything)
def test_pieces_occur_in_the_text_in_order(text: str) -> None:
    end = 0
    for piece, start in pieces(fold_text(text)):
        assert piece
        assert start >= end
        end = start + len(piece)
        assert fold_text(text)[start:end] == piece


@settings(deadline=None)
@given(anything)
def test_no_letter_or_digit_is_left_out(text: str) -> None:
    folded = fold_text(text)
    kept = {at for piece, start in pieces(folded) for at in range(start, start + len(piece))}
    assert [(at, each) for at, each in enumerate(folded) if each.isalnum() and at not in kept] == []


@settings(deadline=None)
@given(anything)
def test_the_parts_of_a_run_are_the_run(text: str) -> None:
    for run in gaps_and_runs(text)[1::2]:
        parts = segmentable_parts(run)
        assert "".join(parts) == run
        assert all(is_segmentable(part) or len(part) == 1 for part in parts)
