"""Which points answer, across all articles?

Points mode: not articles but statements are ranked, each with the article that it stands in. The engine finds
the articles whose points match; their points are read and ranked here, by the score that passages have. There
is no second index of points (see the README for its cost), so as many articles as LIMIT are read, the best
first, and an answer that was cut there says so. Pure.
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from index import Article
from search.passages.citations import article_href
from search.passages.coverage import cross_language_matches, missing_words, telling_words
from search.passages.highlighting import Looked, marked
from search.passages.hits import passage_hit
from search.passages.passages import POINT, Explaining, explaining_passages, statements_of
from search.plan.highlight_terms import Wanted
from search.results import ArticleLink, CrossLanguageMatch, PointHit, ticker_links

LIMIT = 1_000  # articles that are read for one answer


class _Ranked(msgspec.Struct, frozen=True):
    explaining: Explaining
    article: Article
    missing: tuple[str, ...]
    translated: tuple[CrossLanguageMatch, ...]


def ranked_points(
    articles: Iterable[Article], wanted: Sequence[Wanted], looked: Sequence[Looked], *, own_first: bool
) -> list[_Ranked]:
    """The matching points of the articles: those with all asked words first, with `own_first` of these and of
    the others those that have theirs without a translation, then by score, then in the order of the articles.
    `looked` is what `wanted` became."""
    words = telling_words(wanted)
    found = [
        _Ranked(explaining, article, *_answered(words, wanted, explaining))
        for article in articles
        for explaining in _points(article, looked)
        if explaining.passage.role == POINT
    ]
    return sorted(
        found,
        key=lambda each: (
            bool(each.missing),
            own_first and bool(each.translated),
            -each.explaining.score,
        ),
    )


def point_hits(ranked: Iterable[_Ranked]) -> Iterator[PointHit]:
    """The points as they are shown."""
    for each in ranked:
        article = each.article
        yield PointHit(
            point=passage_hit(each.explaining, article),
            article=ArticleLink(
                id=article.id,
                title=article.title,
                href=article_href(article.id),
                source=article.source,
                published=article.published,
                tickers=ticker_links(article),
            ),
            missing=each.missing,
            translated=each.translated,
        )


def _points(article: Article, looked: Sequence[Looked]) -> Iterable[Explaining]:
    if looked:
        return explaining_passages(article, marked(article, looked))
    # A question that asks for no words: a date, a ticker.
    return (Explaining(passage, 0.0, ()) for passage in statements_of(article))


def _answered(
    words: Sequence[str], wanted: Sequence[Wanted], explaining: Explaining
) -> tuple[tuple[str, ...], tuple[CrossLanguageMatch, ...]]:
    """The words that a point lacks, and those that it has in the other language alone."""
    found = {mark.asked for mark in (*explaining.marks, *explaining.heading)}
    return missing_words(words, wanted, found), cross_language_matches(wanted, found)
