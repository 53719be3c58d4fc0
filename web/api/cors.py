"""Which other sites' pages may read the API?

Off unless origins are set. What is answered doesn't depend on it: a browser keeps from a page of another
origin whatever isn't allowed here.
"""

import re

from flask import Flask, Response, current_app, request

from index import SettingError, setting
from web.api.operations import Operation

_ORIGIN = re.compile(r"https?://[A-Za-z0-9.\-]+(:[0-9]{1,5})?|https?://\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")
_SENT = "Authorization, If-None-Match, X-Request-Id"  # request headers that a page may add
_READ = "ETag, Retry-After, WWW-Authenticate, X-Request-Id"  # response headers that it may see
_MAX_AGE = 7_200  # seconds that a browser keeps the answer to its question; Chromium takes no more


def configured_origins() -> frozenset[str]:
    """The origins that may read the API, as browsers write them; `*` for any. Raises SettingError."""
    origins = {each.rstrip("/").lower() for each in setting("cors").replace(",", " ").split()}
    for each in origins - {"*"}:
        if not _ORIGIN.fullmatch(each):
            raise SettingError(
                f"YINSUO_CORS: {each[:40]!r} is no origin; write it like https://example.org, without a path"
            )
    return frozenset(origins)


def allow_origins(app: Flask) -> None:
    """Let pages of the configured origins read the API. Never with cookies, of which there are none."""
    origins = configured_origins()
    if not origins:
        return

    @app.after_request
    def allow(response: Response) -> Response:
        if not _is_api():
            return response
        if "*" not in origins:
            response.vary.add("Origin")
        origin = request.headers.get("Origin", "")
        if origin and ("*" in origins or origin.lower() in origins):
            headers = response.headers
            headers["Access-Control-Allow-Origin"] = "*" if "*" in origins else origin
            headers["Access-Control-Expose-Headers"] = _READ
            if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
                headers["Access-Control-Allow-Methods"] = "GET, HEAD"
                headers["Access-Control-Allow-Headers"] = _SENT
                headers["Access-Control-Max-Age"] = str(_MAX_AGE)
        return response


def _is_api() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return isinstance(view, Operation) or request.path.startswith("/api/")
