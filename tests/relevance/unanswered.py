"""How does the product answer what nothing in the collection answers?

It should say so, and what it lists nevertheless should have something to do with the query: a word of it at
least.
"""

from collections.abc import Callable, Iterable, Set

from index import Analyzer, Article, texts_of
from search.results import ArticleHit, Results

Terms = Callable[[ArticleHit], Set[str]]


def says_unanswered(results: Results) -> bool:
    """Whether an answer tells its reader that nothing answers the query."""
    return not results.answered


def terms_of(article: Article, analyzer: Analyzer) -> Set[str]:
    """The words of everything that is written in an article, stemmed as they are indexed."""
    return set(analyzer.words(text for texts in texts_of(article).values() for text in texts).split())


def has_a_word(
    words: Iterable[str], hit: ArticleHit, terms: Set[str], results: Results, analyzer: Analyzer
) -> bool:
    """Whether an article has one of the words, a synonym that was searched for it, or its translation."""

    def tokens(text: str) -> set[str]:
        return {token for unit in analyzer.units(text) for token in unit.words}

    for word in words:
        typed = tokens(word)
        names = [name for use in results.aliases if tokens(use.typed) <= typed for name in use.names]
        if any(tokens(name) and tokens(name) <= terms for name in (word, *names)):
            return True
        if any(tokens(match.typed) & typed for match in hit.translated):
            return True
    return False
