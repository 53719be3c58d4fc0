"""Which parameters may be given, and what may they be?

The parameters of each operation are a struct. It reads a request, and the description of the API is made
from it, so that neither says what the other doesn't. Knows nothing of Flask.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

import msgspec
from msgspec import Meta, field

from index import MAX_ID, YinsuoError, whole_setting
from search import (
    MAX_COMPLETIONS,
    MAX_SIZE,
    PAGE_SIZE,
    Filters,
    Lang,
    Order,
    Scope,
    default_order,
    max_query,
)

Kind = Literal["point", "paragraph", "viewpoint"]
# One word of a form without a value (`?pretty`) says yes.
Flag = Literal["", "1", "true", "0", "false"]
# Half of what a pattern can't say is said by the format: which days a month has. A `$` alone would let a
# line break pass behind it.
Day = Annotated[
    str,
    Meta(
        pattern=r"^[1-8][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$(?!\n)",
        extra_json_schema={"anyOf": [{"format": "date"}, {"maxLength": 7}]},
        description="A year, month or day: `2025`, `2025-05` or `2025-05-02`.",
    ),
]
Langs = Annotated[
    Lang | None,
    Meta(
        description="Whether articles answer that have the words in the other language: where those in the "
        "language of the query are few (`auto`), never (`same`), or like the others (`both`)."
    ),
]
Pretty = Annotated[Flag, Meta(description="Indent the answer for people.")]
# Limits that are settings, by their keyword in a schema: they hold for every parameter of that name.
LIMITS: Mapping[str, tuple[str, Callable[[], int]]] = {
    "q": ("maxLength", max_query),
    "text": ("maxLength", max_query),
    "page": ("maximum", partial(whole_setting, "max_depth")),
}

_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_SHOWN = 40  # characters of a bad value that are said back


class BadParameter(YinsuoError):
    """A parameter has a value that it can't take; `position` is the value's place, from 0, among several."""

    def __init__(self, name: str, message: str, *, position: int | None = None) -> None:
        super().__init__(message)
        self.name = name
        self.position = position


class NoParameters(msgspec.Struct, frozen=True):
    """For what asks for nothing."""


class JSONParameters(msgspec.Struct, frozen=True, kw_only=True):
    """For what only the form of the answer can be asked."""

    pretty: Pretty = "0"


class FilterParameters(msgspec.Struct, frozen=True, kw_only=True):
    """A query and what narrows its answer."""

    q: Annotated[
        str, Meta(description="The query, in the language of the search box.", examples=["数据中心", "data"])
    ] = ""
    ticker: Annotated[
        tuple[Annotated[str, Meta(min_length=1, max_length=100)], ...],
        Meta(
            max_length=20, description="A listed company, like `US:MSFT`; of several, an article needs one."
        ),
    ] = ()
    source: Annotated[
        tuple[Annotated[str, Meta(min_length=1, max_length=200)], ...],
        Meta(max_length=20, description="Who published it; of several, an article needs one."),
    ] = ()
    since: Annotated[Day, Meta(title="First day")] | None = field(name="from", default=None)
    until: Annotated[Day, Meta(title="Last day")] | None = field(name="to", default=None)
    kind: Annotated[Kind | None, Meta(description="The kind of passage that must match.")] = None
    lang: Langs = None

    @property
    def filters(self) -> Filters:
        return Filters(
            tickers=self.ticker,
            sources=self.source,
            since=self.since or "",
            until=self.until or "",
            kind=self.kind,
        )


class SearchParameters(FilterParameters, frozen=True, kw_only=True):
    """What a search can be asked for."""

    page: Annotated[
        int, Meta(ge=1, description="The page, from 1; page times size is held to the same limit.")
    ] = 1
    size: Annotated[int, Meta(ge=1, le=MAX_SIZE, description="Articles or points on a page.")] = PAGE_SIZE
    sort: Annotated[
        Order | None,
        Meta(description="Which articles come first: without a query the newest, else the best."),
    ] = None
    scope: Annotated[
        Scope, Meta(description="What is ranked. Points come best first and are not explained.")
    ] = "articles"
    explain: Annotated[Flag, Meta(description="Say how the query was understood, and why each score.")] = "0"
    pretty: Pretty = "0"

    @property
    def order(self) -> Order:
        """The order of the answer."""
        return self.sort or default_order(self.q)


class FeedParameters(FilterParameters, frozen=True, kw_only=True):
    """What a feed can be asked for."""

    size: Annotated[int, Meta(ge=1, le=MAX_SIZE, description="Articles in the feed.")] = 20


class ArticleParameters(JSONParameters, frozen=True, kw_only=True):
    """Which article, and what to mark in it."""

    id: Annotated[str, Meta(min_length=1, max_length=MAX_ID, description="The article's id.")]
    q: Annotated[str, Meta(description="A query; what it asks for is marked.")] = ""
    lang: Langs = None


class TokensParameters(JSONParameters, frozen=True, kw_only=True):
    """Which text to cut."""

    text: Annotated[str, Meta(description="Any text.", examples=["iPhone15手机"])] = ""


class SuggestParameters(JSONParameters, frozen=True, kw_only=True):
    """Which beginning to complete."""

    q: Annotated[str, Meta(description="What was typed so far.", examples=["微", "micro"])] = ""
    limit: Annotated[int, Meta(ge=1, le=MAX_COMPLETIONS, description="How many at most.")] = 8


Parameters = TypeVar("Parameters", bound=msgspec.Struct)


def is_set(flag: Flag) -> bool:
    """Whether a flag says yes; one without a value does."""
    return flag in {"", "1", "true"}


def read_parameters(kind: type[Parameters], given: Mapping[str, Sequence[str]]) -> Parameters:
    """The parameters of a request, from all values of each name. Raises BadParameter.

    A name that isn't known is refused: a filter with a slip of the pen would be no filter, and nobody told.
    """
    types = {each.encode_name: each.type for each in msgspec.structs.fields(kind)}
    for name in given:
        if name not in types:
            raise BadParameter(name, f"there is no parameter {_said(name)}; there is {_listed(types)}")
    values = {name: _value(name, texts, types[name]) for name, texts in given.items()}
    try:
        return msgspec.convert(values, kind)
    except msgspec.ValidationError as fault:
        raise _bad(str(fault), given, types) from None


def _value(name: str, texts: Sequence[str], type_: Any) -> Any:
    """What a parameter's texts are before its type is held against them."""
    plain = _plain(type_)
    if get_origin(plain) is tuple:
        return tuple(texts)
    if len(texts) > 1:
        raise BadParameter(name, f"{name} is given {len(texts)} times; give it once", position=1)
    if plain is int and not _WHOLE.fullmatch(texts[0]):
        raise BadParameter(name, f"{name} is {_said(texts[0])}; write a whole number")
    value = int(texts[0]) if plain is int else texts[0]
    if name in LIMITS:
        _hold_to_limit(name, value)
    return value


def _hold_to_limit(name: str, value: int | str) -> None:
    most = LIMITS[name][1]()
    if isinstance(value, str) and len(value) > most:
        raise BadParameter(name, f"{name} has {len(value):,} characters; at most {most:,} are read")
    if isinstance(value, int) and value > most:
        raise BadParameter(name, f"{name} is {value:,}; at most {most:,} is answered")


def _bad(message: str, given: Mapping[str, Sequence[str]], types: Mapping[str, Any]) -> BadParameter:
    """The fault that msgspec found, with the place that its path names: `… - at `$.ticker[3]``."""
    what, _, path = message.partition(" - at ")
    place = re.fullmatch(r"`\$\.(\w+)(?:\[(\d+)\])?`", path)
    if not place:
        missing = re.search(r"field `(\w+)`", what)
        return BadParameter(missing[1] if missing else "", what)
    name, position = place[1], int(place[2]) if place[2] else None
    texts = given[name]
    if get_origin(_plain(types[name])) is tuple and position is None:
        return BadParameter(name, f"{name} is given {len(texts)} times: {what[0].lower()}{what[1:]}")
    choices = _choices(types[name])
    what = f"write one of {_listed(choices)}" if choices else what[0].lower() + what[1:]
    return BadParameter(name, f"{name} is {_said(texts[position or 0])}: {what}", position=position)


def _plain(type_: Any) -> Any:
    """A type without what is annotated on it."""
    return _plain(get_args(type_)[0]) if get_origin(type_) is Annotated else type_


def _choices(type_: Any) -> list[str]:
    """The values of a Literal, however it is wrapped."""
    plain = _plain(type_)
    if get_origin(plain) is Literal:
        return [value for value in get_args(plain) if value]
    return [value for part in get_args(plain) for value in _choices(part)]


def _said(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")


def _listed(names: Mapping[str, Any] | Sequence[str]) -> str:
    return ", ".join(names) or "none"
