"""What does an answer look like?

The one shape that the page, the JSON and the terminal are made of. The names of the fields are a contract:
more may come, none is renamed. Offsets are code points, half open; times are milliseconds.
"""

from typing import Literal

import msgspec

from index import Article, Count, Explanation


class AliasUse(msgspec.Struct, frozen=True):
    """A name of the query, and its synonyms that were searched too."""

    typed: str
    names: tuple[str, ...]


class CrossLanguageMatch(msgspec.Struct, frozen=True):
    """A word of the query that an article has in the other language alone: the language of the word, and the
    translations that the article has."""

    typed: str
    language: str
    names: tuple[str, ...] = msgspec.field(name="as")


class Correction(msgspec.Struct, frozen=True):
    """Another query that may have been meant, and how many articles match it."""

    query: str
    total: int


CompletionKind = Literal["ticker", "name", "term", "title"]


class Completion(msgspec.Struct, frozen=True):
    """What may be meant: the query that it makes, and its kind. `note` is the company of a ticker; `href`
    leads to the article of a title."""

    text: str
    kind: CompletionKind
    note: str = ""
    href: str | None = None


class Snippet(msgspec.Struct, frozen=True):
    """A piece of original text and the ranges [start, end) to mark in it, in order, none touching another."""

    text: str
    highlights: tuple[tuple[int, int], ...] = ()


class CitationLink(msgspec.Struct, frozen=True):
    """A citation in a text: the paragraph's number, the offset of its mark, where it leads.

    `status` is `resolved` where the paragraph is in the index and `preview` begins it, `external` where the
    article came without its paragraphs, `missing` where it has none of that number.
    """

    number: int
    at: int
    href: str
    preview: str | None
    status: str


class Citing(msgspec.Struct, frozen=True):
    """A statement that rests on a paragraph: the title of its group, the beginning of what it says."""

    anchor: str
    group: str | None
    text: str
    href: str


class PassageHit(msgspec.Struct, frozen=True):
    """A viewpoint, point or paragraph that made its article match.

    `group_snippet` is the title of the group with what was asked marked in it. `cited_by` are the first of
    the `citing` statements that rest on a paragraph; nothing rests on a statement.
    """

    role: str
    group: str | None
    anchor: str
    score: float
    snippet: Snippet
    citations: tuple[CitationLink, ...]
    href: str = ""
    group_snippet: Snippet | None = None
    cited_by: tuple[Citing, ...] = ()
    citing: int = 0


class PassageCounts(msgspec.Struct, frozen=True):
    """How many passages of an article match, by role."""

    viewpoint: int = 0
    point: int = 0
    paragraph: int = 0


class TickerLink(msgspec.Struct, frozen=True):
    symbol: str
    name: str


def ticker_links(article: Article) -> tuple[TickerLink, ...]:
    """The tickers of an article as they are shown."""
    return tuple(TickerLink(ticker.symbol, ticker.name) for ticker in article.tickers)


class ArticleHit(msgspec.Struct, frozen=True):
    """An article that matches; `missing` are asked words that it lacks.

    `matching_passages` counts all that match, `matching` by role, and `more` those that are not shown.
    `translated` are asked words that it has in the other language alone.
    """

    id: str
    title: str
    url: str | None
    source: str
    published: str | None
    tickers: tuple[TickerLink, ...]
    score: float
    href: str
    missing: tuple[str, ...]
    title_snippet: Snippet
    matching_passages: int
    passages: tuple[PassageHit, ...]
    matching: PassageCounts = PassageCounts()
    more: PassageCounts = PassageCounts()
    translated: tuple[CrossLanguageMatch, ...] = ()


class ArticleLink(msgspec.Struct, frozen=True):
    """The article that a point stands in."""

    id: str
    title: str
    href: str
    source: str
    published: str | None
    tickers: tuple[TickerLink, ...]


class PointHit(msgspec.Struct, frozen=True):
    """A point that answers by itself; `missing` are asked words that neither it nor its heading has,
    `translated` those that these have in the other language alone."""

    point: PassageHit
    article: ArticleLink
    missing: tuple[str, ...]
    translated: tuple[CrossLanguageMatch, ...] = ()


class Facets(msgspec.Struct, frozen=True):
    ticker: tuple[Count, ...] = ()
    source: tuple[Count, ...] = ()
    month: tuple[Count, ...] = ()


class Counts(msgspec.Struct, frozen=True):
    """How many articles answer a question, and their facets, without the articles."""

    total: int
    facets: Facets


class Links(msgspec.Struct, frozen=True):
    next: str | None = None
    prev: str | None = None


class ExplainedClause(msgspec.Struct, frozen=True):
    """A clause that scores an article, and its weight x idf."""

    tree: str
    idf_weight: float = msgspec.field(name="mass")


class ExplainedTranslation(msgspec.Struct, frozen=True):
    """A translation that was searched for a word of the query: its weight as a share of that of the likeliest
    one."""

    typed: str
    text: str
    weight: float


class ExplainedArticle(msgspec.Struct, frozen=True):
    """The rank of an article: the number of its tier, and its score as the sum of its parts."""

    id: str
    tier: int
    score: Explanation


class Explained(msgspec.Struct, frozen=True):
    """A query as it was understood: its logical tree, the tree that an article must match, the clauses that
    score one, the synonyms and translations that were used."""

    query: str
    tree: str
    matches: str
    clauses: tuple[ExplainedClause, ...] = msgspec.field(name="voices")
    aliases: tuple[AliasUse, ...]
    warnings: tuple[str, ...]
    articles: tuple[ExplainedArticle, ...]
    translations: tuple[ExplainedTranslation, ...] = ()


class Results(msgspec.Struct, frozen=True):
    """`required` is how many articles match the whole query, and the rest of `total`, if there is any, has
    only a part of it: then the answer is `relaxed`. Those that match the whole come first, but for a question
    of many words, which is ranked by how much of it an article has. `aliases` are the names that were also
    looked for, `corrections` other queries that would find more, `lang` says whether the other language was
    wished for. Where points were asked for, `points` are the answers, there are no `articles`, and both
    numbers count points. `took_ms` is all of it."""

    query: str
    total: int
    page: int
    size: int
    took_ms: float
    warnings: tuple[str, ...]
    aliases: tuple[AliasUse, ...]
    relaxed: bool
    articles: tuple[ArticleHit, ...]
    facets: Facets
    links: Links
    required: int = 0
    corrections: tuple[Correction, ...] = ()
    points: tuple[PointHit, ...] = ()
    explanation: Explained | None = None
    lang: str = "auto"


class StatementView(msgspec.Struct, frozen=True):
    """A viewpoint or point: where it stands, what it says with the asked words marked, what it rests on."""

    anchor: str
    text: Snippet
    citations: tuple[CitationLink, ...]


class GroupView(msgspec.Struct, frozen=True):
    """A group; `heading` is its title with the asked words marked."""

    title: str
    anchor: str
    points: tuple[StatementView, ...]
    heading: Snippet = Snippet("")


class ParagraphView(msgspec.Struct, frozen=True):
    """A paragraph, the anchors of the statements that cite it, and in `citing` what these say."""

    number: int
    anchor: str
    text: Snippet
    cited_by: tuple[str, ...]
    citing: tuple[Citing, ...] = ()


class ArticleView(msgspec.Struct, frozen=True):
    """`elsewhere` are the cited numbers whose paragraphs the index doesn't hold.

    `uncited` are the numbers of the paragraphs that no statement cites, `cited_share` is the share of the
    others, null without paragraphs. `matches` counts the marks of the page.
    """

    id: str
    href: str
    title: Snippet
    url: str | None
    source: str
    published: str | None
    tickers: tuple[TickerLink, ...]
    viewpoint: StatementView | None
    groups: tuple[GroupView, ...]
    paragraphs: tuple[ParagraphView, ...]
    elsewhere: tuple[ParagraphView, ...]
    uncited: tuple[int, ...] = ()
    cited_share: float | None = None
    matches: int = 0
