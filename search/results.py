"""Which structs make up an answer?

The one shape from which the page, the JSON and the terminal output are made. The names of the JSON fields are
a contract: fields may be added, none is renamed. Offsets are code points, ranges are half open, times are
milliseconds.
"""

from typing import Annotated, Literal, TypeAlias

import msgspec

from index import Article, Count, Explanation

# An address on this site, from its root on; `links.below` puts the prefix before it where there is one.
ADDRESS = "address"
Href: TypeAlias = Annotated[str, msgspec.Meta(extra={"kind": ADDRESS})]


class AliasUse(msgspec.Struct, frozen=True):
    """A name in the query and its synonyms, which were searched too."""

    typed: str
    names: tuple[str, ...]


class CrossLanguageMatch(msgspec.Struct, frozen=True):
    """A word of the query that an article has only in the other language: the language of the typed word and
    the translations that were found."""

    typed: str
    language: str
    names: tuple[str, ...] = msgspec.field(name="as")


class Correction(msgspec.Struct, frozen=True):
    """Another query that may have been meant, and how many articles match all of it."""

    query: str
    total: int


class TimeFilter(msgspec.Struct, frozen=True):
    """A time that the query names, and the same search with it as a filter: the query without it, the first
    and the last date as the filters `from` and `to` take them, empty on an open side, and how many articles
    it finds."""

    typed: str
    query: str
    since: str = msgspec.field(name="from")
    until: str = msgspec.field(name="to")
    total: int


CompletionKind = Literal["ticker", "name", "term", "title"]


class Completion(msgspec.Struct, frozen=True):
    """A completion: the query that it makes, and its kind. `note` is the company of a ticker, `href` the
    address of the article with a title."""

    text: str
    kind: CompletionKind
    note: str = ""
    href: Href | None = None


class Snippet(msgspec.Struct, frozen=True):
    """A piece of original text and the ranges [start, end) to highlight in it, in order and not touching."""

    text: str
    highlights: tuple[tuple[int, int], ...] = ()


class CitationLink(msgspec.Struct, frozen=True):
    """A citation in a text: the paragraph's number, the citation's offset, and its link.

    `status` is `resolved` where the index has the paragraph, of which `preview` is the beginning; `external`
    where the article was indexed without paragraphs; `missing` where it has no paragraph of that number.
    """

    number: int
    at: int
    href: Href
    preview: str | None
    status: str


class Citing(msgspec.Struct, frozen=True):
    """A statement that cites a paragraph: its anchor, the title of its group, the beginning of its text."""

    anchor: str
    group: str | None
    text: str
    href: Href


class PassageHit(msgspec.Struct, frozen=True):
    """A viewpoint, point or paragraph that matches.

    `group_snippet` is the highlighted title of the group. `cited_by` are the first of the `citing` statements
    that cite a paragraph; statements aren't cited.
    """

    role: str
    group: str | None
    anchor: str
    score: float
    snippet: Snippet
    citations: tuple[CitationLink, ...]
    href: Href = ""
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
    """The tickers of an article as an answer has them."""
    return tuple(TickerLink(ticker.symbol, ticker.name) for ticker in article.tickers)


class ArticleHit(msgspec.Struct, frozen=True):
    """An article that matches; `missing` are the words of the query that it lacks.

    `matching_passages` counts the passages that match, `matching` counts them by role, `more` those that are
    not shown. `translated` are the words of the query that it has only in the other language.
    """

    id: str
    title: str
    url: str | None
    source: str
    published: str | None
    tickers: tuple[TickerLink, ...]
    score: float
    href: Href
    missing: tuple[str, ...]
    title_snippet: Snippet
    matching_passages: int
    passages: tuple[PassageHit, ...]
    matching: PassageCounts = PassageCounts()
    more: PassageCounts = PassageCounts()
    translated: tuple[CrossLanguageMatch, ...] = ()


class ArticleLink(msgspec.Struct, frozen=True):
    """The article of a point."""

    id: str
    title: str
    href: Href
    source: str
    published: str | None
    tickers: tuple[TickerLink, ...]


class PointHit(msgspec.Struct, frozen=True):
    """A point as a result of its own; `missing` are the words of the query that neither it nor its heading
    has, `translated` those that they have only in the other language."""

    point: PassageHit
    article: ArticleLink
    missing: tuple[str, ...]
    translated: tuple[CrossLanguageMatch, ...] = ()


class Facets(msgspec.Struct, frozen=True):
    ticker: tuple[Count, ...] = ()
    source: tuple[Count, ...] = ()
    month: tuple[Count, ...] = ()


class Counts(msgspec.Struct, frozen=True):
    """How many articles or points answer a request, how many of these match all of its query, and their
    facets, without themselves."""

    total: int
    facets: Facets
    required: int = 0


class Links(msgspec.Struct, frozen=True):
    next: Href | None = None
    prev: Href | None = None


class ExplainedClause(msgspec.Struct, frozen=True):
    """A clause that scores an article, and its weight x idf."""

    tree: str
    idf_weight: float = msgspec.field(name="mass")


class ExplainedTranslation(msgspec.Struct, frozen=True):
    """A translation that was searched for a word of the query; `weight` is 1 for the likeliest one."""

    typed: str
    text: str
    weight: float


class ExplainedWord(msgspec.Struct, frozen=True):
    """What a word of the query adds to the score of an article: `score`, and as a `share` (0 to 1) of the
    article's `total`.

    `token` is what the word was found by: its stem, one of its names or translations. `idf` is the token's,
    or that of the rarest of several side by side, `frequency` how often the whole article has it, by the
    count of the index, and `length` the length of the article in relation to the mean, as the engine counts
    it. A word scores by other tokens too, such as its exact form; `score` is the sum. Without a `word` it is
    what stands across two words of the query or fits a pattern; without a `token` it has no idf, frequency
    and length: a pattern, the time of publication.
    """

    word: str
    token: str
    idf: float
    frequency: int
    length: float
    score: float
    share: float


class ExplainedArticle(msgspec.Struct, frozen=True):
    """Why an article ranks where it does: the number of its tier, and its score as a sum of parts.

    `score` is the engine's, node by node; `words` are the same by the words of the query, with `recency` for
    its date. `passage` is what its best passage adds, which holds `passage_share` (0 to 1) of the query, and
    `opening` what its title and the beginning of its text add, which hold `opening_share`; they add nothing
    in the order of dates, and after the first articles of a tier. `total` is the sum of all, the score by
    which the article ranks.
    """

    id: str
    tier: int
    score: Explanation
    words: tuple[ExplainedWord, ...] = ()
    recency: float = 0.0
    passage: float = 0.0
    passage_share: float = 0.0
    opening: float = 0.0
    opening_share: float = 0.0
    total: float = 0.0


class Explained(msgspec.Struct, frozen=True):
    """The plan of a query and the scores of its articles: the logical tree, the tree that an article must
    match, the clauses that score one, the synonyms and translations that were used."""

    query: str
    tree: str
    matches: str
    clauses: tuple[ExplainedClause, ...] = msgspec.field(name="voices")
    aliases: tuple[AliasUse, ...]
    warnings: tuple[str, ...]
    articles: tuple[ExplainedArticle, ...]
    translations: tuple[ExplainedTranslation, ...] = ()


class Results(msgspec.Struct, frozen=True):
    """The answer to a request.

    `required` is how many articles match all of the query; the rest of `total`, if any, match only a part of
    it, and the answer is `relaxed`. Articles that match all of the query come first, except for a query of
    many words, which is ranked by how much of it an article has. `aliases` are the synonyms that were
    searched too, `corrections` other queries that would find more, `times` the times that the query names,
    each as a filter, `lang` is the language option of the request. With the scope `points` there are `points`
    instead of `articles`, and both numbers count points. `took_ms` is the time of the whole answer.

    An answer ends with the articles that answer the query; `more` is how many others have any of its words.
    That is counted on the last page alone: `more` is 0 on the pages before, for points, and where these are
    listed too. Of an answer that isn't `answered` the articles are only the nearest: none has enough of the
    words or, in the order of relevance, no passage of the first ones has enough of them near each other.
    """

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
    answered: bool = True
    more: int = 0
    times: tuple[TimeFilter, ...] = ()


class StatementView(msgspec.Struct, frozen=True):
    """A viewpoint or point on the page of its article: its anchor, its highlighted text, its citations."""

    anchor: str
    text: Snippet
    citations: tuple[CitationLink, ...]


class GroupView(msgspec.Struct, frozen=True):
    """A group of points; `heading` is its highlighted title."""

    title: str
    anchor: str
    points: tuple[StatementView, ...]
    heading: Snippet = Snippet("")


class ParagraphView(msgspec.Struct, frozen=True):
    """A paragraph, the anchors of the statements that cite it, and in `citing` the statements themselves."""

    number: int
    anchor: str
    text: Snippet
    cited_by: tuple[str, ...]
    citing: tuple[Citing, ...] = ()


class ArticleView(msgspec.Struct, frozen=True):
    """The page of an article. `elsewhere` are the cited numbers whose paragraphs the index doesn't have.

    `uncited` are the numbers of the paragraphs that no statement cites, `cited_share` is the share of the
    others, null without paragraphs. `matches` counts the highlights of the page.
    """

    id: str
    href: Href
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
