"""What does a gzip file hold, unless it is made to fill the memory or the day?

May not open files.
"""

import gzip
from typing import BinaryIO, cast

_HARMLESS = 128 * 1024 * 1024  # bytes that any file may hold
_MOST = 200  # times its size; texts compress to a tenth, seldom to a fiftieth


class BombRefused(OSError):
    """A gzip file that holds far more than any text of its size."""


class _Guarded(gzip.GzipFile):
    """A gzip file that is read no further than a text may reach; every call reads a bounded part of it."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(fileobj=stream, mode="rb")
        self._compressed = stream

    def read(self, size: int | None = -1) -> bytes:
        return self._checked(super().read(size))

    def read1(self, size: int = -1) -> bytes:
        return self._checked(super().read1(size))

    def readline(self, size: int | None = -1) -> bytes:
        return self._checked(super().readline(size))

    def _checked(self, data: bytes) -> bytes:
        held = self.tell()
        if held > _HARMLESS and held > _MOST * self._compressed.tell():
            raise BombRefused(
                f"it holds more than {_MOST} times its size, which no text does; "
                f"{held / 1e6:,.0f} MB of it were read"
            )
        return data


def gunzipped(stream: BinaryIO) -> BinaryIO:
    """What a gzip file holds. Reading raises BombRefused, an OSError, where that is far too much."""
    return cast(BinaryIO, _Guarded(stream))
