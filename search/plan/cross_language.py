"""Is the other language wished for, and can it be had?

What a question may say of it, what the setting says where the question doesn't, and the translator for an
index where the dictionary is installed.
"""

from typing import Literal, get_args

from index import Analyzer, Reader, SettingError, setting
from search.lexicon.dictionary import EXTRA, open_dictionary
from search.ranking.translator import Translator

Lang = Literal["auto", "same", "both"]
LANGS: tuple[Lang, ...] = get_args(Lang)
NOT_INSTALLED = f"words can't be translated without a dictionary; install it with: pip install '{EXTRA}'"


def default_lang() -> Lang:
    """What is wished for where a question doesn't say. Raises SettingError for what can't be wished for."""
    given = setting("lang")
    for lang in LANGS:
        if lang == given:
            return lang
    raise SettingError(f"YINSUO_LANG: {given[:40]!r} is none of {', '.join(LANGS)}")


def configured_translator(analyzer: Analyzer, reader: Reader) -> Translator | None:
    """The translator for an index; none where no dictionary is installed."""
    dictionary = open_dictionary(analyzer)
    return Translator(dictionary, analyzer, reader) if dictionary else None
