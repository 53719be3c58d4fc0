"""Which settings are there, and what are their values?

One table (name, default, help); the value of a setting comes from the environment variable `YINSUO_` with its
name in capitals. May import only the errors.
"""

import os
from collections.abc import Mapping
from difflib import get_close_matches
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from index.errors import SettingError

_PREFIX = "YINSUO_"
_ALIKE = 0.7  # how alike the name of a setting must be to be what was meant


class Setting(msgspec.Struct, frozen=True):
    """`path` is whether the value names a file or folder, in which `~` is the user's home."""

    name: str
    default: str
    help: str
    path: bool = False

    @property
    def variable(self) -> str:
        return _PREFIX + self.name.upper()


SETTINGS = (
    Setting("index", "yinsuo-index", "folder of the index", path=True),
    Setting("engine", "auto", "engine for a new index: `tantivy`, `whoosh`; `auto`: the first one installed"),
    Setting(
        "segmenter", "auto", "Chinese word segmenter: `rjieba`, `jieba`; `auto`: the first one installed"
    ),
    Setting(
        "dictionary",
        "",
        "file of words to add to the segmenter, one per line with an optional weight",
        path=True,
    ),
    Setting(
        "aliases", "", "file of synonymous names, one group per line; overrides the built-in list", path=True
    ),
    Setting(
        "cache",
        "",
        "folder for derived data such as the compiled dictionary; default: the user's cache folder",
        path=True,
    ),
    Setting(
        "lang",
        "auto",
        "matches in the other language: `auto`: when there are few, `same`: never, `both`: ranked as equals",
    ),
    Setting("timezone", "Asia/Shanghai", "time zone of page times that name none, and of `today`"),
    Setting("recency", "0", "how much newer articles are preferred, 0 (not at all) to 1"),
    Setting("max_query", "1000", "maximum characters of a query"),
    Setting("max_words", "200", "maximum words of a query"),
    Setting("max_nesting", "50", "maximum depth of nested parentheses in a query"),
    Setting("max_patterns", "10", "maximum patterns (`micro*`, `openai~`) in a query"),
    Setting("max_expansions", "10000", "maximum words of the index that one pattern may match"),
    Setting("max_depth", "10000", "maximum articles of a result that can be paged through"),
    Setting("budget", "10", "maximum seconds of processor time that a request may take; 0: no limit"),
    Setting("host", "127.0.0.1", "address that the server listens on"),
    Setting("port", "8000", "port that the server listens on"),
    Setting("workers", "0", "server processes; 0: one per core"),
    Setting(
        "proxies", "0", "number of trusted proxies in front of the server (client, host, scheme and prefix)"
    ),
    Setting("url", "", "address of the home page for links in feeds; default: the one that a request names"),
    Setting("cors", "", "origins whose pages may read the API, space-separated, or `*`; default: none"),
    Setting(
        "api_keys",
        "",
        "file of API keys, a name and the key's SHA-256 per line; default: open to all",
        path=True,
    ),
    Setting("rate", "", "request limit per client and server process, like `60/minute`; default: none"),
)


def setting(name: str, *, environment: Mapping[str, str] | None = None) -> str:
    """The value of a setting: the environment variable's, else the default."""
    found = next(each for each in SETTINGS if each.name == name)
    value = (os.environ if environment is None else environment).get(found.variable, "") or found.default
    return os.path.expanduser(value) if found.path else value


def unknown_variables(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables of the environment that look like settings and are none, each with the variable of the
    setting that is most like it, or nothing."""
    known = {each.name: each.variable for each in SETTINGS}
    found: dict[str, str] = {}
    for variable in sorted(environment):
        if variable.upper().startswith(_PREFIX) and variable not in known.values():
            name = variable[len(_PREFIX) :].lower()
            found[variable] = "".join(known[each] for each in get_close_matches(name, known, 1, _ALIKE))
    return found


def whole_setting(name: str) -> int:
    """The value of a setting that is a whole number. Raises SettingError for anything else."""
    value = setting(name)
    if not (value.isascii() and value.isdigit() and len(value) < 12):
        raise SettingError(f"YINSUO_{name.upper()}: {value[:40]!r} is not a whole number")
    return int(value)


def share_setting(name: str) -> float:
    """The value of a setting that is a number from 0 to 1. Raises SettingError for anything else."""
    value = setting(name)
    try:
        share = float(value)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise SettingError(f"YINSUO_{name.upper()}: {value[:40]!r} is not a number from 0 to 1")
    return share


def time_zone() -> ZoneInfo:
    """The time zone of the setting `timezone`. Raises SettingError if there is no such zone."""
    name = setting("timezone")
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise SettingError(
            f"YINSUO_TIMEZONE: {name!r} is not a time zone; write it like Asia/Shanghai"
        ) from None
