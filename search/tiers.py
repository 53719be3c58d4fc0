"""Who comes first, and who after?

An answer has tiers. First come the articles that match all of the query; where these are few, those with the
most telling of its words follow, always below. Every tier leaves out what the one before it holds, so that
totals add up and no article comes twice, whichever page is looked at. Pure but for asking the reader.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec
from whoosh import query as nodes

from index import Count, Hit, Reader, Sort

FEW = 10  # articles; where as many match all of a query, no others are wanted


class Tier(msgspec.Struct, frozen=True):
    """Articles of one worth: the tree that ranks them, one that matches the same, and trees that they must
    match besides."""

    tree: nodes.Query
    matches: nodes.Query
    filters: tuple[nodes.Query, ...] = ()


NO_TIER = Tier(nodes.NullQuery, nodes.NullQuery)  # holds no article


class Tiered(msgspec.Struct, frozen=True):
    """The hits of a page with the tier of each, how many articles each tier holds, and the facets of all."""

    hits: tuple[tuple[int, Hit], ...]
    totals: tuple[int, ...]
    facets: Mapping[str, tuple[Count, ...]]

    @property
    def total(self) -> int:
        return sum(self.totals)


def search_tiers(
    reader: Reader,
    tiers: Sequence[Tier],
    *,
    offset: int,
    limit: int,
    sort: Sort | None = None,
    facets: Mapping[str, int] = {},
) -> Tiered:
    """The page of the tiers one behind the other. A later tier is asked only where those before it hold
    fewer than FEW articles."""
    hits: list[tuple[int, Hit]] = []
    totals: list[int] = []
    counted: dict[str, Counter[str]] = {name: Counter() for name in facets}
    above: list[nodes.Query] = []
    for number, tier in enumerate(tiers):
        if sum(totals) >= FEW:
            break
        found = reader.search(
            tier.tree,
            filters=(*tier.filters, *above),
            sort=sort,
            offset=max(0, offset - sum(totals)),
            limit=max(0, min(limit - len(hits), offset + limit - sum(totals))),
            facets=facets,
        )
        hits += [(number, hit) for hit in found.hits]
        totals.append(found.total)
        for name, counts in found.facets.items():
            counted[name].update({count.value: count.count for count in counts})
        if found.total:
            above.append(nodes.Not(nodes.And([tier.matches, *tier.filters])))
    return Tiered(tuple(hits), tuple(totals), {name: _ranked(counted[name], facets[name]) for name in facets})


def _ranked(counts: Counter[str], size: int) -> tuple[Count, ...]:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Count(value, count) for value, count in ranked[:size])
