"""What does this passage rest on, and who rests on it?

Follows a citation to its paragraph. Pure.
"""

from urllib.parse import quote

from index import Article, Citation
from search.results import CitationLink

_PREVIEW = 200  # characters of a paragraph that a citation shows beforehand


def article_href(article_id: str) -> str:
    """The address of an article's page."""
    return f"/articles/{quote(article_id, safe='')}"


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
        paragraph = " ".join(article.paragraphs[citation.number - 1].split())
        preview = paragraph if len(paragraph) <= _PREVIEW else paragraph[: _PREVIEW - 1] + "…"
    href = f"{article_href(article.id)}#p{citation.number}"
    return CitationLink(citation.number, citation.at + shift, href, preview, status)
