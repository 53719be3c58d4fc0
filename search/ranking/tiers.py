"""Who comes first, and who after?

An answer has tiers. First come the articles that match all of the query; where these are few, those with the
most telling of its words follow, always below. Every tier leaves out what the one before it holds, so that
totals add up and no article comes twice, whichever page is looked at. Pure but for asking the reader.
"""

from collections.abc import Mapping, Sequence

import msgspec
from whoosh import query as nodes

from index import KEY, Count, Hit, Reader, Sort

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
    above: list[str] = []  # the keys of the articles of the tiers before
    for number, tier in enumerate(tiers):
        before = sum(totals)
        if before >= FEW:
            break
        first = max(0, offset - before)
        wanted = 0 if sort else max(0, min(limit - len(hits), offset + limit - before))
        found = reader.search(tier.tree, filters=_without(above, tier), offset=first, limit=wanted)
        hits += [(number, hit) for hit in found.hits]
        totals.append(found.total)
        if found.total and sum(totals) < FEW and number + 1 < len(tiers):
            if len(found.hits) < found.total:
                found = reader.search(tier.tree, filters=_without(above, tier), limit=FEW)
            above += [hit.key for hit in found.hits]
    members = [_members(tier) for tier, total in zip(tiers, totals, strict=False) if total]
    if not members:
        return Tiered((), tuple(totals), dict.fromkeys(facets, ()))
    every = members[0] if len(members) == 1 else nodes.Or(members)
    if sort:
        # Which tier each stands in isn't asked: all are taken for articles of the last one.
        ordered = reader.search(every, sort=sort, offset=offset, limit=limit)
        hits = [(len(totals) - 1, hit) for hit in ordered.hits]
    return Tiered(tuple(hits), tuple(totals), reader.facets(every, facets) if facets else {})


def _without(keys: Sequence[str], tier: Tier) -> tuple[nodes.Query, ...]:
    """What narrows a tier to the articles that none of the tiers before it holds. These are few, or it isn't
    asked, and to leave out a few by their keys is cheaper than to ask again what they match."""
    return (
        (*tier.filters, nodes.Not(nodes.Or([nodes.Term(KEY, key) for key in keys]))) if keys else tier.filters
    )


def _members(tier: Tier) -> nodes.Query:
    return nodes.And([tier.matches, *tier.filters]) if tier.filters else tier.matches
