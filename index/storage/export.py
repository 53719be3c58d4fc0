"""Which records is this index made of?

The way out: every article as its canonical record, so that nothing is ever locked in.
"""

from collections.abc import Iterator
from itertools import islice

import msgspec

from index.articles.article import to_record
from index.articles.documents import article_of
from index.engines import Reader
from index.errors import IndexUnusable

_AT_ONCE = 200  # articles that are fetched together


def exported(reader: Reader) -> Iterator[bytes]:
    """The articles as lines of JSON in the order of their ids, so that two indexes of the same articles give
    the same lines, however they were built.

    Raises IndexUnusable where an article is damaged.
    """
    keys = iter(sorted(key for key, _ in reader.documents()))
    while some := list(islice(keys, _AT_ONCE)):
        stored = reader.fetch(some)
        for key in some:
            if key not in stored:
                raise IndexUnusable(f"the article {key!r} can't be fetched; reindex to mend the index")
            yield msgspec.json.encode(to_record(article_of(stored[key]))) + b"\n"
