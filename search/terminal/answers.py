"""How is an answer shown in a terminal?

The articles or points of a page with what each lacks, and how to go on: to the next page, or where nothing
matches the whole query, to another search. Searches nothing.
"""

import shlex
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from index.commands.options import counted
from search.request import SearchRequest, max_depth
from search.results import (
    ArticleHit,
    CrossLanguageMatch,
    PassageCounts,
    PassageHit,
    PointHit,
    Results,
    Snippet,
    TimeFilter,
)
from search.suggest.alternatives import Alternatives, Unrestricted, WordCount
from search.terminal.lines import show, styled

_INDENT = "   "


def show_results(
    request: SearchRequest, results: Results, console: Console, *, offered: Alternatives | None = None
) -> None:
    """Print the articles or points of a page with what each lacks, and how to get to the next page; where
    none matches the whole query, which words no article has, and which other searches find something."""
    for warning in results.warnings:
        show(console, styled(warning, "yellow"))
    for alias in results.aliases:
        show(console, styled(f"{alias.typed}: also searched {', '.join(alias.names)}", "dim"))
    for correction in results.corrections:
        total = counted(correction.total, "article")
        show(console, styled(f"did you mean {correction.query}? ({total})", "yellow"))
    for each in results.times:
        show(console, styled(_only_then(each), "dim"))
    if results.total and not results.answered:
        show(console, styled(_unanswered(request, results), "bold"))
    show(console, styled(_summary(request, results), "dim"))
    for line in _alternatives(request, results, offered) if offered else ():
        show(console, line)
    first = (results.page - 1) * results.size + 1
    hits: Sequence[PointHit | ArticleHit] = ()
    if results.page == request.page:
        hits = results.points or results.articles
    for number, hit in enumerate(hits, first):
        console.print()
        if isinstance(hit, PointHit):
            _show_point(hit, number, console)
        else:
            _show_article(hit, number, console)
    if paging := _paging(request, results):
        if hits:
            console.print()
        show(console, styled(paging, "dim"))
    if results.more and not results.links.next:
        show(console, styled(_more(results), "dim"))


def _unanswered(request: SearchRequest, results: Results) -> str:
    """That nothing answers the query, and what is listed instead."""
    if results.required:
        return "No single passage of the first results has all of this. The nearest first:"
    return f"No {_ranked(request)} here has all of this. The nearest first:"


def _more(results: Results) -> str:
    """How many articles have less than an answer, and how to list them too."""
    what = counted(results.more, "article") if not results.total else f"{results.more:,} more"
    verb = "has" if results.more == 1 else "have"
    return f"{what} {verb} some of the words: add --extent any"


def _summary(request: SearchRequest, results: Results) -> str:
    """How much was found, and how much of it matches the whole query."""
    found = counted(results.total, _ranked(request))
    summary = f"{found} in {results.took_ms:.1f} ms"
    if results.required and results.required < results.total:
        verb = "has" if results.required == 1 else "have"
        return f"{summary}, {results.required:,} {verb} all of the query"
    is_told = results.required or not results.answered
    return f"{summary}, none has all of the query" if results.relaxed and not is_told else summary


def _only_then(time: TimeFilter) -> str:
    """How to search only what was published in a time of the query."""
    options = [
        *([shlex.quote(time.query)] if time.query else []),
        *([f"--from {time.since}"] if time.since else []),
        *([f"--to {time.until}"] if time.until else []),
    ]
    found = counted(time.total, "article")
    return f"only published {time.typed}: yinsuo search {' '.join(options)} ({found})"


def _alternatives(request: SearchRequest, results: Results, offered: Alternatives) -> Iterator[Text]:
    words = [_word(word) for word in offered.words]
    if results.total and words:  # a single line, so that the results begin near
        yield Text(" · ").join(words)
    else:
        yield from words
    for each in offered.unrestricted:
        yield styled(_unrestricted(request, each))
    if offered.plain:
        query, total = offered.plain
        yield styled(f"as plain words: {query} ({counted(total, _ranked(request))})")
    if not results.total and not offered.has_results and not results.corrections:
        yield styled(
            "try fewer or other words, or list all articles, newest first: yinsuo search --from 1000"
        )


def _ranked(request: SearchRequest) -> str:
    return "point" if request.scope == "points" else "article"


def _paging(request: SearchRequest, results: Results) -> str:
    """How to get to the next page, or from a page beyond the end to the last one."""
    size, total, what = results.size, results.total, _ranked(request)
    reachable = min(total, max_depth() // size * size)
    last = -(-reachable // size)
    if request.page > last:
        return f"there is no page {request.page}; the last one is --page {last}" if total else ""
    if results.links.next:
        more = counted(total - results.page * size, f"more {what}")
        return f"{more}; for the next page add --page {results.page + 1}"
    if reachable < total:
        return f"no page goes beyond {what} {reachable:,} of {total:,}; a filter such as --from leaves fewer"
    return ""


def _show_point(hit: PointHit, number: int, console: Console) -> None:
    show(console, _passage(hit.point), before=_number(number))
    day = (hit.article.published or "")[:10]
    _show_about((hit.article.title, day, hit.article.id), hit.missing, hit.translated, console)


def _show_article(article: ArticleHit, number: int, console: Console) -> None:
    show(console, _highlighted(article.title_snippet), before=_number(number))
    tickers = " ".join(f"{ticker.name} ({ticker.symbol})".strip() for ticker in article.tickers)
    day = (article.published or "")[:10]
    _show_about((article.source, day, tickers, article.id), article.missing, article.translated, console)
    for passage in article.passages:
        show(console, _passage(passage), before=Text(_INDENT))
    more = [counted(count, f"more {role}") for role, count in _counts(article.more) if count]
    if more:
        show(console, styled(", ".join(more), "dim"), before=Text(_INDENT))


def _show_about(
    about: Sequence[str],
    missing: Sequence[str],
    translated: Sequence[CrossLanguageMatch],
    console: Console,
) -> None:
    show(console, styled(" · ".join(filter(None, about)), "dim"), before=Text(_INDENT))
    if missing:
        show(console, styled(f"without: {', '.join(missing)}", "yellow"), before=Text(_INDENT))
    for each in translated:
        language = {"en": "English", "zh": "Chinese"}[each.language]
        names = f"from {language}: {each.typed} → {', '.join(each.names)}"
        show(console, styled(names, "magenta"), before=Text(_INDENT))


def _word(word: WordCount) -> Text:
    if word.total:
        return styled(f"{word.text}: in {counted(word.total, 'article')}")
    tokens = ", ".join(word.tokens)
    searched = f", searched as {tokens}" if tokens != word.text.lower() else ""
    return styled(f"{word.text}: in no article{searched}", "yellow")


def _unrestricted(request: SearchRequest, each: Unrestricted) -> str:
    what = "article" if each.name == "scope" else _ranked(request)
    found = counted(each.total, what)
    if each.name == "lang":
        return f"with --lang auto: {found}"
    names = {"filters": (), "dates": ("from", "to")}.get(each.name, (each.name,))
    option = " ".join(f"--{name} {shlex.quote(each.value)}" for name in names) or "any filter"
    return f"without {option}: {found}"


def _counts(matching: PassageCounts) -> list[tuple[str, int]]:
    return [(role, getattr(matching, role)) for role in matching.__struct_fields__]


def _number(number: int) -> Text:
    return styled(f"{number}. ".ljust(len(_INDENT)), "bold")


def _passage(passage: PassageHit) -> Text:
    head = passage.anchor if passage.group is None else f"{passage.anchor} {passage.group}"
    # The offsets of the citations are those of the snippet, so they are inserted from the last to the first.
    text = _highlighted(passage.snippet)
    for citation in reversed(passage.citations):
        if citation.status == "missing":
            mark = Text(f"[{citation.number}: no such paragraph]", style="red")
        else:
            mark = Text(f"[{citation.number}]", style="blue")
        text = text[: citation.at] + mark + text[citation.at :]
    return styled(f"{head}: ", "cyan") + text


def _highlighted(snippet: Snippet) -> Text:
    text = styled(snippet.text)
    for start, end in snippet.highlights:
        text.stylize("bold reverse", start, end)
    return text
