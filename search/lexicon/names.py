"""Which names are in force?

Puts together the shipped names, those of the index's tickers, and the user's file of the settings.
"""

from collections.abc import Iterator
from pathlib import Path

from index import Reader, Ticker, fields, setting
from search.lexicon.synonyms import Synonyms, read_aliases, shipped_aliases


def configured_synonyms(reader: Reader) -> Synonyms:
    """The names in force for an index. Raises AliasError for a file that can't be read as one."""
    file = setting("aliases")
    user = read_aliases(Path(file)) if file else ()
    return Synonyms(shipped_aliases(), tickers=_tickers(reader), user=user)


def _tickers(reader: Reader) -> Iterator[Ticker]:
    for each in reader.terms(fields.NAMING):
        symbol, name = each.value.split("\t", 1)
        yield Ticker(symbol, name)
