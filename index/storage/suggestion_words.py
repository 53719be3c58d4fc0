"""Which titles, names and frequent words do suggestions need of a generation?

They are gathered from the postings once, when a generation is built, and stored in a file of it: to go
through the words of all articles takes a server seconds, and each of its processes would have to at every
new generation. What suggestions make of them is up to `search`.
"""

from collections.abc import Callable
from pathlib import Path

import msgspec

import index.articles.fields as fields
from index.engines import Reader
from index.text.analysis import Layer
from index.text.unicode_scripts import is_ideographic

SUGGESTION_WORDS = "suggestions.msgpack"

_VERSION = 1  # increases with every change of what is stored; a file of another version is as good as none
_TEXTS = ("title", "points", "paragraphs")
_MOST_TITLES = 200_000
_LEAST_FREQUENCY = 2  # articles that must have a word: half of all words occur in a single one
_LONGEST_WORD = 64  # characters
_COUNT_EVERY = 20

WordCounts = tuple[tuple[str, int], ...]  # with the number of articles, the most frequent first


class SuggestionWords(msgspec.Struct, frozen=True, array_like=True):
    """The values of the fields of titles and of names, the most frequent first; and of each text its words
    that more than one article has: `han`, as the segmenter cut them, and `other`, as they were written.
    `changed` is how many articles were added, replaced or removed since the words were counted."""

    titles: tuple[str, ...]
    names: tuple[str, ...]
    han: dict[str, WordCounts]
    other: dict[str, WordCounts]
    changed: int = 0


class _Stored(msgspec.Struct, frozen=True, array_like=True):
    version: int
    words: msgspec.Raw


def gather_words(reader: Reader) -> SuggestionWords:
    """What suggestions need, gathered from the postings."""
    return SuggestionWords(
        titles=_titles(reader),
        names=_names(reader),
        han={text: _frequent(reader, text, Layer.WORDS, _is_han) for text in _TEXTS},
        other={text: _frequent(reader, text, Layer.GRAMS, _is_other) for text in _TEXTS},
    )


def updated_words(reader: Reader, folder: Path | None, changed: int) -> SuggestionWords:
    """What suggestions need of a store in which so many articles were changed since that of the generation
    in a folder. Words are counted anew when one in twenty articles has changed: a small update shouldn't go
    through all words."""
    before = read_words(folder) if folder else None
    if before is None or (before.changed + changed) * _COUNT_EVERY > reader.count:
        return gather_words(reader)
    titles, names = _titles(reader), _names(reader)
    return msgspec.structs.replace(before, titles=titles, names=names, changed=before.changed + changed)


def write_words(folder: Path, words: SuggestionWords) -> None:
    """Store them in the folder of a generation."""
    stored = _Stored(_VERSION, msgspec.Raw(msgspec.msgpack.encode(words)))
    (folder / SUGGESTION_WORDS).write_bytes(msgspec.msgpack.encode(stored))


def read_words(folder: Path) -> SuggestionWords | None:
    """What is stored in the folder of a generation; none where it has no such file, as older ones, or one
    that can't be read."""
    try:
        stored = msgspec.msgpack.decode((folder / SUGGESTION_WORDS).read_bytes(), type=_Stored)
        if stored.version != _VERSION:
            return None
        return msgspec.msgpack.decode(stored.words, type=SuggestionWords)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def _titles(reader: Reader) -> tuple[str, ...]:
    return tuple(each.value for each in reader.terms(fields.HEADLINE, limit=_MOST_TITLES))


def _names(reader: Reader) -> tuple[str, ...]:
    return tuple(each.value for each in reader.terms(fields.NAMING))


def _frequent(reader: Reader, text: str, layer: Layer, matches: Callable[[str], bool]) -> WordCounts:
    found = reader.terms(fields.physical(text, layer), matches=matches)
    return tuple((each.value, each.count) for each in found if each.count >= _LEAST_FREQUENCY)


def _is_han(token: str) -> bool:
    return len(token) <= _LONGEST_WORD and is_ideographic(token[0])


def _is_other(token: str) -> bool:
    return len(token) <= _LONGEST_WORD and not is_ideographic(token[0])
