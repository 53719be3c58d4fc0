"""What every node of a tree matches and scores, on each engine, over a corpus that a person can check."""

import math
import time
from collections.abc import Callable, Iterable

import msgspec
import pytest

from index.engines import MAX_PLACEMENTS, Document, Explainer, Reader
from index.engines.patterns import MAX_PATTERN, MAX_WILDCARDS
from index.engines.tree import (
    And,
    AndMaybe,
    ConstantScoreQuery,
    DisjunctionMax,
    Every,
    FuzzyTerm,
    Not,
    NullQuery,
    NumericRange,
    Or,
    Phrase,
    Prefix,
    Query,
    Sequence,
    Term,
    Wildcard,
)
from index.errors import TreeError

TEXTS = {
    "a": "data center power grid",
    "b": "center data",
    "c": "data power center center power data center",
    "d": "数据 据中 中心 openai",
    "e": "数据 据库 open.ai date",
    "f": "a+b c++ (x) [y] a*b a?b",
}
NUMBERS = {"a": 10, "b": 20, "c": -5, "d": 20}


@pytest.fixture
def reader(store: Callable[[Iterable[Document]], Reader], make: Callable[..., Document]) -> Reader:
    return store([make(key, text, number=NUMBERS.get(key), source=f"s {key}") for key, text in TEXTS.items()])


def term(token: str, **options: float) -> Term:
    return Term("words", token, **options)


@pytest.mark.parametrize(
    ("tree", "keys"),
    [
        (term("data"), "abc"),
        (term("none"), ""),
        (Term("grams", "数据"), "de"),
        (Term("chars", "power"), "ac"),
        (Term("source", "s a"), "a"),
        (Phrase("grams", ["data", "center"]), "ac"),
        (Phrase("grams", ["center", "data"]), "b"),
        (Phrase("grams", ["power", "data", "center"]), "c"),
        (Phrase("grams", ["数据", "据中", "中心"]), "d"),
        (Phrase("grams", ["center", "center"]), "c"),
        (Phrase("grams", ["data"]), "abc"),
        (Phrase("grams", []), ""),
        (Phrase("grams", ["data", "none"]), ""),
        (Phrase("grams", ["data", "center"], slop=2), "ac"),
        (Phrase("grams", ["data", "power"], slop=2), "ac"),
        (Phrase("grams", ["data", "grid"], slop=2), ""),
        (Phrase("grams", ["data", "grid"], slop=3), "a"),
        (Phrase("grams", ["data", "center", "grid"], slop=2), "a"),
        (Phrase("grams", ["center", "data"], slop=4), "bc"),  # in order only
        (Sequence([Phrase("grams", ["data", "center"]), Term("grams", "grid")], slop=2), "a"),
        (Sequence([Phrase("grams", ["data", "center"]), Term("grams", "grid")], slop=1), ""),
        (Sequence([Term("grams", "数据"), Phrase("grams", ["中心", "openai"])], slop=2), "d"),
        (Sequence([Term("grams", "data")], slop=9), "abc"),
        (Prefix("words", "da"), "abce"),
        (Prefix("words", "数"), "de"),
        (Prefix("words", ""), "abcdef"),
        (Prefix("words", "a+"), "f"),
        (Prefix("source", "s "), "abcdef"),
        (Wildcard("words", "da*"), "abce"),
        (Wildcard("words", "d?ta"), "abc"),
        (Wildcard("words", "*er"), "abc"),
        (Wildcard("words", "?据"), "de"),
        (Wildcard("words", "open?ai"), "e"),
        (Wildcard("words", "open*"), "de"),
        (Wildcard("words", "[y]"), "f"),
        (Wildcard("words", "(x)"), "f"),
        (Wildcard("words", "a*b"), "f"),
        (Wildcard("words", "*"), "abcdef"),
        (Wildcard("words", "??"), "de"),
        (FuzzyTerm("words", "data", maxdist=1), "abce"),
        (FuzzyTerm("words", "dta", maxdist=1), "abc"),
        (FuzzyTerm("words", "adta", maxdist=1), ""),  # neighbours that changed places are two edits
        (FuzzyTerm("words", "adta", maxdist=2), "abc"),
        (FuzzyTerm("words", "open.ai", maxdist=1), "de"),
        (FuzzyTerm("words", "据中", maxdist=1), "de"),
        (FuzzyTerm("words", "xxxx", maxdist=2), ""),
        (NumericRange("second", 10, 20), "abd"),
        (NumericRange("second", 10, 20, startexcl=True), "bd"),
        (NumericRange("second", 10, 20, endexcl=True), "a"),
        (NumericRange("second", 10, 10, startexcl=True), ""),
        (NumericRange("second", None, 10), "ac"),
        (NumericRange("second", 10, None, startexcl=True), "bd"),
        (NumericRange("second", None, None), "abcd"),
        (NumericRange("second", 30, 1), ""),
        (And([term("data"), term("power")]), "ac"),
        (And([term("data"), Not(term("power"))]), "b"),
        (And([Not(term("data"))]), "def"),
        (And([Not(term("data")), Not(term("openai"))]), "ef"),
        (And([term("data"), Not(Not(term("power")))]), "ac"),
        (And([term("data"), NullQuery]), ""),
        (And([]), ""),
        (And([Every(), term("grid")]), "a"),
        (Or([term("grid"), term("openai")]), "ad"),
        (Or([term("grid"), Not(term("data"))]), "adef"),
        (Or([]), ""),
        (Or([term("none"), NullQuery]), ""),
        (Or([term("data"), term("power"), term("grid")], minmatch=2), "ac"),
        (Or([term("data"), term("power"), term("grid")], minmatch=3), "a"),
        (Or([term("data"), term("power")], minmatch=3), ""),
        (DisjunctionMax([term("grid"), term("openai")]), "ad"),
        (DisjunctionMax([]), ""),
        (AndMaybe(term("data"), term("grid")), "abc"),
        (AndMaybe(term("none"), term("grid")), ""),
        (Not(term("data")), "def"),
        (Not(Not(term("data"))), "abc"),
        (Not(Every()), ""),
        (Not(NullQuery), "abcdef"),
        (ConstantScoreQuery(term("data"), 2.0), "abc"),
        (Every(), "abcdef"),
        (NullQuery, ""),
    ],
    ids=lambda given: given if isinstance(given, str) else type(given).__name__,
)
def test_a_node_matches(reader: Reader, tree: Query, keys: str) -> None:
    found = reader.search(tree)
    assert sorted(hit.key for hit in found.hits) == sorted(keys)
    assert found.total == len(keys)
    assert all(hit.score >= 0 and math.isfinite(hit.score) for hit in found.hits)


def scores(reader: Reader, tree: Query) -> dict[str, float]:
    return {hit.key: hit.score for hit in reader.search(tree).hits}


def test_a_term_scores_by_bm25(reader: Reader) -> None:
    """Robertson's formula with k1 1.2 and b 0.75, worked out by hand from the texts."""
    lengths = {key: len(text.split()) for key, text in TEXTS.items()}
    average = sum(lengths.values()) / len(lengths)
    idf = math.log(1 + (6 - 3 + 0.5) / (3 + 0.5))
    found = scores(reader, term("data"))
    assert found.keys() == set("abc")
    for key, score in found.items():
        count = TEXTS[key].split().count("data")
        saturation = 1.2 * (0.25 + 0.75 * lengths[key] / average)
        assert score == pytest.approx(idf * 2.2 * count / (count + saturation), rel=1e-5)


def test_a_phrase_scores_the_idf_of_its_words_by_how_often_it_occurs(reader: Reader) -> None:
    by_word = scores(reader, Term("grams", "data"))["a"] + scores(reader, Term("grams", "center"))["a"]
    assert scores(reader, Phrase("grams", ["data", "center"]))["a"] == pytest.approx(by_word, rel=1e-5)
    twice = scores(reader, Phrase("grams", ["power", "center"], slop=5))
    assert twice.keys() == {"c"}


def test_a_boost_multiplies_a_score(reader: Reader) -> None:
    plain, boosted = scores(reader, term("data")), scores(reader, term("data", boost=3.0))
    assert boosted == {key: pytest.approx(score * 3, rel=1e-5) for key, score in plain.items()}
    nested = Or([DisjunctionMax([term("data", boost=2.0)], boost=3.0), term("none")], boost=0.5)
    assert scores(reader, nested) == boosted
    prefix = Prefix("words", "da", boost=4.0)
    assert set(scores(reader, And([prefix], boost=0.5)).values()) == {2.0}


def test_and_and_or_sum(reader: Reader) -> None:
    data, power = scores(reader, term("data")), scores(reader, term("power"))
    both = {key: pytest.approx(data[key] + power[key], rel=1e-5) for key in "ac"}
    assert scores(reader, And([term("data"), term("power")])) == both
    assert scores(reader, Or([term("data"), term("power")])) == {**both, "b": pytest.approx(data["b"])}
    assert scores(reader, AndMaybe(term("data"), term("power"))) == {**both, "b": pytest.approx(data["b"])}
    assert scores(reader, Or([term("data"), term("power")], minmatch=2)) == both


def test_the_best_of_takes_the_best_and_a_share_of_the_others(reader: Reader) -> None:
    data, power = scores(reader, term("data")), scores(reader, term("power"))
    for share in (0.0, 0.1, 1.0):
        best = scores(reader, DisjunctionMax([term("data"), term("power")], tiebreak=share))
        for key in "ac":
            high, low = max(data[key], power[key]), min(data[key], power[key])
            assert best[key] == pytest.approx(high + share * low, rel=1e-5)
        assert best["b"] == pytest.approx(data["b"])


def test_what_is_there_or_not_scores_alike(reader: Reader) -> None:
    for tree in (
        Prefix("words", "da"),
        Wildcard("words", "d*a"),
        FuzzyTerm("words", "data", maxdist=1),
        NumericRange("second", None, 50),
        Every(),
    ):
        assert set(scores(reader, tree).values()) == {1.0}
    assert set(scores(reader, Not(term("data"))).values()) == {0.0}
    assert set(scores(reader, And([Not(term("data")), Not(term("x"))])).values()) == {0.0}
    assert set(scores(reader, ConstantScoreQuery(term("data"), 2.5)).values()) == {2.5}


@pytest.mark.parametrize("limits", [(None, None), (1, 3), (None, 3), (1, None)])
def test_a_range_that_every_document_lies_in_keeps_its_score_beside_other_nodes(
    store: Callable[[Iterable[Document]], Reader],
    make: Callable[..., Document],
    limits: tuple[int | None, int | None],
) -> None:
    reader = store(
        [make("a", "data x", number=1), make("b", "data y", number=2), make("c", "data", number=3)]
    )
    within = NumericRange("second", *limits)
    plain = scores(reader, term("data"))
    assert plain.keys() == set("abc")
    with_range = {key: pytest.approx(score + 1, rel=1e-5) for key, score in plain.items()}
    assert scores(reader, within) == dict.fromkeys("abc", 1.0)
    assert scores(reader, And([term("data"), within])) == with_range
    assert scores(reader, Or([term("data"), within])) == with_range
    assert scores(reader, AndMaybe(term("data"), within)) == with_range
    assert scores(reader, AndMaybe(term("data"), And([within]))) == with_range
    boosted = NumericRange("second", *limits, boost=3.0)
    assert scores(reader, AndMaybe(term("x"), boosted)) == {
        "a": pytest.approx(scores(reader, term("x"))["a"] + 3, rel=1e-5)
    }


def test_a_denied_node_takes_nothing_from_a_score(reader: Reader) -> None:
    assert scores(reader, And([term("data"), Not(term("grid"))])) == {
        key: pytest.approx(score) for key, score in scores(reader, term("data")).items() if key != "a"
    }


def test_more_placements_than_the_limit_are_refused_with_the_limit(reader: Reader) -> None:
    with pytest.raises(TreeError, match=str(MAX_PLACEMENTS)):
        reader.search(Phrase("grams", ["data", "center", "power"], slop=MAX_PLACEMENTS))
    assert reader.search(Phrase("grams", ["data", "center"], slop=MAX_PLACEMENTS)).total == 2


def test_too_long_a_pattern_is_refused_with_the_limit(reader: Reader) -> None:
    longest = "数" * (MAX_PATTERN - MAX_WILDCARDS) + "*" * MAX_WILDCARDS
    assert reader.search(Wildcard("words", longest)).total == 0
    assert reader.search(Prefix("words", "数" * MAX_PATTERN)).total == 0
    for text in (longest + "x", "*" * (MAX_WILDCARDS + 1)):
        with pytest.raises(TreeError, match="at most"):
            reader.search(Wildcard("words", text))
    for node in (Prefix("words", longest + "x"), FuzzyTerm("words", longest + "x", maxdist=1)):
        with pytest.raises(TreeError, match="at most"):
            reader.search(node)


@pytest.mark.alone
def test_a_pattern_takes_a_time_that_grows_with_the_token_alone(
    store: Callable[[Iterable[Document]], Reader], make: Callable[..., Document]
) -> None:
    reader = store([make("long", "a" * 5_000), make("fits", "aaaaaab")])
    began = time.perf_counter()
    assert set(scores(reader, Wildcard("words", "a*a*a*a*a*b"))) == {"fits"}
    assert time.perf_counter() - began < 1


def test_a_node_that_no_engine_answers_is_refused_by_name(reader: Reader) -> None:
    from whoosh.query import Otherwise

    with pytest.raises(TreeError, match="Otherwise"):
        reader.search(Or([term("data"), Otherwise(term("data"), term("grid"))]))
    with pytest.raises(TreeError, match="only terms and exact phrases, not Or"):
        reader.search(Sequence([Or([term("data")]), Term("grams", "x")]))
    with pytest.raises(TreeError, match="one field"):
        reader.search(Sequence([Term("words", "data"), Term("grams", "x")]))


def test_an_explanation_adds_up_to_the_score(reader: Reader) -> None:
    tree = And(
        [
            DisjunctionMax([term("data", boost=2.0), Phrase("grams", ["data", "center"])], tiebreak=0.1),
            AndMaybe(Or([term("power"), Prefix("words", "gr")]), term("grid")),
            Not(term("none")),
        ],
        boost=2.0,
    )
    explained = Explainer(reader).explain(tree, ["a"])["a"]
    assert explained.score == pytest.approx(scores(reader, tree)["a"])
    assert explained.score == pytest.approx(sum(part.score for part in explained.parts) * 2.0, rel=1e-5)
    best, maybe, denied = explained.parts
    assert (best.kind, denied.kind, denied.score) == ("DisjunctionMax", "Not", 0.0)
    high, low = sorted((part.score for part in best.parts), reverse=True)
    assert best.score == pytest.approx(high + 0.1 * low, rel=1e-5)
    assert [part.kind for part in maybe.parts] == ["Or", "Term"]
    assert [(part.field, part.text) for part in best.parts] == [("words", "data"), ("grams", "data center")]
    assert Explainer(reader).explain(tree, ["b"]) == {}


def explained_tree() -> Query:
    """A tree with one node in two places, as the plan of a pattern has."""
    either = Or([Prefix("words", "da"), Wildcard("words", "p*er")])
    return And(
        [ConstantScoreQuery(either, 0.0), AndMaybe(Not(term("none")), ConstantScoreQuery(either, 2.0))]
    )


def test_all_documents_of_a_page_are_explained_by_one_search_for_each_node(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[Query] = []
    scorer = reader.scorer

    def counting(keys: Iterable[str]) -> Callable[[Query], object]:
        score = scorer(keys)
        return lambda tree: (searched.append(tree), score(tree))[1]

    monkeypatch.setattr(reader, "scorer", counting)
    explainer = Explainer(reader)
    explained = explainer.explain(explained_tree(), ["e", "c", "none", "a", "f"])
    assert list(explained) == ["e", "c", "a"]
    assert len(searched) == 8  # both of the `either` and what is in it once
    assert not explainer.is_cut
    alone = {key: Explainer(reader).explain(explained_tree(), [key])[key] for key in explained}
    assert alone == explained
    kinds = [part.kind for part in explained["e"].parts[0].parts[0].parts]
    assert kinds == ["Prefix"]


def test_an_explanation_within_the_limits_says_nothing_of_them(reader: Reader) -> None:
    explained = Explainer(reader).explain(explained_tree(), ["a"])["a"]
    assert b"unexplained" not in msgspec.json.encode(explained)


@pytest.mark.parametrize("limits", [{"max_scores": 0}, {"max_scores": 5}, {"max_seconds": -1.0}], ids=str)
def test_what_lies_beyond_the_limits_is_left_out_and_says_so(
    reader: Reader, limits: dict[str, float]
) -> None:
    explainer = Explainer(reader, **limits)  # type: ignore[arg-type]
    explained = explainer.explain(explained_tree(), "ac")
    assert explainer.is_cut
    whole = Explainer(reader).explain(explained_tree(), "ac")
    assert {key: each.score for key, each in explained.items()} == {
        key: each.score for key, each in whole.items()
    }
    for each in explained.values():
        assert each.unexplained or any(part.unexplained for part in each.parts)
        assert b'"unexplained":true' in msgspec.json.encode(each)
