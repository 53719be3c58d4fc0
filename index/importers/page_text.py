"""Here is the text of a page: which article is it?

Reads the text of an article page as copied from the screen:

    Workflow                                               a heading, skipped
    微软CEO和奥特曼失了和,OpenAI被“断粮”                     the title
    MicrosoftMicrosoft(US:MSFT) 量子位·2025-05-02 04:36     companies, source, time

    Core Viewpoint - ... [4][10]. Group 1: Investment - A point [8][69]. - Another [20]. Group 2: ...

Everything but the title may be missing, line breaks may occur anywhere, punctuation may be full width. A page
has no paragraphs, so its citations refer to paragraphs elsewhere. Pure: text in, article out.
"""

import re
from collections.abc import Iterator
from datetime import tzinfo
from typing import NamedTuple

from index.articles.article import Article, Group, Reading, Ticker, derived_id, normal_ticker
from index.articles.citation_marks import Cited, strip_marks
from index.articles.dates import known_published
from index.errors import ArticleError

# All patterns are for text with collapsed blanks: one blank or line break between two words, never more. So
# none has to repeat a blank, which would take quadratic time on a long run.

# Anything like a date at the end of a line; `index.articles.dates` decides whether it is one.
_DATE = (
    r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}(?:\s?日)?"
    r"(?:[T\s]?\d{1,2}[:：][\d:：.]{2,20}(?:\s?(?:Z|[+-][\d:]{4,5}))?)?"
)
_DATED = re.compile(rf"(?P<dot>[·•・‧]\s?)?(?<!\d)(?P<date>{_DATE})$", re.MULTILINE)
_SYMBOL = re.compile(r"[(（]\s?(?P<symbol>[A-Za-z]{1,8}\n?[:：]\n?(?P<code>[\w.\-]{1,15}))\s?[)）]")
_BETWEEN = " ,，、;；\n"  # between two companies, and after the last one
_BYLINE_LINES = 8  # lines before a date that may belong to its byline

_DASH = "[-–—•－]"
# The end of a sentence: a citation mark, or punctuation, also at the end of a quote, but not the stop of
# "U.S.".
_END = (
    r"(?:(?<=[\]］】])|(?<=[.。!?！？…])(?<!\b[A-Z]\.)"
    r"|(?<=[.。!?！？…][\"'”’」』])(?<!\b[A-Z]\.[\"'”’」』]))"
)
# The markers occur at the beginning of a line or after the end of a sentence, never inside one.
_BREAK = r"(?:^|(?<=[.。!?！？…\])］】])\s?)"
_FLAGS = re.IGNORECASE | re.MULTILINE
_VIEWPOINT = re.compile(rf"{_BREAK}(?:Core\sViewpoint|核心观点)(?:\s?[-–—－:：]++\s?|$)", _FLAGS)
_GROUP = re.compile(
    rf"{_BREAK}(?:Group\s?\d++|第[一二三四五六七八九十\d]++组|分组\s?\d++)\s?[:：]\s?", _FLAGS
)
# A dash begins a point at the beginning of a line, or after the end of a sentence with blanks around it; the
# dashes inside "state-of-the-art" have none, and those in "a pause - the first - came" follow no end.
_POINT = re.compile(rf"^{_DASH}\s|{_END}\s{_DASH}\s|(?<=[。！？］】])\s?{_DASH}++\s?", re.MULTILINE)
_TITLE_END = re.compile(rf"(?:^|\s){_DASH}\s|\n|\s?[–—]{{2}}\s?")
# The first line that begins a statement; a bullet followed only by a date belongs to a byline.
_OPENING = re.compile(rf"^(?!{_DASH}\s{_DATE}$)(?:{_VIEWPOINT.pattern}|{_GROUP.pattern}|{_DASH}\s)", _FLAGS)


class _Company(NamedTuple):
    ticker: Ticker
    doubled: bool  # the page has the name twice


class _Byline(NamedTuple):
    """The data of a byline, and its lines: from `start` up to, not including, `end`."""

    start: int
    end: int
    tickers: tuple[Ticker, ...]
    source: str
    date: str


def read_page_text(text: str, *, zone: tzinfo | None = None) -> Reading:
    """The article of a page's text.

    `zone` is the time zone of a time that the page gives without one. An invalid date is dropped and noted.
    Raises ArticleError if there is no line for a title.
    """
    lines = (" ".join(line.split()) for line in text.lstrip("\ufeff").splitlines())
    text = "\n".join(line for line in lines if line)
    opening = _OPENING.search(text)
    head = text[: opening.start() if opening else None].splitlines()
    body = text[opening.start() :] if opening else ""
    # The first byline with a line above it for the title, else the first one.
    byline = max(_bylines(head), key=lambda found: found.start > 0, default=None)
    if byline:
        titles, body = head[: byline.start], "\n".join([*head[byline.end :], body])
    else:
        # Neither byline nor statements: the first line that isn't blank is the title, the rest is dropped.
        titles = head if opening else head[:1]
    if not titles:
        raise ArticleError("no title found: write it on the line before the one with source and date")
    title = titles[-1]
    source = byline.source if byline else ""
    published, notes = known_published(byline.date, zone=zone) if byline else (None, [])
    viewpoint, groups = _statements(body)
    article = Article(
        id=derived_id(url=None, source=source, title=title, at=published),
        title=title,
        url=None,
        source=source,
        published=published,
        tickers=byline.tickers if byline else (),
        viewpoint=viewpoint,
        groups=groups,
        paragraphs=(),
    )
    return Reading(article, tuple(notes))


def _bylines(lines: list[str]) -> Iterator[_Byline]:
    """Lines that end in a date, after a dot or with companies; dot, date and time may be on separate
    lines."""
    for number, line in enumerate(lines):
        dated = _DATED.search("\n".join(lines[number : number + 3]))
        if not dated or dated.start() > len(line):
            continue
        before = [*lines[max(0, number - _BYLINE_LINES) : number], line[: dated.start()].rstrip()]
        before = before[_byline_start(before) :]
        companies, source = _companies("\n".join(before))
        if dated["dot"] or companies:
            yield _Byline(
                start=number + 1 - len(before),
                end=number + 1 + dated.group().count("\n"),
                tickers=tuple(company.ticker for company in companies),
                source=" ".join(source.split()),
                date=dated["date"],
            )


def _byline_start(before: list[str]) -> int:
    """The line on which a byline begins; the last of these lines is the text before its date.

    A page gives each name twice, which distinguishes names from a title: if a line and those after it are
    only such names and a line of source, the byline begins there. Otherwise it takes no more lines above than
    it needs: one before a date that is alone on its line, companies before a source. A line is left for the
    title if there is one.
    """
    last = len(before) - 1
    for start in range(1, last):
        companies, source = _companies("\n".join(before[start:]))
        if companies and all(company.doubled for company in companies) and "\n" not in source:
            return start
    start = last
    if not before[start] and start > 1:
        start -= 1
    if start > 1 and not _companies("\n".join(before[start:]))[0]:
        companies, rest = _companies(before[start - 1])
        if companies and not rest:
            start -= 1
    return start


def _companies(head: str) -> tuple[list[_Company], str]:
    """The companies at the beginning of a byline, and the text after them: the source."""
    companies: list[_Company] = []
    end = 0
    for symbol in _SYMBOL.finditer(head):
        whole = " ".join(head[end : symbol.start()].strip(_BETWEEN).split())
        name = _undoubled(whole, symbol["code"])
        companies.append(_Company(normal_ticker(symbol["symbol"], name), name != whole))
        end = symbol.end()
    return companies, head[end:].strip(_BETWEEN)


def _undoubled(name: str, code: str) -> str:
    """`Microsoft` of `MicrosoftMicrosoft`: a page gives a name twice, as the text of a picture and as text.

    A name that equals the code of its symbol is kept, like the `AA` of `US:AA`.
    """
    half = len(name) // 2
    left, between, right = name[:half], name[half : len(name) - half], name[len(name) - half :]
    return left if left == right and not between.strip() and name.upper() != code.upper() else name


def _statements(body: str) -> tuple[Cited | None, tuple[Group, ...]]:
    opening = _VIEWPOINT.search(body)
    markers = list(_GROUP.finditer(body))
    bounds = [*(marker.start() for marker in markers), len(body)]
    viewpoint = None
    if opening and opening.start() < bounds[0]:
        # A list between the viewpoint and the first group has points without a group.
        statement, *loose = _POINT.split(body[opening.end() : bounds[0]])
        viewpoint = _statement(statement)
    else:
        _, *loose = _POINT.split(body[: bounds[0]])
    groups = [Group("", _points(loose))]
    for marker, end in zip(markers, bounds[1:], strict=True):
        groups.append(_group(body[marker.end() : end]))
    return viewpoint, tuple(group for group in groups if group.points)


def _group(text: str) -> Group:
    """A group, after its marker: the title ends at the first dash with blanks around it, or with its line."""
    title_end = _TITLE_END.search(text)
    if not title_end:
        return Group("", _points([text]))
    title = text[: title_end.start()].strip()
    return Group(title, _points(_POINT.split(text[title_end.end() :])))


def _points(parts: list[str]) -> tuple[Cited, ...]:
    return tuple(statement for part in parts if (statement := _statement(part)))


def _statement(text: str) -> Cited | None:
    """A statement on one line, or none if it is blank."""
    text = " ".join(text.split())
    return strip_marks(text) if text else None
