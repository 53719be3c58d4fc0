"""Which of the asked words does this article lack?

For articles that match only a part of a question. Pure.
"""

from collections.abc import Sequence

from index import Article, folded, texts_of
from search.expansion import Wanted
from search.function_words import FUNCTION_WORDS
from search.passages import Looked, marks_by_text


def telling_words(wanted: Sequence[Wanted]) -> tuple[str, ...]:
    """The asked words that an article may lack, in the order of the query: words that are there for the
    grammar alone are passed over."""
    return tuple(dict.fromkeys(each.asked for each in wanted if folded(each.asked) not in FUNCTION_WORDS))


def missing_words(article: Article, wanted: Sequence[Wanted], looked: Sequence[Looked]) -> tuple[str, ...]:
    """The telling words that none of the texts has. `looked` is what `wanted` became."""
    words = dict.fromkeys(telling_words(wanted))
    for name, texts in texts_of(article).items():
        left = [number for number, each in enumerate(wanted) if each.asked in words]
        if not left:
            break
        for marks in marks_by_text(texts, name, [looked[number] for number in left]).values():
            for mark in marks:
                words.pop(wanted[left[mark.asked]].asked, None)
    return tuple(words)
