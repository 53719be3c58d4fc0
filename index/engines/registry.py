"""Which engine has this name?

An engine is imported only when it is asked for, so that one that isn't installed is missed by nobody else.
"""

from index.engines.contract import Engine
from index.errors import SettingError


def engine_names() -> tuple[str, ...]:
    """The names that `open_engine` knows, the default first."""
    return ("tantivy",)


def open_engine(name: str) -> Engine:
    """The engine of that name. Raises SettingError for another name, or one that isn't installed."""
    if name == "tantivy":
        try:
            from index.engines.tantivy import TantivyEngine
        except ImportError:
            raise SettingError("the engine 'tantivy' is not installed: run 'pip install tantivy'") from None
        return TantivyEngine()
    raise SettingError(f"there is no engine {name!r}; choose one of {', '.join(engine_names())}")
