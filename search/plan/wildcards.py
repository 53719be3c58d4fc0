"""Which words of the index fit this pattern?

A pattern is a typed word with wildcards (`micro*`, `micro?oft`) or one that may be some letters off
(`openai~`). Knows nothing of Chinese: a run of Han is found in every part of it without. Pure but for the
words that the index has.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, Protocol

import msgspec
from rapidfuzz.distance import Levenshtein
from whoosh import query as nodes

from index import Count, fitting, folded, literal_start
from search.ranking.clauses import Statistics
from search.request import check_pattern

_LONGEST_PATTERN, _MOST_WILDCARDS = 64, 4  # characters of a pattern, and those that are `*` or `?`


class Vocabulary(Statistics, Protocol):
    """What an index knows of its tokens, their names too."""

    def terms(self, field: str, prefix: str = "", *, limit: int | None = None) -> tuple[Count, ...]: ...


class Pattern(msgspec.Struct, frozen=True):
    """A typed pattern in the form of the words that are held against it; `edits` is how many letters a word
    may be off, none for a wildcard."""

    typed: str
    text: str
    edits: int | None = None


class Fitting(msgspec.Struct, frozen=True):
    """What fits a pattern: the tree of the articles that have it, the words, the most frequent first, and
    what they all begin with."""

    tree: nodes.Query
    words: tuple[str, ...]
    start: str


def pattern_text(typed: str) -> str:
    """A typed pattern in the form of the words that it is held against: folded, its parts joined."""
    return "".join(each for each in folded(typed) if each not in "-_'’")


def read_pattern(node: Any) -> Pattern | None:
    """The pattern of a logical node; none where it is too long to be looked for."""
    text = pattern_text(node.text)
    if len(text) > _LONGEST_PATTERN or sum(map(text.count, "*?")) > _MOST_WILDCARDS:
        return None
    return Pattern(node.text, text, node.maxdist if isinstance(node, nodes.FuzzyTerm) else None)


def fitting_words(pattern: Pattern, fields: Iterable[str], vocabulary: Vocabulary) -> Fitting:
    """What fits a pattern in any of the fields. Of the words that are letters off, those are told that begin
    like it. Raises QueryLimit for a wildcard that too many words fit."""
    fits, start = _fits(pattern)
    words: Counter[str] = Counter()
    trees: list[nodes.Query] = []
    for field in fields:
        found = {each.value: each.count for each in vocabulary.terms(field, start) if fits(each.value)}
        words.update(found)
        if pattern.edits is not None:
            trees.append(nodes.FuzzyTerm(field, pattern.text, maxdist=pattern.edits, prefixlength=0))
        elif found:
            check_pattern(pattern.typed, len(words))
            trees.append(nodes.Wildcard(field, pattern.text))
    return Fitting(nodes.Or(trees), tuple(word for word, _ in words.most_common()), start)


def _fits(pattern: Pattern) -> tuple[Callable[[str], object], str]:
    """What tells whether a word fits, and what the words begin with that are asked."""
    text, edits = pattern.text, pattern.edits
    if edits is None:
        return fitting(text), literal_start(text)
    return lambda word: Levenshtein.distance(word, text, score_cutoff=edits) <= edits, text[:1]
