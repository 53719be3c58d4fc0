"""How are the tiers of a plan searched for one page of the answer?

An answer has tiers. First come the articles that match all of the query; where these are few, those with the
most discriminative of its words follow, always below. Every tier excludes the articles of the tiers before
it, so totals add up and no article comes twice, whichever page is looked at. Touches an index only through
its reader.
"""

from collections.abc import Mapping, Sequence

import msgspec
from whoosh import query as nodes

from index import Count, Found, Hit, Reader, Sort, fields
from search.request import Order

FEW = 10  # articles; where as many match all of a query, no further tier is searched


class Tier(msgspec.Struct, frozen=True):
    """Articles that answer a query equally well: the tree that ranks them, a tree that matches the same
    articles without scoring, and the filters they must match besides.

    `complete`: they match all of the query. `native`: they do so without a translation, which makes them
    complete too.
    """

    tree: nodes.Query
    matches: nodes.Query
    filters: tuple[nodes.Query, ...] = ()
    complete: bool = False
    native: bool = False


NO_TIER = Tier(nodes.NullQuery, nodes.NullQuery)  # has no article


class Tiered(msgspec.Struct, frozen=True):
    """The hits of a page, each with the number of its tier, how many articles each searched tier has, and the
    facets of all of them."""

    hits: tuple[tuple[int, Hit], ...]
    totals: tuple[int, ...]
    facets: Mapping[str, tuple[Count, ...]]

    @property
    def total(self) -> int:
        return sum(self.totals)


class TierSearch:
    """Searches the tiers of one answer for one page of it: from `offset` on at most `limit` articles, or none
    where only counts are needed. A tier that is searched first again isn't searched twice."""

    def __init__(self, reader: Reader, *, offset: int = 0, limit: int, order: Order = "best") -> None:
        self._reader = reader
        self._offset = offset
        self._limit = limit if order == "best" else 0
        self._sorted = limit if order != "best" else 0
        self._sort = Sort(fields.PUBLISHED, descending=order == "newest")
        self._first: tuple[Tier, Found] | None = None

    def run(self, tiers: Sequence[Tier], *, facets: Mapping[str, int] = {}) -> Tiered:
        """The page of the tiers one after another, or in the order of dates of all their articles together. A
        tier is searched only where those before it have fewer than FEW articles."""
        hits: list[tuple[int, Hit]] = []
        totals: list[int] = []
        above: list[str] = []  # the keys of the articles of the tiers before
        for number, tier in enumerate(tiers):
            before = sum(totals)
            if before >= FEW:
                break
            if number == 0 and self._first and self._first[0] is tier:
                found = self._first[1]
            elif not self._limit:  # a count needs no keys: what a tier adds is what all have together
                every = self._reader.search(_any_of(tiers[: number + 1]), limit=0)
                found = Found(every.total - before, ())
            else:
                first = max(0, self._offset - before)
                count = max(0, min(self._limit - len(hits), self._offset + self._limit - before))
                found = self._reader.search(
                    tier.tree, filters=_without(above, tier), offset=first, limit=count
                )
            if number == 0:
                self._first = tier, found
            hits += [(number, hit) for hit in found.hits]
            totals.append(found.total)
            if self._limit and found.total and sum(totals) < FEW and number + 1 < len(tiers):
                if len(found.hits) < found.total:
                    found = self._reader.search(tier.tree, filters=_without(above, tier), limit=FEW)
                above += [hit.key for hit in found.hits]
        members = [tier for tier, total in zip(tiers, totals, strict=False) if total]
        if not members:
            return Tiered((), tuple(totals), dict.fromkeys(facets, ()))
        every_tier = _any_of(members)
        if self._sorted:
            # Which tier each article belongs to isn't known here: all count as articles of the last one.
            ordered = self._reader.search(
                every_tier, sort=self._sort, offset=self._offset, limit=self._sorted
            )
            hits = [(len(totals) - 1, hit) for hit in ordered.hits]
        return Tiered(tuple(hits), tuple(totals), self._reader.facets(every_tier, facets) if facets else {})


def _any_of(tiers: Sequence[Tier]) -> nodes.Query:
    """The articles of the tiers, without a score."""
    members = [nodes.And([tier.matches, *tier.filters]) if tier.filters else tier.matches for tier in tiers]
    return members[0] if len(members) == 1 else nodes.Or(members)


def _without(keys: Sequence[str], tier: Tier) -> tuple[nodes.Query, ...]:
    """The filters of a tier and one that excludes the articles of the tiers before it. These are few, or the
    tier isn't searched, and excluding a few keys is cheaper than matching the other tiers again."""
    return (
        (*tier.filters, nodes.Not(nodes.Or([nodes.Term(fields.KEY, key) for key in keys])))
        if keys
        else tier.filters
    )
