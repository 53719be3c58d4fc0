"""Which titles, names and frequent words do suggestions need of a generation?

They are gathered from the postings once, when a generation is built, and stored in a file of it in the form
in which suggestions look them up: to go through the words of all articles takes a server seconds, and each of
its processes would have to at every new generation. What suggestions make of them is up to `search`.
"""

import string
from collections.abc import Callable, Iterable, Iterator
from heapq import nlargest
from itertools import islice
from pathlib import Path

import msgspec

import index.articles.fields as fields
from index.engines import Reader
from index.storage.string_tables import CountedWords, StringTable, open_tables, write_tables
from index.text.analysis import Layer
from index.text.unicode_scripts import is_ideographic

SUGGESTION_WORDS = "suggestions.bin"

_VERSION = 2  # increases with every change of what is stored; a file of another version is as good as none
_TEXTS = ("title", "points", "paragraphs")
_MOST_TITLES = 200_000
_MOST_HAN = 20_000  # titles, and words, that are looked through for what letters spell
_LEAST_FREQUENCY = 2  # articles that must have a word: half of all words occur in a single one
_LONGEST_WORD = 64  # characters
_MOST_TERMS = 50_000
_LONGEST_TERM = 30
_LATIN = string.ascii_lowercase + string.digits
_COUNT_EVERY = 20


class Titles(msgspec.Struct, frozen=True):
    """Titles `folded`, sorted, and in the same order as they were `written`; those with `han`, the most
    frequent first."""

    folded: StringTable
    written: StringTable
    han: StringTable


class SuggestionWords(msgspec.Struct, frozen=True):
    """What suggestions need, in tables of which only what is looked at is read.

    `names` are a symbol, a tab and a name, the most frequent first; `terms` the words that are most frequent
    in one of the texts, `han_terms` those in Han, the most frequent first. `han_words` are those of the
    paragraphs as the segmenter cut them; `other_words`, by their length from 0 on, those that begin with a
    Latin letter or a digit, as they were written; each is in more than one article. `changed` is how many
    articles were added, replaced or removed since the words were counted.
    """

    titles: Titles
    names: StringTable
    terms: CountedWords
    han_terms: StringTable
    han_words: CountedWords
    other_words: tuple[CountedWords, ...]
    changed: int = 0


def gather_words(reader: Reader) -> SuggestionWords:
    """What suggestions need, gathered from the postings."""
    titles, terms = _titles(reader), _terms(reader)
    return SuggestionWords(
        titles=titles,
        names=StringTable.of(each.value for each in reader.terms(fields.NAMING)),
        terms=CountedWords.of(terms),
        han_terms=_with_han(terms),
        han_words=CountedWords.of(dict(_frequent(reader, "paragraphs", Layer.WORDS, _is_han))),
        other_words=_by_length(_frequent(reader, "paragraphs", Layer.GRAMS, _is_latin)),
    )


def updated_words(reader: Reader, folder: Path | None, changed: int) -> SuggestionWords:
    """What suggestions need of a store in which so many articles were changed since that of the generation
    in a folder. Words are counted anew when one in twenty articles has changed: a small update shouldn't go
    through all words."""
    before = read_words(folder) if folder else None
    if before is None or (before.changed + changed) * _COUNT_EVERY > reader.count:
        return gather_words(reader)
    names = StringTable.of(each.value for each in reader.terms(fields.NAMING))
    titles, changed = _titles(reader), before.changed + changed
    return msgspec.structs.replace(before, titles=titles, names=names, changed=changed)


def write_words(folder: Path, words: SuggestionWords) -> None:
    """Store them in the folder of a generation."""
    tables: dict[str, StringTable | CountedWords] = {
        "changed": StringTable.of([str(words.changed)]),
        "folded titles": words.titles.folded,
        "titles": words.titles.written,
        "han titles": words.titles.han,
        "names": words.names,
        "terms": words.terms,
        "han terms": words.han_terms,
        "han words": words.han_words,
        **{_of_length(length): each for length, each in enumerate(words.other_words)},
    }
    write_tables(folder / SUGGESTION_WORDS, tables, version=_VERSION)


def read_words(folder: Path) -> SuggestionWords | None:
    """What is stored in the folder of a generation; none where it has no such file, as older ones, or one
    that can't be read. Reads next to nothing yet."""
    tables = open_tables(folder / SUGGESTION_WORDS, version=_VERSION)
    if tables is None:
        return None
    return SuggestionWords(
        titles=Titles(
            tables.strings("folded titles"), tables.strings("titles"), tables.strings("han titles")
        ),
        names=tables.strings("names"),
        terms=tables.counted("terms"),
        han_terms=tables.strings("han terms"),
        han_words=tables.counted("han words"),
        other_words=tuple(tables.counted(_of_length(length)) for length in range(_LONGEST_WORD + 1)),
        changed=int(tables.strings("changed")[0]),
    )


def _of_length(length: int) -> str:
    return f"other words of {length}"


def _titles(reader: Reader) -> Titles:
    """Values of the field are the folded title, a tab and the title as it was written."""
    found = [each.value.split("\t", 1) for each in reader.terms(fields.HEADLINE, limit=_MOST_TITLES)]
    ordered = sorted((folded, title) for folded, title in found if folded)
    return Titles(
        folded=StringTable.of(folded for folded, _ in ordered),
        written=StringTable.of(title for _, title in ordered),
        han=_with_han(title for _, title in found),
    )


def _terms(reader: Reader) -> dict[str, int]:
    """The most frequent words, the most frequent first, with the number of articles that have them in one of
    the texts: Han words as the segmenter cut them, Latin words as they were written, since the layer of words
    has their stems."""
    found: dict[str, int] = {}
    for text in _TEXTS:
        for layer, is_term in ((Layer.WORDS, _is_han_term), (Layer.GRAMS, _is_other_term)):
            for word, count in _frequent(reader, text, layer, is_term):
                found[word] = max(count, found.get(word, 0))
    return dict(nlargest(_MOST_TERMS, found.items(), key=lambda item: (item[1], item[0])))


def _with_han(texts: Iterable[str]) -> StringTable:
    return StringTable.of(islice((text for text in texts if _has_ideographs(text)), _MOST_HAN))


def _by_length(counted: Iterable[tuple[str, int]]) -> tuple[CountedWords, ...]:
    words: list[dict[str, int]] = [{} for _ in range(_LONGEST_WORD + 1)]
    for word, count in counted:
        words[len(word)][word] = count
    return tuple(map(CountedWords.of, words))


def _frequent(
    reader: Reader, text: str, layer: Layer, matches: Callable[[str], bool]
) -> Iterator[tuple[str, int]]:
    found = reader.terms(fields.physical(text, layer), matches=matches)
    return ((each.value, each.count) for each in found if each.count >= _LEAST_FREQUENCY)


def _is_han(token: str) -> bool:
    return len(token) <= _LONGEST_WORD and is_ideographic(token[0])


def _is_latin(token: str) -> bool:
    return len(token) <= _LONGEST_WORD and token[0] in _LATIN and not is_ideographic(token[-1])


def _is_han_term(token: str) -> bool:
    return 1 < len(token) <= _LONGEST_TERM and is_ideographic(token[0])


def _is_other_term(token: str) -> bool:
    return 1 < len(token) <= _LONGEST_TERM and token[0].isalpha() and not _has_ideographs(token)


def _has_ideographs(text: str) -> bool:
    return not text.isascii() and any(map(is_ideographic, text))
