"""Which tokens does a pattern mean?

`*` is any characters, `?` is one, everything else is itself. Pure.
"""

import re


def literal_start(text: str) -> str:
    """What every token that fits a wildcard begins with."""
    return re.split(r"[*?]", text, maxsplit=1)[0]


_ANY = r"(.|\n)"


def as_regex(text: str, *, open_end: bool = False) -> str:
    """A wildcard, or with `open_end` what every token that begins with the text fits, as a regular
    expression in the words that Python and tantivy share."""
    if open_end:
        return f"{re.escape(text)}{_ANY}*"
    return "".join({"*": f"{_ANY}*", "?": _ANY}.get(each) or re.escape(each) for each in text)
