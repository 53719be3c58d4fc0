"""Both engines find the same articles for any tree, and so does a plain reading of the articles.

Three things are held against each other over random collections and random trees: the engines, an oracle that
looks at one document at a time, and where its nodes are Whoosh's alone, Whoosh's own matching.
"""

import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import index as whoosh_index

import index.engines.tree as nodes
from index import Analyzer, Article, Cited, Generation, Group, Ticker
from index.articles.documents import document_of
from index.articles.fields import ARTICLE_FIELDS, PUBLISHED, TICKER, TICKER_FACET
from index.engines import Document, FieldKind, Reader, engine_names, open_engine
from index.engines.placements import MAX_PLACEMENTS, largest_slop, placement_count, placements
from index.storage.generations import FORMAT, Meta
from search import Searcher

EXAMPLES = examples(300)
TREES = 8  # searched for in each collection

PIECES = [
    "数据", "中心", "数据中心", "資料庫", "微软", "A股", "的", "了", "人工智能", "芯片", "后", "里", "。",
    "，", "data", "center", "Data", "running", "runs", "company", "companies", "AI", "OpenAI", "GPT-4o",
    "iPhone15", "3.6.3", "C++", "café", "US:MSFT", "2025", "50%", "a", "I", "open", "ai", "b",
]  # fmt: skip
DATES = [None, "2013", "2025-05", "2025-05-02", "2025-05-02T04:36:00+08:00", "1969-12-31"]
TICKERS = [Ticker("US:MSFT", "Microsoft"), Ticker("US:AAPL", "苹果"), Ticker("HK:0700")]

TOKEN_FIELDS = [
    field.name for field in ARTICLE_FIELDS if field.kind in {FieldKind.TOKENS, FieldKind.POSITIONS}
]
PHRASE_FIELDS = [field.name for field in ARTICLE_FIELDS if field.kind is FieldKind.POSITIONS]


def collection(seed: int, size: int) -> list[Article]:
    chance = random.Random(seed)

    def text(most: int) -> str:
        joint = chance.choice(["", " ", "，"])
        return joint.join(chance.choice(PIECES) for _ in range(chance.randint(0, most)))

    return [
        Article(
            id=f"a{number}",
            title=text(4),
            url=None,
            source=chance.choice(["", "量子位", "Sample Review"]),
            published=chance.choice(DATES),
            tickers=tuple(chance.sample(TICKERS, chance.randint(0, 2))),
            viewpoint=Cited(text(6)) if chance.random() < 0.3 else None,
            groups=(Group(text(2), tuple(Cited(text(8)) for _ in range(chance.randint(0, 2)))),),
            paragraphs=tuple(text(12) for _ in range(chance.randint(0, 3))),
        )
        for number in range(size)
    ]


@contextmanager
def stores(documents: Sequence[Document]) -> Iterator[dict[str, Reader]]:
    """The documents in a store of each engine; the one of Whoosh is also there as Whoosh itself opens it."""
    with tempfile.TemporaryDirectory() as root:
        readers: dict[str, Any] = {}
        for name in engine_names():
            folder = Path(root) / name
            folder.mkdir()
            engine = open_engine(name)
            with engine.create(folder, ARTICLE_FIELDS) as writer:
                for each in documents:
                    writer.add(each)
                writer.commit()
            readers[name] = engine.open(folder, ARTICLE_FIELDS)
        readers["native"] = whoosh_index.open_dir(str(Path(root) / "whoosh")).searcher()
        try:
            yield readers
        finally:
            for reader in readers.values():
                reader.close()


class Oracle:
    """Whether one document matches a tree: every node in the words of `index/engines/tree.py`."""

    def __init__(self, document: Document) -> None:
        self.tokens = {field.name: document.tokens.get(field.name, "").split() for field in ARTICLE_FIELDS}
        self.tokens |= {name: list(values) for name, values in document.values.items()}
        self.numbers = document.numbers

    def matches(self, node: Any) -> bool:
        match node:
            case nodes.Term():
                return node.text in self.tokens[node.fieldname]
            case nodes.Phrase():
                return self.has_phrase(node.fieldname, [[word] for word in node.words], node.slop)
            case nodes.Sequence():
                blocks = [
                    [part.text] if isinstance(part, nodes.Term) else part.words for part in node.subqueries
                ]
                return self.has_phrase(node.subqueries[0].fieldname, blocks, node.slop)
            case nodes.Prefix():
                return any(token.startswith(node.text) for token in self.tokens[node.fieldname])
            case nodes.Wildcard():
                pattern = "".join({"*": ".*", "?": "."}.get(each) or re.escape(each) for each in node.text)
                return any(re.fullmatch(pattern, token, re.DOTALL) for token in self.tokens[node.fieldname])
            case nodes.FuzzyTerm():
                return any(edits(token, node.text) <= node.maxdist for token in self.tokens[node.fieldname])
            case nodes.NumericRange():
                number = self.numbers.get(node.fieldname)
                low = node.start if node.start is None or not node.startexcl else node.start + 1
                high = node.end if node.end is None or not node.endexcl else node.end - 1
                return (
                    number is not None and (low is None or low <= number) and (high is None or number <= high)
                )
            case nodes.And():
                return bool(node.subqueries) and all(map(self.matches, node.subqueries))
            case nodes.Or():
                return sum(map(self.matches, node.subqueries)) >= max(node.minmatch, 1)
            case nodes.DisjunctionMax():
                return any(map(self.matches, node.subqueries))
            case nodes.AndMaybe():
                return self.matches(node.a)
            case nodes.Not():
                return not self.matches(node.query)
            case nodes.ConstantScoreQuery():
                return self.matches(node.child)
            case nodes.Every():
                return True
        return False

    def has_phrase(self, field: str, blocks: Sequence[Sequence[str]], slop: int) -> bool:
        tokens = self.tokens[field]
        ends: set[int] = set()
        for number, block in enumerate(blocks):
            found = {
                at + len(block) - 1
                for at in range(len(tokens) - len(block) + 1)
                if tokens[at : at + len(block)] == list(block)
                and (number == 0 or any(0 < at - end <= slop for end in ends))
            }
            ends = found
        return bool(ends)


def edits(one: str, other: str) -> int:
    """Levenshtein's distance, row by row."""
    row = list(range(len(other) + 1))
    for place, character in enumerate(one, 1):
        before, row[0] = row[0], place
        for at, letter in enumerate(other, 1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (character != letter))
    return row[-1]


@st.composite
def trees(draw: st.DrawFn, vocabulary: Mapping[str, Sequence[str]], depth: int = 5) -> Any:
    """A tree of any nodes, over tokens that occur in the collection and some that don't."""

    def token(field: str) -> str:
        return draw(st.sampled_from([*vocabulary[field], "none", "数"]))

    kinds = ["term", "term", "phrase", "sequence", "prefix", "wildcard", "fuzzy", "range", "every", "none"]
    if depth > 1:
        kinds += ["and", "or", "best", "maybe", "not", "constant"] * 2
    kind = draw(st.sampled_from(kinds))
    boost = draw(st.sampled_from([1.0, 1.0, 0.5, 3.0]))
    field = draw(
        st.sampled_from(PHRASE_FIELDS if kind in {"phrase", "sequence"} else [*TOKEN_FIELDS, TICKER])
    )
    below = trees(vocabulary, depth - 1)
    parts = st.lists(below, max_size=3)
    slop = draw(st.integers(1, 4))
    match kind:
        case "term":
            return nodes.Term(field, token(field), boost=boost)
        case "phrase":
            words = [token(field) for _ in range(draw(st.integers(0, 4)))]
            return nodes.Phrase(field, words, slop=slop, boost=boost)
        case "sequence":
            blocks = [
                [token(field) for _ in range(draw(st.integers(1, 3)))] for _ in range(draw(st.integers(1, 3)))
            ]
            of_blocks = [nodes.Term(field, b[0]) if len(b) == 1 else nodes.Phrase(field, b) for b in blocks]
            return nodes.Sequence(of_blocks, slop=slop, boost=boost)
        case "prefix":
            return nodes.Prefix(field, token(field)[: draw(st.integers(0, 3))], boost=boost)
        case "wildcard":
            text = token(field)
            at = draw(st.integers(0, len(text) - 1))
            return nodes.Wildcard(
                field, text[:at] + draw(st.sampled_from("*?")) + text[at + 1 :], boost=boost
            )
        case "fuzzy":
            text = token(field)
            at = draw(st.integers(0, len(text)))
            return nodes.FuzzyTerm(
                field, text[:at] + text[at + 1 :] or "x", maxdist=draw(st.integers(1, 2)), prefixlength=0
            )
        case "range":
            limits = st.sampled_from([None, -86400, 0, 1377993600, 1746144000, 1746160560])
            return nodes.NumericRange(
                PUBLISHED, draw(limits), draw(limits), draw(st.booleans()), draw(st.booleans()), boost=boost
            )
        case "and":
            return nodes.And(draw(parts), boost=boost)
        case "or":
            return nodes.Or(draw(parts), boost=boost, minmatch=draw(st.integers(0, 3)))
        case "best":
            return nodes.DisjunctionMax(draw(parts), boost=boost, tiebreak=draw(st.sampled_from([0.0, 0.1])))
        case "maybe":
            return nodes.AndMaybe(draw(below), draw(below))
        case "not":
            return nodes.Not(draw(below))
        case "constant":
            return nodes.ConstantScoreQuery(draw(below), draw(st.sampled_from([0.0, 2.0])))
        case "every":
            return nodes.Every()
    return nodes.NullQuery


def is_native(node: Any) -> bool:
    """Whether Whoosh itself can answer: it has no least number of matches, its ranges are of fields of
    another kind, a sequence or an empty phrase is beyond it, and it skips a part without children."""
    if isinstance(node, nodes.NumericRange | nodes.Sequence) or getattr(node, "minmatch", 0) > 1:
        return False
    if isinstance(node, nodes.Phrase):
        # It drops a word that comes twice at distance 0, and has no way with none.
        return len(set(node.words)) == len(node.words) > 0
    if isinstance(node, nodes.Wildcard):
        return "[" not in node.text
    children = list(node.children())
    if isinstance(node, nodes.And | nodes.Or | nodes.DisjunctionMax) and not children:
        return False
    # Whoosh cuts a union short where a part is excluded and the other parts match nothing.
    return all(map(is_native, children)) and not (
        isinstance(node, nodes.Or | nodes.DisjunctionMax | nodes.AndMaybe | nodes.And)
        and any(isinstance(child, nodes.Not) for child in children)
    )


hostile = settings(deadline=None, suppress_health_check=list(HealthCheck))


@settings(hostile, max_examples=EXAMPLES)
@given(seed=st.integers(0, 2**32), size=st.one_of(st.integers(1, 12), st.integers(1, 200)), data=st.data())
def test_every_tree_finds_the_same_articles(
    analyzer: Analyzer, seed: int, size: int, data: st.DataObject
) -> None:
    documents = [document_of(article, analyzer) for article in collection(seed, size)]
    oracles = {document.key: Oracle(document) for document in documents}
    vocabulary: dict[str, list[str]] = {}
    for name in [*TOKEN_FIELDS, TICKER]:
        held = {token for oracle in oracles.values() for token in oracle.tokens[name]}
        vocabulary[name] = sorted(held)[:60]
    with stores(documents) as readers:
        for _ in range(TREES):
            tree = data.draw(trees(vocabulary))
            expected = {key for key, oracle in oracles.items() if oracle.matches(tree)}
            found = {name: readers[name].search(tree, limit=size) for name in engine_names()}
            for each in found.values():
                assert {hit.key for hit in each.hits} == expected
                assert each.total == len(expected)
            tickers = Counter(value for key in expected for value in oracles[key].tokens[TICKER_FACET])
            for name in found:
                # Where nothing is ranked, an engine may translate a tree in another way.
                reader = readers[name]
                assert reader.search(tree, limit=0).total == len(expected)
                kept = reader.search(nodes.Every(), filters=[tree], limit=size)
                assert {hit.key for hit in kept.hits} == expected
                (counted,) = reader.facets(tree, {TICKER_FACET: len(TICKERS)}).values()
                assert {each.value: each.count for each in counted} == tickers
            scores = [{hit.key: hit.score for hit in each.hits} for each in found.values()]
            assert scores[0] == {
                key: pytest.approx(score, rel=1e-3, abs=1e-4) for key, score in scores[1].items()
            }
            if is_native(tree):
                native: Any = readers["native"]
                assert {native.stored_fields(number)["id"] for number in tree.docs(native)} == expected


WORDS = [
    "数据",
    "中心",
    "data",
    "center",
    "runs",
    "微软",
    "的",
    "open ai",
    "US:MSFT",
    "gpt-4o",
    "2025",
    "A股",
]


@settings(hostile, max_examples=max(EXAMPLES // 3, 1))
@given(
    seed=st.integers(0, 2**32),
    size=st.integers(1, 60),
    queries=st.lists(
        st.lists(
            st.builds(
                "{0}{1}{2}".format,
                st.sampled_from(["", "", "-", '"', "title:", "point:"]),
                st.sampled_from(WORDS),
                st.sampled_from(["", "", '"', "^2"]),
            ),
            min_size=1,
            max_size=3,
        ).map(" ".join),
        min_size=1,
        max_size=6,
    ),
)
def test_every_question_gets_the_same_articles_and_passages(
    analyzer: Analyzer, seed: int, size: int, queries: list[str]
) -> None:
    articles = collection(seed, size)
    with stores([document_of(article, analyzer) for article in articles]) as readers:
        answers = []
        for name in engine_names():
            meta = Meta(FORMAT, name, "", analyzer.fingerprint, len(articles), 0, 0, "")
            searcher = Searcher(Generation("g000001", meta, readers[name]), analyzer)
            answers.append([searcher.search(query, size=100) for query in queries])
        for one, other in zip(*answers, strict=True):
            assert one.total == other.total
            assert one.facets == other.facets
            by_id = {article.id: article.passages for article in other.articles}
            assert {article.id: article.passages for article in one.articles} == by_id


def test_the_trees_of_these_tests_hold_every_node() -> None:
    """Without this, a node that the generator forgets would pass."""
    vocabulary = {name: ["data", "数据"] for name in [*TOKEN_FIELDS, TICKER]}
    seen: set[str] = set()

    @settings(hostile, max_examples=400, database=None, derandomize=True)
    @given(trees(vocabulary))
    def look(tree: Any) -> None:
        below = [tree]
        while below:
            node = below.pop()
            seen.add(type(node).__name__)
            below += list(node.children())
            below += [node.a, node.b] if isinstance(node, nodes.AndMaybe) else []
            below += [node.child] if isinstance(node, nodes.ConstantScoreQuery) else []

    look()
    expected = {each for each in nodes.__all__ if each not in {"Query", "NullQuery"}} | {"_NullQuery"}
    assert seen == expected


def test_the_largest_slop_keeps_within_the_limit_and_the_next_one_does_not() -> None:
    for parts, slop in product(range(1, 12), (1, 2, 3, 16, 17, 256, 257, 100_000)):
        largest = largest_slop(parts, slop)
        assert 1 <= largest <= slop
        assert placement_count(parts, largest) <= MAX_PLACEMENTS or largest == 1
        assert largest == slop or placement_count(parts, largest + 1) > MAX_PLACEMENTS


def test_placements_are_counted_as_they_are_made() -> None:
    for parts, slop in product(range(1, 5), range(1, 5)):
        if placement_count(parts, slop) <= MAX_PLACEMENTS:
            made = placements(nodes.Phrase("grams", list("abcd"[:parts]), slop=slop)).ways
            assert len(made) == len(set(made)) == placement_count(parts, slop)
