"""Where words are optional, an article ranks by how much it has of what the query is about."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query as nodes

from index import Analyzer, Article, Generation, Group, Layer, fields, folded
from index.articles.documents import document_of
from index.articles.fields import ARTICLE_FIELDS
from index.engines import open_engine
from index.storage.generations import FORMAT, Meta
from search.lexicon.stopwords import FUNCTION_WORDS
from search.lexicon.synonyms import Synonyms
from search.plan.expansion import expand
from search.plan.plan import Clauses, TierBuilder
from search.plan.planner import QueryPlanner
from search.plan.query_words import WordExpander
from search.plan.wildcards import Vocabulary
from search.query.parser import ANY
from search.ranking.clauses import (
    Clause,
    QueryText,
    clause_weights,
    weighted_clauses,
)


@contextmanager
def generation_of(texts: Sequence[str], analyzer: Analyzer) -> Iterator[Generation]:
    """Articles `0`, `1`, … of one paragraph each."""
    engine = open_engine("tantivy")
    with TemporaryDirectory() as folder:
        with engine.create(Path(folder), ARTICLE_FIELDS) as writer:
            for number, text in enumerate(texts):
                groups: tuple[Group, ...] = ()
                article = Article(str(number), "—", None, "", None, (), None, groups, (text,))
                writer.add(document_of(article, analyzer))
            writer.commit()
        meta = Meta(FORMAT, "tantivy", engine.identity, analyzer.fingerprint, len(texts), 0, 0, "")
        yield Generation("g000001", meta, engine.open(Path(folder), ARTICLE_FIELDS))


@pytest.fixture(scope="module")
def written(analyzer: Analyzer) -> Iterator[Generation]:
    with generation_of(WRITTEN, analyzer) as generation:
        yield generation


def optional_of(query: str, analyzer: Analyzer, statistics: Vocabulary) -> nodes.Query:
    """The tree of the articles that have any content word of a query, as it is ranked."""
    today = date(2025, 5, 14)
    expansion = expand(nodes.Term(ANY, query), WordExpander(analyzer, statistics), today=today)
    clauses = Clauses(tuple(weighted_clauses([QueryText(query, fields.TEXTS)], analyzer, statistics)))
    return TierBuilder((), today, statistics.count).any_terms(expansion, clauses).tree


def weights_of(text: str, analyzer: Analyzer) -> dict[Clause, float]:
    return clause_weights([QueryText(text, fields.TEXTS)], analyzer)[0]


def ranked(query: str, texts: Sequence[str], analyzer: Analyzer) -> list[int]:
    with generation_of(texts, analyzer) as generation:
        reader = generation.articles
        tree = optional_of(query, analyzer, reader)
        return [int(hit.key) for hit in reader.search(tree, limit=100).hits]


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        # The rare word weighs more than the common one.
        ("苹果公司 电池", ["苹果公司发布手机", "锂电池的寿命", *["苹果公司发布新品"] * 5]),
        # The words that make it a question don't count, however rare they are.
        (
            "what is the drag of a wing",
            ["what is the question", "drag on a swept wing in flight", *["no"] * 5],
        ),
        ("电池的寿命是多少", ["你今年多少岁，是什么人", "锂电池寿命", *["天气"] * 5]),
        # Words side by side score higher than the same words apart.
        ("大学生活", ["他生活在一所大学，活动很多", "丰富的大学生活", *["天气"] * 5]),
        # A word that the segmenter cuts differently still counts.
        ("司机动", ["公司很大", "公司机动车", *["天气"] * 5]),
        # The exact form ranks above another form of the same stem.
        ("universities", ["a universe of universal things", "two universities of old times", *["rain"] * 5]),
    ],
)
def test_the_second_article_is_the_better_answer(query: str, texts: list[str], analyzer: Analyzer) -> None:
    assert ranked(query, texts, analyzer)[0] == 1


def test_an_article_answers_by_the_share_of_the_words_that_it_has(analyzer: Analyzer) -> None:
    texts = ["量子计算的进展", *["公司的消息"] * 30]
    with generation_of(texts, analyzer) as generation:
        planner = QueryPlanner(generation.articles, analyzer, Synonyms(()))
        (tier,) = planner.plan_native("公司 宣布 量子 计算").tiers
        answering = generation.articles.search(tier.tree, limit=100).hits
        assert [hit.key for hit in answering] == ["0"]
        rest = planner.plan_native("公司 宣布 量子 计算").any_terms
        assert generation.articles.search(rest.tree, limit=100).total == 31


def test_function_words_alone_are_searched_as_typed(analyzer: Analyzer) -> None:
    assert ranked("to be or not to be", ["to be or not to be", "rain"], analyzer) == [0]
    assert ranked("是什么", ["这是什么", "天气"], analyzer) == [0]


@pytest.mark.parametrize("query", ["", "  ", "？！…", "量子", "\u200b", "的"])
def test_what_is_nowhere_finds_nothing(query: str, analyzer: Analyzer) -> None:
    assert ranked(query, ["rain"], analyzer) == []
    assert ranked(query, [], analyzer) == []


def test_the_exact_form_of_a_likely_name_weighs_as_much_as_its_stem(analyzer: Analyzer) -> None:
    def letters(text: str, token: str) -> float:
        return weights_of(text, analyzer)[Clause(Layer.GRAMS, (token,), fields.TEXTS)]

    name = letters("电池 battery", "battery")
    assert name == letters("the Battery", "battery")
    plain = letters("the battery", "battery")
    assert plain < name
    assert plain == letters("Battery life", "battery") == letters("THE BATTERY", "battery")


def test_a_word_typed_twice_counts_twice_and_its_letters_once(analyzer: Analyzer) -> None:
    once, twice = weights_of("drag", analyzer), weights_of("drag drag", analyzer)
    word, letters = (Clause(layer, ("drag",), fields.TEXTS) for layer in (Layer.WORDS, Layer.GRAMS))
    assert twice[word] == 2 * once[word]
    assert twice[letters] == once[letters]


def test_a_pair_across_a_seam_alone_retrieves_no_article(analyzer: Analyzer) -> None:
    assert [unit.text for unit in analyzer.units("电池寿命")] == ["电池", "寿命"]
    assert ranked("电池寿命", ["水池寿司", "天气"], analyzer) == []


@pytest.mark.parametrize(
    ("query", "is_question"),
    [
        ("微软 投资", False),
        ("数据中心的电力是多少", False),
        ("微软在哪一年投资了哪家人工智能公司", True),
        ("what is the drag of the wing", False),
        ("what similarity laws must be obeyed when constructing models", True),
        ("微软 AND 投资 AND 数据中心 AND 电力 AND 芯片", False),
        ("微软 投资 数据中心 电力 芯片", True),
        ("", False),
    ],
)
def test_a_query_of_more_than_three_content_words_requires_none(
    query: str, is_question: bool, analyzer: Analyzer
) -> None:
    with generation_of(["rain"], analyzer) as generation:
        plan = QueryPlanner(generation.articles, analyzer, Synonyms(())).plan_native(query)
    assert plan.requires_all_terms is not is_question


WRITTEN = [
    "微软宣布在中国的数据中心投资 800 亿美元，用的是 H100。",
    "GPT-4o 和 iPhone15 的 USB-C 口；AT&T's e-mail, C++, 3.6.3!",
    "The 5G stations of 2025-05-02 are 50% faster。這是繁體字，龘㐂。",
    "\u200b的\u00ad了 (１２３) ﬁne naïve ㎏ 😀 カタ",
]


@settings(deadline=None, max_examples=examples(300))
@given(text=st.text(max_size=60) | st.tuples(st.integers(0, 3), st.integers(0, 60), st.integers(1, 60)))
def test_any_text_can_be_searched_and_articles_with_all_of_it_are_retrieved(
    text: str | tuple[int, int, int], written: Generation, analyzer: Analyzer
) -> None:
    query = text if isinstance(text, str) else WRITTEN[text[0]][text[1] : text[1] + text[2]]
    reader = written.articles
    tree = optional_of(query, analyzer, reader)
    hits = [hit.key for hit in reader.search(tree).hits]
    expansion = expand(nodes.Term(ANY, query), WordExpander(analyzer, reader), today=date(2025, 5, 14))
    all_terms = [hit.key for hit in reader.search(expansion.tree).hits]
    assert set(all_terms) <= set(hits)


def test_a_word_is_searched_in_the_whole_article(analyzer: Analyzer) -> None:
    with generation_of(["a battery", "batteries"], analyzer) as generation:
        tree = optional_of("battery", analyzer, generation.articles)
    terms = {(leaf.fieldname, leaf.text) for leaf in tree.leaves() if isinstance(leaf, nodes.Term)}
    assert terms == {("article_words", "batteri"), ("article_grams", "battery")}


def test_a_function_word_is_a_unit_of_its_own(analyzer: Analyzer) -> None:
    for word in FUNCTION_WORDS:
        assert folded(word) == word
        assert [unit.text for unit in analyzer.units(word)] == [word]
