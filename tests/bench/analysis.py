"""How fast is analysis, on one core, against the bare segmenter and against jieba's own analyzer?

    make bench-analysis        (or: python tests/bench/analysis.py [FILE.jsonl.gz] [--megabytes N])

Prints megabytes of UTF-8 text for each second of processor time: the texts are dealt out into rounds, every
round is new to all and goes to each in turn, and the median of the rounds counts. Then the memory after each
of three passes over everything. Needs a file of articles; the default is the Chinese one beside the project.
"""

import argparse
import gc
import gzip
import json
import os
import resource
import statistics
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

from index import configured_analyzer
from index.text.folding import fold_text
from index.text.segmentation import open_segmenter
from index.text.unicode_scripts import gaps_and_runs

warnings.simplefilter("ignore")  # jieba's own code warns on newer Pythons
DEFAULT = Path(__file__).parents[3] / "shared/data/articles/lctt-zh.jsonl.gz"
SLOWEST = "jieba's ChineseAnalyzer"
ROUNDS = 5
SLOW_SHARE = 15  # jieba's analyzer is given a 15th of the texts, for it needs that much longer


def texts_of(file: Path, megabytes: float) -> list[list[str]]:
    """Paragraphs by article until so many megabytes are gathered."""
    articles: list[list[str]] = []
    size = 0
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            articles.append(json.loads(line)["paragraphs"])
            size += sum(len(paragraph.encode()) for paragraph in articles[-1])
            if size >= megabytes * 1e6:
                break
    return articles


def rate(work: Callable[[list[str]], object], articles: Sequence[list[str]]) -> float:
    """Megabytes for each second of processor time, which a busy neighbour changes least."""
    size = sum(len(paragraph.encode()) for article in articles for paragraph in article)
    began = time.process_time()
    for article in articles:
        work(article)
    return size / 1e6 / (time.process_time() - began)


def memory() -> float:
    """Megabytes that the process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--megabytes", type=float, default=1000.0)
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[0]})
    articles = texts_of(arguments.file, arguments.megabytes)
    sample = articles[::SLOW_SHARE]

    analyzer = configured_analyzer()
    cut = open_segmenter("rjieba").cut_for_index
    from jieba.analyse import ChineseAnalyzer

    chinese = ChineseAnalyzer()
    runs = {
        id(article): [run for text in article for run in gaps_and_runs(fold_text(text))[1::2]]
        for article in articles
    }
    works: dict[str, tuple[Callable[[list[str]], object], Sequence[list[str]]]] = {
        "all layers": (lambda article: analyzer.layers(article), articles),
        "bare rjieba, once a text": (lambda article: cut("\n".join(article)), articles),
        "bare rjieba, once a run": (lambda article: [cut(run) for run in runs[id(article)]], articles),
        SLOWEST: (
            lambda article: [[token.text for token in chinese(text)] for text in article],
            sample,
        ),
    }
    for work, given in works.values():
        rate(work, given[:20])  # loads what is loaded once
    gc.collect()
    gc.freeze()  # the texts held for the measurement are no part of the work
    rates: dict[str, list[float]] = {name: [] for name in works}
    for round_ in range(ROUNDS):
        for name, (work, given) in works.items():
            rates[name].append(rate(work, given[round_::ROUNDS]))
    medians = {name: statistics.median(measured) for name, measured in rates.items()}
    for name, median in medians.items():
        print(f"{name:28} {median:6.2f} MB/s   ({', '.join(f'{each:.2f}' for each in sorted(rates[name]))})")
    print(f"layers / bare once a text    {medians['all layers'] / medians['bare rjieba, once a text']:6.2f}")
    print(f"layers / ChineseAnalyzer     {medians['all layers'] / medians[SLOWEST]:6.2f}")

    held = [memory()]
    for _ in range(3):
        for article in articles:
            analyzer.layers(article)
        held.append(memory())
    print("memory after each pass: " + ", ".join(f"{each:.0f} MB" for each in held))


if __name__ == "__main__":
    main()
