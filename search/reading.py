"""What stands on an article's page?

The article with every statement's citations followed to their paragraphs, and every paragraph's followed
back to the statements that rest on it. Pure.
"""

from collections.abc import Sequence

import msgspec

from index import Article, Cited
from search.citations import article_href, link_of
from search.passages import Looked, marks_in, passages_of
from search.results import CitationLink, Snippet, TickerLink
from search.snippets import whole


class ReadStatement(msgspec.Struct, frozen=True):
    """A viewpoint or point: where it stands, what it says with the asked words marked, what it rests on."""

    anchor: str
    text: Snippet
    citations: tuple[CitationLink, ...]


class ReadGroup(msgspec.Struct, frozen=True):
    title: str
    anchor: str
    points: tuple[ReadStatement, ...]


class ReadParagraph(msgspec.Struct, frozen=True):
    """A paragraph and the anchors of the statements that cite it."""

    number: int
    anchor: str
    text: Snippet
    cited_by: tuple[str, ...]


class ReadArticle(msgspec.Struct, frozen=True):
    """`elsewhere` are the cited numbers whose paragraphs the index doesn't hold."""

    id: str
    href: str
    title: Snippet
    url: str | None
    source: str
    published: str | None
    tickers: tuple[TickerLink, ...]
    viewpoint: ReadStatement | None
    groups: tuple[ReadGroup, ...]
    paragraphs: tuple[ReadParagraph, ...]
    elsewhere: tuple[ReadParagraph, ...]


def read_article(article: Article, looked: Sequence[Looked] = ()) -> ReadArticle:
    """The page of an article, with what is looked for marked."""

    def statement(anchor: str, name: str, cited: Cited) -> ReadStatement:
        links = tuple(link_of(citation, article) for citation in cited.citations)
        return ReadStatement(anchor, whole(cited.text, marks_in(cited.text, name, looked)), links)

    cited_by: dict[int, list[str]] = {}
    for passage in passages_of(article):
        for number in dict.fromkeys(citation.number for citation in passage.citations):
            cited_by.setdefault(number, []).append(passage.anchor)
    held = len(article.paragraphs)
    return ReadArticle(
        id=article.id,
        href=article_href(article.id),
        title=whole(article.title, marks_in(article.title, "title", looked)),
        url=article.url,
        source=article.source,
        published=article.published,
        tickers=tuple(TickerLink(ticker.symbol, ticker.name) for ticker in article.tickers),
        viewpoint=statement("viewpoint", "viewpoint", article.viewpoint) if article.viewpoint else None,
        groups=tuple(
            ReadGroup(
                group.title,
                f"g{number}",
                tuple(
                    statement(f"g{number}-{place}", "points", point)
                    for place, point in enumerate(group.points, 1)
                ),
            )
            for number, group in enumerate(article.groups, 1)
        ),
        paragraphs=tuple(
            ReadParagraph(
                number,
                f"p{number}",
                whole(text, marks_in(text, "paragraphs", looked)),
                tuple(cited_by.get(number, ())),
            )
            for number, text in enumerate(article.paragraphs, 1)
        ),
        elsewhere=tuple(
            ReadParagraph(number, f"p{number}", Snippet(""), tuple(anchors))
            for number, anchors in sorted(cited_by.items())
            if not 1 <= number <= held
        ),
    )
