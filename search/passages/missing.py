"""Which of the asked words does this article lack?

For articles that match only a part of a question. Pure.
"""

from collections.abc import Iterable, Sequence

from index import folded
from search.lexicon.stopwords import FUNCTION_WORDS
from search.plan.highlight_terms import Wanted


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
