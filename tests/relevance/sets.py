"""Which queries, over which documents, with which judgements?

The judged sets, read from the texts beside the project. Each document is the canonical record of an article;
every query is a whole question, typed as it stands.
"""

import gzip
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from index.marks import strip_marks

SHARED = Path(__file__).parents[3] / "shared" / "data"
NEUTRAL = "—"  # a title that holds no token, where the title may not help to find the body
TITLES = 2_000


class JudgedSet(msgspec.Struct, frozen=True):
    """`judgements` gives for each query the grade of every judged document, by ids; `depth` is how many
    documents of an answer are measured."""

    name: str
    records: tuple[dict[str, Any], ...]
    queries: dict[str, str]
    judgements: dict[str, dict[str, int]]
    depth: int


def cmrc(shared: Path = SHARED) -> JudgedSet:
    """CMRC 2018: a Chinese question, and the one passage of Wikipedia that answers it."""
    folder = shared / "relevance" / "cmrc2018"
    records = [_article(row["id"], row["body"]) for row in _rows(folder / "docs.jsonl.gz")]
    return _retrieval("cmrc", folder, records, depth=10)


def cranfield(shared: Path = SHARED) -> JudgedSet:
    """Cranfield: questions of aerodynamicists over abstracts, judged in full. Its judgements here have one
    grade, so gain is 1 or 0; titles are indexed as titles."""
    folder = shared / "relevance" / "cranfield"
    records = [
        _article(row["id"], row["body"], title=row["title"] or NEUTRAL)
        for row in _rows(folder / "docs.jsonl.gz")
    ]
    return _retrieval("cranfield", folder, records, depth=1_400)


def juya(shared: Path = SHARED) -> JudgedSet:
    """Headlines of digests in mixed script, each to the item that it cites; every item is an article."""
    records: list[dict[str, Any]] = []
    queries: dict[str, str] = {}
    judgements: dict[str, dict[str, int]] = {}
    for digest in _rows(shared / "articles" / "juya-digests.jsonl"):
        name = digest["id"]
        records += [_article(f"{name}-{n}", text) for n, text in enumerate(digest["paragraphs"], 1)]
        points = [point["text"] for group in digest["groups"] for point in group["points"]]
        for number, point in enumerate(map(strip_marks, points), 1):
            key = f"{name}-point{number}"
            queries[key] = point.text
            judgements[key] = {f"{name}-{citation.number}": 1 for citation in point.citations}
    return JudgedSet("juya", tuple(records), queries, judgements, 10)


def lctt(shared: Path = SHARED) -> JudgedSet:
    """Titles of Chinese technology articles, each to its own body."""
    articles = list(_rows(shared / "articles" / "lctt-zh.jsonl.gz"))
    asked = random.Random(7).sample(articles, TITLES)
    return JudgedSet(
        "lctt",
        tuple(_article(row["id"], *row["paragraphs"]) for row in articles),
        {row["id"]: row["title"] for row in asked},
        {row["id"]: {row["id"]: 1} for row in asked},
        10,
    )


SETS: dict[str, Callable[[Path], JudgedSet]] = {
    "cmrc": cmrc,
    "cranfield": cranfield,
    "juya": juya,
    "lctt": lctt,
}


def _retrieval(name: str, folder: Path, records: list[dict[str, Any]], *, depth: int) -> JudgedSet:
    """A set kept as documents, queries and `qrels.tsv`."""
    queries = {row["id"]: row["text"] for row in _rows(folder / "queries.jsonl.gz")}
    judgements: dict[str, dict[str, int]] = {query: {} for query in queries}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, document, grade = line.split("\t")
        judgements[query][document] = int(grade)
    return JudgedSet(name, tuple(records), queries, judgements, depth)


def _article(key: str, *paragraphs: str, title: str = NEUTRAL) -> dict[str, Any]:
    return {"id": key, "title": title, "paragraphs": list(paragraphs)}


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
