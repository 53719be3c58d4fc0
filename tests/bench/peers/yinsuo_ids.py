"""Yinsuo itself among the peers: each text an article of one paragraph.

It is given the typed question and does all that it does with one (language, names, expansion, ranking) but
show why; so what is timed of it is more than what is timed of the others.
"""

import re
from collections.abc import Sequence
from datetime import UTC
from importlib import metadata
from pathlib import Path

import msgspec

from index import configured_analyzer, reindex
from index.engines import AUTO, engine_named
from index.ingest.parallel import default_jobs
from search import LiveIndex, Searcher
from tests.bench.peers.contract import Peer, Text, size_of

_ABOUT_NOTHING = "¶"  # a title must be there, and shall add no word


class YinsuoIds:
    version = metadata.version("yinsuo")

    def __init__(self, searcher: Searcher, size: int) -> None:
        self._searcher = searcher
        self._analyzer = configured_analyzer()
        self.bytes = size

    def prepare(self, question: str) -> str:
        return question

    def plain(self, question: str) -> str:
        # Quoted, so that each word stands for itself and not for its other names too.
        words = dict.fromkeys(unit.text for unit in self._analyzer.units(question))
        return " OR ".join(f'"{word}"' for word in words)

    def top_ten(self, prepared: str) -> list[int]:
        return [int(key) for key in self._searcher.ids(prepared)]

    def count(self, prepared: str) -> int:
        return self._searcher.count(prepared).total

    def query_tokens(self, prepared: str) -> set[str]:
        return {self._as_tokens(word) for word in re.findall('"([^"]*)"', prepared)}

    def tokens_in(self, text: Text, among: set[str]) -> set[str]:
        layers = self._analyzer.layers([text.raw])
        tokens = f" {layers.grams} {layers.chars} "
        return {each for each in among if each in tokens}

    def _as_tokens(self, word: str) -> str:
        """How a word stands in the tokens of a text: its pairs side by side, or the character that it is."""
        return f" {' '.join(self._analyzer.phrase(word)) or word} "


def build(texts: Sequence[Text], folder: Path) -> YinsuoIds:
    file = folder / "texts.jsonl"
    with file.open("wb") as out:
        for number, text in enumerate(texts):
            record = {"id": str(number), "title": _ABOUT_NOTHING, "paragraphs": [text.raw]}
            out.write(msgspec.json.encode(record) + b"\n")
    analyzer = configured_analyzer()
    reindex(
        [str(file)],
        root=folder / "index",
        analyzer=analyzer,
        engine=engine_named(AUTO),
        zone=UTC,
        jobs=default_jobs(),
    )
    return YinsuoIds(LiveIndex(folder / "index", analyzer).searcher(), size_of(folder / "index"))


PEER = Peer("Yinsuo", "its own, three layers", build)
