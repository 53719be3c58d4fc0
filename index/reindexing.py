"""How do sources become the next generation?

The build from end to end: read, decode, analyse, write, publish. Says what happens through the values it
returns and one callback; prints nothing.
"""

import time
from collections.abc import Callable, Iterable
from datetime import datetime, tzinfo
from pathlib import Path
from typing import BinaryIO

import msgspec

from index.analysis import Analyzer
from index.article import Article
from index.documents import document_of
from index.engines import open_engine
from index.fields import ARTICLE_FIELDS
from index.generations import FORMAT, Meta, new_generation, publish, write_lock
from index.sources import Rejected, Sources, decode


class Note(msgspec.Struct, frozen=True):
    """Something about an article that was indexed all the same."""

    place: str
    text: str


class Progress(msgspec.Struct, frozen=True):
    """How far a build is; `size` is the bytes of all files, 0 where it can't be known."""

    articles: int
    read: int
    size: int


class Report(msgspec.Struct, frozen=True):
    """What a build did. `text_bytes` is the UTF-8 size of all that was analysed. `generation` is none where
    there was nothing to index, and then nothing has changed. `engine` and `segmenter` are what it is kept
    and cut by."""

    generation: str | None
    articles: int
    points: int
    paragraphs: int
    replaced: int
    rejected: int
    noted: int
    text_bytes: int
    seconds: float
    engine: str
    segmenter: str


def reindex(
    paths: Iterable[str],
    *,
    root: Path,
    analyzer: Analyzer,
    engine: str,
    zone: tzinfo,
    stdin: BinaryIO | None = None,
    on_event: Callable[[Rejected | Note | Progress], None] = lambda event: None,
) -> Report:
    """Build a new generation below `root` from the records of `paths` and make it the live one.

    Bad records are reported through `on_event` and left out; where no good one is left, the live index
    stays. Raises IndexBusy while another process writes.
    """
    began = time.monotonic()
    store = open_engine(engine)
    sources = Sources(paths, stdin=stdin)
    counted: dict[str, tuple[int, int]] = {}  # points and paragraphs by article, since a later one replaces
    replaced = rejected = noted = text_bytes = 0
    with write_lock(root), new_generation(root) as draft:
        with store.create(draft.articles, ARTICLE_FIELDS) as writer:
            for raw in sources:
                reading = raw if isinstance(raw, Rejected) else decode(raw, zone=zone)
                if isinstance(reading, Rejected):
                    rejected += 1
                    on_event(reading)
                    continue
                article = reading.article
                notes = list(reading.notes)
                if article.id in counted:
                    replaced += 1
                    notes.append(f"replaces an earlier article with the id {article.id!r}")
                    writer.delete(article.id)
                for note in notes:
                    noted += 1
                    on_event(Note(f"{raw.file}:{raw.line}", note))
                writer.add(document_of(article, analyzer))
                counted[article.id] = (article.points, len(article.paragraphs))
                text_bytes += _text_bytes(article)
                on_event(Progress(len(counted), sources.read, sources.size))
            if counted:
                writer.commit()
        report = Report(
            generation=draft.name if counted else None,
            articles=len(counted),
            points=sum(points for points, _ in counted.values()),
            paragraphs=sum(paragraphs for _, paragraphs in counted.values()),
            replaced=replaced,
            rejected=rejected,
            noted=noted,
            text_bytes=text_bytes,
            seconds=time.monotonic() - began,
            engine=store.identity,
            segmenter=analyzer.fingerprint["segmenter"],
        )
        if counted:
            meta = Meta(
                format=FORMAT,
                engine=engine,
                engine_identity=store.identity,
                fingerprint=analyzer.fingerprint,
                articles=report.articles,
                points=report.points,
                paragraphs=report.paragraphs,
                created=datetime.now(zone).isoformat(timespec="seconds"),
            )
            publish(draft, meta)
    return report


def _text_bytes(article: Article) -> int:
    texts = [article.title, article.viewpoint.text if article.viewpoint else "", *article.paragraphs]
    for group in article.groups:
        texts += [group.title, *(point.text for point in group.points)]
    return sum(len(text.encode(errors="surrogatepass")) for text in texts)
