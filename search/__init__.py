"""Text in, cited results out. The door of the folder: what others may use stands here."""

from search.evidence import Evidence, Judge, check_evidence
from search.limits import MAX_QUERY, MAX_SIZE, QueryLimit
from search.live import LiveIndex
from search.reading import ReadArticle
from search.results import CitationLink, Matching, PassageHit, Results, Snippet
from search.searcher import Searcher
from search.writing import language_of, language_runs

__all__ = [
    "MAX_QUERY",
    "MAX_SIZE",
    "CitationLink",
    "Evidence",
    "Judge",
    "LiveIndex",
    "Matching",
    "PassageHit",
    "QueryLimit",
    "ReadArticle",
    "Results",
    "Searcher",
    "Snippet",
    "check_evidence",
    "language_of",
    "language_runs",
]
