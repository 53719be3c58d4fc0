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
MAX_TOKEN = 16_000  # bytes of UTF-8; a longer token takes its position but can't be asked for


def askable(tokens: Iterable[str]) -> list[str]:
    """Those of the tokens or values that aren't too long to be asked for."""
    return [each for each in tokens if len(each) <= MAX_TOKEN // 4 or len(each.encode()) <= MAX_TOKEN]


class FieldKind(Enum):
    TOKENS = "tokens"  # tokens with their frequency, for ranking
    POSITIONS = "positions"  # tokens with frequency and positions, so that phrases can be asked
    SET = "set"  # tokens that are there or not
    KEYWORD = "keyword"  # exact values, any number of them
    FACET = "facet"  # exact values that can be counted too
    NUMBER = "number"  # one signed integer of 64 bits but the least, for ranges and order


class Field(msgspec.Struct, frozen=True):
    name: str
    kind: FieldKind


class Document(msgspec.Struct, frozen=True):
    """What is added: a key, for each token field its tokens with one blank between, for each keyword or
    facet field its values, for each number field its number, and the bytes to be given back."""

    key: str
    tokens: Mapping[str, str]
    values: Mapping[str, Sequence[str]]
    numbers: Mapping[str, int]
    stored: bytes


class Sort(msgspec.Struct, frozen=True):
    """Order by a number field instead of the score; documents without the number come last either way,
    equal ones stay in the order of the store."""

    field: str
    descending: bool = False


class Hit(msgspec.Struct, frozen=True):
    """A document that matches. The score is comparable only within one answer; it is 0 in a sorted one."""

    key: str
    score: float
    stored: bytes


class Count(msgspec.Struct, frozen=True):
    value: str
    count: int


class Found(msgspec.Struct, frozen=True):
    """`total` counts all that match, `hits` are those asked for, best first, equal scores in the order of
    the store."""

    total: int
    hits: tuple[Hit, ...]


class Statistics(msgspec.Struct, frozen=True):
    """The size of a store: documents, segments that a search goes through, bytes of its files."""

    documents: int
    segments: int
    bytes: int


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
        sort: Sort | None = None,
        offset: int = 0,
        limit: int = 10,
    ) -> Found:
        """The documents that match the tree and every filter; filters add nothing to a score.

        Raises TreeError for a tree that no engine answers, IndexUnusable where the files are damaged.
        """

    def facets(self, tree: Query, sizes: Mapping[str, int]) -> dict[str, tuple[Count, ...]]:
        """For each of the facet fields its values among the documents that match, at the most so many: the
        most frequent first, equal counts in the order of values. Raises what `search` raises."""

    def fetch(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The stored bytes of those of the documents that are there."""

    def documents(self) -> Iterator[tuple[str, bytes]]:
        """Key and stored bytes of every document, in the order of the store."""

    def terms(self, field: str, prefix: str = "", *, limit: int | None = None) -> tuple[Count, ...]:
        """The tokens or values of a field that begin so, with their document frequency: the most frequent
        first, equal ones in the order of code points. Deleted documents count until their segment is
        merged away, here and in `document_frequency`."""

    def document_frequency(self, field: str, token: str) -> int:
        """In how many documents a field holds the token or value."""

    def statistics(self) -> Statistics: ...

    def close(self) -> None:
        """Give back memory and files; the reader may not be used any more."""


class Writer(Protocol):
    """The one writer of a store. What isn't committed when it is left, also by an exception, changes
    nothing. After a commit it may be used on."""

    def add(self, document: Document) -> None:
        """Add a document whose key no other one has."""

    def replace(self, document: Document) -> None:
        """Add a document in the place of the one with its key, if there is one, added just now or before."""

    def delete(self, key: str) -> None:
        """Delete what was added under the key, if anything was."""

    @property
    def pending(self) -> int:
        """About how many bytes of what was added wait in memory to be written; a commit brings it to 0."""

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

    def write(self, folder: Path, fields: Sequence[Field]) -> Writer:
        """Go on writing a store. Raises IndexUnusable where the folder holds none, or a damaged one,
        IndexBusy while another writer is at it."""

    def copy(self, folder: Path, to: Path) -> None:
        """Copy a store that nobody writes into a folder that exists and is empty; neither notices what is
        written to the other. What the engine never changes in place is linked where the file system can."""

    def open(self, folder: Path, fields: Sequence[Field]) -> Reader:
        """Open a store as it is now. Raises IndexUnusable where the folder holds none, or a damaged one."""
