"""A path in a setting is expanded, and a variable of the environment that is no setting is reported."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.settings import SETTINGS, setting, unknown_variables
from web.cli import main


def test_a_tilde_in_a_path_is_the_home_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    names = [each.name for each in SETTINGS if each.path]
    assert names == ["index", "dictionary", "aliases", "cache", "api_keys"]
    for each in SETTINGS:
        expected = f"{tmp_path}/x" if each.path else "~/x"
        assert setting(each.name, environment={each.variable: "~/x"}) == expected


def test_no_folder_named_tilde_is_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    Path("a.jsonl").write_text('{"title": "x"}\n{\n')
    monkeypatch.setenv("YINSUO_INDEX", "~/setting")
    assert CliRunner().invoke(main, ["reindex", "a.jsonl"]).exit_code == 0
    arguments = ["reindex", "a.jsonl", "--index=~/option", "--rejects=~/bad.jsonl"]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    assert sorted(os.listdir()) == ["a.jsonl", "home"]
    assert sorted(os.listdir("home")) == ["bad.jsonl", "option", "setting"]


def test_a_variable_that_is_no_setting_is_reported_with_the_one_it_resembles(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    environment = {
        "YINSUO_ENGIN": "x",
        "YINSUO_COLOUR": "x",
        "yinsuo_port": "1",
        "YINSUO_PORT": "1",
        "HOME": "/",
    }
    assert unknown_variables(environment) == {
        "YINSUO_COLOUR": "",
        "YINSUO_ENGIN": "YINSUO_ENGINE",
        "yinsuo_port": "YINSUO_PORT",
    }
    monkeypatch.setenv("YINSUO_ENGIN", "whoosh")
    shown = CliRunner().invoke(main, ["settings"])
    assert shown.exit_code == 0
    assert (
        shown.stderr
        == "Warning: YINSUO_ENGIN is not a setting and has no effect; did you mean YINSUO_ENGINE?\n"
    )
    monkeypatch.delenv("YINSUO_ENGIN")
    assert CliRunner().invoke(main, ["settings"]).stderr == ""
