"""The whole story on one screen: a question in, ranked articles with their evidence out."""

import time
import weakref
from collections.abc import Mapping

import msgspec

from index import Analyzer, Generation, Hit, article_of, fields
from search.explain import explained
from search.lexicon.names import configured_synonyms
from search.lexicon.synonyms import Synonyms
from search.limits import PAGE_SIZE, check_limits
from search.links import links_of
from search.orders import Order, sort_of
from search.passages.article_view import ArticleView, view_article
from search.passages.coverage import cross_language_matches, missing_words, telling_words
from search.passages.highlighting import Looked, look_for, marked, telling
from search.passages.hits import article_hit
from search.passages.points import LIMIT, point_hits, ranked_points
from search.plan.cross_language import Lang, default_lang
from search.plan.plan import Question
from search.plan.planner import Asking
from search.query.filters import NO_FILTERS, Filters
from search.ranking.tiers import FEW, Tiered, search_tiers
from search.results import ArticleHit, Correction, Counts, Facets, Results
from search.suggest.completions import Completion, Completions
from search.suggest.corrections import Corrections

_FACET_SIZES = {fields.TICKER_FACET: 20, fields.SOURCE_FACET: 20, fields.MONTH_FACET: 240}
_CORRECTIONS = 3


class Searcher:
    """Answers questions from one generation of the index. Safe to use from many threads.

    `aliases` are the names of the settings and of the index's tickers, where none are given.
    """

    def __init__(
        self, generation: Generation, analyzer: Analyzer, *, aliases: Synonyms | None = None
    ) -> None:
        self.generation = generation
        self._articles = generation.articles
        aliases = configured_synonyms(self._articles) if aliases is None else aliases
        self._asking = Asking(self._articles, analyzer, aliases)
        self._suggestions = Corrections(self._articles, analyzer)
        # By a weak reference, so that a searcher goes with the last question that uses it.
        alive = weakref.ref(self)
        self._completions = Completions(self._articles, lambda query: _is_answered(alive(), query))

    def search(
        self,
        query: str,
        *,
        page: int = 1,
        size: int = PAGE_SIZE,
        filters: Filters = NO_FILTERS,
        order: Order = "best",
        lang: Lang | None = None,
        explain: bool = False,
    ) -> Results:
        """The articles that answer the query, the best of the page first; without a query all that the
        filters leave, none where there is no filter either. `lang` is whether articles answer too that have
        the words in the other language: none for what the setting says.

        Raises QueryLimit for a question beyond the limits, FilterError for a filter that can't be.
        """
        began = time.perf_counter()
        check_limits(query, page=page, size=size)
        question, found = self._answer(query, filters, lang, page=page, size=size, order=order)
        looked = self._look_for(question)
        wanted = question.expansion.wanted
        typed = [each for each, asked in zip(looked, wanted, strict=True) if not asked.translates]
        words = telling_words(wanted)

        def shown(tier: int, hit: Hit) -> ArticleHit:
            article = article_of(hit.stored)
            if tier < question.own:
                return article_hit(article, marked(article, typed), score=hit.score, kind=filters.kind)
            marks = marked(article, looked)
            return article_hit(
                article,
                marks,
                score=hit.score,
                kind=filters.kind,
                missing=() if tier < question.whole else missing_words(words, wanted, marks.asked),
                translated=cross_language_matches(wanted, marks.asked),
            )

        articles = tuple(shown(tier, hit) for tier, hit in found.hits)
        required = (
            sum(found.totals[: question.whole]) if question.is_required else self._asking.required(question)
        )
        corrections = self._corrections(question, filters, lang, required) if found.total < FEW else ()
        explanation = explained(question, found.hits, self._articles) if explain else None
        return Results(
            query=question.query,
            total=found.total,
            page=page,
            size=size,
            took_ms=round((time.perf_counter() - began) * 1000, 3),
            warnings=question.warnings,
            aliases=question.aliases,
            relaxed=any(article.missing for article in articles),
            articles=articles,
            facets=_facets(found),
            links=links_of(
                question.query, filters, page=page, size=size, total=found.total, order=order, lang=lang
            ),
            required=required,
            corrections=corrections,
            explanation=explanation,
            lang=lang or default_lang(),
        )

    def points(
        self,
        query: str,
        *,
        page: int = 1,
        size: int = PAGE_SIZE,
        filters: Filters = NO_FILTERS,
        lang: Lang | None = None,
    ) -> Results:
        """The points that answer the query, across all articles, the best of the page first.

        Raises what `search` raises.
        """
        began = time.perf_counter()
        check_limits(query, page=page, size=size)
        question = self._asking.asked(query, msgspec.structs.replace(filters, kind="point"), lang)
        found = search_tiers(self._articles, question.tiers, offset=0, limit=LIMIT, facets=_FACET_SIZES)
        articles = (article_of(hit.stored) for _, hit in found.hits)
        ranked = ranked_points(
            articles, question.expansion.wanted, self._look_for(question), own_first=question.own > 0
        )
        shown = tuple(point_hits(ranked[(page - 1) * size : page * size]))
        cut = () if found.total <= LIMIT else (f"only the points of the best {LIMIT:,} articles were ranked",)
        return Results(
            query=question.query,
            total=len(ranked),
            page=page,
            size=size,
            took_ms=round((time.perf_counter() - began) * 1000, 3),
            warnings=(*question.warnings, *cut),
            aliases=question.aliases,
            relaxed=any(point.missing for point in shown),
            articles=(),
            facets=_facets(found),
            links=links_of(
                question.query, filters, page=page, size=size, total=len(ranked), scope="points", lang=lang
            ),
            required=sum(not each.missing for each in ranked),
            points=shown,
            lang=lang or default_lang(),
        )

    def count(self, query: str, *, filters: Filters = NO_FILTERS, lang: Lang | None = None) -> Counts:
        """How many articles answer the query, and their facets; without a query all that the filters leave,
        which is all there are where there is no filter. Raises what `search` raises."""
        found = self._counted(query, filters, lang, facets=_FACET_SIZES)
        return Counts(found.total, _facets(found))

    def total(self, query: str, *, filters: Filters = NO_FILTERS, lang: Lang | None = None) -> int:
        """What `count` counts, without the facets."""
        return self._counted(query, filters, lang, facets={}).total

    def read_ahead(self) -> None:
        """Read what else only some questions need, which takes seconds in a large index."""
        self._suggestions.read_ahead()
        self._completions.read_ahead()

    def complete(self, prefix: str, *, limit: int = 8) -> tuple[Completion, ...]:
        """What the text may become that is being typed: tickers, names, frequent words, titles."""
        return self._completions.complete(prefix, limit=limit)

    def ids(self, query: str, *, limit: int = 10, lang: Lang | None = None) -> list[str]:
        """The ids of the first articles that answer the query, without what explains them. Raises what
        `search` raises."""
        check_limits(query, page=1, size=1)
        question = self._asking.asked(query, NO_FILTERS, lang)
        found = search_tiers(self._articles, question.tiers, offset=0, limit=limit)
        return [hit.key for _, hit in found.hits]

    def read(self, article_id: str, *, query: str = "", lang: Lang | None = None) -> ArticleView | None:
        """The article of that id, if there is one, with what the query asks for marked: in the other language
        too where that was wished for, or the article doesn't have all of it in its own."""
        stored = self._articles.fetch([article_id]).get(article_id)
        if stored is None:
            return None
        check_limits(query, page=1, size=1)
        article, lang = article_of(stored), lang or default_lang()
        question = self._asking.read(query)
        wanted, marks = question.expansion.wanted, marked(article, self._look_for(question))
        lacks = lang == "auto" and missing_words(telling_words(wanted), wanted, marks.asked)
        if lang == "both" or lacks:
            marks = marked(article, self._look_for(self._asking.in_both(question)))
        return view_article(article, marks)

    def _look_for(self, question: Question) -> tuple[Looked, ...]:
        wanted = question.expansion.wanted
        return look_for(wanted, telling(wanted, self._articles))

    def _counted(
        self, query: str, filters: Filters, lang: Lang | None, *, facets: Mapping[str, int]
    ) -> Tiered:
        check_limits(query, page=1, size=1)
        if query.strip():
            return self._answer(query, filters, lang, size=0, facets=facets)[1]
        return self._find(self._asking.every_article(filters), size=0, facets=facets)

    def _answer(
        self,
        query: str,
        filters: Filters,
        lang: Lang | None,
        *,
        page: int = 1,
        size: int,
        order: Order = "best",
        facets: Mapping[str, int] = _FACET_SIZES,
    ) -> tuple[Question, Tiered]:
        """The question as it was answered, and what was found: where nothing is, by the sound of it."""
        question = self._asking.asked(query, filters, lang)
        found = self._find(question, page=page, size=size, order=order, facets=facets)
        if not found.total and (sounding := self._sounding(question.query, filters)):
            return sounding, self._find(sounding, page=page, size=size, order=order, facets=facets)
        return question, found

    def _find(
        self,
        question: Question,
        *,
        page: int = 1,
        size: int,
        order: Order = "best",
        facets: Mapping[str, int] = _FACET_SIZES,
    ) -> Tiered:
        return search_tiers(
            self._articles,
            question.tiers,
            offset=(page - 1) * size,
            limit=size,
            sort=sort_of(order),
            facets=facets,
        )

    def _sounding(self, query: str, filters: Filters) -> Question | None:
        """What a Latin query asks for that finds nothing as it is: the Chinese names that it spells."""
        names = self._suggestions.spelled(query)
        return self._asking.by_sound(query, names, filters) if names else None

    def _corrections(
        self, question: Question, filters: Filters, lang: Lang | None, found: int
    ) -> tuple[Correction, ...]:
        """Other queries that may have been meant and match more, the likeliest first."""
        offered = []
        for query in self._suggestions.corrected(question):
            total = self._asking.required(self._asking.asked(query, filters, lang))
            if total > found:
                offered.append(Correction(query, total))
            if len(offered) == _CORRECTIONS:
                break
        return tuple(offered)


def _is_answered(searcher: Searcher | None, query: str) -> bool:
    return searcher is not None and bool(searcher.ids(query, limit=1, lang="same"))


def _facets(found: Tiered) -> Facets:
    months = sorted(found.facets.get(fields.MONTH_FACET, ()), key=lambda count: count.value)
    return Facets(
        ticker=found.facets.get(fields.TICKER_FACET, ()),
        source=found.facets.get(fields.SOURCE_FACET, ()),
        month=tuple(months),
    )
