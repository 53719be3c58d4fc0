"""Articles in, postings out: everything that other folders and embedding programs may import."""

from index.articles import fields
from index.articles.article import MAX_ID, Article, Group, Ticker
from index.articles.citation_marks import Citation, Cited
from index.articles.documents import article_of, keyword, texts_of
from index.articles.written_text import WrittenText
from index.engines import (
    Count,
    Explainer,
    Explanation,
    Hit,
    Reader,
    Sort,
    bm25,
    budget,
    compile_wildcard,
    format_tree,
    largest_slop,
)
from index.errors import (
    IndexBusy,
    IndexMismatch,
    IndexMissing,
    IndexUnusable,
    IndexUnwritable,
    SettingError,
    SnapshotError,
    YinsuoError,
)
from index.importers.records import Rejected
from index.ingest.reindexing import reindex
from index.ingest.updating import remove, update
from index.settings import SETTINGS, setting, share_setting, time_zone, whole_setting
from index.spans.span_finder import Matcher, find_in_texts
from index.storage.checking import Checked, check
from index.storage.export import exported
from index.storage.generations import Generation, open_generation
from index.storage.publishing import rollback
from index.storage.snapshots import restore, snapshot
from index.storage.suggestion_words import SuggestionWords
from index.text.analysis import Analyzer, Layer, Unit
from index.text.analyzers import configured_analyzer
from index.text.folding import fold, folded, folded_letters
from index.text.tokens import Token, tokens_of
from index.text.unicode_scripts import is_ideographic

__all__ = [
    "MAX_ID",
    "SETTINGS",
    "Analyzer",
    "Article",
    "Checked",
    "Citation",
    "Cited",
    "Count",
    "Explainer",
    "Explanation",
    "Generation",
    "Group",
    "Hit",
    "IndexBusy",
    "IndexMismatch",
    "IndexMissing",
    "IndexUnusable",
    "IndexUnwritable",
    "Layer",
    "Matcher",
    "Reader",
    "Rejected",
    "SettingError",
    "SnapshotError",
    "Sort",
    "SuggestionWords",
    "Ticker",
    "Token",
    "Unit",
    "WrittenText",
    "YinsuoError",
    "article_of",
    "bm25",
    "budget",
    "check",
    "compile_wildcard",
    "configured_analyzer",
    "exported",
    "fields",
    "find_in_texts",
    "fold",
    "folded",
    "folded_letters",
    "format_tree",
    "is_ideographic",
    "keyword",
    "largest_slop",
    "open_generation",
    "reindex",
    "remove",
    "restore",
    "rollback",
    "setting",
    "share_setting",
    "snapshot",
    "texts_of",
    "time_zone",
    "tokens_of",
    "update",
    "whole_setting",
]
