"""Which weighted clauses score an article?

Every clause is optional here; which articles match at all is decided by the expansion. Every word that isn't
a function word has two kinds of clauses: the word itself (a stem, a Han word), and its grams (the exact form,
the pairs of its characters). The pairs that cross the seams of Han words have clauses too, so a query is
scored as a sequence and not only as a bag of words, and a word still counts that the segmenter cut
differently in the article. A name is one clause, whichever of its forms was typed. Pure; knows no engine.
"""

from collections.abc import Iterator, Sequence

import msgspec
from whoosh import query as nodes

from index import Analyzer, Layer, Unit, is_ideographic
from search.lexicon.stopwords import is_function_word
from search.ranking.token_trees import Statistics, least_frequency, scoring_tree
from search.ranking.weights import (
    ATOM_WEIGHT,
    NAME_ATOM_WEIGHT,
    NAME_WEIGHT,
    PAIR_WEIGHT,
    PRUNE_BELOW,
    PUBLISHED_WEIGHT,
    SINGLE_WEIGHT,
    WORD_WEIGHT,
    idf,
)


class Published(msgspec.Struct, frozen=True):
    """The articles that were published in the time that a part of the query names, and how many they are."""

    tree: nodes.Query
    count: int


class QueryText(msgspec.Struct, frozen=True):
    """A part of the query and the texts of an article that it is searched in. `names` are its synonyms,
    itself included, where it is a name as a whole; `is_quoted` says that it is searched exactly as typed;
    a time has the articles that were `published` then."""

    text: str
    texts: tuple[str, ...]
    boost: float = 1.0
    names: tuple[str, ...] = ()
    is_quoted: bool = False
    published: Published | None = None


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
    found = (
        _weighted_clause(clause, weight, words[clause], statistics) for clause, weight in weights.items()
    )
    dated = (_published_clause(each, statistics) for each in query_texts)
    return [each for each in (*found, *dated) if each is not None]


def pruning_threshold(clauses: Sequence[WeightedClause]) -> float:
    """The weight x idf below which a clause is pruned: against the greatest one it changes no order and only
    costs time: such clauses are of very common words, and every article that has one would be scored."""
    return PRUNE_BELOW * max((clause.idf_weight for clause in clauses), default=0.0)


def clause_weights(
    query_texts: Sequence[QueryText], analyzer: Analyzer
) -> tuple[dict[Clause, float], dict[Clause, frozenset[str]]]:
    """The weight of each clause, and the words of the query that it belongs to.

    A word counts as often as it is typed, its grams once. Function words score nothing unless there is
    nothing else.
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
    unscored = frozenset(typed - content if subjects else ())
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
            if unit.text in unscored:
                continue
            for layer, tokens in _words_of(unit):
                word = Clause(layer, tokens, each.texts)
                add(word, WORD_WEIGHT * each.boost, frozenset([unit.text]), again=True)
            if unit.chars:
                single = Clause(Layer.CHARS, (unit.chars,), each.texts)
                add(single, SINGLE_WEIGHT * each.boost, frozenset([unit.text]), again=False)
        likely = _likely_names(each.text, units[each])
        for gram, weight, owners in _grams(units[each], analyzer.phrase(each.text), unscored, likely):
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


def _likely_names(text: str, units: Sequence[Unit]) -> frozenset[str]:
    """The Latin words that are likely names, by how they are typed: among Han, with a digit, or with a
    capital that doesn't begin the text. Of a name the exact form tells more than the stem."""
    is_mixed = any(is_ideographic(unit.text[0]) for unit in units)
    content = [typed for unit in units if not is_function_word(typed := text[unit.start : unit.end])]
    is_capital = sum(map(str.isupper, content)) * 2 > len(content)  # and capitals tell nothing
    return frozenset(
        unit.text
        for at, unit in enumerate(units)
        if is_mixed
        or any(map(str.isdigit, unit.text))
        or (at and not is_capital and not text[unit.start : unit.end].islower())
    )


def _grams(
    units: Sequence[Unit], grams: Sequence[str], unscored: frozenset[str], names: frozenset[str]
) -> Iterator[tuple[str, float, frozenset[str]]]:
    """Each gram of a text with its weight and the units that it is a part of, but those of function words."""
    units_of: dict[str, set[str]] = {}
    for unit in units:
        for gram in unit.grams:
            units_of.setdefault(gram, set()).add(unit.text)
    for gram in grams:
        owners = frozenset(units_of.get(gram, ()))
        if owners and owners <= unscored:
            continue
        if is_ideographic(gram[0]) or is_ideographic(gram[-1]):
            weight = PAIR_WEIGHT
        else:
            weight = NAME_ATOM_WEIGHT if owners & names else ATOM_WEIGHT
        yield gram, weight, owners


def _weighted_clause(
    clause: Clause, weight: float, words: frozenset[str], statistics: Statistics
) -> WeightedClause | None:
    """A clause over the whole article; none where no article matches it."""
    if clause.names:
        return _any_name(clause, weight, words, statistics)
    tree = scoring_tree(clause.layer, clause.tokens, clause.texts, weight, statistics)
    if tree is None:
        return None
    least = least_frequency(clause.layer, clause.tokens, statistics)
    return WeightedClause(tree, weight * idf(least, statistics.count), words)


def _published_clause(query_text: QueryText, statistics: Statistics) -> WeightedClause | None:
    """A time by the articles that were published then, besides those that name it."""
    if query_text.published is None:
        return None
    weight = PUBLISHED_WEIGHT * query_text.boost * idf(query_text.published.count, statistics.count)
    tree = nodes.ConstantScoreQuery(query_text.published.tree, weight)
    return WeightedClause(tree, weight, frozenset([query_text.text]))


def _any_name(
    clause: Clause, weight: float, words: frozenset[str], statistics: Statistics
) -> WeightedClause | None:
    """The best of the names. Each has the idf of all of them together, so that a rare form of a name is worth
    no more than a common one (Pirkola's joint statistics of synonyms)."""
    frequencies = {tokens: least_frequency(clause.layer, tokens, statistics) for tokens in clause.names}
    joint_idf = idf(min(sum(frequencies.values()), statistics.count), statistics.count)
    trees = [
        scoring_tree(
            clause.layer,
            tokens,
            clause.texts,
            weight * joint_idf / idf(least, statistics.count),
            statistics,
        )
        for tokens, least in frequencies.items()
        if least
    ]
    parts = [tree for tree in trees if tree is not None]
    if not parts:
        return None
    tree = parts[0] if len(parts) == 1 else nodes.DisjunctionMax(parts, tiebreak=0.0)
    return WeightedClause(tree, weight * joint_idf, words)
