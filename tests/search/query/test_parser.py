"""A typed query has one logical tree, with and without the shortcut for plain words."""

from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from search.query.parser import parse, parse_syntax

words = st.sampled_from(
    [
        "数据",
        "a",
        "AND",
        "OR",
        "NOT",
        "and",
        "to",
        "TO",
        "date",
        "title",
        "2025",
        "²",
        "ｘ",
        "é",
        "data_center",
        "-",
    ]
)


@settings(deadline=None, max_examples=examples(500))
@given(st.lists(words, min_size=1, max_size=5).map(" ".join) | st.text(max_size=6))
def test_words_alone_are_read_as_the_parser_reads_them(text: str) -> None:
    assert parse(text) == parse_syntax(text)
