"""Which words does this run of Han characters have?

Owns the segmenters, both with jieba's algorithm and dictionary: `rjieba`, its Rust build, and `jieba`, pure
Python. They take many runs at once, since calls cost more than segmenting. The only module that may import
either; may import only the errors, folding and unicode_scripts.
"""

import hashlib
from collections.abc import Iterable, Sequence
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import msgspec

from index.errors import DictionaryError, SettingError
from index.text.folding import fold_text
from index.text.unicode_scripts import is_segmentable


class UserWord(msgspec.Struct, frozen=True):
    """A word of a user dictionary; `weight` is a frequency on the scale of jieba's dictionary."""

    word: str
    weight: int | None = None


class Segmenter(Protocol):
    """Segments runs of Han characters. Every run must satisfy `unicode_scripts.is_segmentable`."""

    @property
    def identity(self) -> str:
        """Name and version of the segmenter, and the hash of the user dictionary, for the fingerprint."""

    def cut_for_index(self, runs: str) -> str:
        """The words of runs given one on each line: all in order, separated by blanks, the words inside a
        longer word before it."""

    def cut_for_query(self, run: str) -> list[str]:
        """The words of one run in order; joined they are the run."""


def read_user_words(path: Path) -> tuple[UserWord, ...]:
    """The words of a user dictionary: one on each line, with an optional weight; `#` begins a comment.

    Raises DictionaryError, which names file and line.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise DictionaryError(f"{path}: can't be read as a user dictionary: {fault}") from None
    words: list[UserWord] = []
    for number, line in enumerate(lines, 1):
        fields = line.split("#")[0].split()
        if not fields:
            continue
        word, *weight = fields
        if len(weight) > 1 or (
            weight and not (weight[0].isascii() and weight[0].isdigit() and int(weight[0]))
        ):
            raise DictionaryError(
                f"{path}:{number}: a line is a word and at most one weight of 1 or more, not {line!r}"
            )
        folded = fold_text(word)
        if not is_segmentable(folded):
            raise DictionaryError(
                f"{path}:{number}: {word!r} is not made of Han characters only; "
                "identifiers are kept whole anyway, so delete this line"
            )
        words.append(UserWord(folded, int(weight[0]) if weight else None))
    return tuple(words)


def open_segmenter(name: str, words: Iterable[UserWord] = ()) -> Segmenter:
    """The segmenter of that name, `rjieba` or `jieba`, or for `auto` the first one installed, with the words
    added to its dictionary.

    Raises SettingError for another name, or if the segmenter isn't installed.
    """
    words = tuple(words)
    if name == "auto":
        name = "rjieba" if find_spec("rjieba") else "jieba"
    try:
        if name == "rjieba":
            return _Rjieba(words)
        if name == "jieba":
            return _Jieba(words)
    except ImportError:
        raise SettingError(f"the segmenter {name!r} is not installed: run 'pip install {name}'") from None
    raise SettingError(f"there is no segmenter {name!r}; choose auto, rjieba or jieba")


def _identity(name: str, words: Sequence[UserWord]) -> str:
    identity = f"{name} {metadata.version(name)}"
    if not words:
        return identity
    listed = "\n".join(sorted(f"{word.word} {word.weight}" for word in words))
    return f"{identity} with {len(words)} words {hashlib.blake2b(listed.encode(), digest_size=6).hexdigest()}"


def _cut_for_index(cut: Any, runs: str) -> str:
    return " ".join(cut(runs.strip("\n"))).replace("\n ", "")


class _Rjieba:
    """The Rust build, the default: identical words, ten times faster."""

    def __init__(self, words: Sequence[UserWord]) -> None:
        import rjieba

        self.identity = _identity("rjieba", words)
        self._jieba = rjieba.Jieba()
        for word in words:
            self._jieba.add_word(word.word, word.weight or self._jieba.suggest_freq(word.word), None)

    def cut_for_index(self, runs: str) -> str:
        return _cut_for_index(self._jieba.cut_for_search, runs)

    def cut_for_query(self, run: str) -> list[str]:
        return self._jieba.cut(run)


class _Jieba:
    """The pure-Python original, for machines without the Rust build, and its oracle in the tests."""

    def __init__(self, words: Sequence[UserWord]) -> None:
        import jieba

        self.identity = _identity("jieba", words)
        self._jieba = jieba.Tokenizer()
        # Loaded by hand: `initialize` would cache a pickle in a temporary folder that others can write to.
        self._jieba.FREQ, self._jieba.total = self._jieba.gen_pfdict(self._jieba.get_dict_file())
        self._jieba.initialized = True
        for word in words:
            self._jieba.add_word(word.word, word.weight or self._jieba.suggest_freq(word.word))

    def cut_for_index(self, runs: str) -> str:
        return _cut_for_index(self._jieba.lcut_for_search, runs)

    def cut_for_query(self, run: str) -> list[str]:
        words: list[str] = self._jieba.lcut(run)
        return words
