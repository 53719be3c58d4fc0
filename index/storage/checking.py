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
from index.storage.self_test import NotFound, is_found, lacks_postings, sample_words
from index.text.analysis import Analyzer

_SELF_TESTS = 20  # articles whose words are searched for
_SEARCHED = 2000  # articles in which a word is looked for while none of a language has been found


class MissingCitation(msgspec.Struct, frozen=True):
    """A citation that names no paragraph of an article that has paragraphs."""

    article: str
    anchor: str
    number: int


class Checked(msgspec.Struct, frozen=True):
    """The result of a check. `faults` are reasons not to trust the index; a sound one has none.

    `self_queries` are the words that were taken from articles and searched for; `not_found` are those of them
    that didn't find their article although all its tokens are there, which is a fault of the program.
    `missing_citations` are faults of articles. Neither is one of the index.
    """

    generation: str
    articles: int
    points: int
    paragraphs: int
    self_queries: tuple[str, ...]
    missing_citations: tuple[MissingCitation, ...]
    faults: tuple[str, ...]
    not_found: tuple[NotFound, ...] = ()


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
    not_found: list[NotFound] = []
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
        if articles <= _SELF_TESTS or (len(searched) < 2 and articles <= _SEARCHED):
            words = sample_words(article, analyzer)
            failed = [
                NotFound(key, word)
                for word in words.values()
                if not is_found(generation.articles, analyzer, word, key)
            ]
            searched = words | searched
            if failed and lacks_postings(generation.articles, analyzer, article):
                faults += map(str, failed)
            else:
                not_found += failed
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
        not_found=tuple(not_found),
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
