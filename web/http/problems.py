"""What does an error look like to a program?

A problem document (RFC 9457) that also names the parameter at fault and the request. Every exception of ours
becomes one here; what a person sees is up to the pages.
"""

from collections.abc import Mapping
from http import HTTPStatus

import msgspec
from flask import Response, g
from werkzeug.exceptions import HTTPException

from index import IndexMismatch, IndexMissing, IndexUnusable
from search import FilterError, Message, QueryLimit
from web.http.parameters import BadParameter
from web.http.refusals import Refusal

MEDIA = "application/problem+json"


class Problem(msgspec.Struct, frozen=True):
    """An error. `parameter` is the one at fault, `position` the place of the bad value, from 0, among
    several; `request_id` finds the request in the log."""

    type: str
    title: str
    status: int
    detail: str
    parameter: str | None = None
    position: int | None = None
    request_id: str = ""


class Refused(Exception):
    """A request that this client may not make, or not so often; `headers` belong to the response."""

    def __init__(self, status: int, message: Message | str, headers: Mapping[str, str]) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.headers = headers


def problem_of(error: Exception) -> Problem:
    """What a client may know of an error: of one that isn't ours, only that there was one."""
    match error:
        case BadParameter():
            return _problem(400, str(error), parameter=error.name, position=error.position)
        case FilterError() | QueryLimit():
            return _problem(400, str(error), parameter=error.name)
        case IndexUnusable():
            return _problem(503, str(_unusable(error)))
        case Refused():
            return _problem(error.status, str(error))
        case HTTPException():
            return _problem(error.code or 500, error.description or "")
    return _problem(500, str(Refusal.of("broken")))


def message_of(error: Exception) -> Message | None:
    """The message of an error that has one in several languages; of an error that isn't ours, that there was
    one."""
    match error:
        case BadParameter() | FilterError() | QueryLimit() | Refused():
            return error.message if isinstance(error.message, Message) else None
        case IndexUnusable():
            return _unusable(error)
        case HTTPException():
            return None
    return Refusal.of("broken")


def headers_of(error: Exception) -> dict[str, str]:
    """The headers that belong to an error: which methods are allowed, when to ask again."""
    if isinstance(error, Refused):
        return dict(error.headers)
    if isinstance(error, HTTPException):
        return {name: value for name, value in error.get_headers() if name.lower() != "content-type"}
    return {"Retry-After": "5"} if isinstance(error, IndexUnusable) else {}


def problem_response(problem: Problem) -> Response:
    return Response(msgspec.json.encode(problem), status=problem.status, content_type=MEDIA)


def _unusable(error: IndexUnusable) -> Message:
    """What is wrong with the index, without the paths and versions of the error: these are for the log."""
    match error:
        case IndexMissing():
            return Refusal.of("index missing")
        case IndexMismatch():
            return Refusal.of("index mismatch")
    return Refusal.of("index unusable")


def _problem(
    status: int, detail: str, *, parameter: str | None = None, position: int | None = None
) -> Problem:
    # The title of a problem without a type of its own is that of its status, says the RFC.
    title = HTTPStatus(status).phrase
    return Problem(
        "about:blank", title, status, detail, parameter, position, request_id=g.get("request_id", "")
    )
