"""How are postings stored in tantivy's files, and read from them?

The default engine: compiled, embedded, with checksummed files and atomic commits. `tantivy_queries`
translates the trees; apart from it the only module that may import tantivy.
"""

import errno
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from importlib import metadata
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import tantivy

import index.engines.bm25 as bm25
import index.engines.budget as budget
from index.engines.contract import (
    KEY,
    MAX_TOKEN,
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
from index.engines.tantivy_queries import POSTINGS, TantivyQueries
from index.engines.tree import Query
from index.errors import PERMISSION_HINT, REINDEX_HINT, IndexBusy, IndexUnusable, remedy

_STORED = "stored"
_TOKENIZER = "blanks"  # our own: tokens are separated by blanks
_HEAP = 1_000_000_000  # bytes that the writer buffers before it writes a segment
_CACHED_FREQUENCIES = 50_000
_MIN_FREE = 1_000_000  # bytes; a device with less free space counts as full
_SEGMENT_FILE = re.compile(r"[0-9a-f]{32}\.")
_META_LOCK = ".tantivy-meta.lock"  # held by a reader while it opens the files that `meta.json` names
_FEW_VALUES = 1_000  # of a facet, which are counted as fast as one
_THREADS = 1  # one, so that equal scores keep the order of the input
_SEGMENT_VALUES = 65_000  # values of a facet that are counted in each segment; with fewer, sums are too small


class TantivyEngine:
    @property
    def identity(self) -> str:
        # Tantivy's minor versions change its files, its patch versions don't.
        return "tantivy " + ".".join(metadata.version("tantivy").split(".")[:2])

    def create(self, folder: Path, fields: Sequence[Field]) -> "TantivyWriter":
        with _write_errors(folder):
            index = tantivy.Index(_schema(fields), path=str(folder), reuse=False)
        return TantivyWriter(_with_tokenizer(index), folder, fields)

    def write(self, folder: Path, fields: Sequence[Field]) -> "TantivyWriter":
        return TantivyWriter(_opened(folder), folder, fields)

    def copy(self, folder: Path, to: Path) -> None:
        # The files of a segment are named by its random id and written once; deletions make a new file.
        copy_store(folder, to, is_immutable=lambda name: bool(_SEGMENT_FILE.match(name)))

    def open(self, folder: Path, fields: Sequence[Field]) -> "TantivyReader":
        with _lockable(folder) as place, _damage_errors(f"{folder}: can't be opened as a tantivy index"):
            return TantivyReader(_with_tokenizer(tantivy.Index.open(str(place))), folder, fields)


class TantivyWriter:
    def __init__(self, index: tantivy.Index, folder: Path, fields: Sequence[Field]) -> None:
        self._facets = {field.name for field in fields if field.kind is FieldKind.FACET}
        try:
            self._writer = index.writer(heap_size=_HEAP, num_threads=_THREADS)
        except ValueError as fault:
            if "LockBusy" not in str(fault) and "lock" not in str(fault).lower():
                raise
            raise IndexBusy("another writer has this store open; try again when it has finished") from None
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
            for value in indexable(values):
                added.add_text(name, value)
                if name in self._facets:
                    added.add_unsigned(_hash_field(name), _hash_of(value))
        for name, number in document.numbers.items():
            added.add_integer(name, number)
        added.add_bytes(_STORED, document.stored)
        with _write_errors(self._folder):
            self._writer.add_document(added)

    def replace(self, document: Document) -> None:
        self.delete(document.key)
        self.add(document)

    def delete(self, key: str) -> None:
        self._uncommitted = True
        with _write_errors(self._folder):
            self._writer.delete_documents_by_term(KEY, key)

    def commit(self) -> None:
        with _write_errors(self._folder):
            self._writer.commit()
        self._uncommitted = False
        self.pending = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        with _write_errors(self._folder):
            if self._uncommitted:
                # This cancels merges too, so it is done only if there is something to discard.
                self._writer.rollback()
                self._writer.garbage_collect_files()
            self._writer.wait_merging_threads()


class TantivyReader:
    def __init__(self, index: tantivy.Index, folder: Path, fields: Sequence[Field]) -> None:
        self._bytes = sum(path.stat().st_size for path in folder.iterdir())  # the folder may be removed later
        # A reader sees one state, so no thread needs to watch the folder, and touch it, for a newer one.
        index.config_reader(reload_policy="manual")
        index.reload()
        self._schema = index.schema
        self._searcher = index.searcher()
        self._queries = TantivyQueries(index.schema, {field.name: field.kind for field in fields})
        self._values: dict[str, dict[int, str]] = {}
        # A query looks up the same frequencies several times, and the next query many of them again. The
        # library's own count deleted documents until their segment is merged.
        all_documents = _all_documents(folder)
        self._has_deleted = all_documents > self._searcher.num_docs
        self._frequency = lru_cache(maxsize=_CACHED_FREQUENCIES)(
            partial(_live_frequency, self._searcher, self._schema)
            if self._has_deleted
            else self._searcher.doc_freq
        )
        if self._has_deleted:
            self._queries.correction = partial(
                _idf_correction, self._searcher, all_documents, self._frequency
            )

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
        query = self._queries.filtered(query, filters)
        options: dict[str, Any] = {}
        if sort is not None:
            order = tantivy.Order.Desc if sort.descending else tantivy.Order.Asc
            options = {"order_by_field": sort.field, "order": order}
        # The library refuses a limit of 0, so one hit is requested and dropped.
        with _damage_errors():
            result = self._searcher.search(query, limit=max(limit, 1), offset=offset, count=True, **options)
            hits = [self._hit(0.0 if sort else score, address) for score, address in result.hits[:limit]]
        return Found(total=result.count, hits=tuple(hits))  # type: ignore[attr-defined]

    def facets(self, tree: Query, sizes: Mapping[str, int]) -> dict[str, tuple[Count, ...]]:
        query = self._queries.matching(tree)
        # Counting a facet without values takes as long as any other. One more than the requested values shows
        # whether there are equal counts at the cut, which the library orders by their hashes.
        requests = {
            name: _terms_request(name, max(size + 1, _FEW_VALUES))
            for name, size in sizes.items()
            if self._values_of(name)
        }
        counted = self._counted(query, requests)
        cut = {
            name: counted[name][sizes[name] - 1]["doc_count"]
            for name, request in requests.items()
            if 0 < sizes[name] < len(counted[name]) == request["terms"]["size"]
            and counted[name][-1]["doc_count"] == counted[name][sizes[name] - 1]["doc_count"]
        }
        counted |= self._counted(
            query, {name: _terms_request(name, _SEGMENT_VALUES, least=count) for name, count in cut.items()}
        )
        return {name: self._ranked_values(name, counted.get(name, ()), size) for name, size in sizes.items()}

    def scorer(self, keys: Iterable[str]) -> Scorer:
        unique = list(dict.fromkeys(keys))
        among = tantivy.Query.const_score_query(
            tantivy.Query.term_set_query(self._schema, KEY, unique)
            if unique
            else tantivy.Query.empty_query(),
            0.0,
        )
        limit = max(len(unique), 1)
        with _damage_errors():
            places = [address for _, address in self._searcher.search(among, limit=limit).hits]
            by_place = {_place(each): self._searcher.doc(each)[KEY][0] for each in places}

        def scores(tree: Query) -> dict[str, float]:
            occurs = tantivy.Occur.Must
            query = tantivy.Query.boolean_query([(occurs, self._queries.query(tree)), (occurs, among)])
            with _damage_errors():
                found = self._searcher.search(query, limit=limit).hits
            return {by_place[_place(address)]: score for score, address in found}

        return scores

    def fetch(self, keys: Iterable[str]) -> dict[str, bytes]:
        unique = list(dict.fromkeys(keys))
        if not unique:
            return {}
        query = tantivy.Query.term_set_query(self._schema, KEY, unique)
        with _damage_errors():
            found = self._searcher.search(query, limit=len(unique), count=False).hits
            hits = [self._hit(score, address) for score, address in found]
        return {hit.key: hit.stored for hit in hits}

    def documents(self) -> Iterator[tuple[str, bytes]]:
        if not self.count:
            return
        with _damage_errors():
            found = self._searcher.search(tantivy.Query.all_query(), limit=self.count).hits
        for score, address in found:
            with _damage_errors():
                hit = self._hit(score, address)
            yield hit.key, hit.stored

    def terms(
        self,
        field: str,
        prefix: str = "",
        *,
        limit: int | None = None,
        matches: Callable[[str], object] | None = None,
    ) -> tuple[Count, ...]:
        # The library sorts by count alone, so equal counts are sorted here.
        with _damage_errors():
            found = self._searcher.terms_with_prefix(field, prefix)
            if matches is not None:
                found = [(token, count) for token, count in found if matches(token)]
            if self._has_deleted:
                live = partial(_live_frequency, self._searcher, self._schema, field)
                found = [(token, count) for token, _ in found if (count := live(token))]
        counts = (Count(token, count) for token, count in found)
        return tuple(sorted(counts, key=lambda count: (-count.count, count.value))[:limit])

    def document_frequency(self, field: str, token: str) -> int:
        return self._frequency(field, token)

    def statistics(self) -> Statistics:
        return Statistics(self.count, self._searcher.num_segments, self._bytes)

    def close(self) -> None:
        """The files are unmapped with the last reference to the searcher."""
        del self._searcher, self._frequency, self._queries

    def _hit(self, score: float, address: tantivy.DocAddress) -> Hit:
        document = self._searcher.doc(address)
        return Hit(document[KEY][0], score, bytes(document[_STORED][0]))

    def _counted(self, query: tantivy.Query, requests: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
        """The buckets of each request."""
        if not requests:
            return {}
        with _damage_errors():
            counted = self._searcher.aggregate(query, dict(requests))
        return {name: counted[name]["buckets"] for name in requests}

    def _ranked_values(
        self, facet: str, buckets: Iterable[Mapping[str, Any]], size: int
    ) -> tuple[Count, ...]:
        values = self._values_of(facet)
        found = sorted((-each["doc_count"], values[each["key"]]) for each in buckets)
        return tuple([Count(value, -less) for less, value in found[:size]])

    def _values_of(self, facet: str) -> dict[int, str]:
        """The values of a facet by their hashes."""
        if facet not in self._values:
            with budget.uncharged():
                self._values[facet] = {_hash_of(each.value): each.value for each in self.terms(facet)}
        return self._values[facet]


def _place(address: tantivy.DocAddress) -> tuple[int, int]:
    return address.segment_ord, address.doc


def _terms_request(facet: str, size: int, *, least: int = 1) -> dict[str, Any]:
    """A request for the values of a facet that at least so many documents have, the most frequent first."""
    options = {"size": size, "segment_size": _SEGMENT_VALUES, "min_doc_count": least}
    return {"terms": {"field": _hash_field(facet), **options}}


def _all_documents(folder: Path) -> int:
    """The number of documents of a store with the deleted ones whose segment isn't merged yet."""
    segments = json.loads((folder / "meta.json").read_bytes())["segments"]
    return sum(each["max_doc"] for each in segments)


def _live_frequency(searcher: Any, schema: tantivy.Schema, field: str, token: str) -> int:
    query = tantivy.Query.term_query(schema, field, token, index_option="basic")
    count: int = searcher.search(query, limit=1, count=True).count
    return count


def _idf_correction(
    searcher: Any,
    all_documents: int,
    frequency: Callable[[str, str], int],
    field: str,
    tokens: Sequence[str],
) -> float:
    """The idf of tokens in relation to the library's, which counts deleted documents."""
    own = sum(bm25.idf(frequency(field, token), searcher.num_docs) for token in tokens)
    return own / sum(bm25.idf(searcher.doc_freq(field, token), all_documents) for token in tokens)


@contextmanager
def _damage_errors(what: str = "the index is damaged") -> Iterator[None]:
    """Turn tantivy's errors on damaged files into IndexUnusable. If it trusts a file too far it panics, which
    arrives as a BaseException that is no Exception. Reading takes from the budget of the request."""
    budget.check()
    try:
        yield
    except (ValueError, OSError) as fault:
        hint = PERMISSION_HINT if "PermissionDenied" in str(fault) else remedy(fault)
        raise IndexUnusable(f"{what}: {fault}; {hint}") from None
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":
            raise
        raise IndexUnusable(f"{what}: {fault}; {REINDEX_HINT}") from None


@contextmanager
def _write_errors(folder: Path) -> Iterator[None]:
    """Turn tantivy's errors when it can't write back into an OSError."""
    try:
        yield
    except ValueError as fault:
        # A failure in its own thread is reported late and without a reason, so look at the device.
        full = "os error 28" in str(fault) or shutil.disk_usage(folder).free < _MIN_FREE
        raise OSError(errno.ENOSPC if full else errno.EIO, str(fault)) from None


@contextmanager
def _lockable(folder: Path) -> Iterator[Path]:
    """A folder with the files of this store in which a reader can take its lock: the store's own, or, where
    that can't be written, a temporary one of links to its files.

    Tantivy opens its lock for writing even to read. A reader has all files mapped once it is open, and the
    files of a generation that is live never change, so the links aren't needed any longer.
    """
    try:
        os.close(os.open(folder / _META_LOCK, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o666))
    except OSError:
        pass  # not ours to write; a missing or unreadable folder is reported below or by tantivy
    else:
        yield folder
        return
    with _link_folder(folder) as links:
        yield links


@contextmanager
def _link_folder(folder: Path) -> Iterator[Path]:
    try:
        names = [each for each in os.listdir(folder) if each != _META_LOCK]
        links = Path(tempfile.mkdtemp(prefix="yinsuo-", dir=_writable_folder()))
    except OSError as fault:
        what = f"{fault.filename or 'a folder for temporary files'}: {fault.strerror}"
        raise IndexUnusable(f"{folder}: can't be opened: {what}; {remedy(fault)}") from None
    try:
        for name in names:
            (links / name).symlink_to(folder.absolute() / name)
        yield links
    finally:
        shutil.rmtree(links, ignore_errors=True)


def _writable_folder() -> str:
    """Where temporary files can be made; memory where no disk can be written, as in many containers."""
    try:
        return tempfile.gettempdir()
    except OSError:
        if os.access("/dev/shm", os.W_OK | os.X_OK):
            return "/dev/shm"
        raise


def _opened(folder: Path) -> tantivy.Index:
    with _damage_errors(f"{folder}: can't be opened as a tantivy index"):
        return _with_tokenizer(tantivy.Index.open(str(folder)))


def _with_tokenizer(index: tantivy.Index) -> tantivy.Index:
    tokenizer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    index.register_tokenizer(_TOKENIZER, tokenizer.filter(tantivy.Filter.remove_long(MAX_TOKEN + 1)).build())
    return index


def _schema(fields: Sequence[Field]) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(KEY, stored=True, tokenizer_name="raw", index_option="basic")
    for field in fields:
        if field.kind is FieldKind.NUMBER:
            builder.add_integer_field(field.name, indexed=True, fast=True)
        elif field.kind in POSTINGS:
            builder.add_text_field(field.name, tokenizer_name=_TOKENIZER, index_option=POSTINGS[field.kind])
        else:
            builder.add_text_field(field.name, tokenizer_name="raw", index_option="basic")
            if field.kind is FieldKind.FACET:
                builder.add_unsigned_field(_hash_field(field.name), fast=True)
    builder.add_bytes_field(_STORED, stored=True)
    return builder.build()


def _hash_field(facet: str) -> str:
    """The field that holds the values of a facet as hashes, since numbers are counted four times faster."""
    return f"{facet}#"


def _hash_of(value: str) -> int:
    """A hash of a value, the same in every store; no two of a million values are likely to share one."""
    return int.from_bytes(hashlib.blake2b(value.encode(), digest_size=8).digest(), "big")
