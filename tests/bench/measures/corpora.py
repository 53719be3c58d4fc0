"""Which articles is it measured on?

Three that lie beside the project and one that is generated: sentences of real articles, shuffled with a fixed
seed, so that words keep their frequencies and an index can have any size.
"""

import gzip
import hashlib
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from index import Article
from index.articles.article import ArticleRecord, from_record
from tests.bench.measures.results import Corpus

ZH, EN, JUYA = "lctt-zh", "lctt-en", "juya"
_FILES = {ZH: "lctt-zh.jsonl.gz", EN: "lctt-en.jsonl.gz", JUYA: "juya-digests.jsonl"}
_RECIPE = "1"  # rises with every change of what is generated
PARAGRAPHS = 20  # of a generated article
_SENTENCE = re.compile(r"[^。！？；.!?;\n]+(?:[。！？；]+|[.!?;]+(?=\s|$)|[.!?;\n]|$)")
_MOST_SENTENCES = 12  # of a generated paragraph


class Texts:
    """The folder of texts, with `articles/` and `queries/` in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, name: str) -> Path:
        return self.folder / "articles" / _FILES[name]

    def lacking(self) -> list[str]:
        """The files that are missing."""
        needed = [*(Path("articles") / file for file in _FILES.values()), *map(Path, _QUERY_FILES)]
        return [str(file) for file in needed if not (self.folder / file).is_file()]


_QUERY_FILES = ("queries/weibo-20k.jsonl", "queries/search-benchmark-game.jsonl")


def lines_of(file: Path) -> Iterator[bytes]:
    with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as lines:
        yield from lines


def records_of(file: Path) -> Iterator[dict[str, Any]]:
    return map(msgspec.json.decode, lines_of(file))


def articles_of(files: Iterable[Path], *, one_of: int = 1) -> Iterator[Article]:
    """The articles of files, or one of so many of them."""
    for file in files:
        for line in islice(lines_of(file), 0, None, one_of):
            yield from_record(msgspec.json.decode(line, type=ArticleRecord)).article


def texts_of(article: Article) -> list[str]:
    """Everything that is written in an article: its title, its statements, its paragraphs."""
    statements = [point.text for group in article.groups for point in group.points]
    view = [article.viewpoint.text] if article.viewpoint else []
    return [article.title, *view, *statements, *article.paragraphs]


def corpus_of(name: str, file: Path) -> Corpus:
    """What a file holds."""
    articles = passages = size = 0
    for article in articles_of([file]):
        texts = texts_of(article)
        articles += 1
        passages += len(texts) - 1
        size += sum(len(text.encode()) for text in texts)
    return Corpus(name, articles, passages, size, digest_of([file]))


def digest_of(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


class Generator:
    """Makes articles of the sentences of others, each article in one language. A longer series begins with
    the articles of a shorter one."""

    def __init__(self, files: Sequence[Path], *, seed: int) -> None:
        self._sources = [_Source(file) for file in files]
        self._shares = [source.passages for source in self._sources]
        self._seed = seed
        self.digest = hashlib.sha256(f"{digest_of(files)} {seed} {_RECIPE}".encode()).hexdigest()[:16]

    def lines(self, passages: int) -> Iterator[bytes]:
        """The records of so many passages, each a line of JSON."""
        chance = random.Random(self._seed)
        for number in range(passages // PARAGRAPHS):
            (source,) = chance.choices(self._sources, self._shares)
            yield msgspec.json.encode({"id": f"generated-{number}", **source.article(chance)}) + b"\n"


class _Source:
    """What the articles of a file are made of."""

    def __init__(self, file: Path) -> None:
        self._heads: list[dict[str, Any]] = []
        self._sentences: list[str] = []
        self._lengths: list[int] = []
        for record in records_of(file):
            head = {name: record[name] for name in ("title", "source", "published") if record.get(name)}
            self._heads.append({"title": "x", **head})
            for paragraph in record["paragraphs"]:
                sentences = [each.strip() for each in _SENTENCE.findall(paragraph)]
                sentences = [each for each in sentences if each]
                if sentences:
                    self._sentences += sentences
                    self._lengths.append(min(len(sentences), _MOST_SENTENCES))
        self.passages = len(self._lengths)

    def article(self, chance: random.Random) -> dict[str, Any]:
        paragraphs = [
            " ".join(chance.choices(self._sentences, k=length))
            for length in chance.choices(self._lengths, k=PARAGRAPHS)
        ]
        return {**chance.choice(self._heads), "paragraphs": paragraphs}
