"""How does a template become a response?

Gives every template what all pages share: the search form, the messages in the reader's language, the
functions that make HTML of text. Reads nothing of an index.
"""

from typing import Any
from urllib.parse import quote

from flask import Response, make_response, render_template, request, url_for
from werkzeug.urls import iri_to_uri

from search import SearchRequest, language_tag, max_query
from web.pages import html
from web.pages.facets import month_address
from web.pages.messages import Messages, negotiate
from web.pages.search_form import SearchForm

_FUNCTIONS = {
    "marked": html.marked,
    "safe_url": html.safe_url,
    "page_of": html.Page,
    "lang_of": language_tag,
    "month_address": month_address,
}


def messages_for(form: SearchForm) -> Messages:
    """The messages in the language that the address names, or else in one that the browser accepts."""
    return negotiate(form.ui, request.accept_languages.values())


def _url_for(endpoint: str, **values: Any) -> str:
    """The address of a route, below the prefix as all others and written as they are."""
    return iri_to_uri(url_for(endpoint, **values))


def render_page(
    template: str, form: SearchForm, t: Messages, *, status: int = 200, **values: Any
) -> Response:
    """The page of a template that extends `base.html`."""
    frame = {
        **_FUNCTIONS,
        "url_for": _url_for,
        "form": form,
        "t": t,
        "home": SearchForm(SearchRequest(), form.ui, form.prefix),
        "switched": form.but(page=form.request.page, ui=t.other),
        "here": quote(request.path),
        "longest_query": max_query(),
    }
    response = make_response(render_template(template, **frame, **values), status)
    response.vary.add("Accept-Language")
    response.content_language.add(t.language)
    return response
