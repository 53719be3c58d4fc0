"""Why is this article a hit, and where does its score come from?

What was understood of a query, and for an article the parts of its score: by field and layer, by the words of
the query, and by its best passage. Scores are the engine's own, computed node by node.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec
from whoosh import query as nodes

from index import Analyzer, Explainer, Hit, Reader, article_of, budget, format_tree
from search.messages import Message
from search.plan.plan import QueryPlan
from search.ranking.rescoring import PASSAGE_WEIGHT, SharesOf, bonus
from search.ranking.tiers import Tier
from search.ranking.word_scores import (
    ScoredClause,
    WordScore,
    scored_clauses,
    tokens_of_whole,
    word_scores,
)
from search.results import (
    Explained,
    ExplainedArticle,
    ExplainedClause,
    ExplainedTranslation,
    ExplainedWord,
)

MAX_SECONDS = 1.0  # of processor time, for the words of the articles of a page
_NO_PART = 1e-5  # of a score; less is rounding


class ScoreExplainer(msgspec.Struct, frozen=True):
    """Explains the scores of a plan's articles. `shares_of` says what the passages of an article of a tier
    hold of the query."""

    plan: QueryPlan
    reader: Reader
    analyzer: Analyzer
    shares_of: Callable[[Tier], SharesOf]

    def explained(self, hits: Sequence[tuple[int, Hit]]) -> Explained:
        """The explanation of the plan and of some of its hits, each with the number of its tier."""
        plan, explainer = self.plan, Explainer(self.reader)
        tiers: dict[int, list[Hit]] = {}
        for tier, hit in hits:
            tiers.setdefault(tier, []).append(hit)
        articles: dict[str, ExplainedArticle] = {}
        until = time.thread_time() + MAX_SECONDS
        is_cut = False
        for tier, of_tier in tiers.items():
            tree, keys = plan.tiers[tier].tree, [hit.key for hit in of_tier]
            scores = explainer.explain(tree, keys)
            clauses = self._scored_clauses(tree, keys)
            for hit in of_tier:
                if hit.key not in scores:
                    continue
                article = ExplainedArticle(hit.key, tier, scores[hit.key])
                is_late = time.thread_time() > until
                is_cut |= is_late
                articles[hit.key] = article if is_late else self._by_words(article, hit, clauses)
        cut = [Message.of("explanation cut")] if explainer.is_cut or is_cut else []
        return Explained(
            query=plan.query,
            tree=format_tree(plan.tree),
            matches=format_tree(plan.expansion.tree),
            clauses=tuple(
                ExplainedClause(format_tree(clause.tree), round(clause.idf_weight, 4))
                for clause in plan.clauses.all
            ),
            aliases=plan.aliases,
            warnings=tuple(map(str, (*plan.warnings, *cut))),
            articles=tuple(articles[hit.key] for _, hit in hits if hit.key in articles),
            translations=tuple(
                ExplainedTranslation(word.typed, each.text, each.weight)
                for word in plan.translated
                for each in word.entry.translations
            ),
        )

    def _scored_clauses(self, tree: nodes.Query, keys: Sequence[str]) -> list[ScoredClause]:
        clauses = self.plan.clauses
        own = scored_clauses(tree, (*clauses.optional, *clauses.others), self.reader, keys)
        others = (*clauses.translations, *clauses.other_translations)
        translated = scored_clauses(tree, others, self.reader, keys)
        return own + [msgspec.structs.replace(each, translates=True) for each in translated]

    def _by_words(
        self, article: ExplainedArticle, hit: Hit, clauses: Sequence[ScoredClause]
    ) -> ExplainedArticle:
        """The article with its words and its passages."""
        budget.check()
        engine = article.score.score
        total = max(hit.score, engine)  # what is sorted by date has no score of its own
        tokens = tokens_of_whole(article_of(hit.stored), self.analyzer)
        found = list(word_scores(clauses, hit.key, tokens))
        shares = self.shares_of(self.plan.tiers[article.tier])(hit)
        added = _part(total - engine, engine)
        of_passage = PASSAGE_WEIGHT * shares.passage / bonus(shares) if added else 0.0
        return msgspec.structs.replace(
            article,
            words=tuple(self._words(found, total)),
            recency=_part(engine - sum(each.score for each in found), engine),
            passage=added * of_passage,
            passage_share=shares.passage,
            opening=added * (1 - of_passage),
            opening_share=shares.opening,
            total=total,
        )

    def _words(self, found: Iterable[WordScore], total: float) -> Iterator[ExplainedWord]:
        typed = self.plan.query.lower()
        for each in found:
            term = each.term
            yield ExplainedWord(
                word=" ".join(sorted(each.words, key=lambda word: (typed.find(word), word))),
                token=term.text if term else "",
                idf=term.idf if term else 0.0,
                frequency=each.frequency,
                length=each.length,
                score=each.score,
                share=each.score / total if total else 0.0,
            )


def _part(score: float, whole: float) -> float:
    """A part of a score, 0 where it is no more than rounding."""
    return score if score > _NO_PART * whole else 0.0
