"""How are the tiers of a plan searched for one page of the answer?

An answer has tiers. First come the articles that match all of the query; where these are few, those with
most of its words follow, always below. Every tier excludes the articles of the tiers before it, so totals add
up and no article comes twice, whichever page is looked at. Within a tier the first articles are ranked anew
by what their passages hold. Touches an index only through its reader.
"""

from collections.abc import Callable, Mapping, Sequence

import msgspec
from whoosh import query as nodes

from index import Count, Hit, Reader, Sort, fields
from search.ranking.rescoring import DEPTH, SharesOf, rescored
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
    """The hits of a page, each with the number of its tier, how many articles each searched tier has, the
    facets of all of them, and what the best passage of the first articles holds of the query where that was
    asked."""

    hits: tuple[tuple[int, Hit], ...]
    totals: tuple[int, ...]
    facets: Mapping[str, tuple[Count, ...]]
    passage: float | None = None

    @property
    def total(self) -> int:
        return sum(self.totals)


class TierSearch:
    """Searches the tiers of one answer for one page of it: from `offset` on at most `limit` articles, or none
    where only counts are needed. A tier that is searched first again isn't searched twice.

    A tier is searched only where those before it have fewer than FEW articles, and in the order of dates an
    answer ends with the articles that match all of the query, if there are any: the newest ones that match a
    part of it would come before them. Where `all_tiers` are asked for, all of them are searched.
    """

    def __init__(
        self,
        reader: Reader,
        *,
        offset: int = 0,
        limit: int,
        order: Order = "best",
        all_tiers: bool = False,
    ) -> None:
        self._reader = reader
        self._offset = offset
        self._limit = limit
        self._order = order
        self._enough = None if all_tiers else FEW
        self._first: tuple[Tier, int, tuple[Hit, ...]] | None = None

    def run(
        self,
        tiers: Sequence[Tier],
        *,
        facets: Mapping[str, int] = {},
        shares_of: Callable[[Tier], SharesOf] | None = None,
    ) -> Tiered:
        """The page of the tiers one after another, the first articles of each rescored by their shares
        where these are given; or in the order of dates all of their articles together."""
        hits: list[tuple[int, Hit]] = []
        totals: list[int] = []
        passages: list[float] = []
        for number, tier in enumerate(tiers):
            before = sum(totals)
            if self._enough and before >= self._enough:
                break
            if self._enough and self._order != "best" and before and not tier.complete:
                break
            first = max(0, self._offset - before)
            count = max(0, self._limit - len(hits))
            if not count or self._order != "best":
                totals.append(self._count(tiers[: number + 1]) - before)
                continue
            begin = first if first >= DEPTH else 0  # what may be rescored is always there as a whole
            total, found = self._best(tiers[: number + 1], begin, first + count - begin)
            ranked = list(found)
            if shares_of and not begin:
                again = rescored(ranked[:DEPTH], shares_of(tier), first=min(first + count, DEPTH))
                ranked = [*again.hits, *ranked[DEPTH:]]
                passages.append(again.passage)
            elif shares_of:
                passages.append(self._passage_of_first(tiers[: number + 1], shares_of(tier)))
            hits += [(number, hit) for hit in ranked[first - begin :][:count]]
            totals.append(total)
        members = [tier for tier, total in zip(tiers, totals, strict=False) if total]
        if not members:
            return Tiered((), tuple(totals), dict.fromkeys(facets, ()))
        every_tier = _any_of(members)
        if self._limit and self._order != "best":
            sort = Sort(fields.PUBLISHED, descending=self._order == "newest")
            ordered = self._reader.search(every_tier, sort=sort, offset=self._offset, limit=self._limit)
            # Which tier each article belongs to isn't known here: all count as articles of the last one.
            hits = [(len(totals) - 1, hit) for hit in ordered.hits]
        return Tiered(
            tuple(hits),
            tuple(totals),
            self._reader.facets(every_tier, facets) if facets else {},
            max(passages, default=None),
        )

    def _best(self, tiers: Sequence[Tier], begin: int, count: int) -> tuple[int, tuple[Hit, ...]]:
        """How many articles the last of the tiers has without those of the tiers before it, and the best of
        them: `count` from `begin` on, or all that may be rescored if these are more."""
        *above, tier = tiers
        if not above and self._first and self._first[0] is tier:
            return self._first[1:]
        filters = (*tier.filters, nodes.Not(_any_of(above))) if above else tier.filters
        found = self._reader.search(
            tier.tree, filters=filters, offset=begin, limit=max(count, 0 if begin else DEPTH)
        )
        if not above:
            self._first = tier, found.total, found.hits
        return found.total, found.hits

    def _passage_of_first(self, tiers: Sequence[Tier], shares_of: SharesOf) -> float:
        """What the best passage of the first articles of the last of the tiers holds, for a page that begins
        after them."""
        *above, tier = tiers
        filters = (*tier.filters, nodes.Not(_any_of(above))) if above else tier.filters
        found = self._reader.search(tier.tree, filters=filters, limit=DEPTH)
        return rescored(found.hits, shares_of, first=1).passage

    def _count(self, tiers: Sequence[Tier]) -> int:
        """How many articles the tiers have together."""
        if len(tiers) > 1:
            return self._reader.search(_any_of(tiers), limit=0).total
        (tier,) = tiers
        if not self._first or self._first[0] is not tier:
            self._first = tier, self._reader.search(_any_of(tiers), limit=0).total, ()
        return self._first[1]


def _any_of(tiers: Sequence[Tier]) -> nodes.Query:
    """The articles of the tiers, without a score."""
    members = [nodes.And([tier.matches, *tier.filters]) if tier.filters else tier.matches for tier in tiers]
    return members[0] if len(members) == 1 else nodes.Or(members)
