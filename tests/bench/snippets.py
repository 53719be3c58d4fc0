"""What do the passages, snippets and citations of a page of ten articles cost?

    make bench-snippets        (or: python tests/bench/snippets.py [ARTICLES …] [--queries FILE] [--count N])

Indexes each file of articles, runs real queries, and prints the median and the 95th percentile of each stage
in milliseconds for a page of ten. Where fewer than ten articles have all words, those that have some fill the
page. Then one article of 10 KB, 100 KB, 1 MB and 5 MB: the whole time, beside that of only reading its bytes
and looking at each character once. The texts lie beside the project.
"""

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from index import Article, Citation, Cited, Group, article_of, configured_analyzer, reindex
from index.articles.documents import stored_of
from index.text.folding import is_plain
from search import LiveIndex, Searcher, SearchRequest
from search.passages.citations import citing_statements, link_of
from search.passages.highlighting import WeightedTerm, find_highlights, term_weights, weighted_terms
from search.passages.hits import article_hit
from search.passages.passages import matching_passages
from search.passages.snippets import best_window
from search.results import ArticleHit

DATA = Path(__file__).parents[3] / "shared/data"
ARTICLES = (DATA / "articles/lctt-zh.jsonl.gz", DATA / "articles/juya-digests.jsonl")
QUERIES = DATA / "queries/weibo-20k.jsonl"
PAGE = 10
SIZES = (10_000, 100_000, 1_000_000, 5_000_000)

Pages = list[tuple[tuple[WeightedTerm, ...], list[bytes]]]


def searcher_of(articles: Path, root: Path) -> Searcher:
    analyzer = configured_analyzer()
    reindex(
        [str(articles)],
        root=root,
        analyzer=analyzer,
        engine="tantivy",
        zone=ZoneInfo("Asia/Shanghai"),
        on_event=lambda event: None,
    )
    return LiveIndex(root, analyzer).searcher()


def pages(
    searcher: Searcher, queries: Sequence[str]
) -> Iterator[tuple[tuple[WeightedTerm, ...], list[bytes]]]:
    """For each query that fills a page its weighted terms, and the stored articles of the page."""
    for query in queries:
        plan, found = searcher._retrieve(SearchRequest(query, lang="same"), limit=PAGE)
        if len(found.hits) == PAGE:
            terms = plan.expansion.highlight_terms
            weights = term_weights(terms, searcher.generation.articles)
            yield weighted_terms(terms, weights), [hit.stored for _, hit in found.hits]


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def hit_of(article: Article, weighted: tuple[WeightedTerm, ...]) -> ArticleHit:
    return article_hit(article, find_highlights(article, weighted), score=0.0)


def stages(weighted: tuple[WeightedTerm, ...], stored: list[bytes]) -> dict[str, float]:
    articles = [article_of(each) for each in stored]
    marks = [find_highlights(article, weighted) for article in articles]
    explained = [
        (article, matching_passages(article, each)[:3]) for article, each in zip(articles, marks, strict=True)
    ]
    return {
        "decode": timed(lambda: [article_of(each) for each in stored]),
        "find passages": timed(
            lambda: [matching_passages(article, find_highlights(article, weighted)) for article in articles]
        ),
        "cut snippets": timed(
            lambda: [best_window(each.passage.text, each.marks) for _, best in explained for each in best]
        ),
        "follow citations": timed(
            lambda: [
                [link_of(each, article) for passage in best for each in passage.passage.citations]
                for article, best in explained
            ]
        ),
        "follow back": timed(lambda: [citing_statements(article) for article in articles]),
        "all but decode": timed(lambda: [hit_of(article, weighted) for article in articles]),
        "all": timed(lambda: [hit_of(article_of(each), weighted) for each in stored]),
    }


def print_stages(measured: Sequence[dict[str, float]]) -> None:
    print(f"{'':18} {'median':>8} {'95 %':>8}  ms for a page of {PAGE}")
    for name in measured[0]:
        times = sorted(each[name] for each in measured)
        print(f"{name:18} {statistics.median(times):8.3f} {times[int(len(times) * 0.95)]:8.3f}")


def long_article(paragraphs: Sequence[str], size: int) -> Article:
    """Paragraphs up to so many bytes, and a point for each twentieth of them."""
    kept: list[str] = []
    while size > 0:
        kept.append(paragraphs[len(kept) % len(paragraphs)])
        size -= len(kept[-1].encode())
    points = tuple(Cited(text[:100], (Citation(n, len(text[:100])),)) for n, text in enumerate(kept[::20], 1))
    return Article("long", "long", None, "", None, (), None, (Group("points", points),), tuple(kept))


def print_sizes(given: Pages) -> None:
    queries = [weighted for weighted, _ in given[:9]]
    texts = [text for _, stored in given for text in article_of(stored[0]).paragraphs]
    print(f"\n{'bytes':>12} {'read':>8} {'decode':>8} {'all':>8}  ms, medians of {len(queries)} queries")
    for size in SIZES:
        times = [once(weighted, stored_of(long_article(texts, size))) for weighted in queries]
        print(
            f"{size:12,} " + " ".join(f"{statistics.median(each):8.2f}" for each in zip(*times, strict=True))
        )


def once(weighted: tuple[WeightedTerm, ...], stored: bytes) -> tuple[float, float, float]:
    paragraphs = article_of(stored).paragraphs
    return (
        timed(lambda: [is_plain(text) for text in paragraphs]),
        timed(lambda: article_of(stored)),
        timed(lambda: hit_of(article_of(stored), weighted)),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="*", type=Path, default=ARTICLES)
    parser.add_argument("--queries", type=Path, default=QUERIES)
    parser.add_argument("--count", type=int, default=500)
    arguments = parser.parse_args()
    queries = [
        json.loads(line)["text"] for line in arguments.queries.read_text(encoding="utf-8").splitlines()
    ]
    random.Random(7).shuffle(queries)
    for file in arguments.articles:
        with tempfile.TemporaryDirectory() as folder:
            given = list(pages(searcher_of(file, Path(folder)), queries[: arguments.count]))
            print(f"\n{file.name}: {len(given)} of {arguments.count} queries fill a page")
            stages(*given[0])  # loads what is loaded once
            print_stages([stages(*each) for each in given])
            if file == arguments.articles[0]:
                print_sizes(given)


if __name__ == "__main__":
    main()
