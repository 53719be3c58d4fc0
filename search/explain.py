"""Why is this article an answer, and why at this place?

What was understood of a query, and for an article the parts of its score by field and layer. Scores are the
engine's own, asked for node by node.
"""

from collections.abc import Sequence

import msgspec

from index import Explanation, Hit, Reader, explain, written
from search.plan.plan import Question
from search.query.synonym_tagging import AliasUse


class ExplainedVoice(msgspec.Struct, frozen=True):
    """A part of the tree that ranks, and its weight times how telling it is."""

    tree: str
    mass: float


class ExplainedTranslation(msgspec.Struct, frozen=True):
    """A translation that a typed word was looked for as: its weight as a share of that of the likeliest."""

    typed: str
    text: str
    weight: float


class ExplainedArticle(msgspec.Struct, frozen=True):
    """An article's place: the tier of the answer that it stands in, and its score as it was summed."""

    id: str
    tier: int
    score: Explanation


class Explained(msgspec.Struct, frozen=True):
    """A query as it was understood: the logical tree, what an article must match, what speaks for one with
    its weight, the names that acted, and the translations."""

    query: str
    tree: str
    matches: str
    voices: tuple[ExplainedVoice, ...]
    aliases: tuple[AliasUse, ...]
    warnings: tuple[str, ...]
    articles: tuple[ExplainedArticle, ...]
    translations: tuple[ExplainedTranslation, ...] = ()


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
