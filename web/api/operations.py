"""What can a program ask, and what does it get?

An operation is a function of its parameters; its signature says which these are and what is answered, its
docstring what for. The request is read, the answer sent and the description of the API made from that alone.
"""

from collections.abc import Callable, Mapping
from inspect import cleandoc, signature
from typing import Any, Literal

import msgspec
from flask import Blueprint, Response, current_app, request

from web.http.caching import client_has, content_tag, index_tag, tagged, unchanged
from web.http.current import searcher
from web.http.parameters import is_set, read_parameters

JSON = "application/json"
Kept = Literal["generation", "content", "never"]


class Operation:
    """A function as what answers requests.

    `kept` says how long a client may keep the answer: as long as the index stays (an answer from the index),
    as long as it would be the same, or never. `reads_index` ones fail without an index, `keyed` ones need a
    key where there are keys, `counted` ones count against the rate. `links` say what can be asked next,
    as OpenAPI writes it. A function that answers another medium than a kind of JSON
    returns its text.
    """

    def __init__(
        self,
        function: Callable[[Any], Any],
        *,
        media: str = JSON,
        kept: Kept = "generation",
        reads_index: bool = False,
        keyed: bool = True,
        counted: bool = True,
        links: Mapping[str, Any] | None = None,
    ) -> None:
        parameters = next(iter(signature(function).parameters.values())).annotation
        assert issubclass(parameters, msgspec.Struct)
        self.parameters: type[msgspec.Struct] = parameters
        self.answer: Any = signature(function).return_annotation
        self.name: str = function.__name__
        self.summary, _, self.description = cleandoc(function.__doc__ or "").partition("\n\n")
        self.media = media
        self.is_json = media.endswith("json")
        self.kept = kept
        self.keyed = keyed
        self.counted = counted
        self.links = links
        self.reads_index = reads_index or kept == "generation"
        self._function = function

    def __call__(self, **path: str) -> Response:
        asked = read_parameters(
            self.parameters,
            {**dict(request.args.lists()), **{name: [value] for name, value in path.items()}},
        )
        if self.kept != "generation":
            response = self._respond(asked)
            if self.kept == "never":
                response.headers["Cache-Control"] = "no-store"
                return response
            tagged(response, content_tag(response.get_data()))
        else:
            tag = index_tag(searcher().generation, current_app.config["YINSUO_STAMP"])
            if client_has(tag):
                return unchanged(tag)
            response = tagged(self._respond(asked), tag)
        response.make_conditional(request.environ)
        return response

    def _respond(self, asked: msgspec.Struct) -> Response:
        value = self._function(asked)
        if not self.is_json:
            return Response(value, content_type=f"{self.media}; charset=utf-8")
        body = msgspec.json.encode(value)
        if is_set(getattr(asked, "pretty", "0")):
            body = msgspec.json.format(body) + b"\n"
        return Response(body, content_type=self.media)


def operation(
    blueprint: Blueprint, rule: str, **traits: Any
) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
    """Make a function answer at an address, with the traits of an `Operation`."""

    def mount(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
        view = Operation(function, **traits)
        blueprint.add_url_rule(rule, endpoint=view.name, view_func=view, methods=["GET"])
        return function

    return mount
