"""How does the live index follow a folder?

Each time files change, the folder is read again and what changed is taken in by an update, so what the index
holds never depends on which changes were noticed. That costs a pass over the folder, which reads 50 MB and
more a second, and no analysis of what is as it was.
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

_STILL = 200  # milliseconds without a change after which what was changed is read
_LATEST = 1500  # milliseconds after which it is read though files still change
_LOOK = 500  # milliseconds between two looks at whether there is something left to do


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
    """Take the folder into the live index now and whenever something in it changes, until `stop` is set;
    gives what each update did. While another process writes the index, what changed waits.

    Raises what `update` raises, save IndexBusy.
    """
    due = True  # the folder may have changed since the index was built
    for changes in watch(
        folder,
        watch_filter=partial(_is_of_interest, root.resolve()),
        step=_STILL,
        debounce=_LATEST,
        rust_timeout=_LOOK,
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


def _is_of_interest(root: Path, change: Change, path: str) -> bool:
    """A file that articles may be read from, or what may be a folder of them; not what the index does to its
    own files, which may lie in there."""
    if Path(path).resolve().is_relative_to(root):
        return False
    return is_readable(Path(path)) or not Path(path).suffix
