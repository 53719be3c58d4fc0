"""What does this request ask for?

Reads the parameters of a request, the same way for pages and API.
"""

from flask import abort, current_app, request

from search import LiveIndex


def live_index() -> LiveIndex:
    index = current_app.extensions["yinsuo"]
    assert isinstance(index, LiveIndex)
    return index


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
