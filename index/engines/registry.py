"""Which engine has this name?

An engine is imported only when it is opened, so that one that isn't installed is in nobody's way.
"""

from importlib.util import find_spec

from index.engines.contract import Engine
from index.errors import SettingError

AUTO = "auto"
_ENGINES = ("tantivy", "whoosh")


def engine_names() -> tuple[str, ...]:
    """The names that `open_engine` knows, the preferred one first."""
    return _ENGINES


def engine_named(name: str) -> str:
    """The name itself, or for `auto` the name of the first engine that is installed."""
    if name != AUTO:
        return name
    return next(each for each in _ENGINES if find_spec(each))


def open_engine(name: str) -> Engine:
    """The engine of that name. Raises SettingError if there is none, or if it isn't installed."""
    if name == "tantivy":
        try:
            from index.engines.tantivy import TantivyEngine
        except ImportError:
            raise SettingError(
                "the engine 'tantivy' is not installed: run 'pip install tantivy', or choose whoosh"
            ) from None
        return TantivyEngine()
    if name == "whoosh":
        from index.engines.whoosh import WhooshEngine

        return WhooshEngine()
    raise SettingError(f"there is no engine {name!r}; choose {AUTO} or one of {', '.join(engine_names())}")
