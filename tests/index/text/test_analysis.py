"""One text in three layers for the index, and in units and phrases for the search."""

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Analyzer
from index.text import analysis as analysis_module
from index.text.analysis import GAP
from index.text.folding import SEPARATOR, fold_text, folded
from index.text.segmentation import UserWord, open_segmenter
from index.text.unicode_scripts import gaps_and_runs


def grams(analyzer: Analyzer, *texts: str) -> str:
    return analyzer.layers(texts).grams


def side_by_side(part: tuple[str, ...], layer: str) -> bool:
    return f" {' '.join(part)} " in f" {layer} "


def test_a_text_has_three_layers(analyzer: Analyzer) -> None:
    layers = analyzer.layers(["微软的數據中心用GPT-4o"])
    assert sorted(layers.words.split()) == sorted(
        ["微软", "的", "数据", "中心", "数据中心", "用", "gpt4o", "gpt", "4o"]
    )
    assert layers.grams == "微软 软的 的数 数据 据中 中心 心用 用g gpt 4 o"
    assert sorted(layers.chars.split()) == sorted("中心据数用的软微")


def test_several_texts_are_kept_apart_by_a_gap(analyzer: Analyzer) -> None:
    assert grams(analyzer, "数据", "中心") == f"数据 {GAP} 中心"
    assert grams(analyzer, "data", "center") == f"data {GAP} center"
    assert grams(analyzer, "数据", "center", "中") == f"数据 {GAP} center {GAP}"
    assert analyzer.layers(["数据", "中心"]).words == "数据 中心"


def test_the_mark_between_texts_is_no_token_of_a_phrase(analyzer: Analyzer) -> None:
    assert GAP not in analyzer.phrase(f"数据{SEPARATOR}中心")
    assert grams(analyzer, f"a{GAP}b") == "a b"


@pytest.mark.parametrize("texts", [[], [""], ["", ""], ["。"], [" \u200b "]])
def test_what_holds_nothing_gives_no_word(analyzer: Analyzer, texts: list[str]) -> None:
    layers = analyzer.layers(texts)
    assert (layers.words, layers.chars) == ("", "")
    assert set(layers.grams.split()) <= {GAP}


@pytest.mark.parametrize("blank", [" ", "\n", "\u3000", "\t ", "·", "・", "\xa0", "\u200b", ""])
def test_blanks_do_not_part_neighbours(analyzer: Analyzer, blank: str) -> None:
    assert grams(analyzer, f"数据{blank}中心") == "数据 据中 中心"


@pytest.mark.parametrize("sign", ["，", "。", "、", "-", "/", "：", "…", "“", "\n，"])
def test_punctuation_parts_neighbours(analyzer: Analyzer, sign: str) -> None:
    assert grams(analyzer, f"数据{sign}中心") == "数据 中心"


@pytest.mark.parametrize("blank", ["", " ", "\u3000"])
def test_the_pair_across_the_seam_of_han_and_latin_is_there_with_blanks_or_without(
    analyzer: Analyzer, blank: str
) -> None:
    assert grams(analyzer, f"用{blank}iPhone15{blank}拍") == "用i iphone 15 5拍"


def test_single_characters_stand_once_and_in_their_simplified_form(analyzer: Analyzer) -> None:
    assert sorted(analyzer.layers(["后後里裏裡𠮷𠮷A"]).chars.split()) == sorted(["后", "里", "𠮷"])


def test_the_unit_of_a_query_knows_where_it_was_typed(analyzer: Analyzer) -> None:
    query = "数\u200b据库 ＧＰＴ－４ A股"
    units = analyzer.units(query)
    assert [(unit.text, query[unit.start : unit.end]) for unit in units] == [
        ("数据库", "数\u200b据库"),
        ("gpt-4", "ＧＰＴ－４"),
        ("a股", "A股"),
    ]


def test_a_single_character_goes_with_the_identifier_before_it(analyzer: Analyzer) -> None:
    assert [unit.text for unit in analyzer.units("A股 800亿 5G网络")] == ["a股", "800亿", "5g", "网络"]
    assert [unit.text for unit in analyzer.units("A 股")] == ["a", "股"]


def test_a_single_character_alone_is_searched_in_its_own_layer(analyzer: Analyzer) -> None:
    (unit,) = analyzer.units("後")
    assert (unit.text, unit.words, unit.grams, unit.chars) == ("后", ("后",), (), "后")


def test_a_word_is_searched_by_its_stem_and_exactly(analyzer: Analyzer) -> None:
    (unit,) = analyzer.units("Companies")
    assert (unit.words, unit.grams) == (("compani",), ("companies",))


def test_a_phrase_is_the_grams_of_its_text(analyzer: Analyzer) -> None:
    assert analyzer.phrase("用GPT-4o的數據") == ("用g", "gpt", "4", "o", "o的", "的数", "数据")
    assert analyzer.phrase("。") == ()


anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.text(
    st.sampled_from(
        "数据庫後乾㐂𠮷〇々カ한😀⼀豈ab GPTo01245-+#.,:'’·\u2029\n\u200b\u0301ﬁß㎏②½$%‰&_@/\u3000，。¶"
    )
)


plain = st.text(st.sampled_from("数据據著着髙人工一〇々𠮷ab AZz"), max_size=8)


@settings(deadline=None, max_examples=examples(500))
@given(plain | anything)
def test_a_phrase_has_the_grams_of_a_field_of_its_text_alone(analyzer: Analyzer, text: str) -> None:
    assert [*analyzer.phrase(text)] == [each for each in grams(analyzer, text).split() if each != GAP]


@settings(deadline=None, max_examples=examples(1_000))
@given(anything)
def test_every_unit_of_a_text_occurs_in_it(analyzer: Analyzer, text: str) -> None:
    layers = analyzer.layers([text])
    words, chars = set(layers.words.split()), set(layers.chars.split())
    for unit in analyzer.units(text):
        assert unit.grams or unit.chars
        assert not unit.grams or side_by_side(unit.grams, layers.grams)
        assert not unit.chars or unit.chars in chars
        assert unit.text in folded(text[unit.start : unit.end])
        # A Han word of the query may be cut otherwise in the text, and then its grams answer.
        assert set(unit.words) <= words or len(unit.text) == 1 or gaps_and_runs(unit.text)[1::2]


@settings(deadline=None, max_examples=examples(1_000))
@given(anything, st.data())
def test_every_stretch_of_a_run_occurs_in_it(analyzer: Analyzer, text: str, data: st.DataObject) -> None:
    runs = gaps_and_runs(fold_text(text))[1::2]
    if not runs:
        return
    run = data.draw(st.sampled_from(runs))
    start = data.draw(st.integers(0, len(run) - 1))
    stretch = run[start : data.draw(st.integers(start + 1, len(run)))]
    layers = analyzer.layers([text])
    phrase = analyzer.phrase(stretch)
    assert side_by_side(phrase, layers.grams) or not phrase
    assert set(analyzer.layers([stretch]).chars.split()) <= set(layers.chars.split())


@settings(deadline=None)
@given(st.lists(anything, max_size=5))
def test_texts_together_have_the_tokens_of_each_and_no_phrase_across(
    analyzer: Analyzer, texts: list[str]
) -> None:
    together = analyzer.layers(texts)
    each = [analyzer.layers([text]) for text in texts]
    assert sorted(together.words.split()) == sorted(" ".join(one.words for one in each).split())
    assert set(together.chars.split()) == set(" ".join(one.chars for one in each).split())
    assert together.grams.split() == f" {GAP} ".join(one.grams for one in each).split()


@settings(deadline=None)
@given(anything)
def test_tokens_are_separated_by_one_blank(analyzer: Analyzer, text: str) -> None:
    layers = analyzer.layers([text])
    for layer in (layers.words, layers.grams, layers.chars):
        assert layer == " ".join(layer.split())
    assert len(set(layers.chars.split())) == len(layers.chars.split())


@settings(deadline=None)
@given(st.lists(anything, max_size=3))
def test_the_words_alone_are_those_of_the_layer(analyzer: Analyzer, texts: list[str]) -> None:
    assert sorted(analyzer.words(texts).split()) == sorted(analyzer.layers(texts).words.split())


@settings(deadline=None)
@given(anything)
def test_what_was_cut_before_changes_nothing(analyzer: Analyzer, text: str) -> None:
    first = analyzer.layers([text])
    analysis_module._clear_identifiers()
    analysis_module._gaps.clear()
    analysis_module._breaks.clear()
    assert analyzer.layers([text]) == first


def test_the_fingerprint_tells_what_the_tokens_depend_on(
    analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = analyzer.fingerprint
    assert Analyzer(open_segmenter("rjieba")).fingerprint == plain
    for segmenter in (open_segmenter("jieba"), open_segmenter("rjieba", [UserWord("引索")])):
        other = Analyzer(segmenter).fingerprint
        assert [key for key in plain if plain[key] != other[key]] == ["segmenter"]
    monkeypatch.setattr(analysis_module, "FORMAT", analysis_module.FORMAT + 1)
    raised = analyzer.fingerprint
    assert [key for key in plain if plain[key] != raised[key]] == ["format"]


def test_the_fingerprint_tells_another_table_of_folding(
    analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = analyzer.fingerprint
    monkeypatch.setattr("index.text.folding.tables_fingerprint", lambda: "another")
    assert [key for key in plain if plain[key] != analyzer.fingerprint[key]] == ["folding"]
