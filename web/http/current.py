"""What does this request ask for, and of which index?

Reads a request the same way for pages and API.
"""

from flask import abort, current_app, g, request

from search import LiveIndex, Searcher


def live_index() -> LiveIndex:
    index = current_app.extensions["yinsuo"]
    assert isinstance(index, LiveIndex)
    return index


def searcher() -> Searcher:
    """The searcher of this request: the same to its end, so that all of an answer is of one generation."""
    if "searcher" not in g:
        g.searcher = live_index().searcher()
    found = g.searcher
    assert isinstance(found, Searcher)
    return found


def asked_query() -> str:
    """The query, empty where there is none."""
    return request.args.get("q", "").strip()


def asked_whole(name: str, default: int) -> int:
    """A parameter that is a whole number. Answers 400 for anything else."""
    given = request.args.get(name, "").strip()
    if not given:
        return default
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        abort(400, f"{name} is {given[:40]!r}; write a whole number")
    return int(given)
