"""The passage that answers comes first, and of a long one the sentence that answers is shown."""

from collections.abc import Callable

import pytest
from highlighting import highlight_terms_of

from index import Analyzer, Article, Cited, Group
from search import Searcher
from search.passages.answering import question_of
from search.passages.highlighting import find_highlights, weighted_terms
from search.passages.hits import article_hit
from search.passages.snippets import most_shown
from search.results import ArticleHit

Shown = Callable[..., ArticleHit]
OTHER = "这一段说的是别的事情，与所问的无关。"
NEUTRAL = "Nothing of the kind is said in this sentence. "


@pytest.fixture
def shown(analyzer: Analyzer) -> Shown:
    """What is shown of an article with these paragraphs and points; every word is as rare as any other."""

    def of(
        query: str,
        *paragraphs: str,
        points: tuple[str, ...] = (),
        heading: str = "",
        title: str = "—",
    ) -> ArticleHit:
        groups = (Group(heading, tuple(map(Cited, points))),) if points else ()
        article = Article("a", title, None, "", None, (), None, groups, paragraphs)
        terms = highlight_terms_of(query, analyzer)
        highlights = find_highlights(article, weighted_terms(terms, [1.0] * len(terms)))
        return article_hit(article, highlights, score=1.0, question=question_of(query, terms))

    return of


def first(hit: ArticleHit) -> str:
    return hit.passages[0].snippet.text


def test_a_word_that_is_rare_in_the_article_tells_more_than_its_subject(shown: Shown) -> None:
    subject = ["锂电池是一种电池。", "锂电池很轻。锂电池，锂电池！", "锂电池的市场。", "锂电池的历史。"]
    assert first(shown("锂电池的回收", *subject, "旧的可以回收。")) == "旧的可以回收。"
    subject = ["A battery, a battery!", "One battery.", "Two batteries.", "No battery."]
    assert first(shown("battery recycling", *subject, "It is recycled.")) == "It is recycled."


def test_two_words_tell_more_than_one_that_is_repeated(shown: Shown) -> None:
    repeated, both = "battery, battery, battery, battery", "the life of a battery"
    assert first(shown("battery life", repeated, both, "life, life, life")) == both


def test_what_shares_characters_with_the_question_comes_before_what_shares_none(shown: Shown) -> None:
    assert first(shown("创立的城市", "这座城市很大。", "这座城市是首创之地。")) == "这座城市是首创之地。"
    assert first(shown("創立的城市", "這座城市很大。", "這座城市是首創之地。")) == "這座城市是首創之地。"


@pytest.mark.parametrize(
    ("query", "without", "answer"),
    [
        ("大桥有多长", "大桥很长。", "大桥全长 500 米。"),
        ("How many bridges are there?", "There are bridges.", "Thirty bridges were built."),
        ("When was the bridge built?", "The bridge was built.", "The bridge was built in 1999."),
        ("大桥为什么关闭", "大桥关闭了。", "大桥因为维修关闭。"),
    ],
)
def test_a_passage_with_the_kind_of_answer_comes_first(
    query: str, without: str, answer: str, shown: Shown
) -> None:
    assert first(shown(query, without, answer)) == answer
    assert first(shown(query, answer, without)) == answer


def test_what_adds_to_the_title_comes_before_what_repeats_it(shown: Shown) -> None:
    paragraphs = ("Recycling starts.", "Of batteries much is said.", "The cost is high.")
    query = "batteries recycling cost"
    assert first(shown(query, *paragraphs, title="Recycling of batteries")) == "The cost is high."
    assert first(shown(query, *paragraphs)) == "Recycling starts."
    assert first(shown("锂电池的回收", "锂电池多。", "回收少。", title="锂电池")) == "回收少。"


def test_of_equal_passages_the_earlier_comes_first(shown: Shown) -> None:
    assert first(shown("电池", "电池轻。", "电池重。")) == "电池轻。"


def test_a_point_does_not_come_before_its_paragraph_for_being_a_point(shown: Shown) -> None:
    hit = shown("电池 回收", "电池的回收需要很多设备。", points=("电池回收开始",))
    assert [each.role for each in hit.passages] == ["paragraph", "point"]


def test_a_heading_counts_for_its_points_and_less_than_their_own_words(shown: Shown) -> None:
    hit = shown("电池 回收", "无关", points=("回收开始", "市场很大", "电池回收"), heading="电池")
    assert [each.snippet.text for each in hit.passages] == ["电池回收", "回收开始", "市场很大"]


@pytest.mark.parametrize(
    ("filling", "sentence", "query"),
    [
        (OTHER, "旧的锂电池可以回收。", "锂电池的回收"),
        (NEUTRAL, "Old batteries are recycled. ", "battery recycling"),
    ],
)
def test_of_a_long_paragraph_the_sentence_that_answers_is_shown(
    filling: str, sentence: str, query: str, shown: Shown
) -> None:
    subject = sentence.split("可以")[0] + "很多。" if filling == OTHER else "A battery is one. "
    text = (subject + filling) * 12 + sentence + (filling + subject) * 12
    assert sentence.strip() in first(shown(query, text))
    assert len(first(shown(query, text))) <= most_shown(text) + 3


def test_the_sentences_around_it_are_shown_as_far_as_there_is_room(shown: Shown) -> None:
    text = OTHER * 20 + "锂电池可以回收。回收的费用是九元。" + OTHER * 20
    assert "锂电池可以回收。回收的费用是九元。" in first(shown("锂电池 回收", text))


def test_a_word_and_its_translation_are_one_word(index_of: Callable[..., Searcher]) -> None:
    paragraphs = ["微软和 Microsoft 和 MSFT。", "微软在俄亥俄的投资。"]
    searcher = index_of({"id": "a", "title": "—", "paragraphs": paragraphs})
    (article,) = searcher.search("微软 投资", lang="same").articles
    assert article.passages[0].snippet.text == paragraphs[1]


def test_of_a_text_as_long_as_a_book_the_sentence_that_answers_is_shown(shown: Shown) -> None:
    text = "锂电池很多。" * 3000 + "旧的锂电池可以回收。" + "锂电池很多。" * 3000
    assert "旧的锂电池可以回收。" in first(shown("锂电池的回收", text))
