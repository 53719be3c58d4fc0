"""What leads on where nothing, or nothing whole, was found?

Which of the typed words no article has, and as what it was looked for; what there is without one of the
filters, without the signs of the query language. Only offers what finds something.
"""

import re
from collections.abc import Iterator

import msgspec

from index import configured_analyzer
from search import NO_FILTERS, Searcher
from web.pages.facets import Choice, chosen_filters
from web.pages.messages import Wording
from web.pages.search_form import Asked

_MOST_WORDS = 10  # of a query that are counted one by one
_DENIED = re.compile(r"(?:(?<=\s)|^)(?:-|NOT\s+)(?:\"[^\"]*\"|\S+)")
_SIGNS = re.compile(
    r"(?<!\w)(?i:title|point|text|ticker|source|date)[:：]|\b(?:AND|OR|NOT)\b|[\^~～][\d.]*|[\"“”()（）「」*]"
)


class WordHelp(msgspec.Struct, frozen=True):
    """A typed word, the tokens that it was looked for as, and how many articles have it."""

    text: str
    tokens: tuple[str, ...]
    count: int


class Help(msgspec.Struct, frozen=True):
    """`words` one by one; `filters` to be left out, each with what there is then; `plain`, the query without
    its signs, where that finds something."""

    words: tuple[WordHelp, ...]
    filters: tuple[Choice, ...]
    plain: Choice | None

    @property
    def leads_on(self) -> bool:
        return bool(self.filters or self.plain or any(word.count for word in self.words))


def help_for(searcher: Searcher, asked: Asked, say: Wording) -> Help:
    """What helps with a question that found nothing, or nothing that has all of it."""
    filters = [each for each in chosen_filters(searcher, asked, say, counted=True) if each.count]
    unfiltered = asked.but(tickers=(), sources=(), since="", until="", kind=None)
    if asked.filters != NO_FILTERS and not filters and asked.query:
        count = searcher.total(asked.query, lang=asked.lang)
        filters = [Choice(say("no filter"), count, unfiltered.address())] if count else []
    return Help(
        words=tuple(_words(searcher, asked.query)),
        filters=tuple(filters),
        plain=_plain(searcher, asked),
    )


def plain_words(query: str) -> str:
    """A query without the signs of its language and without what it denies."""
    return " ".join(_SIGNS.sub(" ", _DENIED.sub(" ", query)).split())


def _words(searcher: Searcher, query: str) -> Iterator[WordHelp]:
    text = plain_words(query)
    seen: set[str] = set()
    for unit in configured_analyzer().units(text):
        if unit.text not in seen and len(seen) < _MOST_WORDS:
            seen.add(unit.text)
            typed = text[unit.start : unit.end]
            tokens = tuple(dict.fromkeys(filter(None, (*unit.words, *unit.grams, unit.chars))))
            yield WordHelp(typed, tokens, searcher.total(f'"{typed}"'))


def _plain(searcher: Searcher, asked: Asked) -> Choice | None:
    plain = plain_words(asked.query)
    if not plain or plain == asked.query:
        return None
    changed = asked.but(query=plain)
    count = searcher.total(plain, filters=changed.filters, lang=changed.lang)
    return Choice(plain, count, changed.address()) if count else None
