"""Which commands build an index?

A thin leaf over the library: reads arguments, prints what happens.
"""

import sys
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from index import (
    AUTO,
    SETTINGS,
    IndexUnusable,
    Note,
    Rejected,
    Report,
    YinsuoError,
    configured_analyzer,
    engine_named,
    engine_names,
    open_generation,
    setting,
    time_zone,
    tokens_of,
)
from index import Progress as Reached
from index import reindex as build

_SHOWN = 50  # bad records that are shown one by one

index_option = click.option(
    "--index",
    "index",
    type=click.Path(file_okay=False, path_type=Path),
    default=lambda: Path(setting("index")),
    show_default="setting 'index'",
    help="Folder of the index.",
)


@click.command()
@click.argument("paths", nargs=-1, required=True)
@index_option
@click.option(
    "--engine",
    type=click.Choice([AUTO, *engine_names()]),
    default=lambda: setting("engine"),
    show_default="setting 'engine'",
    help="What keeps the index; auto is the first that is installed.",
)
@click.option(
    "--if-needed", is_flag=True, help="Only where there is no index, or none that fits this version."
)
@click.option("--strict", is_flag=True, help="Exit with 1 when any record was rejected.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def reindex(
    paths: tuple[str, ...], index: Path, engine: str, if_needed: bool, strict: bool, as_json: bool
) -> None:
    """Build the index anew from PATHS: .json, .jsonl, page text (.txt), each also as .gz, folders, or - for
    standard input. The live index answers until the new one is whole."""
    console = Console(stderr=True)
    teller = _Teller(console)
    engine = engine_named(engine)
    try:
        if if_needed and _fits(index, engine):
            console.print(f"{index}: the index fits as it is")
            return
        with teller.bar:
            report = build(
                paths,
                root=index,
                analyzer=configured_analyzer(),
                engine=engine,
                zone=time_zone(),
                on_event=teller.tell,
            )
    except YinsuoError as fault:
        raise click.ClickException(str(fault)) from None
    except OSError as fault:
        raise click.ClickException(f"{index}: the index can't be written: {fault}") from None
    teller.close()
    if as_json:
        click.echo(msgspec.json.encode(report).decode())
    else:
        console.print(_table(report))
    if report.generation is None:
        raise click.ClickException("nothing could be indexed; the live index, if there is one, is as it was")
    if strict and report.rejected:
        sys.exit(1)


def _fits(index: Path, engine: str) -> bool:
    """Whether the live index can be opened as it is and is one of this engine's."""
    try:
        return open_generation(index, configured_analyzer()).meta.engine == engine
    except IndexUnusable:
        return False


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


class _Teller:
    """Says what happens while it happens: a bar on a terminal, lines for what went wrong."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._told = 0
        self.bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[articles]:,} articles"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
            transient=True,
        )
        self._task = self.bar.add_task("indexing", total=None, articles=0)

    def tell(self, event: Rejected | Note | Reached) -> None:
        if isinstance(event, Reached):
            if event.articles % 50 == 0:
                self.bar.update(
                    self._task, total=event.size or None, completed=event.read, articles=event.articles
                )
            return
        self._told += 1
        if self._told <= _SHOWN:
            if isinstance(event, Note):
                self._console.print(
                    f"[yellow]note[/] {escape(event.place)}: {escape(event.text)}", soft_wrap=True
                )
            else:
                self._console.print(
                    f"[red]rejected[/] {escape(event.place)}: {escape(event.reason)}", soft_wrap=True
                )

    def close(self) -> None:
        if self._told > _SHOWN:
            self._console.print(f"… and {self._told - _SHOWN:,} more")


def _table(report: Report) -> Table:
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    rate = report.text_bytes / 1e6 / report.seconds if report.seconds else 0.0
    rows = {
        "articles": f"{report.articles:,}",
        "points": f"{report.points:,}",
        "paragraphs": f"{report.paragraphs:,}",
        "replaced": f"{report.replaced:,}",
        "rejected": f"{report.rejected:,}",
        "noted": f"{report.noted:,}",
        "text": f"{report.text_bytes / 1e6:,.1f} MB at {rate:,.1f} MB/s",
        "seconds": f"{report.seconds:,.1f}",
        "kept by": f"{report.engine}, words cut by {report.segmenter}",
        "generation": report.generation or "none, nothing has changed",
    }
    for name, value in rows.items():
        table.add_row(name, value)
    return table
