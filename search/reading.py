"""What stands on an article's page?

The article with every statement's citations followed to their paragraphs, and every paragraph's followed
back to the statements that rest on it. Pure.
"""

from collections.abc import Sequence

import msgspec

from index import Article, Cited
from search.citations import article_href, citing_statements, link_of
from search.passages import Looked, Mark, marks_by_text
from search.results import CitationLink, Citing, Snippet, TickerLink, ticker_links
from search.snippets import whole


class ReadStatement(msgspec.Struct, frozen=True):
    """A viewpoint or point: where it stands, what it says with the asked words marked, what it rests on."""

    anchor: str
    text: Snippet
    citations: tuple[CitationLink, ...]


class ReadGroup(msgspec.Struct, frozen=True):
    """A group; `heading` is its title with the asked words marked."""

    title: str
    anchor: str
    points: tuple[ReadStatement, ...]
    heading: Snippet = Snippet("")


class ReadParagraph(msgspec.Struct, frozen=True):
    """A paragraph, the anchors of the statements that cite it, and in `citing` what these say."""

    number: int
    anchor: str
    text: Snippet
    cited_by: tuple[str, ...]
    citing: tuple[Citing, ...] = ()


class ReadArticle(msgspec.Struct, frozen=True):
    """`elsewhere` are the cited numbers whose paragraphs the index doesn't hold.

    `uncited` are the numbers of the paragraphs that no statement cites, `cited_share` is the share of the
    others, null without paragraphs. `matches` counts the marks of the page.
    """

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
    uncited: tuple[int, ...] = ()
    cited_share: float | None = None
    matches: int = 0


def read_article(article: Article, looked: Sequence[Looked] = ()) -> ReadArticle:
    """The page of an article, with what is looked for marked."""
    view = (_statement("viewpoint", article.viewpoint, article, looked),) if article.viewpoint else ()
    groups = _groups(article, looked)
    citing = citing_statements(article)
    paragraphs = tuple(
        _paragraph(number, text, citing)
        for number, text in enumerate(_snippets(article.paragraphs, "paragraphs", looked), 1)
    )
    uncited = tuple(each.number for each in paragraphs if not each.citing)
    (title,) = _snippets([article.title], "title", looked)
    statements = [*view, *(point for group in groups for point in group.points)]
    marked = [
        title,
        *(group.heading for group in groups),
        *(each.text for each in (*statements, *paragraphs)),
    ]
    return ReadArticle(
        id=article.id,
        href=article_href(article.id),
        title=title,
        url=article.url,
        source=article.source,
        published=article.published,
        tickers=ticker_links(article),
        viewpoint=view[0] if view else None,
        groups=groups,
        paragraphs=paragraphs,
        elsewhere=tuple(
            _paragraph(number, Snippet(""), citing)
            for number in sorted(citing)
            if not 1 <= number <= len(paragraphs)
        ),
        uncited=uncited,
        cited_share=round(1 - len(uncited) / len(paragraphs), 4) if paragraphs else None,
        matches=sum(len(snippet.highlights) for snippet in marked),
    )


def _groups(article: Article, looked: Sequence[Looked]) -> tuple[ReadGroup, ...]:
    headings = _snippets([group.title for group in article.groups], "points", looked)
    return tuple(
        ReadGroup(
            group.title,
            f"g{number}",
            tuple(
                _statement(f"g{number}-{place}", point, article, looked)
                for place, point in enumerate(group.points, 1)
            ),
            heading,
        )
        for number, (group, heading) in enumerate(zip(article.groups, headings, strict=True), 1)
    )


def _statement(anchor: str, said: Cited, article: Article, looked: Sequence[Looked]) -> ReadStatement:
    (text,) = _snippets([said.text], "viewpoint" if anchor == "viewpoint" else "points", looked)
    return ReadStatement(anchor, text, tuple(link_of(citation, article) for citation in said.citations))


def _paragraph(number: int, text: Snippet, citing: dict[int, list[Citing]]) -> ReadParagraph:
    resting = tuple(citing.get(number, ()))
    return ReadParagraph(number, f"p{number}", text, tuple(each.anchor for each in resting), resting)


def _snippets(texts: Sequence[str], name: str, looked: Sequence[Looked]) -> list[Snippet]:
    """The texts of one field, whole, with what is looked for marked."""
    marks: dict[int, tuple[Mark, ...]] = marks_by_text(texts, name, looked)
    return [whole(text, marks.get(place, ())) for place, text in enumerate(texts)]
