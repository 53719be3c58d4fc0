"""What the documents promise is run: commands, settings, the query language, the example program."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from index import SETTINGS, configured_analyzer
from search import Searcher, Synonyms
from search.plan.planner import QueryPlanner
from web import create_app
from web.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
LANGUAGE = (ROOT / "search" / "README.md").read_text(encoding="utf-8")
URLS = (ROOT / "web" / "README.md").read_text(encoding="utf-8")


def rows(text: str, head: str) -> list[list[str]]:
    """The rows of the table whose head begins so, cells without their blanks."""
    table = text.split(f"| {head} |", 1)[1].split("\n\n")[0].splitlines()[2:]
    return [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in table if row.startswith("|")
    ]


def test_every_command_is_in_the_readme_and_every_one_there_exists() -> None:
    mentioned = set(re.findall(r"yinsuo ([a-z]+)", README))
    offered = set(re.findall(r"^  ([a-z]+)  ", CliRunner().invoke(main, ["--help"]).stdout, re.MULTILINE))
    assert mentioned == offered


@pytest.mark.parametrize("command", ["check", "explain", "reindex", "search", "serve", "settings", "tokens"])
def test_every_command_explains_itself(command: str) -> None:
    result = CliRunner().invoke(main, [command, "--help"])
    assert result.exit_code == 0
    assert "Usage" in result.stdout


def test_the_settings_of_the_readme_are_those_there_are() -> None:
    written = [
        (row[0].strip("`"), row[1].strip("`"), row[2]) for row in rows(README, "variable | default | meaning")
    ]
    assert written == [(each.variable, each.default, each.help) for each in SETTINGS]


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
    for row in rows(URLS, "URL | shows"):
        path, _, names = row[0].strip("`").removeprefix("GET ").partition("?")
        if operation := described.get(path.replace("<id>", "{id}")):
            asked = [each["name"] for each in operation["get"].get("parameters", ()) if each["in"] == "query"]
            assert sorted(re.findall(r"(\w+)=", names)) == sorted(asked), path


def test_every_route_is_in_the_readme(sample_index: Path) -> None:
    routes = {
        re.sub(r"<id:\w+>", "<id>", str(rule)) for rule in create_app(sample_index).url_map.iter_rules()
    }
    written = {row[0].strip("`").removeprefix("GET ").split("?")[0] for row in rows(URLS, "URL | shows")}
    assert routes - {"/static/<path:filename>"} == written


def test_the_example_program_runs(sample_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert program
    exec(program[1].replace('Path("demo-index")', f"Path({str(sample_index)!r})"), {})
    assert "电池" in capsys.readouterr().out


def test_the_example_article_of_the_readme_can_be_indexed(tmp_path: Path) -> None:
    record = re.search(r"```json\n(.*?)```", README, re.DOTALL)
    assert record
    (tmp_path / "a.json").write_text(record[1], encoding="utf-8")
    result = CliRunner().invoke(
        main, ["reindex", str(tmp_path / "a.json"), "--index", str(tmp_path / "i"), "--strict"]
    )
    assert result.exit_code == 0
