"""Which words of the query does an article cover, lack, or have only in the other language?

Works on the highlight terms of a query and the numbers of those that were found in an article or a passage.
Pure.
"""

from collections.abc import Iterable, Sequence, Set
from datetime import date

import msgspec

from search.lexicon.language_id import language_of
from search.lexicon.stopwords import is_function_word
from search.plan.highlight_terms import HighlightTerm
from search.results import CrossLanguageMatch

_EPOCH = date(1970, 1, 1)


class Coverage(msgspec.Struct, frozen=True):
    """What an article has of a query: the content words that are `missing`, and those that it has in the
    other language only, `translated`."""

    missing: tuple[str, ...] = ()
    translated: tuple[CrossLanguageMatch, ...] = ()


COVERED = Coverage()


def content_words(terms: Sequence[HighlightTerm]) -> tuple[str, ...]:
    """The words of the query that an article may lack, in the order of the query; function words are left
    out."""
    typed = (term.typed for term in terms if not term.translates)
    return tuple(dict.fromkeys(word for word in typed if not is_function_word(word)))


def missing_words(
    words: Iterable[str], terms: Sequence[HighlightTerm], found: Iterable[int]
) -> tuple[str, ...]:
    """The content words that none of the `found` terms covers."""
    covered = {word for number in found for word in terms[number].covers}
    return tuple(word for word in words if word not in covered)


def terms_of_date(terms: Sequence[HighlightTerm], published: str | None) -> frozenset[int]:
    """The numbers of the terms of times in which an article of that date was published."""
    times = [(number, term.published) for number, term in enumerate(terms) if term.published]
    if not times or not published:
        return frozenset()
    # Spans begin and end with a day; a date without month or day is the first day that it may be.
    at = (date.fromisoformat(f"{published}-01-01"[:10]) - _EPOCH).days * 86400
    return frozenset(
        number
        for number, (start, end) in times
        if (start is None or start <= at) and (end is None or at < end)
    )


def cross_language_matches(terms: Sequence[HighlightTerm], found: Set[int]) -> tuple[CrossLanguageMatch, ...]:
    """The `found` translations of words that were not found themselves, in the order of the query."""
    native = {terms[number].typed for number in found if not terms[number].translates}
    names: dict[str, dict[str, None]] = {}
    for number, term in enumerate(terms):
        if number in found and term.translates and not native.issuperset(term.translates):
            names.setdefault(term.typed, {})[term.name] = None
    return tuple(
        CrossLanguageMatch(typed, language_of(typed), tuple(given)) for typed, given in names.items()
    )
