"""Which articles does a generation hold, and what did they say?

One small file beside the engine's, the same for every engine: for each article a digest of its content and
what it adds to the counts. An update is decided by it alone, without a look into the store.
"""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from index.errors import IndexUnusable

CONTENTS = "contents.msgpack"


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """What is known of an article without opening the store; `text_bytes` is the UTF-8 size of its texts."""

    digest: bytes
    points: int
    paragraphs: int
    text_bytes: int


class Totals(msgspec.Struct, frozen=True):
    articles: int
    points: int
    paragraphs: int
    text_bytes: int


def totals(entries: Iterable[Entry]) -> Totals:
    held = list(entries)
    return Totals(
        articles=len(held),
        points=sum(each.points for each in held),
        paragraphs=sum(each.paragraphs for each in held),
        text_bytes=sum(each.text_bytes for each in held),
    )


def write_contents(folder: Path, contents: dict[str, Entry]) -> None:
    """Keep the entries, by article id, in the folder of a generation."""
    (folder / CONTENTS).write_bytes(msgspec.msgpack.encode(contents))


def read_contents(folder: Path) -> dict[str, Entry]:
    """The entries by article id. Raises IndexUnusable where they can't be read."""
    path = folder / CONTENTS
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=dict[str, Entry])
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise IndexUnusable(f"{path}: can't be read: {fault}; reindex to mend it") from None
