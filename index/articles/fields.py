"""Which fields exist, and in which layers?

One table for documents, queries and engines. A *text* is a part of an article as users name it (`title`); it
is stored in three *physical* fields, one for each layer of analysis (`title_words`). All texts of an article
together are one more, `WHOLE`: it is what ranks, since a word counts by how often the whole article has it,
against the length of the whole article. It has no positions, so phrases are matched in the single texts. May
import the layers and the contract.
"""

from index.engines import KEY as KEY
from index.engines import Field, FieldKind
from index.text.analysis import Layer

TEXTS = ("title", "tickers", "viewpoint", "points", "paragraphs")
WHOLE = "article"
# How often a text counts in the whole, where not once. As measured, a title counts twice: on titled abstracts
# average precision gains 0.02 (LISA, ADI) and 0.01 (Cranfield); three times is too often for short queries.
TIMES = {"title": 2}

_KIND_OF_LAYER = {
    Layer.WORDS: FieldKind.TOKENS,
    Layer.GRAMS: FieldKind.POSITIONS,
    Layer.CHARS: FieldKind.SET,
}

TICKER = "ticker"  # symbol, symbol without its market, name; each folded
SOURCE = "source"  # folded
PUBLISHED = "published"  # seconds on the article's own calendar
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
    Field(physical(WHOLE, Layer.WORDS), FieldKind.TOKENS),
    Field(physical(WHOLE, Layer.GRAMS), FieldKind.TOKENS),
    Field(physical(WHOLE, Layer.CHARS), FieldKind.SET),
    Field(TICKER, FieldKind.KEYWORD),
    Field(SOURCE, FieldKind.KEYWORD),
    Field(NAMING, FieldKind.KEYWORD),
    Field(HEADLINE, FieldKind.KEYWORD),
    Field(TICKER_FACET, FieldKind.FACET),
    Field(SOURCE_FACET, FieldKind.FACET),
    Field(MONTH_FACET, FieldKind.FACET),
    Field(PUBLISHED, FieldKind.NUMBER),
)
