"""Has the client this answer already, and how small can it be sent?

An answer made of the index is the same as long as the generation, the day, the settings and the address are.
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
_LEVEL = 5  # of 9: on answers to searches within 3 % of the smallest, in half the time


def settings_stamp() -> str:
    """What else an answer depends on: the settings, and the names in the user's file of them."""
    digest = hashlib.blake2b(digest_size=8)
    for each in SETTINGS:
        digest.update(f"{each.name}={setting(each.name)}\n".encode())
    if setting("aliases"):
        with suppress(OSError):  # told by whoever needs it
            digest.update(Path(setting("aliases")).read_bytes())
    return digest.hexdigest()


def index_tag(generation: Generation, stamp: str) -> str:
    """The tag of what this address answers from a generation. Dates like `last week` move with the day."""
    today = datetime.now(time_zone()).date().isoformat()
    basis = (generation.name, generation.meta.created, stamp, today, request.url)
    return hashlib.blake2b("\n".join(basis).encode(), digest_size=12).hexdigest()


def client_has(tag: str) -> bool:
    """Whether the client names the tag as what it has. `*` waits until it is known that there is anything."""
    return tag in request.if_none_match.as_set(include_weak=True)


def unchanged(tag: str) -> Response:
    """The answer to a client that has it already."""
    return tagged(Response(status=304), tag)


def tagged(response: Response, tag: str) -> Response:
    """The answer with its tag, to be asked after each time. The tag is weak: times in an answer differ."""
    response.set_etag(tag, weak=True)
    if request.authorization:
        response.headers["Cache-Control"] = "private, no-cache"
    else:
        response.headers["Cache-Control"] = "no-cache"
    return response


def content_tag(body: bytes) -> str:
    return hashlib.blake2b(body, digest_size=12).hexdigest()


def gzipped(response: Response) -> Response:
    """The answer compressed, if it is worth it and the client reads that."""
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
