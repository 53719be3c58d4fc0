"""Which URL answers a program?

What `search` gives, as JSON in the shape of its structs.
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
    """A text, its tokens in the index, and the units that it asks for as a query."""

    text: str
    index: tuple[Token, ...]
    query: tuple[Unit, ...]


class Health(msgspec.Struct, frozen=True):
    """That questions can be answered, and from what."""

    status: str
    generation: str
    articles: int


_FIRST_FOUND = {"article": {"operationId": "article", "parameters": {"id": "$response.body#/articles/0/id"}}}


@operation(blueprint, "/api/search", links=_FIRST_FOUND)
def search(asked: SearchParameters) -> Results:
    """Ranked articles with the passages that matched and their citations, or points by themselves.

    Without a query all that the filters leave is found, without a filter too nothing. `links` lead to the
    next page and to the one before, with all else that was asked.
    """
    query, found = asked.q.strip(), searcher()
    return found.search(
        SearchRequest(
            query,
            asked.filters,
            order=asked.order,
            scope=asked.scope,
            lang=asked.lang,
            page=asked.page,
            size=asked.size,
            explain=is_set(asked.explain),
            address=tuple(request.args.items(multi=True)),
        )
    )


@operation(blueprint, "/api/articles/<id:id>")
def article(asked: ArticleParameters) -> ArticleView:
    """One article with every citation followed, and what a query asks for marked."""
    found = searcher().read(asked.id, asked.q.strip(), lang=asked.lang)
    if found is None:
        abort(404, f"there is no article {asked.id!r}")
    return found


@operation(blueprint, "/api/tokens", kept="content")
def tokens(asked: TokensParameters) -> Tokens:
    """How a text is cut: its tokens in the index, and the units that it asks for as a query."""
    analyzer = configured_analyzer()
    return Tokens(asked.text, tuple(tokens_of(asked.text, analyzer)), tuple(analyzer.units(asked.text)))


@operation(blueprint, "/healthz", kept="never", reads_index=True, keyed=False, counted=False)
def health(asked: JSONParameters) -> Health:
    """Whether questions can be answered, and from which generation."""
    generation = searcher().generation
    return Health("ok", generation.name, generation.articles.count)
