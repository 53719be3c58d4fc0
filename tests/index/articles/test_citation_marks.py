"""Citation marks leave a text and come back: which brackets are marks, what they name, where they stood."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.citation_marks import MAX_RANGE, Citation, Cited, strip_marks, with_marks

PIECES = st.sampled_from(
    [
        *"[]［］【】〔〕-~,、. \n\u3000",
        "OpenAI",
        "paused",
        "微软",
        "云",
        "8",
        "69",
        "[8]",
        "[3-5]",
        "［4］",
        "【7】",
    ]
)
MARKED = st.lists(PIECES, max_size=14).map("".join)


def stripped(text: str) -> tuple[str, list[tuple[int, int]]]:
    cited = strip_marks(text)
    return cited.text, [(citation.number, citation.at) for citation in cited.citations]


@pytest.mark.parametrize(
    ("mark", "numbers"),
    [
        ("[8]", [8]),
        ("[8][69]", [8, 69]),
        ("[8] [69]", [8, 69]),
        ("[69][8]", [69, 8]),
        ("[8][8]", [8, 8]),
        ("[3-5]", [3, 4, 5]),
        ("[3–5]", [3, 4, 5]),
        ("[3~5]", [3, 4, 5]),
        ("[7-7]", [7]),
        ("[3, 4]", [3, 4]),
        ("[3,4]", [3, 4]),
        ("[3；4]", [3, 4]),
        ("[3、4，9]", [3, 4, 9]),
        ("[1, 3-5]", [1, 3, 4, 5]),
        ("[ 8 ]", [8]),
        ("［8］", [8]),
        ("［3，4］", [3, 4]),
        ("［３］", [3]),
        ("［3－5］", [3, 4, 5]),
        ("【8】", [8]),
        ("【3-5】", [3, 4, 5]),
        ("〔8〕", [8]),
        ("〔3、5－６〕", [3, 5, 6]),
        ("[8]［9］【10】", [8, 9, 10]),
    ],
)
def test_a_mark_names_its_paragraphs_in_their_order(mark: str, numbers: list[int]) -> None:
    text, citations = stripped(f"Microsoft paused plans {mark}.")
    assert text == "Microsoft paused plans."
    assert citations == [(number, len("Microsoft paused plans")) for number in numbers]


@pytest.mark.parametrize(
    ("text", "plain", "citations"),
    [
        ("[8] Plans paused.", "Plans paused.", [(8, 0)]),
        ("[8][9]Plans paused.", "Plans paused.", [(8, 0), (9, 0)]),
        ("  [8] [9] Plans paused.", "Plans paused.", [(8, 0), (9, 0)]),
        ("[8] Plans [9] paused.", "Plans paused.", [(8, 0), (9, 5)]),
        ("Plans [8] paused.", "Plans paused.", [(8, 5)]),
        ("Plans [8], paused [9], came back.", "Plans, paused, came back.", [(8, 5), (9, 13)]),
        ("Plans paused [8]", "Plans paused", [(8, 12)]),
        ("Plans paused. [8]", "Plans paused.", [(8, 13)]),
        ("暂停［8］，恢复【9】。", "暂停，恢复。", [(8, 2), (9, 5)]),
        ("𠮷野家［8］。", "𠮷野家。", [(8, 3)]),
        ("[8]", "", [(8, 0)]),
    ],
)
def test_a_citation_keeps_the_place_where_its_mark_stood(
    text: str, plain: str, citations: list[tuple[int, int]]
) -> None:
    assert stripped(text) == (plain, citations)


@pytest.mark.parametrize("blank", ["", " ", "   ", "\t", "\u3000", "\u00a0", "\n", "\r\n"])
def test_the_blanks_before_a_mark_go_with_it(blank: str) -> None:
    assert stripped(f"paused plans{blank}[8].") == ("paused plans.", [(8, 12)])
    assert stripped(f"paused plans{blank}[8]") == ("paused plans", [(8, 12)])


@pytest.mark.parametrize(
    "text",
    [
        "Nothing is cited.",
        "A list [a], a link [1.5], an [unfinished 8",
        "GPT [4-b] and [GPT-4]",
        "brackets [8］ that 【8] differ",
        "empty []［］【】〔〕",
        "(8) is a number in other brackets",
        "[123456] has too many digits for a paragraph",
        "",
    ],
)
def test_other_brackets_are_text(text: str) -> None:
    assert strip_marks(text) == Cited(text)


@pytest.mark.parametrize("mark", ["[5-3]", "［5-3］", "[1, 5-3]", "[1-99999]", f"[1-{MAX_RANGE + 1}]"])
def test_a_range_that_runs_backwards_or_too_far_is_text(mark: str) -> None:
    text = f"The score was {mark} at the end."
    assert strip_marks(text) == Cited(text)


def test_a_range_may_be_as_long_as_its_limit() -> None:
    cited = strip_marks(f"All of it [1-{MAX_RANGE}].")
    assert [citation.number for citation in cited.citations] == list(range(1, MAX_RANGE + 1))


def test_a_range_that_is_text_leaves_the_marks_beside_it_alone() -> None:
    assert stripped("It fell [5-3] again [8].") == ("It fell [5-3] again.", [(8, 19)])


@pytest.mark.alone
@pytest.mark.parametrize("text", ["Plans" + " " * 20_000 + "paused", "Plans [8" + " " * 20_000 + "paused"])
def test_a_long_run_of_blanks_takes_no_long_time(text: str) -> None:
    start = time.perf_counter()
    assert strip_marks(text) == Cited(text)
    assert time.perf_counter() - start < 0.5


def test_marks_are_put_back_where_they_stood() -> None:
    plans = Cited("Plans, paused.", (Citation(8, 5), Citation(9, 5), Citation(69, 13)))
    assert with_marks(plans) == "Plans[8][9], paused[69]."


@given(MARKED)
def test_marks_put_back_say_the_same(text: str) -> None:
    cited = strip_marks(text)
    assert strip_marks(with_marks(cited)) == cited


@given(MARKED)
def test_citations_are_in_the_text_in_order(text: str) -> None:
    plain, citations = stripped(text)
    places = [at for _, at in citations]
    assert places == sorted(places)
    assert all(0 <= at <= len(plain) for at in places)
    assert plain == plain.strip()
