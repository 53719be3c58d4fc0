"""Which completions, corrections and pinyin names does a query have?

What the searcher calls for all suggestions of a generation. What they need of the index is read when it is
first needed, or ahead of time.
"""

from index import Analyzer, Reader
from search.lexicon.pinyin import PinyinMatch
from search.plan.plan import QueryPlan
from search.plan.planner import QueryPlanner
from search.ranking.tiers import TierSearch
from search.request import SearchRequest
from search.results import Completion, Correction
from search.suggest.completions import Completions
from search.suggest.corrections import Corrections

_CORRECTIONS = 3  # that are offered


class Suggestions:
    """The suggestions of one generation of the index. Safe to use from many threads."""

    def __init__(self, reader: Reader, analyzer: Analyzer, planner: QueryPlanner) -> None:
        self._reader = reader
        self._planner = planner
        self._completions = Completions(reader, planner)
        self._corrections = Corrections(reader, analyzer)

    def complete(self, prefix: str, *, limit: int) -> tuple[Completion, ...]:
        """The completions of a prefix."""
        return self._completions.complete(prefix, limit=limit)

    def pinyin_matches(self, query: str) -> tuple[PinyinMatch, ...]:
        """The Chinese names that a Latin query spells in pinyin, the likeliest first."""
        return self._corrections.pinyin_matches(query)

    def corrections(self, plan: QueryPlan, request: SearchRequest, found: int) -> tuple[Correction, ...]:
        """Other queries that may have been meant and that more than `found` articles match completely, the
        likeliest first."""
        offered: list[Correction] = []
        for query in self._corrections.corrected(plan):
            corrected = self._planner.plan(request.but(query=query), TierSearch(self._reader, limit=0))
            total = self._planner.count_all_terms(corrected)
            if total > found:
                offered.append(Correction(query, total))
            if len(offered) == _CORRECTIONS:
                break
        return tuple(offered)

    def read_ahead(self) -> None:
        """Read what the first completion and the first correction need."""
        self._corrections.read_ahead()
        self._completions.read_ahead()
