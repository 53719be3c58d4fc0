"""How long does a complete answer take in process, and where does the time go?

Times `Searcher.search`, which returns ten articles with passages, snippets and citations, and raw tantivy for
the top ten of the same tokens over the same articles. Before that, counts are checked against brute force
over the tokens of every article.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

import msgspec

from index import Analyzer, Layer, configured_analyzer, fields
from index.articles.documents import document_of
from search import LiveIndex, Searcher
from tests.bench.measures.building import Built
from tests.bench.measures.corpora import articles_of
from tests.bench.measures.queries import Ask, Questions, classes, words_of
from tests.bench.measures.results import Answers, Times
from tests.bench.measures.stages import REST, Clocks, clocks_at_stages, engine_share
from tests.bench.measures.timing import Given, each_timed
from tests.bench.peers.contract import WrongCount
from tests.bench.peers.raw_tantivy import GRAMS, WORDS, RawTantivy, store, tokens_of
from web import create_app

CHECKED = 40
_WARM = 100
_STAGED = 300  # questions whose stages are timed


class _Expected(msgspec.Struct):
    """How many articles have each word anywhere, and how many any token of each question."""

    words: dict[str, int]
    questions: dict[str, int]


def answering(
    built: Built, files: Sequence[Path], questions: Questions, *, seed: int, of_class: int = 200
) -> Answers:
    """The measures over an index of the files, with so many queries of each class.

    Raises WrongCount where it doesn't find what is there.
    """
    analyzer = configured_analyzer()
    searcher = LiveIndex(built.root, analyzer).searcher()
    chance = random.Random(seed)
    words = _some(chance, words_of(questions.all, analyzer), CHECKED)
    checked = _some(chance, questions.all, CHECKED)
    floors = _floors(built.root / "floor", files, words, checked, analyzer)
    expected = msgspec.json.decode((built.root / "floor/expected.json").read_bytes(), type=_Expected)
    _check(searcher, floors["both"], expected)

    def ask(each: Ask) -> object:
        if each.counts:
            return searcher.count(each.query, filters=each.filters)
        return searcher.search(each.query, filters=each.filters)

    headline = [Ask(query) for query in questions.all]
    by_class = classes(questions, analyzer, searcher.generation.articles, seed=seed, size=of_class)
    each_timed(ask, headline[:_WARM])
    times = each_timed(ask, headline)
    staged, untimed = _staged(searcher, ask, {"as typed": headline, **by_class}, chance)
    stages_of_requests, encoding, page = _requests(built.root, searcher, questions, chance)
    return Answers(
        headline=Times.of(times),
        checked=len(words) + len(checked),
        classes={name: Times.of(each_timed(ask, asks)) for name, asks in by_class.items()},
        stages={**staged, **stages_of_requests},
        untimed=untimed,
        encoding=encoding,
        page=page,
        engine=Times.of(engine_times(searcher, questions.all)),
        floor=_floor_times(floors["both"], questions),
        floor_words=_floor_times(floors["words"], questions),
    )


def engine_times(searcher: Searcher, questions: Sequence[str]) -> list[float]:
    """The seconds that the engine takes for each answer."""
    with clocks_at_stages(searcher.generation.articles, engine_alone=True) as (clocks, _):
        taken = []
        for question in questions:
            searcher.search(question)
            taken.append(engine_share(clocks.taken()))
    return taken


def _some(chance: random.Random, given: Sequence[Given], count: int) -> list[Given]:
    return chance.sample(given, min(count, len(given)))


def _floor_times(floor: RawTantivy, questions: Questions) -> Times:
    prepared = [floor.prepare(question) for question in questions.all]
    each_timed(floor.top_ten, prepared[:_WARM])
    return Times.of(each_timed(floor.top_ten, prepared))


def _staged(
    searcher: Searcher, ask: Callable[[Ask], object], asks: dict[str, list[Ask]], chance: random.Random
) -> tuple[dict[str, dict[str, float]], tuple[str, ...]]:
    with clocks_at_stages(searcher.generation.articles) as (clocks, lacking):
        found = {name: _mean(clocks, ask, _some(chance, each, _STAGED)) for name, each in asks.items()}
    return found, tuple(lacking)


def _mean(clocks: Clocks, work: Callable[[Ask], object], asks: Sequence[Ask]) -> dict[str, float]:
    """Mean milliseconds by stage."""
    total: defaultdict[str, float] = defaultdict(float)
    clocks.taken()
    for each in asks:
        (seconds,) = each_timed(work, [each])
        stages = clocks.taken()
        for stage, taken in stages.items():
            total[stage] += taken
        total[REST] += seconds - sum(stages.values())
    return {stage: round(seconds / len(asks) * 1000, 4) for stage, seconds in total.items()}


def _requests(
    root: Path, searcher: Searcher, questions: Questions, chance: random.Random
) -> tuple[dict[str, dict[str, float]], Times, Times]:
    """The stages of complete requests, and the time to encode an answer as JSON and to render its page."""
    client = create_app(root).test_client()
    some = [Ask(query) for query in _some(chance, questions.all, _STAGED)]

    def request(path: str) -> Callable[[Ask], object]:
        def ask(each: Ask) -> None:
            answer = client.get(f"{path}?q={quote(each.query)}")
            if answer.status_code != 200:
                raise WrongCount(f"{path} answers {answer.status_code} to {each.query!r}")

        return ask

    page = request("/")
    each_timed(page, some[:_WARM])
    with clocks_at_stages(searcher.generation.articles) as (clocks, _):
        stages = {
            "request for JSON": _mean(clocks, request("/api/search"), some),
            "request for a page": _mean(clocks, page, some),
        }
    answers = [searcher.search(each.query) for each in some]
    return stages, Times.of(each_timed(msgspec.json.encode, answers)), Times.of(each_timed(page, some))


def _check(searcher: Searcher, floor: RawTantivy, expected: _Expected) -> None:
    if not any(expected.words.values()):
        raise WrongCount("no article has any of the words that are checked")
    for word, right in expected.words.items():
        # Quoted, so that a word matches only itself, not its synonyms and stems.
        found = searcher.count(f'"{word}"').total
        if found != right:
            raise WrongCount(f"Yinsuo: {word!r} is found in {found} articles, and {right} have it")
    for question, right in expected.questions.items():
        found = floor.count(floor.prepare(question))
        if found != right:
            raise WrongCount(
                f"raw tantivy: {question!r} matches {found} articles, and {right} have its tokens"
            )


def _floors(
    folder: Path, files: Sequence[Path], words: Sequence[str], checked: Sequence[str], analyzer: Analyzer
) -> dict[str, RawTantivy]:
    """Raw tantivy over the articles, built unless it is there; on the way what is there is counted."""
    record = folder / "expected.json"
    if not record.is_file():
        (folder / "store").mkdir(parents=True)
        units = {question: analyzer.units(question) for question in checked}
        tokens = {
            question: {
                *(f"{WORDS} {word}" for unit in found for word in unit.words),
                *(f"{GRAMS} {gram}" for unit in found for gram in unit.grams),
            }
            for question, found in units.items()
        }
        expected = _Expected(dict.fromkeys(words, 0), dict.fromkeys(checked, 0))
        rows = _counted(files, analyzer, tokens, expected)
        store(rows, folder / "store", fields=(WORDS, GRAMS))
        record.write_bytes(msgspec.json.encode(expected))
    return {
        "both": RawTantivy(folder / "store", analyzer, fields=(WORDS, GRAMS)),
        "words": RawTantivy(folder / "store", analyzer),
    }


def _counted(
    files: Sequence[Path], analyzer: Analyzer, tokens: dict[str, set[str]], expected: _Expected
) -> Iterator[dict[str, str]]:
    """The tokens of each article in every layer, counted on the way."""
    every = set().union(*tokens.values())
    phrases = {word: f" {' '.join(analyzer.phrase(word))} " for word in expected.words}
    for article in articles_of(files):
        given = document_of(article, analyzer).tokens
        of_layer = {
            layer: [
                text
                for name, text in given.items()
                if name.endswith(f"_{layer}") and not name.startswith(fields.WHOLE)
            ]
            for layer in (Layer.WORDS.value, Layer.GRAMS.value)
        }
        grams = [f" {text} " for text in of_layer[GRAMS]]
        for word, phrase in phrases.items():
            expected.words[word] += any(phrase in text for text in grams)
        row = {layer: " ".join(texts) for layer, texts in of_layer.items()}
        here = tokens_of(row, (WORDS, GRAMS)) & every
        for question, any_of in tokens.items():
            expected.questions[question] += not any_of.isdisjoint(here)
        yield row
