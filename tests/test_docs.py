"""What the documents promise is run: commands, settings, the query language, the example programs."""

import json
import re
import shlex
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from werkzeug.test import Client

from index import SETTINGS, configured_analyzer
from index.settings import unknown_variables
from search import Searcher, Synonyms
from search.plan.planner import QueryPlanner
from web import create_app
from web.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
LANGUAGE = (ROOT / "search" / "README.md").read_text(encoding="utf-8")
URLS = (ROOT / "web" / "README.md").read_text(encoding="utf-8")
PAGES = sorted(
    path
    for path in ROOT.rglob("*.md")
    if not any(part.startswith(".") or part == "node_modules" for part in path.relative_to(ROOT).parts)
)
COMMANDS = main.list_commands(click.Context(main))
# These run until they are stopped: that they understand their options is enough here.
ENDLESS = {"serve", "watch"}

both_readmes = pytest.mark.parametrize("readme", [README, CHINESE], ids=["English", "Chinese"])


def rows(text: str, head: str) -> list[list[str]]:
    """The rows of the table with this head, cells without their blanks."""
    table = text.split(f"| {head} |", 1)[1].split("\n\n")[0].splitlines()[2:]
    found = [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in table if row.startswith("|")
    ]
    assert found, f"the table {head!r} is empty"
    return found


def blocks(text: str, language: str) -> list[str]:
    """The blocks of code in a language."""
    found = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    assert found, f"no block of {language}"
    return found


def test_there_are_commands() -> None:
    assert len(COMMANDS) == 15


@both_readmes
def test_every_command_is_in_the_readme_and_every_one_there_exists(readme: str) -> None:
    assert set(re.findall(r"yinsuo ([a-z]+)", readme)) == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    result = CliRunner().invoke(main, [command, "--help"])
    assert result.exit_code == 0
    assert "Usage" in result.stdout


@both_readmes
def test_the_commands_of_the_readme_work_as_typed(
    readme: str, sample_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    (tmp_path / "demo-index").symlink_to(sample_index)
    (tmp_path / "article.json").write_text(blocks(readme, "json")[0], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    ran = []
    for line in "".join(blocks(readme, "sh")).splitlines():
        program, *arguments = shlex.split(line, comments=True)
        if program == "export":
            monkeypatch.setenv(*arguments[0].split("="))
        elif program == "yinsuo":
            name, *options = arguments
            ran.append(name)
            if name in ENDLESS:
                command = main.get_command(click.Context(main), name)
                assert command
                assert command.make_context(name, options)
            else:
                result = CliRunner().invoke(main, arguments)
                assert result.exit_code == 0, (line, result.output)
    assert set(ran) == set(COMMANDS)


def test_the_settings_of_the_readme_are_those_there_are() -> None:
    written = [
        (row[0].strip("`"), row[1].strip("`"), row[2]) for row in rows(README, "variable | default | meaning")
    ]
    assert written == [(each.variable, each.default, each.help) for each in SETTINGS]


def test_what_make_sets_is_no_setting_that_is_unknown() -> None:
    recipes = [(ROOT / name).read_text(encoding="utf-8") for name in ("Makefile", ".ci/run")]
    variables = set(re.findall(r"\b([A-Z_]+)=", "".join(recipes)))
    assert "TEST_KILLS" in variables
    assert unknown_variables(dict.fromkeys(variables, "1")) == {}


def test_the_settings_of_the_chinese_readme_are_those_there_are() -> None:
    written = [(row[0].strip("`"), row[1].strip("`")) for row in rows(CHINESE, "变量 | 默认值 | 含义")]
    assert written == [(each.variable, each.default) for each in SETTINGS]
    english = [row[2] for row in rows(README, "variable | default | meaning")]
    chinese = [row[2] for row in rows(CHINESE, "变量 | 默认值 | 含义")]
    for one, other in zip(english, chinese, strict=True):
        assert set(re.findall("`([^`]+)`", one)) == set(re.findall("`([^`]+)`", other))


def test_both_readmes_say_the_same() -> None:
    assert len(re.findall("^## ", README, re.MULTILINE)) == len(re.findall("^## ", CHINESE, re.MULTILINE)) > 5
    for language in ("json", "sh", "nginx"):
        typed = [
            [line.partition(" # ")[0].strip() for line in "".join(blocks(text, language)).splitlines()]
            for text in (README, CHINESE)
        ]
        assert typed[0] == typed[1]


def test_the_figures_of_both_readmes_are_those_of_the_benchmark() -> None:
    measured = set(re.findall(r"[\d,.]*\d", (ROOT / "docs" / "BENCHMARK.md").read_text(encoding="utf-8")))
    for text, head in ((README, "## How fast it is"), (CHINESE, "## 速度")):
        part = text.split(f"{head}\n", 1)[1].split("\n## ")[0].partition("Xapian")[0]
        figures = set(re.findall(r"[\d,.]*\d", part)) - {"8", "95", "99", "100"}
        assert len(figures) >= 6
        assert figures <= measured


def test_every_link_of_a_page_leads_to_a_file() -> None:
    links = [(page, link) for page in PAGES for link in re.findall(r"\]\(([^)#]+)", page.read_text("utf-8"))]
    links = [(page, link) for page, link in links if "://" not in link]
    assert len(links) > 20
    assert [(page.name, link) for page, link in links if not (page.parent / link).exists()] == []


def test_every_path_that_a_page_names_is_there() -> None:
    pages = [page for page in PAGES if page.parent in {ROOT, ROOT / "docs"} and page.name != "CHANGELOG.md"]
    named = {
        (page.name, path)
        for page in pages
        for path in re.findall(r"`((?:index|search|web|tests)/[\w./-]+)`", page.read_text("utf-8"))
        if "NAME" not in path
    }
    assert len(named) > 50
    assert sorted(each for each in named if not (ROOT / each[1]).exists()) == []


def test_every_target_that_a_page_names_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {
        name
        for page in PAGES
        for name in re.findall(r"(?:`|^)make ([\w-]+)", page.read_text("utf-8"), re.MULTILINE)
    }
    assert {"demo", "test", "quick"} <= named
    assert named <= targets


@pytest.mark.parametrize("cell", [row[0] for row in rows(LANGUAGE, "typed | finds articles")])
def test_every_example_of_the_language_is_understood(samples: Searcher, cell: str) -> None:
    examples = re.findall(r"`([^`]+)`", cell)
    assert examples
    for example in examples:
        results = samples.search(example)
        assert results.warnings == ()
        assert results.required > 0, example


@pytest.mark.parametrize("row", rows(LANGUAGE, "typed | first day | last day"), ids=lambda row: row[0])
def test_every_date_of_the_language_means_what_is_said(
    samples: Searcher, row: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    examples = re.findall(r"`([^`]+)`", row[0])
    assert examples
    monkeypatch.setattr("search.plan.planner._today", lambda: date(2025, 5, 14))
    planner = QueryPlanner(samples.generation.articles, configured_analyzer(), Synonyms(()))
    for example in examples:
        plan = planner.plan_native(example)
        (published,) = (leaf.child for leaf in [plan.expansion.tree] if plan.warnings == ())
        days = (published.start, published.end - 86400 if published.end else None)
        shown = [str(datetime.fromtimestamp(day, UTC).date()) if day is not None else "" for day in days]
        assert shown == row[1:], example


def test_every_url_of_the_readme_answers(sample_index: Path) -> None:
    client = create_app(sample_index).test_client()
    urls = [row[0] for row in rows(URLS, "URL | shows")]
    assert len(urls) == 13
    for url in urls:
        path, _, names = url.strip("`").removeprefix("GET ").partition("?")
        asked = {name: "数据" for name in ("q", "text") if f"{name}=" in names}
        answer = client.get(path.replace("<id>", "data-center-power"), query_string=asked)
        assert answer.status_code == 200, path


def test_the_readme_names_every_parameter_of_the_api(sample_index: Path) -> None:
    described = create_app(sample_index).test_client().get("/openapi.json").get_json()["paths"]
    compared = set()
    for row in rows(URLS, "URL | shows"):
        path, _, names = row[0].strip("`").removeprefix("GET ").partition("?")
        if operation := described.get(path.replace("<id>", "{id}")):
            asked = [each["name"] for each in operation["get"].get("parameters", ()) if each["in"] == "query"]
            assert sorted(re.findall(r"(\w+)=", names)) == sorted(asked), path
            compared.add(path.replace("<id>", "{id}"))
    assert compared == set(described) > {"/api/search"}


def test_every_route_is_in_the_readme(sample_index: Path) -> None:
    routes = {
        re.sub(r"<id:\w+>", "<id>", str(rule)) for rule in create_app(sample_index).url_map.iter_rules()
    }
    written = {row[0].strip("`").removeprefix("GET ").split("?")[0] for row in rows(URLS, "URL | shows")}
    assert routes - {"/static/<path:filename>"} == written


@pytest.mark.parametrize(
    ("readme", "cited"), [(README, "钠"), (CHINESE, "数据中心")], ids=["English", "Chinese"]
)
def test_the_example_program_prints_claims_with_their_citations(
    readme: str, cited: str, sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program, _ = blocks(readme, "python")
    exec(program.replace("demo-index", str(sample_index)), {})
    printed = capsys.readouterr().out
    assert re.search(rf"^  - [A-Z].*\n      \[\d+\] .*{cited}", printed, re.MULTILINE)


@both_readmes
def test_the_example_application_runs(readme: str, sample_index: Path) -> None:
    _, program = blocks(readme, "python")
    names: dict[str, Any] = {"__name__": "portal"}
    exec(program.replace("demo-index", str(sample_index)), names)
    client = Client(names["application"])
    page = client.get("/").get_data(as_text=True)
    (link,) = re.findall('href="([^"]+)"', page)
    found = client.get(link).get_data(as_text=True)
    assert 'class="result"' in found
    assert all(each.startswith("/articles/") for each in re.findall('href="(/[^"]*)"', found))


@both_readmes
def test_the_example_article_of_the_readme_can_be_indexed(readme: str, tmp_path: Path) -> None:
    (record,) = blocks(readme, "json")
    assert json.loads(record)["groups"]
    (tmp_path / "a.json").write_text(record, encoding="utf-8")
    result = CliRunner().invoke(
        main, ["reindex", str(tmp_path / "a.json"), "--index", str(tmp_path / "i"), "--strict"]
    )
    assert result.exit_code == 0
