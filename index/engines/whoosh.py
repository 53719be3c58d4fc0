"""How are postings stored in Whoosh's files, and read from them?

The engine in pure Python, for any machine. Whoosh keeps the postings; `evaluation` finds what matches a tree
and its scores. The only module that may import Whoosh's storage.
"""

import struct
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from importlib import metadata
from pathlib import Path
from pickle import UnpicklingError
from threading import RLock
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar

from whoosh import index as storage
from whoosh.reading import CorruptIndexError

import index.engines.bm25 as bm25
import index.engines.budget as budget
from index.engines.contract import (
    KEY,
    Count,
    Document,
    Field,
    FieldKind,
    Found,
    Hit,
    Scorer,
    Sort,
    Statistics,
    indexable,
)
from index.engines.copying import copy_store
from index.engines.evaluation import Evaluation, Pattern, Restricted
from index.engines.patterns import compile_wildcard
from index.engines.tree import Query
from index.engines.whoosh_fields import NO_NUMBER, NORMS, STORED, length_of, schema_of
from index.errors import REINDEX_HINT, IndexBusy, IndexUnusable, remedy

_CACHED_FREQUENCIES = 50_000
_CACHED_PATTERNS = 40  # an answer may need each of its ten in every text
_MEMORY = 256  # megabytes of postings that the writer buffers before it sorts them on disk

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")

_TOKENIZED = {FieldKind.TOKENS, FieldKind.POSITIONS, FieldKind.SET}


def _damage_errors(read: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
    """Turn errors on damaged files into IndexUnusable: Whoosh trusts its files, so damage shows as whatever
    its code stumbles over."""

    @wraps(read)
    def guarded(*args: _Parameters.args, **kwargs: _Parameters.kwargs) -> _Result:
        try:
            return read(*args, **kwargs)
        except (OSError, EOFError, LookupError, ValueError, TypeError, AttributeError, MemoryError) as fault:
            raise IndexUnusable(f"the index is damaged: {fault!r}; {REINDEX_HINT}") from fault
        except (storage.IndexError, CorruptIndexError, UnpicklingError, zlib.error, struct.error) as fault:
            raise IndexUnusable(f"the index is damaged: {fault!r}; {REINDEX_HINT}") from fault

    return guarded


class WhooshEngine:
    @property
    def identity(self) -> str:
        return "whoosh " + metadata.version("whoosh3")

    def create(self, folder: Path, fields: Sequence[Field]) -> "WhooshWriter":
        return WhooshWriter(storage.create_in(str(folder), schema_of(fields)), fields)

    def write(self, folder: Path, fields: Sequence[Field]) -> "WhooshWriter":
        return WhooshWriter(_opened(folder), fields)

    def copy(self, folder: Path, to: Path) -> None:
        # A segment is written once; its deletions are recorded in the table of contents.
        copy_store(folder, to, is_immutable=lambda name: name.endswith(".seg"))

    def open(self, folder: Path, fields: Sequence[Field]) -> "WhooshReader":
        index = _opened(folder)
        try:
            return WhooshReader(index, folder, fields)
        except Exception as fault:
            raise _cannot_open(folder, fault) from fault


class WhooshWriter:
    """Whoosh's writer ends with each commit, so the next change begins another one. Each holds the lock of
    the store, which is released when its process ends. Additions are sorted at once, so nothing is
    pending."""

    pending = 0

    def __init__(self, index: Any, fields: Sequence[Field]) -> None:
        self._index = index
        self._fields = fields
        self._session: Any = None
        self._added: dict[str, int] = {}  # the numbers of the documents of this session
        self._begin()

    def add(self, document: Document) -> None:
        session = self._begin()
        row: dict[str, Any] = {KEY: [document.key], f"_stored_{KEY}": document.key, STORED: document.stored}
        norms = bytearray()
        for field in self._fields:
            length = 0
            if field.kind is FieldKind.NUMBER:
                if field.name in document.numbers:
                    row[field.name] = document.numbers[field.name]
            elif field.kind in _TOKENIZED:
                if tokens := document.tokens.get(field.name):
                    row[field.name] = tokens
                    length = length_of(tokens, field.kind)
            elif values := indexable(document.values.get(field.name, ())):
                row[field.name] = values
                length = len(values)
            norms.append(bm25.norm_of(length))
        row[NORMS] = bytes(norms)
        session.add_document(**row)
        self._added[document.key] = session.docnum - 1

    def replace(self, document: Document) -> None:
        self.delete(document.key)
        self.add(document)

    def delete(self, key: str) -> None:
        session = self._begin()
        if key in self._added:
            session.newsegment.delete_document(self._added.pop(key))
        session.delete_by_term(KEY, key)

    def commit(self) -> None:
        session = self._begin()
        self._session = None
        self._added = {}
        session.commit()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is None:
            return
        session, self._session = self._session, None
        session.cancel()
        # A cancelled session doesn't remove the files of its segment.
        toc = storage.TOC.read(self._index.storage, self._index.indexname)
        storage.clean_files(self._index.storage, self._index.indexname, toc.generation, toc.segments)

    def _begin(self) -> Any:
        if self._session is None:
            try:
                self._session = self._index.writer(limitmb=_MEMORY)
            except storage.LockError:
                raise IndexBusy(
                    "another writer has this store open; try again when it has finished"
                ) from None
        return self._session


class WhooshReader:
    """Whoosh reads its files through one shared position, so searches take turns."""

    def __init__(self, index: Any, folder: Path, fields: Sequence[Field]) -> None:
        self._lock = RLock()
        self._bytes = sum(path.stat().st_size for path in folder.iterdir())  # the folder may be removed later
        self._closed = False
        self._reader = index.reader()
        self._postings = _Postings(self._reader, fields)
        self._facets: dict[str, list[tuple[str, ...]]] = {}

    @property
    def count(self) -> int:
        count: int = self._reader.doc_count()
        return count

    def search(
        self,
        tree: Query,
        *,
        filters: Sequence[Query] = (),
        sort: Sort | None = None,
        offset: int = 0,
        limit: int = 10,
    ) -> Found:
        with self._lock:
            evaluation = Evaluation(self._postings)
            scores = evaluation.scores(tree)
            for each in filters:
                kept = evaluation.matching(each)
                scores = {document: score for document, score in scores.items() if document in kept}
            if sort is None:
                ranked = sorted(scores, key=lambda document: (-scores[document], document))
            else:
                ranked = self._postings.ordered(scores, sort)
            hits = tuple(
                self._hit(document, 0.0 if sort else scores[document])
                for document in ranked[offset : offset + limit]
            )
        return Found(total=len(scores), hits=hits)

    def facets(self, tree: Query, sizes: Mapping[str, int]) -> dict[str, tuple[Count, ...]]:
        with self._lock:
            matching = Evaluation(self._postings).matching(tree)
            return {name: self._counted(name, matching, size) for name, size in sizes.items()}

    def scorer(self, keys: Iterable[str]) -> Scorer:
        with self._lock:
            by_number = {
                number: key for key in dict.fromkeys(keys) for number in self._postings.frequencies(KEY, key)
            }
            evaluation = Evaluation(Restricted(self._postings, by_number.keys()))

        def scores(tree: Query) -> dict[str, float]:
            with self._lock:
                return {by_number[number]: score for number, score in evaluation.scores(tree).items()}

        return scores

    def fetch(self, keys: Iterable[str]) -> dict[str, bytes]:
        with self._lock:
            found: dict[str, bytes] = {}
            for key in keys:
                for document in self._postings.frequencies(KEY, key):
                    found[key] = self._hit(document, 0.0).stored
        return found

    def documents(self) -> Iterator[tuple[str, bytes]]:
        with self._lock:
            numbers = list(self._postings.every())
        for number in numbers:
            with self._lock:
                hit = self._hit(number, 0.0)
            yield hit.key, hit.stored

    def terms(
        self,
        field: str,
        prefix: str = "",
        *,
        limit: int | None = None,
        matches: Callable[[str], object] | None = None,
    ) -> tuple[Count, ...]:
        with self._lock:
            counts = [
                Count(token, count)
                for token in self._postings.with_prefix(field, prefix)
                if (matches is None or matches(token)) and (count := self._postings.counted(field, token))
            ]
        return tuple(sorted(counts, key=lambda count: (-count.count, count.value))[:limit])

    def document_frequency(self, field: str, token: str) -> int:
        with self._lock:
            return self._postings.document_frequency(field, token)

    def statistics(self) -> Statistics:
        return Statistics(self.count, len(self._postings.segments), self._bytes)

    def close(self) -> None:
        with self._lock:
            if not self._closed:
                self._closed = True
                self._reader.close()

    def __del__(self) -> None:
        # Whoosh's readers form reference cycles, so without this their files would stay open for a while.
        if hasattr(self, "_reader"):
            self.close()

    @_damage_errors
    def _hit(self, document: int, score: float) -> Hit:
        fields = self._reader.stored_fields(document)
        return Hit(fields[KEY], score, fields[STORED])

    def _counted(self, field: str, documents: Iterable[int], size: int) -> tuple[Count, ...]:
        if field not in self._facets:
            with budget.uncharged():
                self._facets[field] = self._postings.values(field)
        values = self._facets[field]
        counts = Counter(value for document in documents for value in values[document])
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return tuple(Count(value, count) for value, count in ranked[:size])


class _Postings:
    """The postings of a reader, as `evaluation.Postings` needs them."""

    def __init__(self, reader: Any, fields: Sequence[Field]) -> None:
        self._reader = reader
        self._places = {field.name: place for place, field in enumerate(fields)}
        self.segments: list[tuple[Any, int]] = reader.leaf_readers() if reader.doc_count_all() else []
        self._rows: list[bytes] | None = None
        self._size: int = reader.doc_count_all()
        self._norms: dict[str, bytes] = {KEY: bytes([bm25.norm_of(1)]) * self._size}
        self._frequencies: dict[tuple[str, str], int] = {}
        # To find the documents of a pattern is expensive, and an answer takes several searches.
        self._holders: dict[Pattern, frozenset[int]] = {}

    @property
    def total(self) -> int:
        total: int = self._reader.doc_count()
        return total

    def every(self) -> Iterable[int]:
        ids: Iterable[int] = self._reader.all_doc_ids()
        return ids

    @_damage_errors
    def frequencies(self, field: str, token: str) -> dict[int, float]:
        found: dict[int, float] = {}
        for matcher, first in self._matchers(field, token):
            while matcher.is_active():
                found[matcher.id() + first] = matcher.weight()
                matcher.next()
        return found

    @_damage_errors
    def positions(self, field: str, token: str, among: Collection[int]) -> dict[int, Sequence[int]]:
        found: dict[int, Sequence[int]] = {}
        for matcher, first in self._matchers(field, token):
            while matcher.is_active():
                if matcher.id() + first in among:
                    found[matcher.id() + first] = matcher.value_as("positions")
                matcher.next()
        return found

    def document_frequency(self, field: str, token: str) -> int:
        if (field, token) not in self._frequencies:
            if len(self._frequencies) >= _CACHED_FREQUENCIES:
                self._frequencies.clear()
            self._frequencies[field, token] = self.counted(field, token)
        return self._frequencies[field, token]

    @_damage_errors
    def counted(self, field: str, token: str) -> int:
        """The document frequency without deleted documents, which Whoosh counts until their segment is
        merged."""
        encoded, count = token.encode(), 0
        for leaf, _ in self.segments:
            if not leaf.has_deletions():
                count += leaf.doc_frequency(field, encoded)
            elif (field, encoded) in leaf:
                count += sum(1 for _ in leaf.postings(field, encoded).all_ids())
        return count

    @_damage_errors
    def norms(self, field: str) -> Sequence[int]:
        if field not in self._norms:
            if self._rows is None:
                readers = [(leaf, leaf.column_reader(NORMS)) for leaf, _ in self.segments]
                self._rows = [column[at] for leaf, column in readers for at in range(leaf.doc_count_all())]
            place = self._places[field]
            self._norms[field] = bytes(row[place] for row in self._rows)
        return self._norms[field]

    @_damage_errors
    def average_length(self, field: str) -> float:
        length: int = self._reader.field_length(field)
        return length / self._size

    @_damage_errors
    def with_prefix(self, field: str, prefix: str) -> list[str]:
        return [each.decode() for each in self._reader.expand_prefix(field, prefix.encode())]

    def matching(self, field: str, wildcard: str) -> list[str]:
        prefix, matches = compile_wildcard(wildcard)
        return [each for each in self.with_prefix(field, prefix) if matches(each)]

    def holders(self, pattern: Pattern) -> frozenset[int]:
        if pattern not in self._holders:
            if len(self._holders) >= _CACHED_PATTERNS:
                del self._holders[next(iter(self._holders))]
            self._holders[pattern] = self._found_holders(pattern)
        return self._holders[pattern]

    def _found_holders(self, pattern: Pattern) -> frozenset[int]:
        field, text = pattern.field, pattern.text
        tokens: Iterable[str]
        match pattern.kind:
            case "Prefix":
                tokens = self.with_prefix(field, text)
            case "Wildcard":
                tokens = self.matching(field, text)
            case _:
                tokens = self.near(field, text, pattern.edits)
        return frozenset[int]().union(*(self.documents_with(field, token) for token in tokens))

    @_damage_errors
    def documents_with(self, field: str, token: str) -> set[int]:
        """The documents whose field has the token."""
        found: set[int] = set()
        for matcher, first in self._matchers(field, token):
            found.update(number + first for number in matcher.all_ids())
        return found

    @_damage_errors
    def near(self, field: str, token: str, distance: int) -> set[str]:
        found: set[str] = set()
        for leaf, _ in self.segments:
            budget.check()
            found.update(leaf.terms_within(field, token, distance))
        return found

    @_damage_errors
    def in_range(self, node: Any) -> list[int]:
        return [number for number, value in self._numbers(node.fieldname) if _within(value, node)]

    @_damage_errors
    def ordered(self, documents: Iterable[int], sort: Sort) -> list[int]:
        numbers = dict(self._numbers(sort.field))
        sign = -1 if sort.descending else 1
        return sorted(documents, key=lambda each: (each not in numbers, sign * numbers.get(each, 0), each))

    def values(self, field: str) -> list[tuple[str, ...]]:
        """The values of a facet field of each document."""
        found: defaultdict[int, list[str]] = defaultdict(list)
        for value in self.with_prefix(field, ""):
            for document in self.frequencies(field, value):
                found[document].append(value)
        return [tuple(found.get(number, ())) for number in range(self._size)]

    def _numbers(self, field: str) -> Iterator[tuple[int, int]]:
        """The documents that have a number in the field, and the number."""
        deleted = self._reader.is_deleted
        for leaf, first in self.segments:
            for number, value in enumerate(leaf.column_reader(field), first):
                if value != NO_NUMBER and not deleted(number):
                    yield number, value

    def _matchers(self, field: str, token: str) -> Iterator[tuple[Any, int]]:
        budget.check()
        encoded = token.encode()
        for leaf, first in self.segments:
            if (field, encoded) in leaf:
                yield leaf.postings(field, encoded), first


def _within(value: int, node: Any) -> bool:
    if node.start is not None and (value < node.start or (node.startexcl and value == node.start)):
        return False
    return not (node.end is not None and (value > node.end or (node.endexcl and value == node.end)))


def _opened(folder: Path) -> Any:
    try:
        next(folder.iterdir(), None)  # Whoosh takes a folder that it may not read for an empty one
        return storage.open_dir(str(folder))
    except Exception as fault:
        raise _cannot_open(folder, fault) from fault


def _cannot_open(folder: Path, fault: Exception) -> IndexUnusable:
    # Whoosh unpickles what it opens, so damage may show as any exception at all.
    return IndexUnusable(f"{folder}: can't be opened as a Whoosh index: {fault!r}; {remedy(fault)}")
