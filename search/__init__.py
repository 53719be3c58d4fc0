"""Text in, cited results out. The door of the folder: what others may use stands here."""

from index import Count
from search.aliases import AliasError, Aliases
from search.completions import MAX_COMPLETIONS, MAX_TYPED, Completion
from search.crossing import Crossing
from search.evidence import Evidence, Judge, check_evidence
from search.filters import KINDS, NO_FILTERS, FilterError, Filters, Kind
from search.glossary import open_glossary
from search.limits import MAX_SIZE, PAGE_SIZE, QueryLimit, max_query
from search.live import LiveIndex
from search.names import configured_aliases
from search.orders import ORDERS, SCOPES, Order, Scope, usual_order
from search.other_language import LANGS, Lang, usual_lang
from search.reading import ReadArticle
from search.results import (
    ArticleHit,
    CitationLink,
    Counted,
    Facets,
    Matching,
    PassageHit,
    Results,
    Snippet,
)
from search.searcher import Searcher
from search.writing import language_of, language_runs

__all__ = [
    "KINDS",
    "LANGS",
    "MAX_COMPLETIONS",
    "MAX_SIZE",
    "MAX_TYPED",
    "NO_FILTERS",
    "ORDERS",
    "PAGE_SIZE",
    "SCOPES",
    "AliasError",
    "Aliases",
    "ArticleHit",
    "CitationLink",
    "Completion",
    "Count",
    "Counted",
    "Crossing",
    "Evidence",
    "Facets",
    "FilterError",
    "Filters",
    "Judge",
    "Kind",
    "Lang",
    "LiveIndex",
    "Matching",
    "Order",
    "PassageHit",
    "QueryLimit",
    "ReadArticle",
    "Results",
    "Scope",
    "Searcher",
    "Snippet",
    "check_evidence",
    "configured_aliases",
    "language_of",
    "language_runs",
    "max_query",
    "open_glossary",
    "usual_lang",
    "usual_order",
]
