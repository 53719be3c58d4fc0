"""What is kept of a line of CC-CEDICT, and what is left out."""

import pytest

from search.lexicon.cedict import read_cedict

LINES = [
    ("銀行 银行 [yin2 hang2] /bank/CL:家[jia1],個|个[ge4]/", "银行", {"bank": 1.0}, "no classifiers"),
    ("投資 投资 [tou2 zi1] /investment/to invest/", "投资", {"investment": 1.0, "invest": 0.5}, "no `to`"),
    ("伺服器 伺服器 [si4 fu2 qi4] /server (computer)/", "伺服器", {"server": 1.0}, "no notes in brackets"),
    ("俄亥俄 俄亥俄 [E2 hai4 e2] /Ohio, US state/", "俄亥俄", {"ohio": 1.0}, "a name, not what it is"),
    ("馬 马 [Ma3] /surname Ma/", "马", {}, "no surnames"),
    ("提升 提升 [ti2 sheng1] /to lift; to hoist/to raise/", "提升",
     {"lift": 1.0, "hoist": 1.0, "raise": 0.5}, "both sides of a semicolon are of one sense"),
    ("欺負 欺负 [qi1 fu5] /to bully sb/", "欺负", {"bully": 1.0}, "nobody is somebody"),
    ("扌 扌 [shou3] /\"hand\" radical in Chinese characters (Kangxi radical 64)/", "扌", {}, "no radicals"),
    ("股 股 [gu3] /classifier for long winding things like ropes, rivers etc/(stock) share/", "股",
     {"share": 1.0}, "no classifiers by other words"),
    ("安家 安家 [an1 jia1] /to settle down and build a very nice home somewhere/", "安家", {},
     "many words explain and don't translate"),
    ("CL CL [C L] /nothing/", "cl", {}, "a word without a Han character isn't Chinese"),
    ("no line of a dictionary", "no", {}, "an invalid line is skipped"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "word", "translations", "why"), LINES, ids=[why for *_, why in LINES])
def test_of_a_definition_is_left_what_a_text_may_hold(
    line: str, word: str, translations: dict[str, float], why: str
) -> None:
    assert read_cedict(line).get(word, {}) == translations, why


def test_a_form_of_a_word_has_the_translations_of_the_word() -> None:
    found = read_cedict(
        "北京大學 北京大学 [Bei3 jing1 Da4 xue2] /Peking University/\n"
        "開放源碼 开放源码 [kai1 fang4 yuan2 ma3] /open source/\n"
        "開源 开源 [kai1 yuan2] /to increase income/abbr. for 開放源碼|开放源码[kai1 fang4 yuan2 ma3]/\n"
        "發佈 发布 [fa1 bu4] /to release/\n"
        "發布 发布 [fa1 bu4] /variant of 發佈|发布[fa1 bu4]/\n"
        "儂 侬 [nong2] /old variant of 北京大學|北京大学[Bei3 jing1 Da4 xue2]/\n"
    )
    assert found["开源"] == {"increase income": 1.0, "open source": 0.5}
    assert found["发布"] == {"release": 1.0}
    assert found["侬"] == {"peking university": 1.0}


def test_words_in_a_circle_have_none() -> None:
    assert read_cedict("甲 甲 [jia3] /see 乙[yi3]/\n乙 乙 [yi3] /see 甲[jia3]/") == {}


def test_several_readings_of_a_word_are_put_together() -> None:
    found = read_cedict("打 打 [da2] /dozen (loanword)/\n打 打 [da3] /to beat/to strike/\n")
    assert found == {"打": {"dozen": 1.0, "beat": 1.0, "strike": 0.5}}
