"""Which names are in force?

Puts together the shipped names, those of the index's tickers, and the user's file of the settings.
"""

from collections.abc import Iterator
from pathlib import Path

from index import NAMING, Reader, Ticker, setting
from search.lexicon.synonyms import Aliases, read_aliases, shipped_aliases


def configured_aliases(reader: Reader) -> Aliases:
    """The names in force for an index. Raises AliasError for a file that can't be read as one."""
    file = setting("aliases")
    user = read_aliases(Path(file)) if file else ()
    return Aliases(shipped_aliases(), tickers=_tickers(reader), user=user)


def _tickers(reader: Reader) -> Iterator[Ticker]:
    for each in reader.terms(NAMING):
        symbol, name = each.value.split("\t", 1)
        yield Ticker(symbol, name)
