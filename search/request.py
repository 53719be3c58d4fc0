"""Which request is a search?

One struct for what the page, the API, the command line and a program may ask for, the choices that each part
has, and the limits that a request is held to. Reads nothing and searches nothing.
"""

from typing import Any, Literal, get_args

import msgspec

from index import SettingError, YinsuoError, setting, whole_setting
from search.messages import Message, MessageLang

MAX_SIZE = 100  # articles on a page
PAGE_SIZE = 10  # of them by default

Kind = Literal["point", "paragraph", "viewpoint"]  # of passage
KINDS: tuple[Kind, ...] = get_args(Kind)
Scope = Literal["articles", "points"]  # what is ranked
SCOPES: tuple[Scope, ...] = get_args(Scope)
Order = Literal["best", "newest", "oldest"]
ORDERS: tuple[Order, ...] = get_args(Order)
Extent = Literal["answer", "any"]  # the articles that answer, or all that have any word of the query
EXTENTS: tuple[Extent, ...] = get_args(Extent)
Lang = Literal["auto", "same", "both"]
LANGS: tuple[Lang, ...] = get_args(Lang)


class QueryLimit(YinsuoError):
    """A request goes beyond a limit; the message names the limit, `name` is the parameter at fault."""

    def __init__(self, message: Message, *, name: str = "q") -> None:
        super().__init__(message)
        self.message = message
        self.name = name


class FilterError(YinsuoError):
    """A filter has an invalid value; `name` is the filter's."""

    def __init__(self, name: str, message: Message) -> None:
        super().__init__(message)
        self.message = message
        self.name = name


class Filters(msgspec.Struct, frozen=True):
    """What narrows an answer. Of several tickers or sources an article needs one. `since` and `until` are
    dates as they are typed, both included. `kind` is the kind of passage that must match."""

    tickers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    kind: Kind | None = None


NO_FILTERS = Filters()


class SearchRequest(msgspec.Struct, frozen=True):
    """A search: the query as it was typed and everything that goes with it.

    `lang` says whether articles match too that have the words in the other language; none stands for the
    setting. `extent` says whether an answer ends with the articles that answer the query, or goes on with
    those that have any of its words. `order` none is the default of the query. Of a search for points the
    best come first. `explain` adds to the answer how each score came about. `address` are the parameters of
    the address that the request was read from, in their order, for the links to other pages; a request
    without one makes its own.
    `message_lang` is the language of the warnings.
    """

    query: str = ""
    filters: Filters = NO_FILTERS
    order: Order | None = None
    scope: Scope = "articles"
    lang: Lang | None = None
    extent: Extent = "answer"
    page: int = 1
    size: int = PAGE_SIZE
    explain: bool = False
    address: tuple[tuple[str, str], ...] = ()
    message_lang: MessageLang = "en"

    @property
    def sorted_by(self) -> Order:
        """The order of the answer."""
        return self.order or default_order(self.query)

    @property
    def language(self) -> Lang:
        """Whether the other language is searched, by the request or else by the setting. Raises
        SettingError."""
        return self.lang or default_lang()

    @property
    def is_empty(self) -> bool:
        """Whether there is neither a query nor a filter."""
        return not self.query.strip() and self.filters == NO_FILTERS

    def but(self, **changes: Any) -> "SearchRequest":
        """The request with some of it changed, from its first page on."""
        return msgspec.structs.replace(self, **{"page": 1, "address": (), **changes})

    @property
    def for_points(self) -> "SearchRequest":
        """The request for the articles whose points are ranked, best first."""
        filters = msgspec.structs.replace(self.filters, kind="point")
        return self.but(filters=filters, order="best")

    def check(self) -> None:
        """Raise QueryLimit for a request beyond the limits."""
        if len(self.query) > max_query():
            raise QueryLimit(Message.of("query too long", count=len(self.query), most=max_query()))
        deepest = whole_setting("max_nesting")
        if _nesting(self.query) > deepest:
            raise QueryLimit(Message.of("nested too deep", most=deepest))
        if not 1 <= self.size <= MAX_SIZE:
            raise QueryLimit(Message.of("size out of bounds", size=self.size, most=MAX_SIZE), name="size")
        if self.page < 1 or self.page * self.size > max_depth():
            raise QueryLimit(Message.of("page out of bounds", page=self.page, most=max_depth()), name="page")


def well_formed(text: str) -> str:
    """The text with a replacement character for half of a surrogate pair, which is no character: it can be
    neither stored nor sent, but a terminal may give one."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def default_order(query: str) -> Order:
    """The order of an answer by default: without a query no article is better than another."""
    return "best" if query.strip() else "newest"


def default_lang() -> Lang:
    """Whether the other language is searched by default. Raises SettingError for an invalid setting."""
    given = setting("lang")
    for lang in LANGS:
        if lang == given:
            return lang
    raise SettingError(f"YINSUO_LANG: {given[:40]!r} is none of {', '.join(LANGS)}")


def max_query() -> int:
    """Characters that one query may have."""
    return whole_setting("max_query")


def max_depth() -> int:
    """How many articles can be paged through."""
    return whole_setting("max_depth")


def check_words(count: int) -> None:
    """Raise QueryLimit for more words than one query may have."""
    most = whole_setting("max_words")
    if count > most:
        raise QueryLimit(Message.of("too many words", count=count, most=most))


def check_patterns(count: int) -> None:
    """Raise QueryLimit for more patterns (`micro*`, `openai~`) than one query may have."""
    most = whole_setting("max_patterns")
    if count > most:
        raise QueryLimit(Message.of("too many patterns", count=count, most=most))


def check_pattern(pattern: str, count: int) -> None:
    """Raise QueryLimit for a pattern that too many words of the index fit."""
    most = whole_setting("max_expansions")
    if count > most:
        raise QueryLimit(Message.of("pattern too wide", pattern=pattern, count=count, most=most))


def _nesting(query: str) -> int:
    deepest = depth = 0
    for character in query:
        if character in "(（":
            depth += 1
            deepest = max(deepest, depth)
        elif character in ")）" and depth:
            depth -= 1
    return deepest
