"""How much may one question ask for?

Every limit is a setting; a question beyond one is told which, and what it asked for.
"""

from index import YinsuoError, whole_setting

MAX_SIZE = 100  # articles on a page
PAGE_SIZE = 10  # of them, where nobody says how many


class QueryLimit(YinsuoError):
    """A question asks for more than a limit allows; the message names the limit."""


def max_query() -> int:
    """Characters that one query may have."""
    return whole_setting("max_query")


def check_limits(query: str, *, page: int, size: int) -> None:
    """Raise QueryLimit for a question beyond the limits."""
    if len(query) > max_query():
        raise QueryLimit(f"the query has {len(query):,} characters; at most {max_query():,} are read")
    deepest = whole_setting("max_nesting")
    if _nesting(query) > deepest:
        raise QueryLimit(f"the query nests brackets more than {deepest} deep")
    if not 1 <= size <= MAX_SIZE:
        raise QueryLimit(f"size is {size}; a page has 1 to {MAX_SIZE} articles")
    if page < 1 or page * size > max_depth():
        raise QueryLimit(f"page is {page}; pages begin at 1 and end with article {max_depth():,}")


def max_depth() -> int:
    """How many articles can be paged through."""
    return whole_setting("max_depth")


def check_words(count: int) -> None:
    """Raise QueryLimit for more words than one query may have."""
    most = whole_setting("max_words")
    if count > most:
        raise QueryLimit(f"the query has {count:,} words; at most {most:,} are looked for")


def check_patterns(count: int) -> None:
    """Raise QueryLimit for more patterns (`micro*`, `openai~`) than one query may have."""
    most = whole_setting("max_patterns")
    if count > most:
        raise QueryLimit(f"the query has {count:,} words with * ? or ~; at most {most:,} are looked for")


def check_pattern(pattern: str, count: int) -> None:
    """Raise QueryLimit for a pattern that too many words of the index fit."""
    most = whole_setting("max_expansions")
    if count > most:
        raise QueryLimit(
            f"{pattern} stands for {count:,} words of the index; at most {most:,} are looked for, "
            "so write more of its letters"
        )


def _nesting(query: str) -> int:
    deepest = depth = 0
    for character in query:
        if character in "(（":
            depth += 1
            deepest = max(deepest, depth)
        elif character in ")）" and depth:
            depth -= 1
    return deepest
