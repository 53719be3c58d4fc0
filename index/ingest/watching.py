"""How does the live index follow a folder?

Each time files change, an update reads the whole folder again, so what the index holds never depends on which
changes were noticed. That costs a pass over the folder, at 50 MB or more a second, and no analysis of
articles that haven't changed.
"""

import threading
from collections.abc import Iterator
from datetime import tzinfo
from functools import partial
from pathlib import Path

from watchfiles import Change, watch

from index.errors import IndexBusy
from index.importers.sources import is_readable
from index.ingest.build_session import OnEvent
from index.ingest.updating import Changes, update
from index.text.analysis import Analyzer

_QUIET = 200  # milliseconds without a change after which the folder is read
_MAX_WAIT = 1500  # milliseconds after which it is read even if files still change
_RETRY = 500  # milliseconds between two tries to do what is still due


def watched(
    folder: Path,
    *,
    root: Path,
    analyzer: Analyzer,
    zone: tzinfo,
    prune: bool = False,
    jobs: int = 1,
    rejects: Path | None = None,
    stop: threading.Event | None = None,
    on_event: OnEvent = lambda event: None,
) -> Iterator[Changes]:
    """Update the live index from the folder now and whenever something in it changes, until `stop` is set;
    yield what each update did. While another process writes the index, changes wait.

    Raises what `update` raises, except IndexBusy.
    """
    due = True  # the folder may have changed since the index was built
    for changes in watch(
        folder,
        watch_filter=partial(_is_relevant, root.resolve()),
        step=_QUIET,
        debounce=_MAX_WAIT,
        rust_timeout=_RETRY,
        yield_on_timeout=True,
        stop_event=stop,
    ):
        due = due or bool(changes)
        if not due:
            continue
        try:
            done = update(
                [str(folder)],
                root=root,
                analyzer=analyzer,
                zone=zone,
                prune=prune,
                jobs=jobs,
                rejects=rejects,
                on_event=on_event,
            )
        except IndexBusy:
            continue
        due = False
        yield done


def _is_relevant(root: Path, change: Change, path: str) -> bool:
    """Whether the path may be a file of articles or a folder of them. The index's own files, which may be
    inside the folder, are neither."""
    if Path(path).resolve().is_relative_to(root):
        return False
    return is_readable(Path(path)) or not Path(path).suffix
