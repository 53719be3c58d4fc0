"""Text in, cited results out. The door of the folder: what others may use stands here."""

from search.limits import MAX_QUERY, MAX_SIZE, QueryLimit
from search.live import LiveIndex
from search.reading import ReadArticle
from search.results import CitationLink, PassageHit, Results, Snippet
from search.searcher import Searcher

__all__ = [
    "MAX_QUERY",
    "MAX_SIZE",
    "CitationLink",
    "LiveIndex",
    "PassageHit",
    "QueryLimit",
    "ReadArticle",
    "Results",
    "Searcher",
    "Snippet",
]
