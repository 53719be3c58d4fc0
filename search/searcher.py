"""How does a query become results?

The whole story on one screen: plan the request, retrieve the articles, present what was found.
"""

import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar, cast

import msgspec

from index import Analyzer, Generation
from search.answer import (
    FACET_SIZES,
    POINTS_READ,
    article_results,
    facets_of,
    highlighted_view,
    point_results,
    required_of,
    shares_by,
)
from search.lexicon.synonyms import Synonyms
from search.plan.planner import QueryPlanner
from search.plan.retrieval import retrieve
from search.ranking.tiers import FEW, TierSearch
from search.request import SearchRequest, well_formed
from search.results import ArticleView, Completion, Counts, Results
from search.suggest.suggestions import Suggestions

_Value = TypeVar("_Value")


class Searcher:
    """Answers requests from one generation of the index. Safe to use from many threads.

    `synonyms` are those of the settings and of the index's tickers, where none are given. A request may be
    given as a query with the fields of `SearchRequest` as options: `search("battery", page=2)`.
    """

    def __init__(
        self, generation: Generation, analyzer: Analyzer, *, synonyms: Synonyms | None = None
    ) -> None:
        self.generation = generation
        self._reader = generation.articles
        self._analyzer = analyzer
        self._planner = QueryPlanner(self._reader, analyzer, synonyms)
        self._suggestions = Suggestions(self._reader, analyzer, self._planner, generation.suggestion_words)
        shares_of = partial(shares_by, reader=self._reader)
        self._retrieve = partial(retrieve, self._planner, facets=FACET_SIZES, shares_of=shares_of)
        self._kept: dict[str, Any] = {}

    def search(self, request: SearchRequest | str, **options: Any) -> Results:
        """The articles, or by the request's scope the points, that answer it, those of its page; without a
        query all that the filters leave, none where there is no filter either.

        Raises QueryLimit for a request beyond the limits, FilterError for an invalid filter.
        """
        began = time.perf_counter()
        request = _request(request, options)
        if request.scope == "points":
            plan, found = self._retrieve(request.for_points, limit=POINTS_READ, shares_of=None)
            results = point_results(request, plan, found, self._reader)
        else:
            readings = self._suggestions.other_readings
            plan, found = self._retrieve(request, limit=request.size, readings=readings)
            times = self._suggestions.time_filters(plan, request)
            results = article_results(request, plan, found, self._reader, self._analyzer)
            results = msgspec.structs.replace(results, times=times)
            if found.total < FEW and plan.may_be_misspelt:
                corrections = self._suggestions.corrections(plan, request, results.required)
                results = msgspec.structs.replace(results, corrections=corrections)
        took = round((time.perf_counter() - began) * 1000, 3)
        return msgspec.structs.replace(results, took_ms=took)

    def count(
        self, request: SearchRequest | str, *, facets: Mapping[str, int] = FACET_SIZES, **options: Any
    ) -> Counts:
        """How many articles or points answer a request, and their facets, without themselves; without a query
        all articles that the filters leave, every one where there is no filter either. Raises what `search`
        raises."""
        request = _request(request, options)
        if request.scope == "points":  # which have to be ranked to be counted
            results = self.search(request.but(size=1))
            return Counts(results.total, results.facets, results.required)
        if request.query.strip():
            readings = self._suggestions.other_readings
            plan, found = self._retrieve(request, limit=0, facets=facets, readings=readings)
        else:
            plan = self._planner.plan_filters(request.filters)
            found = TierSearch(self._reader, limit=0).run(plan.tiers, facets=facets)
        return Counts(found.total, facets_of(found), required_of(plan, found, self._reader))

    def total(self, request: SearchRequest | str, **options: Any) -> int:
        """What `count` counts, without the rest."""
        return self.count(request, facets={}, **options).total

    def ids(self, request: SearchRequest | str, *, limit: int = 10, **options: Any) -> list[str]:
        """The ids of the first articles for a request, without their passages, nor by their sound: those that
        answer it, then those that have any word of it. Raises what `search` raises."""
        request = _request(request, {"extent": "any", **options})
        _, found = self._retrieve(request, limit=limit, facets={})
        return [hit.key for _, hit in found.hits]

    def read(self, article_id: str, request: SearchRequest | str = "", **options: Any) -> ArticleView | None:
        """The article of that id, if there is one, with the terms of the query highlighted: in the other
        language too where the request says so, or the article lacks some of them in their own."""
        stored = self._reader.fetch([article_id]).get(article_id)
        if stored is None:
            return None
        request = _request(request, options)
        plan = self._planner.plan_native(request.query)
        view, has_all = highlighted_view(stored, plan, self._reader)
        if request.language == "both" or (request.language == "auto" and not has_all):
            view, _ = highlighted_view(stored, self._planner.plan_both(plan), self._reader)
        return view

    def complete(self, prefix: str, *, limit: int = 8) -> tuple[Completion, ...]:
        """What a beginning may become: tickers, names, frequent words, titles."""
        return self._suggestions.complete(prefix, limit=limit)

    def read_ahead(self) -> None:
        """Read what only some requests need, which takes seconds in a large index."""
        self._suggestions.read_ahead()

    def once(self, name: str, make: Callable[["Searcher"], _Value]) -> _Value:
        """What is derived from this generation once and kept as long as the searcher, by a name."""
        if name not in self._kept:
            self._kept[name] = make(self)
        return cast(_Value, self._kept[name])


def _request(request: SearchRequest | str, options: Mapping[str, Any]) -> SearchRequest:
    """The request as a struct, held to the limits. A query alone asks for the best articles."""
    if isinstance(request, str):
        request = SearchRequest(request, **{"order": "best", **options})
    request.check()
    return msgspec.structs.replace(request, query=well_formed(request.query))
