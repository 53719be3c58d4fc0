"""How much may one question ask for?"""

from index import YinsuoError

MAX_QUERY = 1000  # characters
MAX_NESTING = 50  # brackets inside brackets
MAX_SIZE = 100  # articles on a page
MAX_DEPTH = 10_000  # articles that can be paged through


class QueryLimit(YinsuoError):
    """A question asks for more than a limit allows; the message names the limit."""


def check_limits(query: str, *, page: int, size: int) -> None:
    """Raise QueryLimit for a question beyond the limits."""
    if len(query) > MAX_QUERY:
        raise QueryLimit(f"the query has {len(query):,} characters; at most {MAX_QUERY:,} are read")
    if _nesting(query) > MAX_NESTING:
        raise QueryLimit(f"the query nests brackets more than {MAX_NESTING} deep")
    if not 1 <= size <= MAX_SIZE:
        raise QueryLimit(f"size is {size}; a page has 1 to {MAX_SIZE} articles")
    if page < 1 or page * size > MAX_DEPTH:
        raise QueryLimit(f"page is {page}; pages begin at 1 and end with article {MAX_DEPTH:,}")


def _nesting(query: str) -> int:
    deepest = depth = 0
    for character in query:
        if character in "(（":
            depth += 1
            deepest = max(deepest, depth)
        elif character in ")）" and depth:
            depth -= 1
    return deepest
