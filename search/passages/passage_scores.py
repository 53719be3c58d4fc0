"""How much of a query do the best passage and the opening of an article hold?

Words that stand near each other say more than the same words scattered over an article. An article is asked
this before it is known whether it is shown, and twice as many are asked as are shown, so its texts are not
searched as for highlights. What is told here is nearly always true; it moves an article, and where the first
ones hold too little the query counts as unanswered, but it brings none in and keeps none out. Pure.
"""

from collections.abc import Iterable, Sequence

import msgspec

from index import WrittenText
from search.lexicon.stopwords import is_function_word
from search.passages.highlighting import WeightedTerm
from search.plan.highlight_terms import HighlightTerm
from search.ranking.rescoring import OPENING, PASSAGE, QueryShares


class QueryTerm(msgspec.Struct, frozen=True):
    """A highlight term: the numbers of the words that it covers, each with what it is worth there, and the
    strings in lower case that it likely occurs as, in UTF-8."""

    covers: tuple[tuple[int, float], ...]
    forms: tuple[bytes, ...]


class QueryWords(msgspec.Struct, frozen=True):
    """The content words of a query by the terms that cover them; `total` is what all words are worth."""

    terms: tuple[QueryTerm, ...]
    total: float


def query_words(terms: Sequence[HighlightTerm], weighted: Sequence[WeightedTerm]) -> QueryWords:
    """The content words of the highlight terms, by the same terms with their weights."""
    weights = [each.weight for each in weighted]
    own: dict[str, float] = {}
    translated: dict[str, float] = {}
    for term, weight in zip(terms, weights, strict=True):
        if term.published:  # the date of an article says it of all its passages
            continue
        of_words = translated if term.translates else own
        for word in term.covers:
            of_words[word] = max(weight, of_words.get(word, 0.0))
    # Where all are function words, these are what the query is about.
    content = [word for word in own if not is_function_word(word)] or list(own)
    worth = {word: own[word] for word in content}
    number = {word: place for place, word in enumerate(worth)}
    found = []
    for term, each in zip(terms, weighted, strict=True):
        covers = [(number[word], min(each.weight, worth[word])) for word in term.covers if word in number]
        if covers:
            forms = tuple(form.encode() for form in each.matcher.likely_forms)
            found.append(QueryTerm(tuple(covers), forms))
    return QueryWords(tuple(found), sum(worth.values()))


def query_shares(written: WrittenText, words: QueryWords, *, has_all: bool = False) -> QueryShares:
    """What an article holds of a query near together. A word counts once, however often it occurs, wherever
    one of its likely forms does. Of a query without words every article holds all.
    `has_all` says that the article is known to have all words."""
    if not words.total:
        return QueryShares(1.0, 1.0)
    places = sorted(
        [(at, number) for number, term in enumerate(words.terms) for at in written.places(term.forms)]
    )
    # Of an article that has all words, those that aren't seen are written in some other form.
    total = _worth({number for _, number in places}, words) if has_all else words.total
    if not total:
        return QueryShares(1.0, 1.0)
    opening = {number for at, number in places if written.is_opening(at, OPENING)}
    best = _best_window(places, written, words)
    return QueryShares(best / total, _worth(opening, words) / total)


def _best_window(places: Sequence[tuple[int, int]], written: WrittenText, words: QueryWords) -> float:
    """What the best `PASSAGE` bytes of any text are worth; `places` are those of the terms, in order."""
    best, first = 0.0, 0
    counts: dict[int, int] = {}
    for here, (at, number) in enumerate(places):
        if here and written.are_apart(places[here - 1][0], at):  # no window spans two texts
            counts.clear()
            first = here
        while at - places[first][0] > PASSAGE:
            left = places[first][1]
            counts[left] -= 1
            if not counts[left]:
                del counts[left]
            first += 1
        counts[number] = counts.get(number, 0) + 1
        if counts[number] == 1:
            best = max(best, _worth(counts, words))
            if best == words.total:
                break
    return best


def _worth(terms: Iterable[int], words: QueryWords) -> float:
    """What the words are worth that the terms cover."""
    found: dict[int, float] = {}
    for term in terms:
        for word, weight in words.terms[term].covers:
            if weight > found.get(word, 0.0):
                found[word] = weight
    return sum(found.values())
