"""What a query asks for, without an index to ask."""

from datetime import date

from index import Analyzer, Count
from search.expansion import Wanted, expand
from search.language import understand

TODAY = date(2025, 5, 14)


class EveryToken:
    """The statistics of an index in which every token stands."""

    count = 10

    def document_frequency(self, field: str, token: str) -> int:
        return 1

    def terms(self, field: str, prefix: str = "", *, limit: int | None = None) -> tuple[Count, ...]:
        return ()


def wanted_of(query: str, analyzer: Analyzer) -> tuple[Wanted, ...]:
    """What is to be marked for a query."""
    return expand(understand(query).tree, analyzer, EveryToken(), today=TODAY).wanted
