"""Does the client have this response already, and how small can it be sent?

A response made from the index stays the same as long as the generation, the day, the settings and the address
do.
"""

import gzip
import hashlib
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from flask import Response, request

from index import SETTINGS, Generation, setting, time_zone

_WORTH_COMPRESSING = 1_000  # bytes; below, the headers cost more than is gained
_COMPRESSIBLE = (
    "application/json",
    "application/problem+json",
    "application/atom+xml",
    "text/",
    "image/svg+xml",
)
_LEVEL = 5  # of 9: on search results within 3 % of the smallest, in half the time


def settings_stamp() -> str:
    """A digest of what else a response depends on: the settings, and the names in the user's file of
    synonyms."""
    digest = hashlib.blake2b(digest_size=8)
    for each in SETTINGS:
        digest.update(f"{each.name}={setting(each.name)}\n".encode())
    if setting("aliases"):
        with suppress(OSError):  # whoever needs the file reports it
            digest.update(Path(setting("aliases")).read_bytes())
    return digest.hexdigest()


def index_tag(generation: Generation, stamp: str) -> str:
    """The ETag of what this address responds from a generation. Dates like `last week` move with the day."""
    today = datetime.now(time_zone()).date().isoformat()
    basis = (generation.name, generation.meta.created, stamp, today, request.url)
    return hashlib.blake2b("\n".join(basis).encode(), digest_size=12).hexdigest()


def content_tag(body: bytes) -> str:
    """The ETag of a body."""
    return hashlib.blake2b(body, digest_size=12).hexdigest()


def client_has(tag: str) -> bool:
    """Whether the client names the tag in `If-None-Match`. Not for `*`, which is decided when it is known
    whether there is anything at this address."""
    return tag in request.if_none_match.as_set(include_weak=True)


def not_modified(tag: str) -> Response:
    """The response to a client that has it already."""
    return tagged(Response(status=304), tag)


def tagged(response: Response, tag: str) -> Response:
    """The response with its tag, to be revalidated each time. The tag is weak, since the times in it vary."""
    response.set_etag(tag, weak=True)
    if request.authorization:
        response.headers["Cache-Control"] = "private, no-cache"
    else:
        response.headers["Cache-Control"] = "no-cache"
    return response


def gzipped(response: Response) -> Response:
    """The response compressed, if that is worth it and the client accepts it."""
    if not (response.mimetype or "").startswith(_COMPRESSIBLE) or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    if not request.accept_encodings["gzip"] or response.content_encoding or response.status_code == 304:
        return response
    body = response.get_data()
    if len(body) >= _WORTH_COMPRESSING:
        response.set_data(gzip.compress(body, _LEVEL, mtime=0))
        response.content_encoding = "gzip"
    return response
