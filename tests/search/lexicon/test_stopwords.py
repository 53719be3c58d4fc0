"""Function words are neither marked nor required if there is anything else; capitals make names of them."""

from collections.abc import Callable

import pytest

from search import Searcher
from search.lexicon.stopwords import calmed, is_abbreviation, is_function_word
from search.results import ArticleHit

HANDBOOK = {"id": "a", "title": "锂电池手册", "paragraphs": ["锂电池的寿命是八年。什么都有，怎么也不坏。"]}
BATTERY = {
    "id": "b",
    "title": "Handbook",
    "paragraphs": ["Whatever is the use of it, they tell us: a battery lasts for eight years."],
}


def marked(article: ArticleHit) -> set[str]:
    """What is marked of an article."""
    snippets = [article.title_snippet, *(each.snippet for each in article.passages)]
    return {each.text[start:end] for each in snippets for start, end in each.highlights}


@pytest.mark.parametrize(
    "word", ["the", "What", "怎么", "哪些", "有没有", "多少", "有哪些", "是什么", "It", "it", "who", "I", "A"]
)
def test_a_function_word_is_one_however_it_begins(word: str) -> None:
    assert is_function_word(word)
    assert not is_abbreviation(word)


@pytest.mark.parametrize("word", ["IT", "US", "WHO", "OR", "AM", "IS", "ＩＴ"])
def test_capitals_make_a_name_of_a_function_word(word: str) -> None:
    assert is_abbreviation(word)
    assert not is_function_word(word)


@pytest.mark.parametrize("word", ["battery", "go", "find", "make", "less", "电池", "对比", "地中海", "NASA"])
def test_a_subject_is_no_function_word(word: str) -> None:
    assert not is_function_word(word)
    assert not is_abbreviation(word)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("HOW DO I FIX IT", "how do i FIX it"),
        ("WHAT IS NASA AND WHO", "what is NASA AND who"),
        ("US GDP", "US GDP"),
        ("WHO", "WHO"),
        ("IT行业", "IT行业"),
        ("the WHO", "the WHO"),
        ("如何进入 IT", "如何进入 IT"),
        ("2026", "2026"),
    ],
)
def test_capitals_tell_nothing_in_a_query_that_is_all_in_capitals(query: str, expected: str) -> None:
    assert calmed(query) == expected


@pytest.mark.parametrize(
    ("query", "marks"),
    [
        ("锂电池的寿命是多少", {"锂电池", "寿命"}),
        ("怎么知道锂电池有没有寿命", {"锂电池", "寿命"}),
        ("How many years does a battery last?", {"battery", "years", "lasts"}),
        ("please tell us what is a battery", {"battery"}),
    ],
)
def test_what_is_asked_for_is_marked_and_required_and_how_it_is_asked_is_not(
    query: str, marks: set[str], index_of: Callable[..., Searcher]
) -> None:
    results = index_of(HANDBOOK, BATTERY).search(query, lang="same")
    (article,) = results.articles
    assert marked(article) == marks
    assert not article.missing
    assert results.required == 1


def test_function_words_choose_no_passage(index_of: Callable[..., Searcher]) -> None:
    paragraphs = ["What is it that you have and what is it for?", "What the wise say of it.", "A battery."]
    results = index_of({"id": "a", "title": "—", "paragraphs": paragraphs}).search("what is it: a battery")
    (article,) = results.articles
    assert [each.snippet.text for each in article.passages] == ["A battery."]


@pytest.mark.parametrize("query", ["what is it", '"what is it" battery', "是什么"])
def test_function_words_are_searched_where_they_are_quoted_or_all_there_is(
    query: str, index_of: Callable[..., Searcher]
) -> None:
    searcher = index_of(
        {"id": "asked", "title": "So what is it?", "paragraphs": ["A battery. 这是什么？"]},
        {"id": "not", "title": "Nothing", "paragraphs": ["A battery for rain. 天气。"]},
    )
    results = searcher.search(query, lang="same")
    assert results.articles[0].id == "asked"
    assert not results.articles[0].missing
    assert marked(results.articles[0]) & {"what is it", "what", "是什么"}


def test_an_abbreviation_is_not_answered_by_the_pronoun(index_of: Callable[..., Searcher]) -> None:
    searcher = index_of(
        {"id": "pronoun", "title": "行业", "paragraphs": ["这个行业的人说 it is good。"]},
        {"id": "name", "title": "行业", "paragraphs": ["IT行业的报告。"]},
        *[{"title": "天气"}] * 3,
    )
    articles = {each.id: each for each in searcher.search("IT行业", lang="same").articles}
    assert "IT" in "".join(marked(articles["name"]))
    assert not articles["name"].missing
    assert "it" not in marked(articles["pronoun"])
    assert articles["pronoun"].missing == ("IT",)
