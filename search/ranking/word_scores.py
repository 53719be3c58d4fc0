"""What does each word of a query add to the score of an article?

The score of a tree by the words that its clauses belong to, each with the numbers that BM25 computes it from:
idf, frequency and length. Scores are the engine's own; a frequency is counted in the tokens of the article;
the length is the one with which BM25 gives that score. Reads an index through its reader's scores and
statistics.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from whoosh import query as nodes

from index import Analyzer, Article, Layer, Reader, bm25, fields, texts_of
from search.ranking.clauses import WeightedClause

Scores = Mapping[str, float]  # by the key of the article
Tokens = Mapping[str, Mapping[str, int]]  # the frequencies of the tokens of an article by field


class ScoredTerm(msgspec.Struct, frozen=True):
    """A token of a field with its idf and boost, and the scores of the articles that have it. It may stand
    for several tokens side by side, which score as the rarest of them; `text` is what they are written as."""

    field: str
    token: str
    text: str
    idf: float
    boost: float
    scores: Scores


class ScoredClause(msgspec.Struct, frozen=True):
    """A clause, the scores of the articles that match it, and the terms that it scores by; a pattern and
    a time of publication have none. `translates`: it is in the other language than its words."""

    words: frozenset[str]
    scores: Scores
    terms: tuple[ScoredTerm, ...]
    translates: bool = False


class WordScore(msgspec.Struct, frozen=True):
    """What some words add to the score of an article, and the term that they are first found by there, with
    its frequency and length; none for a pattern."""

    words: frozenset[str]
    score: float
    term: ScoredTerm | None = None
    frequency: int = 0
    length: float = 0.0


def scored_clauses(
    tree: nodes.Query, clauses: Sequence[WeightedClause], reader: Reader, keys: Sequence[str]
) -> list[ScoredClause]:
    """Those of the clauses by which a tree scores, with their scores for the articles of these keys."""
    scorer = reader.scorer(keys)
    scoring = set(map(id, _scoring(tree)))

    def term(part: nodes.Query, scores: Scores) -> ScoredTerm | None:
        node = _term(part)
        if node is None:
            return None
        idf = bm25.idf(reader.document_frequency(node.fieldname, node.text), reader.count)
        return ScoredTerm(node.fieldname, node.text, _text(part) or node.text, idf, node.boost, scores)

    def scored(clause: WeightedClause) -> ScoredClause:
        parts, scores = list(_alternatives(clause.tree)), scorer(clause.tree)
        terms = [term(part, scorer(part) if len(parts) > 1 else scores) for part in parts]
        return ScoredClause(clause.words, scores, tuple(each for each in terms if each is not None))

    return [scored(each) for each in clauses if id(each.tree) in scoring]


def tokens_of_whole(article: Article, analyzer: Analyzer) -> Tokens:
    """The tokens of the fields of the whole article, as the index counts them."""
    counts: dict[str, Counter[str]] = {fields.physical(fields.WHOLE, layer): Counter() for layer in Layer}
    for text, parts in texts_of(article).items():
        layers = analyzer.layers(parts)
        for layer in Layer:
            tokens = getattr(layers, layer.value).split() * fields.TIMES.get(text, 1)
            counts[fields.physical(fields.WHOLE, layer)].update(tokens)
    characters = fields.physical(fields.WHOLE, Layer.CHARS)  # each counts once, however often it stands there
    return {**counts, characters: dict.fromkeys(counts[characters], 1)}


def word_scores(clauses: Sequence[ScoredClause], key: str, tokens: Tokens) -> Iterator[WordScore]:
    """What the words of the clauses add to the score of an article with these tokens, in the order of the
    clauses. Clauses of the same words are one, except those in the other language."""
    groups: dict[tuple[frozenset[str], bool, bool], list[ScoredClause]] = {}
    for clause in clauses:
        if key in clause.scores:
            group_of = clause.words, clause.translates, bool(clause.terms)
            groups.setdefault(group_of, []).append(clause)
    for (words, _, _), group in groups.items():
        score = sum(clause.scores[key] for clause in group)
        found = [term for clause in group for term in clause.terms if key in term.scores]
        if not found:
            yield WordScore(words, score)
            continue
        # Of several names the one that scores; of several clauses the first, which is the word itself.
        first = next(clause for clause in group if any(key in term.scores for term in clause.terms))
        term = max((each for each in first.terms if key in each.scores), key=lambda each: each.scores[key])
        frequency = tokens[term.field][term.token]
        yield WordScore(words, score, term, frequency, _length(term, term.scores[key], frequency))


def _length(term: ScoredTerm, score: float, frequency: int) -> float:
    """The length of an article in relation to the mean with which BM25 gives a term this score."""
    saturation = term.boost * term.idf * (1 + bm25.K1) * frequency / score - frequency
    return (saturation / bm25.K1 - 1 + bm25.B) / bm25.B


def _scoring(tree: Any) -> Iterator[nodes.Query]:
    """The nodes whose scores make up that of a ranked tree."""
    match tree:
        case nodes.AndMaybe():
            yield from _scoring(tree.a)
            yield from _scoring(tree.b)
        case nodes.Or():
            yield from tree.subqueries


def _alternatives(tree: Any) -> Iterator[nodes.Query]:
    match tree:
        case nodes.DisjunctionMax():
            yield from tree.subqueries
        case _:
            yield tree


def _term(tree: Any) -> Any:
    """The term that scores where a tree matches; none where all that match score alike."""
    match tree:
        case nodes.Term():
            return tree
        case nodes.And():  # tokens side by side, which score as the rarest of them
            return _term(tree.subqueries[-1])
    return None


def _text(tree: Any) -> str:
    """What tokens side by side are written as: pairs of characters overlap, the rest has blanks between."""
    match tree:
        case nodes.And() | nodes.Or():
            return _text(tree.subqueries[0])
        case nodes.ConstantScoreQuery():
            return _text(tree.child)
        case nodes.Phrase():
            text: str = tree.words[0]
            for word in tree.words[1:]:
                text += word[1:] if len(word) == 2 and word[0] == text[-1] else f" {word}"
            return text
    return ""
