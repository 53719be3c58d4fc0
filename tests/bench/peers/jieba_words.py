"""Which words does jieba cut a text into, as those use it who search with an engine that knows no Chinese?

Its search mode, in small letters, what is neither letter nor digit left out.
"""

import logging
from collections.abc import Iterable, Iterator

from tests.bench.peers.contract import Text


def words_of(text: str) -> list[str]:
    """The words of a text or a question."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    return [word for word in jieba.cut_for_search(text.lower()) if any(map(str.isalnum, word))]


def cut(texts: Iterable[str]) -> Iterator[Text]:
    """The texts with their words."""
    for text in texts:
        yield Text(text, " ".join(words_of(text)))
