"""Does what an answer shows of an article hold what was asked for?

Compared without what a page may write in another way: white space, width, case, marks of emphasis. Pure.
"""

import re
import unicodedata
from collections.abc import Iterable

from search.results import ArticleHit

_SET_ASIDE = re.compile(r"[\s*_]+")


def plain(text: str) -> str:
    return _SET_ASIDE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def holds(text: str, answers: Iterable[str]) -> bool:
    """Whether one of the strings that show the answer stands in the text."""
    written = plain(text)
    return any(plain(answer) in written for answer in answers)


def first_and_any(hit: ArticleHit, answers: Iterable[str]) -> tuple[bool, bool]:
    """Whether the answer is in the first passage that a page shows of the article, and in any of them."""
    found = [holds(passage.snippet.text, answers) for passage in hit.passages]
    return found[:1] == [True], any(found)
