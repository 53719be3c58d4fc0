"""Which logical tree does a typed query mean?

Parses a query into Whoosh's nodes over the field names that people use (`title`, `point`, `ticker`, `date`),
with every text still as typed. Whoosh's parser does the work; this module chooses its plugins, normalizes
full-width punctuation, and makes sure that no text is an error. `search/README.md` has the grammar.
"""

import re
from functools import cache, lru_cache
from typing import Any

import msgspec
from whoosh import query as nodes
from whoosh.qparser import QueryParser, plugins, syntax
from whoosh.qparser.common import QueryParserError
from whoosh.qparser.taggers import Tagger

from search.lexicon.language_id import has_ideographs
from search.lexicon.stopwords import calmed
from search.messages import Message
from search.query.dates import date_at

ANY = "any"  # the field of a text without a field name
TEXT_FIELDS = (ANY, "title", "point", "text")
FIELDS = ("title", "point", "text", "ticker", "source", "date")

# One to one, so that offsets in the query stay valid.
_HALF_WIDTH = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "＂": '"', "「": '"', "」": '"', "『": '"', "』": '"',
        "：": ":", "（": "(", "）": ")", "［": "[", "］": "]", "｛": "{", "｝": "}",
        "－": "-", "＞": ">", "＜": "<", "＝": "=", "＾": "^", "～": "~", "＊": "*",
        "\u3000": " ", "\n": " ", "\r": " ", "\t": " ",
    }
)  # fmt: skip
# A field name counts only at the beginning of a word, so `subtitle:x` has none.
_NAMES = rf"(?<!\w)(?P<text>(?i:{'|'.join(FIELDS)}))"
_FIELD = rf"{_NAMES}:(?=[^\s)])"
# Elsewhere a comparison sign is text; the plugin would fail on one at the beginning of a query.
_COMPARISON = r"(?<=:)(?P<rel>(<=|>=|<|>|=<|=>))(?=[^\s)])"
_NOT = r"(^|(?<=(\s|[()])))(NOT(?=\s+\S)|-(?=[^\s-]))"
_DATED = re.compile(r"(?i:(?<!\w)date):(?:[<>]=?|=[<>])?$")
_DATED_LENGTH = len("xdate:>=")
_TWO_EDITS = 8  # letters from which on a word with `~` may be two edits away
_FUZZY = re.compile(r"(?P<text>.*\w)~(?P<distance>[12]?)")
# A question mark is a wildcard only between letters, since people end questions with it.
_WILDCARD = re.compile(r"\w(?:[\w.'’-]|\*|\?(?=\w))*")
# Most queries are plain words, which need no parser.
_PLAIN = re.compile(r"[^\W_]+(?: [^\W_]+)*")
_FEW_WORDS = 3  # of a query that is typed and not pasted
_UNREAD = {"AND": "operator at an edge", "OR": "operator at an edge", "NOT": "negation of nothing"}
_AND = re.compile(r"\S\s+AND\s+\S")
_OPEN_FIELD = re.compile(rf"{_NAMES}:(?:[<>]=?)?(?=\s|\)|$)")


class ParsedQuery(msgspec.Struct, frozen=True):
    """A parsed query: the logical tree, warnings about what was read as words instead of syntax, and whether
    `AND` was typed, so that all words are required however many there are."""

    tree: nodes.Query
    warnings: tuple[Message, ...] = ()
    explicit_and: bool = False


@lru_cache(maxsize=500)  # a page plans the same query several times, with other filters
def parse(text: str) -> ParsedQuery:
    """The logical tree of a typed query. Never raises, whatever the text is; its length and nesting are
    checked before, since the parser's time and recursion grow with them."""
    text = calmed(text)
    words = text.split(" ")
    if _PLAIN.fullmatch(text) and _UNREAD.keys().isdisjoint(words):
        return ParsedQuery(nodes.And([nodes.Term(ANY, word) for word in words]))
    return parse_syntax(text)


def parse_syntax(text: str) -> ParsedQuery:
    """What `parse` returns, without its shortcut for plain words."""
    even = calmed(text).translate(_HALF_WIDTH)
    try:
        tree = _parser().parse(even, normalize=False)
    except (QueryParserError, RecursionError, ValueError, OverflowError):
        words = re.sub(r"[^\w\s]", " ", even).split()
        tree = nodes.And([nodes.Term(ANY, word) for word in words])
        return ParsedQuery(tree, (Message.of("not the language"),))
    return ParsedQuery(_shaped(tree), tuple(_warnings(even, tree)), bool(_AND.search(even)))


def _shaped(node: Any) -> nodes.Query:
    """The tree with patterns (`micro*`, `openai~`) as nodes of their own and field names in lower case."""
    if isinstance(node, nodes.Not):
        return nodes.Not(_shaped(node.query))
    if isinstance(node, nodes.And | nodes.Or):
        return type(node)([_shaped(part) for part in node.subqueries], boost=node.boost)
    if getattr(node, "fieldname", None):
        node.fieldname = node.fieldname.lower()
    if isinstance(node, nodes.Term) and node.fieldname in TEXT_FIELDS:
        fuzzy = _FUZZY.fullmatch(node.text)
        if fuzzy and not has_ideographs(fuzzy["text"]):
            distance = int(fuzzy["distance"] or (1 if len(fuzzy["text"]) < _TWO_EDITS else 2))
            return nodes.FuzzyTerm(node.fieldname, fuzzy["text"], boost=node.boost, maxdist=distance)
        if ("*" in node.text or "?" in node.text) and _WILDCARD.fullmatch(node.text):
            return nodes.Wildcard(node.fieldname, node.text, boost=node.boost)
    return node


def _warnings(even: str, tree: nodes.Query) -> list[Message]:
    """Warnings about what looks like syntax and was read as words."""
    warnings = []
    unread = {node.text for node in tree.leaves() if isinstance(node, nodes.Term)} & _UNREAD.keys()
    warnings += [Message.of(_UNREAD[word], word=word) for word in sorted(unread)]
    if len(even.split()) > _FEW_WORDS:
        return warnings  # of a pasted text a colon is punctuation
    warnings += [
        Message.of("field of nothing", typed=found.group(), field=found["text"].lower())
        for found in _OPEN_FIELD.finditer(even)
    ]
    return warnings


class _DateTagger(Tagger):  # type: ignore[misc]
    """Takes a date phrase right after `date:` as one word, including its blanks: `date:last week`."""

    def match(self, parser: QueryParser, text: str, position: int) -> Any:
        before = text[max(0, position - _DATED_LENGTH) : position]
        if not _DATED.search(before):
            return None
        length = date_at(text[position:])
        if not length:
            return None
        return syntax.WordNode(text[position : position + length]).set_range(position, position + length)


class _DatePlugin(plugins.Plugin):  # type: ignore[misc]
    def taggers(self, parser: QueryParser) -> list[tuple[Tagger, int]]:
        return [(_DateTagger(), -100)]


@cache
def _parser() -> QueryParser:
    return QueryParser(
        ANY,
        schema=None,
        plugins=[
            plugins.WhitespacePlugin(),
            plugins.PhrasePlugin(),
            plugins.FieldsPlugin(_FIELD),
            _DatePlugin(),
            plugins.RangePlugin(),
            plugins.GtLtPlugin(_COMPARISON),
            plugins.GroupPlugin(),
            plugins.OperatorsPlugin(Not=_NOT, AndNot=None, AndMaybe=None, Require=None),
            plugins.BoostPlugin(),
        ],
    )
