"""Every stretch of Han in a real article finds it, as written and in traditional characters."""

import gzip
import random
import re
from datetime import date
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec
import pytest

from index import Analyzer, Generation, open_generation, reindex
from index.engines import KEY
from index.engines.tree import Term
from search.plan.expansion import expand
from search.plan.query_words import WordExpander
from search.query.parser import parse

STRETCHES = 2_000
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]{2,}")
TABLE = Path(__file__).parents[2] / "index" / "data" / "traditional.tsv"


class Stretch(NamedTuple):
    """A stretch of Han characters and the id of an article that has it."""

    text: str
    article: str


@pytest.fixture(scope="module")
def real(shared: Path, analyzer: Analyzer, tmp_path_factory: pytest.TempPathFactory) -> Generation:
    root = tmp_path_factory.mktemp("real")
    source = shared / "articles" / "lctt-zh.jsonl.gz"
    reindex(
        [str(source)],
        root=root,
        analyzer=analyzer,
        engine="tantivy",
        zone=ZoneInfo("Asia/Shanghai"),
    )
    return open_generation(root, analyzer)


@pytest.fixture(scope="module")
def stretches(shared: Path) -> list[Stretch]:
    """Random stretches of 2 to 6 characters from random paragraphs."""
    chance = random.Random(7)
    with gzip.open(shared / "articles" / "lctt-zh.jsonl.gz") as file:
        records = [msgspec.json.decode(line) for line in file]
    found: list[Stretch] = []
    while len(found) < STRETCHES:
        record = chance.choice(records)
        runs = HAN.findall(chance.choice(record["paragraphs"]))
        if runs:
            run = chance.choice(runs)
            length = chance.randint(2, min(6, len(run)))
            start = chance.randint(0, len(run) - length)
            found.append(Stretch(run[start : start + length], record["id"]))
    return found


@pytest.fixture(scope="module")
def traditional() -> dict[int, str]:
    """For each simplified character the first traditional one in the table that maps to it."""
    forms: dict[int, str] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        source, simplified, *_ = line.split("\t")
        forms.setdefault(ord(simplified), source)
    return forms


def finds(real: Generation, analyzer: Analyzer, query: str, article: str) -> bool:
    """Whether the article is among all that match the query, wherever it ranks."""
    tree = expand(parse(query).tree, WordExpander(analyzer, real.articles), today=date(2025, 5, 14)).tree
    return real.articles.search(tree, filters=[Term(KEY, article)], limit=1).total == 1


def test_the_whole_collection_is_there(real: Generation) -> None:
    assert real.articles.count == real.meta.articles > 7_000


def test_every_stretch_finds_its_article(
    real: Generation, analyzer: Analyzer, stretches: list[Stretch]
) -> None:
    missed = [each for each in stretches if not finds(real, analyzer, each.text, each.article)]
    assert missed == []


def test_every_stretch_in_traditional_characters_finds_its_article(
    real: Generation, analyzer: Analyzer, stretches: list[Stretch], traditional: dict[int, str]
) -> None:
    mapped = [Stretch(each.text.translate(traditional), each.article) for each in stretches]
    changed = sum(new.text != old.text for new, old in zip(mapped, stretches, strict=True))
    assert changed > STRETCHES // 2
    missed = [each for each in mapped if not finds(real, analyzer, each.text, each.article)]
    assert missed == []


def test_every_stretch_as_a_phrase_finds_its_article(
    real: Generation, analyzer: Analyzer, stretches: list[Stretch]
) -> None:
    missed = [each for each in stretches if not finds(real, analyzer, f'"{each.text}"', each.article)]
    assert missed == []


def test_a_stretch_that_an_article_lacks_does_not_find_it(
    real: Generation, analyzer: Analyzer, stretches: list[Stretch], shared: Path
) -> None:
    """Without this, a search that matches everything would pass."""
    others = [
        Stretch(f'"{each.text}"', other.article)
        for each, other in zip(stretches, reversed(stretches), strict=True)
        if len(each.text) >= 5 and each.article != other.article
    ]
    found = [each for each in others if finds(real, analyzer, each.text, each.article)]
    assert len(others) > 400
    assert len(found) < len(others) // 10
