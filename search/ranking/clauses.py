"""Which weighted clauses score an article?

Every clause is optional here; which articles match at all is decided by the expansion. Every word has two
clauses, which together weigh the same whatever its script: the word itself (a stem, a Han word), and its
grams (the exact form, the pairs of its characters). The pairs that cross the seams of Han words have clauses
too, so a query is scored as a sequence and not only as a bag of words, and a word still counts that the
segmenter cut differently in the article. A name is one clause, whichever of its forms was typed. Pure; knows
no engine.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

import msgspec
from whoosh import query as nodes

from index import Analyzer, Layer, Unit, fields, is_ideographic
from search.lexicon.stopwords import is_function_word
from search.ranking.weights import (
    ATOM_WEIGHT,
    FUNCTION_WORD_WEIGHT,
    LEAD_WEIGHT,
    LEAST_SHARE,
    NAME_WEIGHT,
    PAIR_WEIGHT,
    PRUNE_BELOW,
    SINGLE_WEIGHT,
    TEXT_WEIGHTS,
    WORD_WEIGHT,
    fair_share,
    idf,
)


class Statistics(Protocol):
    """The statistics of an index that ranking needs."""

    @property
    def count(self) -> int:
        """How many articles there are."""

    def document_frequency(self, field: str, token: str) -> int: ...


class QueryText(msgspec.Struct, frozen=True):
    """A part of the query and the texts of an article that it is searched in. `names` are its synonyms,
    itself included, where it is a name as a whole; `is_quoted` says that it is searched exactly as typed."""

    text: str
    texts: tuple[str, ...]
    boost: float = 1.0
    names: tuple[str, ...] = ()
    is_quoted: bool = False


class Clause(msgspec.Struct, frozen=True):
    """A token of a layer, or several side by side, or with `names` any one of several such sequences."""

    layer: Layer
    tokens: tuple[str, ...]
    texts: tuple[str, ...]
    names: tuple[tuple[str, ...], ...] = ()


class WeightedClause(msgspec.Struct, frozen=True):
    """A clause that matches some article: its tree, and its weight x idf. `words` are the words of the query
    that it belongs to; a pair across the seam of two words belongs to none."""

    tree: nodes.Query
    idf_weight: float
    words: frozenset[str] = frozenset()


def weighted_clauses(
    query_texts: Sequence[QueryText], analyzer: Analyzer, statistics: Statistics
) -> list[WeightedClause]:
    """The clauses of the texts that match any article."""
    weights, words = clause_weights(query_texts, analyzer)
    of_text = text_weights({text for clause in weights for text in clause.texts}, statistics)
    found = (
        _weighted_clause(clause, weight, words[clause], of_text, statistics)
        for clause, weight in weights.items()
    )
    return [each for each in found if each is not None]


def text_weights(texts: Iterable[str], statistics: Statistics) -> dict[str, float]:
    """The factor for a match in each of the texts; texts that no article has are left out."""
    holders = {text: statistics.document_frequency(fields.HAS, text) for text in texts}
    return {
        text: TEXT_WEIGHTS[text] * fair_share(held, statistics.count)
        for text, held in holders.items()
        if held
    }


def optional_tree(
    clauses: Sequence[WeightedClause],
    translations: Sequence[WeightedClause] = (),
    *,
    words: Sequence[tuple[frozenset[str], nodes.Query]],
) -> nodes.Query:
    """The tree that scores an article by as many of the clauses as it has. `words` are trees that match a
    content word, or a translation of one, in full, by the units that it is made of.

    It matches the articles that have one of the discriminative words or a part of it, since without all of
    these an article would have less than `LEAST_SHARE` of the weight of the query, and that have any of the
    content words in full, since parts of words are no answer. So articles with every word are among them.
    Without any clause it matches none.

    Which words are discriminative in the language of the query doesn't depend on the `translations`; these
    add the articles that have a discriminative word in the other language, so that searching both languages
    loses no article.
    """
    discriminative = discriminative_words(clauses)
    discriminative_either = discriminative | discriminative_words(translations)
    first: list[WeightedClause] = []
    rest: list[WeightedClause] = []
    for of_language, chosen in ((clauses, discriminative), (translations, discriminative_either)):
        for clause in of_language:
            (first if clause.words & chosen else rest).append(clause)
    content = [tree for _, tree in words]
    if not first or not content:
        return nodes.NullQuery
    held = nodes.And(
        [nodes.Or([clause.tree for clause in first]), nodes.ConstantScoreQuery(nodes.Or(content), 0.0)]
    )
    least = pruning_threshold((*first, *rest))
    ranking = [clause.tree for clause in rest if clause.idf_weight >= least]
    return nodes.AndMaybe(held, nodes.Or(ranking)) if ranking else held


def pruning_threshold(clauses: Sequence[WeightedClause]) -> float:
    """The weight x idf below which a clause is pruned: against the greatest one it changes no order and only
    costs time. Such clauses are mostly function words, and every article that has one would be scored."""
    return PRUNE_BELOW * max((clause.idf_weight for clause in clauses), default=0.0)


def discriminative_clauses(clauses: Sequence[WeightedClause]) -> list[WeightedClause]:
    """The clauses of the discriminative words."""
    discriminative = discriminative_words(clauses)
    return [clause for clause in clauses if clause.words & discriminative]


def discriminative_words(clauses: Sequence[WeightedClause]) -> set[str]:
    """The words with the greatest weight x idf, as few as leave the others less than `LEAST_SHARE` of the sum
    of all."""
    idf_weights: dict[str, float] = {}
    for clause in clauses:
        for word in clause.words:
            idf_weights[word] = idf_weights.get(word, 0.0) + clause.idf_weight
    left = sum(idf_weights.values())
    least = LEAST_SHARE * left
    discriminative: set[str] = set()
    for word in sorted(idf_weights, key=lambda word: -idf_weights[word]):
        if discriminative and left < least:
            break
        discriminative.add(word)
        left -= idf_weights[word]
    return discriminative


def clause_weights(
    query_texts: Sequence[QueryText], analyzer: Analyzer
) -> tuple[dict[Clause, float], dict[Clause, frozenset[str]]]:
    """The weight of each clause, and the words of the query that it belongs to.

    A word counts as often as it is typed, its grams once.
    """
    units = {each: analyzer.units(each.text) for each in query_texts if not each.names}
    content = {
        unit.text
        for each, of_text in units.items()
        for unit in of_text
        if each.is_quoted or not is_function_word(each.text[unit.start : unit.end])
    }
    subjects = bool(content) or len(units) < len(query_texts)
    typed = {unit.text for of_text in units.values() for unit in of_text}
    downweighted = frozenset(typed - content if subjects else ())
    weights: dict[Clause, float] = {}
    words: dict[Clause, frozenset[str]] = {}

    def add(clause: Clause, weight: float, owners: frozenset[str], *, again: bool) -> None:
        before = weights.get(clause, 0.0)
        weights[clause] = before + weight if again else max(before, weight)
        words[clause] = words.get(clause, frozenset()) | owners

    for each in query_texts:
        if each.names:
            names = tuple(dict.fromkeys(filter(None, map(analyzer.phrase, each.names))))
            clause = Clause(Layer.GRAMS, (), each.texts, names)
            add(clause, NAME_WEIGHT * each.boost, frozenset([each.text]), again=True)
            continue
        for unit in units[each]:
            share = each.boost * (FUNCTION_WORD_WEIGHT if unit.text in downweighted else 1.0)
            for layer, tokens in _words_of(unit):
                word = Clause(layer, tokens, each.texts)
                add(word, WORD_WEIGHT * share, frozenset([unit.text]), again=True)
            if unit.chars:
                single = Clause(Layer.CHARS, (unit.chars,), each.texts)
                add(single, SINGLE_WEIGHT * share, frozenset([unit.text]), again=False)
        for gram, weight, owners in _grams(units[each], analyzer.phrase(each.text), downweighted):
            exact = Clause(Layer.GRAMS, (gram,), each.texts)
            add(exact, weight * each.boost, owners, again=False)
    return weights, words


def _words_of(unit: Unit) -> Iterator[tuple[Layer, tuple[str, ...]]]:
    """The word clauses of a unit: its tokens in the layer of words, or where it has none there (`800亿`) its
    grams side by side."""
    for word in unit.words:
        yield Layer.WORDS, (word,)
    if not unit.words and len(unit.grams) > 1:
        yield Layer.GRAMS, unit.grams


def _grams(
    units: Sequence[Unit], grams: Sequence[str], downweighted: frozenset[str]
) -> Iterator[tuple[str, float, frozenset[str]]]:
    """Each gram of a text with its weight and the units that it is a part of."""
    units_of: dict[str, set[str]] = {}
    for unit in units:
        for gram in unit.grams:
            units_of.setdefault(gram, set()).add(unit.text)
    for gram in grams:
        weight = PAIR_WEIGHT if is_ideographic(gram[0]) or is_ideographic(gram[-1]) else ATOM_WEIGHT
        owners = frozenset(units_of.get(gram, ()))
        is_function_word = owners and owners <= downweighted
        yield gram, weight * (FUNCTION_WORD_WEIGHT if is_function_word else 1.0), owners


def _weighted_clause(
    clause: Clause,
    weight: float,
    words: frozenset[str],
    of_text: Mapping[str, float],
    statistics: Statistics,
) -> WeightedClause | None:
    """A clause over its texts, summed; none where no article matches it."""
    most = 0
    parts: list[nodes.Query] = []
    for text in clause.texts:
        if text not in of_text:
            continue
        field = fields.physical(text, clause.layer)
        forms = [
            (tokens, frequency)
            for tokens in (clause.names or (clause.tokens,))
            if (frequency := min(statistics.document_frequency(field, token) for token in tokens))
        ]
        if not forms:
            continue
        joint = min(sum(frequency for _, frequency in forms), statistics.count)
        most = max(most, joint)
        boost = weight * of_text[text]
        if clause.names:
            parts.append(_any_name(field, forms, boost, joint, statistics))
        else:
            parts.append(side_by_side(field, clause.tokens, boost))
    if not parts:
        return None
    if clause.layer is Layer.WORDS and "paragraphs" in clause.texts:
        parts.append(nodes.Term(fields.LEAD, clause.tokens[0], boost=weight * LEAD_WEIGHT))
    tree = parts[0] if len(parts) == 1 else nodes.Or(parts)
    return WeightedClause(tree, weight * idf(most, statistics.count), words)


def _any_name(
    field: str,
    forms: Sequence[tuple[tuple[str, ...], int]],
    boost: float,
    joint: int,
    statistics: Statistics,
) -> nodes.Query:
    """The best of the names in one text. Each has the idf of all of them together, so that a rare form of a
    name is worth no more than a common one (Pirkola's joint statistics of synonyms)."""
    joint_idf = idf(joint, statistics.count)
    parts = []
    for tokens, _ in forms:
        own = sum(idf(statistics.document_frequency(field, token), statistics.count) for token in tokens)
        parts.append(side_by_side(field, tokens, boost * joint_idf / own))
    return parts[0] if len(parts) == 1 else nodes.DisjunctionMax(parts, tiebreak=0.0)


def side_by_side(field: str, tokens: Sequence[str], boost: float = 1.0) -> nodes.Query:
    """The tree of tokens at consecutive positions."""
    if len(tokens) == 1:
        return nodes.Term(field, tokens[0], boost=boost)
    return nodes.Phrase(field, list(tokens), boost=boost)
