"""How hard is this code to enter, in numbers?

Run as a script it prints each figure beside its limit and exits 1 where one is broken. `test_architecture.py`
reads the source through the functions here.
"""

import ast
import importlib
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("index", "search", "web")
DOORS = (*FOLDERS, "index.engines")
LARGE_ROOMS = {"index.engines"}  # one contract and its stores, which nobody reads as a whole

MODULES_OF_A_ROOM = 12
IMPORTS_OF_THE_SEARCHER = 8
LINES_OF_THE_SEARCHER = 150
NAMES_OF_A_DOOR = 60
FRAMES_TO_THE_ENGINE = 6
FILES_OF_A_NEWCOMER = 16

SEARCHER = "search.searcher"
ARCHITECTURE = ROOT / "docs" / "ARCHITECTURE.md"
NEWCOMER = "Why is this article first?"


def name_of(path: Path) -> str:
    """The dotted name of a module; a package has the name of its folder."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {name_of(path): path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))}


@cache
def tree_of(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


@cache
def imported(module: str) -> frozenset[str]:
    """What a module imports, inside functions too: a name of this project's as the module that it is in."""
    names: set[str] = set()
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: imports are absolute"
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= inner & set(MODULES)
            if inner - set(MODULES):
                names.add(node.module or "")
    return frozenset(names)


def room_of(module: str) -> str:
    """`search.plan` for `search.plan.wildcards`; a module that lies beside the rooms is a room of its own."""
    return ".".join(module.split(".")[:2])


def rooms() -> dict[str, list[str]]:
    """The modules of each room; those beside the rooms are counted together, under the folder's name."""
    found: dict[str, list[str]] = defaultdict(list)
    for module, path in MODULES.items():
        if path.name != "__init__.py":
            found[module.rpartition(".")[0]].append(module)
    return dict(found)


def room_imports(folder: str) -> dict[str, set[str]]:
    """Which rooms each room of a folder imports; its door belongs to none."""
    found: dict[str, set[str]] = defaultdict(set)
    for module in MODULES:
        if module.startswith(f"{folder}."):
            targets = {name for name in imported(module) if name.startswith(f"{folder}.")}
            found[room_of(module)] |= {room_of(name) for name in targets} - {room_of(module)}
    return dict(found)


def floors(graph: dict[str, set[str]]) -> int:
    """How many rooms the longest chain of imports has."""

    def height(room: str) -> int:
        return 1 + max((height(below) for below in graph[room]), default=0)

    return max(map(height, graph))


def imports_of_the_searcher() -> list[str]:
    return sorted(name for name in imported(SEARCHER) if name.split(".")[0] == "search")


def lines_of_the_searcher() -> int:
    return len(MODULES[SEARCHER].read_text(encoding="utf-8").splitlines())


def own_frames(frame: FrameType | None) -> list[str]:
    """The calls that a frame is inside of, the outermost first: those in files of this project alone."""
    found = []
    while frame:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in FOLDERS:
            found.append(f"{path.relative_to(ROOT)}:{frame.f_lineno} {frame.f_code.co_qualname}")
        frame = frame.f_back
    return found[::-1]


def frames_to_the_engine(index: Path) -> list[str]:
    """The project's own frames that lead from `GET /api/search` to the engine, where the articles of the page
    are searched for the first time; the engine's own frame isn't among them."""
    from web import create_app

    app = create_app(index)
    reader: Any = type(app.extensions["yinsuo"].searcher().generation.articles)
    code = reader.search.__code__
    stacks: list[list[str]] = []

    def watch(frame: FrameType, event: str, argument: object) -> None:
        if event == "call" and frame.f_code is code and frame.f_locals.get("limit"):
            stacks.append(own_frames(frame.f_back))

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        answer = app.test_client().get("/api/search", query_string={"q": "battery"})
    finally:
        sys.setprofile(before)
    assert answer.status_code == 200
    assert answer.get_json()["articles"]
    return stacks[0]


def newcomers_files() -> list[str]:
    """The files that ARCHITECTURE.md gives to who asks why an article is first."""
    if not ARCHITECTURE.is_file():
        return []
    _, _, text = ARCHITECTURE.read_text(encoding="utf-8").partition(f"## {NEWCOMER}\n")
    return re.findall(r"^\d+\. `([^`]+\.py)`", text.partition("\n## ")[0], re.MULTILINE)


def sample_index(root: Path) -> Path:
    """An index of the sample articles below a folder."""
    from zoneinfo import ZoneInfo

    from index import configured_analyzer, reindex
    from index.engines import engine_names

    reindex(
        [str(ROOT / "samples")],
        root=root,
        analyzer=configured_analyzer(),
        engine=engine_names()[0],
        zone=ZoneInfo("Asia/Shanghai"),
    )
    return root


def report() -> Iterator[tuple[str, int, int | None]]:
    """Each figure with its name and the limit that it is held to, if there is one."""
    for room, modules in sorted(rooms().items()):
        yield f"modules of {room}", len(modules), None if room in LARGE_ROOMS else MODULES_OF_A_ROOM
    for folder in FOLDERS:
        graph = room_imports(folder)
        yield f"rooms of {folder}", len(graph), None
        yield f"floors of {folder}", floors(graph), None
        yield f"imports between rooms of {folder}", sum(map(len, graph.values())), None
    yield f"search modules that {SEARCHER} imports", len(imports_of_the_searcher()), IMPORTS_OF_THE_SEARCHER
    yield f"lines of {SEARCHER}", lines_of_the_searcher(), LINES_OF_THE_SEARCHER
    for door in DOORS:
        yield f"names of the door of {door}", len(importlib.import_module(door).__all__), NAMES_OF_A_DOOR
    with tempfile.TemporaryDirectory() as folder:
        frames = frames_to_the_engine(sample_index(Path(folder)))
    yield "frames from GET /api/search to the engine", len(frames), FRAMES_TO_THE_ENGINE
    for frame in frames:
        print(f"    {frame}")
    yield f"files to open for {NEWCOMER!r}", len(newcomers_files()), FILES_OF_A_NEWCOMER


def main() -> int:
    broken = 0
    for name, figure, limit in report():
        over = limit is not None and figure > limit
        broken += over
        print(f"{figure:>5}  {'' if limit is None else f'of {limit}':<7} {'!' if over else ' '} {name}")
    return min(broken, 1)


if __name__ == "__main__":
    sys.exit(main())
