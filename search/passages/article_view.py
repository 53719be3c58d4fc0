"""What does an article's page show?

The article, with the citations of every statement resolved to their paragraphs and every paragraph linked
back to the statements that cite it. Pure.
"""

from collections.abc import Iterator, Mapping

from index import Article, Cited
from search.links import VIEWPOINT_ANCHOR, article_href, group_anchor, paragraph_anchor, point_anchor
from search.passages.citations import citing_statements, is_blank, link_of
from search.passages.highlighting import Highlights, Marks
from search.passages.snippets import whole
from search.results import ArticleView, Citing, GroupView, ParagraphView, Snippet, StatementView, ticker_links


def view_article(article: Article, highlights: Highlights) -> ArticleView:
    """The page of an article with its highlights."""
    in_view, in_paragraphs = highlights.of("viewpoint").get(0, ()), highlights.of("paragraphs")
    view = (_statement(VIEWPOINT_ANCHOR, article.viewpoint, article, in_view),) if article.viewpoint else ()
    groups = tuple(_groups(article, highlights.of("points")))
    citing = citing_statements(article)
    paragraphs = tuple(
        _paragraph(place + 1, whole(text, in_paragraphs.get(place, ())), citing)
        for place, text in enumerate(article.paragraphs)
        if text.strip()
    )
    uncited = tuple(each.number for each in paragraphs if not each.citing)
    title = whole(article.title, highlights.of("title").get(0, ()))
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
            if not 1 <= number <= len(article.paragraphs) or is_blank(article, number)
        ),
        uncited=uncited,
        cited_share=round(1 - len(uncited) / len(paragraphs), 4) if paragraphs else None,
        matches=sum(len(snippet.highlights) for snippet in snippets),
    )


def _groups(article: Article, marks: Mapping[int, Marks]) -> Iterator[GroupView]:
    """The groups; `marks` numbers the title of each group and then its points."""
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
    statements = tuple(citing.get(number, ()))
    anchors = tuple(each.anchor for each in statements)
    return ParagraphView(number, paragraph_anchor(number), text, anchors, statements)
