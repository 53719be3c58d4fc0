"""Which articles does a generation hold, and what was the content of each?

The manifest is one small file beside the engine's files, the same for every engine: for each article a digest
of its content and its counts. An update decides by the manifest alone what has changed, without opening the
store.
"""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from index.errors import IndexUnusable, remedy

MANIFEST = "contents.msgpack"


class ManifestEntry(msgspec.Struct, frozen=True, array_like=True):
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


def totals(entries: Iterable[ManifestEntry]) -> Totals:
    every = list(entries)
    return Totals(
        articles=len(every),
        points=sum(each.points for each in every),
        paragraphs=sum(each.paragraphs for each in every),
        text_bytes=sum(each.text_bytes for each in every),
    )


def write_manifest(folder: Path, manifest: dict[str, ManifestEntry]) -> None:
    """Write the entries, by article id, into the folder of a generation."""
    (folder / MANIFEST).write_bytes(msgspec.msgpack.encode(manifest))


def read_manifest(folder: Path) -> dict[str, ManifestEntry]:
    """The entries by article id. Raises IndexUnusable if they can't be read."""
    path = folder / MANIFEST
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=dict[str, ManifestEntry])
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise IndexUnusable(f"{path}: can't be read: {fault}; {remedy(fault)}") from None
