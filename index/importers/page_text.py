"""Here is the text of a page: which article is it?

Reads the text of an article page as copied from the screen:

    Workflow                                               a heading of the site, skipped
    微软CEO和奥特曼失了和,OpenAI被“断粮”                     the title
    MicrosoftMicrosoft(US:MSFT) 量子位·2025-05-02 04:36     companies, source, time

    Core Viewpoint - ... [4][10]. Group 1: Investment - A point [8][69]. - Another [20]. Group 2: ...

Everything but the title may be missing, line breaks may occur anywhere, punctuation may be full width. What
is no part of this is kept as a paragraph. Pure: text in, article out.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import tzinfo

from index.articles.article import Article, Group, Reading, derived_id
from index.articles.citation_marks import Cited
from index.articles.dates import known_published
from index.errors import ArticleError
from index.importers.page_head import Line, kind_of_line, read_head
from index.importers.page_statements import opening_of, read_statements, whole_markers

_MARKDOWN_HEADING = re.compile(r"^#{1,6}\s(?P<text>.+?)(?:\s#{1,6})?$")
_BOLD = re.compile(r"(?P<sign>\*\*|__)(?=\S)(?P<text>[^*_\n]{1,400}?)(?<=\S)(?P=sign)")
_QUOTED = re.compile(r"^(?:> ?)+")
_RULE = re.compile(r"^(?:[-_*=—] ?){3,}$")
_NOTED_LINES = 3  # that are quoted in a note
_NOTED_LENGTH = 60


def read_page_text(text: str, *, zone: tzinfo | None = None) -> Reading:
    """The article of a page's text.

    `zone` is the time zone of a time that the page gives without one. An invalid date is dropped, a line that
    isn't understood is kept as a paragraph; both are noted. Raises ArticleError without a line for a title.
    """
    lines = whole_markers([*_lines(text.lstrip("\ufeff"))])
    opening = opening_of(lines)
    head = read_head(lines[:opening])
    if not head.title:
        raise ArticleError("no title found: write it on the line before the one with source and date")
    said = read_statements([*head.body, *(lines[opening:] if opening is not None else ())])
    published, notes = known_published(head.date, zone=zone) if head.date else (None, [])
    left = [*head.left, *filter(kind_of_line, said.paragraphs)]
    texts = [text for text in said.paragraphs if not kind_of_line(text)]
    if left:
        notes = [*notes, _note(left)]
    article = Article(
        id=derived_id(url=None, source=head.source, title=head.title, at=published),
        title=head.title,
        url=None,
        source=head.source,
        published=published,
        tickers=head.tickers,
        viewpoint=said.viewpoint,
        groups=said.groups,
        paragraphs=_paragraphs(texts, left, _last_cited(said.viewpoint, said.groups)),
    )
    return Reading(article, tuple(notes))


def _lines(text: str) -> Iterator[Line]:
    """The lines that aren't blank, with collapsed blanks and without the signs of Markdown."""
    gap = False
    for raw in text.splitlines():
        line = _QUOTED.sub("", " ".join(raw.split()))
        heading = _MARKDOWN_HEADING.match(line)
        bold = _BOLD.fullmatch(line)
        plain = _BOLD.sub(lambda found: found["text"], heading["text"] if heading else line)
        if not plain or _RULE.match(plain):
            gap = True
            continue
        yield Line(plain, gap, bool(heading or bold))
        gap = False


def _paragraphs(texts: Sequence[str], left: Sequence[str], last_cited: int) -> tuple[str, ...]:
    """The paragraphs, and after them the lines that belong nowhere.

    The statements of a page cite paragraphs that are elsewhere, as a rule. Where there are fewer than the
    statements cite, those here aren't the ones, so they come after the cited numbers, which stay empty.
    """
    if not texts and not left:
        return ()
    if len(texts) >= last_cited:
        return (*texts, *left)
    return (*[""] * last_cited, *texts, *left)


def _last_cited(viewpoint: Cited | None, groups: Sequence[Group]) -> int:
    statements = [*([viewpoint] if viewpoint else []), *(point for group in groups for point in group.points)]
    return max((citation.number for each in statements for citation in each.citations), default=0)


def _note(left: Sequence[str]) -> str:
    quoted = ", ".join(repr(line[:_NOTED_LENGTH]) for line in left[:_NOTED_LINES])
    more = f" and {len(left) - _NOTED_LINES} more" if len(left) > _NOTED_LINES else ""
    return f"kept as paragraphs, since they are no part of a page that is known: {quoted}{more}"
