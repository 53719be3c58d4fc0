"""Which articles have a viewpoint, points and citations, and are enough of them?

Made of the statements of others, because there are too few: each point of an article is one that was written,
together with the paragraphs that it cites. Words keep their frequencies, and citations lead where they led.
"""

import hashlib
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from index import Citation, Cited
from index.articles.citation_marks import strip_marks, with_marks
from tests.bench.measures.corpora import digest_of, records_of
from tests.bench.measures.results import Corpus

_RECIPE = "1"  # rises with every change of what is generated


class DigestGenerator:
    """A longer series begins with the articles of a shorter one; each is made of those of one file."""

    def __init__(self, files: Sequence[Path], *, seed: int) -> None:
        self._sources = [_Source(file) for file in files]
        self._shares = [len(source.heads) for source in self._sources]
        self._seed = seed
        self.digest = hashlib.sha256(f"{digest_of(files)} {seed} {_RECIPE}".encode()).hexdigest()[:16]

    def records(self, count: int) -> Iterator[dict[str, Any]]:
        chance = random.Random(self._seed)
        for number in range(count):
            (source,) = chance.choices(self._sources, self._shares)
            yield {"id": f"digest-{number}", **source.article(chance)}

    def written(self, folder: Path, count: int) -> tuple[Corpus, Path]:
        """So many articles as a file in the folder, written unless it is there."""
        file = folder / f"digests-{count}-{self.digest}.jsonl"
        if not file.is_file():
            part = file.with_suffix(".part")
            with part.open("wb") as out:
                out.writelines(msgspec.json.encode(record) + b"\n" for record in self.records(count))
            part.rename(file)
        passages = sum(map(_passages, records_of(file)))
        return Corpus("digests", count, passages, file.stat().st_size, self.digest), file


class _Statement(msgspec.Struct, frozen=True):
    """A viewpoint or point, and for each of its citations the paragraph."""

    cited: Cited
    paragraphs: tuple[str, ...]


class _Source:
    """What the articles of a file are made of: their heads, how many points each group has under which title,
    their viewpoints and their points."""

    def __init__(self, file: Path) -> None:
        self.heads: list[dict[str, Any]] = []
        self._outlines: list[list[tuple[str, int]]] = []
        self._views: list[_Statement] = []
        self._points: list[_Statement] = []
        for record in records_of(file):
            names = ("title", "source", "published", "tickers")
            self.heads.append({name: record[name] for name in names if record.get(name)})
            self._outlines.append([(group["title"], len(group["points"])) for group in record["groups"]])
            if view := record.get("viewpoint"):
                self._views.append(_statement(view, record["paragraphs"]))
            self._points += [
                _statement(point["text"], record["paragraphs"])
                for group in record["groups"]
                for point in group["points"]
            ]

    def article(self, chance: random.Random) -> dict[str, Any]:
        outline = chance.choice(self._outlines)
        points = iter(chance.sample(self._points, sum(count for _, count in outline)))
        numbers: dict[str, int] = {}  # of the paragraphs of this article

        def placed(statement: _Statement) -> str:
            citations = tuple(
                Citation(numbers.setdefault(text, len(numbers) + 1), citation.at)
                for citation, text in zip(statement.cited.citations, statement.paragraphs, strict=True)
            )
            return with_marks(Cited(statement.cited.text, citations))

        view = {"viewpoint": placed(chance.choice(self._views))} if self._views else {}
        groups = [
            {"title": title, "points": [{"text": placed(next(points))} for _ in range(count)]}
            for title, count in outline
        ]
        return {**chance.choice(self.heads), **view, "groups": groups, "paragraphs": list(numbers)}


def _statement(text: str, paragraphs: Sequence[str]) -> _Statement:
    """A statement without the citations of what is no paragraph of its article."""
    cited = strip_marks(text)
    kept = tuple(each for each in cited.citations if each.number <= len(paragraphs))
    return _Statement(Cited(cited.text, kept), tuple(paragraphs[each.number - 1] for each in kept))


def _passages(record: dict[str, Any]) -> int:
    points = sum(len(group["points"]) for group in record["groups"])
    return points + len(record["paragraphs"]) + bool(record.get("viewpoint"))
