"""Results to pages and JSON. The door of the folder: what others may use is listed here.

The application is imported on first use: the command line is in this folder too, and most commands do
without.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from web.app import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module("web.app"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
