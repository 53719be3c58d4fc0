"""Which articles does a request retrieve, and by which plan?

Runs the plan of a request, fills it in by translations where it finds too little, and tries other readings of
the query where it finds nothing. The one way from a request to the engine, for answers, counts and
suggestions.
"""

from collections.abc import Callable, Iterable, Mapping

from index import Reader
from search.plan.plan import QueryPlan
from search.plan.planner import QueryPlanner
from search.ranking.tiers import Tiered, TierSearch
from search.request import SearchRequest

Readings = Callable[[QueryPlan], Iterable[QueryPlan]]


def retrieve(
    planner: QueryPlanner,
    reader: Reader,
    request: SearchRequest,
    *,
    limit: int,
    facets: Mapping[str, int] = {},
    readings: Readings = lambda plan: (),
) -> tuple[QueryPlan, Tiered]:
    """The plan of a request and at most `limit` articles, or with a limit of 0 their counts: the page of the
    request where the limit is its size, else the first ones. `readings` are other plans of the query, which
    are tried in their order where it finds nothing."""
    offset = (request.page - 1) * request.size if limit == request.size else 0
    search = TierSearch(reader, offset=offset, limit=limit, order=request.sorted_by)
    plan = planner.plan(request)
    if request.language == "auto":
        found = search.run(plan.tiers[:1]).total if plan.requires_all_terms else 0
        plan = planner.fill_in(plan, request, found)
    tiered = search.run(plan.tiers, facets=facets)
    for other in readings(plan) if not tiered.total else ():
        if (tried := search.run(other.tiers, facets=facets)).total:
            return other, tried
    return plan, tiered
