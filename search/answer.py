"""Which results do a query plan and its hits make?

The last step of a search: what was retrieved becomes the structs that a page, a program or a terminal shows.
Touches an index only through its reader's statistics, and for an explanation.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from index import Analyzer, Article, Count, Hit, Reader, WrittenText, article_of, budget, fields
from search.explain import ScoreExplainer
from search.links import page_links
from search.messages import Message
from search.passages.answering import question_of
from search.passages.article_view import view_article
from search.passages.coverage import (
    Coverage,
    content_words,
    cross_language_matches,
    missing_words,
    terms_of_date,
)
from search.passages.highlighting import WeightedTerm, find_highlights, term_weights, weighted_terms
from search.passages.hits import article_hit
from search.passages.passage_scores import query_shares, query_words
from search.passages.points import LIMIT, RankedPoint, point_hits, ranked_points
from search.plan.plan import QueryPlan
from search.ranking.rescoring import ANSWERED, QueryShares, SharesOf
from search.ranking.tiers import NO_TIER, Tier, Tiered
from search.request import SearchRequest
from search.results import ArticleHit, ArticleView, Facets, Results

FACET_SIZES = {fields.TICKER_FACET: 20, fields.SOURCE_FACET: 20, fields.MONTH_FACET: 240}
POINTS_READ = LIMIT  # articles whose points are ranked


def article_results(
    request: SearchRequest, plan: QueryPlan, found: Tiered, reader: Reader, analyzer: Analyzer
) -> Results:
    """The articles of a page with the passages that matched."""
    explainer = ScoreExplainer(plan, reader, analyzer, partial(shares_by, plan, reader=reader))
    articles = tuple(_article_hits(request, plan, found, reader))
    required = required_of(plan, found, reader)
    return Results(
        query=plan.query,
        total=found.total,
        page=request.page,
        size=request.size,
        took_ms=0.0,
        warnings=_texts(plan.warnings, request),
        aliases=plan.aliases,
        relaxed=required < found.total,
        articles=articles,
        facets=facets_of(found),
        links=page_links(request, found.total),
        required=required,
        explanation=explainer.explained(found.hits) if request.explain else None,
        lang=request.language,
        answered=_is_answered(plan, found),
        more=_more(request, plan, found, reader),
    )


def point_results(request: SearchRequest, plan: QueryPlan, found: Tiered, reader: Reader) -> Results:
    """The points of a page, ranked across all articles that were found."""
    ranked = ranked_points(
        map(_read, found.hits),
        plan.expansion.highlight_terms,
        _weighted_terms(plan, reader),
        native_first=plan.prefers_native,
    )
    required = sum(not each.missing for each in ranked)
    first = (request.page - 1) * request.size
    points = tuple(point_hits(ranked[first : first + request.size]))
    cut = () if found.total <= LIMIT else (Message.of("points of some", count=LIMIT),)
    return Results(
        query=plan.query,
        total=len(ranked),
        page=request.page,
        size=request.size,
        took_ms=0.0,
        warnings=_texts((*plan.warnings, *cut), request),
        aliases=plan.aliases,
        relaxed=required < len(ranked),
        articles=(),
        facets=_facets_of_points(ranked, facets_of(found)),
        links=page_links(request, len(ranked)),
        required=required,
        points=points,
        lang=request.language,
        answered=bool(ranked) and plan.has_answer,
    )


def _facets_of_points(ranked: Sequence[RankedPoint], of_articles: Facets) -> Facets:
    """How many points there are of each company, source and month. A date that is in no month of the
    articles, such as one far in the future, is in none here."""
    tickers: Counter[str] = Counter()
    sources: Counter[str] = Counter()
    months: Counter[str] = Counter()
    known = {each.value for each in of_articles.month}
    for each in ranked:
        article = each.article
        tickers.update({ticker.symbol for ticker in article.tickers})
        sources.update(filter(None, (article.source,)))
        months.update({(article.published or "")[:7]} & known)

    def most(counts: Counter[str], field: str) -> tuple[Count, ...]:
        ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[: FACET_SIZES[field]]
        return tuple(Count(value, count) for value, count in ordered)

    by_month = most(months, fields.MONTH_FACET)
    return Facets(
        ticker=most(tickers, fields.TICKER_FACET),
        source=most(sources, fields.SOURCE_FACET),
        month=tuple(sorted(by_month, key=lambda count: count.value)),
    )


def highlighted_view(stored: bytes, plan: QueryPlan, reader: Reader) -> tuple[ArticleView, bool]:
    """An article's page with what the plan highlights, and whether it has all words of the query."""
    article, terms = article_of(stored), plan.expansion.highlight_terms
    highlights = find_highlights(article, _weighted_terms(plan, reader))
    found = highlights.terms | terms_of_date(terms, article.published)
    has_all = not missing_words(content_words(terms), terms, found)
    return view_article(article, highlights), has_all


def shares_by(plan: QueryPlan, tier: Tier, *, reader: Reader) -> SharesOf:
    """What a passage and the opening of an article of a tier hold of the query of a plan."""
    terms = [term for term in plan.expansion.highlight_terms if not (tier.native and term.translates)]
    words = query_words(terms, weighted_terms(terms, term_weights(terms, reader)))

    def shares_of(hit: Hit) -> QueryShares:
        budget.check()
        return query_shares(WrittenText.of(hit.stored), words, has_all=tier.complete)

    return shares_of


def facets_of(found: Tiered) -> Facets:
    """The facets of what was found; months in their order, other values with the most frequent first."""
    months = sorted(found.facets.get(fields.MONTH_FACET, ()), key=lambda count: count.value)
    return Facets(
        ticker=found.facets.get(fields.TICKER_FACET, ()),
        source=found.facets.get(fields.SOURCE_FACET, ()),
        month=tuple(months),
    )


def required_of(plan: QueryPlan, found: Tiered, reader: Reader) -> int:
    """How many articles match all of the query."""
    if plan.requires_all_terms:
        tiers = zip(plan.tiers, found.totals, strict=False)
        return sum(total for tier, total in tiers if tier.complete)
    return reader.search(plan.all_terms.matches, filters=plan.all_terms.filters, limit=0).total


def _is_answered(plan: QueryPlan, found: Tiered) -> bool:
    """Whether what was found is more than what is nearest: articles with enough of the words, and where their
    passages were looked at, enough of them together in a passage of the first ones."""
    return bool(found.total) and plan.has_answer and (found.passage is None or found.passage >= ANSWERED)


def _more(request: SearchRequest, plan: QueryPlan, found: Tiered, reader: Reader) -> int:
    """How many more articles have any of the words, where the answer ends with this page."""
    if request.page * request.size < found.total:
        return 0
    if plan.any_terms is NO_TIER or plan.any_terms in plan.tiers:
        return 0
    if len(plan.expansion.optional_words) == 1 and plan.all_terms in plan.tiers:  # what has any has all
        return 0
    having_any = reader.search(plan.any_terms.matches, filters=plan.any_terms.filters, limit=0).total
    return max(0, having_any - found.total)


def _texts(warnings: Iterable[Message], request: SearchRequest) -> tuple[str, ...]:
    """The warnings in the language that the request wants them in."""
    return tuple(each.text(request.message_lang) for each in warnings)


def _article_hits(
    request: SearchRequest, plan: QueryPlan, found: Tiered, reader: Reader
) -> Iterator[ArticleHit]:
    terms = plan.expansion.highlight_terms
    weighted = _weighted_terms(plan, reader)
    native = [each for each, term in zip(weighted, terms, strict=True) if not term.translates]
    question = question_of(plan.query, terms)
    native_question = question_of(plan.query, [term for term in terms if not term.translates])
    words = content_words(terms)
    # The index has tokens in lower case, so only the text tells whether an article with `it` has `IT`.
    trusted = not any(term.in_capitals for term in terms)

    def hit_of(tier: Tier, hit: Hit) -> ArticleHit:
        budget.check()
        article, kind = article_of(hit.stored), request.filters.kind
        if trusted and tier.native:  # all was found as it was typed, so no translation is highlighted
            found = find_highlights(article, native)
            return article_hit(article, found, score=hit.score, kind=kind, question=native_question)
        highlights = find_highlights(article, weighted)
        dated = highlights.terms | terms_of_date(terms, article.published)
        coverage = Coverage(
            missing=() if trusted and tier.complete else missing_words(words, terms, dated),
            translated=cross_language_matches(terms, highlights.terms),
        )
        return article_hit(
            article, highlights, score=hit.score, kind=kind, question=question, coverage=coverage
        )

    return (hit_of(plan.tiers[number], hit) for number, hit in found.hits)


def _read(found: tuple[int, Hit]) -> Article:
    """The article of a hit; to read and highlight many takes from the budget of the request."""
    budget.check()
    return article_of(found[1].stored)


def _weighted_terms(plan: QueryPlan, reader: Reader) -> tuple[WeightedTerm, ...]:
    terms = plan.expansion.highlight_terms
    return weighted_terms(terms, term_weights(terms, reader))
