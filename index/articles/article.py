"""What is an article, and what is its canonical record?

Owns the article as every other module sees it, and its canonical record, the form in which articles are
exchanged as JSON. Validation happens here, once; an article needs no further checks. May not touch files,
analysis or engines.
"""

import hashlib
import html
import re
from datetime import tzinfo
from typing import Annotated

import msgspec

from index.articles.citation_marks import Cited, strip_marks, with_marks
from index.articles.dates import known_published
from index.errors import ArticleError

MAX_ID = 200
_MAX_DERIVED_TITLE = 40  # characters of a title that is taken from the text
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


class Ticker(msgspec.Struct, frozen=True):
    """A listed company: `symbol` with its market (`US:MSFT`), `name` as the source spells it, possibly
    empty."""

    symbol: str
    name: str = ""


class Group(msgspec.Struct, frozen=True):
    """Points under one heading; `title` is empty for points without a heading."""

    title: str
    points: tuple[Cited, ...]


class Article(msgspec.Struct, frozen=True):
    """One article.

    `published` is ISO 8601, truncated to what is known: year, month, day or second. `paragraphs` is the
    original text; citation number n refers to `paragraphs[n - 1]`.
    """

    id: str
    title: str
    url: str | None
    source: str
    published: str | None
    tickers: tuple[Ticker, ...]
    viewpoint: Cited | None
    groups: tuple[Group, ...]
    paragraphs: tuple[str, ...]

    @property
    def points(self) -> int:
        return sum(len(group.points) for group in self.groups)


class PointRecord(msgspec.Struct):
    text: str


class GroupRecord(msgspec.Struct):
    title: str | None = None
    points: list[PointRecord | str] = []


class ArticleRecord(msgspec.Struct):
    """The canonical record: the texts of viewpoint and points contain citation marks `[n]`."""

    title: Annotated[str, msgspec.Meta(description="The only required field.")]
    id: str | int | None = None
    url: str | None = None
    source: str | None = None
    published: str | None = None
    tickers: list[Ticker | str] = []
    viewpoint: str | None = None
    groups: list[GroupRecord] = []
    paragraphs: list[str] = []


class Reading(msgspec.Struct, frozen=True):
    """An article that was read, and in `notes` what had to be dropped or replaced in it."""

    article: Article
    notes: tuple[str, ...] = ()


def from_record(record: ArticleRecord, *, zone: tzinfo | None = None) -> Reading:
    """The article of a canonical record.

    An empty title is replaced by the first words of the text, an invalid date is dropped; both are noted.
    Whatever is blank (a point, a ticker's symbol, a group without points) is left out. HTML entities, which
    feeds leave in titles and summaries, are decoded everywhere but in the paragraphs, which are the original.
    `zone` is where an instant (Unix seconds) has its date. Raises ArticleError for a record without title and
    text, and for an id that can't be part of a URL.
    """
    notes: list[str] = []
    viewpoint = _statement(record.viewpoint) if record.viewpoint and record.viewpoint.strip() else None
    groups = tuple(group for group in map(_group, record.groups) if group.points)
    title = _decoded(record.title).strip()
    if not title:
        title = _opening_words([*record.paragraphs, *_statements(viewpoint, groups)])
        if not title:
            raise ArticleError("the title is empty, and there is no text to take one from")
        notes.append(f"the title is empty; the first words of the text are used: {title!r}")
    published = None
    if record.published and record.published.strip():
        published, faults = known_published(record.published, local=zone)
        notes += faults
    source = _decoded(record.source or "").strip()
    url = _decoded(record.url or "").strip() or None
    identity = str(record.id).strip() if record.id is not None else ""
    article = Article(
        id=_checked_id(identity)
        if identity
        else derived_id(url=url, source=source, title=title, at=published),
        title=title,
        url=url,
        source=source,
        published=published,
        tickers=tuple(ticker for ticker in map(_ticker, record.tickers) if ticker.symbol),
        viewpoint=viewpoint,
        groups=groups,
        paragraphs=tuple(record.paragraphs),
    )
    return Reading(article, tuple(notes))


def to_record(article: Article) -> ArticleRecord:
    """The canonical record of an article; `from_record(to_record(a)).article == a`."""
    return ArticleRecord(
        id=article.id,
        title=article.title,
        url=article.url,
        source=article.source,
        published=article.published,
        tickers=list(article.tickers),
        viewpoint=with_marks(article.viewpoint) if article.viewpoint else None,
        groups=[
            GroupRecord(title=group.title, points=[PointRecord(with_marks(point)) for point in group.points])
            for group in article.groups
        ],
        paragraphs=list(article.paragraphs),
    )


def derived_id(*, url: str | None, source: str, title: str, at: str | None) -> str:
    """A stable id for a record that has none: a hash of its URL, else of its source, date and title.

    The text is left out on purpose, so that a corrected article keeps its id.
    """
    basis = url or "\n".join((source, at or "", title))
    return hashlib.blake2b(basis.encode(), digest_size=8).hexdigest()


def normal_ticker(symbol: str, name: str = "") -> Ticker:
    """A ticker as it is stored, so that one company has one symbol: `us：msft` is `US:MSFT`."""
    return Ticker("".join(symbol.split()).replace("：", ":").upper(), name.strip())


def _statements(viewpoint: Cited | None, groups: tuple[Group, ...]) -> list[str]:
    points = [point.text for group in groups for point in group.points]
    return [viewpoint.text, *points] if viewpoint else points


def _opening_words(texts: list[str]) -> str:
    """The beginning of the first text that isn't blank."""
    for text in texts:
        words = " ".join(text.split())
        if words:
            return words if len(words) <= _MAX_DERIVED_TITLE else words[:_MAX_DERIVED_TITLE].rstrip() + "…"
    return ""


def _checked_id(identity: str) -> str:
    if len(identity) > MAX_ID:
        raise ArticleError(f"the id has {len(identity)} characters; at most {MAX_ID} are allowed")
    if re.search(r"[\s\x00-\x1f\x7f]", identity) or identity in {".", ".."}:
        raise ArticleError(
            f"the id {identity!r} can't be part of a URL: use no blanks, control characters, '.' or '..'"
        )
    return identity


def _ticker(ticker: Ticker | str) -> Ticker:
    if isinstance(ticker, str):
        return normal_ticker(ticker)
    return normal_ticker(ticker.symbol, _decoded(ticker.name))


def _group(group: GroupRecord) -> Group:
    points = (point if isinstance(point, str) else point.text for point in group.points)
    statements = tuple(_statement(point) for point in points if point.strip())
    return Group(_decoded(group.title or "").strip(), statements)


def _statement(text: str) -> Cited:
    return strip_marks(_decoded(text))


def _decoded(text: str) -> str:
    """The text without HTML entities, however often they were escaped, so that decoding again changes
    nothing."""
    while "&" in text and text != (once := _ENTITY.sub(lambda found: html.unescape(found[0]), text)):
        text = once
    return text
