"""Text in, cited results out. The door of the folder: what others may use stands here."""

from search.aliases import AliasError, Aliases
from search.filters import KINDS, FilterError, Filters
from search.limits import MAX_SIZE, QueryLimit, max_query
from search.live import LiveIndex
from search.orders import ORDERS, Order
from search.reading import ReadArticle
from search.results import CitationLink, PassageHit, Results, Snippet
from search.searcher import Searcher

__all__ = [
    "KINDS",
    "MAX_SIZE",
    "ORDERS",
    "AliasError",
    "Aliases",
    "CitationLink",
    "FilterError",
    "Filters",
    "LiveIndex",
    "Order",
    "PassageHit",
    "QueryLimit",
    "ReadArticle",
    "Results",
    "Searcher",
    "Snippet",
    "max_query",
]
