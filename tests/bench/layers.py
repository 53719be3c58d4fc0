"""What does each layer of analysis cost and give?

    make bench-layers        (or: python tests/bench/layers.py)

Index size and writing time of 20 MB of lctt-zh with each set of layers; relevance of each on CMRC 2018,
every passage an article of one paragraph and the words of a question optional; and how long a single
character takes by the layer `chars` and by a prefix over `grams`. Needs the texts beside the project.
"""

import gzip
import json
import re
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import tantivy

from index import Analyzer, Layer, configured_analyzer, fields
from index.articles.article import ArticleRecord, from_record
from index.articles.documents import document_of
from index.articles.fields import ARTICLE_FIELDS
from index.engines import Document, Reader, open_engine
from index.engines.tree import DisjunctionMax, Or, Phrase, Query, Term

SHARED = Path(__file__).parents[3] / "shared/data"
TEXT = "paragraphs"
MEGABYTES = 20
SETS = {
    "words": {Layer.WORDS},
    "grams": {Layer.GRAMS},
    "words + grams": {Layer.WORDS, Layer.GRAMS},
    "words + grams + chars": {Layer.WORDS, Layer.GRAMS, Layer.CHARS},
}


def lines(file: Path) -> Iterator[dict[str, object]]:
    with gzip.open(file, "rt", encoding="utf-8") as rows:
        yield from map(json.loads, rows)


def documents(records: list[dict[str, object]], analyzer: Analyzer) -> list[Document]:
    decoded = (from_record(msgspec.convert(record, ArticleRecord)).article for record in records)
    return [document_of(article, analyzer) for article in decoded]


def built(folder: Path, given: list[Document], layers: set[Layer]) -> tuple[Reader, float, int]:
    """A store of the documents with only these layers; the seconds it took, its bytes without the stored."""
    engine = open_engine("tantivy")
    endings = tuple(f"_{layer.value}" for layer in layers)
    began = time.perf_counter()
    with engine.create(folder, ARTICLE_FIELDS) as writer:
        for document in given:
            tokens = {name: text for name, text in document.tokens.items() if name.endswith(endings)}
            writer.add(msgspec.structs.replace(document, tokens=tokens, stored=b""))
        writer.commit()
    seconds = time.perf_counter() - began
    size = sum(path.stat().st_size for path in folder.iterdir() if path.suffix != ".store")
    return engine.open(folder, ARTICLE_FIELDS), seconds, size


def question_tree(question: str, analyzer: Analyzer, layers: set[Layer]) -> Query:
    """The units of a question, each the best of the layers, none of them required."""
    units = []
    for unit in analyzer.units(question):
        clauses: list[Query] = []
        if Layer.WORDS in layers:
            clauses += [Term(fields.physical(TEXT, Layer.WORDS), word) for word in unit.words]
        if Layer.GRAMS in layers and len(unit.grams) == 1:
            clauses.append(Term(fields.physical(TEXT, Layer.GRAMS), unit.grams[0]))
        elif Layer.GRAMS in layers and unit.grams:
            clauses.append(Phrase(fields.physical(TEXT, Layer.GRAMS), list(unit.grams)))
        if Layer.CHARS in layers and unit.chars:
            clauses.append(Term(fields.physical(TEXT, Layer.CHARS), unit.chars, boost=0.5))
        if clauses:
            units.append(DisjunctionMax(clauses, tiebreak=0.1))
    return Or(units)


def reciprocal_rank(reader: Reader, tree: Query, expected: str) -> float:
    keys = [hit.key for hit in reader.search(tree, limit=10).hits]
    return 1 / (keys.index(expected) + 1) if expected in keys else 0.0


def milliseconds(ask: object, times: int = 7) -> float:
    assert callable(ask)
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def main() -> None:
    analyzer = configured_analyzer()
    articles: list[dict[str, object]] = []
    size = 0
    for record in lines(SHARED / "articles/lctt-zh.jsonl.gz"):
        articles.append(
            {"id": record["id"], "title": record["title"] or "x", "paragraphs": record["paragraphs"]}
        )
        size += sum(len(paragraph.encode()) for paragraph in record["paragraphs"])  # type: ignore[attr-defined]
        if size > MEGABYTES * 1e6:
            break
    passages = list(lines(SHARED / "relevance/cmrc2018/docs.jsonl.gz"))
    questions = {
        str(row["id"]): str(row["text"]) for row in lines(SHARED / "relevance/cmrc2018/queries.jsonl.gz")
    }
    rows = (SHARED / "relevance/cmrc2018/qrels.tsv").read_text().splitlines()
    expected = {row.split("\t")[0]: row.split("\t")[1] for row in rows}
    big = documents(articles, analyzer)
    small = documents(
        [{"id": row["id"], "title": "x", "paragraphs": [row["body"]]} for row in passages], analyzer
    )
    print(f"{'layers':24} {'seconds':>8} {'size/text':>10} {'CMRC MRR@10':>12}")
    with tempfile.TemporaryDirectory() as root:
        for number, (name, layers) in enumerate(SETS.items()):
            folders = [Path(root) / f"{kind}{number}" for kind in ("big", "small")]
            for folder in folders:
                folder.mkdir()
            reader, seconds, held = built(folders[0], big, layers)
            judged, _, _ = built(folders[1], small, layers)
            rank = statistics.fmean(
                reciprocal_rank(judged, question_tree(text, analyzer, layers), expected[key])
                for key, text in questions.items()
            )
            print(f"{name:24} {seconds:8.1f} {held / size:10.3f} {rank:12.4f}")
        raw = tantivy.Index.open(str(folders[0]))
        blanks = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        raw.register_tokenizer("blanks", blanks)
        searcher, field = raw.searcher(), fields.physical(TEXT, Layer.GRAMS)
        for character in "的数微龘":
            term = Term(fields.physical(TEXT, Layer.CHARS), character)
            prefix = tantivy.Query.regex_query(raw.schema, field, re.escape(character) + ".*")
            print(
                f"{character}: by chars {milliseconds(lambda term=term: reader.search(term)):.2f} ms, "
                f"by a prefix {milliseconds(lambda prefix=prefix: searcher.search(prefix, 10)):.2f} ms"
            )


if __name__ == "__main__":
    main()
