"""Which address leads to the next page, and which to the one before?

The addresses are the API's; what goes without saying is left out of them. Pure but for the settings.
"""

from urllib.parse import urlencode

from search.limits import PAGE_SIZE, max_depth
from search.orders import Order, Scope, default_order
from search.plan.cross_language import Lang
from search.query.filters import Filters
from search.results import Links


def links_of(
    query: str,
    filters: Filters,
    *,
    page: int,
    size: int,
    total: int,
    order: Order | None = None,
    scope: Scope = "articles",
    lang: Lang | None = None,
) -> Links:
    """The links of a page of `total` answers, with all else that was asked; without an `order` there is only
    one."""
    asked = [
        ("q", query),
        *(("ticker", each) for each in filters.tickers),
        *(("source", each) for each in filters.sources),
        ("from", filters.since),
        ("to", filters.until),
        ("kind", filters.kind or ""),
        ("sort", order if order and order != default_order(query) else ""),
        ("scope", scope if scope != "articles" else ""),
        ("lang", lang or ""),
        ("size", str(size) if size != PAGE_SIZE else ""),
    ]
    given = [(name, value) for name, value in asked if value]

    def to(number: int) -> str:
        return "/api/search?" + urlencode(given if number == 1 else [*given, ("page", number)])

    return Links(
        next=to(page + 1) if page * size < total and (page + 1) * size <= max_depth() else None,
        prev=to(page - 1) if page > 1 else None,
    )
