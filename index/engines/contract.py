"""What does an engine promise?

The whole contract between Yinsuo and what stores its postings. An engine keeps *documents* in a folder and
answers *trees* over them; it splits token fields at blanks and does nothing else to text. It knows nothing
of language, ranking weights, articles or HTML. The tree is Whoosh's (`index.engines.tree`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import msgspec

from index.engines.tree import Query

KEY = "id"  # the field of a document's key; a Term on it names one document


class FieldKind(Enum):
    TOKENS = "tokens"  # tokens with their frequency, for ranking
    POSITIONS = "positions"  # tokens with frequency and positions, so that phrases can be asked
    SET = "set"  # tokens that are there or not
    KEYWORD = "keyword"  # exact values, any number of them
    FACET = "facet"  # exact values that can be counted too
    NUMBER = "number"  # one signed integer, for ranges and order


class Field(msgspec.Struct, frozen=True):
    name: str
    kind: FieldKind


class Document(msgspec.Struct, frozen=True):
    """What is added: a key, for each token field its tokens with blanks between, for each keyword or facet
    field its values, for each number field its number, and the bytes to be given back."""

    key: str
    tokens: Mapping[str, str]
    values: Mapping[str, Sequence[str]]
    numbers: Mapping[str, int]
    stored: bytes


class Hit(msgspec.Struct, frozen=True):
    """A document that matches. The score is comparable only within one answer."""

    key: str
    score: float
    stored: bytes


class Count(msgspec.Struct, frozen=True):
    value: str
    count: int


class Found(msgspec.Struct, frozen=True):
    """`total` counts all that match, `hits` are those asked for, best first; `facets` by field name, each
    the most frequent values first, equal counts in the order of values."""

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[Count, ...]]


class Reader(Protocol):
    """One state of a store, unchanged by whatever is written meanwhile. Safe to use from many threads."""

    @property
    def count(self) -> int:
        """How many documents there are."""

    def search(
        self,
        tree: Query,
        *,
        filters: Sequence[Query] = (),
        offset: int = 0,
        limit: int = 10,
        facets: Mapping[str, int] = {},
    ) -> Found:
        """The documents that match the tree and every filter; filters add nothing to a score.

        `facets` names facet fields, each with how many values to count at the most.
        """

    def fetch(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The stored bytes of those of the documents that are there."""

    def documents(self) -> Iterator[tuple[str, bytes]]:
        """Key and stored bytes of every document, in the order of the store."""

    def document_frequency(self, field: str, token: str) -> int:
        """In how many documents a token field holds the token."""

    def close(self) -> None: ...


class Writer(Protocol):
    """The one writer of a store. Left without `commit`, or by an exception, it changes nothing."""

    def add(self, document: Document) -> None: ...

    def delete(self, key: str) -> None:
        """Delete what was added under the key before, if anything was."""

    def commit(self) -> None:
        """Make everything so far visible to readers opened from now on, in one step."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Engine(Protocol):
    """A kind of store. `identity` is its name and the version of its files, for the fingerprint."""

    @property
    def identity(self) -> str: ...

    def create(self, folder: Path, fields: Sequence[Field]) -> Writer:
        """Begin a store in a folder that exists and is empty."""

    def open(self, folder: Path, fields: Sequence[Field]) -> Reader:
        """Open a store. Raises IndexUnusable where the folder holds none, or a damaged one."""
