"""May this client send requests, and how many?

API keys from a file, known here only by their hashes, and a rate limit for each client. Both are off unless
they are set.
"""

import hashlib
import hmac
import math
import re
import time
from pathlib import Path

from flask import Flask, current_app, request
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from index import SettingError, setting
from web.api.operations import Operation
from web.http.problems import Refused
from web.http.refusals import Refusal

_LINE = re.compile(r"(?P<name>\S+)\s+(?P<hash>[0-9a-f]{64})")


class Keys:
    """The API keys. They are long and random, so a plain hash keeps them safe."""

    def __init__(self, text: str, *, where: str = "") -> None:
        """Reads lines of a name and the SHA-256 of a key in hexadecimal; `#` starts a comment.

        Raises SettingError for any other line.
        """
        self._hashes: list[tuple[str, bytes]] = []
        for number, line in enumerate(text.splitlines(), 1):
            content = line.split("#", 1)[0].strip()
            if not content:
                continue
            match = _LINE.fullmatch(content)
            if not match:
                raise SettingError(
                    f"{where}:{number}: write a name and the SHA-256 of its key, like 'ann 9f86…'"
                )
            self._hashes.append((match["name"], bytes.fromhex(match["hash"])))

    def __len__(self) -> int:
        return len(self._hashes)

    def holder(self, key: str) -> str | None:
        """The name that a key belongs to, if any. Takes the same time for every key, so that timing reveals
        nothing."""
        given = hashlib.sha256(key.encode()).digest()
        holder = None
        for name, known in self._hashes:
            if hmac.compare_digest(given, known):
                holder = name
        return holder


class Admission:
    """Lets a request through or raises Refused. Counts are kept in memory, by each worker for itself."""

    def __init__(self, *, keys: Keys | None, rate: str = "") -> None:
        self._keys = keys
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        try:
            self._rate = parse(rate) if rate else None
        except ValueError:
            raise SettingError(f"YINSUO_RATE: {rate[:40]!r} is no rate; write it like 60/minute") from None

    @property
    def has_keys(self) -> bool:
        return self._keys is not None

    def check(self, operation: Operation | None, *, key: str | None, address: str) -> None:
        """Raise Refused for a client without a key where one is needed, or over its rate. Pages, which are no
        operations, need no key and count."""
        client = address
        if self._keys and operation and operation.needs_key:
            holder = self._keys.holder(key) if key else None
            if holder is None:
                self._count(address)  # so that guessing is limited too
                reason = "this key is not known" if key else "send a key as 'Authorization: Bearer KEY'"
                error = ', error="invalid_token"' if key else ""
                raise Refused(401, reason, {"WWW-Authenticate": f'Bearer realm="yinsuo"{error}'})
            client = f"key {holder}"
        if operation is None or operation.rate_limited:
            self._count(client)

    def _count(self, client: str) -> None:
        if self._rate is None or self._limiter.hit(self._rate, client):
            return
        wait = max(1, math.ceil(self._limiter.get_window_stats(self._rate, client).reset_time - time.time()))
        message = Refusal.of("too many requests", rate=str(self._rate), seconds=wait)
        raise Refused(429, message, {"Retry-After": str(wait)})


def configured_admission() -> Admission:
    """As the settings say. Raises SettingError for keys or a rate that can't be read."""
    path = setting("api_keys")
    keys = None
    if path:
        try:
            keys = Keys(Path(path).read_text(encoding="utf-8"), where=path)
        except (OSError, UnicodeDecodeError) as error:
            raise SettingError(f"YINSUO_API_KEYS: {path}: can't be read: {error}") from None
        if not len(keys):
            raise SettingError(f"YINSUO_API_KEYS: {path}: holds no key, so nobody could ask anything")
    return Admission(keys=keys, rate=setting("rate"))


def admit(app: Flask) -> None:
    """Hold every request to the keys and the rate of the settings, except for static files."""
    app.extensions["yinsuo.admission"] = configured_admission()

    @app.before_request
    def check() -> None:
        if request.endpoint is None or request.endpoint == "static" or request.method == "OPTIONS":
            return
        view = current_app.view_functions[request.endpoint]
        token = request.authorization.token if request.authorization else None
        bearer = token if request.authorization and request.authorization.type == "bearer" else None
        app.extensions["yinsuo.admission"].check(
            view if isinstance(view, Operation) else None, key=bearer, address=request.remote_addr or ""
        )
