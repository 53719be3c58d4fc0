"""How does the live index follow a folder?

Each time files change, an update reads the whole folder again, so what the index holds never depends on which
changes were noticed. That costs a pass over the folder, at 50 MB or more a second, and no analysis of
articles that haven't changed. What the system gives no notice of is looked at twice a second: whether the
folder, or one that a link in it leads to, is still the same.
"""

import os
import threading
from collections.abc import Callable, Iterator
from datetime import tzinfo
from pathlib import Path
from typing import Any, TypeAlias

from watchfiles import Change, watch
from watchfiles._rust_notify import WatchfilesRustInternalError

from index.engines import AUTO
from index.errors import IndexBusy, IndexMissing
from index.importers.sources import is_readable, list_sources
from index.ingest.build_session import Note, OnEvent
from index.ingest.reindexing import Report, reindex
from index.ingest.updating import Changes, update
from index.text.analysis import Analyzer

_QUIET = 200  # milliseconds without a change after which the folder is read
_MAX_WAIT = 1500  # milliseconds after which it is read even if files still change
_RETRY = 500  # milliseconds between two tries to do what is still due
_POLL = 2000  # milliseconds between two looks at every file where the system gives no notice of changes

_Filter: TypeAlias = Callable[[Change, str], bool]


def watched(
    folder: Path,
    *,
    root: Path,
    analyzer: Analyzer,
    zone: tzinfo,
    engine: str = AUTO,
    prune: bool = False,
    jobs: int = 1,
    rejects: Path | None = None,
    stop: threading.Event | None = None,
    on_event: OnEvent = lambda event: None,
) -> Iterator[Changes]:
    """Update the live index from the folder now and whenever something in it changes, until `stop` is set;
    yield what each update did. Where there is no index one is begun, with `engine`. While another process
    writes the index, changes wait, and while the folder is gone nothing changes.

    Raises what `update` raises, except IndexBusy and IndexMissing.
    """
    stop = stop or threading.Event()

    def take_in() -> Changes:
        try:
            return update(
                [str(folder)],
                root=root,
                analyzer=analyzer,
                zone=zone,
                prune=prune,
                jobs=jobs,
                rejects=rejects,
                on_event=on_event,
            )
        except IndexMissing:
            return _begun(
                reindex(
                    [str(folder)],
                    root=root,
                    analyzer=analyzer,
                    engine=engine,
                    zone=zone,
                    jobs=jobs,
                    rejects=rejects,
                    on_event=on_event,
                )
            )

    while not stop.is_set():
        # What is watched is watched anew whenever a folder is another than it was, so all of it is due then.
        due, place = True, _Place(folder)
        for changed in _ticks(folder, _relevant_below(root), stop, on_event):
            due = due or changed
            if due:
                try:
                    done = take_in()
                except IndexBusy:
                    continue
                due = False
                yield done
                if _Place(folder).states != place.states:
                    break
            elif place.has_moved():
                break


class _Place:
    """What decides which folders are watched: the folder itself, those that links in it lead to, and what
    can't be read."""

    def __init__(self, folder: Path) -> None:
        listing = list_sources(folder)
        looked_at = {folder, *listing.links, *(fault.path for fault in listing.faults)}
        self.states = {each: _state(each) for each in looked_at}

    def has_moved(self) -> bool:
        """Whether one of these is another than it was."""
        return any(_state(path) != state for path, state in self.states.items())


def _relevant_below(root: Path) -> _Filter:
    """Whether a changed path may be a file of articles or a folder of them, or was one. The index's own
    files, which may be inside the folder, are neither."""
    index = os.path.realpath(root)

    def relevant(change: Change, name: str) -> bool:
        path = Path(name)
        if Path(os.path.realpath(path)).is_relative_to(index):
            return False
        # What is gone may have been a folder, whatever its name.
        return is_readable(path) or not path.suffix or change is Change.deleted or path.is_dir()

    return relevant


def _ticks(folder: Path, relevant: _Filter, stop: threading.Event, on_event: OnEvent) -> Iterator[bool]:
    """Whether something has changed since the tick before, about twice a second; ends once `stop` is set, or
    when the folder has to be watched anew."""
    options: dict[str, Any] = {
        "watch_filter": relevant,
        "step": _QUIET,
        "debounce": _MAX_WAIT,
        "rust_timeout": _RETRY,
        "yield_on_timeout": True,
        "stop_event": stop,
        "ignore_permission_denied": True,
    }
    try:
        if folder.is_dir():
            yield from map(bool, watch(folder, **options))
            return
        while not stop.wait(_RETRY / 1000):
            yield False
    except WatchfilesRustInternalError:  # a changed name that isn't UTF-8, which the library can't give
        return
    except FileNotFoundError:  # the folder, or one in it, has gone while it was being watched
        stop.wait(_RETRY / 1000)
    except OSError as fault:
        on_event(Note(str(folder), f"is looked through every {_POLL // 1000} seconds, since {fault}"))
        yield from map(bool, watch(folder, **options, force_polling=True, poll_delay_ms=_POLL))


def _state(path: Path) -> tuple[int, int, bool] | None:
    """What tells whether a path is still the same, and can be read; none if there is nothing."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino, os.access(path, os.R_OK)


def _begun(report: Report) -> Changes:
    """The first build of an index as a change."""
    return Changes(
        generation=report.generation,
        articles=report.articles,
        added=report.articles,
        replaced=0,
        removed=0,
        unchanged=0,
        rejected=report.rejected,
        noted=report.noted,
        text_bytes=report.text_bytes,
        seconds=report.seconds,
        unread=report.unread,
    )
