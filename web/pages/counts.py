"""How many results has this page's search, and each search that the page links to?

Counts a search once however many links lead to it, and not at all where the results already say it. In points
mode points are counted, else articles. Lives as long as one page.
"""

from search import Counts, Facets, Results, Searcher, SearchRequest


class PageCounts:
    """The counts of the page that shows the `results` of a `request`."""

    def __init__(self, searcher: Searcher, request: SearchRequest, results: Results) -> None:
        self._searcher = searcher
        self._shown = _key(request)
        self._results = results
        self._totals: dict[SearchRequest, int] = {}
        self._counts: dict[SearchRequest, Counts] = {}

    def total(self, request: SearchRequest) -> int:
        """How many results a request has."""
        key = _key(request)
        if key == self._shown:
            return self._results.total
        if key.scope == "points" or key in self._counts:
            return self.count(key).total
        if key not in self._totals:
            self._totals[key] = self._searcher.total(key)
        return self._totals[key]

    def count(self, request: SearchRequest) -> Counts:
        """How many results a request has, how many of them match all of its query, and their facets."""
        key = _key(request)
        if key == self._shown:
            return Counts(self._results.total, self._results.facets, self._results.required)
        if key not in self._counts:
            self._counts[key] = self._searcher.count(key)
        return self._counts[key]

    def facets(self, request: SearchRequest) -> Facets:
        """The facets of the results of a request."""
        return self.count(request).facets


def _key(request: SearchRequest) -> SearchRequest:
    """The request without what a count doesn't depend on: its page, and which way it is sorted by date. By
    date an answer ends with the articles that match all of the query, where there are any."""
    by_date = request.scope == "articles" and request.sorted_by != "best"
    return SearchRequest(
        request.query,
        request.filters,
        order="newest" if by_date else "best",
        scope=request.scope,
        lang=request.language,
        extent=request.extent,
        size=1,
    )
