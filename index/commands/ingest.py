"""Which commands build an index and change it?

A thin leaf over the library: reads arguments, prints what happens.
"""

import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.markup import escape

from index import (
    AUTO,
    Changes,
    IndexUnusable,
    Note,
    Progress,
    Rejected,
    configured_analyzer,
    default_jobs,
    engine_named,
    engine_names,
    open_generation,
    setting,
    time_zone,
)
from index import reindex as build
from index import remove as remove_articles
from index import update as take_in
from index.commands.cli import index_option
from index.commands.progress import Teller, changes_table, faults_told, report_table

_REJECTS = "rejects.jsonl"

_jobs = click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=default_jobs,
    show_default="all cores, 4 at the most",
    help="Processes that analyse; 1 is this one alone. Small inputs need no more.",
)
_strict = click.option("--strict", is_flag=True, help="Exit with 1 when any record was rejected.")
_rejects = click.option(
    "--rejects",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    show_default="rejects.jsonl in the folder of the index",
    help="File for rejected records, to be mended and fed back to 'yinsuo update'.",
)
_as_json = click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")


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
@_jobs
@_strict
@_rejects
@_as_json
def reindex(
    paths: tuple[str, ...],
    index: Path,
    engine: str,
    if_needed: bool,
    jobs: int,
    strict: bool,
    rejects: Path | None,
    as_json: bool,
) -> None:
    """Build the index anew from PATHS: .json, .jsonl, page text (.txt), each also as .gz, folders, or - for
    standard input. The live index answers until the new one is whole."""
    console = Console(stderr=True)
    rejects = rejects or index / _REJECTS
    engine = engine_named(engine)
    with faults_told():
        if if_needed and _fits(index, engine):
            console.print(f"{index}: the index fits as it is")
            return
        with Teller(console) as teller:
            report = build(
                paths,
                root=index,
                analyzer=configured_analyzer(),
                engine=engine,
                zone=time_zone(),
                jobs=jobs,
                rejects=rejects,
                on_event=teller.tell,
            )
    if as_json:
        click.echo(msgspec.json.encode(report).decode())
    else:
        console.print(report_table(report))
        _tell_rejects(rejects, console)
    if report.generation is None:
        raise click.ClickException("nothing could be indexed; the live index, if there is one, is as it was")
    if strict and report.rejected:
        sys.exit(1)


@click.command()
@click.argument("paths", nargs=-1, required=True)
@index_option
@click.option("--prune", is_flag=True, help="Remove every article that PATHS don't hold.")
@_jobs
@_strict
@_rejects
@_as_json
def update(
    paths: tuple[str, ...],
    index: Path,
    prune: bool,
    jobs: int,
    strict: bool,
    rejects: Path | None,
    as_json: bool,
) -> None:
    """Take into the live index what PATHS hold that it doesn't: new articles are added, those that say
    something else replaced, all in one step."""
    console = Console(stderr=True)
    rejects = rejects or index / _REJECTS
    with faults_told(), Teller(console) as teller:
        changes = take_in(
            paths,
            root=index,
            analyzer=configured_analyzer(),
            zone=time_zone(),
            prune=prune,
            jobs=jobs,
            rejects=rejects,
            on_event=teller.tell,
        )
    _show(changes, console, as_json)
    _tell_rejects(rejects, console)
    if strict and changes.rejected:
        sys.exit(1)


@click.command()
@click.argument("ids", nargs=-1, required=True)
@index_option
@_as_json
def remove(ids: tuple[str, ...], index: Path, as_json: bool) -> None:
    """Remove the articles with these IDS from the live index."""
    with faults_told():
        changes = remove_articles(ids, root=index, analyzer=configured_analyzer(), zone=time_zone())
    _show(changes, Console(stderr=True), as_json)
    if changes.missing:
        listed = ", ".join(map(repr, changes.missing[:10])) + (", …" if len(changes.missing) > 10 else "")
        raise click.ClickException(f"{len(changes.missing):,} of the ids aren't in the index: {listed}")


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@index_option
@click.option("--prune", is_flag=True, help="Remove every article that FOLDER doesn't hold.")
@_jobs
@_rejects
def watch(folder: Path, index: Path, prune: bool, jobs: int, rejects: Path | None) -> None:
    """Take what FOLDER holds into the live index, now and whenever a file in it changes, until
    interrupted."""
    from index.ingest.watching import watched

    console = Console(stderr=True)
    teller = Teller(console)

    def tell(event: Rejected | Note | Progress) -> None:
        if not isinstance(event, Progress):
            teller.tell(event)

    with suppress(KeyboardInterrupt), faults_told(interrupted=False):
        for changes in watched(
            folder,
            root=index,
            analyzer=configured_analyzer(),
            zone=time_zone(),
            prune=prune,
            jobs=jobs,
            rejects=rejects or index / _REJECTS,
            on_event=tell,
        ):
            teller = Teller(console)
            console.print(
                f"{datetime.now():%H:%M:%S} {changes.generation or 'nothing new'}: {changes.added:,} added, "
                f"{changes.replaced:,} replaced, {changes.removed:,} removed, {changes.rejected:,} rejected; "
                f"{changes.articles:,} articles in {changes.seconds:.1f} s",
                soft_wrap=True,
            )


def _tell_rejects(rejects: Path, console: Console) -> None:
    if rejects.exists():
        told = f"rejected records are in {rejects}: mend them there and run 'yinsuo update {rejects}'"
        console.print(escape(told), soft_wrap=True)


def _show(changes: Changes, console: Console, as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.encode(changes).decode())
    else:
        console.print(changes_table(changes))


def _fits(index: Path, engine: str) -> bool:
    """Whether the live index can be opened as it is and is one of this engine's."""
    try:
        return open_generation(index, configured_analyzer()).meta.engine == engine
    except IndexUnusable:
        return False
