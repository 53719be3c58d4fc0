"""Articles in, postings out. The door of the folder: what others may use stands here."""

from index.articles import fields
from index.articles.article import MAX_ID, Article, Group, Ticker
from index.articles.citation_marks import Citation, Cited
from index.articles.documents import article_of, keyword, texts_of
from index.engines import (
    AUTO,
    KEY,
    MAX_PLACEMENTS,
    Count,
    Explanation,
    Found,
    Hit,
    Reader,
    Sort,
    bm25,
    engine_named,
    engine_names,
    explain,
    fitting,
    literal_start,
    placement_count,
    written,
)
from index.errors import (
    DictionaryError,
    IndexBusy,
    IndexMismatch,
    IndexMissing,
    IndexUnusable,
    IndexUnwritable,
    SettingError,
    SnapshotError,
    WorkerDied,
    YinsuoError,
)
from index.importers.records import Rejected
from index.ingest.build_session import Note, Progress
from index.ingest.parallel import default_jobs
from index.ingest.reindexing import Report, reindex
from index.ingest.updating import Changes, remove, update
from index.settings import SETTINGS, setting, share_setting, time_zone, whole_setting
from index.spans.span_finder import Matcher, find_in_texts
from index.storage.checking import Checked, check
from index.storage.export import exported
from index.storage.generations import Generation, current_name, open_generation
from index.storage.publishing import rollback
from index.storage.snapshots import restore, snapshot
from index.text.analysis import Analyzer, Layer, Unit
from index.text.analyzers import configured_analyzer
from index.text.folding import fold, folded, folded_letters
from index.text.tokens import Token, tokens_of
from index.text.unicode_scripts import is_ideographic

__all__ = [
    "AUTO",
    "KEY",
    "MAX_ID",
    "MAX_PLACEMENTS",
    "SETTINGS",
    "Analyzer",
    "Article",
    "Changes",
    "Checked",
    "Citation",
    "Cited",
    "Count",
    "DictionaryError",
    "Explanation",
    "Found",
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
    "Note",
    "Progress",
    "Reader",
    "Rejected",
    "Report",
    "SettingError",
    "SnapshotError",
    "Sort",
    "Ticker",
    "Token",
    "Unit",
    "WorkerDied",
    "YinsuoError",
    "article_of",
    "bm25",
    "check",
    "configured_analyzer",
    "current_name",
    "default_jobs",
    "engine_named",
    "engine_names",
    "explain",
    "exported",
    "fields",
    "find_in_texts",
    "fitting",
    "fold",
    "folded",
    "folded_letters",
    "is_ideographic",
    "keyword",
    "literal_start",
    "open_generation",
    "placement_count",
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
    "written",
]
