"""What does the home page show?

What the index holds, its months, its newest articles, and example queries that find something in it. Made
once a generation.
"""

from collections.abc import Iterator

import msgspec

from index import fields
from search import ArticleHit, Facets, Filters, Searcher, SearchRequest

_NEWEST = 5
_EXAMPLES = 6
_ALL_DATED = Filters(since="1000")
# Queries that show what the query language can do; those without results in this index are left out.
_QUERIES = (
    "数据中心",
    '"data center"',
    "title:电池",
    "ticker:MSFT",
    "微软 -苹果",
    "人工智能",
    "open source",
)


class Home(msgspec.Struct, frozen=True):
    """`numbers` are how much of what is in the index, by the keys of the messages; `examples` are queries."""

    numbers: tuple[tuple[str, int], ...]
    facets: Facets
    newest: tuple[ArticleHit, ...]
    examples: tuple[str, ...]


def home_of(searcher: Searcher) -> Home:
    """The home page of a generation."""
    return searcher.once("home", _home)


def _home(searcher: Searcher) -> Home:
    meta = searcher.generation.meta
    facets = searcher.count(SearchRequest()).facets
    newest = searcher.search(SearchRequest("", _ALL_DATED, order="newest", size=_NEWEST)).articles
    examples = [each for each in _queries(facets) if searcher.total(SearchRequest(each))]
    numbers = (
        ("start articles", meta.articles),
        ("start points", meta.points),
        ("start paragraphs", meta.paragraphs),
        ("start sources", len(searcher.generation.articles.terms(fields.SOURCE_FACET))),
    )
    return Home(numbers, facets, newest, tuple(examples[:_EXAMPLES]))


def _queries(facets: Facets) -> Iterator[str]:
    """Queries in the order in which they are offered, the last ones made from the facets of the index."""
    yield from _QUERIES
    if facets.month:
        yield f"date:{max(each.value for each in facets.month)}"
    for each in facets.ticker[:2]:
        yield f"ticker:{each.value}"
    for each in facets.source[:2]:
        yield f'source:"{each.value}"' if '"' not in each.value else each.value
