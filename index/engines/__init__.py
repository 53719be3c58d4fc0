"""Which stores of postings are there? All keep one contract; the door of the room."""

from index.engines import bm25, budget
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
from index.engines.explanation import Explainer, Explanation, format_tree
from index.engines.patterns import compile_wildcard
from index.engines.placements import MAX_PLACEMENTS, largest_slop
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
    "Explainer",
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
    "budget",
    "compile_wildcard",
    "engine_named",
    "engine_names",
    "format_tree",
    "largest_slop",
    "open_engine",
]
