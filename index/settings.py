"""Which settings are there, and what are they now?

One table (name, default, help); every setting is read from the environment variable `YINSUO_` and its name
in capitals. May import only the errors.
"""

import os
from collections.abc import Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from index.errors import SettingError


class Setting(msgspec.Struct, frozen=True):
    name: str
    default: str
    help: str

    @property
    def variable(self) -> str:
        return f"YINSUO_{self.name.upper()}"


SETTINGS = (
    Setting("index", "yinsuo-index", "folder of the index"),
    Setting("engine", "auto", "engine that stores a new index: tantivy, whoosh; auto: the first installed"),
    Setting("segmenter", "auto", "what cuts Han text into words: rjieba, jieba; auto: the first installed"),
    Setting("dictionary", "", "file of words to teach the segmenter, one a line with optional weight"),
    Setting("aliases", "", "file of names that mean the same, a group a line; it wins over the shipped list"),
    Setting(
        "cache", "", "folder of what is made once, as the compiled dictionary; none: the user's cache folder"
    ),
    Setting(
        "lang", "auto", "whether matches of the other language fill in: auto, same: never, both: as equals"
    ),
    Setting("timezone", "Asia/Shanghai", "time zone of a page's time that names none, and of `today`"),
    Setting("recency", "0", "how much a new article gains over an old one, 0 to 1: 0 not at all"),
    Setting("max_query", "1000", "characters that one query may have"),
    Setting("max_words", "200", "words that one query may have"),
    Setting("max_nesting", "50", "brackets inside brackets that one query may have"),
    Setting("max_patterns", "10", "patterns (`micro*`, `openai~`) that one query may have"),
    Setting("max_expansions", "10000", "words of the index that one pattern (`micro*`) may stand for"),
    Setting("max_depth", "10000", "articles that can be paged through"),
    Setting("host", "127.0.0.1", "address that the server listens on"),
    Setting("port", "8000", "port that the server listens on"),
    Setting("workers", "0", "processes that answer; 0: one for each core"),
    Setting("proxies", "0", "proxies before the server, whose word on client, host and scheme is taken"),
    Setting("api_keys", "", "file of who may use the API, a name and its key's SHA-256 a line; none: anyone"),
    Setting(
        "rate", "", "requests that one client may make of one worker, like `60/minute`; none: any number"
    ),
)


def setting(name: str, *, environment: Mapping[str, str] | None = None) -> str:
    """The value of a setting now: the environment's, else the default."""
    known = next(each for each in SETTINGS if each.name == name)
    return (os.environ if environment is None else environment).get(known.variable, "") or known.default


def whole_setting(name: str) -> int:
    """The value of a setting that is a whole number. Raises SettingError for anything else."""
    given = setting(name)
    if not (given.isascii() and given.isdigit() and len(given) < 12):
        raise SettingError(f"YINSUO_{name.upper()}: {given[:40]!r} is no whole number")
    return int(given)


def share_setting(name: str) -> float:
    """The value of a setting that lies between 0 and 1. Raises SettingError for anything else."""
    given = setting(name)
    try:
        share = float(given)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise SettingError(f"YINSUO_{name.upper()}: {given[:40]!r} is no number between 0 and 1")
    return share


def time_zone() -> ZoneInfo:
    """The time zone of the setting. Raises SettingError where there is no such zone."""
    name = setting("timezone")
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise SettingError(
            f"YINSUO_TIMEZONE: there is no time zone {name!r}; write it like Asia/Shanghai"
        ) from None
