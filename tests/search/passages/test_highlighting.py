"""The highlighting tests of other engines: ours gives the same, or `highlight.tsv` says why not.

Run as a program it prints a table of how many cases agree, by origin, and each case that doesn't.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from highlighting import highlight_terms_of, marks_in

from index import Analyzer, configured_analyzer
from search.passages.highlighting import weighted_terms
from search.passages.snippets import WIDTH, best_window, merged, whole
from search.results import Snippet

EXPLANATIONS = Path(__file__).with_name("highlight.tsv")
VERDICTS = {
    "ours": "ours serves a reader better",
    "other": "needs something that ours doesn't have",
    "fault": "ours is at fault",
}

# A case, its origin, what it expects and what ours gives.
Judgement = tuple[str, str, str, str]


def judgements(shared: Path, analyzer: Analyzer) -> Iterator[Judgement]:
    lines = (shared / "conformance" / "highlight.jsonl").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        record = json.loads(line)
        yield str(number), record["source"].split()[0], *compared(record, analyzer)


def compared(record: dict[str, Any], analyzer: Analyzer) -> tuple[str, str]:
    """What is expected and what ours gives, with highlights in the same notation."""
    if "ranges" in record:
        ranges = [(start, end) for start, end in record["ranges"]]
        return str([tuple(each) for each in record["collapse_overlapped"]]), str(list(merged(ranges)))
    if "expect_error" in record:
        return record["expect_error"], "no such parameter"
    query, weights = query_of(record)
    texts = [text for value in fields(record) for text in value]
    shown = [bracketed(snippet_of(record, text, query, weights, analyzer)) for text in texts]
    return " | ".join(map(plain, expected(record))), " | ".join(each for each in shown if each)


def query_of(record: dict[str, Any]) -> tuple[str, dict[str, float]]:
    """The query in our syntax, and the weight of each word where the case has weights."""
    terms = record.get("terms", {})
    if "prefix" in record:
        return f"{record['prefix']}*", {}
    if "phrase" in record:
        return f'"{record["phrase"]}"~{record["slop"]}', {}
    query = record.get("query") or " ".join(terms)
    return query.replace(" AND ", " "), dict(terms) if isinstance(terms, dict) else {}


def fields(record: dict[str, Any]) -> list[list[str]]:
    document = record["document"]
    if isinstance(document, str):
        return [[document]]
    return [
        [each["title"] for each in value] if isinstance(value, list) else [value]
        for value in document.values()
    ]


def expected(record: dict[str, Any]) -> Iterable[str]:
    expect = record["expect"]
    if isinstance(expect, str):
        return [expect]
    return [text for texts in expect.values() for text in texts or ()]


def snippet_of(
    record: dict[str, Any], text: str, query: str, weights: dict[str, float], analyzer: Analyzer
) -> Snippet | None:
    highlight_terms = highlight_terms_of(query, analyzer)
    marks = marks_in(
        text,
        "paragraphs",
        weighted_terms(highlight_terms, [weights.get(each.text, 1.0) for each in highlight_terms]),
    )
    if not marks:
        return None
    if "max_chars" in record:
        return best_window(text, marks, width=record["max_chars"], whole=record["max_chars"]).snippet
    return whole(text, marks) if len(text) <= WIDTH else best_window(text, marks).snippet


def bracketed(snippet: Snippet | None) -> str:
    """The snippet with its highlights in brackets, without ellipses, which engines write differently."""
    if snippet is None:
        return ""
    parts, at = [], 0
    for start, end in snippet.highlights:
        parts.append(f"{snippet.text[at:start]}[{snippet.text[start:end]}]")
        at = end
    return ("".join(parts) + snippet.text[at:]).replace("…", "").strip()


def plain(expect: str) -> str:
    """The expected text in the same notation: tags and capitals as brackets, entities as characters."""
    for tag in (r"<em>(.*?)</em>", r"<b>(.*?)</b>", r"<strong[^>]*>(.*?)</strong>"):
        expect = re.sub(tag, r"[\1]", expect)
    expect = re.sub(
        r"\b[A-Z]{3,}(?: [A-Z]{3,})*\b", lambda match: re.sub(r"[A-Z]+", r"[\g<0>]", match[0]), expect
    )
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"')):
        expect = expect.replace(entity, sign)
    return expect


def alike(expect: str, ours: str) -> bool:
    return expect.casefold() == ours.casefold()


def explanations() -> dict[str, tuple[str, str, str]]:
    """What ours gives, the verdict and the reason, for each explained case."""
    header, *lines = EXPLANATIONS.read_text(encoding="utf-8").splitlines()
    assert header.split("\t") == ["case", "ours", "verdict", "reason"]
    return {
        case: (ours, verdict, reason) for case, ours, verdict, reason in (line.split("\t") for line in lines)
    }


def in_one_line(text: str) -> str:
    return text.replace("\n", " ")


def test_what_ours_marks_otherwise_than_other_engines_is_what_is_explained(
    shared: Path, analyzer: Analyzer
) -> None:
    differing = {
        case: in_one_line(ours)
        for case, _, expect, ours in judgements(shared, analyzer)
        if not alike(expect, ours)
    }
    explained = explanations()
    assert explained
    assert differing == {case: ours for case, (ours, _, _) in explained.items()}
    for _, verdict, reason in explained.values():
        assert verdict in VERDICTS
        assert reason


@pytest.mark.parametrize("case", [str(number) for number in range(1, 38)])
def test_the_table_has_each_case_at_most_once(case: str) -> None:
    lines = EXPLANATIONS.read_text(encoding="utf-8").splitlines()
    assert sum(line.split("\t")[0] == case for line in lines) <= 1


def print_table(shared: Path) -> None:
    explained = explanations()
    agree: Counter[str] = Counter()
    disagree: Counter[str] = Counter()
    for case, origin, expect, ours in judgements(shared, configured_analyzer()):
        counted = agree if alike(expect, ours) else disagree
        counted.update(["all", origin])
        if counted is disagree:
            _, verdict, reason = explained.get(case, ("", "", "NOT EXPLAINED"))
            print(f"{case} ({origin})\n  expected: {expect!r}\n  ours:     {ours!r}")
            print(f"  {VERDICTS.get(verdict, 'no verdict')}: {reason}\n")
    print(f"{'agree':>7} {'disagree':>8}")
    for origin in sorted(agree.keys() | disagree.keys()):
        print(f"{agree[origin]:7} {disagree[origin]:8}  {origin}")


if __name__ == "__main__":
    here = Path(__file__).resolve()
    print_table(Path(sys.argv[1]) if len(sys.argv) > 1 else here.parents[4] / "shared" / "data")
