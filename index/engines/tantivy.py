"""Where are the postings? In tantivy's files.

The default engine: compiled, embedded, with checksummed files and atomic commits. The only module that may
import tantivy.
"""

import errno
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import tantivy

import index.engines.tree as nodes
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
from index.engines.patterns import as_regex, refuse_long
from index.engines.placements import Placed, placements
from index.engines.tree import Query
from index.errors import IndexBusy, IndexUnusable, TreeError

_STORED = "stored"
_BLANKS = "blanks"  # our tokenizer: tokens are what stands between blanks
_HEAP = 256_000_000  # bytes that the writer gathers before it writes a segment
_FREQUENCIES = 50_000  # that are remembered
_FULL = 1_000_000  # bytes; a device with less room than that is taken for full
_LEAST = -(2**63)
_OF_SEGMENT = re.compile(r"[0-9a-f]{32}\.")
_THREADS = 1  # one, so that equal scores keep the order of the input

_POSTINGS = {FieldKind.TOKENS: "freq", FieldKind.POSITIONS: "position", FieldKind.SET: "basic"}


class TantivyEngine:
    @property
    def identity(self) -> str:
        # Tantivy's minor versions change its files, its patch versions don't.
        return "tantivy " + ".".join(metadata.version("tantivy").split(".")[:2])

    def create(self, folder: Path, fields: Sequence[Field]) -> "TantivyWriter":
        with _write_told(folder):
            index = tantivy.Index(_schema(fields), path=str(folder), reuse=False)
        return TantivyWriter(_with_tokenizer(index), folder)

    def write(self, folder: Path, fields: Sequence[Field]) -> "TantivyWriter":
        return TantivyWriter(_opened(folder), folder)

    def copy(self, folder: Path, to: Path) -> None:
        # A segment's files bear its random id and are written once; deletions make a new file.
        copy_store(folder, to, fixed=lambda name: bool(_OF_SEGMENT.match(name)))

    def open(self, folder: Path, fields: Sequence[Field]) -> "TantivyReader":
        with _damage_told(f"{folder}: can't be opened as a tantivy index"):
            return TantivyReader(_opened(folder), folder, fields)


class TantivyWriter:
    def __init__(self, index: tantivy.Index, folder: Path) -> None:
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
        self._kinds = {field.name: field.kind for field in fields}
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
        facets: Mapping[str, int] = {},
    ) -> Found:
        query = self._translate(tree)
        if filters:
            silent = [tantivy.Query.const_score_query(self._translate(each), 0.0) for each in filters]
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in (query, *silent)])
        options: dict[str, Any] = {}
        if sort is not None:
            order = tantivy.Order.Desc if sort.descending else tantivy.Order.Asc
            options = {"order_by_field": sort.field, "order": order}
        # The library refuses a limit of none, so one is asked for and left out.
        with _damage_told():
            result = self._searcher.search(query, limit=max(limit, 1), offset=offset, count=True, **options)
        return Found(
            total=result.count,  # type: ignore[attr-defined]
            hits=tuple(self._hit(0.0 if sort else score, address) for score, address in result.hits[:limit]),
            facets=self._facets(query, facets),
        )

    def fetch(self, keys: Iterable[str]) -> dict[str, bytes]:
        wanted = list(dict.fromkeys(keys))
        if not wanted:
            return {}
        query = tantivy.Query.term_set_query(self._schema, KEY, wanted)
        with _damage_told():
            found = self._searcher.search(query, limit=len(wanted), count=False).hits
        hits = (self._hit(score, address) for score, address in found)
        return {hit.key: hit.stored for hit in hits}

    def documents(self) -> Iterator[tuple[str, bytes]]:
        if not self.count:
            return
        with _damage_told():
            found = self._searcher.search(tantivy.Query.all_query(), limit=self.count).hits
        for score, address in found:
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
        with _damage_told():
            document = self._searcher.doc(address)
        return Hit(document[KEY][0], score, bytes(document[_STORED][0]))

    def _facets(self, query: tantivy.Query, facets: Mapping[str, int]) -> dict[str, tuple[Count, ...]]:
        if not facets:
            return {}
        wanted = {
            name: {"terms": {"field": name, "size": size, "order": {"_count": "desc"}}}
            for name, size in facets.items()
        }
        with _damage_told():
            counted = self._searcher.aggregate(query, wanted)
        return {
            name: tuple(
                sorted(
                    (Count(bucket["key"], bucket["doc_count"]) for bucket in counted[name]["buckets"]),
                    key=lambda count: (-count.count, count.value),
                )
            )
            for name in facets
        }

    def _translate(self, node: Query) -> tantivy.Query:
        query = _TRANSLATIONS[_kind_of(node)](self, node)
        boost = getattr(node, "boost", 1.0)
        return query if boost == 1.0 else tantivy.Query.boost_query(query, boost)

    def _term(self, node: Any) -> tantivy.Query:
        option = _POSTINGS.get(self._kinds.get(node.fieldname, FieldKind.KEYWORD), "basic")
        return tantivy.Query.term_query(self._schema, node.fieldname, node.text, index_option=option)

    def _phrase(self, node: Any) -> tantivy.Query:
        field, ways = placements(node)
        parts = [self._placed(field, way) for way in ways if way]
        return parts[0] if len(parts) == 1 else _best(parts, 0.0)

    def _placed(self, field: str, way: Sequence[Placed]) -> tantivy.Query:
        if len(way) == 1:
            return tantivy.Query.term_query(self._schema, field, way[0].word)
        return tantivy.Query.phrase_query(self._schema, field, [(each.offset, each.word) for each in way])

    def _prefix(self, node: Any) -> tantivy.Query:
        return tantivy.Query.regex_query(self._schema, node.fieldname, as_regex(node.text, open_end=True))

    def _wildcard(self, node: Any) -> tantivy.Query:
        return tantivy.Query.regex_query(self._schema, node.fieldname, as_regex(node.text))

    def _fuzzy(self, node: Any) -> tantivy.Query:
        refuse_long(node.text)
        return tantivy.Query.fuzzy_term_query(
            self._schema, node.fieldname, node.text, distance=node.maxdist, transposition_cost_one=False
        )

    def _and(self, node: Any) -> tantivy.Query:
        return self._boolean(
            [
                (tantivy.Occur.MustNot, part.query)
                if isinstance(part, nodes.Not)
                else (tantivy.Occur.Must, part)
                for part in node.subqueries
            ]
        )

    def _or(self, node: Any) -> tantivy.Query:
        return self._boolean([(tantivy.Occur.Should, part) for part in node.subqueries], node.minmatch)

    def _and_maybe(self, node: Any) -> tantivy.Query:
        first, other = node.a, node.b
        return self._boolean([(tantivy.Occur.Must, first), (tantivy.Occur.Should, other)])

    def _not(self, node: Any) -> tantivy.Query:
        return tantivy.Query.const_score_query(self._boolean([(tantivy.Occur.MustNot, node.query)]), 0.0)

    def _boolean(self, clauses: list[tuple[tantivy.Occur, Any]], least: int = 0) -> tantivy.Query:
        if len(clauses) < max(least, 1):
            return tantivy.Query.empty_query()
        parts = [(occur, self._translate(part)) for occur, part in clauses]
        if all(occur is tantivy.Occur.MustNot for occur, _ in parts):
            everything = tantivy.Query.const_score_query(tantivy.Query.all_query(), 0.0)
            parts.append((tantivy.Occur.Must, everything))
        return tantivy.Query.boolean_query(parts, least if least > 1 else None)

    def _constant(self, node: Any) -> tantivy.Query:
        return tantivy.Query.const_score_query(self._translate(node.child), node.score)

    def _best_of(self, node: Any) -> tantivy.Query:
        return _best([self._translate(part) for part in node.subqueries], node.tiebreak)

    def _range(self, node: Any) -> tantivy.Query:
        return tantivy.Query.range_query(
            self._schema,
            node.fieldname,
            tantivy.FieldType.Integer,
            # The library wants one limit at least; none at all means every document that has a number.
            lower_bound=_LEAST if node.start is None and node.end is None else node.start,
            upper_bound=node.end,
            include_lower=node.start is None or not node.startexcl,
            include_upper=node.end is None or not node.endexcl,
        )

    def _every(self, node: Any) -> tantivy.Query:
        # Bare, it would be left out of a conjunction, and its score with it.
        return tantivy.Query.const_score_query(tantivy.Query.all_query(), 1.0)

    def _none(self, node: Any) -> tantivy.Query:
        return tantivy.Query.empty_query()


_TRANSLATIONS: dict[type, Callable[[TantivyReader, Any], tantivy.Query]] = {
    nodes.Term: TantivyReader._term,
    nodes.Phrase: TantivyReader._phrase,
    nodes.Sequence: TantivyReader._phrase,
    nodes.Prefix: TantivyReader._prefix,
    nodes.Wildcard: TantivyReader._wildcard,
    nodes.FuzzyTerm: TantivyReader._fuzzy,
    nodes.And: TantivyReader._and,
    nodes.Or: TantivyReader._or,
    nodes.AndMaybe: TantivyReader._and_maybe,
    nodes.Not: TantivyReader._not,
    nodes.ConstantScoreQuery: TantivyReader._constant,
    nodes.DisjunctionMax: TantivyReader._best_of,
    nodes.NumericRange: TantivyReader._range,
    nodes.Every: TantivyReader._every,
    type(nodes.NullQuery): TantivyReader._none,
}


def _best(parts: list[tantivy.Query], tiebreak: float) -> tantivy.Query:
    if not parts:
        return tantivy.Query.empty_query()
    return tantivy.Query.disjunction_max_query(parts, tie_breaker=tiebreak)


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


def _kind_of(node: Query) -> type:
    if type(node) not in _TRANSLATIONS:
        raise TreeError(f"{type(node).__name__} is no node that an engine answers; see index/engines/tree.py")
    return type(node)


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
        elif field.kind in _POSTINGS:
            builder.add_text_field(field.name, tokenizer_name=_BLANKS, index_option=_POSTINGS[field.kind])
        else:
            facet = field.kind is FieldKind.FACET
            builder.add_text_field(field.name, tokenizer_name="raw", index_option="basic", fast=facet)
    builder.add_bytes_field(_STORED, stored=True)
    return builder.build()
