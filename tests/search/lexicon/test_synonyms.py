"""One thing has many names: which are known, which source wins, and where in a text they occur."""

import re
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Ticker
from search.lexicon.synonyms import (
    MAX_NAME,
    AliasError,
    AliasGroup,
    Synonyms,
    comparable,
    read_aliases,
    shipped_aliases,
)

README = Path(__file__).parents[3] / "search" / "README.md"
SHIPPED = shipped_aliases()
SHIPPED_NAMES = [name for group in SHIPPED for name in group.names]
KNOWN = Synonyms(SHIPPED)
MICROSOFT = AliasGroup(("微软", "Microsoft", "MSFT", "US:MSFT"))


def group(*names: str) -> AliasGroup:
    return AliasGroup(names)


def found(synonyms: Synonyms, text: str, longer: Sequence[tuple[int, int]] = ()) -> list[str]:
    return [text[span.start : span.end] for span in synonyms.find(text, longer=longer)]


def names_for(synonyms: Synonyms, text: str) -> tuple[str, ...]:
    (span,) = synonyms.find(text)
    return span.names


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "names.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


# The file


def test_a_file_has_a_group_a_line(tmp_path: Path) -> None:
    text = "# x\r\n微软, Microsoft，MSFT、US:MSFT\r\n\r\n  苹果 ,Apple  # the company\r\nC#, CSharp\r!小米\n"
    assert read_aliases(written(tmp_path, b"\xef\xbb\xbf" + text.encode())) == (
        group("微软", "Microsoft", "MSFT", "US:MSFT"),
        group("苹果", "Apple"),
        group("C#", "CSharp"),
        group("小米"),
    )


def test_the_example_of_the_readme_is_a_file(tmp_path: Path) -> None:
    names = README.read_text(encoding="utf-8").split("## Synonyms")[1]
    assert read_aliases(written(tmp_path, names.split("```")[1])) == (
        MICROSOFT,
        group("埃隆·马斯克", "马斯克", "Elon Musk"),
        group("苹果"),
    )


@pytest.mark.parametrize("text", ["", "\ufeff", "# nothing\n", "\n\n  \n"])
def test_a_file_may_be_empty(tmp_path: Path, text: str) -> None:
    assert read_aliases(written(tmp_path, text)) == ()


def test_spellings_that_compare_alike_are_one_name(tmp_path: Path) -> None:
    (only,) = read_aliases(written(tmp_path, "輝達, 辉达, NVIDIA, Ｎｖｉｄｉａ"))
    assert only == group("輝達", "NVIDIA")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# x\n微软", r"names\.txt:2: .*single name"),
        ("微软, 微軟", r"names\.txt:1: .*single name"),
        ("微软,, MSFT", r"names\.txt:1: .*empty"),
        ("微软, MSFT,", r"names\.txt:1: .*empty"),
        ("微软, ··", r"names\.txt:1: .*no letter or digit"),
        ("!", r"names\.txt:1: .*empty"),
        ("微软, MSFT\n\nmsft, Micro", r"names\.txt:3: 'msft' is in line 1"),
        ("微软, MSFT\n!微软", r"names\.txt:2: '微软' is in line 1"),
        (f"微软, {'m' * (MAX_NAME + 1)}", rf"names\.txt:1: .*at most {MAX_NAME}"),
        ("微软, MSFT\n".encode("utf-16"), r"names\.txt:1: .*UTF-8"),
        ("微软, MSFT\n".encode() + "苹果, Apple".encode("gb18030"), r"names\.txt:2: .*UTF-8"),
    ],
)
def test_a_fault_names_file_and_line_and_what_to_do(tmp_path: Path, text: str | bytes, message: str) -> None:
    with pytest.raises(AliasError, match=message):
        read_aliases(written(tmp_path, text))


def test_a_file_that_is_missing_or_a_folder_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(AliasError, match=re.escape(str(path))):
            read_aliases(path)


@given(st.binary(max_size=200))
def test_no_file_is_worse_than_an_alias_error(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = written(tmp_path_factory.mktemp("hostile"), data)
    fault = ""
    try:
        Synonyms(user=read_aliases(path)).find("微软")
    except AliasError as error:
        fault = str(error)
    assert not fault or re.search(r"names\.txt:\d+: ", fault)


# Where a name occurs


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("微软的数据中心", ["微软"]),
        ("微軟的資料", ["微軟"]),
        ("ＭＩＣＲＯＳＯＦＴ和微软", ["ＭＩＣＲＯＳＯＦＴ", "微软"]),
        ("买MSFT股票", ["MSFT"]),
        ("Microsoft's cloud, Microsoft’s", ["Microsoft", "Microsoft"]),
        ("us：msft 涨", ["us：msft"]),
        ('(Microsoft) "Microsoft"', ["Microsoft", "Microsoft"]),
        ("Microsoft, Microsoft.", ["Microsoft", "Microsoft"]),
        ("Microsofts MSFT2 Microsoft-owned x/Microsoft a.microsoft HK:MSFT MSFT+", []),
        ("microsoft_word @x", []),
        ("elon   MUSK and 埃隆马斯克", ["elon   MUSK", "埃隆马斯克"]),
        ("埃隆・馬斯克", ["埃隆・馬斯克"]),
        ("ElonMusk", []),
        ("C++ or C, C++11, C+", ["C++", "C"]),
        ("A股, AA股, 港A股", ["A股", "A股"]),
        ("数据", []),
        ("", []),
    ],
)
def test_names_stand_where_a_reader_sees_them(text: str, spans: list[str]) -> None:
    synonyms = Synonyms(
        [MICROSOFT, group("Elon Musk", "埃隆·马斯克"), group("C++", "cpp"), group("C", "C语言")],
        user=[group("A股", "A-share")],
    )
    assert found(synonyms, text) == spans


def test_a_name_inside_a_longer_identifier_is_another() -> None:
    synonyms = Synonyms([group("Meta", "Meta Platforms", "US:META"), group("META", "x1")])
    assert found(synonyms, "Metadata, Meta") == ["Meta"]
    assert found(synonyms, "US:META") == ["US:META"]


def test_the_longest_name_wins_and_of_two_the_left_one() -> None:
    synonyms = Synonyms(
        [group("中国银行", "BOC"), group("银行业", "banking"), group("国银", "x1"), group("行业", "x2")]
    )
    assert found(synonyms, "中国银行业") == ["中国银行"]
    assert found(synonyms, "国银行业") == ["银行业"]
    left = Synonyms([group("平安", "x1"), group("安全", "x2")])
    assert found(left, "平安全安全") == ["平安", "安全"]


def test_a_name_that_is_a_part_of_a_longer_word_is_not_meant() -> None:
    synonyms = Synonyms([group("苹果", "Apple"), group("苹果树苗", "sapling")])
    assert found(synonyms, "种苹果树", [(0, 1), (1, 4)]) == []
    assert found(synonyms, "青苹果", [(0, 3)]) == []
    assert found(synonyms, "大苹果树", [(0, 4)]) == []


def test_a_name_that_is_a_word_or_lies_across_words_stays() -> None:
    synonyms = Synonyms([group("苹果", "Apple"), group("辉达", "NVIDIA")])
    assert found(synonyms, "买苹果", [(0, 1), (1, 3)]) == ["苹果"]
    assert found(synonyms, "发辉达到", [(0, 2), (2, 4)]) == ["辉达"]
    assert found(synonyms, "苹果树", [(-3, 9), (7, 9)]) == ["苹果"]


def test_longer_words_do_not_affect_identifiers() -> None:
    synonyms = Synonyms([MICROSOFT, group("AI", "人工智能")])
    assert found(synonyms, "AI股 ＡＩ股", [(0, 3), (4, 7)]) == ["AI", "ＡＩ"]


def test_a_vetoed_name_leaves_its_place_to_others() -> None:
    synonyms = Synonyms([group("大苹果", "x1"), group("苹果", "Apple")])
    assert found(synonyms, "大苹果树", [(0, 4)]) == []
    assert found(synonyms, "最大苹果", [(0, 2), (2, 4)]) == ["大苹果"]
    assert found(Synonyms([group("果树苗", "x1"), group("苹果", "x2")]), "苹果树苗木", [(0, 5)]) == []


def test_a_character_that_folds_to_several_is_not_parted() -> None:
    synonyms = Synonyms([group("株式", "x1"), group("kg", "千克")])
    assert found(synonyms, "㍿") == []
    assert found(synonyms, "3 ㎏") == ["㎏"]


def test_whichever_name_is_typed_the_names_are_the_same() -> None:
    synonyms = Synonyms([MICROSOFT], tickers=[Ticker("US:MSFT", "Microsoft Corporation")])
    assert {names_for(synonyms, name) for name in (*MICROSOFT.names, "Microsoft Corporation")} == {
        (*MICROSOFT.names, "Microsoft Corporation")
    }


# Which source wins


def test_a_group_of_the_user_takes_its_names_out_of_the_shipped_ones() -> None:
    synonyms = Synonyms(
        [MICROSOFT, group("苹果", "Apple")], user=[group("微软", "巨硬"), group("Apple", "水果")]
    )
    assert names_for(synonyms, "微软") == ("微软", "巨硬")
    assert names_for(synonyms, "MSFT") == ("Microsoft", "MSFT", "US:MSFT")
    assert names_for(synonyms, "水果") == ("Apple", "水果")
    assert found(synonyms, "苹果") == []


def test_a_name_can_be_switched_off() -> None:
    tickers = [Ticker("US:AAPL", "苹果"), Ticker("US:XX", "苹果"), Ticker("US:OFF", "Offline Inc")]
    synonyms = Synonyms(
        [group("苹果", "Apple", "AAPL", "US:AAPL")], tickers=tickers, user=[group("苹果"), group("us:off")]
    )
    assert found(synonyms, "苹果 Offline Inc US:OFF") == []
    assert names_for(synonyms, "Apple") == ("Apple", "AAPL", "US:AAPL")


def test_tickers_join_the_group_of_their_symbol_or_name_or_make_one() -> None:
    tickers = [
        Ticker("US:MSFT", "微软公司"),
        Ticker("HK:4338", "Ｍicrosoft"),
        Ticker("US:NEW", "Newcomer"),
        Ticker("US:NEW", "新来者"),
        Ticker("SZ:000001", "自家"),
    ]
    synonyms = Synonyms([MICROSOFT], tickers=tickers, user=[group("自家", "Own")])
    assert names_for(synonyms, "微软") == (*MICROSOFT.names, "HK:4338", "微软公司")
    assert names_for(synonyms, "新来者") == ("US:NEW", "Newcomer", "新来者")
    assert names_for(synonyms, "Own") == ("自家", "Own", "SZ:000001")


@pytest.mark.parametrize(
    "name",
    ["", " ", "A", "的", "360", "3.14%", "——", "…", "x" * (MAX_NAME + 1), "HK:0700", "us:msft", "\u200b"],
)
def test_a_ticker_whose_name_says_nothing_makes_no_alias(name: str) -> None:
    assert found(Synonyms(tickers=[Ticker("US:NEW", name)]), f"{name} US:NEW") == []


@pytest.mark.parametrize("symbol", ["", "MSFT", "US:", ":MSFT", "US:A B", "US:" + "A" * 20, "微软:1", "US:*"])
def test_a_symbol_without_a_market_makes_no_alias(symbol: str) -> None:
    assert found(Synonyms(tickers=[Ticker(symbol, "Newcomer")]), "Newcomer") == []


def test_a_name_that_several_companies_claim_is_none_s() -> None:
    shared = [Ticker("US:ONE", "Delta"), Ticker("US:TWO", "Delta")]
    assert found(Synonyms(tickers=shared), "Delta") == []
    assert names_for(Synonyms(tickers=[*shared, Ticker("US:ONE", "Delta One")]), "Delta One") == (
        "US:ONE",
        "Delta One",
    )
    both = Synonyms([group("Delta", "三角")], tickers=shared)
    assert names_for(both, "Delta") == ("Delta", "三角")


def test_two_listings_of_one_company_are_one() -> None:
    byd = group("比亚迪", "SZ:002594", "HK:1211")
    synonyms = Synonyms([byd], tickers=[Ticker("SZ:002594", "BYD"), Ticker("HK:1211", "BYD")])
    assert names_for(synonyms, "BYD") == ("比亚迪", "SZ:002594", "HK:1211", "BYD")
    sany = group("三一重工", "SH:600031")
    listed = [Ticker("SH:600031", "三一重工"), Ticker("HK:6031", "三一重工")]
    assert names_for(Synonyms([sany], tickers=listed), "三一重工") == ("三一重工", "SH:600031", "HK:6031")


def test_a_ticker_moves_no_name_and_joins_no_two_groups() -> None:
    shipped = [MICROSOFT, group("苹果", "Apple", "US:AAPL")]
    hostile = [Ticker("US:AAPL", "Microsoft"), Ticker("US:EVIL", "微软"), Ticker("US:EVIL", "苹果")]
    synonyms = Synonyms(shipped, tickers=hostile)
    assert names_for(synonyms, "Microsoft") == MICROSOFT.names
    assert names_for(synonyms, "苹果") == ("苹果", "Apple", "US:AAPL")
    assert found(synonyms, "US:EVIL") == []


def test_tickers_add_no_more_than_a_few_names_to_a_group() -> None:
    synonyms = Synonyms(
        [MICROSOFT], tickers=[Ticker("US:MSFT", f"Microsoft {number}x") for number in range(500)]
    )
    assert len(names_for(synonyms, "微软")) < 20


TICKERS = [
    Ticker("US:MSFT", "Microsoft Corp"),
    Ticker("US:ONE", "One"),
    Ticker("US:ONE", "Uno"),
    Ticker("US:TWO", "Uno"),
    Ticker("US:TWO", "Duo"),
    Ticker("HK:0001", "微软"),
    Ticker("HK:0002", "两"),
]


@given(st.permutations(TICKERS))
def test_the_order_of_tickers_does_not_matter(tickers: list[Ticker]) -> None:
    synonyms = Synonyms([MICROSOFT], tickers=tickers)
    text = "微软 One Uno Duo Microsoft Corp HK:0001"
    assert synonyms.find(text) == Synonyms([MICROSOFT], tickers=TICKERS).find(text)


# Any text

PIECES = st.one_of(
    st.sampled_from([*SHIPPED_NAMES, " ", "·", "’s", ":", "-", "苹果树", "輝達", "ＡＩ", "㍿", "e\u0301"]),
    st.text(max_size=4),
)


@settings(deadline=None)  # the search by brute force may take a second where other tests run beside it
@given(
    st.lists(PIECES, max_size=12).map("".join), st.lists(st.tuples(st.integers(-2, 40), st.integers(-2, 40)))
)
def test_spans_lie_in_the_text_in_order_and_say_one_of_their_names(
    text: str, longer: list[tuple[int, int]]
) -> None:
    spans = KNOWN.find(text, longer=longer)
    end = 0
    for span in spans:
        assert end <= span.start < span.end <= len(text)
        assert comparable(text[span.start : span.end]) in map(comparable, span.names)
        end = span.end
    assert set(found(KNOWN, text, longer)) <= set(found_anywhere(text))


def found_anywhere(text: str) -> set[str]:
    """Every part of the text that is a name by itself, by brute force."""
    known = set(map(comparable, SHIPPED_NAMES))
    places = range(len(text) + 1)
    return {
        text[start:end]
        for start in places
        for end in range(start + 1, min(len(text), start + 2 * MAX_NAME) + 1)
        if comparable(text[start:end]) in known
    }


# What is shipped


def test_every_shipped_name_is_found_whole_and_gives_its_group() -> None:
    for each in SHIPPED:
        for name in each.names:
            (span,) = KNOWN.find(name)
            assert (span.start, span.end, span.names) == (0, len(name), each.names)
            assert names_for(KNOWN, f"，{name.upper()}。") == each.names


def test_enough_groups_are_shipped_and_none_is_of_one_name() -> None:
    assert len(SHIPPED) >= 350
    assert all(len(each.names) > 1 for each in SHIPPED)


def test_no_shipped_name_stands_twice() -> None:
    lines = README.with_name("data").joinpath("aliases.txt").read_text(encoding="utf-8").splitlines()
    listed = [
        comparable(name) for line in lines if line and not line.startswith("#") for name in line.split(",")
    ]
    assert [name for name, count in Counter(listed).items() if count > 1] == []
    assert len(listed) == len(SHIPPED_NAMES)


SYMBOLS = {
    "US": r"[A-Z]{1,5}(\.[AB])?", "HK": r"\d{4}", "SH": r"6\d{5}", "SZ": r"[03]\d{5}", "TW": r"\d{4}",
    "JP": r"\d{3}[\dA]", "KR": r"\d{6}", "DE": r"[A-Z0-9]{2,4}", "FR": r"[A-Z]{2,3}", "CH": r"[A-Z]{3,4}",
    "NL": r"[A-Z]{4}",
}  # fmt: skip


def test_shipped_symbols_have_the_form_of_their_market() -> None:
    symbols = [name for name in SHIPPED_NAMES if re.fullmatch(r"[A-Z]{2}:.*", name)]
    assert len(symbols) > 500
    for symbol in symbols:
        market, code = symbol.split(":")
        assert re.fullmatch(SYMBOLS[market], code), symbol


def test_what_looks_like_a_symbol_is_one() -> None:
    assert [
        name for name in SHIPPED_NAMES if ":" in name and not re.fullmatch(r"[A-Z]{2}:[A-Z0-9.]+", name)
    ] == []


def test_no_short_ticker_and_no_everyday_word_is_shipped_as_a_name() -> None:
    for each in SHIPPED:
        codes = {name.split(":")[1] for name in each.names if ":" in name}
        assert [name for name in each.names if name in codes and len(name) < 3 and name.isascii()] == []
    everyday = (
        "a all it on now cat key low cost net team snow dash coin app arm crm 目标 联合 统一 理想 联想 贝壳"
    )
    assert set(everyday.split()) & set(map(comparable, SHIPPED_NAMES)) == set()


def test_a_shipped_name_has_two_characters_at_least() -> None:
    assert [name for name in SHIPPED_NAMES if len(comparable(name)) < 2] == []


# How fast


@pytest.mark.alone
@pytest.mark.parametrize(
    "text",
    [
        "苹果" * 500,
        "Elon " * 200,
        "Elon" + " " * 992 + "Musk",
        "埃隆·" * 333,
        "㍿" * 1000,
        "'" * 1000,
        "中国" * 500,
        "\u0301" * 1000,
        "US:" * 333,
        "large language " * 66,
    ],
    ids=lambda text: text[:4],
)
def test_a_hostile_text_takes_no_longer_than_another(text: str) -> None:
    words = [(start, start + 5) for start in range(len(text))]
    KNOWN.find(text, longer=words)
    began = time.perf_counter()
    KNOWN.find(text, longer=words)
    assert time.perf_counter() - began < 0.1


@pytest.mark.alone
def test_thousands_of_names_make_a_question_no_slower() -> None:
    tickers = [Ticker(f"SZ:{number:06}", f"Data center power {number}") for number in range(5000)]
    synonyms = Synonyms(SHIPPED, tickers=tickers)
    began = time.perf_counter()
    for _ in range(200):
        synonyms.find("微软 OpenAI data center power investment", longer=[(0, 2)])
    assert (time.perf_counter() - began) / 200 < 0.001
