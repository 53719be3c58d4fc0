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
    Note,
    Rejected,
    Report,
    YinsuoError,
    configured_analyzer,
    engine_names,
    setting,
    time_zone,
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
@click.option("--engine", type=click.Choice(engine_names()), default=lambda: setting("engine"), help="Store.")
@click.option("--strict", is_flag=True, help="Exit with 1 when any record was rejected.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def reindex(paths: tuple[str, ...], index: Path, engine: str, strict: bool, as_json: bool) -> None:
    """Build the index anew from PATHS: .json, .jsonl, page text (.txt), each also as .gz, folders, or - for
    standard input. The live index answers until the new one is whole."""
    console = Console(stderr=True)
    teller = _Teller(console)
    try:
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
        "generation": report.generation or "none, nothing has changed",
    }
    for name, value in rows.items():
        table.add_row(name, value)
    return table
