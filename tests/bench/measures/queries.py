"""Which queries are timed?

Queries that people typed, sampled with a fixed seed, and classes of queries made of their words: each class
exercises one feature, so that its cost can be seen by itself. The index says how rare a word is.
"""

import random
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import msgspec

from index import Analyzer, Layer, Reader, fields, is_ideographic
from search import NO_FILTERS, Filters
from tests.bench.measures.corpora import records_of

RARE = 5  # articles at the most
COMMON = 0.2  # of the articles at the least


class Ask(msgspec.Struct, frozen=True):
    """A query with its filters; `counts` is for the total and the facets alone."""

    query: str
    filters: Filters = NO_FILTERS
    counts: bool = False


class Questions(msgspec.Struct, frozen=True):
    """Chinese and English queries as they were typed."""

    chinese: tuple[str, ...]
    english: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.chinese, *self.english)

    def part(self, share: float) -> "Questions":
        """The first of each, as many as the share says."""
        return Questions(
            self.chinese[: max(1, round(len(self.chinese) * share))],
            self.english[: max(1, round(len(self.english) * share))],
        )


def typed_questions(folder: Path, *, seed: int, chinese: int = 2000, english: int = 500) -> Questions:
    """The queries of the headline figures, each once. `+`, which marks required words in another search
    engine, is removed from the English ones."""
    chance = random.Random(seed)
    weibo = _each_once(record["text"] for record in records_of(folder / "weibo-20k.jsonl"))
    game = _each_once(
        record["text"].replace("+", "") for record in records_of(folder / "search-benchmark-game.jsonl")
    )
    return Questions(
        tuple(chance.sample(weibo, min(chinese, len(weibo)))),
        tuple(chance.sample(game, min(english, len(game)))),
    )


def _each_once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(" ".join(text.split()) for text in texts))


def words_of(questions: Sequence[str], analyzer: Analyzer) -> list[str]:
    """The words of the questions, each once, in their order: Han words of two and more characters, English
    ones of three and more letters."""
    found = (unit.text for question in questions for unit in analyzer.units(question))
    return [word for word in dict.fromkeys(found) if _is_word(word)]


def _is_word(text: str) -> bool:
    if is_ideographic(text[0]):
        return len(text) > 1 and all(map(is_ideographic, text))
    return len(text) > 2 and text.isascii() and text.isalpha()


def classes(
    questions: Questions, analyzer: Analyzer, reader: Reader, *, seed: int, size: int = 200
) -> dict[str, list[Ask]]:
    """So many questions of every class, or as many as there are."""
    chance = random.Random(seed)
    words = words_of(questions.all, analyzer)
    frequency = {word: _frequency(word, analyzer, reader) for word in words}
    latin = [word for word in words if word.isascii() and frequency[word]]
    sources = [each.value for each in reader.terms("source_facet", limit=20)]
    typed = list(questions.all)

    def some(given: Sequence[str]) -> list[str]:
        return chance.sample(list(given), min(size, len(given)))

    filters: list[Callable[[], Filters]] = [
        lambda: Filters(sources=(chance.choice(sources),)) if sources else Filters(until="2018"),
        lambda: Filters(since=str(chance.randint(2013, 2019)), until="2021"),
    ]
    several = [text for text in typed if len(analyzer.units(text)) > 1 and '"' not in text]
    found = {
        "one word": some([word for word in words if frequency[word]]),
        "two or more words": some(several),
        "phrase": [f'"{text}"' for text in some(_neighbours(typed, analyzer))],
        "rare": some([word for word in words if 0 < frequency[word] <= RARE]),
        "very common": some([word for word in words if frequency[word] >= COMMON * reader.count]),
        "prefix": some([f"{word[:4]}*" for word in latin if len(word) > 4]),
    }
    asks = {name: [Ask(query) for query in queries] for name, queries in found.items()}
    asks["filter"] = [Ask(query, chance.choice(filters)()) for query in some(typed)]
    asks["facets"] = [Ask(query, counts=True) for query in some(typed)]
    return {name: each for name, each in asks.items() if each}


def _neighbours(questions: Sequence[str], analyzer: Analyzer) -> list[str]:
    """Two words each that are adjacent in a query."""
    found = []
    for question in questions:
        units = [unit for unit in analyzer.units(question) if _is_word(unit.text)]
        found += [
            question[one.start : other.end]
            for one, other in pairwise(units)
            if other.start - one.end <= 1 and '"' not in question[one.start : other.end]
        ]
    return list(dict.fromkeys(found))


def _frequency(word: str, analyzer: Analyzer, reader: Reader) -> int:
    units = analyzer.units(word)
    if len(units) != 1 or not units[0].words:
        return 0
    return max(
        reader.document_frequency(fields.physical("paragraphs", Layer.WORDS), each) for each in units[0].words
    )
