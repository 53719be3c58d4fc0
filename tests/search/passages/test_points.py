"""Points are results too, each with its article."""

from pathlib import Path

from click.testing import CliRunner

from search import Searcher
from web.cli import main


def test_points_are_ranked_across_articles_each_with_its_article(samples: Searcher) -> None:
    results = samples.search("battery", size=50, scope="points")
    assert results.total == len(results.points) > 5
    assert len({hit.article.id for hit in results.points}) > 2
    assert {hit.point.role for hit in results.points} == {"point"}
    scores = [hit.point.score for hit in results.points if not hit.missing]
    assert scores == sorted(scores, reverse=True)
    for hit in results.points:
        read = samples.read(hit.article.id)
        assert read is not None
        points = {point.anchor: point for group in read.groups for point in group.points}
        assert points[hit.point.anchor].text.text == hit.point.snippet.text
        assert [each.number for each in points[hit.point.anchor].citations] == [
            each.number for each in hit.point.citations
        ]


def test_points_with_all_words_come_first_and_pages_of_points_add_up(samples: Searcher) -> None:
    whole = samples.search("energy storage", size=50, scope="points")
    lacking = [bool(hit.missing) for hit in whole.points]
    assert lacking == sorted(lacking)
    assert lacking.count(False) == whole.required > 0
    paged = [
        samples.search("energy storage", page=page, size=2, scope="points").points
        for page in range(1, whole.total // 2 + 2)
    ]
    assert [hit for page in paged for hit in page] == list(whole.points)


def test_every_point_of_the_articles_of_a_date_is_an_answer(samples: Searcher) -> None:
    results = samples.search("date:2025", size=50, scope="points")
    assert results.total > 50
    assert all(not hit.missing for hit in results.points)


def test_points_are_shown_in_the_terminal(sample_index: Path) -> None:
    shown = CliRunner().invoke(main, ["search", "battery", "--scope", "points", "--index", str(sample_index)])
    assert shown.exit_code == 0
    assert "points in" in shown.stdout
