"""Where words are optional, an article ranks by how much of what the question is about it has."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from whoosh import query as nodes

from index import TEXTS, Analyzer, Article, Generation, Group, Layer, folded
from index.documents import document_of
from index.engines import open_engine
from index.fields import ARTICLE_FIELDS
from index.generations import FORMAT, Meta
from search.function_words import FUNCTION_WORDS
from search.ranking import LEAST_SHARE
from search.relaxing import optional_tree, telling_voices, voice_weights


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


def ranked(query: str, texts: Sequence[str], analyzer: Analyzer) -> list[int]:
    with generation_of(texts, analyzer) as generation:
        reader = generation.articles
        tree = optional_tree(query, analyzer, TEXTS, frequency=reader.document_frequency, count=reader.count)
        return [int(hit.key) for hit in reader.search(tree, limit=100).hits]


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        # The rare word tells more than the common one.
        ("苹果公司 电池", ["苹果公司发布手机", "锂电池的寿命", *["苹果公司发布新品"] * 5]),
        # What makes it a question is no subject, however rare it is.
        (
            "what is the drag of a wing",
            ["what is the question", "drag on a swept wing in flight", *["no"] * 5],
        ),
        ("电池的寿命是多少", ["你今年多少岁，是什么人", "锂电池寿命", *["天气"] * 5]),
        # Words side by side are more than the same words apart.
        ("大学生活", ["他生活在一所大学，活动很多", "丰富的大学生活", *["天气"] * 5]),
        # What the segmenter cuts otherwise still counts.
        ("司机动", ["公司很大", "公司机动车", *["天气"] * 5]),
        # The exact form before another of the same stem.
        ("universities", ["a universe of universal things", "two universities of old times", *["rain"] * 5]),
    ],
)
def test_the_second_article_is_the_better_answer(query: str, texts: list[str], analyzer: Analyzer) -> None:
    assert ranked(query, texts, analyzer)[0] == 1


def test_an_article_without_any_telling_word_is_not_held(analyzer: Analyzer) -> None:
    texts = ["量子计算的进展", *["公司的消息"] * 30]
    assert ranked("公司的量子计算", texts, analyzer) == [0]


def test_words_of_grammar_alone_are_asked_for_as_they_stand(analyzer: Analyzer) -> None:
    assert ranked("to be or not to be", ["to be or not to be", "rain"], analyzer) == [0]
    assert ranked("是什么", ["这是什么", "天气"], analyzer) == [0]


@pytest.mark.parametrize("query", ["", "  ", "？！…", "量子", "\u200b", "的"])
def test_what_is_nowhere_finds_nothing(query: str, analyzer: Analyzer) -> None:
    assert ranked(query, ["rain"], analyzer) == []
    assert ranked(query, [], analyzer) == []


@pytest.mark.parametrize("text", ["battery 电池", "battery life 电池寿命"])
def test_a_word_weighs_alike_in_every_script(text: str, analyzer: Analyzer) -> None:
    weights = voice_weights(analyzer.units(text), analyzer.phrase(text))
    latin = sum(weight for (_, tokens), weight in weights.items() if tokens[0].isascii())
    seam = 0.5 * any(not token.isascii() and token[0].isascii() for _, tokens in weights for token in tokens)
    han = sum(weight for (_, tokens), weight in weights.items() if not tokens[0][-1].isascii()) - seam
    # The last word has no neighbour to make a pair with.
    assert latin == pytest.approx(han + 0.5)


def test_a_word_typed_twice_counts_twice_and_its_letters_once(analyzer: Analyzer) -> None:
    once = voice_weights(analyzer.units("drag"), analyzer.phrase("drag"))
    twice = voice_weights(analyzer.units("drag drag"), analyzer.phrase("drag drag"))
    assert twice[Layer.WORDS, ("drag",)] == 2 * once[Layer.WORDS, ("drag",)]
    assert twice[Layer.GRAMS, ("drag",)] == once[Layer.GRAMS, ("drag",)]


def test_what_the_telling_voices_leave_is_less_than_the_least_share() -> None:
    masses = {(Layer.WORDS, (str(number),)): float(number) for number in range(1, 20)}
    telling = telling_voices(masses)
    left = sum(mass for voice, mass in masses.items() if voice not in telling)
    assert left < LEAST_SHARE * sum(masses.values())
    assert min(masses[voice] for voice in telling) >= max(
        mass for voice, mass in masses.items() if voice not in telling
    )


def test_the_tree_asks_only_where_a_token_is(analyzer: Analyzer) -> None:
    held = {("paragraphs_words", "batteri"): 2, ("paragraphs_grams", "battery"): 1}
    tree = optional_tree(
        "battery", analyzer, TEXTS, frequency=lambda field, token: held.get((field, token), 0), count=9
    )
    terms = {(leaf.fieldname, leaf.text) for leaf in tree.leaves() if isinstance(leaf, nodes.Term)}
    assert terms == held.keys()


def test_a_function_word_is_a_unit_of_its_own(analyzer: Analyzer) -> None:
    for word in FUNCTION_WORDS:
        assert folded(word) == word
        assert [unit.text for unit in analyzer.units(word)] == [word]
