"""An article becomes the document that an engine stores, and comes back from it as it was."""

import threading

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Analyzer, Article, Cited, IndexUnusable, article_of
from index.articles.compression import compressed
from index.articles.documents import document_of, stored_of

texts = st.text() | st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF))


def article(title: str, *paragraphs: str) -> Article:
    return Article(
        id="a",
        title=title,
        url=None,
        source="",
        published=None,
        tickers=(),
        viewpoint=Cited(title, ()),
        groups=(),
        paragraphs=paragraphs,
    )


@given(texts, st.lists(texts, max_size=3))
def test_an_article_comes_back_as_it_was_stored(title: str, paragraphs: list[str]) -> None:
    stored = article(title, *paragraphs)
    assert article_of(stored_of(stored)) == stored


def test_every_character_comes_back() -> None:
    characters = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x110000)]))
    assert article_of(stored_of(article("all", characters))).paragraphs == (characters,)


@pytest.mark.parametrize("damaged", [b"", b"no", compressed(b"{}"), compressed(b"\xff{")])
def test_damaged_bytes_are_said_to_be_damaged(damaged: bytes) -> None:
    with pytest.raises(IndexUnusable, match="reindex"):
        article_of(damaged)


def test_no_changed_byte_goes_unseen() -> None:
    stored = stored_of(article("数据中心", *(f"paragraph {number}, 第{number}段" for number in range(40))))
    for place in range(len(stored)):
        for bit in range(8):
            damaged = bytearray(stored)
            damaged[place] ^= 1 << bit
            try:
                read = article_of(bytes(damaged))
            except IndexUnusable:
                continue
            assert read == article_of(stored), (place, bit)


def test_many_threads_read_articles_at_once() -> None:
    given = [article(f"a{number}", "数据" * number) for number in range(50)]
    stored = [stored_of(each) for each in given]
    faults = []

    def read() -> None:
        for _ in range(40):
            if [article_of(each) for each in stored] != given:
                faults.append(threading.current_thread().name)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_a_date_in_the_far_future_is_in_no_month(analyzer: Analyzer) -> None:
    def months(published: str) -> list[str]:
        dated = msgspec.structs.replace(article("水厂"), published=published)
        return list(document_of(dated, analyzer).values["month_facet"])

    assert months("2025-05-02") == ["2025-05"]
    assert months("9999-05-02") == []
