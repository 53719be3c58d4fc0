"""What does the start page show?

What is in the index, its months, its newest articles, and examples of questions that find something in it.
Put together once a generation.
"""

from collections.abc import Iterator
from weakref import WeakKeyDictionary

import msgspec

from index import fields
from search import ArticleHit, Facets, Filters, Searcher

_NEWEST = 5
_EXAMPLES = 6
_SINCE_EVER = Filters(since="1000")
# Questions that show what can be asked; those that find nothing in an index aren't offered there.
_QUESTIONS = (
    "数据中心",
    '"data center"',
    "title:电池",
    "ticker:MSFT",
    "微软 -苹果",
    "人工智能",
    "open source",
)

_starts: "WeakKeyDictionary[Searcher, Start]" = WeakKeyDictionary()


class Start(msgspec.Struct, frozen=True):
    """`counts` say how many there are of what, by the keys of the wording; `examples` are queries."""

    counts: tuple[tuple[str, int], ...]
    facets: Facets
    newest: tuple[ArticleHit, ...]
    examples: tuple[str, ...]


def start_of(searcher: Searcher) -> Start:
    """The start page of a generation."""
    if searcher not in _starts:
        meta = searcher.generation.meta
        facets = searcher.count("").facets
        newest = searcher.search("", filters=_SINCE_EVER, order="newest", size=_NEWEST).articles
        examples = [each for each in _questions(facets) if searcher.total(each)]
        counts = (
            ("start articles", meta.articles),
            ("start points", meta.points),
            ("start paragraphs", meta.paragraphs),
            ("start sources", len(searcher.generation.articles.terms(fields.SOURCE_FACET))),
        )
        _starts[searcher] = Start(counts, facets, newest, tuple(examples[:_EXAMPLES]))
    return _starts[searcher]


def _questions(facets: Facets) -> Iterator[str]:
    """Questions in the order in which they are offered, the last ones made of what the index holds."""
    yield from _QUESTIONS
    if facets.month:
        yield f"date:{max(each.value for each in facets.month)}"
    for each in facets.ticker[:2]:
        yield f"ticker:{each.value}"
    for each in facets.source[:2]:
        yield f'source:"{each.value}"' if '"' not in each.value else each.value
