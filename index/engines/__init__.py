"""The stores of postings, behind one contract."""

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

__all__ = [
    "AUTO",
    "KEY",
    "MAX_PLACEMENTS",
    "MAX_TOKEN",
    "Count",
    "Document",
    "Engine",
    "Explanation",
    "Field",
    "FieldKind",
    "Found",
    "Hit",
    "Reader",
    "Sort",
    "Statistics",
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
