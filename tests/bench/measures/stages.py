"""Where does the time of an answer go?

Wraps the functions that an answer goes through in clocks, from outside; the product knows nothing of it. A
stage is charged the time spent in its own functions, without that of another stage that they call.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

# Stage, module, and the name there that is looked up when an answer is made.
_FUNCTIONS = (
    ("parsing", "search.plan.planner", "parse"),
    ("synonyms", "search.plan.planner", "tag_synonyms"),
    ("times", "search.plan.planner", "tag_times"),
    ("expansion", "search.plan.planner", "expand"),
    ("clauses", "search.plan.planner", "weighted_clauses"),
    ("clauses", "search.plan.plan", "having_share"),
    ("translation", "search.plan.planner", "translated_clauses"),
    ("plan, the rest", "search.plan.planner", "QueryPlanner.plan"),
    ("plan, the rest", "search.plan.planner", "QueryPlanner.fill_in"),
    ("tiers", "search.ranking.tiers", "TierSearch.run"),
    ("decoding", "search.answer", "article_of"),
    ("rescoring", "search.answer", "query_words"),
    ("rescoring", "search.answer", "query_shares"),
    ("rescoring", "search.ranking.tiers", "rescored"),
    ("passages", "search.answer", "weighted_terms"),
    ("passages", "search.answer", "term_weights"),
    ("passages", "search.answer", "find_highlights"),
    ("passages", "search.passages.hits", "unscored_passages"),
    ("passages", "search.passages.hits", "best_answers_first"),
    ("missing words", "search.answer", "missing_words"),
    ("snippets", "search.passages.hits", "best_window"),
    ("snippets", "search.passages.hits", "whole"),
    ("near-duplicates", "search.passages.hits", "ShownText"),
    ("citations", "search.passages.hits", "citing_statements"),
    ("citations", "search.passages.hits", "link_of"),
    ("hits, the rest", "search.answer", "article_hit"),
    ("suggestions", "search.suggest.suggestions", "Suggestions.corrections"),
    ("suggestions", "search.suggest.suggestions", "Suggestions.other_readings"),
    ("facets", "web.pages.routes", "facet_links"),
    ("rendering", "web.pages.rendering", "render_template"),
    ("rendering", "msgspec.json", "encode"),
)
# Document frequencies are cached and looked up by the hundred: a clock would take longer than what it times.
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
        self._inner = [0.0]  # the time spent in inner stages, for each stage that is open

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
    """Clocks that run while this is open, and the functions that no longer exist. With the engine alone
    nothing else has a clock, which costs a little itself."""
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
    """Of the seconds by stage those spent in the engine."""
    return sum(seconds for stage, seconds in stages.items() if stage.startswith("engine"))
