"""Which index is live?

An index folder holds generations, each a complete index, and the file `CURRENT` with the name of the live
one and of the one that was live before:

    INDEX/CURRENT                    g000002 g000001
    INDEX/LOCK                       locked by the process that writes
    INDEX/g000002/meta.json          fingerprint, engine, counts, checksums
    INDEX/g000002/contents.msgpack   the manifest: a digest of every article
    INDEX/g000002/suggestions.bin      titles, names and frequent words for suggestions
    INDEX/g000002/articles/          the engine's files

Only reads; how the next generation takes over is for `publishing`.
"""

import re
from pathlib import Path

import msgspec

from index.articles.fields import ARTICLE_FIELDS
from index.engines import Engine, Reader, open_engine
from index.errors import REINDEX_HINT, IndexMismatch, IndexMissing, IndexUnusable, SettingError, remedy
from index.storage.checksums import digest
from index.storage.suggestion_words import SuggestionWords, gather_words, read_words
from index.text.analysis import Analyzer

FORMAT = 8  # increases with every change of the layout above or of the fields

NAME = re.compile(r"g(\d{6,})")
CURRENT, META, ARTICLES = "CURRENT", "meta.json", "articles"


class Meta(msgspec.Struct, frozen=True):
    """What a generation records about itself, in `meta.json`."""

    format: int
    engine: str
    engine_identity: str
    fingerprint: dict[str, str]
    articles: int
    points: int
    paragraphs: int
    created: str  # ISO 8601 with offset
    files: dict[str, str] = {}  # checksums of all other files of the generation
    seal: str = ""  # checksum of everything above


class Generation(msgspec.Struct, frozen=True):
    """A generation that is open for reading. `folder` is none for one that isn't stored."""

    name: str
    meta: Meta
    articles: Reader
    folder: Path | None = None

    def suggestion_words(self) -> SuggestionWords:
        """What suggestions need of it: as it was stored when it was built, else gathered now."""
        stored = read_words(self.folder) if self.folder else None
        return gather_words(self.articles) if stored is None else stored


def live_names(root: Path) -> tuple[str, str | None]:
    """The names of the live generation and of the one that was live before, if it is kept.

    Raises IndexMissing if there is no index, IndexUnusable if the pointer can't be read.
    """
    try:
        names = (root / CURRENT).read_text(encoding="ascii").split() or [""]
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissing(f"{root}: no index here yet; build one with 'yinsuo reindex PATH…'") from None
    except (OSError, UnicodeDecodeError) as fault:
        raise IndexUnusable(f"{root / CURRENT}: can't be read: {fault}; {remedy(fault)}") from None
    for name in names:
        if not NAME.fullmatch(name):
            raise IndexUnusable(
                f"{root / CURRENT}: {name[:40]!r} is not the name of a generation; {REINDEX_HINT}"
            )
    if len(names) > 1 and names[0] == names[1]:
        raise IndexUnusable(f"{root / CURRENT}: names {names[0]} twice; {REINDEX_HINT}")
    return names[0], names[1] if len(names) > 1 else None


def current_name(root: Path) -> str:
    """The name of the live generation. Raises what `live_names` raises."""
    return live_names(root)[0]


def read_meta(root: Path, name: str) -> Meta:
    """The `meta.json` of a generation. Raises IndexUnusable if it can't be read."""
    path = root / name / META
    try:
        return decode_meta(path.read_bytes())
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise IndexUnusable(f"{path}: can't be read: {fault}; {remedy(fault)}") from None


def decode_meta(data: bytes) -> Meta:
    """A decoded `meta.json`. Raises msgspec's DecodeError or UnicodeDecodeError for anything else."""
    return msgspec.json.decode(data, type=Meta)


def engine_folder(root: Path, name: str) -> Path:
    """The folder of a generation's engine files."""
    return root / name / ARTICLES


def sealed(meta: Meta) -> Meta:
    """The same with its seal, by which `check` finds a changed byte in `meta.json` itself."""
    return msgspec.structs.replace(meta, seal=digest(msgspec.json.encode(_unsealed(meta))))


def is_sealed(meta: Meta) -> bool:
    """Whether its seal fits, so that nothing in it has changed since it was written."""
    return meta == sealed(meta)


def engine_of(root: Path, meta: Meta, analyzer: Analyzer) -> Engine:
    """The engine of a generation. Raises IndexMismatch if another analyzer or engine version built it,
    IndexUnusable if its engine isn't installed."""
    try:
        engine = open_engine(meta.engine)
    except SettingError as fault:
        raise IndexUnusable(f"{root}: the engine of this index can't be used: {fault}") from None
    here = {"layout": str(FORMAT), "engine": engine.identity, **analyzer.fingerprint}
    there = {"layout": str(meta.format), "engine": meta.engine_identity, **meta.fingerprint}
    differing = [key for key in here | there if here.get(key) != there.get(key)]
    if differing:
        what = "; ".join(f"{key} was {there.get(key)!r} and is {here.get(key)!r}" for key in differing)
        raise IndexMismatch(
            f"{root}: the index was built by another analyzer ({what}); "
            f"{REINDEX_HINT}, or restore the settings it was built with"
        )
    return engine


def open_generation(root: Path, analyzer: Analyzer) -> Generation:
    """Open the live generation for reading.

    Raises IndexMissing if there is none, IndexMismatch if another analyzer or engine version built it,
    IndexUnusable if it is damaged.
    """
    while True:
        name = current_name(root)
        try:
            meta = read_meta(root, name)
            engine = engine_of(root, meta, analyzer)
            return Generation(name, meta, engine.open(engine_folder(root, name), ARTICLE_FIELDS), root / name)
        except IndexUnusable:
            if current_name(root) == name:
                raise
            # Two newer ones have gone live since, so this one was removed while it was being opened.


def _unsealed(meta: Meta) -> Meta:
    return msgspec.structs.replace(meta, seal="")
