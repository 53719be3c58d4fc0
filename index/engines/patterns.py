"""Which tokens does a wildcard match?

`*` is any characters, `?` is one, everything else is itself. Owns the limits on patterns. Pure; may import
only the errors.
"""

import re
from collections.abc import Callable
from fnmatch import translate
from typing import NamedTuple

from index.errors import TreeError

MAX_PATTERN = 100  # characters
MAX_WILDCARDS = 8


def check_pattern(text: str, *, wildcards: int = 0) -> None:
    """Raise TreeError for more than MAX_PATTERN characters or MAX_WILDCARDS wildcards: the cost of an
    automaton grows with its size."""
    if len(text) > MAX_PATTERN or wildcards > MAX_WILDCARDS:
        raise TreeError(
            f"the pattern {text[:40]!r}… has {len(text)} characters; at most {MAX_PATTERN} characters and "
            f"{MAX_WILDCARDS} wildcards are allowed"
        )


class CompiledWildcard(NamedTuple):
    """A wildcard: the prefix of every token that it matches, and a test whether a token matches, in time
    linear in the length of the token."""

    prefix: str
    matches: Callable[[str], object]


def compile_wildcard(text: str) -> CompiledWildcard:
    """Compile a wildcard. Raises TreeError for a pattern that is too long.

    The regular expression that `fnmatch` makes takes the first place for each part between two `*` and never
    backtracks; one that tries every place takes forever for `a*a*a*a*b` and a long row of `a`.
    """
    check_pattern(text, wildcards=_wildcards(text))
    prefix = re.split(r"[*?]", text, maxsplit=1)[0]
    return CompiledWildcard(prefix, re.compile(translate(text.replace("[", "[[]"))).match)


_ANY = r"(.|\n)"


def as_regex(text: str, *, open_end: bool = False) -> str:
    """A wildcard, or with `open_end` a prefix, as a regular expression for an automaton. Python's own engine
    may take forever for it: see `compile_wildcard`.

    Raises TreeError for a pattern that is too long.
    """
    check_pattern(text, wildcards=0 if open_end else _wildcards(text))
    if open_end:
        return f"{re.escape(text)}{_ANY}*"
    return "".join({"*": f"{_ANY}*", "?": _ANY}.get(each) or re.escape(each) for each in text)


def _wildcards(text: str) -> int:
    return text.count("*") + text.count("?")
