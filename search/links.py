"""Which address leads to an article, a passage, a page of results?

Every address and anchor that an answer holds is written here and nowhere else. Paths begin at the root of the
site; whoever serves below a prefix or needs an absolute address puts its base before them. Pure but for the
limit on how deep one may page.
"""

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from search.request import PAGE_SIZE, SearchRequest, default_order, max_depth
from search.results import Links

SEARCH_PATH = "/api/search"
VIEWPOINT_ANCHOR = "viewpoint"


def article_href(article_id: str, anchor: str = "") -> str:
    """The address of an article's page, or of a place on it."""
    return f"/articles/{quote(article_id, safe='')}" + (f"#{anchor}" if anchor else "")


def paragraph_anchor(number: int) -> str:
    """The place of a paragraph; paragraphs count from 1."""
    return f"p{number}"


def group_anchor(group: int) -> str:
    """The place of a group of points; groups count from 1."""
    return f"g{group}"


def point_anchor(group: int, point: int) -> str:
    """The place of a point in its group; both count from 1."""
    return f"g{group}-{point}"


def request_parameters(request: SearchRequest, *, keep_order: bool = False) -> list[tuple[str, str]]:
    """The parameters that make a request, without its page, in one order; defaults are left out. With
    `keep_order` an explicit order stays even where it is the default of this query, so that it holds for the
    next query too."""
    filters = request.filters
    order = request.order or ""
    if order == default_order(request.query) and not keep_order:
        order = ""
    pairs = [
        ("q", request.query),
        *(("ticker", each) for each in filters.tickers),
        *(("source", each) for each in filters.sources),
        ("from", filters.since),
        ("to", filters.until),
        ("kind", filters.kind or ""),
        ("sort", order),
        ("scope", request.scope if request.scope != "articles" else ""),
        ("lang", request.lang or ""),
        ("size", str(request.size) if request.size != PAGE_SIZE else ""),
    ]
    return [(name, value) for name, value in pairs if value]


def page_links(request: SearchRequest, total: int) -> Links:
    """The links from a page of `total` answers to the next one and to the one before."""
    page, size = request.page, request.size
    if request.address:  # kept as it was given, the number of the page too
        parameters, first = [pair for pair in request.address if pair[0] != "page"], 0
    else:
        parameters, first = request_parameters(request), 1
    has_next = page * size < total and (page + 1) * size <= max_depth()
    return Links(
        next=_page_href(parameters, page + 1) if has_next else None,
        prev=_page_href(parameters, page - 1, default=first) if page > 1 else None,
    )


def _page_href(parameters: Sequence[tuple[str, str]], page: int, *, default: int = 0) -> str:
    """The address of a page; the number of the default page is left out."""
    number = [("page", str(page))] if page != default else []
    return f"{SEARCH_PATH}?" + urlencode([*parameters, *number])
