"""What does it cost to search in the other language too?

    make bench-translation        (or: python tests/bench/translation.py)

Runs 1,000 queries that people searched for (seed 7) on an index of lctt-zh and lctt-en together, each in its
own language, filled in from the other one, and in both as equals, one right after the other in random order.
Prints the medians: time in the engine, time of the whole query, and how many times that of the query in its
own language; and the time to open the dictionary. Needs the texts beside the project.
"""

import json
import random
import statistics
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from index import configured_analyzer, open_generation, reindex
from search import LANGS, Searcher
from search.lexicon import dictionary

SHARED = Path(__file__).parents[3] / "shared/data"
QUESTIONS = 1_000


class _Timed:
    """A reader that counts the time that its searches take."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self.seconds = 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)

    def search(self, *given: Any, **options: Any) -> Any:
        began = time.perf_counter()
        try:
            return self._reader.search(*given, **options)
        finally:
            self.seconds += time.perf_counter() - began


def main() -> None:
    analyzer = configured_analyzer()
    with (SHARED / "queries/weibo-20k.jsonl").open(encoding="utf-8") as lines:
        questions = random.Random(7).sample([json.loads(line)["text"] for line in lines], QUESTIONS)
    dictionary.open_dictionary(analyzer)  # compiled from here on
    dictionary._opened.clear()
    began = time.perf_counter()
    words = len(dictionary.open_dictionary(analyzer) or ())
    print(f"dictionary of {words:,} words opened in {(time.perf_counter() - began) * 1000:.1f} ms")
    with tempfile.TemporaryDirectory() as root:
        reindex(
            [str(SHARED / f"articles/lctt-{language}.jsonl.gz") for language in ("zh", "en")],
            root=Path(root),
            analyzer=analyzer,
            engine="tantivy",
            zone=ZoneInfo("Asia/Shanghai"),
        )
        generation = open_generation(Path(root), analyzer)
        timed = _Timed(generation.articles)
        searcher = Searcher(msgspec.structs.replace(generation, articles=timed), analyzer)
        order = random.Random(7)
        engine: defaultdict[str, list[float]] = defaultdict(list)
        whole: defaultdict[str, list[float]] = defaultdict(list)
        for question in questions:
            for lang in order.sample(LANGS, len(LANGS)):  # whoever comes second finds the caches warm
                timed.seconds, began = 0.0, time.perf_counter()
                searcher.ids(question, lang=lang)
                whole[lang].append((time.perf_counter() - began) * 1000)
                engine[lang].append(timed.seconds * 1000)
    print(f"{QUESTIONS} queries over {generation.articles.count:,} articles, medians in milliseconds")
    for lang in ("same", "auto", "both"):
        for name, taken in (("engine", engine), ("whole", whole)):
            ratio = statistics.median(
                more / less for more, less in zip(taken[lang], taken["same"], strict=True)
            )
            print(f"{lang} {name:6} {statistics.median(taken[lang]):6.2f}  times {ratio:.2f}")


if __name__ == "__main__":
    main()
