"""How long does each answer of a checkout take?

    PYTHONPATH=CHECKOUT python worker.py CHECKOUT INDEX

Reads lines of JSON, `{"measure": "ids", "queries": […]}`, and writes one for each: for each query its
seconds, and whether anything was found. The measures: `engine`, what the engine takes of a whole answer;
`ids`, the ids of the ten best articles; `whole`, a whole answer. Imports nothing but what the product's
packages export, so that it can run with another version than the one it belongs to.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import index
from search import LiveIndex, Searcher

_OF_READER = ("search", "facets", "fetch", "scorer", "_hit")


class EngineClock:
    """Seconds inside the methods of a reader, and in the functions that they return; those that call each
    other count once."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._depth = 0

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def timed(*arguments: Any, **named: Any) -> Any:
            self._depth += 1
            began = time.perf_counter()
            try:
                found = function(*arguments, **named)
            finally:
                self._depth -= 1
                if not self._depth:
                    self.seconds += time.perf_counter() - began
            return self.around(found) if callable(found) else found

        return timed

    @contextmanager
    def running(self, reader: type) -> Iterator[None]:
        methods = {name: getattr(reader, name) for name in _OF_READER if hasattr(reader, name)}
        for name, method in methods.items():
            setattr(reader, name, self.around(method))
        try:
            yield
        finally:
            for name, method in methods.items():
                setattr(reader, name, method)


def measured(searcher: Searcher, measure: str, queries: list[str]) -> list[tuple[float, bool]]:
    clock = time.perf_counter
    taken = []
    if measure == "engine":
        engine = EngineClock()
        with engine.running(type(searcher.generation.articles)):
            for query in queries:
                engine.seconds = 0.0
                found = searcher.search(query)
                taken.append((engine.seconds, bool(found.articles)))
    else:
        ask: Callable[[str], Any] = searcher.ids if measure == "ids" else searcher.search
        for query in queries:
            began = clock()
            found = ask(query)
            taken.append((clock() - began, bool(found if measure == "ids" else found.articles)))
    return taken


def main() -> None:
    checkout, root = map(Path, sys.argv[1:])
    if checkout.resolve() not in Path(index.__file__).resolve().parents:
        sys.exit(f"this is {index.__file__}, and not the code of {checkout}")
    searcher = LiveIndex(root, index.configured_analyzer()).searcher()
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(measured(searcher, asked["measure"], asked["queries"])), flush=True)


if __name__ == "__main__":
    main()
