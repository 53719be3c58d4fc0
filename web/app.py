"""Which application answers requests?

Puts the pages and the API together for any WSGI server, and turns an exception into an error page or a
problem document. What is shown is up to `pages` and `api`.
"""

from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

from flask import Flask, current_app, g, request
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response

from index import IndexUnusable, budget, configured_analyzer, setting, share_setting, time_zone, whole_setting
from search import LiveIndex, Message, QueryLimit, default_lang
from web.api import feeds, metrics, openapi, reference, suggest
from web.api import routes as api
from web.api.auth import admit
from web.api.cors import allow_origins
from web.http.addresses import EscapedRequest, configured_url, with_clean_prefix
from web.http.caching import gzipped, settings_stamp
from web.http.problems import headers_of, problem_of, problem_response
from web.pages import routes as pages
from web.pages.errors import error_page
from web.security import identify_requests, secure_responses

_WHOLE_SETTINGS = ("max_query", "max_words", "max_nesting", "max_patterns", "max_expansions", "max_depth")


def create_app(index: str | Path | None = None, *, read_ahead: bool = False) -> Flask:
    """The application over the index below a folder; without one, below the folder of the settings. With
    `read_ahead` a thread reads what only some queries need as soon as the index is open.

    Any WSGI server can run it, at the root of a host or below a path: whatever mounts it names the path as
    `SCRIPT_NAME`, a trusted proxy (setting `proxies`) as `X-Forwarded-Prefix`, and every link begins with it.

    Raises SettingError for an invalid setting.
    """
    app = Flask(__name__)
    app.request_class = EscapedRequest
    app.url_map.merge_slashes = False
    app.url_map.converters["id"] = _ArticleId
    root = Path(index or setting("index"))
    _check_settings()
    app.config.update(YINSUO_INDEX=root, YINSUO_STAMP=settings_stamp(), YINSUO_URL=configured_url())
    app.extensions["yinsuo"] = LiveIndex(root, configured_analyzer(), read_ahead=read_ahead)
    # Hooks run in this order before a request and in the reverse order after it.
    identify_requests(app)
    _limit_work(app, whole_setting("budget"))
    metrics.measure_requests(app)
    admit(app)
    allow_origins(app)
    app.after_request(gzipped)
    secure_responses(app)
    for part in (pages, api, suggest, feeds, metrics, openapi, reference):
        app.register_blueprint(part.blueprint)
    app.register_error_handler(Exception, _respond_to_error)
    if hops := whole_setting("proxies"):
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            with_clean_prefix(app.wsgi_app), x_for=hops, x_proto=hops, x_host=hops, x_prefix=hops
        )
    return app


def _check_settings() -> None:
    """Raise SettingError now for a setting that only some requests read."""
    for name in _WHOLE_SETTINGS:
        whole_setting(name)
    share_setting("recency")
    time_zone()
    default_lang()


def _limit_work(app: Flask, seconds: int) -> None:
    """Hold each request to so many seconds of processor time."""

    def begin() -> None:
        g.budget = ExitStack()
        g.budget.enter_context(budget.limited(seconds))

    def end(_: BaseException | None) -> None:
        if "budget" in g:
            g.pop("budget").close()

    app.before_request(begin)
    app.teardown_request(end)


class _ArticleId(BaseConverter):
    """An article's id in a URL: any text, slashes included, since the articles' authors choose the ids."""

    regex = ".+"
    part_isolating = False


def _respond_to_error(error: Exception) -> Response:
    if isinstance(error, HTTPException) and (error.code or 500) < 400:
        return error.get_response(request.environ)  # a redirect, not an error
    if isinstance(error, budget.OverBudget):  # the same again would cost as much, so it is no 503
        error = QueryLimit(Message.of("over budget", seconds=error.seconds))
    problem = problem_of(error)
    if problem.status == 500:
        # The client learns that something broke, the log what.
        current_app.logger.exception("request %s failed: %s", problem.request_id, quote(request.path))
    elif isinstance(error, IndexUnusable):
        current_app.logger.warning("request %s: %s", problem.request_id, error)
    response = problem_response(problem) if _is_for_a_program() else error_page(error, problem)
    for name, value in headers_of(error).items():
        response.headers.setdefault(name, value)
    response.headers["Cache-Control"] = "no-store"
    return response


def _is_for_a_program() -> bool:
    paths = {path for path, _ in openapi.operations(current_app)}
    return request.path.startswith("/api/") or request.path in paths
