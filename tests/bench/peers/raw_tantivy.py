"""tantivy by itself, with the very tokens of Yinsuo's analyzer: the floor of what can be reached with it.

One field a layer, and any of the tokens of the question; only numbers are stored.
"""

from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path

import tantivy

from index import Analyzer, configured_analyzer
from tests.bench.peers.contract import Peer, Text, size_of

WORDS, GRAMS = "words", "grams"
Terms = list[tuple[str, str]]  # field, token


class RawTantivy:
    version = metadata.version("tantivy")

    def __init__(self, folder: Path, analyzer: Analyzer, *, fields: Sequence[str] = (WORDS,)) -> None:
        index = tantivy.Index.open(str(folder))
        _teach(index)
        self._schema = index.schema
        self._searcher = index.searcher()
        self._analyzer = analyzer
        self._fields = fields
        self.bytes = size_of(folder)

    def prepare(self, question: str) -> Terms:
        units = self._analyzer.units(question)
        of_layer = {
            WORDS: (word for unit in units for word in unit.words),
            GRAMS: (gram for unit in units for gram in unit.grams),
        }
        return list(dict.fromkeys((field, token) for field in self._fields for token in of_layer[field]))

    def plain(self, question: str) -> Terms:
        return self.prepare(question)

    def _query(self, prepared: Terms) -> tantivy.Query:
        return tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.term_query(self._schema, field, token, index_option="freq"),
                )
                for field, token in prepared
            ]
        )

    def top_ten(self, prepared: Terms) -> list[int]:
        hits = self._searcher.search(self._query(prepared), limit=10, count=False).hits
        return [int(self._searcher.doc(address)["number"][0]) for _, address in hits]

    def count(self, prepared: Terms) -> int:
        found = self._searcher.search(self._query(prepared), limit=1, count=True)
        return int(found.count)  # type: ignore[attr-defined]

    def query_tokens(self, prepared: Terms) -> set[str]:
        return {f"{field} {token}" for field, token in prepared}

    def tokens_in(self, text: Text, among: set[str]) -> set[str]:
        return among & tokens_of(layers_of(text.raw, self._analyzer), self._fields)


def layers_of(text: str, analyzer: Analyzer) -> dict[str, str]:
    layers = analyzer.layers([text])
    return {WORDS: layers.words, GRAMS: layers.grams}


def tokens_of(layers: dict[str, str], fields: Iterable[str]) -> set[str]:
    """The tokens of the fields, each with the name of its field."""
    return {f"{field} {token}" for field in fields for token in layers[field].split()}


def store(rows: Iterable[dict[str, str]], folder: Path, *, fields: Sequence[str] = (WORDS,)) -> None:
    """Write an index of texts, each given by its tokens in every layer."""
    schema = tantivy.SchemaBuilder().add_unsigned_field("number", stored=True)
    for field in fields:
        option = "freq" if field == WORDS else "position"
        schema.add_text_field(field, tokenizer_name="blanks", index_option=option)
    index = tantivy.Index(schema.build(), path=str(folder), reuse=False)
    _teach(index)
    writer = index.writer(heap_size=256_000_000, num_threads=1)
    for number, layers in enumerate(rows):
        document = tantivy.Document()
        document.add_unsigned("number", number)
        for field in fields:
            if layers[field]:
                document.add_text(field, layers[field])
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


def build(texts: Sequence[Text], folder: Path) -> RawTantivy:
    analyzer = configured_analyzer()
    store((layers_of(text.raw, analyzer) for text in texts), folder)
    return RawTantivy(folder, analyzer)


def _teach(index: tantivy.Index) -> None:
    blanks = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("blanks", blanks)


PEER = Peer("raw tantivy", "Yinsuo's words", build)
