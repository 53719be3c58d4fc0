"""One thing written in several ways is found and highlighted in each of them, and nothing but it is."""

from collections.abc import Callable

import pytest

from search import Searcher, Snippet


def highlighted(snippet: Snippet) -> list[str]:
    return [snippet.text[start:end] for start, end in snippet.highlights]


@pytest.mark.parametrize("query", ["1100", "1,100", "1100万", "1,100万"])
def test_a_number_is_found_with_and_without_thousands_commas(
    index_of: Callable[..., Searcher], query: str
) -> None:
    searcher = index_of({"id": "plain", "title": "投资1100万元"}, {"id": "comma", "title": "投资1,100万元"})
    articles = searcher.search(query, lang="same").articles
    assert {article.id for article in articles} == {"plain", "comma"}
    assert all(article.title_snippet.highlights for article in articles)


@pytest.mark.parametrize("query", ["1234.5", "1,234.5", "1234.5亿"])
def test_a_decimal_number_is_highlighted_with_its_commas(
    index_of: Callable[..., Searcher], query: str
) -> None:
    (article,) = index_of({"id": "a", "title": "总额1,234.5亿元"}).search(query, lang="same").articles
    assert highlighted(article.title_snippet)[0].startswith("1,234.5")


def test_numbers_in_a_list_are_not_one_number(index_of: Callable[..., Searcher]) -> None:
    searcher = index_of({"id": "a", "title": "rooms 1, 100 and 12,34"})
    assert searcher.search("1100", lang="same").total == 0
    assert searcher.search("1234", lang="same").total == 0


@pytest.mark.parametrize(("query", "text"), [("C++", "C++20"), ("C#", "C#12"), ("C++20", "C++20")])
def test_a_language_is_found_with_its_version(
    index_of: Callable[..., Searcher], query: str, text: str
) -> None:
    (article,) = index_of({"id": "a", "title": f"what {text} brings"}).search(query, lang="same").articles
    assert highlighted(article.title_snippet) == [query]


@pytest.mark.parametrize(
    ("query", "text"),
    [("Acme", "AcmeⓇ"), ("AcmeR", "AcmeⓇ"), ("Solar", "SolarⓂ"), ("Mark", "MarkⅡ"), ("MarkII", "MarkⅡ")],
)
def test_a_sign_after_a_word_is_no_part_of_it(
    index_of: Callable[..., Searcher], query: str, text: str
) -> None:
    assert index_of({"id": "a", "title": f"the new {text} pump"}).search(query, lang="same").total == 1


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("データセンター", ["ﾃﾞｰﾀｾﾝﾀｰ"]),
        ("서울", ["서울"]),
        ("👩🏿\u200d🚀", ["👩🏿\u200d🚀"]),
        ("🚀", ["👩🏿\u200d🚀"]),
    ],
)
def test_only_whole_words_and_whole_characters_are_highlighted(
    index_of: Callable[..., Searcher], query: str, marked: list[str]
) -> None:
    title = "ﾕｰｻﾞｰのﾃﾞｰﾀｾﾝﾀｰ 서울에서 👩🏿\u200d🚀宇航员与👨\u200d👩\u200d👧"
    (article,) = index_of({"id": "a", "title": title}).search(query, lang="same").articles
    assert highlighted(article.title_snippet) == marked


@pytest.mark.parametrize("query", ["self-funded", "self-funding", "self-fund"])
@pytest.mark.parametrize("text", ["self-funded", "Self-funding", "self-fund", "selffunded"])
def test_a_hyphenated_word_is_highlighted_in_each_form_that_it_is_found_in(
    index_of: Callable[..., Searcher], query: str, text: str
) -> None:
    (article,) = index_of({"id": "a", "title": f"a {text} school"}).search(query, lang="same").articles
    assert highlighted(article.title_snippet) == [text]
    assert article.missing == ()


def test_a_hyphenated_translation_is_named_as_it_is_written(index_of: Callable[..., Searcher]) -> None:
    found = index_of({"id": "a", "title": "I offered to self-fund a school"}).search("自费", lang="both")
    (article,) = found.articles
    assert highlighted(article.title_snippet) == ["self-fund"]
    assert [match.names for match in article.translated] == [("self-funded",)]
