"""What is ranked, and in which order?"""

from typing import Literal

from index import PUBLISHED, Sort

Scope = Literal["articles", "points"]
SCOPES: tuple[Scope, ...] = ("articles", "points")

Order = Literal["best", "newest", "oldest"]
ORDERS: tuple[Order, ...] = ("best", "newest", "oldest")


def sort_of(order: Order) -> Sort | None:
    """What an engine is to sort by; none for the best first."""
    return None if order == "best" else Sort(PUBLISHED, descending=order == "newest")
