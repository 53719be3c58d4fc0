"""Why is this article an answer, and why at this place?

What was understood of a query, and for an article the parts of its score by field and layer. Scores are the
engine's own, asked for node by node.
"""

from collections.abc import Sequence

from index import Hit, Reader, explain, written
from search.plan.plan import Question
from search.results import Explained, ExplainedArticle, ExplainedTranslation, ExplainedVoice


def explained(question: Question, hits: Sequence[tuple[int, Hit]], reader: Reader) -> Explained:
    """The explanation of a question and of some of its answers, each with the number of its tier."""
    articles = []
    for tier, hit in hits:
        score = explain(reader, question.tiers[tier].tree, hit.key)
        if score is not None:
            articles.append(ExplainedArticle(hit.key, tier, score))
    return Explained(
        query=question.query,
        tree=written(question.tree),
        matches=written(question.expansion.tree),
        voices=tuple(
            ExplainedVoice(written(voice.clause), round(voice.mass, 4)) for voice in question.voices
        ),
        aliases=question.aliases,
        warnings=question.warnings,
        articles=tuple(articles),
        translations=tuple(
            ExplainedTranslation(word.typed, each.text, each.weight)
            for word in question.translated
            for each in word.found.translations
        ),
    )
