"""The whole story on one screen: a question in, ranked articles with their evidence out."""

import time
from urllib.parse import urlencode

from index import (
    MONTH_FACET,
    SOURCE_FACET,
    TICKER_FACET,
    Analyzer,
    Found,
    Generation,
    article_of,
    physical,
)
from search.expansion import Expansion, Wanted, expand
from search.hits import article_hit
from search.language import understand
from search.limits import MAX_DEPTH, check_limits
from search.passages import Looked, look_for
from search.ranking import inverse_frequency
from search.reading import ReadArticle, read_article
from search.results import FacetCount, Facets, Links, Results

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
        articles = tuple(article_hit(article_of(hit.stored), looked, score=hit.score) for hit in found.hits)
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
