"""Which generation answers this question?

Holds the searcher of the live generation and moves to the next one when `CURRENT` names it. A question
that has begun keeps its searcher to the end, so an answer always comes from one generation.
"""

import os
from pathlib import Path
from threading import Lock

from index import Analyzer, IndexMissing, open_generation
from search.searcher import Searcher


class LiveIndex:
    """The live index below a folder, opened at the first question. Safe to use from many threads."""

    def __init__(self, root: Path, analyzer: Analyzer) -> None:
        self._root = root
        self._analyzer = analyzer
        self._lock = Lock()
        self._stamp: tuple[int, int] | None = None
        self._searcher: Searcher | None = None

    def searcher(self) -> Searcher:
        """A searcher of the live generation; keep it for one question, not longer.

        Raises IndexUnusable where there is no index that can be opened.
        """
        stamp = self._current_stamp()
        if self._searcher is None or stamp != self._stamp:
            with self._lock:
                if self._searcher is None or stamp != self._stamp:
                    self._searcher = Searcher(open_generation(self._root, self._analyzer), self._analyzer)
                    self._stamp = stamp
        return self._searcher

    def _current_stamp(self) -> tuple[int, int] | None:
        """Changes whenever `CURRENT` is replaced: each replacement is a new file."""
        try:
            status = os.stat(self._root / "CURRENT")
        except (FileNotFoundError, NotADirectoryError):
            raise IndexMissing(
                f"{self._root}: no index here yet; build one with 'yinsuo reindex PATH…'"
            ) from None
        return status.st_ino, status.st_mtime_ns
