"""May this client ask, and may it ask again?

Keys from a file, of which only hashes are known here, and a rate that each client is held to. Both are off
unless they are set.
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

_LINE = re.compile(r"(?P<name>\S+)\s+(?P<hash>[0-9a-f]{64})")


class Keys:
    """Who may use the API. Keys are long and drawn by chance, so a plain hash keeps them."""

    def __init__(self, text: str, *, where: str = "") -> None:
        """Reads lines of a name and the SHA-256 of a key in hexadecimal; `#` begins a remark.

        Raises SettingError for any other line.
        """
        self._known: list[tuple[str, bytes]] = []
        for number, line in enumerate(text.splitlines(), 1):
            written = line.split("#", 1)[0].strip()
            if not written:
                continue
            found = _LINE.fullmatch(written)
            if not found:
                raise SettingError(
                    f"{where}:{number}: write a name and the SHA-256 of its key, like 'ann 9f86…'"
                )
            self._known.append((found["name"], bytes.fromhex(found["hash"])))

    def __len__(self) -> int:
        return len(self._known)

    def holder(self, key: str) -> str | None:
        """Whose key it is. Every known one is compared to its end, so the time taken tells nothing."""
        given = hashlib.sha256(key.encode()).digest()
        holder = None
        for name, known in self._known:
            if hmac.compare_digest(given, known):
                holder = name
        return holder


class Admission:
    """Lets a request through or raises Refused. Counts are kept in memory, each worker its own."""

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
        """Raise Refused for a client without a key where one is needed, or beyond its rate. Pages need none,
        and count."""
        client = address
        if self._keys and operation and operation.keyed:
            holder = self._keys.holder(key) if key else None
            if holder is None:
                self._count(address)  # guessing counts
                what = "this key is not known" if key else "send a key as 'Authorization: Bearer KEY'"
                error = ', error="invalid_token"' if key else ""
                raise Refused(401, what, {"WWW-Authenticate": f'Bearer realm="yinsuo"{error}'})
            client = f"key {holder}"
        if operation is None or operation.counted:
            self._count(client)

    def _count(self, client: str) -> None:
        if self._rate is None or self._limiter.hit(self._rate, client):
            return
        wait = max(1, math.ceil(self._limiter.get_window_stats(self._rate, client).reset_time - time.time()))
        raise Refused(
            429,
            f"more than {self._rate} were asked; ask again in {wait} seconds",
            {"Retry-After": str(wait)},
        )


def configured_admission() -> Admission:
    """As the settings say. Raises SettingError for keys or a rate that can't be read."""
    path = setting("api_keys")
    keys = None
    if path:
        try:
            keys = Keys(Path(path).read_text(encoding="utf-8"), where=path)
        except (OSError, UnicodeDecodeError) as fault:
            raise SettingError(f"YINSUO_API_KEYS: {path}: can't be read: {fault}") from None
        if not len(keys):
            raise SettingError(f"YINSUO_API_KEYS: {path}: holds no key, so nobody could ask anything")
    return Admission(keys=keys, rate=setting("rate"))


def admit(app: Flask) -> None:
    """Hold every request to the keys and the rate of the settings; what draws the pages is free."""
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
