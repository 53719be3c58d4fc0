"""What does an engine store of an article?

Turns an article into its document, and the stored bytes of a document back into the article. Pure.
"""

import hashlib
from collections.abc import Mapping

import msgspec

from index.articles import fields
from index.articles.article import Article, Ticker
from index.articles.compression import Damaged, compressed, decompressed
from index.articles.dates import is_far_future, published_month, published_second
from index.engines import Document
from index.errors import REINDEX_HINT, IndexUnusable
from index.text.analysis import Analyzer, Layer
from index.text.folding import folded

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Article).decode


def document_of(article: Article, analyzer: Analyzer) -> Document:
    """The document of an article, with each of its texts, and all of them together, in every layer."""
    tokens: dict[str, str] = {}
    for text, parts in texts_of(article).items():
        if not parts:
            continue
        layers = analyzer.layers(parts)
        for layer in Layer:
            tokens[fields.physical(text, layer)] = getattr(layers, layer.value)
    tokens |= _whole(tokens)
    title = " ".join(article.title.split())
    symbols = list(dict.fromkeys(ticker.symbol for ticker in article.tickers))
    month = published_month(article.published) if article.published else None
    if month and article.published and is_far_future(article.published):
        month = None  # a chart by month would reach to the year that a slip of the keyboard names
    return Document(
        key=article.id,
        tokens=tokens,
        values={
            fields.TICKER: list(dict.fromkeys(name for ticker in article.tickers for name in _names(ticker))),
            fields.SOURCE: [keyword(article.source)] if article.source else [],
            fields.NAMING: list(dict.fromkeys(f"{each.symbol}\t{each.name}" for each in article.tickers)),
            fields.HEADLINE: [f"{keyword(title)}\t{title}"],
            fields.TICKER_FACET: symbols,
            fields.SOURCE_FACET: [article.source] if article.source else [],
            fields.MONTH_FACET: [month] if month else [],
        },
        numbers={fields.PUBLISHED: published_second(article.published)} if article.published else {},
        stored=stored_of(article),
    )


def content_digest(article: Article) -> bytes:
    """A digest that tells whether an article has changed: 16 bytes, equal for equal articles."""
    return hashlib.blake2b(_encode(article), digest_size=16).digest()


def stored_of(article: Article) -> bytes:
    """The bytes that a document stores of its article."""
    return compressed(_encode(article))


def article_of(stored: bytes) -> Article:
    """The article of a document's stored bytes. Raises IndexUnusable if they are damaged."""
    try:
        return _decode(decompressed(stored))
    except (Damaged, msgspec.DecodeError) as fault:
        raise IndexUnusable(f"a stored article is damaged: {fault}; {REINDEX_HINT}") from None


def keyword(value: str) -> str:
    """The form in which a keyword is stored and searched for: folded, each run of blanks as one blank."""
    return " ".join(folded(value).split())


def texts_of(article: Article) -> dict[str, list[str]]:
    """The texts of an article, by their names in `fields`."""
    grouped = [text for group in article.groups for text in (group.title, *(p.text for p in group.points))]
    return {
        "title": [article.title],
        "tickers": [text for ticker in article.tickers for text in (ticker.symbol, ticker.name)],
        "viewpoint": [article.viewpoint.text] if article.viewpoint else [],
        "points": grouped,
        "paragraphs": list(article.paragraphs),
    }


def _whole(tokens: Mapping[str, str]) -> dict[str, str]:
    """The fields of the whole article, from those of its texts: the frequencies of a token in the texts,
    weighted and summed, and one length (BM25F; Robertson, Zaragoza and Taylor, "Simple BM25 Extension to
    Multiple Weighted Fields", 2004)."""
    return {
        fields.physical(fields.WHOLE, layer): " ".join(
            part
            for text in fields.TEXTS
            if (part := tokens.get(fields.physical(text, layer)))
            for _ in range(1 if layer is Layer.CHARS else fields.TIMES.get(text, 1))
        )
        for layer in Layer
    }


def _names(ticker: Ticker) -> list[str]:
    symbol, name = keyword(ticker.symbol), keyword(ticker.name)
    return [form for form in (symbol, symbol.rpartition(":")[2], name) if form]
