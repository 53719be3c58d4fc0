"""Does a store find its own articles?

Takes words from articles and searches for them the way a query would. For checks, before a generation goes
live and later.
"""

import re
from collections.abc import Iterable

from index.articles.article import Article
from index.articles.documents import article_of
from index.articles.fields import TEXTS, physical
from index.engines import KEY, And, Or, Phrase, Query, Reader, Term
from index.text.analysis import Analyzer, Layer, Unit

_HAN_WORD = re.compile(r"[\u4e00-\u9fd5]{2,4}")
_ENGLISH_WORD = re.compile(r"(?<![^\W_])[A-Za-z]{4,30}(?![^\W_])")


def failed_self_tests(reader: Reader, analyzer: Analyzer, keys: Iterable[str]) -> list[str]:
    """What is wrong with these articles: one is missing, or isn't found by a word that it contains. Raises
    IndexUnusable if the store is damaged."""
    tested = list(keys)
    stored = reader.fetch(tested)
    faults = [f"the article {key!r} is missing" for key in tested if key not in stored]
    for key, data in stored.items():
        for word in sample_words(article_of(data)).values():
            if not is_found(reader, analyzer, word, key):
                faults.append(f"the article {key!r} contains {word!r} but isn't found by it")
    return faults


def sample_words(article: Article) -> dict[str, str]:
    """A Chinese and an English word of the article, if it has them, by language."""
    points = [point.text for group in article.groups for point in group.points]
    text = "\n".join([article.title, *points, *article.paragraphs[:3]])
    words = {"zh": _HAN_WORD.search(text), "en": _ENGLISH_WORD.search(text)}
    return {language: word.group() for language, word in words.items() if word}


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
