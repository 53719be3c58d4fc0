"""Which stores of postings are there? All keep one contract; the door of the room."""

from index.engines import bm25
from index.engines.contract import (
    KEY,
    MAX_TOKEN,
    Count,
    Document,
    Engine,
    Field,
    FieldKind,
    Found,
    Hit,
    Reader,
    Sort,
    Statistics,
    Writer,
)
from index.engines.explanation import Explanation, explain, written
from index.engines.patterns import fitting, literal_start
from index.engines.placements import MAX_PLACEMENTS, placement_count
from index.engines.registry import AUTO, engine_named, engine_names, open_engine
from index.engines.tree import And, Or, Phrase, Query, Term

__all__ = [
    "AUTO",
    "KEY",
    "MAX_PLACEMENTS",
    "MAX_TOKEN",
    "And",
    "Count",
    "Document",
    "Engine",
    "Explanation",
    "Field",
    "FieldKind",
    "Found",
    "Hit",
    "Or",
    "Phrase",
    "Query",
    "Reader",
    "Sort",
    "Statistics",
    "Term",
    "Writer",
    "bm25",
    "engine_named",
    "engine_names",
    "explain",
    "fitting",
    "literal_start",
    "open_engine",
    "placement_count",
    "written",
]
