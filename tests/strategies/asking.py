"""What a query asks for, and where a text has it, without an index to ask."""

from collections.abc import Sequence
from datetime import date

from index import Analyzer, Count
from search.passages.highlighting import Looked, Marks, marked_texts
from search.plan.expansion import expand
from search.plan.highlight_terms import Wanted
from search.query.parser import parse

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
    return expand(parse(query).tree, analyzer, EveryToken(), today=TODAY).wanted


def marks_in(text: str, name: str, looked: Sequence[Looked]) -> Marks:
    """Where a text of an article, known by its name, has what is looked for."""
    return marked_texts({name: [text]}, looked).of(name).get(0, ())
