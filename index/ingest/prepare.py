"""What does the index need to know about this record?

Everything about one record that doesn't depend on the index, so that another process can do it: decode,
analyse, count. A record that was decoded before isn't decoded again. Pure.
"""

from collections.abc import Callable, Iterable
from datetime import tzinfo
from typing import TypeAlias

import msgspec

from index.articles.article import Article
from index.articles.documents import content_digest, document_of
from index.engines import Document
from index.importers.records import RawRecord, Rejected
from index.importers.sources import decode
from index.text.analysis import Analyzer


class Decoded(msgspec.Struct, frozen=True):
    """The article of a record, with the digest of its content; `size` is the bytes of the record."""

    file: str
    line: int
    size: int
    article: Article
    notes: tuple[str, ...]
    digest: bytes

    def __reduce__(self) -> "tuple[Callable[[bytes], Decoded], tuple[bytes]]":
        """As MessagePack, since a pickle of every part of an article takes four times as long."""
        return _from_msgpack, (msgspec.msgpack.encode(self),)


_decoder = msgspec.msgpack.Decoder(Decoded)


def _from_msgpack(data: bytes) -> Decoded:
    return _decoder.decode(data)


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


Record: TypeAlias = RawRecord | Decoded | Rejected


def decoded(record: RawRecord, zone: tzinfo) -> Decoded | Rejected:
    """The record with its article, or its rejection."""
    reading = decode(record, zone=zone)
    if isinstance(reading, Rejected):
        return reading
    article = reading.article
    return Decoded(
        record.file, record.line, len(record.data), article, reading.notes, content_digest(article)
    )


def prepared(records: Iterable[Record], analyzer: Analyzer, zone: tzinfo) -> list[Prepared | Rejected]:
    """The prepared articles of the records, in their order; a rejection in the place of a bad record."""
    return [
        _prepared(decoded(record, zone) if isinstance(record, RawRecord) else record, analyzer)
        for record in records
    ]


def _prepared(record: Decoded | Rejected, analyzer: Analyzer) -> Prepared | Rejected:
    if isinstance(record, Rejected):
        return record
    article = record.article
    return Prepared(
        place=f"{record.file}:{record.line}",
        document=document_of(article, analyzer),
        digest=record.digest,
        points=article.points,
        paragraphs=len(article.paragraphs),
        text_bytes=_text_bytes(article),
        notes=record.notes,
    )


def _text_bytes(article: Article) -> int:
    texts = [article.title, article.viewpoint.text if article.viewpoint else "", *article.paragraphs]
    for group in article.groups:
        texts += [group.title, *(point.text for point in group.points)]
    return sum(len(text.encode(errors="surrogatepass")) for text in texts)
