"""Where does an article have the highlight terms of a query?

Scans every text of an article once for all terms; everything that is shown, counted or reported missing is
derived from these highlights. Pure.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate

import msgspec

from index import Article, Matcher, fields, find_in_texts, texts_of
from search.lexicon.stopwords import is_function_word
from search.passages.boundaries import is_inside_emoji, whole_emoji
from search.plan.highlight_terms import HighlightTerm
from search.ranking.token_trees import Statistics
from search.ranking.weights import TRANSLATION_SHARE, idf, translation_idf


class WeightedTerm(msgspec.Struct, frozen=True):
    """A highlight term with its matcher, its weight, and the texts of an article in which it is searched.
    `in_capitals` says that it matches only what is written in capitals."""

    matcher: Matcher
    weight: float
    texts: frozenset[str]
    in_capitals: bool = False


class Mark(msgspec.Struct, frozen=True, gc=False):
    """The span [start, end) of a text, in code points, that a term matches, with the number of the term and
    its weight."""

    start: int
    end: int
    term: int
    weight: float


Marks = tuple[Mark, ...]  # of one text, in order of start


class Highlights(msgspec.Struct, frozen=True):
    """The marks of an article, by the name of a text and its number, as in `texts_of`; texts without marks
    are left out. `terms` are the numbers of the terms that were found anywhere."""

    by_text: Mapping[str, Mapping[int, Marks]]
    terms: frozenset[int]

    def of(self, name: str) -> Mapping[int, Marks]:
        """The marks of the texts of one name, by their number."""
        return self.by_text.get(name, {})


def weighted_terms(terms: Sequence[HighlightTerm], weights: Sequence[float]) -> tuple[WeightedTerm, ...]:
    """The terms of a query with their matchers and weights."""
    return tuple(
        WeightedTerm(
            Matcher(term.text, stems=term.stems, words=term.words),
            weight,
            frozenset(term.texts),
            term.in_capitals,
        )
        for term, weight in zip(terms, weights, strict=True)
    )


def term_weights(terms: Sequence[HighlightTerm], statistics: Statistics) -> list[float]:
    """The weight of each term: its idf in the text in which it is most frequent. A translation weighs less
    than the typed word, and its idf is at most that of the word, as in the ranking."""

    def frequency(term: HighlightTerm) -> int:
        layer, token = term.probe
        return max(statistics.document_frequency(fields.physical(text, layer), token) for text in term.texts)

    typed: dict[str, float] = {}
    for term in terms:
        if not term.translates and not is_function_word(term.typed) and (found := frequency(term)):
            own = idf(found, statistics.count)
            typed[term.typed] = min(own, typed.get(term.typed, own))

    def weight(term: HighlightTerm) -> float:
        own = idf(frequency(term), statistics.count)
        if not term.translates:
            return own
        most = min((typed[word] for word in term.translates if word in typed), default=own)
        return TRANSLATION_SHARE * term.share * translation_idf(own, most)

    return list(map(weight, terms))


def find_highlights(article: Article, terms: Sequence[WeightedTerm]) -> Highlights:
    """The highlights of an article."""
    return find_highlights_in(texts_of(article), terms)


def find_highlights_in(texts: Mapping[str, Sequence[str]], terms: Sequence[WeightedTerm]) -> Highlights:
    """The highlights of texts by their names; texts in which no term is searched are skipped."""
    searched = frozenset().union(*[term.texts for term in terms])
    names = [name for name in texts if name in searched]
    starts = list(accumulate([len(texts[name]) for name in names], initial=0))
    together = [text for name in names for text in texts[name]]
    weights, texts_of_term = [term.weight for term in terms], [term.texts for term in terms]
    in_capitals = {number for number, term in enumerate(terms) if term.in_capitals}
    numbers: set[int] = set()
    found: dict[str, dict[int, list[Mark]]] = {}
    name, last, marks = "", -1, list[Mark]()
    for place, number, start, end in find_in_texts(together, [term.matcher for term in terms]):
        if place != last:
            part = bisect_right(starts, place) - 1
            name, last, marks = names[part], place, []
            found.setdefault(name, {})[place - starts[part]] = marks
        if name in texts_of_term[number]:
            text = together[place]
            if number in in_capitals and not text[start:end].isupper():
                continue
            numbers.add(number)
            if is_inside_emoji(text, start) or is_inside_emoji(text, end):
                start, end = whole_emoji(text, start, end)
            marks.append(Mark(start, end, number, weights[number]))
    return Highlights(
        {
            name: {place: tuple(marks) for place, marks in places.items() if marks}
            for name, places in found.items()
            if any(places.values())
        },
        frozenset(numbers),
    )
