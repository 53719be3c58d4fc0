"""Which address leads to an article, a passage, a page of results?

Every address and anchor that an answer holds is written here and nowhere else. Paths begin at the root of the
site; whoever serves below a prefix or needs an absolute address puts its base before them. Pure but for the
limit on how deep one may page.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar, cast, get_args, get_type_hints
from urllib.parse import quote, urlencode

import msgspec

from search.request import PAGE_SIZE, SearchRequest, default_order, max_depth
from search.results import ADDRESS, Links

SEARCH_PATH = "/api/search"
VIEWPOINT_ANCHOR = "viewpoint"

_Answer = TypeVar("_Answer")


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
        ("extent", request.extent if request.extent != "answer" else ""),
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
    last = max(1, min(-(-total // size), max_depth() // size))  # a page beyond it leads back to it
    return Links(
        next=_page_href(parameters, page + 1) if has_next else None,
        prev=_page_href(parameters, min(page - 1, last), default=first) if page > 1 else None,
    )


def below(answer: _Answer, prefix: str) -> _Answer:
    """An answer whose addresses begin with a prefix: those of all structs in it, as their types say."""
    if not prefix:
        return answer
    located: Any = answer
    if isinstance(answer, msgspec.Struct):
        changed: dict[str, Any] = {}
        for name, is_address in _places(type(answer)):
            value = getattr(answer, name)
            if is_address:
                changed[name] = prefix + value if value else value
            else:
                changed[name] = below(value, prefix)
        located = msgspec.structs.replace(answer, **changed) if changed else answer
    elif isinstance(answer, tuple):
        located = tuple(below(each, prefix) for each in answer)
    return cast(_Answer, located)


@cache
def _places(kind: type[msgspec.Struct]) -> tuple[tuple[str, bool], ...]:
    """The fields of a struct that are addresses or may hold some, and whether they are."""
    hints = get_type_hints(kind, include_extras=True)
    fields = ((name, _is_address(hints[name]), hints[name]) for name in kind.__struct_fields__)
    return tuple((name, is_one) for name, is_one, hint in fields if is_one or _holds_structs(hint))


def _is_address(hint: Any) -> bool:
    """Whether a type is an address, or one that may be missing."""
    metas = (each for each in getattr(hint, "__metadata__", ()) if isinstance(each, msgspec.Meta))
    return any((each.extra or {}).get("kind") == ADDRESS for each in metas) or any(
        map(_is_address, get_args(hint))
    )


def _holds_structs(hint: Any) -> bool:
    is_struct = isinstance(hint, type) and issubclass(hint, msgspec.Struct)
    return is_struct or any(map(_holds_structs, get_args(hint)))


def _page_href(parameters: Sequence[tuple[str, str]], page: int, *, default: int = 0) -> str:
    """The address of a page; the number of the default page is left out."""
    number = [("page", str(page))] if page != default else []
    return f"{SEARCH_PATH}?" + urlencode([*parameters, *number])
