"""Which URL answers a person?

Pages rendered on the server; what they show is what the API gives.
"""

from flask import Blueprint, Response, abort, make_response, render_template

from search import language_of
from web import rendering
from web.asking import asked_query, asked_whole, live_index

blueprint = Blueprint("pages", __name__)
blueprint.add_app_template_global(rendering.marked, "marked")
blueprint.add_app_template_global(language_of, "language_of")
blueprint.add_app_template_global(rendering.safe_url, "safe_url")
blueprint.add_app_template_global(rendering.Page, "page_of")


@blueprint.get("/")
def search() -> str:
    """The search page: a box, and below it what was found."""
    query = asked_query()
    searcher = live_index().searcher()
    results = searcher.search(query, page=asked_whole("page", 1)) if query else None
    return render_template("search.html", query=query, results=results, meta=searcher.generation.meta)


@blueprint.get("/articles/<id:article_id>")
def article(article_id: str) -> str:
    """An article with groups, points and numbered paragraphs."""
    query = asked_query()
    found = live_index().searcher().read(article_id, query=query)
    if found is None:
        abort(404, f"There is no article {article_id!r}.")
    return render_template("article.html", query=query, article=found)


def error_page(status: int, title: str, detail: str) -> Response:
    """An error as a page with a way on."""
    page = render_template("error.html", status=status, title=title, detail=detail, query=asked_query())
    return make_response(page, status)
