"""Small pages as text: their parts, and what is read of them."""

from zoneinfo import ZoneInfo

from index.articles.article import Article
from index.articles.citation_marks import Cited
from index.importers.page_text import read_page_text

SHANGHAI = ZoneInfo("Asia/Shanghai")
BYLINE = "MicrosoftMicrosoft(US:MSFT) 量子位·2025-05-02 04:36"
HEAD = f"Workflow\n断粮\n{BYLINE}\n\n"
VIEWPOINT = "Core Viewpoint - Strained [4]. "
PAGE = f"{HEAD}{VIEWPOINT}Group 1: Money - Paused [8][69]. - Argued [20]. Group 2: Talent - Left [30].\n"
BODY = f"{VIEWPOINT}Group 1: Money - Paused [8]."
READ = {"Money": ["Paused.", "Argued."], "Talent": ["Left."]}


def article_of(text: str, *, zone: ZoneInfo | None = None) -> Article:
    return read_page_text(text, zone=zone).article


def said(article: Article) -> dict[str, list[str]]:
    """The texts of the points by the title of their group."""
    return {group.title: [point.text for point in group.points] for group in article.groups}


def cites(statement: Cited | None) -> list[int]:
    assert statement
    return [citation.number for citation in statement.citations]


def points(article: Article) -> list[Cited]:
    return [point for group in article.groups for point in group.points]


def statements(text: str) -> dict[str, list[str]]:
    """What the points of a page say that has these statements below its head."""
    return said(article_of(HEAD + text))
