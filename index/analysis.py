"""Which tokens, in which layer, at which offsets? And what is my fingerprint?

A text is cut into tokens in three layers, each a string of tokens with blanks between:

* `words`, for ranking: Han words of the segmenter with the words inside them; identifiers whole and in
  parts, English also stemmed. No positions.
* `grams`, for truth: in order, every pair of neighbouring Han characters, every atom of an identifier, and
  the pair across the seam of the two (`5手` in `iPhone15手机`). With positions: phrases, substrings and
  exact forms are answered here.
* `chars`: every Han character once, since a single one is in no pair that it could be asked by.

Index and query go through the same code. May import folding, scripts and segmentation; no file, no engine.
"""

from collections.abc import Iterable, Sequence
from enum import Enum
from functools import lru_cache
from operator import add
from typing import NamedTuple

import msgspec
import Stemmer

from index import folding, scripts
from index.folding import SEPARATOR, fold, fold_text, join_variants
from index.segmentation import Segmenter

GAP = "¶"  # stands in `grams` between texts that are analysed together, so that no phrase spans two
FORMAT = 1  # rises with every change of the tokens that one text gives

_stem = lru_cache(maxsize=65536)(Stemmer.Stemmer("english").stemWord)


class Layer(Enum):
    WORDS = "words"
    GRAMS = "grams"
    CHARS = "chars"


class Layers(msgspec.Struct, frozen=True):
    """One text, or several analysed together, in every layer: tokens with one blank between."""

    words: str
    grams: str
    chars: str


class Unit(msgspec.Struct, frozen=True):
    """The least part of a query that is asked for by itself: a Han word, an identifier.

    An article has the unit when it has one of `words` in the layer `words`, or the phrase `grams`, or, for
    a single Han character, `chars`. `text` is its folded form, `start` and `end` its span in the query.
    """

    text: str
    words: tuple[str, ...]
    grams: tuple[str, ...]
    chars: str
    start: int
    end: int


class Analyzer:
    """Cuts texts into layers for the index, and queries into units and phrases for the search."""

    def __init__(self, segmenter: Segmenter) -> None:
        self._segmenter = segmenter

    @property
    def fingerprint(self) -> dict[str, str]:
        """All that the tokens of a text depend on; two analyzers with one fingerprint cut alike."""
        return {
            "format": str(FORMAT),
            "layers": " ".join(layer.value for layer in Layer),
            "folding": folding.tables_fingerprint(),
            "segmenter": self._segmenter.identity,
            "stemmer": f"snowball {Stemmer.version()} english",
        }

    def layers(self, texts: Iterable[str]) -> Layers:
        """The layers of texts that form one field. No phrase is found across two of them."""
        folded = fold_text(SEPARATOR.join(texts))
        words: list[str] = []
        grams: list[str] = []
        runs: list[str] = []
        before = ""  # the last character of the piece before, where no break stands between
        run_before = False  # whether that piece was a run of Han
        alone = ""  # a run of one character, which is a gram only if no neighbour makes a pair with it
        for piece in scripts.pieces(folded):
            kind, piece_grams, piece_words = _entries[piece]
            if kind is _Kind.BREAK:
                if alone:
                    grams.append(alone)
                    alone = ""
                if piece_grams:
                    grams.append(piece_grams)
                before = ""
                run_before = False
                continue
            if before and (run_before or kind is _Kind.RUN):
                grams.append(before + piece[0])
                alone = ""
            if kind is _Kind.RUN:
                if piece_grams:
                    grams.append(piece_grams)
                elif not before:
                    alone = piece
                runs.append(piece)
                run_before = True
            else:
                grams.append(piece_grams)
                words.append(piece_words)
                run_before = False
            before = piece[-1]
        if alone:
            grams.append(alone)
        words.extend(self._words(runs))
        return Layers(
            words=join_variants(" ".join(words)),
            grams=join_variants(" ".join(grams)),
            chars=" ".join(dict.fromkeys(join_variants("".join(runs)))),
        )

    def phrase(self, text: str) -> tuple[str, ...]:
        """The grams that stand one behind the other wherever the text is written."""
        return tuple(token for token in self.layers([text]).grams.split(" ") if token and token != GAP)

    def units(self, text: str) -> tuple[Unit, ...]:
        """The units of a typed text, in order.

        A single Han character right behind an identifier goes with it: `A股`, `800亿`.
        """
        folded = fold(text)
        spans: list[tuple[int, int]] = []
        open_end = -1  # where an identifier ended that a single character may go with
        for piece, start in scripts.pieces_with_offsets(folded.text):
            kind = _entries[piece].kind
            if kind is _Kind.RUN:
                at = start
                for word in self._cut_run(piece):
                    begin = spans.pop()[0] if at == open_end and len(word) == 1 else at
                    at += len(word)
                    spans.append((begin, at))
                    open_end = -1
            elif kind is _Kind.IDENTIFIER:
                spans.append((start, start + len(piece)))
                open_end = start + len(piece)
        return tuple(self._unit(folded, start, end) for start, end in spans)

    def _unit(self, folded: folding.Folded, start: int, end: int) -> Unit:
        text = join_variants(folded.text[start:end])
        entry = _entries[text] if len(scripts.pieces(text)) == 1 else None
        if entry is None:
            words: tuple[str, ...] = ()
        elif entry.kind is _Kind.RUN:
            words = (text,)
        else:
            words = _asked(text)
        single = entry is not None and entry.kind is _Kind.RUN and len(text) == 1
        first, last = folded.span(start, end)
        return Unit(text, words, () if single else self.phrase(text), text if single else "", first, last)

    def _words(self, runs: Sequence[str]) -> list[str]:
        if not runs or scripts.is_segmentable("\n".join(runs)):
            return self._segmenter.cut_for_index(runs) if runs else []
        parts = [part for run in runs for part in scripts.segmentable_parts(run)]
        words = self._segmenter.cut_for_index([part for part in parts if scripts.is_segmentable(part)])
        return words + [part for part in parts if not scripts.is_segmentable(part)]

    def _cut_run(self, run: str) -> list[str]:
        if scripts.is_segmentable(run):
            return self._segmenter.cut_for_query(run)
        words: list[str] = []
        for part in scripts.segmentable_parts(run):
            words += self._segmenter.cut_for_query(part) if scripts.is_segmentable(part) else [part]
        return words


class _Kind(Enum):
    BREAK = 0
    RUN = 1
    IDENTIFIER = 2


class _Entry(NamedTuple):
    """What a piece gives by itself: its kind, its grams, and for an identifier its words."""

    kind: _Kind
    grams: str
    words: str


class _Entries(dict[str, _Entry]):
    """The entries of pieces, remembered: a few thousand pieces make up most of a text. Bounded, since the
    long runs that would fill it seldom come again."""

    _MOST = 200_000
    _LONGEST = 16

    def __missing__(self, piece: str) -> _Entry:
        entry = _entry(piece)
        if len(piece) <= self._LONGEST and len(self) < self._MOST:
            self[piece] = entry
        return entry


_entries = _Entries()


def _entry(piece: str) -> _Entry:
    if scripts.is_ideographic(piece[0]):
        return _Entry(_Kind.RUN, " ".join(map(add, piece, piece[1:])), "")
    if len(piece) == 1 and not piece.isalnum():
        return _Entry(_Kind.BREAK, GAP if piece == SEPARATOR else "", "")
    atoms = scripts.atoms(piece)
    if len(atoms) == 1 and atoms[0] == piece:
        forms = [piece]
    else:
        forms = [scripts.whole(piece), *scripts.parts(piece), *(atom for atom in atoms if len(atom) > 1)]
    words = dict.fromkeys(word for form in forms if form for word in (stemmed(form), form))
    return _Entry(_Kind.IDENTIFIER, " ".join(atoms), " ".join(words))


def _asked(identifier: str) -> tuple[str, ...]:
    """The tokens of the layer `words`, any of which answers a typed identifier."""
    whole = scripts.whole(identifier)
    return (stemmed(whole),) if whole else ()


def stemmed(form: str) -> str:
    """The stem of a folded English word; anything else is its own."""
    return _stem(form) if form.isalpha() else form
