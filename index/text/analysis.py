"""Which tokens does a text have, in which layer? And what is an analyzer's fingerprint?

A text is tokenized in three layers, each a string of tokens separated by blanks:

* `words`, for ranking: the segmenter's Han words and the words inside them; identifiers whole and in parts,
  English also stemmed. No positions.
* `grams`, for exact matching: in order, every pair of adjacent Han characters, every atom of an identifier,
  and the pair across the boundary of the two (`5手` in `iPhone15手机`). With positions: phrases, substrings
  and exact forms are matched here.
* `chars`: every Han character once, since a single one can't be searched for by pairs.

Index and query go through the same code. May import folding, unicode_scripts and segmentation.
"""

import sys
from array import array
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache
from operator import add
from typing import NamedTuple

import msgspec
import Stemmer

from index.text import folding, unicode_scripts
from index.text.folding import SEPARATOR, fold, fold_for_tokens, join_variants
from index.text.segmentation import Segmenter

GAP = "¶"  # separates texts that are analysed together in `grams`, so that no phrase spans two
_CACHED_QUERIES = 500  # whose units are cached
_MAX_CACHED = 200  # characters; longer queries would fill the memory
FORMAT = 2  # increases with every change of the tokens of a text

_stem = Stemmer.Stemmer("english", 0).stemWord  # without its own cache, which is slower than stemming again


class Layer(Enum):
    WORDS = "words"
    GRAMS = "grams"
    CHARS = "chars"


class Layers(msgspec.Struct, frozen=True):
    """One text, or several analysed together, in every layer: tokens separated by one blank."""

    words: str
    grams: str
    chars: str


class Unit(msgspec.Struct, frozen=True):
    """The smallest part of a query that is searched for by itself: a Han word, an identifier.

    An article matches the unit if it has one of `words` in the layer `words`, or the phrase `grams`, or, for
    a single Han character, `chars`. `text` is its folded form, `start` and `end` its span in the query.
    """

    text: str
    words: tuple[str, ...]
    grams: tuple[str, ...]
    chars: str
    start: int
    end: int


class Analyzer:
    """Tokenizes texts into layers for the index, and queries into units and phrases for the search."""

    def __init__(self, segmenter: Segmenter) -> None:
        self._segmenter = segmenter
        # A query is analysed several times on its way, by each module that needs its units.
        self._cached_units = lru_cache(maxsize=_CACHED_QUERIES)(self._units)

    @property
    def fingerprint(self) -> dict[str, str]:
        """Everything that the tokens of a text depend on; analyzers with the same fingerprint tokenize
        alike."""
        return {
            "format": str(FORMAT),
            "layers": " ".join(layer.value for layer in Layer),
            "folding": folding.tables_fingerprint(),
            "segmenter": self._segmenter.identity,
            "stemmer": f"snowball {Stemmer.version()} english",
        }

    def layers(self, texts: Iterable[str]) -> Layers:
        """The layers of texts that form one field. No phrase matches across two of them."""
        gaps, runs = _gaps_and_runs(texts)
        lines = "\n".join(["", *runs, ""])  # no run contains a line end
        words = [self._words(lines)] if runs else []
        folded = join_variants(lines)
        if folded != lines:
            words = [join_variants(words[0])]
            runs = folded[1:-1].split("\n")
        characters = array("I", folded.encode(_CODE_POINTS))
        # The pairs of each run, after an empty first element; the grams of a gap go after those of the run
        # before it.
        grams = ["", *_pairs(characters)]
        for place, text in enumerate(gaps):
            if text in _breaks:
                continue
            gap_words, gap_grams, first, last = gap = _cached_gap(text) or _gap(text)
            if gap_grams:
                words.append(gap_words)
                if first and place:
                    grams[place] += f" {runs[place - 1][-1]}{first}"
                grams[place] += f" {gap_grams}"
                if last and place < len(runs):
                    grams[place] += f" {last}{runs[place][0]}"
            elif gap is _BLANK and 0 < place < len(runs):
                grams[place] += f" {runs[place - 1][-1]}{runs[place][0]}"
        return Layers(
            words=" ".join(filter(None, words)),
            grams=" ".join(filter(None, grams)).replace("  ", " ").lstrip(),
            chars=" ".join(map(chr, sorted(set(characters) - {_RUN_END}))),
        )

    def words(self, texts: Iterable[str]) -> str:
        """Only the words of texts that form one field; the same set of tokens as in `layers`."""
        gaps, runs = _gaps_and_runs(texts)
        lines = "\n".join(runs)
        words = [join_variants(self._words(lines))] if runs else []
        parsed = (_cached_gap(gap) or _gap(gap) for gap in gaps if gap not in _breaks)
        return " ".join(filter(None, [*words, *(gap.words for gap in parsed)]))

    def phrase(self, text: str) -> tuple[str, ...]:
        """The grams that are adjacent wherever the text occurs."""
        # Nearly every query is plain, and faster tokenized directly than as a field of one text.
        if text.isascii() and text.replace(" ", "").isalpha():
            return tuple(text.lower().split())
        if all(map(_is_plain_han, text)):
            return tuple(map(add, text, text[1:]))
        return tuple(token for token in self.layers([text]).grams.split(" ") if token and token != GAP)

    def units(self, text: str) -> tuple[Unit, ...]:
        """The units of a typed text, in order.

        A single Han character right after an identifier belongs to it: `A股`, `800亿`.
        """
        return self._cached_units(text) if len(text) <= _MAX_CACHED else self._units(text)

    def _units(self, text: str) -> tuple[Unit, ...]:
        folded = fold(text)
        spans: list[tuple[int, int]] = []
        identifier_end = -1
        for piece, start in unicode_scripts.pieces(folded.text):
            if unicode_scripts.is_ideographic(piece[0]):
                at = start
                for word in self._cut_run(piece):
                    begin = spans.pop()[0] if at == identifier_end and len(word) == 1 else at
                    at += len(word)
                    spans.append((begin, at))
                    identifier_end = -1
            else:
                spans.append((start, start + len(unicode_scripts.without_genitive(piece))))
                identifier_end = start + len(piece)
        return tuple(self._unit(folded, start, end) for start, end in spans)

    def _unit(self, folded: folding.Folded, start: int, end: int) -> Unit:
        text = join_variants(folded.text[start:end])
        single = len(text) == 1 and unicode_scripts.is_ideographic(text)
        if len(unicode_scripts.pieces(text)) > 1:
            words: tuple[str, ...] = ()
        elif unicode_scripts.is_ideographic(text[0]):
            words = (text,) if single or unicode_scripts.is_segmentable(text) else ()
        else:
            whole = unicode_scripts.whole(text, unicode_scripts.atoms(text))
            words = (stemmed(whole),) if whole else ()
        first, last = folded.span(start, end)
        return Unit(text, words, () if single else self.phrase(text), text if single else "", first, last)

    def _words(self, runs: str) -> str:
        """The words of runs, given one on each line."""
        if unicode_scripts.is_segmentable(runs):
            return self._segmenter.cut_for_index(runs)
        parts = [part for run in runs.split() for part in unicode_scripts.segmentable_parts(run)]
        rest = [part for part in parts if not unicode_scripts.is_segmentable(part)]
        segmentable = "\n".join(part for part in parts if unicode_scripts.is_segmentable(part))
        return " ".join([*filter(None, [self._segmenter.cut_for_index(segmentable)]), *rest])

    def words_in_run(self, run: str) -> list[tuple[str, int]]:
        """The words of one run as `layers` has them, each with its offset in the run."""
        found: list[tuple[str, int]] = []
        offset = 0
        for part in unicode_scripts.segmentable_parts(run):
            if not unicode_scripts.is_segmentable(part):
                found.append((part, offset))
                offset += 1
                continue
            words = iter(self._segmenter.cut_for_index(part).split(" "))
            for main in self._segmenter.cut_for_query(part):
                # The words inside a longer word come before it, those of equal length in the order of the
                # text.
                last_of_length: dict[int, int] = {}
                for word in words:
                    at = main.index(word, last_of_length.get(len(word), -1) + 1)
                    last_of_length[len(word)] = at
                    found.append((word, offset + at))
                    if word == main:
                        break
                offset += len(main)
        return found

    def _cut_run(self, run: str) -> list[str]:
        if unicode_scripts.is_segmentable(run):
            return self._segmenter.cut_for_query(run)
        words: list[str] = []
        is_joined = False  # whether the last word is one of characters that no dictionary knows
        for part in unicode_scripts.segmentable_parts(run):
            if unicode_scripts.is_segmentable(part):
                words += self._segmenter.cut_for_query(part)
                is_joined = False
            elif is_joined:  # kana, hangul, the parts of an emoji: what is written together is one word
                words[-1] += part
            else:
                words.append(part)
                is_joined = True
        return words


# Pairs and single characters are made from arrays of code points, at a tenth of the cost of making each
# string.
_RUN_END = ord("\n")
_CODE_POINTS = "utf-32-le" if sys.byteorder == "little" else "utf-32-be"


@lru_cache(maxsize=10_000)
def _is_plain_han(character: str) -> bool:
    """Whether a character is an ideograph that folds to itself."""
    return unicode_scripts.is_ideographic(character) and join_variants(fold(character).text) == character


def _gaps_and_runs(texts: Iterable[str]) -> tuple[list[str], list[str]]:
    """The gaps of the folded texts, and the runs between them."""
    parts = unicode_scripts.gaps_and_runs(fold_for_tokens(SEPARATOR.join(texts)))
    return parts[::2], parts[1::2]


def _pairs(characters: "array[int]") -> list[str]:
    """The pairs of adjacent characters of each run, separated by blanks; the characters are those of the runs
    with `_RUN_END` before, between and after them."""
    count = len(characters) - 1
    pairs = array("I", [ord(" ")]) * (3 * count)
    pairs[0::3] = characters[:-1]
    pairs[1::3] = characters[1:]
    # A run 数据中 is "数 数据 据中 中" here, with a line end before and after; the split removes those.
    each = pairs.tobytes().decode(_CODE_POINTS)[1:-2].split("\n \n")
    return [pairs[2:-2] for pairs in each]


class _Gap(NamedTuple):
    """The tokens of a gap's identifiers; `first` and `last` are the characters that make a pair with the run
    before and after it."""

    words: str
    grams: str
    first: str
    last: str


_BLANK = _Gap("", "", "", "")  # the gap that lets the runs before and after it be adjacent

# Most gaps are a comma, a blank or a technical term, so their tokens are cached, as are those of identifiers.
# Every cache is emptied when it is full.
_MAX_ENTRIES = 200_000
_MAX_GAP = 16  # characters of a gap that is cached
_gaps: dict[str, _Gap] = {}
_breaks: set[str] = set()  # gaps without tokens that keep the runs beside them apart


_cached_gap = _gaps.get


def _gap(text: str) -> _Gap:
    inner = unicode_scripts.without_blanks(text)
    single = unicode_scripts.without_signs(inner)
    # Most gaps are one cached identifier with punctuation around it: checking that is faster than parsing.
    found = [single] if single in _words_of and single != SEPARATOR else unicode_scripts.identifiers(inner)
    if found:
        gap = _Gap(
            " ".join(filter(None, map(_words_of.__getitem__, found))),
            " ".join(map(_grams_of.__getitem__, found)),
            found[0][0] if inner.startswith(found[0]) and found[0] != SEPARATOR else "",
            found[-1][-1] if inner.endswith(found[-1]) and found[-1] != SEPARATOR else "",
        )
    else:
        gap = _Gap("", "", "", "") if inner else _BLANK
    if len(text) <= _MAX_GAP:
        if len(_gaps) + len(_breaks) >= _MAX_ENTRIES:
            _gaps.clear()
            _breaks.clear()
        if gap.grams or gap is _BLANK:
            _gaps[text] = gap
        else:
            _breaks.add(text)
    return gap


class _Tokens(dict[str, str]):
    """The tokens of identifiers in one layer; a missing identifier is added for both layers."""

    def __missing__(self, text: str) -> str:
        if len(self) >= _MAX_ENTRIES:
            _clear_identifiers()
        _words_of[text], _grams_of[text] = _identifier(text)
        return self[text]


_words_of = _Tokens()
_grams_of = _Tokens()


def _clear_identifiers() -> None:
    _words_of.clear()
    _grams_of.clear()
    _words_of[SEPARATOR], _grams_of[SEPARATOR] = "", GAP


_clear_identifiers()


def _identifier(text: str) -> tuple[str, str]:
    """The tokens of an identifier: in `words` it is whole and in parts, English also stemmed; in `grams` it
    is its atoms in order."""
    if text.isascii() and text.isalpha():
        return _with_stem(text), text
    if text.isdigit():
        return text, text
    atoms = unicode_scripts.atoms(text)
    forms = dict.fromkeys([unicode_scripts.whole(text, atoms), *unicode_scripts.parts(text), *atoms])
    return " ".join([_with_stem(form) for form in forms if len(form) > 1 or form == text]), " ".join(atoms)


def _with_stem(form: str) -> str:
    stem = stemmed(form)
    return form if stem == form else f"{stem} {form}"


def identifier_words(identifier: str) -> list[str]:
    """The tokens of an identifier in the layer `words`."""
    return [word for word in _words_of[identifier].split(" ") if word]


def stemmed(form: str) -> str:
    """The stem of a folded English word; anything else is returned unchanged."""
    return _stem(form) if form.isalpha() else form
