"""What tests share: the sample articles as an index, the texts beside the project where they are."""

import gc
import json
import os
import signal
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from absent import absent

from index import Analyzer, Rejected, configured_analyzer, reindex
from index.engines import engine_names
from search import LiveIndex, Searcher

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"
SHARED = ROOT.parent / "shared" / "data"

# A shell starts a job in the background with the interrupt ignored, and what a test starts inherits that: the
# tests that interrupt a command would wait for an end that never comes.
signal.signal(signal.SIGINT, signal.default_int_handler)


# What takes longest, left out by `make quick`. Where tests are run side by side these begin first, so that no
# core waits for the other at the end.
SLOW = (
    "relevance/test_relevance.py",
    "crash/",
    "web/pages/test_browser",
    "index/engines/test_same_answers.py",
    "search/test_findable.py",
    "search/test_updates.py",
    "search/test_fuzz.py",
    "search/test_real_substrings.py",
    "web/test_server.py",
    "web/api/test_openapi.py",
    "index/commands/test_maintain.py",
    "index/ingest/test_watching.py",
    "search/lexicon/test_dictionary.py",
    "test_bench.py",
    "index/text/test_segmentation.py",
    "index/ingest/test_parallel.py",
    "web/test_demo.py",
    "test_pure.py",
    "web/test_worker.py",
    "web/test_mounted.py",
    "index/test_output.py",
    "index/commands/test_read_only.py",
    "search/test_cli.py",
)


def place_of(item: pytest.Item) -> str:
    return item.path.relative_to(ROOT / "tests").as_posix()


def slowness(item: pytest.Item) -> int:
    """The place of a test among those that take longest, the slowest first."""
    path = place_of(item)
    return next((place for place, slow in enumerate(SLOW) if path.startswith(slow)), len(SLOW))


def is_repeated(item: pytest.Item) -> bool:
    """Whether this is the test of another folder than `index` again, with a second engine."""
    given = getattr(item, "callspec", None)
    engine = given.params.get("engine_name") if given else None
    return engine not in (None, engine_names()[0]) and not place_of(item).startswith("index/")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        needs_texts = "shared" in getattr(item, "fixturenames", ())
        if slowness(item) < len(SLOW) or needs_texts or is_repeated(item):
            item.add_marker("slow")
    if config.getoption("dist", "no") != "no" or hasattr(config, "workerinput"):
        items.sort(key=slowness)


def pytest_configure(config: pytest.Config) -> None:
    """What is made once is kept with what pytest keeps, not in the cache of whoever runs the tests."""
    assert config.cache is not None
    os.environ["YINSUO_CACHE"] = str(config.cache.mkdir("yinsuo"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real texts beside the project; see `absent` for where it isn't."""
    if not SHARED.is_dir():
        absent(f"needs the texts in {SHARED.parent.name}/ beside the project, which are not here")
    return SHARED


@pytest.fixture(scope="session")
def analyzer() -> Analyzer:
    return configured_analyzer()


@pytest.fixture(scope="session", params=engine_names())
def engine_name(request: pytest.FixtureRequest) -> str:
    """The engine that keeps the index of a test: each test that asks an index is run on each of them."""
    name: str = request.param
    return name


def build(root: Path, engine: str, *paths: str | Path) -> Searcher:
    """Index the paths below `root`, without a bad record, and open what came out."""
    rejected: list[Rejected] = []

    def collect(event: object) -> None:
        if isinstance(event, Rejected):
            rejected.append(event)

    reindex(
        [str(path) for path in paths],
        root=root,
        analyzer=configured_analyzer(),
        engine=engine,
        zone=ZoneInfo("Asia/Shanghai"),
        on_event=collect,
    )
    assert rejected == []
    return LiveIndex(root, configured_analyzer()).searcher()


@pytest.fixture(scope="session")
def indexed_samples(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Path, Searcher]]:
    """The index of the sample articles by an engine, and a searcher over it, which are made once: a fixture
    with parameters would be made anew at each change between the engines."""

    @cache
    def made(engine: str) -> tuple[Path, Searcher]:
        root = tmp_path_factory.mktemp("samples")
        return root, build(root, engine, SAMPLES)

    return made


@pytest.fixture(scope="session")
def sample_index(indexed_samples: Callable[[str], tuple[Path, Searcher]], engine_name: str) -> Path:
    """A folder with the index of the sample articles."""
    return indexed_samples(engine_name)[0]


@pytest.fixture(scope="session")
def samples(indexed_samples: Callable[[str], tuple[Path, Searcher]], engine_name: str) -> Searcher:
    """A searcher over the sample articles."""
    return indexed_samples(engine_name)[1]


@pytest.fixture
def index_of(tmp_path: Path, engine_name: str) -> Callable[..., Searcher]:
    """Builds an index of records or files and opens it: `index_of({"title": "…"})`."""
    count = 0

    def make(*records: dict[str, object] | str | Path) -> Searcher:
        nonlocal count
        count += 1
        folder = tmp_path / f"index{count}"
        lines = [json.dumps(record) for record in records if isinstance(record, dict)]
        paths: list[str | Path] = [record for record in records if not isinstance(record, dict)]
        if lines:
            file = tmp_path / f"articles{count}.jsonl"
            file.write_text("\n".join(lines), encoding="utf-8")
            paths.append(file)
        return build(folder, engine_name, *paths)

    return make


@pytest.fixture
def leaves_files_open() -> Iterator[None]:
    """For tests of damage: Whoosh leaves files open that it can make nothing of."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
