"""What does the product answer to the queries of a judged set, and how good is that?

Builds the index of a set's articles, asks, and gives every figure as a share or a mean between 0 and 1, of
which more is better.
"""

import shutil
import statistics
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from index import Generation, article_of, configured_analyzer, open_generation, reindex
from search import Lang, Searcher
from search.results import ArticleHit
from tests.index_code import code_digest
from tests.relevance.evidence import first_and_any
from tests.relevance.measures import average_precision, ndcg, reciprocal_rank
from tests.relevance.sets import ZONE, JudgedSet
from tests.relevance.unanswered import has_a_word, says_unanswered, terms_of

DEEP = 1_000  # average precision is reported only for answers that are measured at least as deep
_PAGES = (10, 100)  # sizes of the pages on which the right article is looked for

Figures = dict[str, float]


class Asked(msgspec.Struct, frozen=True):
    """A query as it was answered: ids of articles, best first."""

    key: str
    ranked: list[str]
    milliseconds: float


def rank(searcher: Searcher, query: str, *, depth: int, lang: Lang) -> list[str]:
    """The ids of the first `depth` articles for a query as it was typed: what is measured."""
    return searcher.ids(query, limit=depth, lang=lang)


def built(judged: JudgedSet, cache: Path) -> Generation:
    """An index of the set's articles in the folder of indexes; one that the same code built is used."""
    root = cache / f"{judged.corpus}-{code_digest()}"
    if not (root / "CURRENT").exists():
        for old in cache.glob(f"{judged.corpus}-" + "?" * len(code_digest())):  # of other code
            shutil.rmtree(old)
        root.mkdir(parents=True)
        with tempfile.TemporaryDirectory() as beside:
            file = Path(beside) / "articles.jsonl"
            file.write_bytes(b"\n".join(map(msgspec.json.encode, judged.records)))
            reindex(
                [str(file)],
                root=root,
                analyzer=configured_analyzer(),
                engine="tantivy",
                zone=ZONE,
            )
    generation = open_generation(root, configured_analyzer())
    if generation.articles.count != len(judged.records):
        raise ValueError(f"{root}: not an index of {judged.corpus}; name another folder with --cache")
    return generation


def answered(
    judged: JudgedSet, generation: Generation, queries: Sequence[str], *, lang: Lang | None = None
) -> list[Asked]:
    searcher = Searcher(generation, configured_analyzer())
    answers = []
    for key in queries:
        began = time.perf_counter()
        ranked = rank(searcher, judged.queries[key], depth=judged.depth, lang=lang or judged.lang)
        answers.append(Asked(key, ranked, (time.perf_counter() - began) * 1000))
    return answers


def figures(judged: JudgedSet, answers: Sequence[Asked]) -> Figures:
    """The mean of every measure over the queries, rounded to what a figure is compared by."""
    pairs = [(each.ranked, judged.judgements[each.key]) for each in answers]
    means = {
        "mrr@10": statistics.fmean(reciprocal_rank(ranked, judgement) for ranked, judgement in pairs),
        "hit@1": statistics.fmean(reciprocal_rank(ranked, judgement, depth=1) for ranked, judgement in pairs),
        "ndcg@10": statistics.fmean(ndcg(ranked, judgement) for ranked, judgement in pairs),
    }
    if judged.depth >= DEEP:
        means["map"] = statistics.fmean(average_precision(ranked, judgement) for ranked, judgement in pairs)
    return {name: round(mean, 4) for name, mean in means.items()}


def measured(
    judged: JudgedSet, generation: Generation, answers: Sequence[Asked], unanswerable: Iterable[str]
) -> Figures:
    """All figures of a set: the ranking, that of its parts, what is shown, and what is said of queries that
    nothing answers."""
    keys = [each.key for each in answers]
    searcher = Searcher(generation, configured_analyzer())
    return {
        **figures(judged, answers),
        **without(judged, generation, keys),
        **_of_parts(judged, answers),
        **_shown(judged, searcher, keys),
        **_of_unanswerable(judged, searcher, list(unanswerable)),
        **_of_answerable(judged, searcher, keys),
    }


def without(judged: JudgedSet, generation: Generation, queries: Sequence[str]) -> Figures:
    """For a set whose answers are in the other language, what is found without translations, and by default,
    where they only fill in."""
    if judged.lang != "both":
        return {}
    langs: tuple[Lang, ...] = ("same", "auto")
    return {
        f"mrr@10 {lang}": figures(judged, answered(judged, generation, queries, lang=lang))["mrr@10"]
        for lang in langs
    }


def _of_parts(judged: JudgedSet, answers: Sequence[Asked]) -> Figures:
    """Of a set that has parts, the mean reciprocal rank of each, and the share that is found at all."""
    if not judged.parts:
        return {}
    ranked = [reciprocal_rank(each.ranked, judged.judgements[each.key]) for each in answers]
    found = {"hit@10": _share(rank > 0 for rank in ranked)}
    for part, keys in judged.parts.items():
        ranks = [
            reciprocal_rank(each.ranked, judged.judgements[each.key]) for each in answers if each.key in keys
        ]
        if ranks:
            found[f"mrr@10 {part}"] = _share(ranks)
    return found


def _shown(judged: JudgedSet, searcher: Searcher, queries: Sequence[str]) -> Figures:
    """Shares of the queries whose answer is in the first passage that is shown of the right article, and in
    any. Where the best ten hold no right article nothing is shown, except in a set that is not about ranking
    but about one article, which may be further down."""
    seen = [
        first_and_any(hit, judged.answers[key]) if (hit := right_hit(judged, searcher, key)) else (False,) * 2
        for key in queries
        if key in judged.answers
    ]
    if not seen:
        return {}
    return {"first": _share(first for first, _ in seen), "any": _share(anywhere for _, anywhere in seen)}


def right_hit(judged: JudgedSet, searcher: Searcher, key: str) -> ArticleHit | None:
    """The first right article of the answer to a query, as it is shown."""
    right = {document for document, grade in judged.judgements[key].items() if grade > 0}
    for size in _PAGES[:1] if judged.parts else _PAGES:
        found = searcher.search(judged.queries[key], size=size, lang=judged.lang)
        if hits := [hit for hit in found.articles if hit.id in right]:
            return hits[0]
    return None


def _of_unanswerable(judged: JudgedSet, searcher: Searcher, queries: Sequence[str]) -> Figures:
    """Shares of the queries that nothing answers: where every article that is listed has a word of content,
    and where the product says that nothing answers."""
    if not queries:
        return {}
    analyzer = configured_analyzer()
    related, admitted = [], []
    for key in queries:
        query = judged.unanswerable[key]
        results = searcher.search(query.text, lang=judged.lang)
        stored = searcher.generation.articles.fetch([hit.id for hit in results.articles])
        related.append(
            all(
                has_a_word(
                    query.words, hit, terms_of(article_of(stored[hit.id]), analyzer), results, analyzer
                )
                for hit in results.articles
            )
        )
        admitted.append(says_unanswered(results))
    return {"none: all with a word": _share(related), "none: said so": _share(admitted)}


def _of_answerable(judged: JudgedSet, searcher: Searcher, queries: Sequence[str]) -> Figures:
    """Beside what is said of queries that nothing answers: the share of the others of which it isn't said."""
    if not judged.unanswerable:
        return {}
    answers = (searcher.search(judged.queries[key], lang=judged.lang) for key in queries)
    return {"not said of others": _share(not says_unanswered(results) for results in answers)}


def _share(values: Iterable[float]) -> float:
    return round(statistics.fmean(values), 4)
