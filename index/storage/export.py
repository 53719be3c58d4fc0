"""Which articles does an index hold, as records that can be indexed again?

The way out: every article as its canonical record, so that nobody is locked in.
"""

from collections.abc import Iterator
from itertools import islice

import msgspec

from index.articles.article import to_record
from index.articles.documents import article_of
from index.engines import Reader
from index.errors import REINDEX_HINT, IndexUnusable

_BATCH = 200  # articles that are fetched together


def exported(reader: Reader) -> Iterator[bytes]:
    """The articles as lines of JSON in the order of their ids, so that two indexes of the same articles give
    the same lines, however they were built.

    Raises IndexUnusable if an article is damaged.
    """
    keys = iter(sorted(key for key, _ in reader.documents()))
    while batch := list(islice(keys, _BATCH)):
        stored = reader.fetch(batch)
        for key in batch:
            if key not in stored:
                raise IndexUnusable(f"the article {key!r} can't be fetched; {REINDEX_HINT}")
            yield msgspec.json.encode(to_record(article_of(stored[key]))) + b"\n"
