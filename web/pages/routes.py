"""Which URL answers a person?

Pages rendered on the server; what they show is what the API gives. Every one works without its scripts.
"""

from collections import defaultdict
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, abort, make_response, render_template, request

from search import FilterError, Results, Searcher, language_of
from web.http.current import live_index
from web.pages import html
from web.pages.facets import company_names, month_address, narrowing
from web.pages.histogram import timeline
from web.pages.home import start_of
from web.pages.messages import Wording, spoken
from web.pages.no_results import help_for
from web.pages.search_form import Asked, read_asked, read_mildly

blueprint = Blueprint("pages", __name__)
_TEMPLATES_USE = {
    "marked": html.marked,
    "safe_url": html.safe_url,
    "page_of": html.Page,
    "language_of": language_of,
    "month_address": month_address,
}


@blueprint.get("/")
def search() -> Response:
    """The search page: a box, and below it what was found, or what there is to be found."""
    asked = read_asked()
    say = wording(asked)
    searcher = live_index().searcher()
    if asked.is_empty:
        start = start_of(searcher)
        names = defaultdict(str, company_names(searcher))
        return render_page(
            "start.html", asked, say, start=start, names=names, chart=timeline(start.facets.month)
        )
    try:
        results = found(searcher, asked)
        narrowed = narrowing(searcher, asked, results, say)
    except FilterError as fault:
        changed = asked.but(**{{"from": "since", "to": "until"}[fault.name]: ""})
        return error_page(400, "", str(fault), asked=asked, way=changed)
    stuck = not results.total or (results.relaxed and not results.required)
    return render_page(
        "search.html",
        asked,
        say,
        results=results,
        narrowing=narrowed,
        help=help_for(searcher, asked, say) if stuck else None,
        chart=narrowed.chart,
        pages=-(-results.total // results.size),
    )


def found(searcher: Searcher, asked: Asked) -> Results:
    """The articles or the points that answer what an address asks."""
    return searcher.search(
        asked.query,
        page=asked.page,
        size=asked.size,
        filters=asked.filters,
        order=asked.sorted_by,
        scope=asked.scope,
        lang=asked.lang,
    )


@blueprint.get("/articles/<id:article_id>")
def article(article_id: str) -> Response:
    """An article with groups, points and numbered paragraphs."""
    asked = read_asked()
    found = live_index().searcher().read(article_id, asked.query, lang=asked.lang)
    if found is None:
        abort(404, f"There is no article {article_id!r}.")
    return render_page("article.html", asked, wording(asked), article=found)


def error_page(
    status: int, title: str, detail: str, *, asked: Asked | None = None, way: Asked | None = None
) -> Response:
    """An error as a page with a way on: `way` is the question that can be asked instead."""
    asked = asked or read_mildly()
    say = wording(asked)
    key = f"error {status}"
    return render_page(
        "error.html",
        asked,
        say,
        status=status,
        title=say(key) if say.knows(key) else title,
        detail=detail,
        way=way,
    )


def wording(asked: Asked) -> Wording:
    """The words for a request: in the language that its address names, or else that its browser prefers."""
    return spoken(asked.ui, request.accept_languages.values())


def render_page(template: str, asked: Asked, say: Wording, *, status: int = 200, **shown: Any) -> Response:
    """A template that extends `base.html`, with what every page has: the box, the switch of the language."""
    frame = {
        **_TEMPLATES_USE,
        "asked": asked,
        "say": say,
        "home": Asked(ui=asked.ui),
        "switched": asked.but(page=asked.page, ui=say.other),
        "here": quote(request.path),
    }
    response = make_response(render_template(template, **frame, **shown), status)
    response.vary.add("Accept-Language")
    response.content_language.add(say.language)
    return response
