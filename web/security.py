"""What does every response carry, whatever answers the request?

The headers that keep a browser safe (the content security policy among them), the request's id, and a line in
the log. Knows no route.
"""

import logging
import re
import time
from urllib.parse import quote
from uuid import uuid4

from flask import Flask, Response, g, request

HEADERS = {
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
_SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_LOG = logging.getLogger("yinsuo.requests")


def identify_requests(app: Flask) -> None:
    """Give each request an id and a line in the log, with the time that the whole request took.

    Call it before anything else that hooks into requests: Flask runs the hooks after a request in reverse
    order, so the first one registered sees the finished response.
    """
    app.before_request(_identify)
    app.after_request(_log)


def secure_responses(app: Flask) -> None:
    """Add the security headers to every response."""
    app.after_request(_add_headers)


def _identify() -> None:
    """Take over the client's id if it is safe to write into a log and a header, else make one."""
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if _SAFE_ID.fullmatch(given) else uuid4().hex
    g.arrived = time.perf_counter()


def _log(response: Response) -> Response:
    """One line per request. The query is private and isn't logged."""
    took = (time.perf_counter() - g.arrived) * 1000
    response.headers["X-Request-Id"] = g.request_id
    _LOG.info(
        "%s %s %d %.1f ms %s", request.method, quote(request.path), response.status_code, took, g.request_id
    )
    return response


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
