"""Text in, cited results out. The door of the folder: what others may use is listed here."""

from index import Count
from search.lexicon.dictionary import open_dictionary
from search.lexicon.language_id import language_of, language_runs, language_tag
from search.lexicon.synonyms import AliasError, Synonyms
from search.links import article_href, below, page_links, paragraph_anchor, point_anchor, request_parameters
from search.live import LiveIndex
from search.messages import Message, MessageLang
from search.passages.evidence import Evidence, EvidenceChecker, check_evidence
from search.plan.planner import configured_synonyms
from search.request import (
    KINDS,
    LANGS,
    MAX_SIZE,
    NO_FILTERS,
    ORDERS,
    PAGE_SIZE,
    SCOPES,
    FilterError,
    Filters,
    Kind,
    Lang,
    Order,
    QueryLimit,
    Scope,
    SearchRequest,
    default_lang,
    default_order,
    max_depth,
    max_query,
)
from search.results import (
    ArticleHit,
    ArticleView,
    CitationLink,
    Completion,
    Counts,
    CrossLanguageMatch,
    Facets,
    PassageCounts,
    PassageHit,
    Results,
    Snippet,
)
from search.searcher import Searcher
from search.suggest.alternatives import Alternatives, Unrestricted, alternatives
from search.suggest.completions import MAX_COMPLETIONS, MAX_TYPED

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
    "Alternatives",
    "ArticleHit",
    "ArticleView",
    "CitationLink",
    "Completion",
    "Count",
    "Counts",
    "CrossLanguageMatch",
    "Evidence",
    "EvidenceChecker",
    "Facets",
    "FilterError",
    "Filters",
    "Kind",
    "Lang",
    "LiveIndex",
    "Message",
    "MessageLang",
    "Order",
    "PassageCounts",
    "PassageHit",
    "QueryLimit",
    "Results",
    "Scope",
    "SearchRequest",
    "Searcher",
    "Snippet",
    "Synonyms",
    "Unrestricted",
    "alternatives",
    "article_href",
    "below",
    "check_evidence",
    "configured_synonyms",
    "default_lang",
    "default_order",
    "language_of",
    "language_runs",
    "language_tag",
    "max_depth",
    "max_query",
    "open_dictionary",
    "page_links",
    "paragraph_anchor",
    "point_anchor",
    "request_parameters",
]
