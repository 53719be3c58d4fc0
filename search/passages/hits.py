"""What does a result show of an article that matches?

Its best passages without near-duplicates, each as a snippet with its citations in place, and how many more
there are. Pure.
"""

from collections.abc import Iterable, Sequence
from itertools import islice

import msgspec

from index import Article
from search.links import article_href
from search.passages.answering import Question, best_answers_first
from search.passages.citations import citing_statements, link_of
from search.passages.coverage import COVERED, Coverage
from search.passages.highlighting import Highlights
from search.passages.near_duplicates import ShownText
from search.passages.passages import (
    PARAGRAPH,
    POINT,
    VIEWPOINT,
    MatchingPassage,
    matching_passages,
    opening_passages,
    unscored_passages,
)
from search.passages.snippets import Window, best_window, whole
from search.results import ArticleHit, Citing, PassageCounts, PassageHit, ticker_links

PASSAGES_SHOWN = 3
CITING_SHOWN = 3
_COMPARED = 50  # the best passages, from which those shown are chosen
# A statement mostly has its citations at its end, so it is shown whole unless it is very long.
_WHOLE_STATEMENT = 320


class _Shown(msgspec.Struct, frozen=True):
    match: MatchingPassage
    window: Window


def article_hit(
    article: Article,
    highlights: Highlights,
    *,
    score: float,
    kind: str | None = None,
    question: Question | None = None,
    coverage: Coverage = COVERED,
) -> ArticleHit:
    """The article as a result, with its highlights and its coverage of the query. `kind` restricts the
    passages to one role; those that are shown answer the `question` best."""
    matching = (unscored_passages if question else matching_passages)(article, highlights)
    in_title = highlights.of("title").get(0, ())
    of_kind = [each for each in matching if kind is None or each.passage.role == kind]
    if question:
        of_kind = best_answers_first(of_kind, article, question, in_title=in_title)
    shown = _best(_with_a_point(of_kind)) or _best(opening_passages(article, kind=kind))
    shown_matches = [each.match for each in shown] if matching else []
    numbers = {number for each in shown if (number := each.match.passage.number)}
    citing = citing_statements(article, numbers) if numbers else {}
    href = article_href(article.id)
    return ArticleHit(
        id=article.id,
        title=article.title,
        url=article.url,
        source=article.source,
        published=article.published,
        tickers=ticker_links(article),
        score=score,
        href=href,
        missing=coverage.missing,
        title_snippet=whole(article.title, in_title),
        matching_passages=len(matching),
        passages=tuple([_passage_hit(each, article, citing, href) for each in shown]),
        matching=_by_role(matching),
        more=_by_role(matching, but=shown_matches),
        translated=coverage.translated,
    )


def passage_hit(match: MatchingPassage, article: Article) -> PassageHit:
    """One statement as a result of its own."""
    window = best_window(match.passage.text, match.marks, whole=_WHOLE_STATEMENT)
    return _passage_hit(_Shown(match, window), article, {}, article_href(article.id))


def _with_a_point(passages: Sequence[MatchingPassage]) -> Sequence[MatchingPassage]:
    """The passages with the best point among those that are shown, as the last of these: its citations lead
    on to what it rests on."""
    place = next((at for at, each in enumerate(passages) if each.passage.role == POINT), 0)
    if place < PASSAGES_SHOWN:
        return passages
    last = PASSAGES_SHOWN - 1
    return [*passages[:last], passages[place], *passages[last:place], *passages[place + 1 :]]


def _best(passages: Iterable[MatchingPassage]) -> list[_Shown]:
    """The first few passages that aren't near-duplicates of one before them."""
    shown: list[_Shown] = []
    earlier: list[ShownText] = []
    for each in islice(passages, _COMPARED):
        if len(shown) == PASSAGES_SHOWN:
            break
        text = each.passage.text
        window = best_window(
            text,
            each.marks,
            core=each.core,
            whole=None if each.passage.role == PARAGRAPH else _WHOLE_STATEMENT,
        )
        later = ShownText(text[window.start : window.end], frozenset(mark.term for mark in each.marks))
        if not any(later.is_subsumed_by(text) for text in earlier):
            shown.append(_Shown(each, window))
            earlier.append(later)
    return shown


def _by_role(passages: Sequence[MatchingPassage], *, but: Sequence[MatchingPassage] = ()) -> PassageCounts:
    """How many passages there are of each role, without those of `but`."""
    roles, others = [each.passage.role for each in passages], [each.passage.role for each in but]
    return PassageCounts(*[roles.count(role) - others.count(role) for role in (VIEWPOINT, POINT, PARAGRAPH)])


def _passage_hit(shown: _Shown, article: Article, citing: dict[int, list[Citing]], page: str) -> PassageHit:
    match, window = shown.match, shown.window
    passage = match.passage
    statements = citing.get(passage.number, [])
    return PassageHit(
        role=passage.role,
        group=passage.group,
        anchor=passage.anchor,
        score=match.score,
        snippet=window.snippet,
        citations=tuple(
            link_of(citation, article, shift=window.shift)
            for citation in passage.citations
            if window.shows(citation.at)
        ),
        href=f"{page}#{passage.anchor}",
        group_snippet=whole(passage.group, match.heading) if passage.group else None,
        cited_by=tuple(statements[:CITING_SHOWN]),
        citing=len(statements),
    )
