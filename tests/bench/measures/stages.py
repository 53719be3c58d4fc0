"""Where does the time of an answer go?

Puts clocks around the functions that an answer goes through, from outside; the product knows nothing of it. A
stage is given what passes in its functions and not in those of another stage that they call.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

# Stage, module, and the name there that is looked up when an answer is made.
_FUNCTIONS = (
    ("language", "search.plan.plan", "parse"),
    ("names", "search.plan.plan", "name"),
    ("expansion", "search.plan.plan", "expand"),
    ("voices", "search.plan.plan", "heard"),
    ("voices", "search.plan.plan", "optional_tree"),
    ("question, the rest", "search.plan.planner", "read_question"),
    ("translation", "search.plan.planner", "translated_question"),
    ("translation", "search.plan.planner", "telling_tier"),
    ("tiers", "search.searcher", "search_tiers"),
    ("decoding", "search.searcher", "article_of"),
    ("passages", "search.searcher", "look_for"),
    ("passages", "search.searcher", "telling"),
    ("passages", "search.searcher", "marked"),
    ("passages", "search.passages.hits", "matching_passages"),
    ("missing words", "search.searcher", "missing_words"),
    ("snippets", "search.passages.hits", "best_window"),
    ("snippets", "search.passages.hits", "whole"),
    ("sameness", "search.passages.hits", "ShownText"),
    ("citations", "search.passages.hits", "citing_statements"),
    ("citations", "search.passages.hits", "link_of"),
    ("hits, the rest", "search.searcher", "article_hit"),
    ("suggestions", "search.searcher", "Searcher._corrections"),
    ("suggestions", "search.searcher", "Searcher._sounding"),
    ("narrowing", "web.pages.routes", "narrowing"),
    ("rendering", "web.pages.routes", "render_template"),
    ("rendering", "msgspec.json", "encode"),
)
# Frequencies are remembered, and asked for by the hundred: a clock would take longer than what it times.
_OF_READER = (
    ("engine", "search"),
    ("engine: reading stored", "_hit"),
    ("engine: facets", "facets"),
)
REST = "the rest"


class Clocks:
    """Seconds by stage since the last `taken`."""

    def __init__(self) -> None:
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._inner = [0.0]  # what passed in stages inside the one that runs, one each that is open

    def around(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        clock, seconds, inner = time.perf_counter, self._seconds, self._inner

        def timed(*arguments: Any, **named: Any) -> Any:
            inner.append(0.0)
            began = clock()
            try:
                return function(*arguments, **named)
            finally:
                whole = clock() - began
                seconds[stage] += whole - inner.pop()
                inner[-1] += whole

        return timed

    def taken(self) -> dict[str, float]:
        taken = dict(self._seconds)
        self._seconds.clear()
        return taken


@contextmanager
def clocks_at_stages(reader: object, *, engine_alone: bool = False) -> Iterator[tuple[Clocks, list[str]]]:
    """Clocks that go while this is open, and the functions that aren't there any more. With the engine alone
    nothing else bears a clock, which costs a little itself."""
    clocks, lacking, undo = Clocks(), [], []
    places: list[tuple[str, Any, str]] = [(stage, type(reader), path) for stage, path in _OF_READER]
    if not engine_alone:
        places += [(stage, import_module(module), path) for stage, module, path in _FUNCTIONS]
    try:
        for stage, place, path in places:
            *outer, name = path.split(".")
            owner: Any = place
            for each in outer:
                owner = getattr(owner, each, None)
            function = getattr(owner, name, None)
            if function is None:
                lacking.append(f"{place.__name__}.{path}")
                continue
            undo.append((owner, name, function))
            setattr(owner, name, clocks.around(stage, function))
        yield clocks, lacking
    finally:
        for owner, name, function in reversed(undo):
            setattr(owner, name, function)


def engine_share(stages: dict[str, float]) -> float:
    """Of the seconds by stage those that passed in the engine."""
    return sum(seconds for stage, seconds in stages.items() if stage.startswith("engine"))
