"""Which window is shown, where it is cut, what is highlighted in it, and which passages are shown at all."""

import time
from collections.abc import Callable

import pytest
from highlighting import highlight_terms_of, marks_in

from index import Analyzer, Article, Citation, Cited, Group
from search import PassageHit, Searcher
from search.passages.boundaries import clause_ends, sentence_ends, whole_at
from search.passages.citations import opening
from search.passages.highlighting import WeightedTerm, find_highlights, weighted_terms
from search.passages.hits import article_hit
from search.passages.snippets import WIDTH, Window, best_window, most_shown, width_of
from search.results import ArticleHit, PassageCounts

FILLING = "这一段说的是别的事情，与所问的无关。"


def weighted_terms_of(analyzer: Analyzer, query: str, **weights: float) -> tuple[WeightedTerm, ...]:
    highlight_terms = highlight_terms_of(query, analyzer)
    return weighted_terms(highlight_terms, [weights.get(each.text, 1.0) for each in highlight_terms])


def window(analyzer: Analyzer, text: str, query: str, **weights: float) -> Window:
    return best_window(text, marks_in(text, "paragraphs", weighted_terms_of(analyzer, query, **weights)))


def highlighted(window: Window) -> list[str]:
    return [window.snippet.text[start:end] for start, end in window.snippet.highlights]


def article(
    *points: str, viewpoint: str | None = None, paragraphs: tuple[str, ...] = (), group: str = ""
) -> Article:
    cited = tuple(Cited(point, (Citation(1, len(point)),)) for point in points)
    view = Cited(viewpoint) if viewpoint else None
    groups = (Group(group, cited),) if cited else ()
    return Article("a", "title", None, "", None, (), view, groups, paragraphs)


def hit(analyzer: Analyzer, query: str, given: Article, kind: str | None = None) -> ArticleHit:
    return article_hit(
        given, find_highlights(given, weighted_terms_of(analyzer, query)), score=1.0, kind=kind
    )


def anchors(hit: ArticleHit) -> list[str]:
    return [passage.anchor for passage in hit.passages]


def test_the_window_has_the_most_query_terms(analyzer: Analyzer) -> None:
    text = "微软发布财报。" + FILLING * 30 + "微软在俄亥俄暂停建设数据中心。" + FILLING * 30
    assert highlighted(window(analyzer, text, "微软 俄亥俄 数据中心")) == ["微软", "俄亥俄", "数据中心"]


def test_the_window_has_the_rarer_where_it_cannot_have_all(analyzer: Analyzer) -> None:
    text = "微软发布财报。" + FILLING * 30 + "在俄亥俄的工厂。" + FILLING * 30
    assert highlighted(window(analyzer, text, "微软 俄亥俄", 微软=1.0, 俄亥俄=5.0)) == ["俄亥俄"]
    assert highlighted(window(analyzer, text, "微软 俄亥俄", 微软=5.0, 俄亥俄=1.0)) == ["微软"]


@pytest.mark.parametrize(
    ("filling", "sentence", "query"),
    [
        (FILLING, "微软在俄亥俄暂停建设数据中心。", "俄亥俄"),
        ("Nothing of it is meant here. ", "Mr. Smith of Foo Inc. left the U.S. plant in Ohio. ", "Ohio"),
        ("说的是别的！", "“俄亥俄的工厂停了？”", "俄亥俄"),
    ],
)
def test_a_window_is_cut_at_the_ends_of_sentences(
    analyzer: Analyzer, filling: str, sentence: str, query: str
) -> None:
    text = filling * 20 + sentence + filling * 20
    shown = window(analyzer, text, query)
    cut = shown.snippet.text.strip("…").strip()
    assert cut.startswith(sentence.strip())
    assert cut.removeprefix(sentence.strip()).strip().replace(filling.strip(), "").strip() == ""
    assert width_of(text) // 2 < len(cut) <= most_shown(text)


def test_a_long_sentence_is_cut_at_commas_and_between_words(analyzer: Analyzer) -> None:
    text = "说的是别的，" * 40 + "在俄亥俄的工厂，" + "说的是别的，" * 40
    shown = window(analyzer, text, "俄亥俄").snippet.text
    assert shown.startswith("…说的是别的，")
    assert shown.endswith("，…")
    text = "one-two three " * 40 + "in Ohio " + "3.6.3 four " * 40
    words = window(analyzer, text, "Ohio").snippet.text.strip("…").split()
    assert set(words) == {"one-two", "three", "in", "Ohio", "3.6.3", "four"}


def test_a_text_that_ends_soon_is_shown_from_further_back(analyzer: Analyzer) -> None:
    shown = window(analyzer, FILLING * 30 + "在俄亥俄。", "俄亥俄").snippet.text
    assert shown.endswith("在俄亥俄。")
    assert len(shown) > WIDTH // 2


@pytest.mark.parametrize("place", [0, 40_000, 1_000_000, 4_999_000])
def test_a_window_is_found_at_any_offset_of_five_megabytes(analyzer: Analyzer, place: int) -> None:
    text = "x" * place + "。在俄亥俄。" + "字" * (5_000_000 - place)
    assert highlighted(window(analyzer, text, "俄亥俄")) == ["俄亥俄"]


@pytest.mark.alone
def test_a_million_marks_take_a_time_that_grows_with_their_number(analyzer: Analyzer) -> None:
    times = []
    for length in (100_000, 1_000_000):
        text = "的一" * (length // 2)
        marks = marks_in(text, "paragraphs", weighted_terms_of(analyzer, "的"))
        began = time.perf_counter()
        best_window(text, marks)
        times.append(time.perf_counter() - began)
    assert times[1] < 10 * max(times[0], 0.02) * 3


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ('"data center"', "a Data\u3000Center here", ["Data\u3000Center"]),
        ("data center", "a Data Center here", ["Data", "Center"]),
        ('"微软 云"', "微软云与微软 云", ["微软云", "微软 云"]),
        ("数据 中心", "數據中心", ["數據中心"]),
        ("GPT-4o", "用ＧＰＴ－４ｏ写", ["ＧＰＴ－４ｏ"]),
        ("running", "He ran, runs, running", ["runs", "running"]),
        ("cafe", "un cafe\u0301 noir", ["cafe\u0301"]),
    ],
)
def test_query_terms_are_highlighted_in_their_original_form(
    analyzer: Analyzer, query: str, text: str, expected: list[str]
) -> None:
    assert highlighted(window(analyzer, text, query)) == expected


@pytest.mark.parametrize(
    "word", ["👨‍👩‍👧", "🇨🇳", "👍🏽", "e\u0301\u0323", "각", "क्षि", "GPT-4o", "3.6.3", "ＡＩ"]
)
def test_no_character_and_no_identifier_is_cut(word: str) -> None:
    text = "一" + word + "一"
    for offset in range(1, len(text)):
        whole = offset in (1, len(text) - 1)
        assert (whole_at(text, offset, step=1) == offset) == whole
        assert (whole_at(text, offset, step=-1) == offset) == whole


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("一。二！三？四；五", ["一。", "二！", "三？", "四；"]),
        ("“是的！”他说。", ["“是的！”", "他说。"]),
        ("See 1.5 of it. Then? Yes!", ["See 1.5 of it.", " Then?", " Yes!"]),
        ("Dr. No of the U.S. Army. Then", ["Dr. No of the U.S. Army."]),
        ("http://a.b/?q=1;2 is one", []),
        ("a line\nand one", ["a line\n"]),
    ],
)
def test_the_ends_of_sentences_are_known_in_both_languages(text: str, sentences: list[str]) -> None:
    ends = sentence_ends(text, 0, len(text))
    assert [text[start:end] for start, end in zip([0, *ends], ends, strict=False)] == sentences
    assert clause_ends("10:30, then", 0, 11) == [6]


def test_a_preview_is_one_line_of_the_beginning() -> None:
    assert opening("one\n two", 20) == "one two"
    assert opening("word " * 1_000_000, 20) == "word word word word…"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("微软暂停了在俄亥俄州建设数据中心的计划。", "微软暂停了在俄亥俄州建设数据中心的计划"),
        ("Microsoft paused its data center plans in Ohio", "Microsoft paused its Data Center plans in Ohio."),
        ("微软暂停了在俄亥俄州建设数据中心的计划。", "微軟暫停了在俄亥俄州建設數據中心的計劃！"),
    ],
)
def test_what_says_the_same_is_shown_once(analyzer: Analyzer, first: str, second: str) -> None:
    query = "俄亥俄" if "俄" in first else "Ohio"
    assert len(hit(analyzer, query, article(first, second)).passages) == 1
    assert anchors(hit(analyzer, query, article(first, paragraphs=(second,)))) == ["g1-1"]
    assert len(hit(analyzer, query, article(viewpoint=first, paragraphs=(second,))).passages) == 1
    assert hit(analyzer, query, article(first, second)).matching == PassageCounts(point=2)
    assert hit(analyzer, query, article(first, second)).more == PassageCounts(point=1)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Sales in Ohio grew by 5% in the year 2023", "Sales in Ohio grew by 5% in the year 2024"),
        ("俄亥俄州的数据中心用电增长了15%。", "俄亥俄州的数据中心用电增长了51%。"),
        ("In Ohio the plans of Microsoft were paused", "In Ohio the plans of Meta were paused"),
    ],
)
def test_sentences_that_are_alike_and_state_other_things_are_both_shown(
    analyzer: Analyzer, first: str, second: str
) -> None:
    query = "俄亥俄" if "俄" in first else "Ohio"
    assert len(hit(analyzer, query, article(first, second)).passages) == 2


def test_at_most_three_passages_are_shown_and_the_rest_is_counted_by_role(analyzer: Analyzer) -> None:
    given = article(
        *(f"Ohio has {number} plants of its own" for number in range(6)),
        viewpoint="Ohio is a state",
        paragraphs=("Ohio once more, and this is long enough to be another thing", "nothing"),
    )
    found = hit(analyzer, "Ohio", given)
    assert len(found.passages) == 3
    assert found.matching == PassageCounts(viewpoint=1, point=6, paragraph=1)
    shown = [passage.role for passage in found.passages]
    assert found.more.point == 6 - shown.count("point")
    assert found.matching_passages == 8


@pytest.mark.parametrize(
    ("kind", "expected"), [("point", ["g1-1"]), ("paragraph", ["p2"]), ("viewpoint", ["viewpoint"])]
)
def test_one_kind_of_passage_may_be_requested(analyzer: Analyzer, kind: str, expected: list[str]) -> None:
    given = article("Ohio is here", viewpoint="Of Ohio it tells", paragraphs=("none", "Once more of Ohio"))
    assert anchors(hit(analyzer, "Ohio", given, kind)) == expected
    assert hit(analyzer, "Ohio", given, kind).matching == PassageCounts(viewpoint=1, point=1, paragraph=1)


def test_a_paragraph_offers_the_points_that_rest_on_it(index_of: Callable[..., Searcher]) -> None:
    groups = [{"title": "停建", "points": ["A plan was paused [1][1].", "Another [2]"]}]
    record = {
        "id": "a/b",
        "title": "x",
        "groups": groups,
        "viewpoint": "Seen [1]",
        "paragraphs": ["在俄亥俄。", "y"],
    }
    (passage,) = index_of(record).search("俄亥俄").articles[0].passages
    assert passage.citing == 2
    assert [(each.anchor, each.group, each.text, each.href) for each in passage.cited_by] == [
        ("viewpoint", None, "Seen", "/articles/a%2Fb#viewpoint"),
        ("g1-1", "停建", "A plan was paused.", "/articles/a%2Fb#g1-1"),
    ]


def test_a_point_that_matches_by_the_title_of_its_group_says_so(analyzer: Analyzer) -> None:
    (passage,) = hit(analyzer, "battery", article("They grew", group="Battery makers")).passages
    assert passage.snippet.highlights == ()
    assert passage.group_snippet is not None
    assert passage.group_snippet.highlights == ((0, 7),)


@pytest.mark.parametrize("length", [10, 300])
def test_a_point_keeps_its_citations_to_its_end(analyzer: Analyzer, length: int) -> None:
    text = ("Ohio " + "word " * 100)[:length].strip() + "."
    given = Article("a", "t", None, "", None, (), None, (Group("", (Cited(text, _cited(text)),)),), ("p",))
    (passage,) = hit(analyzer, "Ohio", given).passages
    assert passage.snippet.text == text
    assert [(each.number, each.at) for each in passage.citations] == [(1, len(text) - 1), (9, len(text) - 1)]
    assert [each.status for each in passage.citations] == ["resolved", "missing"]


def _cited(text: str) -> tuple[Citation, ...]:
    return (Citation(1, len(text) - 1), Citation(9, len(text) - 1))


def test_a_citation_of_a_sentence_that_is_cut_off_goes_with_it(analyzer: Analyzer) -> None:
    first, second = FILLING * 30, "在俄亥俄。"
    citations = (Citation(1, 9), Citation(2, len(first)), Citation(3, len(first) + len(second)))
    given = Article(
        "a", "t", None, "", None, (), Cited(first + second + FILLING * 30, citations), (), ("p",) * 3
    )
    (passage,) = hit(analyzer, "俄亥俄", given).passages
    assert [each.number for each in passage.citations] == [3]
    assert passage.snippet.text[: passage.citations[0].at] == "…在俄亥俄。"


def test_two_shown_passages_are_never_the_same_of_the_samples(samples: Searcher) -> None:
    shown: list[PassageHit] = []
    for query in ("数据中心", "battery", "Apple", "date:2025"):
        for found in samples.search(query, size=50).articles:
            texts = [passage.snippet.text for passage in found.passages]
            assert len(set(texts)) == len(texts)
            shown += found.passages
    assert len(shown) > 50
