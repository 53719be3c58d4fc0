"""A literal finds what the regex finds, in any text."""

import time
from itertools import product

import pytest
from hostile_articles import BLANKS, MARKS, TRADITIONAL, full_width, hostile, texts
from hypothesis import given
from hypothesis import strategies as st

from index import Matcher, find_in_texts
from index.spans.literals import JoinedTexts, literal_of
from index.text.analysis import stemmed
from index.text.folding import folded


class ByRegex(Matcher):
    """Searches for everything by its regex."""

    def spans(self, texts: JoinedTexts) -> list[tuple[int, int]]:
        return self.spans_by_regex(texts)


class Letters(Matcher):
    """Remembers whether a regex was needed."""

    needed = False

    def spans_by_regex(self, texts: JoinedTexts) -> list[tuple[int, int]]:
        self.needed = True
        return super().spans_by_regex(texts)


# What is searched for: Han with other forms, and what overlaps itself; words with stems that the stemmer
# shortens; numbers; identifiers, and phrases of these.
HAN = [
    "数",
    "数据",
    "后台",
    "哈哈",
    "台湾",
    "发现",
    "一",
    "著",
    "哈哈哈",
    "乾坤",
    "里",
    "𠮷野",
    "カタ",
    "한국",
]
WORDS = [
    "a",
    "s",
    "aa",
    "data",
    "test",
    "tests",
    "company",
    "running",
    "hoping",
    "mail",
    "email",
    "microsoft",
    "1",
    "11",
    "5",
    "2025",
    "1000",
]
IDENTIFIERS = ["gpt-4o", "h100", "e-mail", "us:msft", "node.js", "don't", "a's"]
OVERLAPPING = ["哈哈", "哈哈哈", "里里", "发发", "a a", "1 1", "a-a", "aa"]
searched = (
    st.sampled_from([*HAN, *WORDS, *IDENTIFIERS])
    | st.lists(st.sampled_from([*WORDS, *IDENTIFIERS]), min_size=2, max_size=3).map(" ".join)
    | st.sampled_from(OVERLAPPING)
    | st.text("哈数据一后a", min_size=1, max_size=4)
    | texts.map(folded).filter(str.strip)
)
FORMS = {
    "数": "數",
    "据": "據",
    "台": "臺檯颱",
    "湾": "灣",
    "后": "後",
    "发": "發髮",
    "里": "裡裏",
    "乾": "干",
}
LETTERS = ["a", "1", "数", "s", "ing", "ſ", "\u212a", "İ", "ß", "é", "ø", "đ", "ж", "０", "٣"]  # of all kinds
SIGNS = [*"-_,'’·・‧•?.", "'s", "’s ", "--", " - ", "-" * 8, "-" * 9, " · ", "\u2028", "\u2029", "\uffff"]
beside = st.one_of(*map(st.sampled_from, (["", " "], LETTERS, SIGNS, MARKS, BLANKS, TRADITIONAL)))


@st.composite
def searched_and_given(draw: st.DrawFn) -> tuple[str, str]:
    """A searched text, and a text that contains it or nearly so: its characters in any form, now and then
    with something between them, beside anything."""
    what = draw(searched)
    plain = draw(st.booleans())  # no more than signs between, so that the text is plain
    written: list[str] = []
    for _ in range(draw(st.integers(1, 4))):
        written.append(draw(beside if plain else beside | texts))
        for character in what:
            forms = [character, character, character.upper(), *FORMS.get(character, "")]
            written.append(draw(st.sampled_from(forms if plain else [*forms, full_width(character)])))
            if draw(st.integers(0, 7)) == 0:
                written.append(draw(beside))
    written.append(draw(beside))
    return what, "".join(written)


@hostile
@given(st.lists(searched_and_given(), min_size=1, max_size=3), st.booleans())
def test_a_literal_finds_what_the_regex_finds(pairs: list[tuple[str, str]], stems: bool) -> None:
    given_texts = [text for _, text in pairs]
    for what, _ in pairs:
        by_letters = find_in_texts(given_texts, [Matcher(what, stems=stems)])
        assert by_letters == find_in_texts(given_texts, [ByRegex(what, stems=stems)])


@pytest.mark.parametrize("stems", [False, True])
@pytest.mark.parametrize(
    "what", ["数据", "里", "data", "a", "tests", "2025", "data center", "a s b", "gpt-4o", "h100"]
)
def test_a_literal_finds_what_the_regex_finds_whatever_is_beside_it_or_in_it(what: str, stems: bool) -> None:
    literal, regex = Matcher(what, stems=stems), ByRegex(what, stems=stems)
    near = ["", " ", *LETTERS, *SIGNS, *MARKS, *BLANKS]
    given_texts = [f"{before}{what}{after}" for before, after in product(near, near)]
    given_texts += [
        f"{what[:place]}{sign}{what[place:]} {what.upper()}{sign}{what}"
        for place, sign in product(range(1, len(what)), near)
    ]
    found = [find_in_texts([text], [literal]) for text in given_texts]
    assert any(found)
    assert found == [find_in_texts([text], [regex]) for text in given_texts]


@hostile
@given(st.lists(searched_and_given(), min_size=1, max_size=3), st.booleans())
def test_no_text_is_skipped_that_the_regex_matches(pairs: list[tuple[str, str]], stems: bool) -> None:
    for what, text in pairs:
        joined = JoinedTexts(f"\uffff{folded(text)}\uffff")
        matcher = Matcher(what, stems=stems)
        if matcher.spans_by_regex(joined):
            assert matcher.may_occur_in(joined)


@pytest.mark.parametrize(
    ("what", "text", "expected"),
    [
        ("数据", "数据数據 數·据 数 \n 据 数、据", ["数据", "数據", "數·据", "数 \n 据"]),
        ("哈哈", "哈哈哈哈哈", ["哈哈", "哈哈"]),
        ("里", "里裡裏", ["里", "裡", "裏"]),
        ("𠮷野", "𠮷野 𠮷 野", ["𠮷野", "𠮷 野"]),
        ("data", "data Data's DATA2 metadata dataø databases data", ["data", "Data", "DATA", "data"]),
        ("2025", "2025年 12025 2025-05 20255 Q2025", ["2025", "2025", "2025"]),
        ("data center", "Data-Center data, data's centers data's center", ["Data-Center", "data's center"]),
        ("gpt-4o", "GPT4o gpt 4 o gpt-4on gpt_4_o", ["GPT4o", "gpt 4 o", "gpt_4_o"]),
    ],
)
def test_most_searches_need_no_regex(what: str, text: str, expected: list[str]) -> None:
    matcher = Letters(what)
    found = [text[start:end] for _, _, start, end in find_in_texts([text], [matcher])]
    assert (found, matcher.needed) == (expected, False)


@pytest.mark.parametrize(
    ("what", "text", "expected"),
    [
        ("email", "e-mail, email", ["e-mail", "email"]),
        ("1000", "1,000 and 1000", ["1,000", "1000"]),
        ("test", "tes-test tes-t", ["test", "tes-t"]),
        ("email data", "e-mail data", ["e-mail data"]),
    ],
)
def test_a_word_with_a_joiner_inside_is_left_to_the_regex(what: str, text: str, expected: list[str]) -> None:
    matcher = Letters(what)
    found = [text[start:end] for _, _, start, end in find_in_texts([text], [matcher])]
    assert (found, matcher.needed) == (expected, True)


@pytest.mark.parametrize(
    ("what", "has_literal"),
    [("数据", True), ("data", True), ("data center", True), ("gpt-4o", True), ("c++", False), ("a股", False)],
)
def test_signs_and_mixed_scripts_are_left_to_the_regex(what: str, has_literal: bool) -> None:
    assert (literal_of(what) is not None) == has_literal


@pytest.mark.alone
@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("哈" * 40 + "人", "哈" * 100_000),
        ("哈" * 39 + "人", "哈" * 50_000),
        ("a " * 19 + "b", "a " * 30_000 + "a's b"),
    ],
)
def test_a_text_that_nearly_has_it_everywhere_takes_no_long_time(what: str, text: str) -> None:
    began = time.perf_counter()
    assert find_in_texts([text + "人"], [Matcher(what)]) == find_in_texts([text + "人"], [ByRegex(what)])
    assert time.perf_counter() - began < 3


def test_only_words_of_the_stem_are_found() -> None:
    text = "companies company's Companion accompany COMPANY"
    matcher = Letters("company", stems=True)
    found = [text[start:end] for _, _, start, end in find_in_texts([text], [matcher])]
    assert found == ["companies", "company", "COMPANY"]
    assert {stemmed(each.lower()) for each in found} == {stemmed("company")}
    assert not matcher.needed
