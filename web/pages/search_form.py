"""Which search does this page's address ask for, and which address asks for another one?

A search and the language of the interface, read from an address, and the addresses of slightly different
searches: one filter more or less, another page, the other language. Everything that a page shows depends on
its address, so that going back and sharing work.
"""

from typing import Any
from urllib.parse import urlencode

import msgspec
from flask import request

from search import Filters, SearchRequest, request_parameters
from web.http.addresses import prefix
from web.http.parameters import PageParameters, read_parameters
from web.pages.messages import LANGUAGES

_FILTERS = frozenset(Filters.__struct_fields__)


class SearchForm(msgspec.Struct, frozen=True):
    """A search; the language of the interface, empty where the address names none; the prefix below which
    the site lies."""

    request: SearchRequest = SearchRequest()
    ui: str = ""
    prefix: str = ""

    @property
    def query(self) -> str:
        return self.request.query

    @property
    def filters(self) -> Filters:
        return self.request.filters

    def but(self, **changes: Any) -> "SearchForm":
        """The form with some fields of its search, of its filters, or `ui` changed, from the first page
        on."""
        filters = {name: changes.pop(name) for name in _FILTERS & changes.keys()}
        if filters:
            changes["filters"] = msgspec.structs.replace(self.filters, **filters)
        ui = changes.pop("ui", self.ui)
        return SearchForm(self.request.but(**changes), ui, self.prefix)

    def with_value(self, name: str, value: str) -> "SearchForm":
        """The form with one more value of `tickers` or `sources`."""
        return self.but(**{name: (*getattr(self.filters, name), value)})

    def without_value(self, name: str, value: str) -> "SearchForm":
        """The form with one value of `tickers` or `sources` less."""
        return self.but(**{name: tuple(each for each in getattr(self.filters, name) if each != value)})

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """The parameters of the address, always in the same order; defaults are left out."""
        page = str(self.request.page) if self.request.page != 1 else ""
        more = [("page", page), ("ui", self.ui)]
        return [*request_parameters(self.request, keep_order=True), *(pair for pair in more if pair[1])]

    @property
    def search(self) -> str:
        """The part of the address that names this search, from its question mark on."""
        parameters = urlencode(self.parameters)
        return f"?{parameters}" if parameters else ""

    def address(self, path: str = "/", anchor: str = "") -> str:
        """The address of this search below a path, which begins at the root of the site."""
        return self.prefix + path + self.search + (f"#{anchor}" if anchor else "")


def read_form() -> SearchForm:
    """The form of the request's address. Raises BadParameter for a value that can't be read."""
    parameters = read_parameters(PageParameters, dict(request.args.lists()), lenient=True)
    return SearchForm(parameters.request(), _ui(), prefix())


def read_leniently() -> SearchForm:
    """The query and the language alone, for a page that must not fail: that of an error."""
    return SearchForm(SearchRequest(request.args.get("q", "").strip()), _ui(), prefix())


def _ui() -> str:
    given = request.args.get("ui", "").strip()
    return given if given in LANGUAGES else ""
