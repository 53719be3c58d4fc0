"""The folders point one way, and each has one door. Read from the imports, those inside functions too."""

import ast
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = ("index", "search", "web")
MAY_IMPORT = {"index": {"index"}, "search": {"search", "index"}, "web": {"web", "search", "index"}}
# The one folder or module in which a library may be imported.
HOME_OF = {
    "flask": ("web/",),
    "jieba": ("index/text/segmentation.py",),
    "rjieba": ("index/text/segmentation.py",),
    "tantivy": ("index/engines/tantivy.py", "index/engines/tantivy_queries.py"),
    "whoosh": (
        "search/",
        "index/engines/tree.py",
        "index/engines/whoosh.py",
        "index/engines/whoosh_fields.py",
    ),
}
# A command line is a leaf of its folder; its sister commands share its options.
LEAVES = {"index.commands.options"}

MODULES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names.add(node.module or "")
    return names


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT)).replace("/", ".").removesuffix(".py").removesuffix(".__init__")


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_reaches_up(path: Path) -> None:
    folder = path.relative_to(ROOT).parts[0]
    reached = {name.split(".")[0] for name in imported(path)} & set(FOLDERS)
    assert reached <= MAY_IMPORT[folder]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_another_folder_is_entered_by_its_door(path: Path) -> None:
    folder = path.relative_to(ROOT).parts[0]
    others = [name for name in imported(path) if name.split(".")[0] in set(FOLDERS) - {folder}]
    assert [name for name in others if "." in name and name not in LEAVES] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_library_is_imported_only_at_home(path: Path) -> None:
    where = path.relative_to(ROOT).as_posix()
    for library in {name.split(".")[0] for name in imported(path)} & set(HOME_OF):
        assert where.startswith(HOME_OF[library]), f"{library} may not be imported in {where}"


def test_no_import_runs_in_a_circle() -> None:
    graph = {name_of(path): imported(path) for path in MODULES}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if name not in done:
            for target in graph[name] & set(graph):
                visit(target, (*trail, name))
            done.add(name)

    # A door gathers what its folder gives; modules inside import each other past it, leaves through it.
    for name in graph:
        if name not in FOLDERS:
            graph[name] -= {name.split(".")[0]}
    for name in graph:
        visit(name, ())


@pytest.mark.parametrize("door", [*FOLDERS, "index.engines"])
def test_a_door_says_what_can_be_imported(door: str) -> None:
    module = importlib.import_module(door)
    exported = module.__all__
    assert exported == sorted(exported, key=lambda name: (not name.isupper(), not name[0].isupper(), name))
    source = Path(str(module.__file__)).read_text(encoding="utf-8")
    given = {
        alias.asname or alias.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] in FOLDERS
        for alias in node.names
    }
    assert given == set(exported)
    assert all(hasattr(module, name) for name in exported)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_what_it_owns(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("folder", [*FOLDERS, "index/engines"])
def test_a_map_names_every_module(folder: str) -> None:
    text = (ROOT / folder / "README.md").read_text(encoding="utf-8")
    for path in (ROOT / folder).glob("*.py"):
        if path.name != "__init__.py":
            assert f"`{path.name}`" in text, f"{folder}/README.md doesn't say what {path.name} is for"
