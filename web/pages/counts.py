"""How many articles match this page's search, and each search that the page links to?

Counts a search once however many links lead to it, and not at all where the results already say it. Lives as
long as one page.
"""

from search import Counts, Facets, Results, Searcher, SearchRequest


class PageCounts:
    """The counts of the page that shows the `results` of a `request`."""

    def __init__(self, searcher: Searcher, request: SearchRequest, results: Results) -> None:
        self._searcher = searcher
        self._shown = _key(request)
        self._results = results
        self._has_total = request.scope == "articles"  # else the results count points
        self._totals: dict[SearchRequest, int] = {}
        self._counts: dict[SearchRequest, Counts] = {}

    def total(self, request: SearchRequest) -> int:
        """How many articles match a request."""
        key = _key(request)
        if key == self._shown and self._has_total:
            return self._results.total
        if key in self._counts:
            return self._counts[key].total
        if key not in self._totals:
            self._totals[key] = self._searcher.total(key)
        return self._totals[key]

    def facets(self, request: SearchRequest) -> Facets:
        """The facets of the articles that match a request."""
        key = _key(request)
        if key == self._shown:
            return self._results.facets
        if key not in self._counts:
            self._counts[key] = self._searcher.count(key)
        return self._counts[key].facets


def _key(request: SearchRequest) -> SearchRequest:
    """The request without what a count doesn't depend on: its order, its page."""
    return SearchRequest(request.query, request.filters, lang=request.language)
