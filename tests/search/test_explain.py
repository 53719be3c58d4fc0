"""An answer explains why its articles match and how they score."""

import json
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner

from index import Analyzer, Explanation, article_of, bm25, configured_analyzer
from index.articles.documents import document_of
from search import LiveIndex, Searcher
from search.ranking.rescoring import OPENING_WEIGHT, PASSAGE_WEIGHT
from search.ranking.word_scores import tokens_of_whole
from search.results import ExplainedArticle
from web.cli import main


def total_of(explanation: Explanation) -> float:
    """The score of a node as the sum of its parts."""
    return sum(part.score for part in explanation.parts) * explanation.boost


def test_an_explanation_says_what_was_understood_and_adds_up(samples: Searcher) -> None:
    results = samples.search("微软 battery", explain=True)
    explained = results.explanation
    assert explained is not None
    assert "微软" in explained.tree
    assert [use.typed for use in explained.aliases] == ["微软"]
    trees = [clause.tree for clause in explained.clauses]
    for part in ("_grams:微软", "_grams:microsoft", "_grams:battery", "_words:batteri"):
        assert any(part in tree for tree in trees), part
    assert explained.articles
    assert {article.score.kind for article in explained.articles} == {"AndMaybe"}
    assert [article.id for article in explained.articles] == [article.id for article in results.articles]
    for article, hit in zip(explained.articles, results.articles, strict=True):
        assert article.total == pytest.approx(hit.score)
        assert total_of(article.score) == pytest.approx(article.score.score, rel=1e-4)


def test_an_explanation_is_printed_and_given_as_json(sample_index: Path) -> None:
    printed = CliRunner().invoke(main, ["explain", "微软 云", "--index", str(sample_index)])
    assert printed.exit_code == 0
    assert "synonyms of" in printed.stdout
    assert "of the query)" in printed.stdout
    as_json = CliRunner().invoke(main, ["explain", "微软 云", "--index", str(sample_index), "--json"])
    for field in ("voices", "score", "parts", "words", "passage"):
        assert f'"{field}"' in as_json.stdout


@pytest.mark.parametrize(
    "query",
    [
        "micro*",
        "battery~ 芯片",
        "date:2025 电池",
        "date:>2025-03",
        '"data center"~4 -微软',
        "(微软 OR 苹果)^2 title:芯片",
        "ticker:MSFT",
        "的",
        "weiruan",
        "",
    ],
)
def test_every_kind_of_question_can_be_explained(samples: Searcher, query: str) -> None:
    explanation = samples.search(query, explain=True).explanation
    assert explanation is not None
    assert (explanation.tree == "nothing") == (explanation.matches == "nothing") == (not query)
    assert "<" not in explanation.tree + explanation.matches


# By the words of the query.

MANY = (
    "data center electricity",
    "微软 云 数据中心",
    "how much power does a data center use in Ireland",
    '"data center" title:battery',
    "A股 800亿 水",
    "micro* battery",
    "battery May 2025",
    "2025年3月 电池",
)


def explained(searcher: Searcher, query: str, **options: Any) -> tuple[ExplainedArticle, ...]:
    explanation = searcher.search(query, explain=True, **options).explanation
    assert explanation is not None
    return explanation.articles


@pytest.mark.parametrize("query", MANY)
@pytest.mark.parametrize("lang", ["same", "both"])
def test_the_words_and_the_passage_make_the_score(samples: Searcher, query: str, lang: str) -> None:
    found = samples.search(query, explain=True, lang=lang, size=20)
    assert found.explanation is not None
    assert found.articles
    for article, hit in zip(found.explanation.articles, found.articles, strict=True):
        words = sum(word.score for word in article.words)
        assert words == pytest.approx(article.score.score, rel=1e-4)
        added = article.passage + article.opening
        assert words + added == pytest.approx(hit.score, rel=1e-4) == article.total
        shares = sum(word.share for word in article.words) + added / article.total
        assert shares == pytest.approx(1, rel=1e-4)


def test_the_numbers_of_a_word_are_those_that_bm25_scores_with(
    index_of: Callable[..., Searcher], analyzer: Analyzer
) -> None:
    """Counted anew in the tokens of each article: a title twice, every text once."""
    random = Random(3)
    records = [
        {
            "id": str(n),
            "title": f"Zeppelin number {n}" if n % 3 else f"Airship {n}",
            "viewpoint": "A zeppelin flies." if n % 2 else "",
            "paragraphs": [" ".join(random.choices(["zeppelin", "the", "sky", "城市", "电池"], k=5 * n + 1))],
        }
        for n in range(24)
    ]
    searcher = index_of(*records, {"id": "none", "title": "Nothing of this"})
    stored = searcher.generation.articles.documents()
    tokens = {
        key: document_of(article_of(each), analyzer).tokens["article_words"].split() for key, each in stored
    }
    mean = sum(map(len, tokens.values())) / len(tokens)
    having = sum("zeppelin" in each for each in tokens.values())
    articles = explained(searcher, "zeppelin", size=30)
    assert len(articles) == having > 15
    for article in articles:
        (word,) = article.words
        own = tokens[article.id]
        assert (word.word, word.token, word.frequency) == ("zeppelin", "zeppelin", own.count("zeppelin"))
        assert word.idf == pytest.approx(bm25.idf(having, len(tokens)))
        assert word.length == pytest.approx(bm25.NORMS[bm25.norm_of(len(own))] / mean, rel=1e-3)


@pytest.mark.parametrize("query", MANY)
def test_a_frequency_is_that_of_the_document_in_the_index(
    samples: Searcher, analyzer: Analyzer, query: str
) -> None:
    for article_id in samples.ids(query):
        article = article_of(samples.generation.articles.fetch([article_id])[article_id])
        for field, counts in tokens_of_whole(article, analyzer).items():
            stored = document_of(article, analyzer).tokens[field].split()
            counted = set(stored) if field == "article_chars" else stored
            assert counts == Counter(counted)


def test_a_title_counts_twice_and_a_single_character_once(index_of: Callable[..., Searcher]) -> None:
    searcher = index_of(
        {"id": "a", "title": "Zeppelin", "paragraphs": ["Zeppelins over a city, 水中水上水"]},
        {"id": "b", "title": "Other"},
    )
    (article,) = explained(searcher, "zeppelin 水")
    assert {word.word: word.frequency for word in article.words} == {"zeppelin": 3, "水": 1}
    assert {word.word: word.token for word in article.words} == {"zeppelin": "zeppelin", "水": "水"}


def test_a_word_is_named_with_what_it_was_found_by(index_of: Callable[..., Searcher]) -> None:
    searcher = index_of(
        {"id": "a", "title": "Batteries", "paragraphs": ["One battery, made by Microsoft."]},
        {"id": "b", "title": "Other"},
        {"id": "c", "title": "微软公司的电池", "paragraphs": ["batteries"]},
    )
    names = {
        (each.id, word.word, word.token)
        for each in explained(searcher, "batteries 微软", lang="same")
        for word in each.words
    }
    assert {("a", "batteries", "batteri"), ("a", "微软", "microsoft"), ("c", "微软", "微软")} <= names


def test_a_name_of_several_tokens_is_shown_as_it_is_written(samples: Searcher) -> None:
    tokens = {word.token for each in explained(samples, "data center", size=20) for word in each.words}
    assert {"data centers", "数据中心"} <= tokens


@pytest.mark.parametrize("lang", ["same", "auto"])
def test_passage_and_opening_add_their_shares_of_the_best_score_of_a_tier(
    samples: Searcher, lang: str
) -> None:
    articles = explained(samples, "battery electricity cost China", lang=lang, size=20)
    assert len({round(article.passage_share, 3) for article in articles}) > 3
    for tier in {article.tier for article in articles}:
        of_tier = [article for article in articles if article.tier == tier]
        best = max(article.score.score for article in of_tier)
        for article in of_tier:
            passage = PASSAGE_WEIGHT * article.passage_share * best
            opening = OPENING_WEIGHT * article.opening_share * best
            assert article.passage == pytest.approx(passage, rel=1e-3, abs=1e-4)
            assert article.opening == pytest.approx(opening, rel=1e-3, abs=1e-4)


def test_what_is_sorted_by_date_has_no_part_of_a_passage(samples: Searcher) -> None:
    for article in explained(samples, "battery", order="newest"):
        assert article.words
        assert article.passage == article.opening == 0
        assert article.total == article.score.score


def test_what_a_date_adds_is_told_apart_from_the_words(
    samples: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = {article.id: article for article in explained(samples, "battery", size=30)}
    assert {article.recency for article in without.values()} == {0}
    monkeypatch.setenv("YINSUO_RECENCY", "1")
    dated = explained(samples, "battery", size=30)
    assert any(article.recency > 0.1 for article in dated)
    for article in dated:
        words = sum(word.score for word in article.words)
        assert words == pytest.approx(sum(word.score for word in without[article.id].words), rel=1e-4)
        assert words + article.recency == pytest.approx(article.score.score, rel=1e-4)


def test_numbers_hold_after_articles_were_replaced(tmp_path: Path, engine_name: str) -> None:
    """An engine may count what is deleted until it is gone from its files."""
    old = [{"id": str(n), "title": "zeppelin " * (n + 2)} for n in range(20)]
    new = [{"id": str(n), "title": "airship"} for n in range(10)]
    for command, records in (("reindex", old), ("update", new)):
        file = tmp_path / f"{command}.jsonl"
        file.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
        given = [command, str(file), "--index", str(tmp_path / "index")]
        assert CliRunner().invoke(main, given, env={"YINSUO_ENGINE": engine_name}).exit_code == 0
    searcher = LiveIndex(tmp_path / "index", configured_analyzer()).searcher()
    articles = explained(searcher, "zeppelin", size=20)
    assert len(articles) == 10
    for article in articles:
        (word,) = article.words
        assert word.idf == pytest.approx(bm25.idf(10, 20))
        assert word.frequency == 2 * (int(article.id) + 2)


@pytest.mark.alone
def test_the_patterns_of_a_full_page_are_explained_in_two_seconds(index_of: Callable[..., Searcher]) -> None:
    """Ten patterns of hundreds of words each: 30 s where every node was searched for in every article."""
    random = Random(17)
    letters = "abcdefghij"
    words = ["".join(random.choices(letters, k=5)) for _ in range(4_000)]
    searcher = index_of(
        *(
            {"id": str(n), "title": str(n), "paragraphs": [" ".join(random.choices(words, k=200))]}
            for n in range(150)
        )
    )
    query = " ".join(f"{letter}*" for letter in letters)
    began = time.process_time()
    results = searcher.search(query, size=100, explain=True)
    assert time.process_time() - began < 2
    assert results.explanation is not None
    assert len(results.explanation.articles) == len(results.articles) == 100
