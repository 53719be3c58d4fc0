"""What is shown is compared with an answer as a reader would, on hits made up for it."""

from search.results import ArticleHit, PassageHit, Snippet
from tests.relevance.evidence import first_and_any, holds


def shown(*texts: str) -> ArticleHit:
    passages = tuple(PassageHit("paragraph", None, "p1", 1.0, Snippet(text), ()) for text in texts)
    return ArticleHit(
        id="1",
        title="DNS attacks cost $1.27 million",
        url=None,
        source="",
        published=None,
        tickers=(),
        score=1.0,
        href="",
        missing=(),
        title_snippet=Snippet("DNS attacks cost $1.27 million"),
        matching_passages=len(passages),
        passages=passages,
    )


def test_space_width_case_and_emphasis_make_no_difference() -> None:
    assert holds("a rewrite of **cowsay** in\nRuby", ["A rewrite of cowsay"])
    assert holds("月活用户已超过４亿", ["月活用户已超过 4亿"])


def test_one_of_the_answers_is_enough_and_part_of_one_is_not() -> None:
    assert holds("a 140MB image", ["113 MB", "140 MB"])
    assert not holds("a 13 MB image", ["113 MB", "140 MB"])


def test_the_first_passage_and_any_passage_are_told_apart() -> None:
    answers = ["$1.27 million"]
    assert first_and_any(shown("it costs $1.27 million", "much"), answers) == (True, True)
    assert first_and_any(shown("much", "it costs $1.27 million"), answers) == (False, True)


def test_an_answer_in_the_title_alone_is_not_shown_by_a_passage() -> None:
    assert first_and_any(shown("much"), ["$1.27 million"]) == (False, False)
    assert first_and_any(shown(), ["$1.27 million"]) == (False, False)


def test_an_answer_cut_in_two_is_in_no_passage() -> None:
    assert first_and_any(shown("it costs $1.27", "million"), ["$1.27 million"]) == (False, False)
