"""What helps where nothing was found, or nothing that matches the whole query?

The words of the query that no article has, and the tokens they were searched as; the same search without one
of its filters, or without the operators of the query language. Offers only what has results.
"""

import re
from collections.abc import Iterator

import msgspec

from index import configured_analyzer
from search import NO_FILTERS, SearchRequest
from web.pages.counts import PageCounts
from web.pages.facets import FacetLink, chosen_filters
from web.pages.messages import Messages
from web.pages.search_form import SearchForm

_MAX_WORDS = 10  # of a query, counted one by one
_EXCLUDED = re.compile(r"(?:(?<=\s)|^)(?:-|NOT\s+)(?:\"[^\"]*\"|\S+)")
_OPERATORS = re.compile(
    r"(?<!\w)(?i:title|point|text|ticker|source|date)[:：]|\b(?:AND|OR|NOT)\b|[\^~～][\d.]*|[\"“”()（）「」*]"
)


class WordHelp(msgspec.Struct, frozen=True):
    """A word of the query, the tokens that it was searched as, and the number of articles that have it."""

    text: str
    tokens: tuple[str, ...]
    count: int


class NoResultsHelp(msgspec.Struct, frozen=True):
    """`words` one by one; `filters` to remove, each with the number of results then; `plain`, the query
    without operators, if that has results."""

    words: tuple[WordHelp, ...]
    filters: tuple[FacetLink, ...]
    plain: FacetLink | None

    @property
    def has_results(self) -> bool:
        """Whether any of it leads to results."""
        return bool(self.filters or self.plain or any(word.count for word in self.words))


def help_for(form: SearchForm, counts: PageCounts, names: dict[str, str], t: Messages) -> NoResultsHelp:
    """What helps with a search. `names` are those of the companies by ticker."""
    filters = [each for each in chosen_filters(form, names, t, counts=counts) if each.count]
    if form.filters != NO_FILTERS and not filters and form.query:
        unfiltered = form.but(filters=NO_FILTERS)
        count = counts.total(unfiltered.request)
        filters = [FacetLink(t("without filters"), count, unfiltered.address())] if count else []
    return NoResultsHelp(
        words=tuple(_words(form.query, counts)),
        filters=tuple(filters),
        plain=_plain(form, counts),
    )


def plain_words(query: str) -> str:
    """A query without the operators of its language and without what it excludes."""
    return " ".join(_OPERATORS.sub(" ", _EXCLUDED.sub(" ", query)).split())


def _words(query: str, counts: PageCounts) -> Iterator[WordHelp]:
    text = plain_words(query)
    seen: set[str] = set()
    for unit in configured_analyzer().units(text):
        if unit.text not in seen and len(seen) < _MAX_WORDS:
            seen.add(unit.text)
            typed = text[unit.start : unit.end]
            tokens = tuple(dict.fromkeys(filter(None, (*unit.words, *unit.grams, unit.chars))))
            yield WordHelp(typed, tokens, counts.total(SearchRequest(f'"{typed}"')))


def _plain(form: SearchForm, counts: PageCounts) -> FacetLink | None:
    plain = plain_words(form.query)
    if not plain or plain == form.query:
        return None
    changed = form.but(query=plain)
    count = counts.total(changed.request)
    return FacetLink(plain, count, changed.address()) if count else None
