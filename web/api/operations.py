"""What is an operation of the API?

A function of its parameters: the signature says what they are and what it returns, the docstring what it is
for. From that alone the request is read, the response sent and the API described.
"""

from collections.abc import Callable, Mapping
from inspect import cleandoc, signature
from typing import Any, Literal

import msgspec
from flask import Blueprint, Response, current_app, request

from search import below
from web.http.addresses import prefix
from web.http.caching import client_has, content_tag, index_tag, not_modified, tagged
from web.http.current import searcher
from web.http.parameters import is_set, read_parameters

JSON = "application/json"
Validity = Literal["generation", "content", "never"]


class Operation:
    """A function as a Flask view.

    `valid` says what a client's copy of the response is valid for: the generation it was made from, the same
    content, or never. `reads_index` ones fail without an index, `needs_key` ones need a key where there are
    keys, `rate_limited` ones count towards the rate. `links` say which operation may follow, as in OpenAPI. A
    function with a media type that isn't JSON returns its text.
    """

    def __init__(
        self,
        function: Callable[[Any], Any],
        *,
        media: str = JSON,
        valid: Validity = "generation",
        reads_index: bool = False,
        needs_key: bool = True,
        rate_limited: bool = True,
        links: Mapping[str, Any] | None = None,
    ) -> None:
        parameters = next(iter(signature(function).parameters.values())).annotation
        assert issubclass(parameters, msgspec.Struct)
        self.parameters: type[msgspec.Struct] = parameters
        self.returns: Any = signature(function).return_annotation
        self.name: str = function.__name__
        self.summary, _, self.description = cleandoc(function.__doc__ or "").partition("\n\n")
        self.media = media
        self.is_json = media.endswith("json")
        self.valid = valid
        self.needs_key = needs_key
        self.rate_limited = rate_limited
        self.links = links
        self.reads_index = reads_index or valid == "generation"
        self._function = function

    def __call__(self, **path: str) -> Response:
        given = {**dict(request.args.lists()), **{name: [value] for name, value in path.items()}}
        parameters = read_parameters(self.parameters, given)
        tag = ""
        if self.valid == "generation":
            tag = index_tag(searcher().generation, current_app.config["YINSUO_STAMP"])
            if client_has(tag):
                return not_modified(tag)
        response = self._response(below(self._function(parameters), prefix()), parameters)
        if self.valid == "never":
            response.headers["Cache-Control"] = "no-store"
            return response
        tagged(response, tag or content_tag(response.get_data()))
        response.make_conditional(request.environ)
        return response

    def _response(self, value: Any, parameters: msgspec.Struct) -> Response:
        if not self.is_json:
            return Response(value, content_type=f"{self.media}; charset=utf-8")
        body = msgspec.json.encode(value)
        if is_set(getattr(parameters, "pretty", "0")):
            body = msgspec.json.format(body) + b"\n"
        return Response(body, content_type=self.media)


def operation(
    blueprint: Blueprint, rule: str, **traits: Any
) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
    """A decorator that mounts a function at an address, with the traits of an `Operation`."""

    def mount(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
        view = Operation(function, **traits)
        blueprint.add_url_rule(rule, endpoint=view.name, view_func=view, methods=["GET"])
        return function

    return mount
