"""Which commands keep an index, and give its articles back?

A thin leaf over the library: reads arguments, prints what happens.
"""

import sys
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from index import configured_analyzer, exported, open_generation, statistics
from index import restore as restore_index
from index import rollback as roll_back
from index import snapshot as write_snapshot
from index.commands.cli import index_option
from index.commands.progress import faults_told
from index.storage.atomic import replacement

_as_json = click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")


@click.command()
@index_option
@_as_json
def stats(index: Path, as_json: bool) -> None:
    """Show how large the live index is and what it is made of."""
    with faults_told():
        found = statistics(index, configured_analyzer())
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
        "index": f"{found.index_bytes / 1e6:,.1f} MB, "
        f"{found.index_bytes / max(found.text_bytes, 1):,.2f} of the text",
        "segments": f"{found.segments:,}",
        "kept by": found.engine,
        **found.fingerprint,
    }
    for name, value in rows.items():
        table.add_row(name, escape(value))
    Console(highlight=False).print(table)


@click.command()
@index_option
def rollback(index: Path) -> None:
    """Make the generation live again that was live before; once more takes that back."""
    with faults_told():
        name = roll_back(index)
    click.echo(f"{index}: {name} is live")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path), default="-")
@index_option
def export(file: Path, index: Path) -> None:
    """Write every article of the live index as a line of JSON to FILE, in the order of ids; to standard
    output where none is given. An index of that file holds the same articles."""
    with faults_told():
        lines = exported(open_generation(index, configured_analyzer()).articles)
        if str(file) == "-":
            sys.stdout.buffer.writelines(lines)
        else:
            with replacement(file) as out:
                out.writelines(lines)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@index_option
def snapshot(file: Path, index: Path) -> None:
    """Write the live index into FILE, a tar file with checksums, while it answers and is written."""
    with faults_told():
        meta = write_snapshot(index, file)
    click.echo(f"{file}: {meta.articles:,} articles, {file.stat().st_size / 1e6:,.1f} MB")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@index_option
def restore(file: Path, index: Path) -> None:
    """Make the index that FILE holds, a snapshot, the live one. Never restore one that a stranger made."""
    with faults_told():
        meta = restore_index(index, file, configured_analyzer())
    click.echo(f"{index}: {meta.articles:,} articles are live")
