"""Whether a listed article has a word of the query at all, on answers of the product to a few articles."""

from collections.abc import Callable

from index import Analyzer, article_of
from search import Searcher
from search.results import ArticleHit, Results
from tests.relevance.unanswered import has_a_word, says_unanswered, terms_of

ROUTERS = {"id": "1", "title": "Routers", "paragraphs": ["A router was bought by the company."]}


def listed(searcher: Searcher, query: str) -> tuple[Results, ArticleHit]:
    results = searcher.search(query)
    return results, results.articles[0]


def related(searcher: Searcher, analyzer: Analyzer, query: str, *words: str) -> bool:
    results, hit = listed(searcher, query)
    article = article_of(searcher.generation.articles.fetch([hit.id])[hit.id])
    return has_a_word(words, hit, terms_of(article, analyzer), results, analyzer)


def test_a_word_counts_in_every_form(index_of: Callable[..., Searcher], analyzer: Analyzer) -> None:
    assert related(index_of(ROUTERS), analyzer, "companies with routers", "companies")


def test_a_word_of_grammar_that_is_shared_is_no_word_of_content(
    index_of: Callable[..., Searcher], analyzer: Analyzer
) -> None:
    assert not related(index_of(ROUTERS), analyzer, "bought by zoom", "zoom", "slack")


def test_a_part_of_a_word_is_not_the_word(index_of: Callable[..., Searcher], analyzer: Analyzer) -> None:
    assert not related(index_of({"title": "新手指南"}), analyzer, "新手 功能", "新功能")


def test_a_translation_counts(index_of: Callable[..., Searcher], analyzer: Analyzer) -> None:
    assert related(index_of(ROUTERS), analyzer, "路由器", "路由器")


def test_a_synonym_counts(index_of: Callable[..., Searcher], analyzer: Analyzer) -> None:
    searcher = index_of({"title": "Microsoft invests in energy"})
    assert related(searcher, analyzer, "微软", "微软")


def test_an_answer_says_whether_it_is_one(index_of: Callable[..., Searcher]) -> None:
    searcher = index_of(ROUTERS)
    assert not says_unanswered(searcher.search("router company"))
    assert says_unanswered(searcher.search("router zebra"))
