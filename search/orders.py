"""What is ranked, and in which order?"""

from typing import Literal

from index import Sort, fields

Scope = Literal["articles", "points"]
SCOPES: tuple[Scope, ...] = ("articles", "points")

Order = Literal["best", "newest", "oldest"]
ORDERS: tuple[Order, ...] = ("best", "newest", "oldest")


def default_order(query: str) -> Order:
    """The order of an answer where none is asked for: without a query no article is better than another."""
    return "best" if query.strip() else "newest"


def sort_of(order: Order) -> Sort | None:
    """What an engine is to sort by; none for the best first."""
    return None if order == "best" else Sort(fields.PUBLISHED, descending=order == "newest")
