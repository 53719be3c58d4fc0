"""Which address asks this question?

Reads a question from an address, and writes the address of one that is asked a little differently: with a
filter more or less, another page, another language of the interface. Everything that a page shows stands in
its address, so that going back and sharing work.
"""

from typing import Any
from urllib.parse import urlencode

import msgspec
from flask import abort, request

from search import (
    KINDS,
    LANGS,
    ORDERS,
    PAGE_SIZE,
    SCOPES,
    Filters,
    Kind,
    Lang,
    Order,
    Scope,
    default_order,
)
from web.http.current import asked_query, asked_whole
from web.pages.messages import LANGUAGES

_MOST_VALUES = 50  # of one filter
_LONGEST_VALUE = 200


class Asked(msgspec.Struct, frozen=True):
    """A question as an address asks it. `order`, `lang` and `ui` are empty where the address names none."""

    query: str = ""
    page: int = 1
    size: int = PAGE_SIZE
    tickers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    kind: Kind | None = None
    order: Order | None = None
    scope: Scope = "articles"
    lang: Lang | None = None
    ui: str = ""

    @property
    def filters(self) -> Filters:
        return Filters(
            tickers=self.tickers, sources=self.sources, since=self.since, until=self.until, kind=self.kind
        )

    @property
    def sorted_by(self) -> Order:
        """The order of the answer."""
        return self.order or default_order(self.query)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return not self.query and self.filters == Filters()

    def but(self, **changes: Any) -> "Asked":
        """The question with some of it changed, from its first page on."""
        return msgspec.structs.replace(self, **{"page": 1, **changes})

    def with_value(self, name: str, value: str) -> "Asked":
        """The question with one more value of `tickers` or `sources`."""
        return self.but(**{name: (*getattr(self, name), value)})

    def without_value(self, name: str, value: str) -> "Asked":
        return self.but(**{name: tuple(each for each in getattr(self, name) if each != value)})

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """What stands in the address, in one order whichever way it was asked; what goes without saying is
        left out."""
        pairs: list[tuple[str, str]] = [
            ("q", self.query),
            *(("ticker", each) for each in self.tickers),
            *(("source", each) for each in self.sources),
            ("from", self.since),
            ("to", self.until),
            ("kind", self.kind or ""),
            ("sort", self.order or ""),
            ("scope", self.scope if self.scope != "articles" else ""),
            ("lang", self.lang or ""),
            ("size", str(self.size) if self.size != PAGE_SIZE else ""),
            ("page", str(self.page) if self.page != 1 else ""),
            ("ui", self.ui),
        ]
        return [(name, value) for name, value in pairs if value]

    def address(self, path: str = "/", anchor: str = "") -> str:
        """The address below a path that asks this."""
        asked = urlencode(self.parameters)
        return path + (f"?{asked}" if asked else "") + (f"#{anchor}" if anchor else "")


def read_asked() -> Asked:
    """What the request asks. Answers 400 for a value that can't be, naming it and what it may be."""
    return Asked(
        query=asked_query(),
        page=asked_whole("page", 1),
        size=asked_whole("size", PAGE_SIZE),
        tickers=_values("ticker"),
        sources=_values("source"),
        since=_value("from"),
        until=_value("to"),
        kind=_choice("kind", KINDS),
        order=_choice("sort", ORDERS),
        scope=_choice("scope", SCOPES) or "articles",
        lang=_choice("lang", LANGS),
        ui=_value("ui") if _value("ui") in LANGUAGES else "",
    )


def read_mildly() -> Asked:
    """What the request asks as far as it can be read, for a page that must not fail: that of an error."""
    return Asked(query=asked_query(), ui=_value("ui") if request.args.get("ui") in LANGUAGES else "")


def _value(name: str) -> str:
    value = request.args.get(name, "").strip()
    if len(value) > _LONGEST_VALUE:
        abort(400, f"{name} has {len(value):,} characters; at most {_LONGEST_VALUE} are read")
    return value


def _values(name: str) -> tuple[str, ...]:
    values = dict.fromkeys(value.strip() for value in request.args.getlist(name))
    given = tuple(value for value in values if value)
    if len(given) > _MOST_VALUES or any(len(value) > _LONGEST_VALUE for value in given):
        abort(400, f"{name} may be given {_MOST_VALUES} times, {_LONGEST_VALUE} characters each")
    return given


def _choice(name: str, choices: tuple[Any, ...]) -> Any:
    given = _value(name)
    if given and given not in choices:
        abort(400, f"{name} is {given[:40]!r}; it may be {', '.join(choices)}")
    return given or None
