"""Where in this article does what was asked stand?

Every text of an article is looked through once, for all that was asked; what is shown, counted and missing
comes of these marks. Pure.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate

import msgspec

from index import Article, Matcher, fields, find_in_texts, folded, texts_of
from search.lexicon.stopwords import FUNCTION_WORDS
from search.plan.highlight_terms import Wanted
from search.ranking.clauses import Statistics
from search.ranking.weights import TRANSLATION_SHARE, inverse_frequency


class Looked(msgspec.Struct, frozen=True):
    """Something to look for: a matcher, its weight, and the texts of an article that it was asked in."""

    matcher: Matcher
    weight: float
    texts: frozenset[str]


class Mark(msgspec.Struct, frozen=True, gc=False):
    """The span [start, end) of a text where what was asked stands, and what telling it weighs."""

    start: int
    end: int
    asked: int
    weight: float


Marks = tuple[Mark, ...]  # of one text, in order of start


class Marked(msgspec.Struct, frozen=True):
    """The marks of an article, by the name of a text and the place in it, as `texts_of` has them; a text that
    has none is left out. `asked` are the numbers of all that stands anywhere."""

    by_text: Mapping[str, Mapping[int, Marks]]
    asked: frozenset[int]

    def of(self, name: str) -> Mapping[int, Marks]:
        """The marks of the texts of one name, by their place."""
        return self.by_text.get(name, {})


def look_for(wanted: Sequence[Wanted], weights: Sequence[float]) -> tuple[Looked, ...]:
    """What to look for, from what was asked and how telling each is."""
    return tuple(
        Looked(Matcher(each.text, stems=each.stems, words=each.words), weight, frozenset(each.texts))
        for each, weight in zip(wanted, weights, strict=True)
    )


def telling(wanted: Sequence[Wanted], statistics: Statistics) -> list[float]:
    """How telling each is, by the text of the article in which it is most frequent. A translation weighs less
    than the typed word, and where that is found too is taken for no more telling, as in the ranking."""

    def frequency(each: Wanted) -> int:
        layer, token = each.probe
        return max(statistics.document_frequency(fields.physical(text, layer), token) for text in each.texts)

    typed: dict[str, float] = {}
    for each in wanted:
        if not each.translates and folded(each.asked) not in FUNCTION_WORDS and (held := frequency(each)):
            own = inverse_frequency(held, statistics.count)
            typed[each.asked] = min(own, typed.get(each.asked, own))

    def weight(each: Wanted) -> float:
        own = inverse_frequency(frequency(each), statistics.count)
        if not each.translates:
            return own
        most = min((typed[word] for word in each.translates if word in typed), default=own)
        return TRANSLATION_SHARE * each.share * min(own, most)

    return list(map(weight, wanted))


def marked(article: Article, looked: Sequence[Looked]) -> Marked:
    """The marks of an article."""
    return marked_texts(texts_of(article), looked)


def marked_texts(texts: Mapping[str, Sequence[str]], looked: Sequence[Looked]) -> Marked:
    """The marks of texts by their names; only those are looked through in which anything was asked."""
    asked_in = frozenset().union(*[each.texts for each in looked])
    names = [name for name in texts if name in asked_in]
    starts = list(accumulate([len(texts[name]) for name in names], initial=0))
    together = [text for name in names for text in texts[name]]
    weights, asked_of = [each.weight for each in looked], [each.texts for each in looked]
    asked: set[int] = set()
    found: dict[str, dict[int, list[Mark]]] = {}
    name, last, marks = "", -1, list[Mark]()
    for place, number, start, end in find_in_texts(together, [each.matcher for each in looked]):
        if place != last:
            part = bisect_right(starts, place) - 1
            name, last, marks = names[part], place, []
            found.setdefault(name, {})[place - starts[part]] = marks
        if name in asked_of[number]:
            asked.add(number)
            marks.append(Mark(start, end, number, weights[number]))
    return Marked(
        {
            name: {place: tuple(marks) for place, marks in places.items() if marks}
            for name, places in found.items()
            if any(places.values())
        },
        frozenset(asked),
    )
