"""How long does it take to understand a question?

    make bench-questions        (or: python tests/bench/questions.py)

Reads 2,000 questions that people searched for (seed 7) against an index of lctt-zh, and prints the median
and the 95th percentile of every stage: language, names, expansion, voices, the whole. Needs the texts beside
the project.
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

from search.lexicon.names import configured_synonyms

from index import configured_analyzer, open_generation, reindex
from search.plan.expansion import expand
from search.plan.plan import read_question
from search.query.parser import parse
from search.query.synonym_tagging import name
from search.ranking.clauses import heard

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
        aliases = configured_synonyms(reader)
        for question in questions:
            marks = [time.perf_counter()]
            understood = parse(question)
            marks.append(time.perf_counter())
            tree, _ = name(understood.tree, aliases, analyzer)
            marks.append(time.perf_counter())
            expansion = expand(tree, analyzer, reader, today=TODAY)
            marks.append(time.perf_counter())
            heard(expansion.asked, analyzer, reader)
            marks.append(time.perf_counter())
            read_question(question, analyzer=analyzer, reader=reader, aliases=aliases, today=TODAY)
            marks.append(time.perf_counter())
            stages = ("language", "names", "expansion", "voices", "whole")
            for stage, began, ended in zip(stages, marks, marks[1:], strict=False):
                taken[stage].append((ended - began) * 1000)
            taken["language to expansion"].append((marks[3] - marks[0]) * 1000)
    print(f"{QUESTIONS} questions, milliseconds")
    for stage, values in taken.items():
        high = statistics.quantiles(values, n=20)[-1]
        print(f"{stage:22} p50 {statistics.median(values):6.3f}  p95 {high:6.3f}")


if __name__ == "__main__":
    main()
