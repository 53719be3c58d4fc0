"""The whole story on one screen: a question in, ranked articles with their evidence out."""

import time
from collections.abc import Sequence
from urllib.parse import urlencode

from index import (
    MONTH_FACET,
    SOURCE_FACET,
    TICKER_FACET,
    Analyzer,
    Article,
    Found,
    Generation,
    Hit,
    article_of,
    physical,
)
from search.citations import article_href, link_of
from search.expansion import Expansion, Wanted, expand
from search.language import understand
from search.limits import MAX_DEPTH, check_limits
from search.passages import Explaining, Looked, explaining_passages, look_for, marks_in, opening_passage
from search.ranking import inverse_frequency
from search.reading import ReadArticle, read_article
from search.results import ArticleHit, FacetCount, Facets, Links, PassageHit, Results, TickerLink
from search.snippets import best_window, whole

PASSAGES_SHOWN = 3
_FACET_SIZES = {TICKER_FACET: 20, SOURCE_FACET: 20, MONTH_FACET: 240}


class Searcher:
    """Answers questions from one generation of the index. Safe to use from many threads."""

    def __init__(self, generation: Generation, analyzer: Analyzer) -> None:
        self.generation = generation
        self._analyzer = analyzer
        self._articles = generation.articles

    def search(self, query: str, *, page: int = 1, size: int = 10) -> Results:
        """The articles that answer the query, the best of the page first.

        Raises QueryLimit for a question beyond the limits, and for no other.
        """
        began = time.perf_counter()
        check_limits(query, page=page, size=size)
        expansion = expand(understand(query), self._analyzer)
        found = self._articles.search(
            expansion.tree, offset=(page - 1) * size, limit=size, facets=_FACET_SIZES
        )
        looked = self._look_for(expansion)
        articles = tuple(_article_hit(hit, looked) for hit in found.hits)
        return Results(
            query=query,
            total=found.total,
            page=page,
            size=size,
            took_ms=round((time.perf_counter() - began) * 1000, 3),
            warnings=expansion.warnings,
            aliases=(),
            relaxed=False,
            articles=articles,
            facets=_facets(found),
            links=_links(query, page, size, found.total),
        )

    def read(self, article_id: str, *, query: str = "") -> ReadArticle | None:
        """The article of that id, if there is one, with what the query asks for marked."""
        stored = self._articles.fetch([article_id]).get(article_id)
        if stored is None:
            return None
        check_limits(query, page=1, size=1)
        return read_article(article_of(stored), self._look_for(expand(understand(query), self._analyzer)))

    def _look_for(self, expansion: Expansion) -> tuple[Looked, ...]:
        return look_for(expansion.wanted, [self._weight(each) for each in expansion.wanted])

    def _weight(self, wanted: Wanted) -> float:
        """How telling it is: by the text of the article in which it is most frequent."""
        layer, token = wanted.probe
        frequencies = (
            self._articles.document_frequency(physical(text, layer), token) for text in wanted.texts
        )
        return inverse_frequency(max(frequencies), self._articles.count)


def _article_hit(hit: Hit, looked: Sequence[Looked]) -> ArticleHit:
    article = article_of(hit.stored)
    explaining = explaining_passages(article, looked)
    shown = explaining[:PASSAGES_SHOWN] or opening_passage(article)
    return ArticleHit(
        id=article.id,
        title=article.title,
        url=article.url,
        source=article.source,
        published=article.published,
        tickers=tuple(TickerLink(ticker.symbol, ticker.name) for ticker in article.tickers),
        score=hit.score,
        href=article_href(article.id),
        missing=(),
        title_snippet=whole(article.title, marks_in(article.title, "title", looked)),
        matching_passages=len(explaining),
        passages=tuple(_passage_hit(each, article) for each in shown),
    )


def _passage_hit(explaining: Explaining, article: Article) -> PassageHit:
    passage = explaining.passage
    window = best_window(passage.text, explaining.marks)
    return PassageHit(
        role=passage.role,
        group=passage.group,
        anchor=passage.anchor,
        score=explaining.score,
        snippet=window.snippet,
        citations=tuple(
            link_of(citation, article, shift=window.shift)
            for citation in passage.citations
            if window.start <= citation.at <= window.end
        ),
    )


def _facets(found: Found) -> Facets:
    counts = {
        name: tuple(FacetCount(count.value, count.count) for count in found.facets.get(name, ()))
        for name in _FACET_SIZES
    }
    months = tuple(sorted(counts[MONTH_FACET], key=lambda count: count.value))
    return Facets(ticker=counts[TICKER_FACET], source=counts[SOURCE_FACET], month=months)


def _links(query: str, page: int, size: int, total: int) -> Links:
    def to(number: int) -> str:
        return "/api/search?" + urlencode({"q": query, "page": number, "size": size})

    return Links(
        next=to(page + 1) if page * size < total and (page + 1) * size <= MAX_DEPTH else None,
        prev=to(page - 1) if page > 1 else None,
    )
