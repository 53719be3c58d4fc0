"""What completes this beginning?

Answers the search box while somebody types, that of the page and that of a browser.
"""

from urllib.parse import urlencode

import msgspec
from flask import Blueprint, request, url_for

from search import Completion
from web.api.operations import operation
from web.http.current import searcher
from web.http.parameters import SuggestParameters

blueprint = Blueprint("suggesting", __name__)


class Suggested(msgspec.Struct, frozen=True):
    """A beginning as it was typed, and what completes it."""

    query: str
    suggestions: tuple[Completion, ...]


# What a browser reads: the beginning, its completions, what each is, where each leads.
Listed = tuple[str | tuple[str, ...], ...]


@operation(blueprint, "/api/suggest", keyed=False)  # the page asks it too, and has no key
def suggest(asked: SuggestParameters) -> Suggested:
    """Tickers, names, frequent words and titles that begin with what was typed, or sound like it."""
    return Suggested(asked.q, searcher().complete(asked.q, limit=asked.limit))


@operation(blueprint, "/suggest", media="application/x-suggestions+json", keyed=False)
def browser_suggest(asked: SuggestParameters) -> Listed:
    """The same for the search box of a browser (OpenSearch Suggestions 1.1)."""
    found = searcher().complete(asked.q, limit=asked.limit)
    page = url_for("pages.search", _external=True)
    addresses = (
        request.url_root.rstrip("/") + each.href if each.href else f"{page}?{urlencode({'q': each.text})}"
        for each in found
    )
    return asked.q, tuple(each.text for each in found), tuple(each.note for each in found), tuple(addresses)
