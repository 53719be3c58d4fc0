"""Which URL answers a program?

What `search` returns, as JSON in the shape of its structs.
"""

import msgspec
from flask import Blueprint, abort, request

from index import Token, Unit, configured_analyzer, tokens_of
from search import ArticleView, Results, SearchRequest
from web.api.operations import operation
from web.http.current import searcher
from web.http.parameters import (
    ArticleParameters,
    JSONParameters,
    SearchParameters,
    TokensParameters,
    is_set,
)

blueprint = Blueprint("api", __name__)


class Tokens(msgspec.Struct, frozen=True):
    """A text, its tokens in the index, and its units in a query."""

    text: str
    index: tuple[Token, ...]
    query: tuple[Unit, ...]


class Health(msgspec.Struct, frozen=True):
    """That queries can be answered, and from which generation."""

    status: str
    generation: str
    articles: int


_FIRST_ARTICLE = {
    "article": {"operationId": "article", "parameters": {"id": "$response.body#/articles/0/id"}}
}


@operation(blueprint, "/api/search", links=_FIRST_ARTICLE)
def search(parameters: SearchParameters) -> Results:
    """Ranked articles with the passages that matched and their citations, or points on their own.

    Without a query everything that passes the filters is found, without a filter either nothing. `links` lead
    to the next and the previous page and keep all other parameters.
    """
    return searcher().search(
        parameters.request(explain=is_set(parameters.explain), address=tuple(request.args.items(multi=True)))
    )


@operation(blueprint, "/api/articles/<id:id>")
def article(parameters: ArticleParameters) -> ArticleView:
    """One article with every citation resolved and the terms of a query highlighted."""
    highlight = SearchRequest(parameters.q.strip(), lang=parameters.lang)
    found = searcher().read(parameters.id, highlight)
    if found is None:
        abort(404, f"there is no article {parameters.id!r}")
    return found


@operation(blueprint, "/api/tokens", valid="content")
def tokens(parameters: TokensParameters) -> Tokens:
    """How a text is analyzed: its tokens in the index, and its units in a query."""
    analyzer, text = configured_analyzer(), parameters.text
    return Tokens(text, tuple(tokens_of(text, analyzer)), tuple(analyzer.units(text)))


@operation(blueprint, "/healthz", valid="never", reads_index=True, needs_key=False, rate_limited=False)
def health(parameters: JSONParameters) -> Health:
    """Whether queries can be answered, and from which generation."""
    generation = searcher().generation
    return Health("ok", generation.name, generation.articles.count)
