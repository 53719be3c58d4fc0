"""A mistyped word finds the words of the index that may have been meant, and nothing else."""

import random
import string
import time
from collections.abc import Sequence
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Analyzer
from search.lexicon.pinyin import readings
from search.lexicon.spelling import LEAST_FREQUENCY, LONGEST_WORD, Candidate, Vocabulary

PAIRS = [
    ("microsoft", 211), ("microsofte", 3), ("linux", 3000), ("unix", 876), ("data", 608), ("date", 322),
    ("dart", 11), ("cata", 900), ("kubernetes", 259), ("gpt-4o", 50), ("gpt-4", 40), ("gpt-5", 60),
    ("iphone15", 9), ("iphone16", 9), ("café", 3), ("rare", 1), ("的", 7958), ("和", 7000), ("我", 900),
    ("他", 800), ("苹果", 231), ("平果", 2), ("人工智能", 128), ("人工", 188), ("只能", 865), ("智能", 700),
    ("数据中心", 170), ("数据", 3187), ("中心", 900), ("说句", 2), ("数据库", 815), ("操作系统", 2028),
    ("银行", 40), ("重庆", 12), ("软件", 4000), ("开源", 3000), ("计算机", 500), ("过", 2339), ("剧", 3),
]  # fmt: skip


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.build(PAIRS)


def words(found: Sequence[Candidate]) -> list[str]:
    return [each.word for each in found]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("microsfot", ["microsoft"]),
        ("Micorsotf", ["microsoft"]),  # two edits in a long word
        ("micosoft", ["microsoft", "microsofte"]),
        ("kuberntes", ["kubernetes"]),
        ("linuz", ["linux"]),
        ("lniux", ["linux"]),
        ("ｌｉｎｕｚ", ["linux"]),
        ("dato", ["data", "date"]),
        ("dats", ["data", "date"]),
        ("bata", ["cata", "data"]),  # alike in all, so the more frequent first
        ("data", ["date", "cata"]),  # the same first letter goes before the more frequent
        ("gtp-4o", ["gpt-4o"]),
        ("iphnoe15", ["iphone15"]),
        ("iphone17", []),  # another number means something else
        ("iphone", []),
        ("gpt-6", []),
        ("dat", []),  # three letters are near to too much
        ("lixux2", []),
        ("rade", []),  # only `rare` is near, and a single article has it
        ("人工只能", ["人工智能"]),
        ("苹过", ["苹果", "平果"]),
        ("蘋過", ["苹果", "平果"]),
        ("平果", ["苹果"]),
        ("数剧", ["数据", "说句"]),
        ("银航", ["银行"]),  # 行 is read hang in this word and mostly xing
        ("钟庆", ["重庆"]),
        ("虫庆", ["重庆"]),
        ("操做系统", ["操作系统"]),
        ("操作吸通", ["操作系统"]),
        ("作操系统", ["操作系统"]),
        ("超作系统", ["操作系统"]),
        ("人公只能", ["人工智能"]),
        ("苹里", []),  # two characters that sound otherwise
        ("中数据心", []),
        ("苹果x", []),
        ("电子", []),
        ("", []),
        ("😀😀😀😀", []),
        ("\ud800" * 5, []),
        ("x" * 10_000, []),
        ("的" * 10_000, []),
    ],
)
def test_a_mistyped_word_finds_what_was_meant(vocabulary: Vocabulary, typed: str, meant: list[str]) -> None:
    found = words(vocabulary.nearest(typed, limit=10))
    assert found[: len(meant)] == meant
    assert bool(found) == bool(meant)
    assert vocabulary.nearest(typed, limit=0) == ()


def test_a_candidate_says_how_frequent_and_how_near_it_is(vocabulary: Vocabulary) -> None:
    assert vocabulary.nearest("microsfot", limit=1) == (Candidate("microsoft", 211, 1),)
    assert vocabulary.nearest("人公只能", limit=1) == (Candidate("人工智能", 128, 2),)
    assert vocabulary.frequency("Linux") == 3000
    assert vocabulary.frequency("rare") == 0


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("数剧中心", "数据中心"),
        ("數劇中心", "数据中心"),
        ("人工只能", "人工智能"),  # both words are known, but not what four such syllables say together
        ("人工只能软件", "人工智能软件"),
        ("开元软件", "开源软件"),
        ("开元软见", "开源软件"),
        ("苹过和数剧库", "苹果和数据库"),
        ("苹过", "苹果"),
        ("记算机", "计算机"),
        ("我和他的苹果", None),
        ("数据中心", None),
        ("人工智能", None),
        ("电子", None),
        ("苹", None),
        ("", None),
        ("数剧x", None),
        ("数剧 中心", None),
        ("数" * 10_000, None),
    ],
)
def test_a_run_is_put_right_where_it_holds_no_words(
    vocabulary: Vocabulary, analyzer: Analyzer, typed: str, meant: str | None
) -> None:
    found = vocabulary.corrections(typed, lambda run: [unit.text for unit in analyzer.units(run)], limit=3)
    assert (found[0].word if found else None) == meant
    assert len(set(words(found))) == len(found)


def test_a_known_word_is_not_cut_in_two() -> None:
    vocabulary = Vocabulary.build([("过苹", 5), ("苹果", 50), ("国平", 90), ("中国", 90)])
    assert vocabulary.corrections("中国苹果", lambda run: ["中国", "苹果"], limit=3) == ()


def test_a_cut_that_is_none_gives_nothing(vocabulary: Vocabulary) -> None:
    assert vocabulary.corrections("数剧中心", lambda run: ["数剧"], limit=3) == ()
    assert vocabulary.corrections("数剧中心", lambda run: [], limit=3) == ()


def test_of_a_word_that_comes_twice_the_greater_number_counts() -> None:
    vocabulary = Vocabulary.build([("linux", 5), ("linux", 9), ("linux", 7), ("x" * (LONGEST_WORD + 1), 9)])
    assert vocabulary.nearest("lunux", limit=5) == (Candidate("linux", 9, 1),)


# The same by brute force, from every word of the vocabulary in turn.


def distance(old: str, new: str) -> int:
    """Optimal string alignment, by the book: Boytsov, Indexing methods for approximate dictionary searching,
    section 2.2.1."""
    table = {(i, 0): i for i in range(len(old) + 1)} | {(0, j): j for j in range(len(new) + 1)}
    for i, j in product(range(1, len(old) + 1), range(1, len(new) + 1)):
        table[i, j] = min(
            table[i - 1, j] + 1,
            table[i, j - 1] + 1,
            table[i - 1, j - 1] + (old[i - 1] != new[j - 1]),
        )
        if i > 1 and j > 1 and old[i - 1] == new[j - 2] and old[i - 2] == new[j - 1]:
            table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[len(old), len(new)]


def digits(word: str) -> list[str]:
    return [each for each in word if each in string.digits]


def alike(old: str, new: str) -> bool:
    return len(old) == len(new) and all(
        set(readings(a)) & set(readings(b)) for a, b in zip(old, new, strict=True)
    )


LATIN = st.text("abc12-", min_size=1, max_size=10) | st.text("ab", min_size=7, max_size=9)
HAN = st.text("数据剧苹平果过中重众心新", min_size=1, max_size=4)
VOCABULARIES = st.dictionaries(LATIN | HAN, st.integers(1, 5), max_size=25)


@given(frequencies=VOCABULARIES, typed=LATIN)
def test_latin_neighbours_are_those_of_a_look_at_every_word(frequencies: dict[str, int], typed: str) -> None:
    letters = sum(map(str.isalpha, typed))
    edits = 0 if letters < 4 else 1 if letters < 8 else 2
    expected = sorted(
        (distance(typed, word), word[0] != typed[0], -count, word)
        for word, count in frequencies.items()
        if count >= LEAST_FREQUENCY and word.isascii()
        if digits(word) == digits(typed) and 0 < distance(typed, word) <= edits
    )
    found = Vocabulary.build(frequencies.items()).nearest(typed, limit=100)
    assert [
        (each.distance, each.word[0] != typed[0], -each.frequency, each.word) for each in found
    ] == expected


@given(frequencies=VOCABULARIES, typed=HAN)
def test_chinese_neighbours_are_those_of_a_look_at_every_word(
    frequencies: dict[str, int], typed: str
) -> None:
    def wrong(word: str) -> bool:
        """One character changed or two neighbours swapped; of the same length, so none was inserted."""
        return len(typed) >= 3 and len(word) == len(typed) and distance(typed, word) == 1

    expected = sorted(
        (not alike(typed, word), distance(typed, word), -count, word)
        for word, count in frequencies.items()
        if count >= LEAST_FREQUENCY and not word.isascii() and word != typed
        if (len(typed) > 1 and alike(typed, word)) or wrong(word)
    )
    found = Vocabulary.build(frequencies.items()).nearest(typed, limit=100)
    assert [
        (not alike(typed, each.word), each.distance, -each.frequency, each.word) for each in found
    ] == expected


@given(frequencies=VOCABULARIES, run=st.text("数据剧苹平果过中重众心新的", max_size=9), data=st.data())
def test_what_a_correction_changes_becomes_a_word_of_the_same_sound(
    frequencies: dict[str, int], run: str, data: st.DataObject
) -> None:
    cuts = data.draw(st.sets(st.integers(1, len(run) - 1))) if len(run) > 1 else set()
    edges = [0, *sorted(cuts), len(run)]
    pieces = [run[start:end] for start, end in pairwise(edges)]
    kept = {word for word, count in frequencies.items() if count >= LEAST_FREQUENCY}
    for found in Vocabulary.build(frequencies.items()).corrections(run, lambda _: pieces, limit=5):
        assert found.word != run
        assert alike(run, found.word)
        changed = {at for at in range(len(run)) if run[at] != found.word[at]}
        assert found.distance == len(changed)
        covered = {
            at
            for start in range(len(run))
            for end in range(start + 2, min(start + 6, len(run)) + 1)
            if found.word[start:end] in kept and run[start:end] not in kept
            for at in range(start, end)
        }
        assert changed <= covered


@given(pairs=st.dictionaries(st.text(max_size=6), st.integers(), max_size=8), typed=st.text(max_size=8))
def test_no_word_is_an_error_and_only_words_of_the_index_are_offered(
    pairs: dict[str, int], typed: str
) -> None:
    vocabulary = Vocabulary.build(pairs.items())
    for found in vocabulary.nearest(typed, limit=5):
        assert pairs[found.word] == found.frequency >= LEAST_FREQUENCY
        assert found.word != typed
        assert found.distance > 0
    vocabulary.corrections(typed, list, limit=5)


@pytest.mark.alone
def test_a_large_vocabulary_is_ready_soon_and_answers_at_once() -> None:
    dice = random.Random(3)
    characters = [chr(code) for code in range(0x4E00, 0x5600)]
    pairs = [
        *(
            ("".join(dice.choices(string.ascii_lowercase, k=dice.randrange(3, 14))), 5)
            for _ in range(250_000)
        ),
        *(("".join(dice.choices(characters, k=dice.choice([2, 2, 2, 3, 3, 4]))), 5) for _ in range(150_000)),
    ]
    began = time.perf_counter()
    vocabulary = Vocabulary.build(pairs)
    assert time.perf_counter() - began < 5.0  # 0.8 s where nothing else runs
    times = []
    for word, _ in dice.sample(pairs, 200):
        began = time.perf_counter()
        vocabulary.nearest(word[:-1] + "a" if word.isascii() else word[:-1] + "数", limit=5)
        vocabulary.corrections(word, list, limit=5)
        times.append(time.perf_counter() - began)
    assert sorted(times)[100] < 0.03  # 0.003 s
