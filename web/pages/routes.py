"""Which URL answers a person?

Pages rendered on the server from what `search` returns. Each of them works without its scripts.
"""

from collections import defaultdict

import msgspec
from flask import Blueprint, Response, abort

from search import SearchRequest
from web.http.current import searcher
from web.pages.counts import PageCounts
from web.pages.facets import company_names, facet_links
from web.pages.histogram import histogram
from web.pages.home import home_of
from web.pages.no_results import help_for
from web.pages.rendering import messages_for, render_page
from web.pages.search_form import SearchForm, read_form

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
def search() -> Response:
    """The search page: a search box with the results below, or the home page where there is no search."""
    form = read_form()
    return _home_page(form) if form.request.is_empty else _results_page(form)


@blueprint.get("/articles/<id:article_id>")
def article(article_id: str) -> Response:
    """An article with groups, points and numbered paragraphs."""
    form = read_form()
    t = messages_for(form)
    found = searcher().read(article_id, SearchRequest(form.query, lang=form.request.lang))
    if found is None:
        abort(404, t("no article", id=article_id))
    return render_page("article.html", form, t, article=found)


def _home_page(form: SearchForm) -> Response:
    contents = home_of(searcher())
    names = defaultdict(str, company_names(searcher()))
    months = histogram(contents.facets.month)
    return render_page(
        "home.html", form, messages_for(form), contents=contents, names=names, histogram=months
    )


def _results_page(form: SearchForm) -> Response:
    t, current = messages_for(form), searcher()
    results = current.search(msgspec.structs.replace(form.request, message_lang=t.language))
    counts = PageCounts(current, form.request, results)
    facets = facet_links(current, form, counts, t)
    needs_help = not results.total or (results.relaxed and not results.required)
    return render_page(
        "search.html",
        form,
        t,
        results=results,
        facets=facets,
        help=help_for(form, counts, company_names(current), t) if needs_help else None,
        histogram=facets.histogram,
        pages=-(-results.total // results.size),
    )
