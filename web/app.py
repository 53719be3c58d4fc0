"""Which application answers requests?

Puts the pages and the API together for any WSGI server, with what holds for every answer: security headers
and errors. Leaves what is shown to `pages` and `api`.
"""

from pathlib import Path

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response as WerkzeugResponse

from index import IndexUnusable, configured_analyzer, setting
from search import LiveIndex, QueryLimit
from web import api, pages, suggesting

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}


def create_app(index: str | Path | None = None) -> Flask:
    """The application over the index below a folder; without one, below the folder of the settings."""
    app = Flask(__name__)
    app.url_map.merge_slashes = False
    app.url_map.converters["id"] = _Identity
    app.extensions["yinsuo"] = LiveIndex(Path(index or setting("index")), configured_analyzer())
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(api.blueprint)
    app.register_blueprint(suggesting.blueprint)
    app.after_request(_secure)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(QueryLimit, _query_limit)
    app.register_error_handler(IndexUnusable, _index_unusable)
    app.register_error_handler(Exception, _fault)
    return app


class _Identity(BaseConverter):
    """An article's id in an address: anything, slashes too, for ids are given by others."""

    regex = ".+"
    part_isolating = False


def _secure(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _http_error(error: HTTPException) -> WerkzeugResponse:
    if error.code is not None and error.code < 400:
        return error.get_response(request.environ)  # a redirect is an answer, not a fault
    return _answer(error.code or 500, error.name, error.description or "")


def _query_limit(error: QueryLimit) -> Response:
    return _answer(400, "Too much asked", str(error))


def _index_unusable(error: IndexUnusable) -> Response:
    return _answer(503, "No index", str(error))


def _fault(error: Exception) -> Response:
    # The client learns that something broke, the log what.
    current_app.logger.exception("a request failed: %s", request.path)
    return _answer(500, "Internal error", "the server made a mistake; its log says which")


def _answer(status: int, title: str, detail: str) -> Response:
    if request.path.startswith("/api/") or request.path == "/healthz":
        return api.problem(status, title, detail)
    return pages.error_page(status, title, detail)
