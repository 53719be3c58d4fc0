"""What does the index need to know about this record?

Everything about one record that doesn't depend on the index, so that another process can do it: decode,
analyse, count. Pure.
"""

from collections.abc import Iterable
from datetime import tzinfo

import msgspec

from index.articles.article import Article
from index.articles.documents import content_digest, document_of
from index.engines import Document
from index.importers.records import RawRecord, Rejected
from index.importers.sources import decode
from index.text.analysis import Analyzer


class Prepared(msgspec.Struct, frozen=True):
    """An article that is ready to be written. `digest` is the digest of its content, `text_bytes` the UTF-8
    size of everything that was analysed."""

    place: str
    document: Document
    digest: bytes
    points: int
    paragraphs: int
    text_bytes: int
    notes: tuple[str, ...]


def prepared(
    records: Iterable[RawRecord | Rejected], analyzer: Analyzer, zone: tzinfo
) -> list[Prepared | Rejected]:
    """The prepared articles of the records, in their order; a rejected one in the place of a bad record."""
    return [
        record if isinstance(record, Rejected) else _prepared(record, analyzer, zone) for record in records
    ]


def _prepared(record: RawRecord, analyzer: Analyzer, zone: tzinfo) -> Prepared | Rejected:
    reading = decode(record, zone=zone)
    if isinstance(reading, Rejected):
        return reading
    article = reading.article
    return Prepared(
        place=f"{record.file}:{record.line}",
        document=document_of(article, analyzer),
        digest=content_digest(article),
        points=article.points,
        paragraphs=len(article.paragraphs),
        text_bytes=_text_bytes(article),
        notes=reading.notes,
    )


def _text_bytes(article: Article) -> int:
    texts = [article.title, article.viewpoint.text if article.viewpoint else "", *article.paragraphs]
    for group in article.groups:
        texts += [group.title, *(point.text for point in group.points)]
    return sum(len(text.encode(errors="surrogatepass")) for text in texts)
