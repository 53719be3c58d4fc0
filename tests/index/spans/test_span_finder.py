"""A match is found in each of many texts as in each alone, and never across two."""

import time

import pytest
from hostile_articles import hostile, texts
from hypothesis import given
from hypothesis import strategies as st

from index import Analyzer, Matcher, find_in_texts
from index.text.folding import folded


def matcher(text: str, *, stems: bool = False) -> Matcher:
    return Matcher(folded(text), stems=stems)


def found(given: list[str], searched: str) -> list[tuple[int, str]]:
    return [
        (place, given[place][start:end]) for place, _, start, end in find_in_texts(given, [matcher(searched)])
    ]


@pytest.mark.parametrize(
    ("given", "searched", "expected"),
    [
        (["数", "据"], "数据", []),
        (["data", "center"], "data center", []),
        (["数 据 数", "据"], "数据", [(0, "数 据")]),
        (["哈哈哈", "哈哈"], "哈哈", [(0, "哈哈"), (1, "哈哈")]),
        (["a 一", "a a a 一"], "a 一", [(0, "a 一"), (1, "a 一")]),
        (["", "數據", "", "ｄａｔａ数据"], "数据", [(1, "數據"), (3, "数据")]),
        (["Café", "data", "ｄａｔａ"], "data", [(1, "data"), (2, "ｄａｔａ")]),
        ([], "data", []),
    ],
)
def test_nothing_is_found_across_two_texts_and_nothing_beside_them_is_lost(
    given: list[str], searched: str, expected: list[tuple[int, str]]
) -> None:
    assert found(given, searched) == expected


@hostile
@given(st.lists(texts, max_size=5), st.lists(texts, min_size=1, max_size=4))
def test_many_texts_are_looked_through_as_each_alone(
    analyzer: Analyzer, written: list[str], queries: list[str]
) -> None:
    units = [unit.text for query in queries for unit in analyzer.units(query)]
    matchers = [
        *(Matcher(unit, stems=True) for unit in units),
        *(matcher(query) for query in queries if analyzer.phrase(query)),
    ]
    together = sorted(find_in_texts(written, matchers))
    alone = [
        (place, number, start, end)
        for place, text in enumerate(written)
        for _, number, start, end in find_in_texts([text], matchers)
    ]
    assert together == sorted(alone)


@pytest.mark.alone
def test_a_hundred_thousand_short_texts_take_no_long_time() -> None:
    given = ["数据中心 data center"] * 100_000
    matchers = [matcher("数据"), matcher("data center"), matcher("量子"), matcher("data", stems=True)]
    began = time.perf_counter()
    assert sum(1 for _ in find_in_texts(given, matchers)) == 300_000
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    ("begin", "words", "given", "expected"),
    [
        ("micro", {"micro", "microsoft"}, "Micro-soft, MICROSOFT's microns", ["Micro", "MICROSOFT"]),
        ("micro", {"micro"}, "amicro micro模型 5micro micro5 microđ", ["micro", "micro"]),
        ("ema", {"email"}, "e-mail and e‑mail, emails", ["e-mail"]),
        ("дат", {"данные", "дата"}, "Дата, датам", ["Дата"]),
        ("c", {"c", "cat5"}, "C cat5 cat", ["C", "cat5"]),
    ],
)
def test_each_of_several_words_that_begin_alike_is_found_whole(
    begin: str, words: set[str], given: str, expected: list[str]
) -> None:
    several = Matcher(begin, words=frozenset(words))
    found = [given[start:end] for _, _, start, end in find_in_texts([given], [several])]
    assert found == expected


@pytest.mark.alone
def test_a_new_word_is_soon_ready_to_be_searched_for() -> None:
    words = [f"{first}{second}ing" for first in "bcdfghjklmnp" for second in "aeiouy"]
    began = time.perf_counter()
    for word in words:
        Matcher(word, stems=True)
        Matcher(f"{word}-4o")
        Matcher(f"{word}数据中心")
    assert (time.perf_counter() - began) / len(words) < 0.01


@pytest.mark.alone
@pytest.mark.parametrize("many", [20, 2_000])
def test_many_genitives_in_a_row_take_no_long_time(many: int) -> None:
    phrase = matcher("a " + "s " * 60 + "b")
    began = time.perf_counter()
    assert list(find_in_texts(["a" + "'s" * many], [phrase])) == []
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize(
    ("searched", "given", "expected"),
    [
        ("microsoft surface", "Microsoft’s Surface", "Microsoft’s Surface"),
        ("microsoft国", "Microsoft's国", "Microsoft's国"),
        ("a s b", "a's's b", "a's's b"),
        ("a b", "a's b", "a's b"),
    ],
)
def test_a_genitive_is_no_part_of_what_it_says(searched: str, given: str, expected: str) -> None:
    assert found([given], searched) == [(0, expected)]
