"""What did they type?

Reads a query into a logical tree: Whoosh's nodes over the names that people use (`title`, `point`,
`ticker`, `date`), every text still as it was typed. Whoosh's parser does the work; this module chooses its
plugins, evens out full-width punctuation, and sees to it that no text is an error. The grammar stands in
`search/README.md`.
"""

import re
from functools import cache

import msgspec
from whoosh import query as nodes
from whoosh.qparser import QueryParser, plugins
from whoosh.qparser.common import QueryParserError

from search.limits import MAX_QUERY

ANY = "any"  # the field of a text that names none
FIELDS = ("title", "point", "text", "ticker", "source", "date")

# One to one, so that offsets in the query stay what they are.
_HALF_WIDTH = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "＂": '"', "「": '"', "」": '"', "『": '"', "』": '"',
        "：": ":", "（": "(", "）": ")", "［": "[", "］": "]", "｛": "{", "｝": "}",
        "－": "-", "＞": ">", "＜": "<", "＝": "=", "＾": "^",
        "\u3000": " ", "\n": " ", "\r": " ", "\t": " ",
    }
)  # fmt: skip
# A field's name counts at the beginning of a word alone, so that `subtitle:x` names none.
_FIELD = rf"(?<!\w)(?P<text>{'|'.join(FIELDS)}):(?=\S)"
# Elsewhere a sign of comparison is text, and the plugin would trip over one that begins a query.
_COMPARISON = r"(?<=:)(?P<rel>(<=|>=|<|>|=<|=>))"
_NOT = r"(^|(?<=(\s|[()])))(NOT(?=\s)|-(?=[^\s-]))"


class Understood(msgspec.Struct, frozen=True):
    """A query as it was read: the logical tree, and what couldn't be read as the language and how it was
    taken instead."""

    tree: nodes.Query
    warnings: tuple[str, ...] = ()


def understand(text: str) -> Understood:
    """The logical tree of a typed query. Never raises for what the text says; `text` must not be longer
    than `MAX_QUERY` characters."""
    if len(text) > MAX_QUERY:
        raise ValueError(f"a query of {len(text)} characters; limits are checked before it is read")
    even = text.translate(_HALF_WIDTH)
    try:
        return Understood(_parser().parse(even, normalize=False))
    except (QueryParserError, RecursionError):
        words = re.sub(r"[^\w\s]", " ", even).split()
        tree = nodes.And([nodes.Term(ANY, word) for word in words])
        return Understood(tree, ("the query couldn't be read as the query language; it was read as words",))


@cache
def _parser() -> QueryParser:
    return QueryParser(
        ANY,
        schema=None,
        plugins=[
            plugins.WhitespacePlugin(),
            plugins.PhrasePlugin(),
            plugins.FieldsPlugin(_FIELD),
            plugins.RangePlugin(),
            plugins.GtLtPlugin(_COMPARISON),
            plugins.GroupPlugin(),
            plugins.OperatorsPlugin(Not=_NOT, AndNot=None, AndMaybe=None, Require=None),
            plugins.BoostPlugin(),
        ],
    )
