"""How much work may one request cause?

A budget of processor time for all that a thread does in a block: engines check it at every search and every
list of postings that they read, other rooms wherever they work through many articles. Without a budget
nothing is checked.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from index.errors import YinsuoError


class OverBudget(YinsuoError):
    """A request causes more work than its budget of so many seconds allows."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"this takes more than {seconds} s of processor time")
        self.seconds = seconds


class _Budget(threading.local):
    seconds: int | None = None
    until = 0.0


_budget = _Budget()


@contextmanager
def limited(seconds: int) -> Iterator[None]:
    """Let the block take at most so many seconds of this thread's processor time; 0 is no limit."""
    before = _budget.seconds, _budget.until
    _budget.seconds, _budget.until = seconds or None, time.thread_time() + seconds
    try:
        yield
    finally:
        _budget.seconds, _budget.until = before


@contextmanager
def uncharged() -> Iterator[None]:
    """Do what is kept for later requests at nobody's cost, so that it is never broken off."""
    seconds, began = _budget.seconds, time.thread_time()
    _budget.seconds = None
    try:
        yield
    finally:
        _budget.seconds = seconds
        _budget.until += time.thread_time() - began


def check() -> None:
    """Raise OverBudget where the budget of this thread is spent."""
    if _budget.seconds is not None and time.thread_time() > _budget.until:
        raise OverBudget(_budget.seconds)
