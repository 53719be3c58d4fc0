"""How does Whoosh store a field?

The schema of a store: tokens with frequency, with positions or without either, numbers as columns, the norms
of all fields in one column. A store pickles these classes into its files, so this module, the names of the
classes and those of their attributes can't change.
"""

import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from whoosh import columns, fields, formats

from index.engines.contract import KEY, MAX_TOKEN, Field, FieldKind, indexable

STORED = "stored"
NORMS = "norms"  # a column with one byte for each field: its length in the document
NO_NUMBER = -(2**63)


class Positions(formats.Format):
    """Positions as numbers of four bytes, low byte first; Whoosh itself would pickle each posting."""

    def decode_positions(self, value: bytes) -> "array[int]":
        positions = array("I")
        positions.frombytes(value)
        if sys.byteorder == "big":
            positions.byteswap()
        return positions


class Tokens(fields.FieldType):
    """A field of tokens separated by blanks, or of a list of values."""

    analyzer = None
    scorable = True
    unique = False
    vector = None

    def __init__(self, kind: FieldKind, *, stored: bool = False) -> None:
        self.format = Positions() if kind is FieldKind.POSITIONS else formats.Existence()
        self.positions = kind is FieldKind.POSITIONS
        self.frequencies = kind is FieldKind.TOKENS
        self.stored = stored

    def index(self, value: str | list[str], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Token, frequency, weight and stored value of each; Whoosh itself would make an object of each."""
        tokens = value.split(" ") if isinstance(value, str) else value
        if self.positions:
            places: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
            for place, token in enumerate(tokens):
                places[token].append(place)
            for token in indexable(places):
                positions = places[token]
                if sys.byteorder == "big":
                    positions.byteswap()
                yield token.encode(), len(positions), float(len(positions)), positions.tobytes()
            return
        counts = Counter(tokens)
        for token in indexable(counts):
            count = counts[token] if self.frequencies else 1
            yield token.encode(), count, float(count), b""


def schema_of(all_fields: Sequence[Field]) -> Any:
    """Whoosh's schema of a store with these fields."""
    schema = {
        KEY: Tokens(FieldKind.KEYWORD, stored=True),
        STORED: fields.STORED(),
        NORMS: fields.COLUMN(columns.FixedBytesColumn(len(all_fields))),
    }
    for field in all_fields:
        if field.kind is FieldKind.NUMBER:
            schema[field.name] = fields.COLUMN(columns.NumericColumn("q", default=NO_NUMBER))
        else:
            schema[field.name] = Tokens(field.kind)
    return fields.Schema(**schema)


def length_of(tokens: str, kind: FieldKind) -> int:
    """The number of tokens in a field, without those that are too long."""
    each = tokens.split(" ")
    if kind is FieldKind.SET or len(tokens) > MAX_TOKEN // 4:
        return len(indexable(set(each) if kind is FieldKind.SET else each))
    return len(each)
