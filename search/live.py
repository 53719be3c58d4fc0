"""Which generation of the index answers a request?

Keeps the searcher of the live generation and moves on to the next one as soon as `CURRENT` names it. A
request in progress keeps its searcher to the end, so an answer always comes from a single generation; a
searcher is released with the last request that uses it, and with it its files and memory.
"""

import logging
import os
import time
from contextlib import suppress
from pathlib import Path
from threading import Lock, Thread
from typing import TypeAlias

from index import Analyzer, IndexMissing, IndexUnusable, YinsuoError, budget, open_generation
from search.searcher import Searcher

_RETRY_AFTER = 1.0  # seconds until a generation that couldn't be opened is tried again

_Stamp: TypeAlias = tuple[int, int]
_log = logging.getLogger(__name__)


class LiveIndex:
    """The live index below a folder, opened at the first request. Safe to use from many threads.

    With `read_ahead`, a thread reads what only some requests need as soon as a generation is open; meant for
    servers.
    """

    def __init__(self, root: Path, analyzer: Analyzer, *, read_ahead: bool = False) -> None:
        self._root = root
        self._analyzer = analyzer
        self._read_ahead = read_ahead
        self._lock = Lock()
        self._open: tuple[_Stamp, Searcher] | None = None
        self._failed: tuple[_Stamp | None, float] | None = None  # what couldn't be opened, and when

    def searcher(self) -> Searcher:
        """A searcher of the live generation; keep it for one request, not longer.

        Where a new generation can't be opened, with this analyzer or at all, the one before stays in service,
        and the log says why. Raises IndexUnusable only where none was open.
        """
        opened = self._open
        if opened is None:
            with self._lock:  # no request can be answered yet, so all wait for the one that opens
                opened = self._open or self._opened(self._stamp())
            return opened[1]
        # One request opens the next generation; those that come meanwhile are answered by the one before.
        if self._is_due(opened[0]) and self._lock.acquire(blocking=False):
            try:
                opened = self._moved()
            finally:
                self._lock.release()
        return opened[1]

    def _is_due(self, stamp: _Stamp) -> bool:
        """Whether another generation than the open one is live and should be opened."""
        try:
            now: _Stamp | None = self._stamp()
        except IndexUnusable:
            now = None
        if now == stamp:
            return False
        if self._failed is None or self._failed[0] != now:
            return True
        return time.monotonic() - self._failed[1] > _RETRY_AFTER

    def _moved(self) -> tuple[_Stamp, Searcher]:
        """The next generation, or the open one where the next can't be opened."""
        assert self._open is not None
        stamp: _Stamp | None = None
        try:
            stamp = self._stamp()
            return self._open if stamp == self._open[0] else self._opened(stamp)
        except (YinsuoError, OSError) as fault:
            name = self._open[1].generation.name
            if self._failed is None or self._failed[0] != stamp:
                _log.warning("the live index can't be opened, so %s stays in service: %s", name, fault)
            self._failed = stamp, time.monotonic()
            return self._open

    def _opened(self, stamp: _Stamp) -> tuple[_Stamp, Searcher]:
        # The stamp was taken before, so a switch in between is noticed by the next request.
        with budget.uncharged():
            searcher = Searcher(open_generation(self._root, self._analyzer), self._analyzer)
        if self._read_ahead:
            Thread(target=_read_ahead, args=(searcher,), name="read-ahead", daemon=True).start()
        self._open = stamp, searcher
        self._failed = None
        return self._open

    def _stamp(self) -> _Stamp:
        """Changes whenever `CURRENT` is replaced: each replacement is a new file."""
        try:
            status = os.stat(self._root / "CURRENT")
        except (FileNotFoundError, NotADirectoryError):
            raise IndexMissing(
                f"{self._root}: no index here yet; build one with 'yinsuo reindex PATH…'"
            ) from None
        except OSError as fault:  # a device or a share that fails, or a right that was taken away
            raise IndexUnusable(
                f"{self._root / 'CURRENT'}: can't be read: {fault.strerror or fault}"
            ) from None
        return status.st_ino, status.st_mtime_ns


def _read_ahead(searcher: Searcher) -> None:
    with suppress(IndexUnusable):  # a request that meets the damage reports it
        searcher.read_ahead()
