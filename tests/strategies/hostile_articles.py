"""Random articles in both languages with hostile characters, queries for them, and what may be highlighted.

Shared by the property tests; in a folder of its own, which pytest puts on the path.
"""

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

from examples import examples
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from index import Analyzer, Article, Cited, Generation, Group
from index.articles.documents import document_of
from index.articles.fields import ARTICLE_FIELDS
from index.engines import open_engine
from index.storage.generations import FORMAT, Meta
from index.text.analysis import stemmed
from index.text.folding import fold, folded
from index.text.unicode_scripts import is_ideographic, pieces
from search import Searcher, Snippet, Synonyms
from search.lexicon.pinyin import PinyinMatch
from search.plan.plan import QueryPlan
from search.request import SearchRequest
from search.results import Correction
from search.suggest.suggestions import Suggestions

TABLE = Path(__file__).parents[2] / "index" / "data" / "traditional.tsv"
EXAMPLES = examples(600)

hostile = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=EXAMPLES)

# Characters without width, as they occur in texts from the web.
MARKS = "\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0e\ufe0f\u200e\u200f\u202a\u202c\U000e0100"
HAN = "\u2e80-\u2fd5々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufad9\U00020000-\U000323af"
HAN_RUN = re.compile(f"[{HAN}](?:[{MARKS}]*[{HAN}])*")

SIMPLIFIED = [
    "数据",
    "数据中心",
    "数据库",
    "微软",
    "开放",
    "人工智能",
    "芯片",
    "的",
    "了",
    "一",
    "中国",
    "后",
    "里",
    "哈哈",
]
TRADITIONAL = [
    "數據",
    "數據庫",
    "臺灣",
    "台湾",
    "乾坤",
    "干杯",
    "著名",
    "著",
    "覆蓋",
    "後",
    "裡",
    "裏",
    "髮",
    "發",
    "網絡",
]
RARE = ["㐂", "𠮷", "𪚥", "䶮", "龘", "鿍", "〇", "々", "\uf900", "車", "⼀", "⽔", "𫝈", "㑮", "丶"]
WORDS = [
    "Data",
    "center",
    "running",
    "runs",
    "Companies",
    "company",
    "AI",
    "a",
    "I",
    "café",
    "naïve",
    "été",
    "ﬁne",
    "Straße",
]
IDENTIFIERS = [
    "iPhone15", "GPT-4o", "3.6.3", "C++", "C#", ".NET", "US:MSFT", "AT&T", "O'Reilly", "O’Reilly", "node.js",
    "foo_bar", "1,000,000", "50%", "$800", "user@host", "H100", "5G", "e-mail", "2025-05-02",
    "a/b/c/d/e/f/g/h/i/j", "Ｈ１００", "ＧＰＴ－４ｏ", "Microsoft's", "USB-C", "x86_64", "²", "①", "㎏", "½",
]  # fmt: skip
DIGITS = ["1", "20", "2025", "０", "７８"]
SIGNS = [*"。，、；：？！“”（）《》·—…%-.,:'\"()[]+#&@/_~$", "😀", "カタ", "한국", "㍿"]
BLANKS = [" ", "  ", "\u3000", "\n", "\xa0", "\t"]

texts = st.lists(
    st.one_of(
        *map(st.sampled_from, (SIMPLIFIED, TRADITIONAL, RARE, WORDS, IDENTIFIERS, DIGITS, SIGNS, BLANKS))
    )
    | st.sampled_from(MARKS),
    max_size=14,
).map("".join)


class Written(NamedTuple):
    """A text and the id of its article."""

    article: str
    text: str


@st.composite
def articles(draw: st.DrawFn) -> list[Article]:
    return [
        Article(
            id=f"a{number}",
            title=draw(texts),
            url=None,
            source="",
            published=None,
            tickers=(),
            viewpoint=None,
            groups=(Group("", (Cited(draw(texts)),)),),
            paragraphs=tuple(draw(st.lists(texts, max_size=2))),
        )
        for number in range(draw(st.integers(1, 3)))
    ]


def written(collection: Sequence[Article]) -> list[Written]:
    return [
        Written(article.id, text)
        for article in collection
        for text in (article.title, *(p.text for g in article.groups for p in g.points), *article.paragraphs)
    ]


class NoSuggestions(Suggestions):
    """Has no suggestions, whatever was typed."""

    def corrections(self, plan: QueryPlan, request: SearchRequest, found: int) -> tuple[Correction, ...]:
        return ()

    def pinyin_matches(self, query: str) -> tuple[PinyinMatch, ...]:
        return ()


@contextmanager
def searcher_of(collection: Sequence[Article], analyzer: Analyzer) -> Iterator[Searcher]:
    """A searcher of the articles in an index of their own, built without source files."""
    engine = open_engine("tantivy")
    # The threads of the store may still put a file away while the folder is removed.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        with engine.create(Path(folder), ARTICLE_FIELDS) as writer:
            for article in collection:
                writer.add(document_of(article, analyzer))
            writer.commit()
        meta = Meta(FORMAT, "tantivy", engine.identity, analyzer.fingerprint, len(collection), 0, 0, "")
        generation = Generation("g000001", meta, engine.open(Path(folder), ARTICLE_FIELDS))
        # Without synonyms and suggestions, which would be found and highlighted too, and would be read again
        # for each collection.
        searcher = Searcher(generation, analyzer, synonyms=Synonyms(()))
        searcher._suggestions = NoSuggestions(
            generation.articles, analyzer, searcher._planner, generation.suggestion_words
        )
        yield searcher


@cache
def to_traditional() -> dict[int, str]:
    forms: dict[int, str] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        source, simplified, *_ = line.split("\t")
        forms.setdefault(ord(simplified), source)
    return forms


def full_width(text: str) -> str:
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)


def plain(text: str) -> str:
    """The folded letters, digits and Han characters: without blanks, signs and marks."""
    return "".join(filter(str.isalnum, folded(text)))


def assert_only_query_terms_are_highlighted(snippet: Snippet, query: str, analyzer: Analyzer) -> None:
    terms = [unit.text for unit in analyzer.units(query)]
    end_before = -1
    for start, end in snippet.highlights:
        assert end_before < start < end <= len(snippet.text)
        end_before = end
        highlighted = folded(snippet.text[start:end])
        shown = "".join(filter(str.isalnum, highlighted))
        # Marks that touch are one highlight, so each of its characters belongs to some term of the query.
        covered = {
            at
            for text in map(plain, terms)
            for match in re.finditer(f"(?={re.escape(text)})", shown)
            for at in range(match.start(), match.start() + len(text))
        }
        stems = {stemmed(text) for text in terms if text.isalpha() and text.isascii()}
        words = [match for match in re.finditer("[a-z]+", shown) if stemmed(match.group()) in stems]
        covered |= {at for match in words for at in range(*match.span())}
        assert covered == set(range(len(shown))), (query, snippet)
        assert shown or set(highlighted.replace(" ", "")) <= set("".join(terms)), (query, snippet)


def han_stretches(text: str) -> list[str]:
    """Every stretch of 1 to 8 Han characters, with the zero-width characters between them."""
    found: dict[str, None] = {}
    for run in HAN_RUN.findall(text):
        starts = [at for at, character in enumerate(run) if character not in MARKS]
        for first, start in enumerate(starts):
            for last in starts[first : first + 8]:
                found[run[start : last + 1]] = None
    return list(found)


def identifiers(text: str) -> list[str]:
    """The identifiers as they are written in the text."""
    shape = fold(text)
    found: dict[str, None] = {}
    for piece, start in pieces(shape.text):
        if not is_ideographic(piece[0]):
            first, last = shape.span(start, start + len(piece))
            if fold(text[first:last]).text == piece:  # ½ folds to several, none of which is whole
                found[text[first:last]] = None
    return list(found)
