"""What does an error look like to a person?

A page that says in the reader's language what is wrong, with a way on. What it is to a program is a problem
document.
"""

from flask import Response
from werkzeug.exceptions import HTTPException

from index import IndexMismatch, IndexMissing, IndexUnusable
from search import FilterError
from web.http.problems import Problem, message_of
from web.pages.messages import TEXTS, Messages
from web.pages.rendering import messages_for, render_page
from web.pages.search_form import read_form, read_leniently

# The index explains its errors in English, with paths and versions; in Chinese it is said what to do.
_CHINESE: tuple[tuple[type[IndexUnusable], str], ...] = (
    (IndexMissing, "这里还没有索引；请用“yinsuo reindex PATH…”建立。"),
    (IndexMismatch, "索引由另一个版本或另一套设置建立；请用“yinsuo reindex PATH…”重建。"),
    (IndexUnusable, "索引打不开；请用“yinsuo check”查看原因。"),
)


def error_page(error: Exception, problem: Problem) -> Response:
    """The page of an error. For a filter that can't be read it leads to the search without that filter."""
    form, way = read_leniently(), None
    if isinstance(error, FilterError):
        form = read_form()
        way = form.but(**{{"from": "since", "to": "until"}[error.name]: ""})
    t = messages_for(form)
    return render_page(
        "error.html",
        form,
        t,
        status=problem.status,
        title=t(_known(f"error {problem.status}", "error other")),
        detail=_detail(error, problem, t),
        way=way,
    )


def _detail(error: Exception, problem: Problem, t: Messages) -> str:
    message = message_of(error)
    if message is not None:
        return t.message(message)
    if isinstance(error, IndexUnusable) and t.language == "zh":
        return next(text for kind, text in _CHINESE if isinstance(error, kind))
    # What a route says of itself is in the reader's language; what werkzeug says of a status is English.
    if isinstance(error, HTTPException) and error.description == type(error).description:
        return t(_known(f"detail {problem.status}", "detail other"))
    return problem.detail


def _known(key: str, fallback: str) -> str:
    return key if key in TEXTS else fallback
