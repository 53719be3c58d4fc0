"""Which URL answers a person?

Pages rendered on the server from what `search` returns. Each of them works without its scripts.
"""

from collections import defaultdict

import msgspec
from flask import Blueprint, Response, abort

from index import configured_analyzer
from search import FilterError, Results, Searcher, SearchRequest, alternatives, max_depth
from web.http.current import searcher
from web.pages.counts import PageCounts
from web.pages.facets import company_names, facet_links
from web.pages.histogram import histogram
from web.pages.home import home_of
from web.pages.messages import Messages
from web.pages.no_results import help_for
from web.pages.rendering import messages_for, render_page
from web.pages.search_form import SearchForm, read_form

blueprint = Blueprint("pages", __name__)

_DATES = {"from": "since", "to": "until"}  # the filters by their parameters


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


def _results_page(requested: SearchForm) -> Response:
    """The results; a date that can't be read narrows nothing and is marked beside its field, and where there
    is no such page the last one is linked to."""
    t, current = messages_for(requested), searcher()
    form, results, faults = _search_with_readable_dates(requested, current, t)
    reachable = max_depth() // form.request.size  # pages
    pages = min(-(-results.total // results.size), reachable)
    counts = PageCounts(current, form.request, results)
    reader = current.generation.articles
    offered = alternatives(
        form.request, results, count=counts.count, analyzer=configured_analyzer(), reader=reader
    )
    facets = facet_links(current, form, counts, t)  # what was offered is counted with its facets
    return render_page(
        "search.html",
        form,
        t,
        results=results,
        facets=facets,
        help=help_for(form, offered, company_names(current), t) if offered else None,
        histogram=facets.histogram,
        pages=pages,
        beyond=bool(results.total) and form.request.page > pages,
        reachable=reachable * results.size,
        typed=requested.filters,
        faults=faults,
    )


def _search_with_readable_dates(
    form: SearchForm, searcher: Searcher, t: Messages
) -> tuple[SearchForm, Results, dict[str, str]]:
    """The form without the dates that can't be read, what it finds, and by parameter what is wrong with each
    of those dates. Of a page beyond the reachable ones there are no results, but all else."""
    faults: dict[str, str] = {}
    while True:
        request = msgspec.structs.replace(form.request, message_lang=t.language)
        try:
            if request.page * request.size <= max_depth():
                return form, searcher.search(request), faults
            first = searcher.search(request.but(page=1))
            return form, msgspec.structs.replace(first, articles=(), points=()), faults
        except FilterError as error:
            faults[error.name] = t.message(error.message)
            form = form.but(**{_DATES[error.name]: ""}, page=request.page)
