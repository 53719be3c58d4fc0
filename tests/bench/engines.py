"""What do the engines cost, side by side, and how far do they rank alike?

    make bench-engines        (or: python tests/bench/engines.py [--articles N])

Indexes lctt-zh with each engine, runs the same 500 queries that people searched for (seed 7) on both, and
compares the top ten of each answer. Needs the texts beside the project.
"""

import argparse
import gzip
import json
import random
import statistics
import tempfile
import time
from pathlib import Path

import msgspec

from index import configured_analyzer
from index.articles.article import ArticleRecord, from_record
from index.articles.documents import document_of
from index.articles.fields import ARTICLE_FIELDS
from index.engines import Reader, engine_names, open_engine
from search import SearchRequest
from search.plan.planner import QueryPlanner
from search.ranking.tiers import TierSearch

SHARED = Path(__file__).parents[3] / "shared/data"
QUESTIONS = 500


def quantile(values: list[float], share: float) -> float:
    return statistics.quantiles(values, n=100)[round(share * 100) - 1]


def answers_of(reader: Reader, questions: list[str]) -> tuple[list[list[str]], list[float]]:
    """The top ten for every query, and how many milliseconds the engine took for each."""
    planner = QueryPlanner(reader, configured_analyzer())
    answers, taken = [], []
    for question in questions:
        plan = planner.plan(SearchRequest(question, lang="same"))
        began = time.perf_counter()
        found = TierSearch(reader, limit=10).run(plan.tiers)
        taken.append((time.perf_counter() - began) * 1000)
        answers.append([hit.key for _, hit in found.hits])
    return answers, taken


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--articles", type=int, default=None, help="how many articles; all by default")
    count = options.parse_args().articles
    analyzer = configured_analyzer()
    with gzip.open(SHARED / "articles/lctt-zh.jsonl.gz") as file:
        records = [msgspec.json.decode(line, type=ArticleRecord) for line in file][:count]
    for record in records:
        record.title = record.title or "x"
    documents = [document_of(from_record(record).article, analyzer) for record in records]
    size = sum(len("".join(record.paragraphs).encode()) for record in records)
    with (SHARED / "queries/weibo-20k.jsonl").open(encoding="utf-8") as lines:
        questions = [json.loads(line)["text"] for line in lines]
    chosen = random.Random(7).sample(questions, QUESTIONS)
    every: dict[str, list[list[str]]] = {}
    print(f"{len(documents):,} articles, {size / 1e6:.1f} MB of text, {QUESTIONS} questions")
    print(f"{'engine':8} {'index s':>8} {'size/text':>10} {'p50 ms':>8} {'p95 ms':>8} {'found':>6}")
    with tempfile.TemporaryDirectory() as root:
        for name in engine_names():
            folder = Path(root) / name
            folder.mkdir()
            engine = open_engine(name)
            began = time.perf_counter()
            with engine.create(folder, ARTICLE_FIELDS) as writer:
                for document in documents:
                    writer.add(document)
                writer.commit()
            seconds = time.perf_counter() - began
            reader = engine.open(folder, ARTICLE_FIELDS)
            answers_of(reader, chosen[:50])
            every[name], taken = answers_of(reader, chosen)
            found = sum(map(bool, every[name]))
            print(
                f"{name:8} {seconds:8.1f} {reader.statistics().bytes / size:10.2f} "
                f"{quantile(taken, 0.5):8.2f} {quantile(taken, 0.95):8.2f} {found:6}"
            )
            reader.close()
    one, other = every.values()
    overlaps = [len(set(a) & set(b)) / max(len(a), len(b)) for a, b in zip(one, other, strict=True) if a or b]
    same = sum(a == b for a, b in zip(one, other, strict=True))
    print(
        f"first ten alike: {statistics.fmean(overlaps):.4f} in the mean over {len(overlaps)} questions "
        f"that find anything; {same} of {QUESTIONS} answers the same in the same order"
    )


if __name__ == "__main__":
    main()
