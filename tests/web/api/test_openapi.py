"""The description of the API says what the application does, no more and no less."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from served import serving

from web import create_app
from web.api.openapi import document
from web.api.operations import Operation

PAGES = {"/", "/articles/<id:article_id>", "/api", "/static/<path:filename>"}


@pytest.fixture(scope="module")
def app(served_index: Path) -> Flask:
    return create_app(served_index)


@pytest.fixture(scope="module")
def described(app: Flask) -> dict[str, Any]:
    body: dict[str, Any] = app.test_client().get("/openapi.json").get_json()
    return body


def test_every_route_is_described_or_a_page(app: Flask, described: dict[str, Any]) -> None:
    routes = {rule.rule for rule in app.url_map.iter_rules()}
    assert {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route) for route in routes - PAGES} == set(
        described["paths"]
    )
    assert routes >= PAGES


def test_every_described_path_answers(app: Flask, described: dict[str, Any]) -> None:
    client = app.test_client()
    for path in described["paths"]:
        assert client.get(path.replace("{id}", "aws-cloud-origins")).status_code == 200, path


def test_every_parameter_says_what_it_is_for(described: dict[str, Any]) -> None:
    for path, methods in described["paths"].items():
        assert set(methods) == {"get"}
        for parameter in methods["get"].get("parameters", ()):
            assert parameter["description"], (path, parameter["name"])
            schema = parameter["schema"]
            bounded = {"maxLength", "maximum", "enum", "maxItems", "pattern"} & set(schema)
            assert bounded, (path, parameter["name"])


def test_a_default_is_something_that_may_be_left_out_and_means_something(described: dict[str, Any]) -> None:
    defaults = [
        parameter["schema"]["default"]
        for methods in described["paths"].values()
        for parameter in methods["get"].get("parameters", ())
        if "default" in parameter["schema"]
    ]
    assert 10 in defaults
    assert [] not in defaults
    assert "" not in defaults
    for name, schema in described["components"]["schemas"].items():
        for field, kind in schema.get("properties", {}).items():
            assert "default" not in kind or field not in schema["required"], (name, field)


def test_limits_are_those_of_the_settings(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YINSUO_MAX_QUERY", "17")
    with app.test_request_context():
        parameters = document(app)["paths"]["/api/search"]["get"]["parameters"]
    assert {each["name"]: each["schema"] for each in parameters}["q"]["maxLength"] == 17
    assert app.test_client().get("/api/search?q=" + "a" * 18).status_code == 400


def test_every_reference_leads_somewhere(described: dict[str, Any]) -> None:
    names = set(re.findall(r"#/components/schemas/(\w+)", str(described)))
    assert {"Results", "ArticleView", "Problem", "Tokens", "Health"} <= names
    assert names <= set(described["components"]["schemas"])


def test_the_page_shows_every_operation_and_parameter(app: Flask, described: dict[str, Any]) -> None:
    page = app.test_client().get("/api").get_data(as_text=True)
    for path, methods in described["paths"].items():
        assert f"GET {path}" in page
        for parameter in methods["get"].get("parameters", ()):
            assert f"<code>{parameter['name']}</code>" in page


def test_every_operation_is_a_function_with_a_docstring(app: Flask) -> None:
    for view in app.view_functions.values():
        if isinstance(view, Operation):
            assert view.summary.endswith("."), view.name


def test_the_running_server_does_what_is_described(served_index: Path, tmp_path: Path) -> None:
    """All checks of schemathesis: generated requests, right ones and wrong ones, against the description."""
    with serving(served_index) as server:
        run = subprocess.run(
            [sys.executable, "-m", "schemathesis.cli", "run", f"{server.address}/openapi.json",
             "--checks", "all", "--continue-on-failure", "--max-examples", "40", "--seed", "1", "--no-color"],
            cwd=tmp_path,
            env={**server.environment, "SCHEMATHESIS_HOOKS": "schemathesis_hooks"},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )  # fmt: skip
        assert run.returncode == 0, run.stdout
        assert "Coverage" in run.stdout
        assert "Fuzzing" in run.stdout
        log = server.stop()
    assert len(log.splitlines()) > 300
    assert not re.search(r" 5\d\d \d|Traceback", log)
