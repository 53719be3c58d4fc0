"""Latin letters find the Chinese names that they spell, in full or abbreviated, and which stretch of them."""

import json
import random
import time
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

from search.data import pinyin as table
from search.lexicon.pinyin import MAX_LETTERS, PinyinIndex, PinyinMatch, readings

NAMES = [
    "微软公司", "微软", "投资微软", "重庆", "中轻集团", "西安", "先进制造", "绿色", "策略", "银行",
    "人工智能", "《三体》", "马克·吐温", "A股", "Microsoft", "周杰伦",
    "一个很长很长的名字微软", "單依純", "欧洲央行",
]  # fmt: skip


@pytest.fixture(scope="module")
def names() -> PinyinIndex:
    return PinyinIndex(NAMES)


def stretches(found: tuple[PinyinMatch, ...]) -> list[str]:
    return [each.name[each.start : each.end] for each in found]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("yinhang", ["银行"]),
        ("ＹＩＮ　ｈａｎｇ", ["银行"]),
        ("yín háng", ["银行"]),
        ("rengong", ["人工"]),
        ("zhineng", ["智能"]),
        ("lvse", ["绿色"]),
        ("lüse", ["绿色"]),
        ("lǜ sè", ["绿色"]),
        ("lu\u0308se", ["绿色"]),
        ("lyuse", ["绿色"]),
        ("celve", ["策略"]),
        ("celue", ["策略"]),
        ("chongqing", ["重庆"]),  # 重 is zhong and chong
        ("zhongqing", ["重庆", "中轻"]),
        ("xi'an", ["西安", "先"]),
        ("xian", ["西安", "先"]),
        ("xi’an", ["西安", "先"]),
        ("santi", ["三体"]),
        ("maketuwen", ["马克·吐温"]),
        ("make tuwen", ["马克·吐温"]),
        ("shanyichun", ["單依純"]),
        ("yh", ["银行"]),
        ("rgzn", ["人工智能"]),
        ("rg", ["人工"]),
        ("st", ["三体"]),
        ("mktw", ["马克·吐温"]),
        ("zhoujiel", ["周杰伦"]),
        ("zhouji", ["周杰"]),
        ("zhoujl", ["周杰伦"]),
        ("rengongzn", ["人工智能"]),
        ("rengongzhin", ["人工智能"]),
    ],
)
def test_letters_find_what_they_spell(names: PinyinIndex, query: str, expected: list[str]) -> None:
    assert stretches(names.matches(query, limit=10)) == expected


def test_the_best_place_comes_first(names: PinyinIndex) -> None:
    found = names.matches("weiruan", limit=10)
    assert [(each.name, each.start, each.end, each.how) for each in found] == [
        ("微软", 0, 2, "full"),
        ("微软公司", 0, 2, "full"),
        ("投资微软", 2, 4, "full"),
        ("一个很长很长的名字微软", 9, 11, "full"),
    ]
    assert names.matches("weiruan", limit=2) == found[:2]
    found = names.matches("weir", limit=10)
    assert [(each.name, each.how) for each in found] == [("微软", "mixed"), ("微软公司", "mixed")]
    found = names.matches("wr", limit=10)
    assert [(each.name, each.how) for each in found] == [("微软", "initials"), ("微软公司", "initials")]


def test_initials_are_no_noise() -> None:
    names = PinyinIndex(["投资微软", "微软和开源软件的那些年", "维", "微软"])
    assert [each.name for each in names.matches("wr", limit=10)] == ["微软"]
    assert names.matches("w", limit=10) == ()


def test_one_syllable_spells_the_beginning_of_a_name_alone() -> None:
    names = PinyinIndex(["投资微软", "微软"])
    assert [each.name for each in names.matches("wei", limit=10)] == ["微软"]


@pytest.mark.parametrize(
    "query",
    [
        "", " ", "'", "w", "微软", "wei软", "weiruan2", "wei,ruan", "microsoft", "ruanwei", "вэй", "v", "uu",
        "a" * (MAX_LETTERS + 1), "\ud800", "wei\x00ruan", " " * 10_000 + "weiruan",
    ],
)  # fmt: skip
def test_what_spells_nothing_finds_nothing(names: PinyinIndex, query: str) -> None:
    assert names.matches(query, limit=10) == ()


def test_a_limit_of_none_gives_none(names: PinyinIndex) -> None:
    assert names.matches("weiruan", limit=0) == ()
    assert PinyinIndex([]).matches("weiruan", limit=10) == ()


def test_a_name_of_two_lines_is_one_name() -> None:
    (found,) = PinyinIndex(["开源\n软件", "开源\n软件"]).matches("ruanjian", limit=10)
    assert found == PinyinMatch("开源\n软件", 3, 5, "full")


HAN = st.sampled_from("微软重庆西安先进绿色策略银行乐长都了一阿㐂𠮷·— 《》aA1\n")


@given(names=st.lists(st.text(HAN, max_size=6) | st.text(max_size=6), max_size=8), data=st.data())
def test_every_stretch_is_found_by_every_one_of_its_readings(names: list[str], data: st.DataObject) -> None:
    runs = [
        (name, start, end)
        for name in names
        for start in range(len(name))
        for end in range(start + 2, len(name) + 1)
        if all(map(readings, name[start:end]))
    ]
    if not runs:
        return
    name, start, end = data.draw(st.sampled_from(runs))
    query = "".join(data.draw(st.sampled_from(readings(each))) for each in name[start:end])
    found = {each.name: each for each in PinyinIndex(names).matches(query, limit=len(names))}
    assert found[name].how == "full"


@given(
    names=st.lists(st.text(HAN, max_size=6) | st.text(max_size=6), max_size=8),
    query=st.text("weiruanxgchoqsl' ü", max_size=12) | st.text(max_size=6),
)
def test_what_is_found_stands_in_its_name_and_sounds_so(names: list[str], query: str) -> None:
    found = PinyinIndex(names).matches(query, limit=5)
    assert len({each.name for each in found}) == len(found) <= 5
    for each in found:
        assert each.name in names
        stretch = each.name[each.start : each.end]
        assert readings(stretch[0])
        assert readings(stretch[-1])
        sounds = [each for each in map(readings, stretch) if each]
        letters = query.casefold().replace("ü", "v").translate(dict.fromkeys(map(ord, " '")))
        if each.how == "full":
            assert letters in {"".join(way).replace("lve", "lue") for way in product(*sounds)} | {
                "".join(way) for way in product(*sounds)
            }
        elif each.how == "initials":
            assert letters in {"".join(syllable[0] for syllable in way) for way in product(*sounds)}


def test_the_examples_of_another_search_give_the_same(shared: Path) -> None:
    differing = {
        # Initials match only short names, and this document isn't a name.
        "zjl",
    }
    examples = [
        json.loads(line)
        for line in (shared / "conformance" / "pinyin-search.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    expected = {
        (example["document"], example["query"]): example["matches"]
        for example in examples
        # Examples with Han characters or blanks are several words, and this module searches one at a time.
        if "document" in example and example["query"].isascii() and example["query"].isalpha()
    }
    assert len(expected) >= 6
    differ = {
        query
        for (document, query), matches in expected.items()
        if bool(PinyinIndex([document]).matches(query, limit=1)) != matches
    }
    assert differ == differing


def test_the_table_is_what_its_program_makes() -> None:
    path = Path(str(table.__file__)).with_name("pinyin.tsv")
    assert path.read_text(encoding="utf-8") == table.build(PINYIN_DICT, PHRASES_DICT)


def test_second_readings_are_the_common_ones() -> None:
    assert readings("重") == ("zhong", "chong")
    assert set(readings("行")) == {"xing", "hang", "heng"}
    assert readings("女") == ("nv",)
    assert readings("圳") == ("zhen",)
    assert set(readings("区")) == {"qu", "ou"}
    assert readings("a") == readings("") == readings("，") == ()


@pytest.mark.alone
def test_twenty_thousand_names_are_ready_at_once_and_hostile_letters_cost_little() -> None:
    dice = random.Random(7)
    characters = [chr(code) for code in range(0x4E00, 0x6E00)]
    lines = ["".join(dice.choices(characters, k=dice.randrange(2, 40))) for _ in range(20_000)]
    began = time.perf_counter()
    names = PinyinIndex(lines)
    assert time.perf_counter() - began < 1.0  # 0.05 s where nothing else runs
    for query in ("xian" * 16, "a" * 64, "zh" * 32, "yiyiyiyi", "shishishi", "wr"):
        began = time.perf_counter()
        names.matches(query, limit=10)
        assert time.perf_counter() - began < 2.0, query  # 0.1 s
