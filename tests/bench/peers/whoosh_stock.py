"""Whoosh as it comes, with jieba's `ChineseAnalyzer` for it, which is what its users take for Chinese."""

import warnings
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from whoosh import fields, index
from whoosh.qparser import MultifieldParser, OrGroup

from tests.bench.peers.contract import Peer, Text, size_of


class StockWhoosh:
    version = metadata.version("whoosh3")

    def __init__(self, folder: Path, analyzer: Any, texts: Sequence[str] = ("body",)) -> None:
        store = index.open_dir(str(folder))
        self._analyzer = analyzer
        self._searcher = store.searcher()
        self._parser = MultifieldParser(texts, store.schema, group=OrGroup)
        self.bytes = size_of(folder)

    def prepare(self, question: str) -> Any:
        return self._parser.parse(question)

    def plain(self, question: str) -> Any:
        return self.prepare(question)

    def top_ten(self, prepared: Any) -> list[int]:
        return [hit["number"] for hit in self._searcher.search(prepared, limit=10)]

    def count(self, prepared: Any) -> int:
        return len(self._searcher.search(prepared, limit=None))

    def query_tokens(self, prepared: Any) -> set[str]:
        return {text for _, text in prepared.iter_all_terms()}

    def tokens_in(self, text: Text, among: set[str]) -> set[str]:
        return among.intersection(token.text for token in self._analyzer(text.raw))

    def answer(self, question: str) -> list[dict[str, str]]:
        """The first ten articles with Whoosh's own highlights."""
        found = self._searcher.search(self._parser.parse(question), limit=10)
        return [
            {
                "title": hit["title"],
                "title_marked": hit.highlights("title"),
                "body_marked": hit.highlights("body", top=3),
            }
            for hit in found
        ]


def build(texts: Sequence[Text], folder: Path) -> StockWhoosh:
    analyzer = _analyzer()
    body = fields.TEXT(analyzer=analyzer)
    store = index.create_in(str(folder), fields.Schema(number=fields.STORED, body=body))
    writer = store.writer(limitmb=256)
    for number, text in enumerate(texts):
        writer.add_document(number=number, body=text.raw)
    writer.commit()
    return StockWhoosh(folder, analyzer)


def build_articles(articles: Iterable[tuple[str, str]], folder: Path) -> StockWhoosh:
    """An index of articles, each a title and a body, both stored."""
    analyzer = _analyzer()
    text = fields.TEXT(stored=True, analyzer=analyzer)
    schema = fields.Schema(number=fields.STORED, title=text, body=text)
    writer = index.create_in(str(folder), schema).writer(limitmb=256)
    for number, (title, body) in enumerate(articles):
        writer.add_document(number=number, title=title, body=body)
    writer.commit()
    return StockWhoosh(folder, analyzer, ("title", "body"))


def _analyzer() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's own code warns on newer Pythons
        from jieba.analyse import ChineseAnalyzer
    return ChineseAnalyzer()


PEER = Peer("stock Whoosh", "jieba's ChineseAnalyzer", build)
