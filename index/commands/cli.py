"""Which commands look at an index and at how texts are cut?

A thin leaf over the library: reads arguments, prints what happens.
"""

from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from index import (
    SETTINGS,
    YinsuoError,
    configured_analyzer,
    setting,
    tokens_of,
)

index_option = click.option(
    "--index",
    "index",
    type=click.Path(file_okay=False, path_type=Path),
    default=lambda: Path(setting("index")),
    show_default="setting 'index'",
    help="Folder of the index.",
)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the settings as JSON.")
def settings(as_json: bool) -> None:
    """Show every setting: its value now, its default, and the environment variable that sets it."""
    rows = [
        {"name": each.name, "value": setting(each.name), "default": each.default, "variable": each.variable}
        | {"help": each.help}
        for each in SETTINGS
    ]
    if as_json:
        click.echo(msgspec.json.encode(rows).decode())
        return
    table = Table("setting", "value", "variable", "meaning", box=None, padding=(0, 2, 0, 0))
    for row in rows:
        style = None if row["value"] == row["default"] else "bold"
        table.add_row(row["name"], escape(row["value"]), row["variable"], escape(row["help"]), style=style)
    Console(highlight=False).print(table)


@click.command()
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="Print the tokens as JSON.")
def tokens(text: str, as_json: bool) -> None:
    """Show how TEXT is cut: its tokens in the index, layer by layer, and the units that it asks for."""
    try:
        analyzer = configured_analyzer()
    except YinsuoError as fault:
        raise click.ClickException(str(fault)) from None
    if as_json:
        cut = {"index": tokens_of(text, analyzer), "query": analyzer.units(text)}
        click.echo(msgspec.json.encode(cut).decode())
        return
    console = Console(highlight=False)
    table = Table(
        "layer", "token", "position", "offsets", "text", title="index", title_justify="left", box=None
    )
    for token in tokens_of(text, analyzer):
        place = "" if token.position is None else str(token.position)
        span = f"{token.start}-{token.end}"
        table.add_row(
            token.layer.value, escape(token.text), place, span, escape(text[token.start : token.end])
        )
    console.print(table)
    table = Table("unit", "words", "grams", "chars", "offsets", title="query", title_justify="left", box=None)
    for unit in analyzer.units(text):
        words, grams = escape(" ".join(unit.words)), escape(" ".join(unit.grams))
        table.add_row(escape(unit.text), words, grams, unit.chars, f"{unit.start}-{unit.end}")
    console.print(table)
