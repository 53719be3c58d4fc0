"""An answer explains why its articles match and how they score."""

import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from index import Explanation
from search import Searcher
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
        assert article.score.score == pytest.approx(hit.score)
        assert total_of(article.score) == pytest.approx(hit.score, rel=1e-4)


def test_an_explanation_is_printed_and_given_as_json(sample_index: Path) -> None:
    printed = CliRunner().invoke(main, ["explain", "微软 云", "--index", str(sample_index)])
    assert printed.exit_code == 0
    assert "synonyms of" in printed.stdout
    assert "title_grams" in printed.stdout
    as_json = CliRunner().invoke(main, ["explain", "微软 云", "--index", str(sample_index), "--json"])
    assert '"voices"' in as_json.stdout


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
