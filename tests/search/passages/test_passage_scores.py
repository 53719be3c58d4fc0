"""The share of a query that the best passage of an article holds near each other."""

from collections.abc import Callable

import pytest
from examples import examples
from highlighting import TODAY, EveryToken
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Analyzer, Article, Cited, Group, WrittenText
from index.articles.documents import stored_of
from search.passages.highlighting import weighted_terms
from search.passages.passage_scores import query_shares, query_words
from search.plan.expansion import expand
from search.plan.highlight_terms import HighlightTerm
from search.plan.query_words import WordExpander
from search.query.parser import parse
from search.ranking.rescoring import PASSAGE, QueryShares

Share = Callable[..., float]


def written(article: Article) -> WrittenText:
    return WrittenText.of(stored_of(article))


def article(*paragraphs: str) -> WrittenText:
    return written(Article("a", "—", None, "", None, (), None, (), paragraphs))


@pytest.fixture
def share(analyzer: Analyzer) -> Share:
    """The share that texts have of a query whose words weigh 1, or what is given."""

    def of(query: str, *texts: str, **weights: float) -> float:
        terms = expand(parse(query).tree, WordExpander(analyzer, EveryToken()), today=TODAY).highlight_terms
        worth = [weights.get(term.text, 1.0) for term in terms]
        return query_shares(article(*texts), query_words(terms, weighted_terms(terms, worth))).passage

    return of


def test_a_passage_with_all_words_holds_all_of_the_query(share: Share) -> None:
    assert share("battery life", "The life of a battery.") == 1.0
    assert share("battery life", "Nothing of it.") == 0.0
    assert share("电池 寿命", "电池的寿命") == 1.0


def test_words_of_several_passages_are_not_added_up(share: Share) -> None:
    assert share("battery life", "A battery.", "Life.") == 0.5


def test_a_word_that_is_repeated_counts_once(share: Share) -> None:
    assert share("battery life", "battery, battery, battery") == 0.5


def test_words_count_by_their_weight(share: Share) -> None:
    assert share("battery life", "A battery.", "Life.", battery=3.0) == 0.75


def test_words_far_from_each_other_are_not_near(share: Share) -> None:
    assert share("battery life", f"battery {'x ' * 100} life") == 1.0
    assert share("battery life", f"battery {'x ' * 400} life") == 0.5


def test_function_words_hold_nothing_unless_there_is_nothing_else(share: Share) -> None:
    assert share("what is a battery", "A battery.") == 1.0
    assert share("what is it", "What it is.") == 1.0


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("batteries", "A battery."),
        ("kiwi", "Red kiwis."),
        ("go", "It goes on."),
        ("数据", "數據"),
        ("电池", "電池"),
        ("iPhone 15", "The iPhone 15."),
        ("800亿", "约800亿元"),
    ],
)
def test_a_word_is_found_in_its_other_forms(query: str, text: str, share: Share) -> None:
    assert share(query, text) == 1.0


@pytest.mark.parametrize(("query", "text"), [("go", "Google"), ("go", "cargo"), ("ai", "He said")])
def test_a_short_word_is_no_part_of_a_longer_one(query: str, text: str, share: Share) -> None:
    assert share(query, text) == 0.0


def test_a_translation_holds_its_word_as_far_as_it_weighs() -> None:
    own = HighlightTerm("battery", True, (), None, "battery")  # type: ignore[arg-type]
    other = HighlightTerm("电池", True, (), None, "battery", translates=("battery",))  # type: ignore[arg-type]
    words = query_words([own, other], weighted_terms([own, other], [2.0, 1.5]))
    assert query_shares(article("电池"), words).passage == 0.75


WORDS = {"alpha": 1.0, "bravo": 2.0, "delta": 4.0, "gamma": 8.0}


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 60), st.sampled_from(list(WORDS))), max_size=20), max_size=3)
)
@settings(max_examples=examples(300))
def test_it_is_the_best_of_all_windows(steps: list[list[tuple[int, str]]]) -> None:
    """Of windows that begin with a word, within one text."""
    texts: list[str] = []
    best = 0.0
    for of_text in steps:
        text = ""
        places: list[tuple[int, str]] = []
        for step, word in of_text:
            text += "." * (step + 1)
            places.append((len(text), word))
            text += word
        texts.append(text)
        for first, _ in places:
            near = {word for at, word in places if first <= at <= first + PASSAGE}
            best = max(best, sum(WORDS[word] for word in near))
    terms = [HighlightTerm(word, False, (), None, word) for word in WORDS]  # type: ignore[arg-type]
    words = query_words(terms, weighted_terms(terms, list(WORDS.values())))
    assert query_shares(article(*texts), words).passage == pytest.approx(best / sum(WORDS.values()))


def test_an_opening_is_the_title_and_the_beginning_of_the_paragraphs(analyzer: Analyzer) -> None:
    terms = expand(
        parse("battery life").tree, WordExpander(analyzer, EveryToken()), today=TODAY
    ).highlight_terms
    words = query_words(terms, weighted_terms(terms, [1.0, 1.0]))
    told = Article("a", "Battery", None, "", None, (), None, (), ("The life of one.", "x" * 500))
    assert query_shares(written(told), words) == QueryShares(0.5, 1.0)
    late = Article("a", "Battery", None, "", None, (), None, (), ("x" * 500, "The life of a battery."))
    assert query_shares(written(late), words) == QueryShares(1.0, 0.5)
    point = Article("a", "—", None, "", None, (), None, (Group("", (Cited("battery life"),)),), ("x",))
    assert query_shares(written(point), words) == QueryShares(1.0, 0.0)


def test_of_an_article_that_has_all_words_the_unseen_count_nowhere(analyzer: Analyzer) -> None:
    tree = parse("e-mail battery life").tree
    terms = expand(tree, WordExpander(analyzer, EveryToken()), today=TODAY).highlight_terms
    terms = [term for term in terms if not term.identifier]
    words = query_words(terms, weighted_terms(terms, [1.0] * len(terms)))
    told = article("Email. The battery.", "The life of it.")
    assert query_shares(told, words).passage == pytest.approx(1 / 3)
    assert query_shares(told, words, has_all=True).passage == pytest.approx(1 / 2)
    assert query_shares(article("Nothing of it."), words, has_all=True) == QueryShares(1.0, 1.0)
