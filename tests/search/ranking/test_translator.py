"""A query in one language finds what is written in the other, and never loses what is in its own."""

import random
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from index import Analyzer, configured_analyzer
from search import LANGS, ORDERS, Filters, Lang, Searcher
from search.cli import search as search_command
from search.plan import planner
from search.plan.planner import configured_translator
from web import create_app

INVESTMENT: dict[str, Any] = {
    "id": "investment", "title": "微软的支出", "viewpoint": "Capital spending rises again [1].",
    "groups": [{"title": "Capital", "points": [{"text": "Data centre investment grew by half [1]."}]}],
    "paragraphs": ["公司今年在算力上花的钱比去年多一半。"],
}  # fmt: skip
OHIO: dict[str, Any] = {
    "id": "ohio", "title": "地方新闻", "source": "量子位",
    "paragraphs": ["公司暂停了在俄亥俄州的十亿美元投资。", "当地官员表示理解。"],
}  # fmt: skip
BANK: dict[str, Any] = {"id": "bank", "title": "金融", "paragraphs": ["几家银行提高了贷款利率。"]}
HORSE: dict[str, Any] = {"id": "horse", "title": "动物", "paragraphs": ["马，跑得很快。"]}
SHORE: dict[str, Any] = {"id": "shore", "title": "旅行", "paragraphs": ["船慢慢靠岸，人们走到河边。"]}
CHARGER: dict[str, Any] = {
    "id": "charger",
    "title": "Charging",
    "paragraphs": ["The battery of the car is charged at home."],
}
BATTERY: dict[str, Any] = {"id": "battery", "title": "电池", "paragraphs": ["新的电池在工厂里组装。"]}
MACHINE: dict[str, Any] = {
    "id": "machine",
    "title": "Servers",
    "paragraphs": ["Virtual machines share one server."],
}
NOISE = [
    {"id": f"noise{n}", "title": f"其他 {n}", "paragraphs": [f"这里说的是别的事情，第{n}件。"]}
    for n in range(8)
]
ALL = [INVESTMENT, OHIO, BANK, SHORE, HORSE, CHARGER, BATTERY, MACHINE, *NOISE]


@pytest.fixture
def mixed(index_of: Callable[..., Searcher]) -> Searcher:
    return index_of(*ALL)


def found(searcher: Searcher, query: str, **options: Any) -> list[str]:
    return [article.id for article in searcher.search(query, **options).articles]


def highlighted(searcher: Searcher, query: str, **options: Any) -> set[str]:
    return {
        passage.snippet.text[start:end]
        for article in searcher.search(query, **options).articles
        for passage in article.passages
        for start, end in passage.snippet.highlights
    }


@pytest.mark.parametrize(
    ("query", "first", "why"),
    [
        ("数据中心 投资", "investment", "an English point on data centre investment"),
        ("pause investment Ohio", "ohio", "a Chinese paragraph about 俄亥俄"),
        ("bank loan", "bank", "both words in Chinese"),
        ("battery factory", "battery", "both words in Chinese, though English articles have one of them"),
        ("虚拟机 服务器", "machine", "a phrase of two words in the plural, and a word"),
        ("虛擬機", "machine", "typed in traditional characters"),
        ("bank interest rates on loans have been raised", "bank", "a long query"),
        ("horse", "horse", "a single character"),
        ("title:finance", "bank", "a word in a field"),
    ],
)
def test_the_other_language_is_found(mixed: Searcher, query: str, first: str, why: str) -> None:
    assert found(mixed, query)[:1] == [first], why
    same = {article.id: article.missing for article in mixed.search(query, lang="same").articles}
    assert same.get(first) != ()  # without translations it isn't found, or lacks some of it


def test_matches_in_the_language_of_the_query_come_first(mixed: Searcher) -> None:
    assert found(mixed, "battery") == ["charger", "battery"]
    assert found(mixed, "电池") == ["battery", "charger"]


def test_enough_matches_in_the_language_of_the_query_need_no_others(
    index_of: Callable[..., Searcher],
) -> None:
    english = [{"id": f"en{n}", "title": f"Batteries {n}", "paragraphs": ["A battery."]} for n in range(10)]
    searcher = index_of(BATTERY, *english)
    assert set(found(searcher, "battery", size=50)) == {article["id"] for article in english}
    assert "battery" in found(searcher, "battery", size=50, lang="both")


@pytest.mark.parametrize("query", ["battery", "电池"])
def test_a_translation_never_outranks_the_word_itself(index_of: Callable[..., Searcher], query: str) -> None:
    # The same frequency in texts of the same length; each language once in the minority.
    rest = " ".join(map(str, range(100, 200)))
    for many in (1, 5):
        chinese = [{"id": f"zh{n}", "title": "甲", "paragraphs": [f"电池 {rest}"]} for n in range(many)]
        english = [
            {"id": f"en{n}", "title": "甲", "paragraphs": [f"battery {rest}"]} for n in range(6 - many)
        ]
        searcher = index_of(*chinese, *english, *NOISE)
        own = {article["id"] for article in (english if query == "battery" else chinese)}
        assert set(found(searcher, query, lang="both")[: len(own)]) == own


def test_the_words_of_the_other_language_are_marked(mixed: Searcher) -> None:
    assert {"暂停", "投资"} <= highlighted(mixed, "pause investment Ohio")
    assert any("Virtual machine" in each for each in highlighted(mixed, "虚拟机"))
    assert "俄亥俄" in "".join(highlighted(mixed, "pause investment Ohio"))


def test_an_answer_says_which_translations_it_is_one_by(mixed: Searcher) -> None:
    assert mixed.search("virtual").articles[0].translated == ()
    (article, *_) = mixed.search("虚拟机").articles
    assert [(each.typed, each.language, each.names) for each in article.translated] == [
        ("虚拟机", "zh", ("virtual machines",))
    ]
    assert article.missing == ()
    encoded = msgspec.to_builtins(article.translated[0])
    assert encoded == {"typed": "虚拟机", "language": "zh", "as": ("virtual machines",)}


def test_the_explanation_names_every_translation_with_its_weight(mixed: Searcher) -> None:
    explained = mixed.search("bank loan", explain=True).explanation
    assert explained is not None
    by_word = {(each.typed, each.text): each.weight for each in explained.translations}
    assert by_word["loan", "贷款"] == 1.0
    assert 0 < by_word["bank", "银行"] <= 1.0
    assert any("银行" in clause.tree for clause in explained.clauses)


@pytest.mark.parametrize("query", ["bank", "苹果", "share"])
def test_an_ambiguous_word_floods_no_page(samples: Searcher, query: str) -> None:
    own = samples.search(query, lang="same", size=50)
    results = samples.search(query, size=50)
    assert [each.id for each in results.articles[: own.total]] == [each.id for each in own.articles]
    assert results.total - own.total < 10
    assert results.articles
    for article in results.articles:
        assert len({name for each in article.translated for name in each.names}) <= 3


def test_a_rare_meaning_is_no_match(mixed: Searcher) -> None:
    assert found(mixed, "bank") == ["bank"]  # and not the shore, which 岸 is alone in naming


def test_searching_both_languages_loses_nothing(index_of: Callable[..., Searcher]) -> None:
    # Words that several articles have, one has, only the other language has, and none has.
    centers = [{"id": f"center{n}", "title": "甲", "paragraphs": [f"A data center, {n}."]} for n in range(5)]
    searcher = index_of(*ALL, *centers)
    words = [
        "data",
        "center",
        "investment",
        "battery",
        "电池",
        "工厂",
        "bank",
        "horse",
        "数据",
        "Ohio",
        "-home",
    ]
    queries = [" ".join(some) for count in (1, 2, 4, 5) for some in combinations(words, count)]
    matched = 0
    for query in random.Random(5).sample(queries, 150):
        auto, same, both = (set(searcher.ids(query, limit=50, lang=lang)) for lang in LANGS)
        assert same <= auto <= both, query
        matched += bool(same)
    assert matched > 100


def test_what_is_quoted_is_meant_as_it_is_written(mixed: Searcher) -> None:
    assert found(mixed, '"battery"') == ["charger"]
    assert found(mixed, '"虚拟机"') == []


def test_what_is_denied_is_denied_as_it_is_written(mixed: Searcher) -> None:
    assert found(mixed, "battery -电池") == ["charger"]
    assert found(mixed, "battery -charged", lang="both") == ["battery"]


def test_numbers_and_names_stay_as_they_are(index_of: Callable[..., Searcher]) -> None:
    searcher = index_of(
        {"id": "six", "title": "发布", "paragraphs": ["Python 3.6 的发布推迟了。"]},
        {"id": "seven", "title": "发布", "paragraphs": ["Python 3.7 的发布推迟了。"]},
        *NOISE,
    )
    assert found(searcher, "Python 3.6 release")[0] == "six"
    assert searcher.search("Python 3.6 release").required == 1


def test_translations_that_no_article_has_are_not_looked_for(mixed: Searcher) -> None:
    results = mixed.search("bank", explain=True)
    assert results.explanation is not None
    searched = {each.text for each in results.explanation.translations}
    assert {"银行"} <= searched <= {"银行", "金融", "岸"}


def test_same_is_as_if_there_were_no_dictionary(mixed: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    same = mixed.search("battery factory", lang="same")
    monkeypatch.setattr(planner, "configured_translator", lambda analyzer, reader: None)
    bare = Searcher(mixed.generation, configured_analyzer())
    for lang in LANGS:
        answer = bare.search("battery factory", lang=lang)
        assert [each.id for each in answer.articles] == [each.id for each in same.articles]
        assert (answer.warnings != ()) == (lang == "both")
    assert "pip install 'yinsuo[translate]'" in bare.search("battery", lang="both").warnings[0]


def test_the_setting_applies_where_a_request_has_no_language_option(
    mixed: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YINSUO_LANG", "same")
    assert found(mixed, "电池") == ["battery"]
    assert found(mixed, "电池", lang="auto") == ["battery", "charger"]
    monkeypatch.setenv("YINSUO_LANG", "never")
    with pytest.raises(Exception, match="YINSUO_LANG: 'never' is none of auto, same, both"):
        mixed.search("电池")


def test_in_an_order_of_time_both_languages_stand_in_one_order(index_of: Callable[..., Searcher]) -> None:
    early = {**CHARGER, "id": "early", "published": "2025-03-01"}
    searcher = index_of(
        {**BATTERY, "published": "2025-05-01"}, {**CHARGER, "published": "2025-04-01"}, early, *NOISE
    )
    assert found(searcher, "battery", order="newest") == ["battery", "charger", "early"]
    assert found(searcher, "battery", order="oldest") == ["early", "charger", "battery"]
    assert found(searcher, "battery", order="newest", lang="both") == ["battery", "charger", "early"]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "query", ["data center investment", "电池 工厂", "battery factory", "battery", "battery -home", "银行"]
)
def test_an_order_of_time_has_what_answers_best(
    index_of: Callable[..., Searcher], query: str, lang: Lang
) -> None:
    centers = [{"id": f"center{n}", "title": "甲", "paragraphs": [f"A data center, {n}."]} for n in range(5)]
    works = [{"id": f"works{n}", "title": "甲", "paragraphs": [f"电池 {n}"]} for n in range(9)]
    builders = [{"id": f"both{n}", "title": "甲", "paragraphs": ["A battery factory."]} for n in range(2)]
    searcher = index_of(*ALL, *centers, *works, *builders)
    answers = [searcher.search(query, size=50, order=order, lang=lang) for order in ORDERS]
    best, *in_time = [{article.id for article in answer.articles} for answer in answers]
    assert best
    required = answers[0].required
    complete = {article.id for article in answers[0].articles if not article.missing}
    assert in_time == [complete, complete] if required else [best, best]
    assert [answer.required for answer in answers[1:]] == [required] * 2
    assert [answer.total for answer in answers] == [len(each) for each in (best, *in_time)]
    assert searcher.total(query, lang=lang) == searcher.count(query, lang=lang).total == len(best)


def test_pages_of_a_filled_answer_hold_each_article_once(mixed: Searcher) -> None:
    whole = found(mixed, "battery investment", size=50)
    paged = [
        each
        for page in range(1, len(whole) + 1)
        for each in found(mixed, "battery investment", size=1, page=page)
    ]
    assert paged == whole
    assert len(set(whole)) == len(whole) > 1
    assert mixed.count("battery investment").total == len(whole)


def test_a_facet_count_is_the_least_that_its_filter_finds(index_of: Callable[..., Searcher]) -> None:
    english = [{**CHARGER, "id": f"en{n}", "source": f"source {n % 2}"} for n in range(12)]
    searcher = index_of({**BATTERY, "source": "source 1"}, *english, *NOISE)
    for query in ("battery", "battery charged", "battery factory", "电池"):
        counts = searcher.search(query).facets.source
        assert counts
        for count in counts:
            found_there = searcher.search(query, filters=Filters(sources=(count.value,)))
            assert found_there.total >= count.count > 0


def test_a_source_of_the_other_language_alone_answers(mixed: Searcher) -> None:
    assert found(mixed, "pause investment", filters=Filters(sources=("量子位",)))[:1] == ["ohio"]


def test_points_of_the_other_language_answer(mixed: Searcher) -> None:
    (point,) = mixed.search("数据中心 投资", scope="points").points
    assert point.article.id == "investment"
    assert [each.typed for each in point.translated] == ["投资"]
    assert mixed.search("投资", lang="same", scope="points").points == ()


def pointed(key: str, text: str) -> dict[str, Any]:
    return {"id": key, "title": "甲", "groups": [{"title": "乙", "points": [{"text": text}]}]}


@pytest.mark.parametrize("query", ["battery", "battery plant"])
def test_points_with_the_words_as_typed_come_first(index_of: Callable[..., Searcher], query: str) -> None:
    english = [pointed(f"en{n}", f"Number {n} is a rather long point about a battery.") for n in range(6)]
    searcher = index_of(pointed("zh", "电池电池"), *english, *NOISE)
    points = searcher.search(query, scope="points").points
    assert [point.article.id for point in points[-1:]] == ["zh"]
    assert len(points) == 7
    assert query != "battery" or found(searcher, query)[-1:] == ["zh"]


def test_a_highlighted_translation_weighs_no_more_than_the_word(index_of: Callable[..., Searcher]) -> None:
    rest = " ".join(map(str, range(100, 110)))
    english = [pointed(f"en{n}", f"battery {rest}") for n in range(6)]
    searcher = index_of(pointed("zh", f"电池 {rest}"), *english, *NOISE)
    points = searcher.search("battery", lang="both", scope="points").points
    assert [point.article.id for point in points[-1:]] == ["zh"]
    assert points[-1].translated


def test_an_opened_article_has_the_words_of_the_other_language_marked(mixed: Searcher) -> None:
    read = mixed.read("ohio", "pause investment Ohio")
    assert read is not None
    assert read.matches >= 2
    same = mixed.read("ohio", "pause investment Ohio", lang="same")
    assert same is not None
    assert same.matches == 0


def test_a_word_of_few_translations_is_looked_up_as_the_longest_phrase(
    mixed: Searcher, analyzer: Analyzer
) -> None:
    translator = configured_translator(analyzer, mixed.generation.articles)
    assert translator is not None
    typed = [group.typed for group in translator.groups("虚拟机和服务器")]
    assert typed == ["虚拟机", "服务器"]


@pytest.mark.parametrize("query", ["bank", "central bank", "steam engine bank"])
def test_a_phrase_that_no_article_has_leaves_its_words(index_of: Callable[..., Searcher], query: str) -> None:
    searcher = index_of({"id": "it", "title": "甲", "paragraphs": ["系统由几家银行共用。"]}, *NOISE)
    assert found(searcher, query) == ["it"]
    assert found(searcher, query, lang="both") == ["it"]


def test_a_word_that_no_article_has_as_a_whole_is_translated_by_the_words_in_it(
    index_of: Callable[..., Searcher],
) -> None:
    parts = {"id": "parts", "title": "A", "paragraphs": ["The business of any bank is lending."]}
    half = {"id": "half", "title": "B", "paragraphs": ["A bank lends."]}
    assert found(index_of(parts, half, *NOISE), "商业银行") == ["parts"]
    whole = {"id": "whole", "title": "C", "paragraphs": ["A commercial bank lends."]}
    assert found(index_of(parts, half, whole, *NOISE), "商业银行") == ["whole"]


def test_the_command_line_shows_translations_and_takes_the_option(mixed: Searcher, tmp_path: Path) -> None:
    root = tmp_path / "index1"
    shown = CliRunner().invoke(search_command, ["虚拟机", "--index", str(root)])
    assert "from Chinese: 虚拟机 → virtual machines" in shown.output
    same = CliRunner().invoke(search_command, ["虚拟机", "--index", str(root), "--lang", "same"])
    assert "0 articles" in same.output


def test_the_page_says_from_which_language_and_lets_it_be_turned_off(mixed: Searcher, tmp_path: Path) -> None:
    client = create_app(tmp_path / "index1").test_client()
    page = client.get("/?q=虚拟机&ui=en").get_data(as_text=True)
    assert "from Chinese" in page
    assert "lang=same" in page
    assert "<mark>Virtual machines</mark>" in page
    off = client.get("/?q=虚拟机&ui=en&lang=same").get_data(as_text=True)
    assert "from Chinese" not in off
    assert "lang=auto" in off
    assert client.get("/?q=虚拟机&lang=other").status_code == 400


def test_the_api_takes_the_option_and_keeps_it_over_pages(mixed: Searcher, tmp_path: Path) -> None:
    client = create_app(tmp_path / "index1").test_client()
    answer = client.get("/api/search?q=battery&lang=both&size=1").get_json()
    assert answer["lang"] == "both"
    assert "lang=both" in answer["links"]["next"]
    assert client.get("/api/search?q=battery&size=1&page=2").get_json()["articles"][0]["translated"] == [
        {"typed": "battery", "language": "en", "as": ["电池"]}
    ]
    assert client.get("/api/search?q=battery&lang=other").status_code == 400
