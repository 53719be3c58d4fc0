"""How long does it take to plan a query?

    make bench-questions        (or: python tests/bench/questions.py)

Plans 2,000 queries that people searched for (seed 7) against an index of lctt-zh, and prints the median and
the 95th percentile of every stage: parsing, synonyms, expansion, clauses, the whole plan. Needs the texts
beside the project.
"""

import json
import random
import statistics
import tempfile
import time
from collections import defaultdict
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from index import configured_analyzer, open_generation, reindex
from search.plan.expansion import expand
from search.plan.planner import QueryPlanner, configured_synonyms
from search.plan.query_words import WordExpander
from search.query.parser import parse
from search.query.synonym_tagging import tag_synonyms
from search.ranking.clauses import weighted_clauses

SHARED = Path(__file__).parents[3] / "shared/data"
QUESTIONS = 2_000
TODAY = date(2025, 5, 14)


def main() -> None:
    analyzer = configured_analyzer()
    with (SHARED / "queries/weibo-20k.jsonl").open(encoding="utf-8") as lines:
        questions = random.Random(7).sample([json.loads(line)["text"] for line in lines], QUESTIONS)
    taken: defaultdict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as root:
        reindex(
            [str(SHARED / "articles/lctt-zh.jsonl.gz")],
            root=Path(root),
            analyzer=analyzer,
            engine="tantivy",
            zone=ZoneInfo("Asia/Shanghai"),
        )
        reader = open_generation(Path(root), analyzer).articles
        synonyms = configured_synonyms(reader)
        planner = QueryPlanner(reader, analyzer, synonyms)
        for question in questions:
            marks = [time.perf_counter()]
            parsed = parse(question)
            marks.append(time.perf_counter())
            tree, _ = tag_synonyms(parsed.tree, synonyms, analyzer)
            marks.append(time.perf_counter())
            expansion = expand(tree, WordExpander(analyzer, reader), today=TODAY)
            marks.append(time.perf_counter())
            weighted_clauses(expansion.query_texts, analyzer, reader)
            marks.append(time.perf_counter())
            planner.plan_native(question)
            marks.append(time.perf_counter())
            stages = ("parsing", "synonyms", "expansion", "clauses", "whole")
            for stage, began, ended in zip(stages, marks, marks[1:], strict=False):
                taken[stage].append((ended - began) * 1000)
            taken["parsing to expansion"].append((marks[3] - marks[0]) * 1000)
    print(f"{QUESTIONS} queries, milliseconds")
    for stage, values in taken.items():
        high = statistics.quantiles(values, n=20)[-1]
        print(f"{stage:22} p50 {statistics.median(values):6.3f}  p95 {high:6.3f}")


if __name__ == "__main__":
    main()
