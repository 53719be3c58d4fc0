"""Which points match a query, across all articles?

With the scope `points` not articles but points are ranked, each shown with its article. The engine finds the
articles whose points match; their points are ranked here, by the score of passages. There is no index of
points (the README has its cost), so at most LIMIT articles are read, the best first, and an answer that is
cut off there says so. Pure.
"""

from collections.abc import Iterable, Iterator, Sequence, Set

import msgspec

from index import Article
from search.links import article_href
from search.passages.coverage import content_words, cross_language_matches, missing_words, terms_of_date
from search.passages.highlighting import WeightedTerm, find_highlights
from search.passages.hits import passage_hit
from search.passages.passages import POINT, MatchingPassage, matching_passages, statements_of
from search.plan.highlight_terms import HighlightTerm
from search.results import ArticleLink, CrossLanguageMatch, PointHit, ticker_links

LIMIT = 1_000  # articles that are read for one answer


class RankedPoint(msgspec.Struct, frozen=True):
    """A matching point with its article; `missing` are the words of the query that neither the point nor its
    heading has."""

    match: MatchingPassage
    article: Article
    missing: tuple[str, ...]
    translated: tuple[CrossLanguageMatch, ...]


def ranked_points(
    articles: Iterable[Article],
    terms: Sequence[HighlightTerm],
    weighted: Sequence[WeightedTerm],
    *,
    native_first: bool,
) -> list[RankedPoint]:
    """The matching points of the articles: those with all words first; among these, and among the others,
    with `native_first` those that need no translation; then by score; then in the order of the articles.
    `weighted` are the terms with their matchers."""
    words = content_words(terms)
    found = [
        RankedPoint(match, article, *_coverage(words, terms, match, dated))
        for article in articles
        for dated in (terms_of_date(terms, article.published),)
        for match in _points(article, weighted)
        if match.passage.role == POINT
    ]
    return sorted(
        found,
        key=lambda each: (
            bool(each.missing),
            native_first and bool(each.translated),
            -each.match.score,
        ),
    )


def point_hits(ranked: Iterable[RankedPoint]) -> Iterator[PointHit]:
    """The points as results."""
    for each in ranked:
        article = each.article
        yield PointHit(
            point=passage_hit(each.match, article),
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


def _points(article: Article, weighted: Sequence[WeightedTerm]) -> Iterable[MatchingPassage]:
    if weighted:
        return matching_passages(article, find_highlights(article, weighted))
    # A query without words: a date, a ticker.
    return (MatchingPassage(passage, 0.0, ()) for passage in statements_of(article))


def _coverage(
    words: Sequence[str], terms: Sequence[HighlightTerm], match: MatchingPassage, dated: Set[int]
) -> tuple[tuple[str, ...], tuple[CrossLanguageMatch, ...]]:
    """The words that a point lacks, and those that it has only in the other language. `dated` are the terms
    that the date of its article covers."""
    found = {mark.term for mark in (*match.marks, *match.heading)}
    return missing_words(words, terms, found | dated), cross_language_matches(terms, found)
