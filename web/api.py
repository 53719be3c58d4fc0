"""Which URL answers a program?

JSON in the shape of `search.results`; errors as `application/problem+json` (RFC 9457).
"""

from typing import Any

import msgspec
from flask import Blueprint, Response, abort, request

from index import configured_analyzer, tokens_of
from search import max_query
from web.asking import asked_query, asked_whole, live_index

blueprint = Blueprint("api", __name__)


@blueprint.get("/api/search")
def search() -> Response:
    """Ranked articles with the passages that matched and their citations."""
    results = (
        live_index()
        .searcher()
        .search(asked_query(), page=asked_whole("page", 1), size=asked_whole("size", 10))
    )
    return _json(results)


@blueprint.get("/api/articles/<id:article_id>")
def article(article_id: str) -> Response:
    """One article with every citation followed."""
    found = live_index().searcher().read(article_id, query=asked_query())
    if found is None:
        abort(404, f"there is no article {article_id!r}")
    return _json(found)


@blueprint.get("/api/tokens")
def tokens() -> Response:
    """How a text is cut: its tokens in the index, and the units that it asks for as a query."""
    text = request.args.get("text", "")
    if len(text) > max_query():
        abort(400, f"text has {len(text):,} characters; at most {max_query():,} are cut")
    analyzer = configured_analyzer()
    return _json({"text": text, "index": tokens_of(text, analyzer), "query": analyzer.units(text)})


@blueprint.get("/healthz")
def health() -> Response:
    """Whether questions can be answered, and from which generation."""
    generation = live_index().searcher().generation
    return _json({"status": "ok", "generation": generation.name, "articles": generation.articles.count})


def problem(status: int, title: str, detail: str) -> Response:
    """An error as a problem document."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return Response(msgspec.json.encode(body), status=status, content_type="application/problem+json")


def _json(value: Any) -> Response:
    return Response(msgspec.json.encode(value), content_type="application/json")
