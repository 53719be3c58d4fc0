"""Does a store find its own articles?

Takes words from articles and searches for them the way a searcher would. For checks, before a generation goes
live and later. A word that isn't found says something about one article, and nothing about the others: only a
missing posting or article is a fault of the store.
"""

import re
from collections.abc import Iterable

import msgspec

from index.articles.article import Article
from index.articles.documents import article_of, texts_of
from index.articles.fields import TEXTS, physical
from index.engines import KEY, And, Or, Phrase, Query, Reader, Term
from index.text.analysis import GAP, Analyzer, Layer, Unit

_SAMPLED = 300  # characters of a text from which words are taken
_MARGIN = 50  # of them at its end from which none is taken, since it may be cut there
_WORDS = {"zh": re.compile(r"[\u4e00-\u9fd5]{2,4}"), "en": re.compile(r"[a-z]{4,30}")}
_POSTINGS = 20  # tokens of each text that are looked up
_MAX_LOOKED_UP = 100  # characters of such a token; very long ones aren't indexed


class NotFound(msgspec.Struct, frozen=True):
    """A word that an article contains and isn't found by."""

    article: str
    word: str

    def __str__(self) -> str:
        return f"the article {self.article!r} contains {self.word!r} but isn't found by it"


class SelfTest(msgspec.Struct, frozen=True):
    """The articles that a store should hold and doesn't, and the words that find nothing."""

    missing: tuple[str, ...]
    not_found: tuple[NotFound, ...]


def self_test(reader: Reader, analyzer: Analyzer, keys: Iterable[str]) -> SelfTest:
    """Search for these articles. Raises IndexUnusable if the store is damaged."""
    tested = list(keys)
    stored = reader.fetch(tested)
    not_found = [
        NotFound(key, word)
        for key, data in stored.items()
        for word in sample_words(article_of(data), analyzer).values()
        if not is_found(reader, analyzer, word, key)
    ]
    return SelfTest(tuple(key for key in tested if key not in stored), tuple(not_found))


def sample_words(article: Article, analyzer: Analyzer) -> dict[str, str]:
    """A Chinese and an English word of the article, if it has them, by language, as they are written there:
    whole units of a query, since half a word is no token."""
    texts = [article.title, *(point.text for group in article.groups for point in group.points)]
    lacking = set(_WORDS)
    words: dict[str, str] = {}
    for text in (*texts, *article.paragraphs[:3]):
        start = text[:_SAMPLED]
        for unit in analyzer.units(start) if lacking else ():
            if unit.end > _SAMPLED - _MARGIN and len(text) > _SAMPLED:
                break
            for language in [each for each in lacking if _WORDS[each].fullmatch(unit.text)]:
                words[language] = start[unit.start : unit.end]
                lacking.remove(language)
    return words


def lacks_postings(reader: Reader, analyzer: Analyzer, article: Article) -> bool:
    """Whether the store lacks a token that the article has, which no query could find then."""
    for text, parts in texts_of(article).items():
        field = physical(text, Layer.GRAMS)
        tokens = dict.fromkeys(analyzer.layers(parts).grams.split(" ")) if parts else {}
        looked_up = [each for each in tokens if each and each != GAP and len(each) <= _MAX_LOOKED_UP]
        terms = [Term(field, token) for token in looked_up[:_POSTINGS]]
        if terms and not reader.search(And(terms), filters=[Term(KEY, article.id)], limit=1).total:
            return True
    return False


def is_found(reader: Reader, analyzer: Analyzer, word: str, key: str) -> bool:
    """Whether a search for the word finds the article."""
    tree = And([_anywhere(unit) for unit in analyzer.units(word)])
    return reader.search(tree, filters=[Term(KEY, key)], limit=1).total == 1


def _anywhere(unit: Unit) -> Query:
    if unit.chars:
        return Or([Term(physical(text, Layer.CHARS), unit.chars) for text in TEXTS])
    fields = [physical(text, Layer.GRAMS) for text in TEXTS]
    if len(unit.grams) == 1:
        return Or([Term(field, unit.grams[0]) for field in fields])
    return Or([Phrase(field, list(unit.grams)) for field in fields])
