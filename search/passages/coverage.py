"""Which of the query's words does this article have, lack, or have in the other language alone?

Pure.
"""

from collections.abc import Iterable, Sequence, Set

from index import folded
from search.lexicon.language_id import language_of
from search.lexicon.stopwords import FUNCTION_WORDS
from search.plan.highlight_terms import Wanted
from search.results import CrossLanguageMatch


def telling_words(wanted: Sequence[Wanted]) -> tuple[str, ...]:
    """The asked words that an article may lack, in the order of the query: words that are there for the
    grammar alone are passed over."""
    asked = (each.asked for each in wanted if not each.translates)
    return tuple(dict.fromkeys(word for word in asked if folded(word) not in FUNCTION_WORDS))


def missing_words(words: Iterable[str], wanted: Sequence[Wanted], found: Iterable[int]) -> tuple[str, ...]:
    """Those of the telling words that an article lacks in which those of `wanted` with the numbers `found`
    stand."""
    has = {word for number in found for word in wanted[number].answers}
    return tuple(word for word in words if word not in has)


def cross_language_matches(wanted: Sequence[Wanted], found: Set[int]) -> tuple[CrossLanguageMatch, ...]:
    """The translations for words that an article lacks in which those of `wanted` with the numbers `found`
    stand, in the order of the query."""
    own = {wanted[number].asked for number in found if not wanted[number].translates}
    names: dict[str, list[str]] = {}
    for number, each in enumerate(wanted):
        if number in found and each.translates and not own.issuperset(each.translates):
            names.setdefault(each.asked, []).append(each.text)
    return tuple(
        CrossLanguageMatch(typed, language_of(typed), tuple(given)) for typed, given in names.items()
    )
