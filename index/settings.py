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
    Setting("timezone", "Asia/Shanghai", "time zone of a page's time that names none"),
    Setting("host", "127.0.0.1", "address that the server listens on"),
    Setting("port", "8000", "port that the server listens on"),
)


def setting(name: str, *, environment: Mapping[str, str] | None = None) -> str:
    """The value of a setting now: the environment's, else the default."""
    known = next(each for each in SETTINGS if each.name == name)
    return (os.environ if environment is None else environment).get(known.variable, "") or known.default


def time_zone() -> ZoneInfo:
    """The time zone of the setting. Raises SettingError where there is no such zone."""
    name = setting("timezone")
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise SettingError(
            f"YINSUO_TIMEZONE: there is no time zone {name!r}; write it like Asia/Shanghai"
        ) from None
