"""Width, case, accents and script are set aside, and every folded character knows where it came from."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from examples import examples
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index import Analyzer
from index.text.folding import (
    SEPARATOR,
    fold,
    fold_character,
    fold_for_tokens,
    fold_text,
    folded,
    folded_letters,
    is_plain,
    join_variants,
    surface_forms,
    tables_fingerprint,
)

TABLE = Path(__file__).parents[3] / "index" / "data" / "traditional.tsv"
ROWS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]

# What texts from the web hold, and what folding has a rule for: marks of no width, accents without a letter,
# ligatures, Han beyond the basic plane, compatibility forms, line ends of every kind, a noncharacter.
HOSTILE = (
    "aAzZ09 ．，。、：；！？“”‘’（）《》—…·•・\t\n\r\x0b\x85\xa0\u2028\u2029\u3000"
    "ＡｚＺ０９％＆－／＋＃＠．，：＇$€￥£%&-_./@:+#'’"
    "数据著乾覆後里数據臺灣㐂𠮷𪚥龘〇々豈車⼀⽔𫝈㑮髮發丶"
    "éÉïñßẞİıſµΩάŉǅﬁﬃﬆ㎏㍿①½²₂™℠ªºʰⅣ№℃"
    "\u0301\u0308\u20dd\u3099\u1dc4か\u304cﾊﾟ한\u1112\u1161\u11ab"
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u202a\u202e\u2066\u2069\ufe00\ufe0f\U000e0100\U000e0041"
    "😀👍🏽\U0010fffe\U0010ffff\ufffe\x00\x1b𝔸𝟘ΣςЖжאبक"
)
hostile = st.text(st.sampled_from(HOSTILE), max_size=40) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=20
)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Ｄａｔａ　ＣＥＮＴＥＲ", "data center"),
        ("數據庫", "数据库"),
        ("数据庫", "數據库"),
        ("café", "CAFE\u0301"),
        ("naïve", "naive"),
        ("Straße", "STRASSE"),
        ("ﬁne", "FINE"),
        ("㎏", "kg"),
        ("H₂O", "h2o"),
        ("iPhone１５", "IPHONE15"),
        ("５０％", "50%"),
        ("ＡＴ＆Ｔ", "at&t"),
        ("數\u200b據", "数据"),
        ("soft\u00adware", "software"),
        ("葛\U000e0100城", "葛城"),
        ("\u202a微软\u202c", "微软"),
        ("ｶﾀｶﾅ", "カタカナ"),
        ("\u1112\u1161\u11ab", "한"),
        ("か\u3099", "が"),
        ("⼀", "一"),
        ("豈", "岂"),
        ("裡裏里", "里里里"),
        ("妳", "你"),
        ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
        ("a\u3000b", "a\xa0b"),
    ],
)
def test_two_ways_to_write_one_text_fold_alike(text: str, same: str) -> None:
    assert folded(text) == folded(same)


@pytest.mark.parametrize(
    ("text", "other"),
    [("数据", "数锯"), ("己", "已"), ("o", "0"), ("l", "1"), ("c++", "c#"), ("3.6", "36"), ("a b", "ab")],
)
def test_texts_that_mean_different_things_stay_apart(text: str, other: str) -> None:
    assert folded(text) != folded(other)


def test_every_traditional_character_of_the_table_folds_to_its_simplified_one() -> None:
    rows = [row for row in ROWS if len(row) == 2]
    wrong = [row for row in rows if not fold_text(row[0]) == folded(row[0]) == row[1]]
    assert len(rows) > 4_000
    assert wrong == []


def test_a_character_of_both_scripts_is_left_to_the_segmenter_and_joined_later() -> None:
    rows = [row for row in ROWS if len(row) == 3]
    wrong = [row for row in rows if (fold_text(row[0]), folded(row[0])) != (row[0], row[1])]
    assert {"乾", "著", "覆"} <= {row[0] for row in rows}
    assert wrong == []


def test_no_simplified_character_of_the_table_is_folded_further() -> None:
    assert len(ROWS) > 4_000
    assert [row for row in ROWS if folded(row[1]) != row[1]] == []


@settings(deadline=None)
@given(hostile)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold_text(fold_text(text)) == fold_text(text)
    assert folded(folded(text)) == folded(text)
    assert fold(fold(text).text).text == fold(text).text == fold_text(text)


@settings(deadline=None)
@given(hostile, hostile)
def test_a_blank_beside_a_text_does_not_change_how_it_folds(text: str, other: str) -> None:
    assert fold_text(f"{text} {other}") == f"{fold_text(text)} {fold_text(other)}"


@settings(deadline=None)
@given(hostile)
def test_joining_variants_keeps_the_length(text: str) -> None:
    assert len(join_variants(text)) == len(text)


@settings(deadline=None)
@given(hostile)
def test_a_text_means_the_same_in_capitals_and_in_full_width(text: str) -> None:
    ascii_text = "".join(each for each in text if each.isascii() and each.isprintable())
    wide = "".join(chr(ord(each) + 0xFEE0) if each != " " else "\u3000" for each in ascii_text)
    assert folded(ascii_text.upper()) == folded(ascii_text.lower()) == folded(wide)


@settings(deadline=None)
@given(hostile, st.data())
def test_every_span_leads_back_to_text_that_folds_to_it(text: str, data: st.DataObject) -> None:
    shape = fold(text)
    if not shape.text:
        return
    start = data.draw(st.integers(0, len(shape.text) - 1))
    end = data.draw(st.integers(start + 1, len(shape.text)))
    first, last = shape.span(start, end)
    assert 0 <= first < last <= len(text)
    assert shape.text[start:end] in fold_text(text[first:last])


@settings(deadline=None)
@given(hostile)
@example("ﬁ\u0301㎏\u200bé")
def test_the_spans_of_single_characters_are_in_order(text: str) -> None:
    shape = fold(text)
    spans = [shape.span(at, at + 1) for at in range(len(shape.text))]
    # Characters that came from one share its span; no other two overlap.
    for (start, end), (next_start, next_end) in pairwise(spans):
        assert start == next_start or end <= next_start
        assert end <= next_end


def test_what_folds_to_nothing_belongs_to_the_character_before_it() -> None:
    assert fold("e\u0301a").span(0, 1) == (0, 2)
    assert fold("\u200bnull").span(0, 1) == (1, 2)
    assert fold("㎏").span(0, 1) == fold("㎏").span(1, 2) == (0, 1)


def test_a_text_that_keeps_its_places_needs_no_map() -> None:
    assert fold("數據 ＡＩ").starts is None
    assert fold("數\u200b據").starts == (0, 2)


@pytest.mark.parametrize("blank", [*"\x0b\x1f\xa0\u2003\u3000™℠\U0010ffff"], ids=ascii)
def test_blanks_controls_and_trade_marks_keep_words_apart(blank: str) -> None:
    assert fold_character(blank) == " "


def test_the_mark_between_texts_folds_to_itself() -> None:
    assert fold_text(f"A{SEPARATOR}\u200b數") == f"a{SEPARATOR}数"


@settings(deadline=None, max_examples=examples(500))
@given(hostile)
def test_the_fast_folding_gives_the_same_tokens(analyzer: Analyzer, text: str) -> None:
    assert analyzer.layers([text]) == analyzer.layers([fold_text(text)])
    assert analyzer.layers([fold_for_tokens(text)]) == analyzer.layers([fold_text(text)])


@settings(deadline=None)
@given(st.lists(hostile, max_size=4))
def test_the_fast_folding_gives_the_same_tokens_of_several_texts(
    analyzer: Analyzer, texts: list[str]
) -> None:
    assert analyzer.layers(texts) == analyzer.layers(list(map(fold_text, texts)))


@settings(deadline=None, max_examples=examples(500))
@given(hostile)
@example("１著、Ｄé a_ﬁ 數\u0301㎏ ½ ひ゛ガ")
def test_the_folded_letters_are_the_letters_and_digits_of_the_folded_text(text: str) -> None:
    assert folded_letters(text) == "".join(filter(str.isalnum, folded(text)))


@pytest.mark.parametrize("around", ["{}", "a{}b", "数{}据", "1{}2"])
def test_every_character_of_the_basic_plane_gives_the_same_tokens_by_the_fast_folding(
    analyzer: Analyzer, around: str
) -> None:
    texts = [around.format(chr(code)) for code in range(0x10000) if not 0xD800 <= code < 0xE000]
    differing = [text for text in texts if analyzer.layers([text]) != analyzer.layers([fold_text(text)])]
    assert differing == []


def test_a_surface_form_folds_to_the_character_it_is_a_form_of() -> None:
    assert len(surface_forms()) > 2_000
    assert [
        (plain, form) for plain, forms in surface_forms().items() for form in forms if folded(form) != plain
    ] == []


def test_every_form_that_a_plain_text_may_hold_is_a_surface_form() -> None:
    plain = [chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000 and is_plain(chr(code))]
    assert len(plain) > 20_000
    letters = [character for character in plain if character.isalnum() or character in "%％&＆"]
    assert [each for each in letters if each not in surface_forms().get(folded(each), folded(each))] == []


def test_what_is_plain_folds_to_what_its_characters_fold_to_whatever_comes_before_them() -> None:
    codes = [code for code in range(0x30000) if not 0xD800 <= code < 0xE000]
    plain = [f"a{chr(code)}" for code in codes if is_plain(chr(code))]
    assert len(plain) > 20_000
    assert [text for text in plain if folded(text) != "a" + folded(text[1])] == []


def test_the_fingerprint_of_the_tables_is_short_and_stays() -> None:
    assert re.fullmatch(r"[0-9a-f]{12}", tables_fingerprint())
    assert tables_fingerprint() == tables_fingerprint.__wrapped__()


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("据\u11a8", [(0, 1), (1, 2)]),
        ("e\u0301a", [(0, 2), (2, 3)]),
        ("\u1100\u1161\u11a8", [(0, 3)]),
        ("ｶﾞ", [(0, 2)]),
    ],
)
def test_what_unicode_does_not_compose_keeps_an_offset_of_its_own(
    text: str, spans: list[tuple[int, int]]
) -> None:
    shape = fold(text)
    assert [shape.span(at, at + 1) for at in range(len(shape.text))] == spans
