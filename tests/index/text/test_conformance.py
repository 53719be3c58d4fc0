"""What other engines' own tests expect of a text: ours serves it, or `conformance.tsv` says why not.

Run as a program it prints the table: how many cases agree, by origin, and each that doesn't.
"""

import json
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from index import Analyzer
from index.text.analysis import Layers, Unit
from index.text.folding import fold_text
from index.text.segmentation import Segmenter, open_segmenter
from index.text.unicode_scripts import gaps_and_runs, is_ideographic, is_segmentable

EXPLANATIONS = Path(__file__).with_name("conformance.tsv")
VERDICTS = {
    "ours": "ours serves a searcher better",
    "scope": "a language that is neither Chinese nor English",
    "fault": "ours is at fault",
}
# Cutters that give back the whole text, so that blanks and punctuation among their tokens ask for nothing.
WHOLE_TEXT = ("fxsjy/jieba", "meilisearch/charabia")
ASKED_MODES = ("cut", "cut_no_hmm", "cut_all", "cut_for_search")
SEGMENTERS = ("rjieba", "jieba")
SHOWN = 6

# A case, where it comes from, its text, and what it expects that ours doesn't do: empty where they agree.
Judgement = tuple[str, str, str, str]


def judgements(shared: Path) -> Iterator[Judgement]:
    segmenters = {name: open_segmenter(name) for name in SEGMENTERS}
    analyzer = Analyzer(segmenters["rjieba"])
    for line, record in records(shared, "analysis.jsonl"):
        unserved = analysis_unserved(analyzer, record)
        yield f"analysis:{line}", record["source"], text_of(record), unserved
    for line, record in records(shared, "jieba-0.42.1.jsonl"):
        text, origin = record["input"], record["source"].partition(",")[0]
        layers = analyzer.layers([text])
        for mode in ASKED_MODES:
            unserved = listed(unfound(analyzer, layers, asked(record[mode], record["source"])))
            yield f"jieba:{line} {mode}", f"{origin}: found", text, unserved
        runs = [run for run in gaps_and_runs(fold_text(text))[1::2] if is_segmentable(run)]
        if not runs:
            continue
        for name, segmenter in segmenters.items():
            for mode, ours in cuts(segmenter, runs).items():
                yield (
                    f"jieba:{line} {mode} by {name}",
                    f"{origin}: cut alike",
                    text,
                    differing(record[mode], ours),
                )


def records(shared: Path, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    lines = (shared / "conformance" / name).read_text(encoding="utf-8").split("\n")
    yield from ((number, json.loads(line)) for number, line in enumerate(lines, 1) if line)


def text_of(record: dict[str, Any]) -> str:
    if "input_repeat" in record:
        text, times = record["input_repeat"]
        return str(text * times)
    return str(record.get("input", " ".join(record.get("input_values", []))))


def asked(tokens: Iterable[str], source: str) -> list[str]:
    """The tokens that somebody may ask for."""
    return [token for token in tokens if not (source.startswith(WHOLE_TEXT) and is_separator(token))]


def is_separator(token: str) -> bool:
    return all(unicodedata.category(character)[0] in "PZ" for character in token)


def analysis_unserved(analyzer: Analyzer, record: dict[str, Any]) -> str:
    if "input_values" in record:
        pairs = zip(record["input_values"], record["final_offsets"], strict=True)
        return listed(value for value, end in pairs if analyzer.units(value)[-1].end != end)
    text = text_of(record)
    started = time.perf_counter()
    layers, units = analyzer.layers([text]), analyzer.units(text)
    milliseconds = (time.perf_counter() - started) * 1000
    positions: dict[str, int] = record.get("token_posinc", {})
    expected = record.get("tokens") or record.get("must_contain") or list(positions)
    stop_words = re.findall(r"[^\s/]+(?=/)|(?<=/)[^\s/]+", record["analyzer"])
    unwanted = {*stop_words, *record.get("must_not_contain", [])} - set(expected)
    phrase = analyzer.phrase(text)
    faults = [
        listed(unfound(analyzer, layers, asked(expected, record["source"]))),
        *(f"no {word}" for word in sorted(unwanted) if is_found(analyzer, layers, word)),
        *(f"{token} at {at}" for token, at in positions.items() if phrase.index(token) + 1 != at),
    ]
    if units[-1].end != record.get("final_offset", units[-1].end):
        faults.append(f"end at {record['final_offset']}")
    if [unit.start for unit in units] != sorted(unit.start for unit in units):
        faults.append("offsets in order")
    if milliseconds > record.get("max_ms", float("inf")):
        faults.append(f"within {record['max_ms']} ms")
    return ", ".join(filter(None, faults))


def unfound(analyzer: Analyzer, layers: Layers, tokens: Iterable[str]) -> list[str]:
    return [token for token in dict.fromkeys(tokens) if not is_found(analyzer, layers, token)]


def is_found(analyzer: Analyzer, layers: Layers, token: str) -> bool:
    """Whether the token can be asked for, and the text with these layers has it."""
    units = analyzer.units(token)
    return bool(units) and all(has(layers, unit) for unit in units)


def has(layers: Layers, unit: Unit) -> bool:
    return (
        any(stands(layers.words, word) for word in unit.words)
        or (bool(unit.grams) and stands(layers.grams, " ".join(unit.grams)))
        or (bool(unit.chars) and stands(layers.chars, unit.chars))
    )


def stands(tokens: str, asked: str) -> bool:
    return f" {asked} " in f" {tokens} "


def cuts(segmenter: Segmenter, runs: list[str]) -> dict[str, list[str]]:
    return {
        "cut": [word for run in runs for word in segmenter.cut_for_query(run)],
        "cut_for_search": segmenter.cut_for_index("\n".join(runs)).split(" "),
    }


def differing(expected: list[str], ours: list[str]) -> str:
    """The expected words of Han that ours doesn't have; where only their order differs, all."""
    words = [word for word in map(fold_text, expected) if any(map(is_ideographic, word))]
    if words == ours:
        return ""
    missing = Counter(words) - Counter(ours)
    return listed(missing or words)


def listed(tokens: Iterable[str]) -> str:
    tokens = list(tokens)
    more = f" and {len(tokens) - SHOWN} more" if len(tokens) > SHOWN else ""
    return " ".join(tokens[:SHOWN]) + more


def explanations() -> dict[str, tuple[str, str, str, str]]:
    """For each explained case what is expected, what ours does, the verdict and the reason."""
    header, *lines = EXPLANATIONS.read_text(encoding="utf-8").splitlines()
    assert header.split("\t") == ["case", "expected", "ours", "verdict", "reason"]
    rows = [line.split("\t") for line in lines]
    found = {case: (expected, ours, verdict, reason) for case, expected, ours, verdict, reason in rows}
    assert len(found) == len(rows)
    return found


@pytest.fixture(scope="module")
def disagreements(shared: Path) -> dict[str, str]:
    return {case: unserved for case, _, _, unserved in judgements(shared) if unserved}


def test_what_ours_does_otherwise_than_other_engines_is_what_is_explained(
    disagreements: dict[str, str],
) -> None:
    explained = explanations()
    assert explained
    assert disagreements == {case: expected for case, (expected, _, _, _) in explained.items()}
    for _, ours, verdict, reason in explained.values():
        assert ours
        assert reason
        assert verdict in VERDICTS


def print_table(shared: Path) -> None:
    explained = explanations()
    agree: Counter[str] = Counter()
    disagree: Counter[str] = Counter()
    differences: list[Judgement] = []
    for judgement in judgements(shared):
        file, origin = judgement[0].partition(":")[0], judgement[1]
        counted = disagree if judgement[3] else agree
        counted.update([f"{file}: all", f"{file}: {origin}"])
        if judgement[3]:
            differences.append(judgement)
    print(f"{'agree':>7} {'disagree':>8}")
    for origin in sorted(agree.keys() | disagree.keys()):
        print(f"{agree[origin]:7} {disagree[origin]:8}  {origin}")
    for case, origin, text, unserved in differences:
        _, ours, verdict, reason = explained.get(case, ("", "?", "", "NOT EXPLAINED"))
        short = text if len(text) <= 24 else text[:23] + "…"
        print(f"\n{case} ({origin}) {short!r}\n  expected: {unserved}\n  ours: {ours}")
        print(f"  {VERDICTS.get(verdict, 'no verdict')}: {reason}")
    for case in sorted(explained.keys() - {difference[0] for difference in differences}):
        print(f"\n{case}: STALE, ours agrees now or the case is gone")


if __name__ == "__main__":
    here = Path(__file__).resolve()
    print_table(Path(sys.argv[1]) if len(sys.argv) > 1 else here.parents[4] / "shared" / "data")
