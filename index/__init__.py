"""Articles in, postings out. The door of the folder: what others may use stands here."""

from index.analysis import Analyzer, Layer, Unit
from index.analyzers import configured_analyzer
from index.article import MAX_ID, Article, Group, Ticker
from index.building import Note, Progress
from index.checking import Checked, check
from index.documents import article_of, keyword, texts_of
from index.drafts import rollback
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
    engine_named,
    engine_names,
    explain,
    fitting,
    literal_start,
    placement_count,
    written,
)
from index.errors import (
    ArticleError,
    DictionaryError,
    FileUnwritable,
    IndexBusy,
    IndexMismatch,
    IndexMissing,
    IndexUnusable,
    IndexUnwritable,
    SettingError,
    SnapshotError,
    TreeError,
    WorkerDied,
    YinsuoError,
)
from index.exporting import exported
from index.fields import (
    HAS,
    HEADLINE,
    LEAD,
    MONTH_FACET,
    NAMING,
    PUBLISHED,
    SOURCE,
    SOURCE_FACET,
    TEXTS,
    TICKER,
    TICKER_FACET,
    physical,
)
from index.figures import IndexStatistics, statistics
from index.folding import fold, folded, folded_letters
from index.generations import Generation, current_name, open_generation
from index.marks import Citation, Cited
from index.matching import Matcher, find_in_texts
from index.parallel import default_jobs
from index.reindexing import Report, reindex
from index.scripts import is_ideographic
from index.settings import SETTINGS, setting, share_setting, time_zone, whole_setting
from index.snapshots import restore, snapshot
from index.sources import Rejected
from index.tokens import Token, tokens_of
from index.updating import Changes, remove, update

__all__ = [
    "AUTO",
    "HAS",
    "HEADLINE",
    "KEY",
    "LEAD",
    "MAX_ID",
    "MAX_PLACEMENTS",
    "MONTH_FACET",
    "NAMING",
    "PUBLISHED",
    "SETTINGS",
    "SOURCE",
    "SOURCE_FACET",
    "TEXTS",
    "TICKER",
    "TICKER_FACET",
    "Analyzer",
    "Article",
    "ArticleError",
    "Changes",
    "Checked",
    "Citation",
    "Cited",
    "Count",
    "DictionaryError",
    "Explanation",
    "FileUnwritable",
    "Found",
    "Generation",
    "Group",
    "Hit",
    "IndexBusy",
    "IndexMismatch",
    "IndexMissing",
    "IndexStatistics",
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
    "TreeError",
    "Unit",
    "WorkerDied",
    "YinsuoError",
    "article_of",
    "check",
    "configured_analyzer",
    "current_name",
    "default_jobs",
    "engine_named",
    "engine_names",
    "explain",
    "exported",
    "find_in_texts",
    "fitting",
    "fold",
    "folded",
    "folded_letters",
    "is_ideographic",
    "keyword",
    "literal_start",
    "open_generation",
    "physical",
    "placement_count",
    "reindex",
    "remove",
    "restore",
    "rollback",
    "setting",
    "share_setting",
    "snapshot",
    "statistics",
    "texts_of",
    "time_zone",
    "tokens_of",
    "update",
    "whole_setting",
    "written",
]
