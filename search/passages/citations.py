"""What does this passage rest on, and who rests on it?

Follows a citation to its paragraph, and a paragraph back to the statements that cite it. Pure.
"""

from collections.abc import Set

from index import Article, Citation
from search.links import article_href, paragraph_anchor
from search.passages.passages import statements_of
from search.passages.snippets import best_window
from search.results import CitationLink, Citing

_PREVIEW = 200  # characters of a paragraph that a citation shows beforehand
_SAYING = 80  # characters of a statement that a paragraph shows
_BLANKS = 4  # times as much is read, for blanks are made one


def link_of(citation: Citation, article: Article, *, shift: int = 0) -> CitationLink:
    """Where a citation leads. `shift` is what its offset gains in the text that is shown.

    Where the paragraphs are elsewhere the link leads to the article's list of citations.
    """
    preview = None
    if not article.paragraphs:
        status = "external"
    elif citation.number > len(article.paragraphs) or citation.number < 1:
        status = "missing"
    else:
        status = "resolved"
        preview = opening(article.paragraphs[citation.number - 1], _PREVIEW)
    href = article_href(article.id, paragraph_anchor(citation.number))
    return CitationLink(citation.number, citation.at + shift, href, preview, status)


def citing_statements(article: Article, numbers: Set[int] | None = None) -> dict[int, list[Citing]]:
    """For each number that is cited, or each of these, the statements that cite it, in order."""
    citing: dict[int, list[Citing]] = {}
    for each in statements_of(article):
        cited = dict.fromkeys(citation.number for citation in each.citations)
        if numbers is not None:
            cited = {number: None for number in cited if number in numbers}
        if cited:
            link = Citing(
                each.anchor, each.group, opening(each.text, _SAYING), article_href(article.id, each.anchor)
            )
            for number in cited:
                citing.setdefault(number, []).append(link)
    return citing


def opening(text: str, width: int) -> str:
    """How a text begins, on one line."""
    line = " ".join(text[: width * _BLANKS].split())
    if len(text) <= width * _BLANKS and len(line) <= width:
        return line
    return best_window(line, (), width=width, whole=width).snippet.text
