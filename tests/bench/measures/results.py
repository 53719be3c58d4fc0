"""What does a run of the benchmark say, and how is it kept?

Frozen structs that are written as JSON and read back by `tables.py`. Times are milliseconds, sizes bytes of
UTF-8 text or of files, unless the name says otherwise.
"""

import statistics
from collections.abc import Sequence
from typing import Self

import msgspec


class Times(msgspec.Struct, frozen=True):
    """Milliseconds of so many single times."""

    count: int
    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Self:
        cuts = statistics.quantiles(seconds, n=100, method="inclusive")
        return cls(len(seconds), *(round(cuts[share - 1] * 1000, 4) for share in (50, 95, 99)))


class Machine(msgspec.Struct, frozen=True):
    """`load` is that of the machine before the run: above 0.5 others worked on it too."""

    processor: str
    cores: int
    memory: int
    system: str
    python: str
    load: float


class Corpus(msgspec.Struct, frozen=True):
    """`digest` is that of the files, or of the recipe of what is generated."""

    name: str
    articles: int
    passages: int
    bytes: int
    digest: str


class Build(msgspec.Struct, frozen=True):
    """A reindex. `processor_seconds` are those of all processes; `memory` is the largest of all together;
    what is `kept` was measured in an earlier run."""

    corpus: Corpus
    seconds: float
    processor_seconds: float
    index_bytes: int
    memory: int
    engine: str
    segmenter: str
    kept: bool = False


class Bare(msgspec.Struct, frozen=True):
    """An engine alone: the numbers of the ten best texts that have any word. `found` is the share of the
    questions that find anything, `checked` how many counts were held against brute force."""

    name: str
    version: str
    analysis: str
    build_seconds: float
    index_bytes: int
    checked: int
    found: float
    top_ten: Times


class Comparison(msgspec.Struct, frozen=True):
    """The engines over texts that are the paragraphs of a corpus, one of so many of its articles."""

    corpus: Corpus
    one_of: int
    texts: int
    text_bytes: int
    cut_seconds: float
    peers: tuple[Bare, ...]


class Whole(msgspec.Struct, frozen=True):
    """Whole answers of ten articles over the same articles: Yinsuo's, with passages, snippets and citations,
    and those of stock Whoosh with its own highlights."""

    corpora: tuple[Corpus, ...]
    one_of: int
    articles: int
    text_bytes: int
    yinsuo: Times
    whoosh: Times
    whoosh_build_seconds: float


class Answers(msgspec.Struct, frozen=True):
    """`Searcher.search` in process. `headline` are the questions as people typed them, `classes` others made
    of them. `stages` are mean milliseconds of an answer by class and stage, `untimed` functions that were to
    be timed and aren't there. `engine` is what the engine takes of an answer of the headline questions,
    `floor` what raw tantivy takes for the ten best of the same tokens, `floor_words` for the words alone."""

    headline: Times
    checked: int
    classes: dict[str, Times]
    stages: dict[str, dict[str, float]]
    untimed: tuple[str, ...]
    encoding: Times
    page: Times
    engine: Times
    floor: Times
    floor_words: Times


class Load(msgspec.Struct, frozen=True):
    """The JSON endpoint under so many clients, from another process on the same machine."""

    clients: int
    seconds: float
    requests: int
    requests_a_second: float
    p50: float
    p99: float
    errors: int


class Endpoint(msgspec.Struct, frozen=True):
    """`memory` are the bytes of each worker, shared pages by their share, after the rounds; `long` is the run
    of many requests, `held` after how many of them the workers together held how much that is no file's."""

    server: str
    workers: int
    rounds: tuple[Load, ...]
    memory: tuple[int, ...]
    long: Load | None = None
    held: tuple[tuple[int, int], ...] = ()


class Starts(msgspec.Struct, frozen=True):
    """Milliseconds from the command to its end, for `serve` to the first answer: medians of `runs`."""

    runs: int
    serve: float
    search: float
    help: float


class Speed(msgspec.Struct, frozen=True):
    """What a checkout takes for its answers from a corpus: the engine its share of whole answers, the ids of
    the ten best articles, whole answers. `found` is the share of the questions that find anything. `checkout`
    is the name of its folder."""

    corpus: Corpus
    checkout: str
    commit: str
    found: float
    engine: Times
    ids: Times
    whole: Times


class Growing(msgspec.Struct, frozen=True):
    """The headline questions against an index of so many generated passages."""

    build: Build
    answers: Times
    engine: Times


class Run(msgspec.Struct, frozen=True):
    """All of a run; a part that was left out is none, and `skipped` says why."""

    version: int
    full: bool
    when: str
    commit: str
    machine: Machine
    versions: dict[str, str]
    seed: int
    builds: tuple[Build, ...] = ()
    answers: Answers | None = None
    comparison: Comparison | None = None
    whole: Whole | None = None
    growing: tuple[Growing, ...] = ()
    speeds: tuple[Speed, ...] = ()
    endpoint: Endpoint | None = None
    starts: Starts | None = None
    skipped: tuple[str, ...] = ()


def encoded(run: Run) -> bytes:
    return msgspec.json.format(msgspec.json.encode(run), indent=1) + b"\n"


def decoded(data: bytes) -> Run:
    """Raises msgspec.ValidationError for another form than this one."""
    return msgspec.json.decode(data, type=Run)
