"""How does a command that writes report its progress, and its result?

A progress bar on a terminal, plain lines elsewhere, a table at the end. Knows nothing of how anything is
built.
"""

import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as ProgressBar
from rich.table import Table

from index.commands.options import counted
from index.ingest.build_session import Event, Note, Progress
from index.ingest.reindexing import Report
from index.ingest.updating import Changes

_MAX_SHOWN = 50  # rejected records and notes that are shown one by one
_LINE_INTERVAL = 10.0  # seconds between two lines where there is no terminal
_BAR_INTERVAL = 0.1  # seconds between two updates of the bar


class ProgressReporter:
    """Prints what happens while it happens. Use it as a context manager around the work."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._events = 0
        self._began = self._last = time.monotonic()
        self._bar = ProgressBar(
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
        if self._events > _MAX_SHOWN:
            self._console.print(f"… and {self._events - _MAX_SHOWN:,} more")

    def report(self, event: Event) -> None:
        if isinstance(event, Progress):
            self._show_progress(event)
            return
        self._events += 1
        if self._events <= _MAX_SHOWN:
            if isinstance(event, Note):
                line = f"[yellow]note[/] {escape(event.place)}: {escape(event.text)}"
            else:
                line = f"[red]rejected[/] {escape(event.place)}: {escape(event.reason)}"
            self._console.print(line, soft_wrap=True)

    def _show_progress(self, event: Progress) -> None:
        now = time.monotonic()
        if now - self._last < (_BAR_INTERVAL if self._console.is_terminal else _LINE_INTERVAL):
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
        seconds_left = (now - self._began) * (event.size - event.read) / event.read if event.read else 0.0
        left = f", about {seconds_left:,.0f} s left" if seconds_left else ""
        self._console.print(
            f"{counted(event.articles, 'article')}, {megabytes:,.1f} MB at {rate:,.1f} MB/s{share}{left}",
            soft_wrap=True,
        )


def report_table(report: Report) -> Table:
    return _table(
        {
            "articles": f"{report.articles:,}",
            "points": f"{report.points:,}",
            "paragraphs": f"{report.paragraphs:,}",
            "replaced": f"{report.replaced:,}",
            "rejected": f"{report.rejected:,}",
            "notes": f"{report.noted:,}",
            "text": _size_and_rate(report.text_bytes, report.seconds),
            "seconds": f"{report.seconds:,.1f}",
            "index": size_and_ratio(report.index_bytes, report.text_bytes),
            "engine": f"{report.engine}, words segmented by {report.segmenter}",
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
            "notes": f"{changes.noted:,}",
            "text": _size_and_rate(changes.text_bytes, changes.seconds),
            "seconds": f"{changes.seconds:,.1f}",
            "generation": changes.generation or "none, nothing has changed",
        }
    )


def size_and_ratio(index_bytes: int, text_bytes: int) -> str:
    """The size of an index, and how that compares to its text, if it has any."""
    if not index_bytes:
        return "none"
    ratio = f", {index_bytes / text_bytes:,.2f} times the text" if text_bytes else ""
    return f"{index_bytes / 1e6:,.1f} MB{ratio}"


def _size_and_rate(text_bytes: int, seconds: float) -> str:
    rate = text_bytes / 1e6 / seconds if seconds else 0.0
    return f"{text_bytes / 1e6:,.1f} MB at {rate:,.1f} MB/s"


def _table(rows: dict[str, str]) -> Table:
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for name, value in rows.items():
        table.add_row(name, value)
    return table
