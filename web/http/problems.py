"""What does an error look like to a program?

A problem document of RFC 9457, which also names the parameter at fault and the request. Any fault of ours
becomes one here; what it shows to a person is the pages' matter.
"""

from collections.abc import Mapping
from http import HTTPStatus

import msgspec
from flask import Response, g
from werkzeug.exceptions import HTTPException

from index import IndexUnusable
from search import FilterError, QueryLimit
from web.http.parameters import BadParameter

MEDIA = "application/problem+json"


class Problem(msgspec.Struct, frozen=True):
    """An error. `parameter` is the one at fault, `position` the place of the bad value, from 0, where it was
    given several times; `request_id` finds the request in the log."""

    type: str
    title: str
    status: int
    detail: str
    parameter: str | None = None
    position: int | None = None
    request_id: str = ""


class Refused(Exception):
    """A request that isn't answered for who asks it, or how often, and with which headers it is told so."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str]) -> None:
        super().__init__(detail)
        self.status = status
        self.headers = headers


def problem_of(fault: Exception) -> Problem:
    """What a client may know of a fault: of one that isn't ours, that there was one."""
    match fault:
        case BadParameter():
            return _problem(400, str(fault), parameter=fault.name, position=fault.position)
        case FilterError():
            return _problem(400, str(fault), parameter=fault.name)
        case QueryLimit():
            return _problem(400, str(fault), parameter=_named_first(str(fault)))
        case IndexUnusable():
            return _problem(503, str(fault))
        case Refused():
            return _problem(fault.status, str(fault))
        case HTTPException():
            return _problem(fault.code or 500, fault.description or "")
    return _problem(500, "the server made a mistake; its log says which")


def headers_of(fault: Exception) -> dict[str, str]:
    """The headers that belong to a fault: which methods are allowed, when to ask again."""
    if isinstance(fault, Refused):
        return dict(fault.headers)
    if isinstance(fault, HTTPException):
        return {name: value for name, value in fault.get_headers() if name.lower() != "content-type"}
    return {"Retry-After": "5"} if isinstance(fault, IndexUnusable) else {}


def problem_response(problem: Problem) -> Response:
    return Response(msgspec.json.encode(problem), status=problem.status, content_type=MEDIA)


def _problem(
    status: int, detail: str, *, parameter: str | None = None, position: int | None = None
) -> Problem:
    # The title of a problem without a type of its own is that of its status, says the RFC.
    title = HTTPStatus(status).phrase
    return Problem(
        "about:blank", title, status, detail, parameter, position, request_id=g.get("request_id", "")
    )


def _named_first(message: str) -> str:
    """The parameter that a message on a limit begins with; all others are of the query."""
    first = message.split(" ", 1)[0]
    return first if first in {"page", "size"} else "q"
