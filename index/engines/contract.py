"""What does an engine promise?

The whole contract between Yinsuo and what stores its postings. An engine keeps *documents* in a folder and
answers query *trees* over them; it splits token fields at blanks and does nothing else to text. It knows
nothing of language, ranking weights, articles or HTML. The nodes of a tree are Whoosh's
(`index.engines.tree`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, TypeAlias

import msgspec

from index.engines.tree import Query

KEY = "id"  # the field of a document's key; a Term on it matches one document
MAX_TOKEN = 16_000  # bytes of UTF-8; a longer token occupies its position but isn't indexed


def indexable(tokens: Iterable[str]) -> list[str]:
    """The tokens or values that aren't too long to be indexed."""
    return [each for each in tokens if len(each) <= MAX_TOKEN // 4 or len(each.encode()) <= MAX_TOKEN]


class FieldKind(Enum):
    TOKENS = "tokens"  # tokens with their frequency, for ranking
    POSITIONS = "positions"  # tokens with frequency and positions, for phrases
    SET = "set"  # tokens without frequency
    KEYWORD = "keyword"  # exact values, any number of them
    FACET = "facet"  # exact values that can be counted too
    NUMBER = "number"  # one signed 64-bit integer except the least, for ranges and sorting


class Field(msgspec.Struct, frozen=True):
    name: str
    kind: FieldKind


class Document(msgspec.Struct, frozen=True):
    """What is added: a key, the tokens of each token field separated by one blank, the values of each keyword
    or facet field, the number of each number field, and the bytes that a hit gives back."""

    key: str
    tokens: Mapping[str, str]
    values: Mapping[str, Sequence[str]]
    numbers: Mapping[str, int]
    stored: bytes


class Sort(msgspec.Struct, frozen=True):
    """Order by a number field instead of the score; documents without the number come last in either
    direction, equal ones in the order of the store."""

    field: str
    descending: bool = False


class Hit(msgspec.Struct, frozen=True):
    """A document that matches. Scores are comparable only within one result; in a sorted one they are 0."""

    key: str
    score: float
    stored: bytes


class Count(msgspec.Struct, frozen=True):
    value: str
    count: int


class Found(msgspec.Struct, frozen=True):
    """`total` counts all documents that match; `hits` are the requested ones, best first, equal scores in the
    order of the store."""

    total: int
    hits: tuple[Hit, ...]


class Statistics(msgspec.Struct, frozen=True):
    """The size of a store: documents, segments that a search visits, bytes of its files."""

    documents: int
    segments: int
    bytes: int


Scorer: TypeAlias = Callable[[Query], Mapping[str, float]]  # the scores of some documents by their keys


class Reader(Protocol):
    """One state of a store, unaffected by later writes. Safe to use from many threads."""

    @property
    def count(self) -> int:
        """The number of documents."""

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

        Raises TreeError for a tree that no engine answers, IndexUnusable if the files are damaged, and like
        every other call OverBudget where the budget of a request is spent (`budget`).
        """

    def facets(self, tree: Query, sizes: Mapping[str, int]) -> dict[str, tuple[Count, ...]]:
        """The values of each facet field among the documents that match, at most `sizes[field]` of them: the
        most frequent first, equal counts in the order of values. Raises what `search` raises."""

    def scorer(self, keys: Iterable[str]) -> Scorer:
        """A function that gives the scores of those of these documents that match a tree, as `search` would.
        It keeps what it reads, so it is meant for many trees of one answer, in one thread. Raises what
        `search` raises."""

    def fetch(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The stored bytes of the documents with these keys; missing ones are left out."""

    def documents(self) -> Iterator[tuple[str, bytes]]:
        """The key and stored bytes of every document, in the order of the store."""

    def terms(
        self,
        field: str,
        prefix: str = "",
        *,
        limit: int | None = None,
        matches: Callable[[str], object] | None = None,
    ) -> tuple[Count, ...]:
        """The tokens or values of a field that begin with the prefix, and that `matches` accepts where it is
        given, with their document frequency: the most frequent first, equal ones in the order of code points.
        What only deleted documents have isn't among them."""

    def document_frequency(self, field: str, token: str) -> int:
        """The number of documents whose field holds the token or value, without deleted ones."""

    def statistics(self) -> Statistics: ...

    def close(self) -> None:
        """Release memory and files; the reader can't be used any more."""


class Writer(Protocol):
    """The only writer of a store. Changes that aren't committed when its block is left, by an exception too,
    are discarded. After a commit it can be used further."""

    def add(self, document: Document) -> None:
        """Add a document whose key is new."""

    def replace(self, document: Document) -> None:
        """Add a document and delete the one with its key, if there is one, committed or not."""

    def delete(self, key: str) -> None:
        """Delete the document with this key, if there is one."""

    @property
    def pending(self) -> int:
        """About how many bytes of added documents wait in memory to be written; 0 after a commit."""

    def commit(self) -> None:
        """Make all changes visible to readers opened from now on, in one step."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Engine(Protocol):
    """A kind of store. `identity` is its name and the version of its file format, for the fingerprint."""

    @property
    def identity(self) -> str: ...

    def create(self, folder: Path, fields: Sequence[Field]) -> Writer:
        """Create a store in an existing empty folder."""

    def write(self, folder: Path, fields: Sequence[Field]) -> Writer:
        """Continue writing a store. Raises IndexUnusable if the folder holds none or a damaged one, IndexBusy
        while another writer has it."""

    def copy(self, folder: Path, to: Path) -> None:
        """Copy a store that nobody is writing into an existing empty folder; later writes to one don't affect
        the other. Files that the engine never changes in place are linked if the file system can."""

    def open(self, folder: Path, fields: Sequence[Field]) -> Reader:
        """Open a store as it is now. Raises IndexUnusable if the folder holds none or a damaged one."""
