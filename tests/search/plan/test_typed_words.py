"""The words of a query: unknown ones are joined of what a segmenter cut, and not answered by pieces."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from index import Analyzer
from search import Searcher
from search.lexicon.stopwords import FUNCTION_WORDS
from search.plan.typed_words import present_parts, typed_words

ASKED = Path(__file__).parents[4] / "shared" / "data" / "relevance" / "asked" / "queries.jsonl"


def words_of(analyzer: Analyzer, text: str, pairs: dict[str, int]) -> list[str]:
    units = analyzer.units(text)
    return [text[word.start : word.end] for word in typed_words(units, lambda pair: pairs.get(pair, 0))]


@pytest.mark.parametrize(
    ("text", "pairs", "words"),
    [
        ("云从", {}, ["云从"]),
        ("光模块", {"光模": 3}, ["光模块"]),
        ("国产大模型价格", {"大模": 9}, ["国产", "大模型", "价格"]),
        ("我的猫", {"我的": 50, "的猫": 2}, ["我", "的", "猫"]),
        ("智能体 框架", {"能体": 1}, ["智能体", "框架"]),
        ("云 从", {}, ["云", "从"]),
        ("battery 储能", {}, ["battery", "储能"]),
    ],
)
def test_a_single_character_joins_what_it_is_written_with(
    analyzer: Analyzer, text: str, pairs: dict[str, int], words: list[str]
) -> None:
    assert words_of(analyzer, text, pairs) == words


def test_a_word_that_nobody_has_is_read_by_its_longest_parts() -> None:
    known = {"黄华麒", "王连", "利东邨道", "jaxr"}

    def has(part: str) -> bool:
        return any(part in each for each in known)

    assert present_parts("黄华麒是", has) == ("黄华麒",)
    assert present_parts("王连字", has) == ("王连",)
    assert present_parts("利东邨道指", has) == ("利东邨道",)
    assert present_parts("jaxr是", has) == ("jaxr",)
    assert present_parts("没有的", has) == ()
    assert present_parts("云从", has) == ("云从",)


def test_a_chinese_word_is_not_answered_by_its_scattered_characters(
    index_of: Callable[..., Searcher],
) -> None:
    searcher = index_of(
        {"id": "scattered", "title": "云计算从业者", "paragraphs": ["从云端到地面。"]},
        {"id": "other", "title": "水厂扩建", "paragraphs": ["新泵房六月开工。"]},
    )
    assert searcher.search("云从", lang="same").total == 0
    searcher = index_of(
        {"id": "scattered", "title": "云计算从业者", "paragraphs": ["从云端到地面。"]},
        {"id": "word", "title": "人脸识别", "paragraphs": ["云从发布新模型。"]},
    )
    results = searcher.search("云从", lang="same")
    assert [article.id for article in results.articles] == ["word"]
    assert results.required == 1


def test_a_passage_with_the_word_comes_before_one_with_its_pieces(index_of: Callable[..., Searcher]) -> None:
    searcher = index_of(
        {
            "id": "a",
            "title": "家电",
            "paragraphs": ["模型很大，大家都说大。", "价格没有变。", "大模型进入家电。"],
        },
    )
    (article,) = searcher.search("大模型", lang="same").articles
    assert article.passages[0].snippet.text == "大模型进入家电。"


@pytest.mark.parametrize("query", ["F-35 战机", "Wi-Fi 6E", "B2B 出海", "GPT-5 降价", "Q3 2031"])
def test_fragments_of_numbers_and_hyphenated_words_are_no_answer(samples: Searcher, query: str) -> None:
    for article in samples.search(query, size=50, lang="same").articles:
        assert article.title_snippet.highlights or any(p.snippet.highlights for p in article.passages)


def test_no_article_that_is_shown_lacks_every_content_word(samples: Searcher) -> None:
    queries = [
        "电池 储能 OpenAI 熊猫",
        "which cities store energy in batteries",
        "云从 数据中心 大模型 光模块",
    ]
    if ASKED.exists():
        lines = ASKED.read_text(encoding="utf-8").splitlines()
        queries += [json.loads(line)["text"] for line in lines]
    shown = 0
    for query in queries:
        results = samples.search(query, size=50)
        for article in results.articles:
            shown += 1
            marked = article.title_snippet.highlights or any(
                passage.snippet.highlights or (passage.group_snippet and passage.group_snippet.highlights)
                for passage in article.passages
            )
            assert marked or article.tickers, (query, article.id)
    assert shown > 100
    assert FUNCTION_WORDS


def test_what_only_the_segmenter_joined_does_not_cut_the_answer_short(
    index_of: Callable[..., Searcher],
) -> None:
    searcher = index_of(
        *(
            {"id": f"mac{n}", "title": f"Mac {n}", "paragraphs": ["在 Mac 上运行容器的办法"]}
            for n in range(3)
        ),
        {"id": "joined", "title": "安全", "paragraphs": ["入侵者会跑容器来挖矿。"]},
        *({"id": f"other{n}", "title": "水厂扩建", "paragraphs": ["新泵房六月开工。"]} for n in range(30)),
    )
    found = {article.id for article in searcher.search("在 Mac 上怎么跑容器").articles}
    assert {"mac0", "mac1", "mac2"} <= found
    alone = searcher.search("跑容器")
    assert [article.id for article in alone.articles] == ["joined"]
