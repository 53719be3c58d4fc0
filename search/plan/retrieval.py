"""Which articles does a request retrieve, and by which plan?

Runs the plan of a request, fills it in by translations where it finds too little, and tries other readings of
the query where it finds nothing. The one way from a request to the engine, for answers, counts and
suggestions.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from search.plan.plan import QueryPlan
from search.plan.planner import QueryPlanner
from search.query.relaxation import PASTED
from search.ranking.rescoring import SharesOf
from search.ranking.tiers import Tier, Tiered, TierSearch
from search.request import SearchRequest

Readings = Callable[[QueryPlan], Iterable[QueryPlan]]


def retrieve(
    planner: QueryPlanner,
    request: SearchRequest,
    *,
    limit: int,
    facets: Mapping[str, int] = {},
    readings: Readings = lambda plan: (),
    shares_of: Callable[[QueryPlan, Tier], SharesOf] | None = None,
) -> tuple[QueryPlan, Tiered]:
    """The plan of a request and at most `limit` articles, or with a limit of 0 their counts: the page of the
    request where the limit is its size, else the first ones; and where `shares_of` is given, ranked by their
    passages too. `readings` are other plans of the query, which are tried in their order where it finds
    nothing. Where nothing answers it, the plan has the articles that are nearest."""
    offset = (request.page - 1) * request.size if limit == request.size else 0
    is_whole = request.extent == "any"
    search = TierSearch(
        planner.reader, offset=offset, limit=limit, order=request.sorted_by, all_tiers=is_whole
    )
    plan = planner.plan(request)
    if request.language == "auto":
        found = search.run(plan.tiers[:1]).total if plan.requires_all_terms else 0
        plan = planner.fill_in(plan, request, found)
    if is_whole:
        plan = plan.with_the_rest

    def run(plan: QueryPlan) -> Tiered:
        shares = partial(shares_of, plan) if shares_of and limit else None
        return search.run(plan.tiers, facets=facets, shares_of=shares)

    tiered = run(plan)
    if tiered.total:
        return plan, tiered
    # A pasted text may be answered in translation; a few words that were quoted are meant as they are.
    is_pasted = len(request.query.split()) >= PASTED
    others = [planner.fill_in(each, request, 0) if is_pasted else each for each in readings(plan)]
    nearest = [each.without_answer for each in (*others, plan) if each.nearest]
    for other in (*others, *nearest):
        if (tried := run(other)).total:
            return other, tried
    return plan, tiered
