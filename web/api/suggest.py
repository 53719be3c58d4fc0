"""Which URL completes a prefix?

Answers a search box while somebody types, the page's own and the browser's.
"""

from urllib.parse import urlencode

import msgspec
from flask import Blueprint

from search import Completion
from web.api.operations import operation
from web.http.addresses import absolute
from web.http.current import searcher
from web.http.parameters import SuggestParameters

blueprint = Blueprint("suggest", __name__)


class Suggested(msgspec.Struct, frozen=True):
    """A prefix as it was typed, and its completions."""

    query: str
    suggestions: tuple[Completion, ...]


# What a browser reads: the prefix, its completions, a description and an address of each.
BrowserSuggestions = tuple[str | tuple[str, ...], ...]


@operation(blueprint, "/api/suggest", needs_key=False)  # the search box of the pages has no key
def suggest(parameters: SuggestParameters) -> Suggested:
    """Tickers, names, frequent words and titles that begin with what was typed, or are spelled so in
    pinyin."""
    return Suggested(parameters.q, searcher().complete(parameters.q, limit=parameters.limit))


@operation(blueprint, "/suggest", media="application/x-suggestions+json", needs_key=False)
def browser_suggest(parameters: SuggestParameters) -> BrowserSuggestions:
    """The same for the search box of a browser (OpenSearch Suggestions 1.1)."""
    completions = searcher().complete(parameters.q, limit=parameters.limit)
    addresses = (absolute(each.href or f"/?{urlencode({'q': each.text})}") for each in completions)
    return (
        parameters.q,
        tuple(each.text for each in completions),
        tuple(each.note for each in completions),
        tuple(addresses),
    )
