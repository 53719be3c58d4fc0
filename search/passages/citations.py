"""Which paragraphs does a statement cite, and which statements cite a paragraph?

Resolves a citation to its paragraph, and finds the statements that cite a paragraph. Pure.
"""

from collections.abc import Set

from index import Article, Citation
from search.links import article_href, paragraph_anchor
from search.passages.passages import statements_of
from search.passages.snippets import best_window
from search.results import CitationLink, Citing

_PREVIEW = 200  # characters of a paragraph in the preview of a citation
_STATEMENT = 80  # characters of a statement in the list below a paragraph
_MARGIN = 4  # times as much is read, since runs of blanks are collapsed


def link_of(citation: Citation, article: Article, *, shift: int = 0) -> CitationLink:
    """The link of a citation. `shift` is added to its offset, for a text that is shown in part.

    Where the index doesn't have the paragraphs, or a blank one for the cited one, the link leads to the
    article's list of citations.
    """
    preview = None
    if not article.paragraphs or is_blank(article, citation.number):
        status = "external"
    elif citation.number > len(article.paragraphs) or citation.number < 1:
        status = "missing"
    else:
        status = "resolved"
        preview = opening(article.paragraphs[citation.number - 1], _PREVIEW)
    href = article_href(article.id, paragraph_anchor(citation.number))
    return CitationLink(citation.number, citation.at + shift, href, preview, status)


def is_blank(article: Article, number: int) -> bool:
    """Whether the article has a paragraph of that number without any text: it only keeps the number."""
    return 1 <= number <= len(article.paragraphs) and not article.paragraphs[number - 1].strip()


def citing_statements(article: Article, numbers: Set[int] | None = None) -> dict[int, list[Citing]]:
    """For each cited number, or each of `numbers`, the statements that cite it, in order."""
    citing: dict[int, list[Citing]] = {}
    for each in statements_of(article):
        cited = dict.fromkeys(citation.number for citation in each.citations)
        if numbers is not None:
            cited = {number: None for number in cited if number in numbers}
        if cited:
            link = Citing(
                each.anchor, each.group, opening(each.text, _STATEMENT), article_href(article.id, each.anchor)
            )
            for number in cited:
                citing.setdefault(number, []).append(link)
    return citing


def opening(text: str, width: int) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text[: width * _MARGIN].split())
    if len(text) <= width * _MARGIN and len(line) <= width:
        return line
    return best_window(line, (), width=width, whole=width).snippet.text
