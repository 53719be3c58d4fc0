"""Which tokens does a pattern mean?

`*` is any characters, `?` is one, everything else is itself. Pure; may import only the errors.
"""

import re
from collections.abc import Callable
from fnmatch import translate

from index.errors import TreeError

MAX_PATTERN = 100  # characters
MAX_WILDCARDS = 8


def refuse_long(text: str, *, wildcards: int = 0) -> None:
    """Raise TreeError for more than MAX_PATTERN characters or MAX_WILDCARDS wildcards: an automaton has a
    size, and what it costs grows with it."""
    if len(text) > MAX_PATTERN or wildcards > MAX_WILDCARDS:
        raise TreeError(
            f"a pattern of {len(text)} characters, {text[:40]!r}…; at most {MAX_PATTERN} characters and "
            f"{MAX_WILDCARDS} wildcards are looked for"
        )


def literal_start(text: str) -> str:
    """What every token that fits a wildcard begins with."""
    return re.split(r"[*?]", text, maxsplit=1)[0]


def fitting(text: str) -> Callable[[str], object]:
    """What tells whether a token fits a wildcard, in time that grows with its length and no faster.

    The regular expression that `fnmatch` makes takes the first place for each part between two `*` and never
    comes back to it; one that tries every place takes forever for `a*a*a*a*b` and a long row of `a`. Raises
    TreeError for a pattern that is too long.
    """
    refuse_long(text, wildcards=_wildcards(text))
    return re.compile(translate(text.replace("[", "[[]"))).match


_ANY = r"(.|\n)"


def as_regex(text: str, *, open_end: bool = False) -> str:
    """A wildcard, or with `open_end` what every token that begins with the text fits, as a regular
    expression for an automaton. Python's engine may take forever for it: see `fitting`.

    Raises TreeError for a pattern that is too long.
    """
    refuse_long(text, wildcards=0 if open_end else _wildcards(text))
    if open_end:
        return f"{re.escape(text)}{_ANY}*"
    return "".join({"*": f"{_ANY}*", "?": _ANY}.get(each) or re.escape(each) for each in text)


def _wildcards(text: str) -> int:
    return text.count("*") + text.count("?")
