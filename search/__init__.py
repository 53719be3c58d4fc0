"""Text in, cited results out. The door of the folder: what others may use stands here."""

from index import Count
from search.lexicon.dictionary import open_glossary
from search.lexicon.language_id import language_of, language_runs
from search.lexicon.names import configured_aliases
from search.lexicon.synonyms import AliasError, Aliases
from search.limits import MAX_SIZE, PAGE_SIZE, QueryLimit, max_query
from search.live import LiveIndex
from search.orders import ORDERS, SCOPES, Order, Scope, usual_order
from search.passages.article_view import ReadArticle
from search.passages.crossing import Crossing
from search.passages.evidence import Evidence, Judge, check_evidence
from search.plan.cross_language import LANGS, Lang, usual_lang
from search.query.filters import KINDS, NO_FILTERS, FilterError, Filters, Kind
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
