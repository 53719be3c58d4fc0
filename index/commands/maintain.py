"""Which commands keep an index, and give its articles back?

A thin leaf over the library: reads arguments, prints results.
"""

from pathlib import Path

import click

from index.commands.options import counted, error_messages, index_option
from index.output import is_stored, written
from index.storage.export import exported
from index.storage.generations import open_generation
from index.storage.publishing import rollback as roll_back
from index.storage.snapshots import restore as restore_index
from index.storage.snapshots import snapshot as write_snapshot
from index.text.analyzers import configured_analyzer


@click.command()
@index_option
def rollback(index: Path) -> None:
    """Make the generation live that was live before; run it again to undo that."""
    with error_messages():
        name = roll_back(index)
    click.echo(f"{index}: {name} is live")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path), default="-")
@index_option
def export(file: Path, index: Path) -> None:
    """Write every article of the live index as a line of JSON to FILE, in the order of ids; to standard
    output if no FILE is given. Indexing that file gives the same articles."""
    with error_messages():
        lines = exported(open_generation(index, configured_analyzer()).articles)
        with written(file) as out:
            out.writelines(lines)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
@index_option
def snapshot(file: Path, index: Path) -> None:
    """Write the live index into FILE, a tar file with checksums; to standard output if FILE is -. Searches
    and updates go on meanwhile."""
    with error_messages():
        meta = write_snapshot(index, file)
    # Not on standard output, which may be what was written to.
    stored = is_stored(file)
    size = f", {file.stat().st_size / 1e6:,.1f} MB" if stored else ""
    name = click.format_filename(file)
    click.echo(f"{name}: {counted(meta.articles, 'article')}{size}", err=not stored)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@index_option
def restore(file: Path, index: Path) -> None:
    """Make the snapshot in FILE the live index. Never restore a snapshot from someone you don't trust."""
    with error_messages():
        meta = restore_index(index, file, configured_analyzer())
    verb = "is" if meta.articles == 1 else "are"
    click.echo(f"{index}: {counted(meta.articles, 'article')} {verb} live")
