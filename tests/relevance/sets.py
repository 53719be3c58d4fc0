"""Which queries, over which documents, with which judgements?

The judged sets, read from the texts beside the project. Each document is the canonical record of an article;
every query is a whole question, as it was written.
"""

import gzip
import json
import random
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from index.articles.citation_marks import strip_marks
from search import Lang

SHARED = Path(__file__).parents[3] / "shared" / "data"
NEUTRAL = "—"  # a title that holds no token, where the title may not help to find the body
_LATIN = re.compile("[A-Za-z0-9]")
TITLES = 2_000
PAIRS = 1_000  # titles that are reported on, and as many others to tune with


class JudgedSet(msgspec.Struct, frozen=True):
    """`judgements` gives for each query the grade of every judged document, by ids; `depth` is how many
    documents of an answer are measured, `lang` whether those of the other language answer. Sets of one
    `corpus` have the same documents."""

    name: str
    records: tuple[dict[str, Any], ...]
    queries: dict[str, str]
    judgements: dict[str, dict[str, int]]
    depth: int
    corpus: str
    lang: Lang = "auto"


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
    return JudgedSet("juya", tuple(records), queries, judgements, 10, "juya")


def lctt(shared: Path = SHARED) -> JudgedSet:
    """Titles of Chinese technology articles, each to its own body."""
    articles = list(_rows(shared / "articles" / "lctt-zh.jsonl.gz"))
    chosen = random.Random(7).sample(articles, TITLES)
    return JudgedSet(
        "lctt",
        tuple(_article(row["id"], *row["paragraphs"]) for row in articles),
        {row["id"]: row["title"] for row in chosen},
        {row["id"]: {row["id"]: 1} for row in chosen},
        10,
        "lctt-zh",
    )


def pairs(shared: Path, typed: str, found: str, *, tuned: bool = False, han: bool = False) -> JudgedSet:
    """Titles of technology articles in the language `typed`, each to the body of the same article in the
    language `found`, among the bodies of all. `tuned` takes the other titles, those that were looked at while
    tuning; `han` of the pairs that were drawn for neither those whose Chinese title has no Latin letter and
    no digit, so that hardly a name says the same in both languages."""
    folder = shared / "articles"
    sides = {side: list(_rows(folder / f"lctt-{side}.jsonl.gz")) for side in ("zh", "en")}
    titles = {row["id"]: row["title"] for rows in sides.values() for row in rows}
    lines = (folder / "lctt-pairs.tsv").read_text(encoding="utf-8").splitlines()
    drawn = random.Random(2026).sample(lines, 2 * PAIRS)
    if han:
        rest = sorted(set(lines) - set(drawn))
        drawn = [line for line in rest if not _LATIN.search(titles[line.split("\t")[0]])]
    else:
        drawn = drawn[:PAIRS] if tuned else drawn[PAIRS:]
    queries: dict[str, str] = {}
    judgements: dict[str, dict[str, int]] = {}
    for chinese, english in (line.split("\t") for line in drawn):
        query, answer = (chinese, english) if typed == "zh" else (english, chinese)
        if titles[query]:
            queries[query] = titles[query]
            judgements[query] = {answer: 1}
    name = f"{typed}-{found}" + ("-han" if han else "") + ("-tuned" if tuned else "")
    records = tuple(_article(row["id"], *row["paragraphs"]) for row in sides[found])
    return JudgedSet(name, records, queries, judgements, 10, f"lctt-{found}", "both")


SETS: dict[str, Callable[[Path], JudgedSet]] = {
    "cmrc": cmrc,
    "cranfield": cranfield,
    "juya": juya,
    "lctt": lctt,
    "en-zh": partial(pairs, typed="en", found="zh"),
    "zh-en": partial(pairs, typed="zh", found="en"),
    "en-zh-han": partial(pairs, typed="en", found="zh", han=True),
    "zh-en-han": partial(pairs, typed="zh", found="en", han=True),
}
# Of other titles, to tune with; measured only when named.
TUNING: dict[str, Callable[[Path], JudgedSet]] = {
    f"{typed}-{found}-tuned": partial(pairs, typed=typed, found=found, tuned=True)
    for typed, found in (("en", "zh"), ("zh", "en"))
}


def _retrieval(name: str, folder: Path, records: list[dict[str, Any]], *, depth: int) -> JudgedSet:
    """A set kept as documents, queries and `qrels.tsv`."""
    queries = {row["id"]: row["text"] for row in _rows(folder / "queries.jsonl.gz")}
    judgements: dict[str, dict[str, int]] = {query: {} for query in queries}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, document, grade = line.split("\t")
        judgements[query][document] = int(grade)
    return JudgedSet(name, tuple(records), queries, judgements, depth, name)


def _article(key: str, *paragraphs: str, title: str = NEUTRAL) -> dict[str, Any]:
    return {"id": key, "title": title, "paragraphs": list(paragraphs)}


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
