"""How is one article compressed?

An article is short, so by itself it repeats little. It is compressed with a dictionary of what most articles
contain: the most frequent words, and the keys of a record. May import nothing of this project but its data.
"""

import threading
from functools import cache, cached_property
from importlib import resources

import zstandard

# The engines compress blocks of articles for speed alone. This level makes the index smaller by a fourth of
# the text's size, for a twentieth of the time; higher levels save hardly more.
_LEVEL = 6
_FRAME = (
    '{"id":"","title":"","url":"https://www.","source":"","published":"20","tickers":[],"viewpoint":null,'
    '"groups":[],"paragraphs":["","'
)


class Damaged(ValueError):
    """Bytes that can't be decompressed."""


def compressed(data: bytes) -> bytes:
    """The compressed bytes, with a checksum."""
    return _tools.compressor.compress(data)


def decompressed(data: bytes) -> bytes:
    """The original bytes. Raises Damaged if the checksum doesn't match."""
    try:
        return _tools.decompressor.decompress(data)
    except (zstandard.ZstdError, MemoryError) as fault:  # the recorded size may be damaged too
        raise Damaged(str(fault)) from None


class _Tools(threading.local):
    """Objects that no two threads may share, and that are slow to make."""

    @cached_property
    def compressor(self) -> zstandard.ZstdCompressor:
        return zstandard.ZstdCompressor(level=_LEVEL, dict_data=_dictionary(), write_checksum=True)

    @cached_property
    def decompressor(self) -> zstandard.ZstdDecompressor:
        return zstandard.ZstdDecompressor(dict_data=_dictionary())


_tools = _Tools()


@cache
def _dictionary() -> zstandard.ZstdCompressionDict:
    """The dictionary of all articles. If it changes, no stored article can be read any more."""
    words = resources.files("index.data").joinpath("frequent.txt").read_text(encoding="utf-8")
    return zstandard.ZstdCompressionDict((words + _FRAME).encode(), dict_type=zstandard.DICT_TYPE_RAWCONTENT)
