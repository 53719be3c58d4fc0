"""The stores of postings, behind one contract."""

from index.engines.contract import KEY, Count, Document, Engine, Field, FieldKind, Found, Hit, Reader, Writer
from index.engines.registry import engine_names, open_engine

__all__ = [
    "KEY",
    "Count",
    "Document",
    "Engine",
    "Field",
    "FieldKind",
    "Found",
    "Hit",
    "Reader",
    "Writer",
    "engine_names",
    "open_engine",
]
