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
    """The page of the tiers one behind the other, or with `sort` of all their articles in that order. A later
    tier is asked only where those before it hold fewer than FEW articles."""
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
            offset=max(0, offset - sum(totals)),
            limit=0 if sort else max(0, min(limit - len(hits), offset + limit - sum(totals))),
            facets=facets,
        )
        hits += [(number, hit) for hit in found.hits]
        totals.append(found.total)
        for name, counts in found.facets.items():
            counted[name].update({count.value: count.count for count in counts})
        if found.total:
            above.append(nodes.Not(nodes.And([tier.matches, *tier.filters])))
    if sort and totals:
        hits = _sorted(reader, tiers[: len(totals)], sort, offset=offset, limit=limit)
    return Tiered(tuple(hits), tuple(totals), {name: _ranked(counted[name], facets[name]) for name in facets})


def _sorted(
    reader: Reader, tiers: Sequence[Tier], sort: Sort, *, offset: int, limit: int
) -> list[tuple[int, Hit]]:
    """The articles of all the tiers in one order. Which tier each stands in isn't asked: all are taken for
    articles of the last one."""
    members = [nodes.And([tier.matches, *tier.filters]) for tier in tiers]
    found = reader.search(nodes.Or(members), sort=sort, offset=offset, limit=limit)
    return [(len(tiers) - 1, hit) for hit in found.hits]


def _ranked(counts: Counter[str], size: int) -> tuple[Count, ...]:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Count(value, count) for value, count in ranked[:size])
