"""Which completions, corrections, pinyin names and narrower searches does a query have?

What the searcher calls for all suggestions of a generation. What they make of its words is made when it is
first needed, or ahead of time.
"""

from collections.abc import Callable, Iterator
from threading import Lock

from index import Analyzer, Reader, SuggestionWords
from search.plan.plan import QueryPlan
from search.plan.planner import QueryPlanner
from search.plan.retrieval import retrieve
from search.query.time_tagging import times_of
from search.request import SearchRequest
from search.results import Completion, Correction, TimeFilter
from search.suggest.completions import Completions
from search.suggest.corrections import Corrections
from search.suggest.narrowing import narrowed

_CORRECTIONS = 3  # that are offered


class Suggestions:
    """The suggestions of one generation of the index. Safe to use from many threads."""

    def __init__(
        self,
        reader: Reader,
        analyzer: Analyzer,
        planner: QueryPlanner,
        words: Callable[[], SuggestionWords],
    ) -> None:
        self._planner = planner
        kept = _Kept(words)
        self._completions = Completions(reader, planner, kept)
        self._corrections = Corrections(kept, analyzer)

    def complete(self, prefix: str, *, limit: int) -> tuple[Completion, ...]:
        """The completions of a prefix."""
        return self._completions.complete(prefix, limit=limit)

    def other_readings(self, plan: QueryPlan) -> Iterator[QueryPlan]:
        """Other plans of a query that finds nothing, the likeliest first: its form relaxed, its letters as
        pinyin for Chinese names."""
        if relaxed := self._planner.plan_relaxed(plan):
            yield relaxed
        if names := self._corrections.pinyin_matches(plan.query):
            yield self._planner.plan_pinyin(plan.query, names, plan.filters)

    def corrections(self, plan: QueryPlan, request: SearchRequest, found: int) -> tuple[Correction, ...]:
        """Other queries that may have been meant and that more than `found` articles match completely, the
        likeliest first."""
        offered: list[Correction] = []
        for query in self._corrections.corrected(plan):
            corrected = request.but(query=query)
            found_plan, _ = retrieve(self._planner, corrected, limit=0)
            total = self._planner.count_all_terms(found_plan)
            if total > found:
                offered.append(Correction(query, total))
            if len(offered) == _CORRECTIONS:
                break
        return tuple(offered)

    def time_filters(self, plan: QueryPlan, request: SearchRequest) -> tuple[TimeFilter, ...]:
        """The times that a query names, each as a filter that leaves some articles."""
        found = []
        for time in times_of(plan.tree):
            if within := narrowed(request, time):
                _, tiered = retrieve(self._planner, within, limit=0)
                dates = within.filters.since, within.filters.until
                found.append(TimeFilter(time.text, within.query, *dates, tiered.total))
        return tuple(each for each in found if each.total)

    def read_ahead(self) -> None:
        """Read what the first completion and the first correction need."""
        self._corrections.read_ahead()
        self._completions.read_ahead()


class _Kept:
    """The words of a generation, opened when they are first needed. Safe to use from many threads."""

    def __init__(self, words: Callable[[], SuggestionWords]) -> None:
        self._make = words
        self._lock = Lock()
        self._words: SuggestionWords | None = None

    def __call__(self) -> SuggestionWords:
        with self._lock:
            if self._words is None:
                self._words = self._make()
            return self._words
