"""Which application answers requests?

Puts the pages and the API together for any WSGI server, with what holds for every answer: security headers,
the request's id, and errors. Leaves what is shown to `pages` and `api`.
"""

import logging
import re
import time
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response as WerkzeugResponse

from index import configured_analyzer, setting, whole_setting
from search import LiveIndex, default_lang
from web.api import feeds, metrics, openapi, suggest
from web.api import routes as api
from web.api.auth import admit
from web.http.caching import packed, settings_stamp
from web.http.problems import headers_of, problem_of, problem_response
from web.pages import routes as pages

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_SANE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_LOG = logging.getLogger("yinsuo.requests")


def create_app(index: str | Path | None = None, *, read_ahead: bool = False) -> Flask:
    """The application over the index below a folder; without one, below the folder of the settings. With
    `read_ahead` it reads of an index in the background what only some questions need.

    Raises SettingError for a setting with a value that can't be.
    """
    app = Flask(__name__)
    app.url_map.merge_slashes = False
    app.url_map.converters["id"] = _Identity
    root = Path(index or setting("index"))
    default_lang()
    app.config.update(YINSUO_INDEX=root, YINSUO_STAMP=settings_stamp())
    app.extensions["yinsuo"] = LiveIndex(root, configured_analyzer(), read_ahead=read_ahead)
    # What is done after a request is done in the other order: the id is known to all, the time is of all.
    app.before_request(_name)
    app.after_request(_log)
    metrics.measure(app)
    admit(app)
    app.after_request(packed)
    app.after_request(_secure)
    for part in (pages, api, suggest, feeds, metrics, openapi):
        app.register_blueprint(part.blueprint)
    app.register_error_handler(Exception, _fault)
    if hops := whole_setting("proxies"):
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


class _Identity(BaseConverter):
    """An article's id in an address: anything, slashes too, for ids are given by others."""

    regex = ".+"
    part_isolating = False


def _name() -> None:
    """Give the request its id: the client's, if it can stand in a log and a header as it is."""
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if _SANE_ID.fullmatch(given) else uuid4().hex
    g.arrived = time.perf_counter()


def _log(response: Response) -> Response:
    """One line for each request. What was asked is the reader's own and isn't kept."""
    took = (time.perf_counter() - g.arrived) * 1000
    response.headers["X-Request-Id"] = g.request_id
    _LOG.info(
        "%s %s %d %.1f ms %s", request.method, quote(request.path), response.status_code, took, g.request_id
    )
    return response


def _secure(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _fault(fault: Exception) -> WerkzeugResponse:
    if isinstance(fault, HTTPException) and (fault.code or 500) < 400:
        return fault.get_response(request.environ)  # a redirect is an answer, not a fault
    problem = problem_of(fault)
    if problem.status == 500:
        # The client learns that something broke, the log what.
        current_app.logger.exception("request %s failed: %s", problem.request_id, quote(request.path))
    if _asked_by_program():
        answer = problem_response(problem)
    else:
        answer = pages.error_page(problem.status, problem.title, problem.detail)
    for name, value in headers_of(fault).items():
        answer.headers.setdefault(name, value)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _asked_by_program() -> bool:
    return request.path.startswith("/api/") or request.path in {
        path for path, _ in openapi.operations(current_app)
    }
