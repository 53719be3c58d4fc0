"""What completes this beginning?

Answers the search box while somebody types, in JSON.
"""

import msgspec
from flask import Blueprint, Response, request

from search import Completion
from web.asking import asked_whole, live_index

blueprint = Blueprint("suggesting", __name__)

_MOST = 8


class Suggested(msgspec.Struct, frozen=True):
    """A beginning as it was typed, and what completes it."""

    query: str
    suggestions: tuple[Completion, ...]


@blueprint.get("/api/suggest")
def suggest() -> Response:
    """Tickers, names, frequent words and titles that begin with what was typed, or sound like it."""
    typed = request.args.get("q", "")
    found = live_index().searcher().complete(typed, limit=asked_whole("limit", _MOST))
    return Response(msgspec.json.encode(Suggested(typed, found)), content_type="application/json")
