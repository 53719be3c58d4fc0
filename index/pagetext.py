"""Here is a page's text; which article is it?

Reads the text of an article page as it is copied from the screen:

    Workflow                                               a heading, skipped
    微软CEO和奥特曼失了和,OpenAI被“断粮”                     the title
    MicrosoftMicrosoft(US:MSFT) 量子位·2025-05-02 04:36     companies, source, time

    Core Viewpoint - ... [4][10]. Group 1: Investment - A point [8][69]. - Another [20]. Group 2: ...

Everything but the title may be missing, line breaks may stand anywhere, punctuation may be full width.
The page has no paragraphs, so its citations lead outside. Pure: text in, article out.
"""

import re
from datetime import tzinfo

from index.article import Article, Group, Ticker, derived_id
from index.errors import ArticleError
from index.marks import Cited, strip_marks
from index.published import normal_published

_DATE = r"\d{4}(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)(?:[T\s]+\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
_BYLINE = re.compile(rf"^(?P<head>.*?)[\s]*[·•・‧][\s]*(?P<date>{_DATE})\s*$")
_COMPANY = re.compile(
    r"\s*(?P<name>[^()（）]*?)\s*[(（]\s*(?P<symbol>[A-Za-z]{1,8}[:：][\w.\-]{1,15})\s*[)）]"
)

# The markers stand at the beginning of a line or after the end of a sentence, never inside one.
_BREAK = r"(?:^|(?<=[.。!?！？…\])］】])|\n)\s*"
_VIEWPOINT = re.compile(rf"{_BREAK}(?:Core\s+Viewpoint|核心观点)\s*[-–—:：]+\s*", re.IGNORECASE)
_GROUP = re.compile(
    rf"{_BREAK}(?:Group\s*\d+|第[一二三四五六七八九十\d]+组|分组\s*\d+)\s*[:：]\s*", re.IGNORECASE
)
# A dash opens a point at the beginning of a line, or after the end of a sentence, blanks around it; the
# dash inside "state-of-the-art" has none, and the one in "a pause - the first - came" follows no end.
_POINT = re.compile(r"(?:^|\n)\s*[-–—•]\s+|(?<=[.。!?！？…\]］】])\s+[-–—•]\s+|(?<=[。！？］】])\s*[-–—•]\s*")
_TITLE_END = re.compile(r"\s+[-–—•]\s+|\s*\n\s*(?:[-–—•]\s+)?|\s*[–—]{2}\s*")


def read_page_text(text: str, *, zone: tzinfo | None = None) -> Article:
    """The article of a page's text.

    `zone` is the time zone of a time that the page gives without one.
    Raises ArticleError where there is nothing to take as a title.
    """
    lines = [line.strip() for line in text.lstrip("\ufeff").splitlines()]
    byline, head, body = _split(lines)
    title = next((line for line in reversed(head) if line), "")
    if not title:
        raise ArticleError("no title found: it stands on the line before the one with source and date")
    published = normal_published(byline["date"], zone=zone) if byline else None
    tickers, source = _companies(byline["head"]) if byline else ((), "")
    viewpoint, groups = _statements(body)
    return Article(
        id=derived_id(url=None, source=source, title=title, at=published),
        title=title,
        url=None,
        source=source,
        published=published,
        tickers=tickers,
        viewpoint=viewpoint,
        groups=groups,
        paragraphs=(),
    )


def _split(lines: list[str]) -> tuple[re.Match[str] | None, list[str], str]:
    """Byline, the lines above it (or above the statements, where there is no byline), the text below."""
    for number, line in enumerate(lines):
        if _opens_statements(line):
            break
        byline = _BYLINE.match(line)
        if byline:
            return byline, lines[:number], "\n".join(lines[number + 1 :])
    else:
        # Neither byline nor statements: the first line that says something is the title, the rest is lost.
        first = next((line for line in lines if line), "")
        return None, [first], ""
    return None, lines[:number], "\n".join(lines[number:])


def _opens_statements(line: str) -> bool:
    return any(pattern.match(line) for pattern in (_VIEWPOINT, _GROUP, _POINT))


def _companies(head: str) -> tuple[tuple[Ticker, ...], str]:
    """The companies that lead a byline, and what stands behind them: the source."""
    tickers: list[Ticker] = []
    end = 0
    while company := _COMPANY.match(head, end):
        symbol = company["symbol"].replace("：", ":").upper()
        tickers.append(Ticker(symbol, _undoubled(company["name"].strip(" ,，、;；"))))
        end = company.end()
    return tuple(tickers), head[end:].strip(" ,，、;；\t\u3000")


def _undoubled(name: str) -> str:
    """`Microsoft` of `MicrosoftMicrosoft`: a page gives a name twice, as a picture's text and as text."""
    half, odd = divmod(len(name), 2)
    if not odd and name[:half] == name[half:]:
        return name[:half]
    left, blank, right = name[:half], name[half : half + 1], name[half + 1 :]
    return left if odd and blank.isspace() and left == right else name


def _statements(body: str) -> tuple[Cited | None, tuple[Group, ...]]:
    opening = _VIEWPOINT.search(body)
    markers = list(_GROUP.finditer(body))
    first_group = markers[0].start() if markers else len(body)
    viewpoint = None
    groups: list[Group] = []
    if opening and opening.start() < first_group:
        # What stands between viewpoint and first group as a list are points that no group holds.
        statement, *loose = _POINT.split(body[opening.end() : first_group])
        viewpoint = _statement(statement)
    else:
        _, *loose = _POINT.split(body[:first_group])
    if points := _points(loose):
        groups.append(Group("", points))
    ends = [marker.start() for marker in markers[1:]] + [len(body)]
    for marker, end in zip(markers, ends, strict=True):
        title, points = _group_parts(body[marker.end() : end])
        if points:
            groups.append(Group(title, points))
    return viewpoint, tuple(groups)


def _group_parts(text: str) -> tuple[str, tuple[Cited, ...]]:
    """Title and points of one group: the title ends at the first dash with blanks, or with its line."""
    title_end = _TITLE_END.search(text)
    if not title_end:
        return "", _points([text])
    return text[: title_end.start()].strip(), _points(_POINT.split(text[title_end.end() :]))


def _points(parts: list[str]) -> tuple[Cited, ...]:
    return tuple(statement for part in parts if (statement := _statement(part)))


def _statement(text: str) -> Cited | None:
    """A statement on one line, or none where there is nothing but blanks."""
    text = " ".join(text.split())
    return strip_marks(text) if text else None
