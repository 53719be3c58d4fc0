"""Every deliberate fault is reported, no sound article is, and what can't be compared is counted as such."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from index import Analyzer, Article
from index.articles.article import ArticleRecord, from_record
from search import EvidenceChecker, Searcher, check_evidence
from search.lexicon.numbers import numbers_of
from web.cli import main

ENGLISH = (
    "Microsoft paused a plan for three data center parks in Ohio.",
    "The Nile floods every summer and leaves dark mud behind.",
    "Sodium batteries cost less than lithium ones in cold weather.",
)
CHINESE = (
    "微软暂停了在俄亥俄州建设三座数据中心园区的计划。",
    "尼罗河每年夏天泛滥，留下黑色的淤泥。",
    "苹果公司在2024年售出2.3亿部手机，收入达到75亿美元。",
)


def names(text: str) -> set[str]:
    """A few names, as a table of synonyms would return them."""
    table = {"微软": "MSFT", "microsoft": "MSFT", "苹果": "AAPL", "apple": "AAPL"}
    return {symbol for name, symbol in table.items() if name in text.lower()}


# The fault, the point, the paragraphs; and the citations that make the same point sound.
FAULTS: dict[str, tuple[str, str, tuple[str, ...], str]] = {
    "a number after the last paragraph": ("missing", "Microsoft paused plans [9].", ENGLISH, "[1]"),
    "paragraph zero": ("missing", "Microsoft paused plans [1][0].", ENGLISH, "[1]"),
    "a range that runs out of the article": ("missing", "Microsoft paused plans [1-5].", ENGLISH, "[1-2]"),
    "a list with one wrong number": ("missing", "微软暂停了计划【1，7】。", CHINESE, "【1】"),
    "an English point on another paragraph": ("unlike", "Microsoft paused its plans [2].", ENGLISH, "[1]"),
    "a Chinese point on another paragraph": ("unlike", "微软暂停建设数据中心［2］。", CHINESE, "［1］"),
    "several paragraphs that are all wrong": (
        "unlike",
        "A park in Ohio is delayed [2, 3].",
        ENGLISH,
        "[1, 3]",
    ),
    "another number in the other language": ("unlike", "Sales reached $7.5 billion [2].", CHINESE, "[3]"),
    "another name in the other language": (
        "unlike",
        "微软换了办公室[1]。",
        ("Apple moved.", "Microsoft moved."),
        "[2]",
    ),
    "a paragraph without a word": ("unlike", "Anything at all [2].", ("It may be anything.", " — "), "[1]"),
}


def article(point: str, paragraphs: tuple[str, ...], **fields: Any) -> Article:
    record = ArticleRecord(title="t", groups=[], paragraphs=list(paragraphs), **fields)
    record.viewpoint = record.viewpoint or point
    return from_record(record).article


def verdict(analyzer: Analyzer, given: Article) -> tuple[dict[str, int], list[str]]:
    counts, faults = EvidenceChecker(analyzer, names).check(given)
    return counts, [fault.kind for fault in faults]


@pytest.mark.parametrize("fault", FAULTS)
def test_each_kind_of_fault_is_reported_and_its_sound_twin_is_not(analyzer: Analyzer, fault: str) -> None:
    kind, point, paragraphs, right = FAULTS[fault]
    assert verdict(analyzer, article(point, paragraphs))[1] == [kind]
    marks = point[min(at for at in map(point.find, "[［【") if at >= 0) :].rstrip("。.")
    counts, faults = verdict(analyzer, article(point.replace(marks, right), paragraphs))
    assert faults == []
    assert counts["supported"] == counts["statements"] == 1


def test_the_samples_are_sound(samples: Searcher, analyzer: Analyzer) -> None:
    found = check_evidence(samples.generation, EvidenceChecker(analyzer, names))
    assert found.faulty == ()
    assert found.articles == 31
    assert found.statements == found.supported + found.not_comparable + found.external == 299
    assert found.supported > 240


@pytest.mark.parametrize(
    ("point", "paragraph"),
    [
        ("Liquid cooling is easier to retrofit [1].", "冷板改造难度较小。"),
        ("硅片变薄了[1]。", "Wafers became thinner."),
        ("Microsoft changed offices [1].", "该公司换了办公室。"),
    ],
)
def test_what_cannot_be_compared_across_languages_is_counted_and_no_fault(
    analyzer: Analyzer, point: str, paragraph: str
) -> None:
    counts, faults = verdict(analyzer, article(point, (paragraph,)))
    assert faults == []
    assert counts["not_comparable"] == 1


def test_without_names_a_name_is_nothing_to_compare(analyzer: Analyzer) -> None:
    given = article("微软换了办公室[1]。", ("Apple moved.",))
    assert EvidenceChecker(analyzer).check(given)[1] == ()
    assert [fault.kind for fault in EvidenceChecker(analyzer, names).check(given)[1]] == ["unlike"]


def test_common_words_are_nothing_in_common(analyzer: Analyzer) -> None:
    given = article(
        "They were also used by those who had been there [1].", ("It is there, and they used those.",)
    )
    assert verdict(analyzer, given)[0]["supported"] == 0


def test_an_article_without_its_paragraphs_is_judged_elsewhere(analyzer: Analyzer) -> None:
    counts, faults = verdict(analyzer, article("Plans [4].", ()))
    assert (counts["external"], faults) == (1, [])


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("75亿美元", "$7.5 billion"),
        ("140万辆", "1.4 million cars"),
        ("三千多倍", "over three thousand times"),
        ("100,000台", "100 thousand"),
        ("二〇二五年", "in 2025"),
        ("20世纪90年代", "the 1990s"),
        ("三亿五千万", "350 million"),
        ("一万亿", "a trillion, or 1 trillion"),
        ("两百五十", "two hundred and fifty"),
        ("10千瓦", "10 kilowatts"),
        ("四十二", "forty-two"),
        ("1.50%", "1.5%"),
    ],
)
def test_a_number_is_one_in_both_languages(chinese: str, english: str) -> None:
    left, right = numbers_of(chinese), numbers_of(english)
    assert (left.digits | left.words) & (right.digits | right.words)


@pytest.mark.parametrize(
    ("one", "other"), [("5亿", "5万"), ("1.5", "15"), ("2024", "2023"), ("三十", "thirteen")]
)
def test_different_numbers_are_different(one: str, other: str) -> None:
    left, right = numbers_of(one), numbers_of(other)
    assert not ((left.digits | left.words) & (right.digits | right.words)) - {"5"}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture
def faulty(index_of: Callable[..., Searcher], tmp_path: Path) -> str:
    groups = [{"title": "g", "points": ["Microsoft paused its plans [2].", "It flooded [7]", "The Nile [2]"]}]
    index_of(
        {"id": "bad", "title": "Bad \x1b[31mone", "groups": groups, "paragraphs": list(ENGLISH)},
        {"id": "good", "title": "Good", "viewpoint": "The Nile floods [2]", "paragraphs": list(ENGLISH)},
    )
    return str(tmp_path / "index1")


def test_the_command_lists_faults_by_article_with_the_two_texts(faulty: str) -> None:
    result = run("check", "--citations", "--index", faulty)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0] == "bad Bad  [31mone"
    assert lines[1:4] == [
        "  nothing in common with what it cites #g1-1 cites 2",
        "    Microsoft paused its plans.",
        f"    2: {ENGLISH[1]}",
    ]
    assert "no such paragraph #g1-2 cites 7" in lines[4]
    assert "\x1b" not in result.stdout
    assert not [line for line in lines if line.startswith("good")]
    assert "4 statements with citations: 2 share" in result.stdout
    assert run("check", "--index", faulty).exit_code == 0


def test_the_command_gives_the_same_as_json(faulty: str) -> None:
    result = run("check", "--citations", "--json", "--index", faulty)
    assert result.exit_code == 1
    evidence = json.loads(result.stdout)["evidence"]
    assert [each["id"] for each in evidence["faulty"]] == ["bad"]
    unlike, missing = evidence["faulty"][0]["faults"]
    assert unlike == {
        "kind": "unlike",
        "anchor": "g1-1",
        "numbers": [2],
        "text": "Microsoft paused its plans.",
        "paragraphs": [ENGLISH[1]],
    }
    assert (missing["kind"], missing["numbers"], missing["paragraphs"]) == ("missing", [7], [])
    assert "evidence" not in json.loads(run("check", "--json", "--index", faulty).stdout)


def test_the_samples_pass_the_command(sample_index: Path) -> None:
    assert run("check", "--citations", "--index", str(sample_index)).exit_code == 0
