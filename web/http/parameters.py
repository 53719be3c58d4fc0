"""Which parameters may a request have, and within which limits?

The parameters of each operation are a struct: it reads the request, and the description of the API is made
from it, so neither can say what the other doesn't. A program is read strictly, the address of a page
leniently; the limits of both are one table. Knows nothing of Flask.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

import msgspec
from msgspec import Meta, field

from index import MAX_ID, YinsuoError, whole_setting
from search import (
    MAX_COMPLETIONS,
    MAX_SIZE,
    PAGE_SIZE,
    Extent,
    Filters,
    Kind,
    Lang,
    Message,
    Order,
    Scope,
    SearchRequest,
    default_order,
    max_query,
)
from web.http.refusals import Refusal


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """How many values of a parameter are read, and how many characters of each: from a program, and
    leniently from the address of a page. `setting` is a limit that is set, with its keyword in a JSON schema;
    for pages the search itself keeps to it."""

    values: int = 1
    length: int | None = None
    lenient_values: int = 1
    lenient_length: int = 200
    setting: tuple[str, Callable[[], int]] | None = None


LIMITS: Mapping[str, Limit] = {
    "q": Limit(setting=("maxLength", max_query)),
    "text": Limit(setting=("maxLength", max_query)),
    "page": Limit(setting=("maximum", partial(whole_setting, "max_depth"))),
    "ticker": Limit(values=20, length=100, lenient_values=50),
    "source": Limit(values=20, length=200, lenient_values=50),
}
_NO_LIMIT = Limit()

# A flag without a value (`?pretty`) is set.
Flag = Literal["", "1", "true", "0", "false"]
# The pattern can't say how many days a month has; the format can. A `$` alone would allow a line break after
# the date.
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
        description="Whether articles match that have the words of the query in the other language: only "
        "where few match in its own language (`auto`), never (`same`), or on equal terms (`both`)."
    ),
]
Pretty = Annotated[Flag, Meta(description="Indent the response for people.")]

_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_LENIENT_WHOLE = re.compile(r"[0-9]{1,9}")
_SHOWN = 40  # characters of a bad value that a message repeats


class BadParameter(YinsuoError):
    """A parameter has an invalid value; `position` is the value's place, from 0, among several."""

    def __init__(self, name: str, message: Message | str, *, position: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.name = name
        self.position = position


class NoParameters(msgspec.Struct, frozen=True):
    """An operation without parameters."""


class JSONParameters(msgspec.Struct, frozen=True, kw_only=True):
    """Only the form of the response can be chosen."""

    pretty: Pretty = "0"


class FilterParameters(msgspec.Struct, frozen=True, kw_only=True):
    """A query and its filters."""

    q: Annotated[
        str, Meta(description="The query, in the query language.", examples=["数据中心", "data"])
    ] = ""
    ticker: Annotated[
        tuple[Annotated[str, Meta(min_length=1, max_length=LIMITS["ticker"].length)], ...],
        Meta(
            max_length=LIMITS["ticker"].values,
            description="A listed company, like `US:MSFT`; if there are several, any of them matches.",
        ),
    ] = ()
    source: Annotated[
        tuple[Annotated[str, Meta(min_length=1, max_length=LIMITS["source"].length)], ...],
        Meta(
            max_length=LIMITS["source"].values,
            description="The publisher; if there are several, any of them matches.",
        ),
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

    def request(self, **options: Any) -> SearchRequest:
        """The search that these parameters ask for, with further fields of it as options."""
        return SearchRequest(self.q.strip(), self.filters, lang=self.lang, **options)


class PageParameters(FilterParameters, frozen=True, kw_only=True):
    """A page of results, ranked or sorted."""

    page: Annotated[
        int, Meta(ge=1, description="The page, from 1; page times size may not exceed the same maximum.")
    ] = 1
    size: Annotated[int, Meta(ge=1, le=MAX_SIZE, description="Articles or points on a page.")] = PAGE_SIZE
    sort: Annotated[
        Order | None,
        Meta(description="The order of the results: by default best first, without a query newest first."),
    ] = None
    scope: Annotated[
        Scope, Meta(description="What is ranked. Points always come best first and have no explanation.")
    ] = "articles"
    extent: Annotated[
        Extent,
        Meta(
            description="Where the results end: with the articles that answer the query (`answer`), or with "
            "the last one that has any of its words (`any`)."
        ),
    ] = "answer"

    @property
    def order(self) -> Order:
        """The order of the results."""
        return self.sort or default_order(self.q)

    def request(self, **options: Any) -> SearchRequest:
        return super().request(
            order=self.sort,
            scope=self.scope,
            extent=self.extent,
            page=self.page,
            size=self.size,
            **options,
        )


class SearchParameters(PageParameters, frozen=True, kw_only=True):
    """A page of results as JSON."""

    explain: Annotated[
        Flag, Meta(description="Add how the query was understood, and how each score came about.")
    ] = "0"
    pretty: Pretty = "0"


class FeedParameters(FilterParameters, frozen=True, kw_only=True):
    """A feed of results."""

    size: Annotated[int, Meta(ge=1, le=MAX_SIZE, description="Articles in the feed.")] = 20


class ArticleParameters(JSONParameters, frozen=True, kw_only=True):
    """An article, and what is highlighted in it."""

    id: Annotated[str, Meta(min_length=1, max_length=MAX_ID, description="The article's id.")]
    q: Annotated[str, Meta(description="A query, whose terms are highlighted.")] = ""
    lang: Langs = None


class TokensParameters(JSONParameters, frozen=True, kw_only=True):
    """A text to tokenize."""

    text: Annotated[str, Meta(description="Any text.", examples=["iPhone15手机"])] = ""


class SuggestParameters(JSONParameters, frozen=True, kw_only=True):
    """A prefix to complete."""

    q: Annotated[str, Meta(description="What has been typed so far.", examples=["微", "micro"])] = ""
    limit: Annotated[
        int, Meta(ge=1, le=MAX_COMPLETIONS, description="The maximum number of suggestions.")
    ] = 8


Parameters = TypeVar("Parameters", bound=msgspec.Struct)


def is_set(flag: Flag) -> bool:
    """Whether a flag is set; one without a value is."""
    return flag in {"", "1", "true"}


def read_parameters(
    kind: type[Parameters], given: Mapping[str, Sequence[str]], *, lenient: bool = False
) -> Parameters:
    """The parameters of a request, from all values of each name. Raises BadParameter.

    Read strictly, an unknown name is refused: a misspelt filter would silently be no filter. Read leniently,
    unknown names are ignored, values are trimmed, empty and repeated ones dropped, of several values of a
    single parameter the first counts, and a date is any text, which the search reads.
    """
    if lenient:
        return _read_leniently(kind, given)
    types = {each.encode_name: each.type for each in msgspec.structs.fields(kind)}
    for name in given:
        if name not in types:
            known = ", ".join(types) or "none"
            raise BadParameter(name, f"there is no parameter {_quoted(name)}; there is {known}")
    values = {name: _value(name, texts, types[name]) for name, texts in given.items()}
    try:
        return msgspec.convert(values, kind)
    except msgspec.ValidationError as error:
        raise _invalid(str(error), given, types) from None


def _read_leniently(kind: type[Parameters], given: Mapping[str, Sequence[str]]) -> Parameters:
    values: dict[str, Any] = {}
    for each in msgspec.structs.fields(kind):
        name, is_list = each.encode_name, get_origin(_bare(each.type)) is tuple
        trimmed = [text.strip() for text in given.get(name, ())]
        texts = list(filter(None, dict.fromkeys(trimmed if is_list else trimmed[:1])))
        if texts:
            read = [_lenient_value(name, text, each.type) for text in texts]
            _check_count(name, texts)
            values[each.name] = tuple(read) if is_list else read[0]
    return kind(**values)


def _lenient_value(name: str, text: str, type_: Any) -> Any:
    """A value as its type, whatever the type's bounds: these are the search's to keep."""
    limit = LIMITS.get(name, _NO_LIMIT)
    if not limit.setting and len(text) > limit.lenient_length:
        raise BadParameter(
            name, Refusal.of("too long", name=name, count=len(text), most=limit.lenient_length)
        )
    if _bare(type_) is int:
        if not _LENIENT_WHOLE.fullmatch(text):
            raise BadParameter(name, Refusal.of("no whole number", name=name, value=_quoted(text)))
        return int(text)
    choices = tuple(_choices(type_))
    if choices and text not in choices:
        raise BadParameter(name, _no_such_choice(name, text, choices))
    return text


def _check_count(name: str, texts: Sequence[str]) -> None:
    most = LIMITS.get(name, _NO_LIMIT).lenient_values
    if len(texts) > most:
        raise BadParameter(name, Refusal.of("too many values", name=name, count=len(texts), most=most))


def _value(name: str, texts: Sequence[str], type_: Any) -> Any:
    """What a parameter's texts are before they are validated against its type."""
    bare = _bare(type_)
    if get_origin(bare) is tuple:
        return tuple(texts)
    if len(texts) > 1:
        raise BadParameter(name, f"{name} is given {len(texts)} times; give it once", position=1)
    if bare is int and not _WHOLE.fullmatch(texts[0]):
        raise BadParameter(name, Refusal.of("no whole number", name=name, value=_quoted(texts[0])))
    value = int(texts[0]) if bare is int else texts[0]
    if setting := LIMITS.get(name, _NO_LIMIT).setting:
        _check_setting(name, value, setting[1]())
    return value


def _check_setting(name: str, value: int | str, most: int) -> None:
    if isinstance(value, str) and len(value) > most:
        raise BadParameter(name, Refusal.of("too long", name=name, count=len(value), most=most))
    if isinstance(value, int) and value > most:
        raise BadParameter(name, f"{name} is {value:,}; at most {most:,} is answered")


def _invalid(reason: str, given: Mapping[str, Sequence[str]], types: Mapping[str, Any]) -> BadParameter:
    """The error that msgspec found, with the place that its path names: `… - at `$.ticker[3]``."""
    what, _, path = reason.partition(" - at ")
    place = re.fullmatch(r"`\$\.(\w+)(?:\[(\d+)\])?`", path)
    if not place:
        missing = re.search(r"field `(\w+)`", what)
        return BadParameter(missing[1] if missing else "", what)
    name, position = place[1], int(place[2]) if place[2] else None
    texts, what = given[name], what[0].lower() + what[1:]
    if get_origin(_bare(types[name])) is tuple and position is None:
        return BadParameter(name, f"{name} is given {len(texts)} times: {what}")
    text, choices = texts[position or 0], tuple(_choices(types[name]))
    message = _no_such_choice(name, text, choices) if choices else f"{name} is {_quoted(text)}: {what}"
    return BadParameter(name, message, position=position)


def _bare(type_: Any) -> Any:
    """A type without its annotations."""
    return _bare(get_args(type_)[0]) if get_origin(type_) is Annotated else type_


def _choices(type_: Any) -> Iterator[str]:
    """The values of a Literal, however it is wrapped."""
    bare = _bare(type_)
    if get_origin(bare) is Literal:
        yield from filter(None, get_args(bare))
    else:
        for part in get_args(bare):
            yield from _choices(part)


def _no_such_choice(name: str, text: str, choices: tuple[str, ...]) -> Message:
    return Refusal.of("no such choice", name=name, value=_quoted(text), choices=choices)


def _quoted(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")
