"""Below which prefix, and on which host, are the addresses of this site?

`search` writes addresses from the root of the site on. Mounted below a path, or behind a proxy that serves it
there, every link begins with that prefix; a feed needs absolute ones.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from flask import Request, current_app, request
from werkzeug.urls import iri_to_uri

from index import SettingError, setting

# What a proxy may name as the prefix; anything else could lead a link astray and is ignored.
_PREFIX = re.compile(r"(/[^/\\?#%\s\"'<>\x00-\x1f\x7f]+)+")

_NOT_ASCII = re.compile(r"[\x80-\xff]")  # WSGI has a byte as one character

_App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def prefix() -> str:
    """What an address of this request's site begins with: `/yinsuo`, or nothing at the root of a host."""
    return iri_to_uri(request.script_root)


def absolute(path: str) -> str:
    """The whole address of a path from the root of the site on."""
    return base() + path


def base() -> str:
    """The address of the home page without its slash: that of the settings, else the one that the request
    names."""
    return current_app.config["YINSUO_URL"] or iri_to_uri(request.url_root).rstrip("/")


def own_address() -> str:
    """The whole address of this request, with its parameters."""
    return base() + request.url.removeprefix(request.url_root.rstrip("/"))


def configured_url() -> str:
    """The setting `url` without a slash at its end, empty where it isn't set. Raises SettingError for
    anything but the address of a page by http or https."""
    given = setting("url").strip()
    if not given:
        return ""
    try:
        parts = urlsplit(given)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_address = False
    if not is_address or parts.query or parts.fragment or re.search(r"\s", given):
        raise SettingError(
            f"YINSUO_URL: {given[:40]!r} is no address; write it like https://example.org/yinsuo"
        )
    return iri_to_uri(given).rstrip("/")


def with_clean_prefix(app: _App) -> _App:
    """The application with the prefix that a proxy names brought into the form that WSGI prescribes: with a
    slash before it and none after. One that is no path is ignored."""

    def respond(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if given := environ.get("SCRIPT_NAME", ""):
            decoded = unquote_to_bytes(given.encode("latin-1")).decode("latin-1")
            cleaned = "/" + decoded.strip().strip("/")
            environ["SCRIPT_NAME"] = cleaned if _PREFIX.fullmatch(cleaned) else ""
        return app(environ, start)

    return respond


class EscapedRequest(Request):
    """A request whose query may hold bytes that a client left unescaped (`?q=水厂`, as curl sends it): they
    are escaped, since a query is read as ASCII."""

    def __init__(self, environ: dict[str, Any], *arguments: Any, **options: Any) -> None:
        query = environ.get("QUERY_STRING", "")
        if not query.isascii():
            environ["QUERY_STRING"] = _NOT_ASCII.sub(lambda found: f"%{ord(found[0]):02X}", query)
        super().__init__(environ, *arguments, **options)
