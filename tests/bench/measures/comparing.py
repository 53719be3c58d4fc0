"""How does Yinsuo compare with what people would use instead, on the same texts and queries?

Engines alone over paragraphs, each paragraph a document: the top ten of an OR query. And complete answers
over articles: Yinsuo with its evidence, stock Whoosh with its own highlights; the others offer none.
"""

import tempfile
import time
from collections.abc import Sequence
from datetime import UTC
from itertools import islice
from pathlib import Path

from index import configured_analyzer, reindex
from index.engines import AUTO, engine_named
from index.ingest.parallel import default_jobs
from search import LiveIndex
from tests.bench.measures.corpora import articles_of, lines_of, texts_of
from tests.bench.measures.queries import Questions
from tests.bench.measures.results import Bare, Comparison, Corpus, Times, Whole
from tests.bench.measures.timing import each_timed
from tests.bench.peers.contract import Handle, Missing, Peer, Text, WrongCount, check_counts
from tests.bench.peers.every_peer import PEERS
from tests.bench.peers.jieba_words import cut
from tests.bench.peers.whoosh_stock import build_articles

CHECKED = 40
_WARM = 50
_ROUNDS = 5  # each runs a share of the queries on every engine, so that a busy moment hits all


def comparing(
    file: Path,
    corpus: Corpus,
    questions: Sequence[str],
    *,
    one_of: int,
    peers: Sequence[Peer] = PEERS,
) -> tuple[Comparison, tuple[str, ...]]:
    """The engines alone on the paragraphs of one in so many articles, and why some are left out. Raises
    WrongCount where a peer's hit count differs from that of its tokens."""
    paragraphs = [text for article in articles_of([file], one_of=one_of) for text in article.paragraphs]
    next(cut(paragraphs))  # loads the dictionary
    began = time.perf_counter()
    texts = list(cut(paragraphs))
    cutting = time.perf_counter() - began
    skipped = []
    with tempfile.TemporaryDirectory() as root:
        handles: list[tuple[Peer, Handle, float]] = []
        for place, peer in enumerate(peers):
            folder = Path(root) / str(place)
            folder.mkdir()
            began = time.perf_counter()
            try:
                handle = peer.build(texts, folder)
            except Missing as fault:
                skipped.append(f"{peer.name}: {fault}")
                continue
            handles.append((peer, handle, time.perf_counter() - began + peer.cuts * cutting))
        checked = {
            peer.name: check_counts(peer.name, handle, texts, questions[:CHECKED])
            for peer, handle, _ in handles
        }
        prepared = [[handle.prepare(question) for question in questions] for _, handle, _ in handles]
        taken: list[list[float]] = [[] for _ in handles]
        found = [0] * len(handles)
        for place, (_, handle, _) in enumerate(handles):
            each_timed(handle.top_ten, prepared[place][:_WARM])
        for round_ in range(_ROUNDS):
            for place, (_, handle, _) in enumerate(handles):
                answers: list[Sequence[int]] = []
                taken[place] += each_timed(
                    lambda each: answers.append(handle.top_ten(each)),  # noqa: B023
                    prepared[place][round_::_ROUNDS],
                )
                found[place] += sum(map(bool, answers))
        bare = tuple(
            Bare(
                name=peer.name,
                version=handle.version,
                analysis=peer.analysis,
                build_seconds=round(seconds, 3),
                index_bytes=handle.bytes,
                checked=checked[peer.name],
                found=round(found[place] / len(questions), 4),
                top_ten=Times.of(taken[place]),
            )
            for place, (peer, handle, seconds) in enumerate(handles)
        )
    size = sum(len(text.encode()) for text in paragraphs)
    return Comparison(corpus, one_of, len(texts), size, round(cutting, 3), bare), tuple(skipped)


def whole_answers(
    files: Sequence[Path], corpora: Sequence[Corpus], questions: Questions, *, one_of: int
) -> Whole:
    """Ten articles with highlights from both, in turn. Raises WrongCount where one finds nothing."""
    articles = list(articles_of(files, one_of=one_of))
    analyzer = configured_analyzer()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        file = root / "some.jsonl"
        with file.open("wb") as out:
            for each in files:
                out.writelines(islice(lines_of(each), 0, None, one_of))
        reindex(
            [str(file)],
            root=root / "index",
            analyzer=analyzer,
            engine=engine_named(AUTO),
            zone=UTC,
            jobs=default_jobs(),
        )
        searcher = LiveIndex(root / "index", analyzer).searcher()
        (root / "whoosh").mkdir()
        began = time.perf_counter()
        whoosh = build_articles(
            ((article.title, "\n".join(article.paragraphs)) for article in articles), root / "whoosh"
        )
        building = time.perf_counter() - began
        bodies = [Text("\n".join([article.title, *article.paragraphs]), "") for article in articles]
        check_counts("stock Whoosh, articles", whoosh, bodies, questions.all[:CHECKED])
        if searcher.generation.articles.count != len(articles):
            raise WrongCount(f"{searcher.generation.articles.count} of {len(articles)} articles are indexed")
        every = questions.all
        each_timed(searcher.search, every[:_WARM])
        each_timed(whoosh.answer, every[:5])
        ours: list[float] = []
        theirs: list[float] = []
        for round_ in range(_ROUNDS):
            ours += each_timed(searcher.search, every[round_::_ROUNDS])
            theirs += each_timed(whoosh.answer, every[round_::_ROUNDS])
    return Whole(
        corpora=tuple(corpora),
        one_of=one_of,
        articles=len(articles),
        text_bytes=sum(len(text.encode()) for article in articles for text in texts_of(article)),
        yinsuo=Times.of(ours),
        whoosh=Times.of(theirs),
        whoosh_build_seconds=round(building, 3),
    )
