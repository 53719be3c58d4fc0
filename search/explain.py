"""Why is this article a hit, and where does its score come from?

What was understood of a query, and for an article the parts of its score by field and layer. Scores are the
engine's own, computed node by node.
"""

from collections.abc import Sequence

from index import Explainer, Hit, Reader, format_tree
from search.messages import Message
from search.plan.plan import QueryPlan
from search.results import Explained, ExplainedArticle, ExplainedClause, ExplainedTranslation


def explained(plan: QueryPlan, hits: Sequence[tuple[int, Hit]], reader: Reader) -> Explained:
    """The explanation of a plan and of some of its hits, each with the number of its tier."""
    explainer = Explainer(reader)
    keys: dict[int, list[str]] = {}
    for tier, hit in hits:
        keys.setdefault(tier, []).append(hit.key)
    scores = {tier: explainer.explain(plan.tiers[tier].tree, of_tier) for tier, of_tier in keys.items()}
    articles = [
        ExplainedArticle(hit.key, tier, scores[tier][hit.key])
        for tier, hit in hits
        if hit.key in scores[tier]
    ]
    cut = [Message.of("explanation cut")] if explainer.is_cut else []
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
        articles=tuple(articles),
        translations=tuple(
            ExplainedTranslation(word.typed, each.text, each.weight)
            for word in plan.translated
            for each in word.entry.translations
        ),
    )
