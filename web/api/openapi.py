"""How is the API described to programs?

The OpenAPI 3.1 document, made from the operations that the application has. Adds nothing that isn't in the
operations or their types.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from typing import Any

import msgspec
from flask import Blueprint, Flask, current_app

from index import Explanation
from web.api.operations import Operation, operation
from web.http.addresses import prefix
from web.http.parameters import LIMITS, NoParameters
from web.http.problems import MEDIA as PROBLEM
from web.http.problems import Problem

blueprint = Blueprint("openapi", __name__)

_REFERENCE = "#/components/schemas/{name}"
_TITLE = "Yinsuo 引索"
_ERRORS = {
    400: "A parameter is unknown or has an invalid value; `parameter` names it.",
    401: "The key is missing or unknown.",
    404: "There is no such article.",
    429: "Too many requests; `Retry-After` says when to ask again.",
    503: "There is no index that can be opened.",
}
_SPARSE = {each.__name__ for each in (Explanation,) if each.__struct_config__.omit_defaults}
_NOT_MODIFIED = "The client has this response already (`If-None-Match`)."


@operation(blueprint, "/openapi.json", valid="content", needs_key=False, rate_limited=False)
def description(parameters: NoParameters) -> dict[str, Any]:
    """This description."""
    return document(current_app)


def operations(app: Flask) -> Iterator[tuple[str, Operation]]:
    """The operations of an application by their path, `/api/articles/{id}`."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if isinstance(view, Operation):
            yield re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), view


def document(app: Flask) -> dict[str, Any]:
    """The OpenAPI document of an application."""
    found = sorted(operations(app), key=lambda pair: pair[0])
    returned = [each.returns for _, each in found if each.is_json]
    _, schemas = msgspec.json.schema_components([*returned, Problem], ref_template=_REFERENCE)
    for name, schema in schemas.items():
        # Every field is always sent, even one that has its default, but for structs that leave these out.
        if "properties" in schema and name not in _SPARSE:
            schema["required"] = list(schema["properties"])
            for field in schema["properties"].values():
                field.pop("default", None)
    components: dict[str, Any] = {"schemas": schemas}
    has_keys = app.extensions["yinsuo.admission"].has_keys
    if has_keys:
        components["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
    mounted = {"servers": [{"url": prefix()}]} if prefix() else {}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _TITLE,
            "version": version("yinsuo"),
            "summary": "Search for Chinese and English articles whose statements carry citations.",
        },
        **mounted,
        "paths": {path: {"get": _operation(path, each, has_keys)} for path, each in found},
        "components": components,
    }


def _operation(path: str, each: Operation, has_keys: bool) -> dict[str, Any]:
    parameters = list(_parameters(path, each.parameters))
    described: dict[str, Any] = {"operationId": each.name, "summary": each.summary}
    if each.description:
        described["description"] = each.description
    if parameters:
        described["parameters"] = parameters
    if has_keys and each.needs_key:
        described["security"] = [{"key": []}]
    responses: dict[str, Any] = {"200": _response(each)}
    if each.valid != "never":
        responses["304"] = {"description": _NOT_MODIFIED}
    problem = {PROBLEM: {"schema": {"$ref": _REFERENCE.format(name="Problem")}}}
    for status in _errors(path, each, has_keys):
        responses[str(status)] = {"description": _ERRORS[status], "content": problem}
    described["responses"] = responses
    return described


def _errors(path: str, each: Operation, has_keys: bool) -> Iterator[int]:
    yield 400  # an unknown parameter is refused everywhere
    if has_keys and each.needs_key:
        yield 401
    if "{" in path:
        yield 404
    if each.rate_limited:
        yield 429
    if each.reads_index:
        yield 503


def _response(each: Operation) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if each.is_json:
        (schema,), _ = msgspec.json.schema_components([each.returns], ref_template=_REFERENCE)
    headers = {"X-Request-Id": {"description": "Finds the request in the log.", "schema": {"type": "string"}}}
    if each.valid != "never":
        headers["ETag"] = {"description": "For `If-None-Match`.", "schema": {"type": "string"}}
    response = {"description": each.summary, "headers": headers, "content": {each.media: {"schema": schema}}}
    return response | ({"links": each.links} if each.links else {})


def _parameters(path: str, kind: type[msgspec.Struct]) -> Iterator[dict[str, Any]]:
    for name, schema, required in _fields(kind):
        is_path = f"{{{name}}}" in path
        parameter = {"name": name, "in": "path" if is_path else "query", "required": required}
        schema = dict(schema)
        if text := schema.pop("description", ""):
            parameter["description"] = text
        if name in LIMITS and (limit := LIMITS[name].setting):
            keyword, most = limit
            schema[keyword] = most()
        if schema.get("type") == "array":
            parameter |= {"style": "form", "explode": True}
        yield parameter | {"schema": schema}


@cache
def _fields(kind: type[msgspec.Struct]) -> list[tuple[str, dict[str, Any], bool]]:
    """The name and schema of each parameter, and whether it is required. A parameter is left out, never null,
    so null isn't part of its schema."""
    _, components = msgspec.json.schema_components([kind], ref_template=_REFERENCE)
    struct = components[kind.__name__]
    fields = []
    for name, schema in struct["properties"].items():
        if {"type": "null"} in schema.get("anyOf", ()):
            (kept,) = (each for each in schema["anyOf"] if each != {"type": "null"})
            schema = {key: value for key, value in schema.items() if key not in {"anyOf", "default"}} | kept
        if schema.get("default") in ("", (), []):
            schema = {key: value for key, value in schema.items() if key != "default"}
        fields.append((name, schema, name in struct["required"]))
    return fields
