"""How long does each of many calls take?"""

import time
from collections.abc import Callable, Iterable
from typing import TypeVar

Given = TypeVar("Given")


def each_timed(work: Callable[[Given], object], given: Iterable[Given]) -> list[float]:
    """Seconds of every call."""
    clock, taken = time.perf_counter, []
    for each in given:
        began = clock()
        work(each)
        taken.append(clock() - began)
    return taken
