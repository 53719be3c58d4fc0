"""Imports point one way between the folders and between the rooms of each, and each folder has one door.

Read from the imports of every module, however deep it lies, those inside functions too.
"""

import ast
import builtins
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture_report import (
    ARCHITECTURE,
    DOORS,
    FOLDERS,
    LARGE_ROOMS,
    MODULES,
    MODULES_OF_A_ROOM,
    ROOT,
    imported,
    newcomers_files,
    room_of,
    rooms,
    tree_of,
)

# The rooms of each folder from the lowest up. A room imports those of the rows before its own; those of one
# row know nothing of each other.
ORDER = {
    "index": (
        ("errors", "data"),
        ("settings", "output"),
        ("engines",),
        ("text",),
        ("spans", "articles"),
        ("importers", "storage"),
        ("ingest",),
        ("commands",),
    ),
    "search": (
        ("results", "messages", "lexicon", "data"),
        ("request",),
        ("links",),
        ("query", "ranking"),
        ("plan",),
        ("passages",),
        ("suggest", "evidence"),
        ("explain",),
        ("answer",),
        ("searcher",),
        ("live",),
        ("terminal",),
        ("cli",),
    ),
    "web": (("http", "security"), ("pages",), ("api",), ("app", "worker"), ("server",), ("cli",)),
}
# What is forbidden beyond that.
NEVER = {"index.engines": {"index.settings", "index.data"}, "index.text": {"index.engines"}}
MAY_IMPORT = {"index": {"index"}, "search": {"search", "index"}, "web": {"web", "search", "index"}}
# The one folder or module in which a library may be imported.
HOME_OF = {
    "flask": ("web/",),
    "gunicorn": ("web/server.py", "web/worker.py"),
    "jieba": ("index/text/segmentation.py",),
    "rjieba": ("index/text/segmentation.py",),
    "tantivy": ("index/engines/tantivy",),
    "werkzeug": ("web/",),
    "whoosh": ("search/", "index/engines/tree.py", "index/engines/whoosh"),
}
# A command line is a leaf of its folder: the other command lines share its options, and it enters its own
# folder by the door as another folder would.
OPTIONS = {"index.commands.options"}
LEAVES = {"index.commands", "search.cli", "search.terminal"}
# What opens files. Pathlib is not among it: the segmenter's own words are a file that a setting names.
FILES = {"fcntl", "glob", "gzip", "io", "mmap", "os", "shutil", "sqlite3", "tarfile", "tempfile", "zipfile"}

PATHS = [name for name, path in MODULES.items() if path.name != "__init__.py"]
PACKAGES = [name for name, path in MODULES.items() if path.name == "__init__.py" and name not in DOORS]


def rank_of(room: str) -> int:
    folder, _, name = room.partition(".")
    (rank,) = (rank for rank, row in enumerate(ORDER[folder]) if name in row)
    return rank


@pytest.mark.parametrize("module", MODULES)
def test_no_module_reaches_up(module: str) -> None:
    reached = {name.split(".")[0] for name in imported(module)} & set(FOLDERS)
    assert reached <= MAY_IMPORT[module.split(".")[0]]


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_room_has_its_place_in_the_order(folder: str) -> None:
    there = {room_of(name).partition(".")[2] for name in MODULES if name.startswith(f"{folder}.")}
    assert there
    assert there == {room for row in ORDER[folder] for room in row}


@pytest.mark.parametrize("module", PATHS)
def test_no_room_reaches_up(module: str) -> None:
    folder, room = module.split(".")[0], room_of(module)
    others = {name for name in imported(module) if name.startswith(f"{folder}.") and room_of(name) != room}
    wrong = {name for name in others if rank_of(room_of(name)) >= rank_of(room)}
    assert wrong == set()
    assert {room_of(name) for name in others} & NEVER.get(room, set()) == set()


@pytest.mark.parametrize("module", PATHS)
def test_another_folder_is_entered_by_its_door(module: str) -> None:
    folder = module.split(".")[0]
    others = {name for name in imported(module) if name.split(".")[0] in set(FOLDERS) - {folder}}
    assert {name for name in others if "." in name} - OPTIONS == set()


@pytest.mark.parametrize("module", PATHS)
def test_the_stores_are_entered_by_their_door(module: str) -> None:
    if room_of(module) != "index.engines":
        assert {name for name in imported(module) if name.startswith("index.engines.")} == set()


@pytest.mark.parametrize("module", PATHS)
def test_only_a_leaf_enters_its_own_folder_by_the_door(module: str) -> None:
    if room_of(module) not in LEAVES:
        assert module.split(".")[0] not in imported(module)


@pytest.mark.parametrize("package", PACKAGES)
def test_there_is_no_other_door(package: str) -> None:
    body = tree_of(package).body
    assert len(body) == 1, f"{package} exports something; only {', '.join(DOORS)} may"


@pytest.mark.parametrize("module", MODULES)
def test_a_library_is_imported_only_at_home(module: str) -> None:
    where = MODULES[module].relative_to(ROOT).as_posix()
    for library in {name.split(".")[0] for name in imported(module)} & set(HOME_OF):
        assert where.startswith(HOME_OF[library]), f"{library} may not be imported in {where}"


@pytest.mark.parametrize("library", HOME_OF)
def test_a_library_with_a_home_is_used_there(library: str) -> None:
    assert any(library in {name.split(".")[0] for name in imported(module)} for module in MODULES)


@pytest.mark.parametrize("module", [name for name in PATHS if room_of(name) == "search.lexicon"])
def test_the_lexicon_takes_no_reader(module: str) -> None:
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Name):
            name = node.id
        elif isinstance(node, ast.Attribute):
            name = node.attr
        elif isinstance(node, ast.arg):
            name = node.arg
        else:
            continue
        assert name not in {"Reader", "reader"}, f"{module}: {ast.unparse(node)}"


def test_the_structs_of_an_answer_import_nothing_of_search() -> None:
    assert {name for name in imported("search.results") if name.split(".")[0] == "search"} == set()


@pytest.mark.parametrize("module", [name for name in PATHS if room_of(name) == "index.text"])
def test_text_opens_no_file(module: str) -> None:
    assert {name.split(".")[0] for name in imported(module)} & FILES == set()
    called = {
        node.func.id
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert hasattr(builtins, "open")
    assert "open" not in called


def test_no_import_runs_in_a_circle() -> None:
    graph = {module: imported(module) & set(MODULES) for module in MODULES}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if name not in done:
            for target in graph[name]:
                visit(target, (*trail, name))
            done.add(name)

    # A door gathers what its folder gives, and nothing that it gathers enters by it: see the leaves.
    for name in graph:
        if name not in FOLDERS:
            graph[name] -= {name.split(".")[0]}
    for name in graph:
        visit(name, ())
    assert len(done) == len(MODULES)


@pytest.mark.parametrize("door", DOORS)
def test_a_door_says_what_can_be_imported(door: str) -> None:
    module = importlib.import_module(door)
    exported = module.__all__
    assert exported == sorted(exported, key=lambda name: (not name.isupper(), not name[0].isupper(), name))
    given = {
        alias.asname or alias.name
        for node in ast.walk(tree_of(door))
        if isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] in FOLDERS
        for alias in node.names
    }
    assert given == set(exported)
    assert all(hasattr(module, name) for name in exported)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_says_that_it_has_types(folder: str) -> None:
    assert (ROOT / folder / "py.typed").is_file()


@pytest.mark.parametrize("module", MODULES)
def test_a_module_says_what_it_owns(module: str) -> None:
    assert ast.get_docstring(tree_of(module))


@pytest.mark.parametrize("room", [room for room in rooms() if room not in LARGE_ROOMS])
def test_a_room_is_small_enough_to_be_read(room: str) -> None:
    assert 0 < len(rooms()[room]) <= MODULES_OF_A_ROOM


def sections(text: str) -> list[tuple[str, str]]:
    """The heading of each part of a README, and the part with it."""
    parts = re.split(r"^(?=#+ )", text, flags=re.MULTILINE)
    return [(part.partition("\n")[0], part) for part in parts]


def places_of(path: Path, map_of: Path) -> tuple[str, ...]:
    """Where a map may name a module: by its path anywhere, or by its name in the part headed by its room."""
    inner = path.relative_to(map_of)
    room = "" if len(inner.parts) == 1 else f"{inner.parent.as_posix()}/"
    parts = sections((map_of / "README.md").read_text(encoding="utf-8"))
    return tuple(
        part
        for heading, part in parts
        if f"`{inner.as_posix()}`" in part or (room and f"{room}`" in heading and f"`{path.name}`" in part)
    )


@pytest.mark.parametrize("module", PATHS)
def test_a_map_names_every_module(module: str) -> None:
    path = MODULES[module]
    folder = ROOT / ("index/engines" if room_of(module) == "index.engines" else module.split(".")[0])
    assert places_of(path, folder), f"{folder.name}/README.md doesn't say what {module} is for"


@pytest.mark.parametrize("folder", [*FOLDERS, "index/engines"])
def test_a_map_names_no_module_that_is_not_there(folder: str) -> None:
    text = (ROOT / folder / "README.md").read_text(encoding="utf-8")
    names = re.findall(r"`([\w/]+\.py)`", text)
    assert names
    for name in names:
        there = (
            list((ROOT / folder).rglob(name)) or (ROOT / name).is_file() or (ROOT / folder / name).is_file()
        )
        assert there, f"{folder}/README.md names {name}"


def test_the_files_that_explain_the_first_place_are_there() -> None:
    assert newcomers_files()
    for name in newcomers_files():
        assert (ROOT / name).is_file(), f"{ARCHITECTURE.name} names {name}"


def test_the_figures_of_the_house_keep_within_their_limits() -> None:
    ran = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "architecture_report.py")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
