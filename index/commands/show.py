"""Which commands only look: at the settings, at how a text is tokenized, at what an index is made of?

A thin leaf over the library: reads arguments, prints results.
"""

from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from index.commands.options import WordsCommand, error_messages, index_option, json_option
from index.commands.progress import size_and_ratio
from index.settings import SETTINGS, setting
from index.storage.stats import index_stats
from index.text.analyzers import configured_analyzer
from index.text.tokens import tokens_of


@click.command()
@json_option
def settings(as_json: bool) -> None:
    """Show every setting: its value now, the environment variable that sets it, and what it means."""
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


@click.command(cls=WordsCommand)
@click.argument("text", nargs=-1, required=True)
@json_option
def tokens(text: tuple[str, ...], as_json: bool) -> None:
    """Show how TEXT, all its words together, is tokenized: its tokens in the index, layer by layer, and its
    units as a query."""
    _show_tokens(" ".join(text), as_json)


def _show_tokens(text: str, as_json: bool) -> None:
    with error_messages():
        analyzer = configured_analyzer()
    if as_json:
        analysed = {"index": tokens_of(text, analyzer), "query": analyzer.units(text)}
        click.echo(msgspec.json.encode(analysed).decode())
        return
    console = Console(highlight=False)
    table = Table(
        "layer", "token", "position", "offsets", "text", title="index", title_justify="left", box=None
    )
    for token in tokens_of(text, analyzer):
        position = "" if token.position is None else str(token.position)
        offsets = f"{token.start}-{token.end}"
        original = escape(text[token.start : token.end])
        table.add_row(token.layer.value, escape(token.text), position, offsets, original)
    console.print(table)
    table = Table("unit", "words", "grams", "chars", "offsets", title="query", title_justify="left", box=None)
    for unit in analyzer.units(text):
        words, grams = escape(" ".join(unit.words)), escape(" ".join(unit.grams))
        table.add_row(escape(unit.text), words, grams, unit.chars, f"{unit.start}-{unit.end}")
    console.print(table)


@click.command()
@index_option
@json_option
def stats(index: Path, as_json: bool) -> None:
    """Show how large the live index is and what it is made of."""
    with error_messages():
        found = index_stats(index, configured_analyzer())
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    rows = {
        "generation": f"{found.generation}, built {found.created}",
        "before it": found.before or "none is kept",
        "articles": f"{found.articles:,}",
        "points": f"{found.points:,}",
        "paragraphs": f"{found.paragraphs:,}",
        "text": f"{found.text_bytes / 1e6:,.1f} MB",
        "index": size_and_ratio(found.index_bytes, found.text_bytes),
        "segments": f"{found.segments:,}",
        "engine": found.engine,
        **found.fingerprint,
    }
    for name, value in rows.items():
        table.add_row(name, escape(value))
    Console(highlight=False).print(table)
