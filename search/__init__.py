"""Text in, cited results out. The door of the folder: what others may use stands here."""

from index import Count
from search.lexicon.dictionary import open_dictionary
from search.lexicon.language_id import language_of, language_runs
from search.lexicon.names import configured_synonyms
from search.lexicon.synonyms import AliasError, Synonyms
from search.limits import MAX_SIZE, PAGE_SIZE, QueryLimit, max_query
from search.live import LiveIndex
from search.orders import ORDERS, SCOPES, Order, Scope, default_order
from search.passages.article_view import ArticleView
from search.passages.evidence import Evidence, Judge, check_evidence
from search.plan.cross_language import LANGS, Lang, default_lang
from search.query.filters import KINDS, NO_FILTERS, FilterError, Filters, Kind
from search.results import (
    ArticleHit,
    CitationLink,
    Counts,
    CrossLanguageMatch,
    Facets,
    PassageCounts,
    PassageHit,
    Results,
    Snippet,
)
from search.searcher import Searcher
from search.suggest.completions import MAX_COMPLETIONS, MAX_TYPED, Completion

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
    "ArticleHit",
    "ArticleView",
    "CitationLink",
    "Completion",
    "Count",
    "Counts",
    "CrossLanguageMatch",
    "Evidence",
    "Facets",
    "FilterError",
    "Filters",
    "Judge",
    "Kind",
    "Lang",
    "LiveIndex",
    "Order",
    "PassageCounts",
    "PassageHit",
    "QueryLimit",
    "Results",
    "Scope",
    "Searcher",
    "Snippet",
    "Synonyms",
    "check_evidence",
    "configured_synonyms",
    "default_lang",
    "default_order",
    "language_of",
    "language_runs",
    "max_query",
    "open_dictionary",
]
