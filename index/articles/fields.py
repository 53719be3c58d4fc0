"""Which fields exist, and in which layers?

One table for documents, queries and engines. A *text* is a part of an article as users name it (`title`); it
is stored in three *physical* fields, one for each layer of analysis (`title_words`). May import the layers
and the contract.
"""

from index.engines import KEY as KEY
from index.engines import Field, FieldKind
from index.text.analysis import Layer

TEXTS = ("title", "tickers", "viewpoint", "points", "paragraphs")

_KIND_OF_LAYER = {
    Layer.WORDS: FieldKind.TOKENS,
    Layer.GRAMS: FieldKind.POSITIONS,
    Layer.CHARS: FieldKind.SET,
}

LEAD = "lead_words"  # the words at the beginning of the paragraphs, for ranking
LEAD_LENGTH = 400  # characters

TICKER = "ticker"  # symbol, symbol without its market, name; each folded
SOURCE = "source"  # folded
PUBLISHED = "published"  # seconds on the article's own calendar
HAS = "has"  # the names of the texts that the article has
NAMING = "naming"  # symbol and name of a ticker, separated by a tab
HEADLINE = "headline"  # the title, folded and original, separated by a tab
TICKER_FACET = "ticker_facet"  # the original symbol
SOURCE_FACET = "source_facet"
MONTH_FACET = "month_facet"  # 2025-05


def physical(text: str, layer: Layer) -> str:
    """The name of the physical field that holds a text in a layer."""
    return f"{text}_{layer.value}"


ARTICLE_FIELDS = (
    *(Field(physical(text, layer), kind) for text in TEXTS for layer, kind in _KIND_OF_LAYER.items()),
    Field(LEAD, FieldKind.TOKENS),
    Field(TICKER, FieldKind.KEYWORD),
    Field(SOURCE, FieldKind.KEYWORD),
    Field(HAS, FieldKind.KEYWORD),
    Field(NAMING, FieldKind.KEYWORD),
    Field(HEADLINE, FieldKind.KEYWORD),
    Field(TICKER_FACET, FieldKind.FACET),
    Field(SOURCE_FACET, FieldKind.FACET),
    Field(MONTH_FACET, FieldKind.FACET),
    Field(PUBLISHED, FieldKind.NUMBER),
)
