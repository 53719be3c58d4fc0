"""Why is this article a hit, and where does its score come from?

What was understood of a query, and for an article the parts of its score by field and layer. Scores are the
engine's own, computed node by node.
"""

from collections.abc import Sequence

from index import Hit, Reader, explain, format_tree
from search.plan.plan import QueryPlan
from search.results import Explained, ExplainedArticle, ExplainedClause, ExplainedTranslation


def explained(plan: QueryPlan, hits: Sequence[tuple[int, Hit]], reader: Reader) -> Explained:
    """The explanation of a plan and of some of its hits, each with the number of its tier."""
    articles = []
    for tier, hit in hits:
        score = explain(reader, plan.tiers[tier].tree, hit.key)
        if score is not None:
            articles.append(ExplainedArticle(hit.key, tier, score))
    return Explained(
        query=plan.query,
        tree=format_tree(plan.tree),
        matches=format_tree(plan.expansion.tree),
        clauses=tuple(
            ExplainedClause(format_tree(clause.tree), round(clause.idf_weight, 4))
            for clause in plan.clauses.all
        ),
        aliases=plan.aliases,
        warnings=tuple(map(str, plan.warnings)),
        articles=tuple(articles),
        translations=tuple(
            ExplainedTranslation(word.typed, each.text, each.weight)
            for word in plan.translated
            for each in word.entry.translations
        ),
    )
