"""Which words of the index match a pattern?

A pattern is a typed word with wildcards (`micro*`, `micro?oft`) or a fuzzy one (`openai~`). Not for Chinese:
any part of a run of Han is found without a pattern. Reads nothing of the index but its words.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, Protocol

import msgspec
from rapidfuzz.distance import Levenshtein
from whoosh import query as nodes

from index import Count, compile_wildcard, folded
from search.ranking.token_trees import Statistics
from search.request import check_pattern

_LONGEST_PATTERN = 64  # characters
_MOST_WILDCARDS = 4  # `*` and `?` of a pattern


class Vocabulary(Statistics, Protocol):
    """The statistics of an index with the tokens of its fields."""

    def terms(
        self,
        field: str,
        prefix: str = "",
        *,
        limit: int | None = None,
        matches: Callable[[str], object] | None = None,
    ) -> tuple[Count, ...]: ...


class Pattern(msgspec.Struct, frozen=True):
    """A typed pattern in the form in which words are compared with it; `edits` is the greatest edit distance
    of a fuzzy pattern, none for wildcards."""

    typed: str
    text: str
    edits: int | None = None


class PatternMatches(msgspec.Struct, frozen=True):
    """The matches of a pattern: a tree for the articles that have one, the words, the most frequent first,
    and the prefix that they share."""

    tree: nodes.Query
    words: tuple[str, ...]
    start: str


def pattern_text(typed: str) -> str:
    """A typed pattern in the form in which words are compared with it: folded, its parts joined."""
    return "".join(each for each in folded(typed) if each not in "-_'’")


def read_pattern(node: Any) -> Pattern | None:
    """The pattern of a logical node; none where it is too long to be searched."""
    text = pattern_text(node.text)
    if len(text) > _LONGEST_PATTERN or sum(map(text.count, "*?")) > _MOST_WILDCARDS:
        return None
    return Pattern(node.text, text, node.maxdist if isinstance(node, nodes.FuzzyTerm) else None)


def matching_words(pattern: Pattern, fields: Iterable[str], vocabulary: Vocabulary) -> PatternMatches:
    """The matches of a pattern in any of the fields. Among the words of a fuzzy pattern are only those that
    share its first letter. Raises QueryLimit for a pattern with wildcards that too many words match."""
    matches, start = _matcher(pattern)
    words: Counter[str] = Counter()
    trees: list[nodes.Query] = []
    for field in fields:
        found = {each.value: each.count for each in vocabulary.terms(field, start, matches=matches)}
        words.update(found)
        if pattern.edits is not None:
            trees.append(nodes.FuzzyTerm(field, pattern.text, maxdist=pattern.edits, prefixlength=0))
        elif found:
            check_pattern(pattern.typed, len(words))
            trees.append(nodes.Wildcard(field, pattern.text))
    return PatternMatches(nodes.Or(trees), tuple(word for word, _ in words.most_common()), start)


def _matcher(pattern: Pattern) -> tuple[Callable[[str], object], str]:
    """A predicate for the words that match, and the prefix of the words to test."""
    text, edits = pattern.text, pattern.edits
    if edits is None:
        prefix, matches = compile_wildcard(text)
        return matches, prefix
    return lambda word: Levenshtein.distance(word, text, score_cutoff=edits) <= edits, text[:1]
