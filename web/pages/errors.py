"""What does an error look like to a person?

A page that says in the reader's language what is wrong, with a way on. What it is to a program is a problem
document.
"""

from flask import Response
from werkzeug.exceptions import HTTPException

from web.http.problems import Problem, message_of
from web.pages.messages import TEXTS, Messages
from web.pages.rendering import messages_for, render_page
from web.pages.search_form import read_leniently


def error_page(error: Exception, problem: Problem) -> Response:
    """The page of an error."""
    form = read_leniently()
    t = messages_for(form)
    return render_page(
        "error.html",
        form,
        t,
        status=problem.status,
        title=t(_known(f"error {problem.status}", "error other")),
        detail=_detail(error, problem, t),
    )


def _detail(error: Exception, problem: Problem, t: Messages) -> str:
    message = message_of(error)
    if message is not None:
        return t.message(message)
    # What a route says of itself is in the reader's language; what werkzeug says of a status is English.
    if isinstance(error, HTTPException) and error.description == type(error).description:
        return t(_known(f"detail {problem.status}", "detail other"))
    return problem.detail


def _known(key: str, fallback: str) -> str:
    return key if key in TEXTS else fallback
