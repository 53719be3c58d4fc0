"""bm25s: scores computed beforehand into a sparse matrix of numpy, over words that jieba cut."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.bench.peers.contract import Missing, Peer, Text, size_of
from tests.bench.peers.jieba_words import words_of


class Bm25s:
    def __init__(self, retriever: Any, version: str, size: int) -> None:
        self._retriever = retriever
        self.version = version
        self.bytes = size

    def prepare(self, question: str) -> list[str]:
        return list(dict.fromkeys(words_of(question)))

    def plain(self, question: str) -> list[str]:
        return self.prepare(question)

    def top_ten(self, prepared: list[str]) -> list[int]:
        known = [word for word in prepared if word in self._retriever.vocab_dict]
        if not known:
            return []
        numbers, scores = self._retriever.retrieve([known], k=10, show_progress=False)
        # It always gives ten, those that match nothing with a score of 0.
        return [int(number) for number, score in zip(numbers[0], scores[0], strict=True) if score > 0]

    def count(self, prepared: list[str]) -> int:
        known = [word for word in prepared if word in self._retriever.vocab_dict]
        return int((self._retriever.get_scores(known) > 0).sum()) if known else 0

    def query_tokens(self, prepared: list[str]) -> set[str]:
        return set(prepared)

    def tokens_in(self, text: Text, among: set[str]) -> set[str]:
        return among.intersection(text.cut.split())


def build(texts: Sequence[Text], folder: Path) -> Bm25s:
    try:
        import bm25s
    except ImportError:
        raise Missing("bm25s is not installed (pip install '.[bench]')") from None
    retriever = bm25s.BM25()
    retriever.index([text.cut.split() for text in texts], show_progress=False)
    retriever.save(str(folder))
    return Bm25s(retriever, bm25s.__version__, size_of(folder))


PEER = Peer("bm25s", "jieba", build, cuts=True)
