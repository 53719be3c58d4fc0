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
from zoneinfo import ZoneInfo

import msgspec

from index.articles.article import to_record
from index.articles.citation_marks import strip_marks
from index.importers.page_text import read_page_text
from search import Lang

SHARED = Path(__file__).parents[3] / "shared" / "data"
NEUTRAL = "—"  # a title that holds no token, where the title may not help to find the body
_LATIN = re.compile("[A-Za-z0-9]")
ZONE = ZoneInfo("Asia/Shanghai")  # of the times in the texts; the id of a page is derived from its own
TITLES = 2_000
SHOWN = 1_000  # questions of CMRC whose answers are looked for in what is shown
_SENTENCE_END = re.compile("(?<=[。！？!?；])")
PAIRS = 1_000  # titles that are reported on, and as many others to tune with


class Unanswerable(msgspec.Struct, frozen=True):
    """A query that nothing in the collection answers, and its words of content."""

    text: str
    words: tuple[str, ...]


class JudgedSet(msgspec.Struct, frozen=True):
    """`judgements` gives for each query the grade of every judged document, by ids; `depth` is how many
    documents of an answer are measured, `lang` whether those of the other language answer. Sets of one
    `corpus` have the same documents.

    `answers` are strings that show the answer to a query where one of them is read, `parts` the queries that
    are also reported by themselves, `unanswerable` queries without a judgement.
    """

    name: str
    records: tuple[dict[str, Any], ...]
    queries: dict[str, str]
    judgements: dict[str, dict[str, int]]
    depth: int
    corpus: str
    lang: Lang = "auto"
    answers: dict[str, tuple[str, ...]] = {}
    parts: dict[str, tuple[str, ...]] = {}
    unanswerable: dict[str, Unanswerable] = {}


def cmrc(shared: Path = SHARED) -> JudgedSet:
    """CMRC 2018: a Chinese question, and the one passage of Wikipedia that answers it."""
    folder = shared / "relevance" / "cmrc2018"
    records = [_article(row["id"], row["body"]) for row in _rows(folder / "docs.jsonl.gz")]
    return _retrieval("cmrc", folder, records, depth=10)


def cmrc_shown(shared: Path, *, in_sentences: bool = False) -> JudgedSet:
    """Questions of CMRC 2018 whose answers are looked for in what is shown of their passage, which is one
    paragraph, or as many as it has sentences."""
    folder = shared / "relevance" / "cmrc2018"
    rows = [row for row in _rows(folder / "queries.jsonl.gz") if row["answers"]]
    random.Random(3).shuffle(rows)
    rows = rows[:SHOWN]
    passages = ((row["id"], row["body"]) for row in _rows(folder / "docs.jsonl.gz"))
    records = [_article(key, *(sentences(body) if in_sentences else [body])) for key, body in passages]
    name = "cmrc-sentences" if in_sentences else "cmrc-shown"
    whole = _retrieval(name, folder, records, depth=10)
    return msgspec.structs.replace(
        whole,
        queries={row["id"]: row["text"] for row in rows},
        judgements={row["id"]: whole.judgements[row["id"]] for row in rows},
        corpus=name if in_sentences else "cmrc",
        answers={row["id"]: tuple(row["answers"]) for row in rows},
    )


def sentences(text: str) -> list[str]:
    return [sentence for sentence in _SENTENCE_END.split(text) if sentence.strip()]


def collection(shared: Path, *, name: str, depth: int = 1_000) -> JudgedSet:
    """A classic English collection of abstracts or news, judged in full. The judgements here have one grade,
    so gain is 1 or 0; titles are indexed as titles."""
    folder = shared / "relevance" / name
    records = [
        _article(row["id"], row["body"], title=row["title"] or NEUTRAL)
        for row in _rows(folder / "docs.jsonl.gz")
    ]
    return _retrieval(name, folder, records, depth=depth)


def asked(shared: Path = SHARED) -> JudgedSet:
    """Queries as people type them over digests and long articles of both languages together. Reported too by
    their kind, and by whether a digest answers them; some are answered by nothing."""
    folder = shared / "articles"
    page = (folder / "microsoft-openai.page.txt").read_text(encoding="utf-8")
    records = [
        *_rows(folder / "juya-digests.jsonl"),
        *_rows(folder / "lctt-zh.jsonl.gz"),
        *_rows(folder / "lctt-en.jsonl.gz"),
        msgspec.to_builtins(to_record(read_page_text(page, zone=ZONE).article)),
    ]
    rows = list(_rows(shared / "relevance" / "asked" / "queries.jsonl"))
    judged = [row for row in rows if row["gold"]]
    parts: dict[str, list[str]] = {}
    for row in judged:
        is_long = all(document.startswith("lctt-") for document in row["gold"])
        for part in (row["kind"], "in long articles" if is_long else "in digests"):
            parts.setdefault(part, []).append(row["id"])
    return JudgedSet(
        "asked",
        tuple(records),
        {row["id"]: row["text"] for row in judged},
        {row["id"]: row["gold"] for row in judged},
        10,
        "asked",
        answers={row["id"]: tuple(row["answers"]) for row in judged},
        parts={part: tuple(keys) for part, keys in parts.items()},
        unanswerable={
            row["id"]: Unanswerable(row["text"], tuple(row["words"])) for row in rows if not row["gold"]
        },
    )


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
    "cmrc-shown": cmrc_shown,
    "cmrc-sentences": partial(cmrc_shown, in_sentences=True),
    "cranfield": partial(collection, name="cranfield", depth=1_400),
    "npl": partial(collection, name="npl"),
    "lisa": partial(collection, name="lisa"),
    "time": partial(collection, name="time"),
    "adi": partial(collection, name="adi"),
    "asked": asked,
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
