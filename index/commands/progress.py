"""How is what happens told, and what came of it?

For the commands that write: a bar on a terminal, plain lines where there is none, a closing table.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from index import Changes, Note, Rejected, Report, YinsuoError
from index import Progress as Reached

_SHOWN = 50  # bad records that are shown one by one
_BETWEEN = 10.0  # seconds between two lines where there is no terminal
_REDRAWN = 0.1  # seconds between two states of the bar


class Teller:
    """Says what happens while it happens. Use it as a context around what it tells of."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._told = 0
        self._began = self._last = time.monotonic()
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[articles]:,} articles, {task.fields[megabytes]:,.1f} MB"),
            TextColumn("{task.fields[rate]:,.1f} MB/s"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
            transient=True,
        )
        self._task = self._bar.add_task("indexing", total=None, articles=0, megabytes=0.0, rate=0.0)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()
        if self._told > _SHOWN:
            self._console.print(f"… and {self._told - _SHOWN:,} more")

    def tell(self, event: Rejected | Note | Reached) -> None:
        if isinstance(event, Reached):
            self._reached(event)
            return
        self._told += 1
        if self._told <= _SHOWN:
            if isinstance(event, Note):
                line = f"[yellow]note[/] {escape(event.place)}: {escape(event.text)}"
            else:
                line = f"[red]rejected[/] {escape(event.place)}: {escape(event.reason)}"
            self._console.print(line, soft_wrap=True)

    def _reached(self, event: Reached) -> None:
        now = time.monotonic()
        if now - self._last < (_REDRAWN if self._console.is_terminal else _BETWEEN):
            return
        self._last = now
        megabytes = event.text_bytes / 1e6
        rate = megabytes / (now - self._began)
        if self._console.is_terminal:
            self._bar.update(
                self._task,
                total=event.size or None,
                completed=event.read,
                articles=event.articles,
                megabytes=megabytes,
                rate=rate,
            )
            return
        share = f", {event.read / event.size:.0%} of the files read" if event.size else ""
        left = (now - self._began) * (event.size - event.read) / event.read if event.read else 0.0
        left_told = f", about {left:,.0f} s left" if left else ""
        self._console.print(
            f"{event.articles:,} articles, {megabytes:,.1f} MB at {rate:,.1f} MB/s{share}{left_told}",
            soft_wrap=True,
        )


@contextmanager
def faults_told(*, interrupted: bool = True) -> Iterator[None]:
    """Every error of this project as a message and an exit code of 1; an interruption too, unless it is the
    usual end."""
    try:
        yield
    except YinsuoError as fault:
        raise click.ClickException(str(fault)) from None
    except KeyboardInterrupt:
        if not interrupted:
            raise
        raise click.ClickException("interrupted; the live index is as it was") from None


def report_table(report: Report) -> Table:
    return _table(
        {
            "articles": f"{report.articles:,}",
            "points": f"{report.points:,}",
            "paragraphs": f"{report.paragraphs:,}",
            "replaced": f"{report.replaced:,}",
            "rejected": f"{report.rejected:,}",
            "noted": f"{report.noted:,}",
            "text": _rate(report.text_bytes, report.seconds),
            "seconds": f"{report.seconds:,.1f}",
            "index": f"{report.index_bytes / 1e6:,.1f} MB, "
            f"{report.index_bytes / max(report.text_bytes, 1):,.2f} of the text",
            "kept by": f"{report.engine}, words cut by {report.segmenter}",
            "generation": report.generation or "none, nothing has changed",
        }
    )


def changes_table(changes: Changes) -> Table:
    return _table(
        {
            "articles": f"{changes.articles:,}",
            "added": f"{changes.added:,}",
            "replaced": f"{changes.replaced:,}",
            "removed": f"{changes.removed:,}",
            "unchanged": f"{changes.unchanged:,}",
            "rejected": f"{changes.rejected:,}",
            "noted": f"{changes.noted:,}",
            "text": _rate(changes.text_bytes, changes.seconds),
            "seconds": f"{changes.seconds:,.1f}",
            "generation": changes.generation or "none, nothing has changed",
        }
    )


def _rate(text_bytes: int, seconds: float) -> str:
    rate = text_bytes / 1e6 / seconds if seconds else 0.0
    return f"{text_bytes / 1e6:,.1f} MB at {rate:,.1f} MB/s"


def _table(rows: dict[str, str]) -> Table:
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for name, value in rows.items():
        table.add_row(name, value)
    return table
