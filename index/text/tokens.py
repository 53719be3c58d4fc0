"""Where in this text does each token occur?

The same tokens as `Analyzer.layers` gives for one text, each with its position and offsets. Slow: meant for
display and for tests. May import what analysis imports.
"""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from index.text import unicode_scripts
from index.text.analysis import Analyzer, Layer, identifier_words, stemmed
from index.text.folding import SEPARATOR, fold, join_variants


class Token(msgspec.Struct, frozen=True):
    """A token and the span [start, end) of the original text, in code points, that it came from.

    `position` counts the tokens of the one layer that keeps them in order; in the other layers it is none.
    """

    layer: Layer
    text: str
    position: int | None
    start: int
    end: int


class _Found(NamedTuple):
    """A token with its span in the folded text."""

    text: str
    start: int
    end: int
    position: int | None = None


def tokens_of(text: str, analyzer: Analyzer) -> tuple[Token, ...]:
    """Every token of a text, layer by layer, in the order of the text."""
    folded = fold(text)
    by_layer = {
        Layer.WORDS: _words(folded.text, analyzer),
        Layer.GRAMS: _grams(folded.text),
        Layer.CHARS: _chars(folded.text),
    }
    return tuple(
        Token(layer, join_variants(each.text), each.position, *folded.span(each.start, each.end))
        for layer, found in by_layer.items()
        for each in found
    )


def _words(text: str, analyzer: Analyzer) -> Iterator[_Found]:
    for piece, start in unicode_scripts.pieces(text):
        if unicode_scripts.is_ideographic(piece[0]):
            for word, at in analyzer.words_in_run(piece):
                yield _Found(word, start + at, start + at + len(word))
        else:
            places = {form: (at, at + len(form)) for form, at in _forms(piece)}
            stems = {stemmed(form): place for form, place in reversed(places.items())}
            for word in identifier_words(piece):
                first, last = places.get(word) or stems.get(word) or (0, len(piece))
                yield _Found(word, start + first, start + last)


def _forms(identifier: str) -> Iterator[tuple[str, int]]:
    """The identifier and its parts and atoms, each with the offset of its first occurrence."""
    yield identifier, 0
    for parts in (unicode_scripts.parts(identifier), unicode_scripts.atoms(identifier)):
        at = 0
        for part in parts:
            found = unicode_scripts.written(part).search(identifier, at)
            assert found
            yield part, found.start()
            at = found.end()


def _grams(text: str) -> Iterator[_Found]:
    position = 0
    before = -1  # where the piece before ended
    run_before = False
    for piece, start in unicode_scripts.pieces(text):
        run = unicode_scripts.is_ideographic(piece[0])
        between = text[before:start] if before >= 0 else text[:start]
        position += between.count(SEPARATOR)
        grams = list(_pairs(piece) if run else _atoms(piece))
        if before >= 0 and (run or run_before) and not unicode_scripts.without_blanks(between):
            grams.insert(0, _Found(text[before - 1] + piece[0], before - 1 - start, 1))
        for gram in grams:
            yield _Found(gram.text, start + gram.start, start + gram.end, position)
            position += 1
        before, run_before = start + len(piece), run


def _pairs(run: str) -> Iterator[_Found]:
    for at in range(len(run) - 1):
        yield _Found(run[at : at + 2], at, at + 2)


def _atoms(identifier: str) -> Iterator[_Found]:
    at = 0
    for atom in unicode_scripts.atoms(identifier):
        found = unicode_scripts.written(atom).search(identifier, at)
        assert found
        at = found.end()
        yield _Found(atom, found.start(), at)


def _chars(text: str) -> Iterator[_Found]:
    seen: set[str] = set()
    for at, character in enumerate(text):
        if unicode_scripts.is_ideographic(character) and join_variants(character) not in seen:
            seen.add(join_variants(character))
            yield _Found(character, at, at + 1)
