"""Is this index sound?

Opens an index as a reader would and compares it with its own records: checksums, counts, and words of its
articles that it must find. May print nothing.
"""

from pathlib import Path

import msgspec

from index.articles.article import Article
from index.articles.documents import article_of
from index.errors import IndexUnusable
from index.storage.checksums import damaged
from index.storage.generations import META, current_name, is_sealed, open_generation, read_meta
from index.storage.self_test import is_found, sample_words
from index.text.analysis import Analyzer


class MissingCitation(msgspec.Struct, frozen=True):
    """A citation that names no paragraph of an article that has paragraphs."""

    article: str
    anchor: str
    number: int


class Checked(msgspec.Struct, frozen=True):
    """The result of a check. `faults` are reasons not to trust the index; a sound one has none.

    `self_queries` are the words that were taken from articles and searched for. `missing_citations` are
    faults of articles, not of the index.
    """

    generation: str
    articles: int
    points: int
    paragraphs: int
    self_queries: tuple[str, ...]
    missing_citations: tuple[MissingCitation, ...]
    faults: tuple[str, ...]


def check(root: Path, analyzer: Analyzer) -> Checked:
    """Check the live index below a folder.

    Raises IndexUnusable if it can't even be opened, IndexMismatch if another analyzer built it.
    """
    name = current_name(root)
    meta = read_meta(root, name)
    files = root / name
    faults = [
        f"{files / each}: missing or damaged (checksum mismatch)" for each in damaged(files, meta.files)
    ]
    if not is_sealed(meta):
        faults.append(f"{files / META}: damaged (checksum mismatch)")
    if faults:  # what an engine makes of damaged files means nothing
        return Checked(name, 0, 0, 0, (), (), tuple(faults))
    generation = open_generation(root, analyzer)
    missing: list[MissingCitation] = []
    searched: dict[str, str] = {}
    articles = points = paragraphs = 0
    for key, stored in generation.articles.documents():
        try:
            article = article_of(stored)
        except IndexUnusable as fault:
            faults.append(f"article {key!r}: {fault}")
            continue
        if article.id != key:
            faults.append(f"the document {key!r} holds the article {article.id!r}")
        articles += 1
        points += article.points
        paragraphs += len(article.paragraphs)
        missing += _missing_citations(article)
        for language, word in sample_words(article).items():
            if searched.setdefault(language, word) == word and not is_found(
                generation.articles, analyzer, word, key
            ):
                faults.append(f"the article {key!r} contains {word!r} but isn't found by it")
    for name, counted, recorded in (
        ("documents", generation.articles.count, meta.articles),
        ("articles", articles, meta.articles),
        ("points", points, meta.points),
        ("paragraphs", paragraphs, meta.paragraphs),
    ):
        if counted != recorded:
            faults.append(f"{counted:,} {name} where {recorded:,} were written")
    return Checked(
        generation=generation.name,
        articles=articles,
        points=points,
        paragraphs=paragraphs,
        self_queries=tuple(searched.values()),
        missing_citations=tuple(missing),
        faults=tuple(faults),
    )


def _missing_citations(article: Article) -> list[MissingCitation]:
    statements = [("viewpoint", article.viewpoint)] if article.viewpoint else []
    for number, group in enumerate(article.groups, 1):
        statements += [(f"g{number}-{place}", point) for place, point in enumerate(group.points, 1)]
    return [
        MissingCitation(article.id, anchor, citation.number)
        for anchor, statement in statements
        for citation in statement.citations
        if article.paragraphs and not 1 <= citation.number <= len(article.paragraphs)
    ]
