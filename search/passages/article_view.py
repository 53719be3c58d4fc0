"""What stands on an article's page?

The article with every statement's citations followed to their paragraphs, and every paragraph's followed
back to the statements that rest on it. Pure.
"""

from collections.abc import Iterator, Mapping

from index import Article, Cited
from search.links import VIEWPOINT_ANCHOR, article_href, group_anchor, paragraph_anchor, point_anchor
from search.passages.citations import citing_statements, link_of
from search.passages.highlighting import Highlights, Marks
from search.passages.snippets import whole
from search.results import ArticleView, Citing, GroupView, ParagraphView, Snippet, StatementView, ticker_links


def view_article(article: Article, marks: Highlights) -> ArticleView:
    """The page of an article with its marks."""
    in_view, in_paragraphs = marks.of("viewpoint").get(0, ()), marks.of("paragraphs")
    view = (_statement(VIEWPOINT_ANCHOR, article.viewpoint, article, in_view),) if article.viewpoint else ()
    groups = tuple(_groups(article, marks.of("points")))
    citing = citing_statements(article)
    paragraphs = tuple(
        _paragraph(place + 1, whole(text, in_paragraphs.get(place, ())), citing)
        for place, text in enumerate(article.paragraphs)
    )
    uncited = tuple(each.number for each in paragraphs if not each.citing)
    title = whole(article.title, marks.of("title").get(0, ()))
    statements = [*view, *(point for group in groups for point in group.points)]
    snippets = [
        title,
        *(group.heading for group in groups),
        *(each.text for each in (*statements, *paragraphs)),
    ]
    return ArticleView(
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
        matches=sum(len(snippet.highlights) for snippet in snippets),
    )


def _groups(article: Article, marks: Mapping[int, Marks]) -> Iterator[GroupView]:
    """The groups; the texts that are marked are the title of each and its points behind it."""
    at = 0
    for number, group in enumerate(article.groups, 1):
        points = tuple(
            _statement(point_anchor(number, place), point, article, marks.get(at + place, ()))
            for place, point in enumerate(group.points, 1)
        )
        yield GroupView(group.title, group_anchor(number), points, whole(group.title, marks.get(at, ())))
        at += 1 + len(points)


def _statement(anchor: str, statement: Cited, article: Article, marks: Marks) -> StatementView:
    links = tuple(link_of(citation, article) for citation in statement.citations)
    return StatementView(anchor, whole(statement.text, marks), links)


def _paragraph(number: int, text: Snippet, citing: dict[int, list[Citing]]) -> ParagraphView:
    resting = tuple(citing.get(number, ()))
    return ParagraphView(
        number, paragraph_anchor(number), text, tuple(each.anchor for each in resting), resting
    )
