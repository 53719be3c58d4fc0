"""`yinsuo tokens` as it is typed."""

import json

import pytest
from click.testing import CliRunner

from web.cli import main


@pytest.mark.parametrize(
    "typed",
    [
        ["iPhone15手机 data center", "--json"],
        ["iPhone15手机", "data", "center", "--json"],
        ["--json", "iPhone15手机", "data", "center"],
        ["iPhone15手机", "--json", "data", "center"],
    ],
)
def test_a_text_needs_no_quotes(typed: list[str]) -> None:
    result = CliRunner().invoke(main, ["tokens", *typed])
    assert result.exit_code == 0, result.output
    units = [unit["text"] for unit in json.loads(result.stdout)["query"]]
    assert units == ["iphone15", "手机", "data", "center"]


def test_a_word_may_begin_with_a_minus_and_what_is_no_option_is_refused() -> None:
    assert CliRunner().invoke(main, ["tokens", "-hydrogen"]).exit_code == 0
    refused = CliRunner().invoke(main, ["tokens", "data", "--jsn"])
    assert refused.exit_code == 2
    assert "--jsn" in refused.output
