"""Does this store find its own articles?

Words taken from an article and asked back, as a question would ask them. For checks, before a generation goes
live and afterwards.
"""

import re
from collections.abc import Iterable

from index.articles.article import Article
from index.articles.documents import article_of
from index.articles.fields import TEXTS, physical
from index.engines import KEY, Reader
from index.engines.tree import And, Or, Phrase, Query, Term
from index.text.analysis import Analyzer, Layer, Unit

_HAN_WORD = re.compile(r"[\u4e00-\u9fd5]{2,4}")
_ENGLISH_WORD = re.compile(r"(?<![^\W_])[A-Za-z]{4,30}(?![^\W_])")


def unanswered(reader: Reader, analyzer: Analyzer, keys: Iterable[str]) -> list[str]:
    """What is wrong with these articles: they aren't there, or a word of theirs doesn't find them. Raises
    IndexUnusable where the store is damaged."""
    wanted = list(keys)
    stored = reader.fetch(wanted)
    faults = [f"the article {key!r} isn't there" for key in wanted if key not in stored]
    for key, data in stored.items():
        for word in words_to_ask(article_of(data)).values():
            if not answers(reader, analyzer, word, key):
                faults.append(f"the article {key!r} holds {word!r} and isn't found by it")
    return faults


def words_to_ask(article: Article) -> dict[str, str]:
    """A Chinese and an English word of the article, where it has them."""
    points = [point.text for group in article.groups for point in group.points]
    text = "\n".join([article.title, *points, *article.paragraphs[:3]])
    words = {"zh": _HAN_WORD.search(text), "en": _ENGLISH_WORD.search(text)}
    return {language: word.group() for language, word in words.items() if word}


def answers(reader: Reader, analyzer: Analyzer, word: str, key: str) -> bool:
    """Whether an article is found by a word that it holds."""
    tree = And([_anywhere(unit) for unit in analyzer.units(word)])
    return reader.search(tree, filters=[Term(KEY, key)], limit=1).total == 1


def _anywhere(unit: Unit) -> Query:
    if unit.chars:
        return Or([Term(physical(text, Layer.CHARS), unit.chars) for text in TEXTS])
    fields = [physical(text, Layer.GRAMS) for text in TEXTS]
    if len(unit.grams) == 1:
        return Or([Term(field, unit.grams[0]) for field in fields])
    return Or([Phrase(field, list(unit.grams)) for field in fields])
