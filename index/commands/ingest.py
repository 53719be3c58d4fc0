"""Which commands build an index and change it?

A thin leaf over the library: reads arguments, prints results.
"""

import shlex
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.markup import escape

from index.commands.options import counted, error_messages, expanded, index_option, json_option
from index.commands.progress import ProgressReporter, changes_table, report_table
from index.engines import AUTO, engine_named, engine_names
from index.errors import IndexUnusable
from index.ingest.build_session import Event, Progress
from index.ingest.parallel import default_jobs
from index.ingest.reindexing import reindex as build_index
from index.ingest.updating import Changes
from index.ingest.updating import remove as remove_articles
from index.ingest.updating import update as update_index
from index.output import is_stored
from index.settings import setting, time_zone
from index.storage.generations import open_generation
from index.text.analyzers import configured_analyzer

_REJECTS = "rejects.jsonl"

_jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=default_jobs,
    show_default="all cores, at most 4",
    help="Worker processes; 1 does the work in this process. Small inputs start none.",
)
_strict_option = click.option("--strict", is_flag=True, help="Exit with 1 if any record was rejected.")
_rejects_option = click.option(
    "--rejects",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    show_default="rejects.jsonl in the folder of the index",
    callback=expanded,
    help="File for rejected records; correct them there and pass it to 'yinsuo update'.",
)


@click.command()
@click.argument("paths", nargs=-1, required=True)
@index_option
@click.option(
    "--engine",
    type=click.Choice([AUTO, *engine_names()]),
    default=lambda: setting("engine"),
    show_default="setting 'engine'",
    help="Search engine that stores the index; auto picks the first one installed.",
)
@click.option(
    "--if-needed", is_flag=True, help="Only if there is no index, or none that this version can open."
)
@_jobs_option
@_strict_option
@_rejects_option
@json_option
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
    """Build a new index from PATHS: .json, .jsonl, page text (.txt), each also as .gz, folders, or - for
    standard input. The live index answers until the new one is complete."""
    console = Console(stderr=True)
    rejects = rejects or index / _REJECTS
    engine = engine_named(engine)
    with error_messages():
        if if_needed and _is_current(index, engine):
            console.print(f"{index}: the index is up to date with this version; nothing was built")
            return
        with ProgressReporter(console) as progress:
            report = build_index(
                paths,
                root=index,
                analyzer=configured_analyzer(),
                engine=engine,
                zone=time_zone(),
                jobs=jobs,
                rejects=rejects,
                on_event=progress.report,
            )
    if as_json:
        click.echo(msgspec.json.encode(report).decode())
    else:
        console.print(report_table(report))
        _mention_rejects(rejects, index, console)
    if report.generation is None:
        raise click.ClickException("nothing could be indexed; an index that was live is unchanged")
    _exit_unless_read(report.unread, strict and report.rejected > 0)


@click.command()
@click.argument("paths", nargs=-1, required=True)
@index_option
@click.option("--prune", is_flag=True, help="Remove every article that PATHS don't contain.")
@_jobs_option
@_strict_option
@_rejects_option
@json_option
def update(
    paths: tuple[str, ...],
    index: Path,
    prune: bool,
    jobs: int,
    strict: bool,
    rejects: Path | None,
    as_json: bool,
) -> None:
    """Add the new articles of PATHS to the live index and replace those that changed, all in one step."""
    console = Console(stderr=True)
    rejects = rejects or index / _REJECTS
    with error_messages(), ProgressReporter(console) as progress:
        changes = update_index(
            paths,
            root=index,
            analyzer=configured_analyzer(),
            zone=time_zone(),
            prune=prune,
            jobs=jobs,
            rejects=rejects,
            on_event=progress.report,
        )
    _show(changes, console, as_json)
    _mention_rejects(rejects, index, console)
    _exit_unless_read(changes.unread, strict and changes.rejected > 0)


@click.command()
@click.argument("ids", nargs=-1, required=True)
@index_option
@json_option
def remove(ids: tuple[str, ...], index: Path, as_json: bool) -> None:
    """Remove the articles with these IDS from the live index."""
    with error_messages():
        changes = remove_articles(ids, root=index, analyzer=configured_analyzer(), zone=time_zone())
    _show(changes, Console(stderr=True), as_json)
    if changes.missing:
        listed = ", ".join(map(repr, changes.missing[:10])) + (", …" if len(changes.missing) > 10 else "")
        raise click.ClickException(f"{len(changes.missing):,} of the ids are not in the index: {listed}")


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@index_option
@click.option("--prune", is_flag=True, help="Remove every article that FOLDER doesn't contain.")
@_jobs_option
@_rejects_option
def watch(folder: Path, index: Path, prune: bool, jobs: int, rejects: Path | None) -> None:
    """Keep the live index up to date with FOLDER: now and whenever a file in it changes, until interrupted.
    Where there is no index yet, one is built."""
    from index.ingest.watching import watched

    console = Console(stderr=True)
    progress = ProgressReporter(console)

    def report(event: Event) -> None:
        if not isinstance(event, Progress):
            progress.report(event)

    with suppress(KeyboardInterrupt), error_messages(interrupted=False):
        for changes in watched(
            folder,
            root=index,
            analyzer=configured_analyzer(),
            zone=time_zone(),
            engine=engine_named(setting("engine")),
            prune=prune,
            jobs=jobs,
            rejects=rejects or index / _REJECTS,
            on_event=report,
        ):
            progress = ProgressReporter(console)
            console.print(
                f"{datetime.now():%H:%M:%S} {changes.generation or 'nothing new'}: {changes.added:,} added, "
                f"{changes.replaced:,} replaced, {changes.removed:,} removed, {changes.rejected:,} rejected; "
                f"{counted(changes.articles, 'article')} in {changes.seconds:.1f} s",
                soft_wrap=True,
            )


def _exit_unless_read(unread: Sequence[str], failed: bool) -> None:
    """Fail if a given path couldn't be read: then not all is indexed that was meant to be."""
    if unread:
        listed = ", ".join(unread[:10]) + (", …" if len(unread) > 10 else "")
        raise click.ClickException(f"not all is indexed, since this can't be read: {listed}")
    if failed:
        sys.exit(1)


def _mention_rejects(rejects: Path, index: Path, console: Console) -> None:
    """Where rejected records are, and the command that reads them again, which can be copied as it is."""
    if is_stored(rejects):
        command = "update" if (index / "CURRENT").exists() else "reindex"
        words = ["yinsuo", command, str(rejects)]
        if index != Path(setting("index")):
            words += ["--index", str(index)]
        hint = f"rejected records are in {rejects}: correct them there and run {shlex.join(words)}"
        console.print(escape(hint), soft_wrap=True)


def _show(changes: Changes, console: Console, as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.encode(changes).decode())
    else:
        console.print(changes_table(changes))


def _is_current(index: Path, engine: str) -> bool:
    """Whether the live index can be opened by this version and is stored by this engine."""
    try:
        return open_generation(index, configured_analyzer()).meta.engine == engine
    except IndexUnusable:
        return False
