"""The bytes of an article are made small, and come back as they were."""

import hashlib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.compression import Damaged, compressed, decompressed
from index.data.frequent import build


@given(st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
def test_bytes_come_back_as_they_were(data: bytes) -> None:
    assert decompressed(compressed(data)) == data


def test_even_a_short_text_gets_smaller() -> None:
    text = "我们已经没有问题，他们可以自己进行这个工作。".encode()
    assert len(compressed(text)) < len(text) * 0.8


@pytest.mark.parametrize("data", [b"", b"no", compressed(b"whole")[:-1]])
def test_bytes_that_were_not_compressed_are_refused(data: bytes) -> None:
    with pytest.raises(Damaged):
        decompressed(data)


def test_the_dictionary_of_stored_articles_is_unchanged() -> None:
    """With a change of it no stored article can be read, so the number of the layout must rise with it."""
    words = resources.files("index.data").joinpath("frequent.txt").read_text(encoding="utf-8")
    assert hashlib.sha256(words.encode()).hexdigest()[:16] == "c99675cc1d68fb40"
    assert words == build(resources.files("jieba").joinpath("dict.txt").read_text(encoding="utf-8"))
