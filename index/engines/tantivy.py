"""Where are the postings? In tantivy's files.

The default engine: compiled, embedded, with checksummed files and atomic commits. How a tree is asked is the
matter of `tantivy_queries`; beside it the only module that may import tantivy.
"""

import errno
import hashlib
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import tantivy

from index.engines.contract import (
    KEY,
    MAX_TOKEN,
    Count,
    Document,
    Field,
    FieldKind,
    Found,
    Hit,
    Sort,
    Statistics,
    askable,
)
from index.engines.copying import copy_store
from index.engines.tantivy_queries import POSTINGS, TantivyQueries
from index.engines.tree import Query
from index.errors import IndexBusy, IndexUnusable

_STORED = "stored"
_BLANKS = "blanks"  # our tokenizer: tokens are what stands between blanks
_HEAP = 1_000_000_000  # bytes that the writer gathers before it writes a segment
_FREQUENCIES = 50_000  # of tokens, that are remembered
_FULL = 1_000_000  # bytes; a device with less room than that is taken for full
_OF_SEGMENT = re.compile(r"[0-9a-f]{32}\.")
_THREADS = 1  # one, so that equal scores keep the order of the input
_EVERY_VALUE = 65_000  # values of a facet in a segment; where fewer are counted in each, sums are too small


class TantivyEngine:
    @property
    def identity(self) -> str:
        # Tantivy's minor versions change its files, its patch versions don't.
        return "tantivy " + ".".join(metadata.version("tantivy").split(".")[:2])

    def create(self, folder: Path, fields: Sequence[Field]) -> "TantivyWriter":
        with _write_told(folder):
            index = tantivy.Index(_schema(fields), path=str(folder), reuse=False)
        return TantivyWriter(_with_tokenizer(index), folder, fields)

    def write(self, folder: Path, fields: Sequence[Field]) -> "TantivyWriter":
        return TantivyWriter(_opened(folder), folder, fields)

    def copy(self, folder: Path, to: Path) -> None:
        # A segment's files bear its random id and are written once; deletions make a new file.
        copy_store(folder, to, fixed=lambda name: bool(_OF_SEGMENT.match(name)))

    def open(self, folder: Path, fields: Sequence[Field]) -> "TantivyReader":
        with _damage_told(f"{folder}: can't be opened as a tantivy index"):
            return TantivyReader(_opened(folder), folder, fields)


class TantivyWriter:
    def __init__(self, index: tantivy.Index, folder: Path, fields: Sequence[Field]) -> None:
        self._facets = {field.name for field in fields if field.kind is FieldKind.FACET}
        try:
            self._writer = index.writer(heap_size=_HEAP, num_threads=_THREADS)
        except ValueError as fault:
            if "LockBusy" not in str(fault) and "lock" not in str(fault).lower():
                raise
            raise IndexBusy("another writer holds this store; try again when it is done") from None
        self._folder = folder
        self._uncommitted = False
        self.pending = 0

    def add(self, document: Document) -> None:
        self._uncommitted = True
        self.pending += len(document.stored) + sum(map(len, document.tokens.values()))
        added = tantivy.Document()
        added.add_text(KEY, document.key)
        for name, tokens in document.tokens.items():
            if tokens:
                added.add_text(name, tokens)
        for name, values in document.values.items():
            for value in askable(values):
                added.add_text(name, value)
                if name in self._facets:
                    added.add_unsigned(_numbered(name), _number_of(value))
        for name, number in document.numbers.items():
            added.add_integer(name, number)
        added.add_bytes(_STORED, document.stored)
        with _write_told(self._folder):
            self._writer.add_document(added)

    def replace(self, document: Document) -> None:
        self.delete(document.key)
        self.add(document)

    def delete(self, key: str) -> None:
        self._uncommitted = True
        with _write_told(self._folder):
            self._writer.delete_documents_by_term(KEY, key)

    def commit(self) -> None:
        with _write_told(self._folder):
            self._writer.commit()
        self._uncommitted = False
        self.pending = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        with _write_told(self._folder):
            if self._uncommitted:
                # This gives up merges too, so it is done only where there is something to take back.
                self._writer.rollback()
                self._writer.garbage_collect_files()
            self._writer.wait_merging_threads()


class TantivyReader:
    def __init__(self, index: tantivy.Index, folder: Path, fields: Sequence[Field]) -> None:
        self._bytes = sum(path.stat().st_size for path in folder.iterdir())  # it may be gone later
        # A reader is of one state, so no thread shall watch the folder, and touch it, for the next.
        index.config_reader(reload_policy="manual")
        index.reload()
        self._schema = index.schema
        self._searcher = index.searcher()
        self._queries = TantivyQueries(index.schema, {field.name: field.kind for field in fields})
        self._values: dict[str, dict[int, str]] = {}
        # A question asks for the same frequencies several times over, and the next one for many of them.
        self._frequency = lru_cache(maxsize=_FREQUENCIES)(self._searcher.doc_freq)

    @property
    def count(self) -> int:
        return self._searcher.num_docs

    def search(
        self,
        tree: Query,
        *,
        filters: Sequence[Query] = (),
        sort: Sort | None = None,
        offset: int = 0,
        limit: int = 10,
    ) -> Found:
        query = self._queries.query(tree) if limit and not sort else self._queries.matching(tree)
        query = self._queries.narrowed(query, filters)
        options: dict[str, Any] = {}
        if sort is not None:
            order = tantivy.Order.Desc if sort.descending else tantivy.Order.Asc
            options = {"order_by_field": sort.field, "order": order}
        # The library refuses a limit of none, so one is asked for and left out.
        with _damage_told():
            result = self._searcher.search(query, limit=max(limit, 1), offset=offset, count=True, **options)
            hits = [self._hit(0.0 if sort else score, address) for score, address in result.hits[:limit]]
        return Found(total=result.count, hits=tuple(hits))  # type: ignore[attr-defined]

    def facets(self, tree: Query, sizes: Mapping[str, int]) -> dict[str, tuple[Count, ...]]:
        wanted = {
            name: {"terms": {"field": _numbered(name), "size": size, "segment_size": _EVERY_VALUE}}
            for name, size in sizes.items()
            if self._values_of(name)  # to count none takes as long as to count some
        }
        counts: dict[str, tuple[Count, ...]] = dict.fromkeys(sizes, ())
        if wanted:
            with _damage_told():
                counted = self._searcher.aggregate(self._queries.matching(tree), wanted)
            for name in wanted:
                values = self._values_of(name)
                found = [(-each["doc_count"], values[each["key"]]) for each in counted[name]["buckets"]]
                counts[name] = tuple([Count(value, -less) for less, value in sorted(found)])
        return counts

    def fetch(self, keys: Iterable[str]) -> dict[str, bytes]:
        wanted = list(dict.fromkeys(keys))
        if not wanted:
            return {}
        query = tantivy.Query.term_set_query(self._schema, KEY, wanted)
        with _damage_told():
            found = self._searcher.search(query, limit=len(wanted), count=False).hits
            hits = [self._hit(score, address) for score, address in found]
        return {hit.key: hit.stored for hit in hits}

    def documents(self) -> Iterator[tuple[str, bytes]]:
        if not self.count:
            return
        with _damage_told():
            found = self._searcher.search(tantivy.Query.all_query(), limit=self.count).hits
        for score, address in found:
            with _damage_told():
                hit = self._hit(score, address)
            yield hit.key, hit.stored

    def terms(self, field: str, prefix: str = "", *, limit: int | None = None) -> tuple[Count, ...]:
        # The library sorts by count alone, so equal ones are put in order here.
        with _damage_told():
            found = self._searcher.terms_with_prefix(field, prefix)
        counts = (Count(token, count) for token, count in found)
        return tuple(sorted(counts, key=lambda count: (-count.count, count.value))[:limit])

    def document_frequency(self, field: str, token: str) -> int:
        return self._frequency(field, token)

    def statistics(self) -> Statistics:
        return Statistics(self.count, self._searcher.num_segments, self._bytes)

    def close(self) -> None:
        """The files are unmapped with the last reference to the searcher."""
        del self._searcher, self._frequency

    def _hit(self, score: float, address: tantivy.DocAddress) -> Hit:
        document = self._searcher.doc(address)
        return Hit(document[KEY][0], score, bytes(document[_STORED][0]))

    def _values_of(self, facet: str) -> dict[int, str]:
        """The values of a facet by their numbers."""
        if facet not in self._values:
            self._values[facet] = {_number_of(each.value): each.value for each in self.terms(facet)}
        return self._values[facet]


@contextmanager
def _damage_told(what: str = "the index is damaged") -> Iterator[None]:
    """What tantivy says of damaged files, as the error of this project; where it trusts a file too far it
    panics, which arrives as an exception that is no Exception."""
    try:
        yield
    except (ValueError, OSError) as fault:
        raise IndexUnusable(f"{what}; reindex to mend it: {fault}") from None
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":
            raise
        raise IndexUnusable(f"{what}; reindex to mend it: {fault}") from None


@contextmanager
def _write_told(folder: Path) -> Iterator[None]:
    """What tantivy says where it can't write, as the OSError that it was."""
    try:
        yield
    except ValueError as fault:
        # What happened in its thread is told late and without a reason, so the device is looked at.
        full = "os error 28" in str(fault) or shutil.disk_usage(folder).free < _FULL
        raise OSError(errno.ENOSPC if full else errno.EIO, str(fault)) from None


def _opened(folder: Path) -> tantivy.Index:
    with _damage_told(f"{folder}: can't be opened as a tantivy index"):
        return _with_tokenizer(tantivy.Index.open(str(folder)))


def _with_tokenizer(index: tantivy.Index) -> tantivy.Index:
    tokenizer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    index.register_tokenizer(_BLANKS, tokenizer.filter(tantivy.Filter.remove_long(MAX_TOKEN + 1)).build())
    return index


def _schema(fields: Sequence[Field]) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(KEY, stored=True, tokenizer_name="raw", index_option="basic")
    for field in fields:
        if field.kind is FieldKind.NUMBER:
            builder.add_integer_field(field.name, indexed=True, fast=True)
        elif field.kind in POSTINGS:
            builder.add_text_field(field.name, tokenizer_name=_BLANKS, index_option=POSTINGS[field.kind])
        else:
            builder.add_text_field(field.name, tokenizer_name="raw", index_option="basic")
            if field.kind is FieldKind.FACET:
                builder.add_unsigned_field(_numbered(field.name), fast=True)
    builder.add_bytes_field(_STORED, stored=True)
    return builder.build()


def _numbered(facet: str) -> str:
    """The field that has the values of a facet as numbers, which are counted four times faster."""
    return f"{facet}#"


def _number_of(value: str) -> int:
    """The number of a value, the same in every store; no two of a million values are likely to share one."""
    return int.from_bytes(hashlib.blake2b(value.encode(), digest_size=8).digest(), "big")
