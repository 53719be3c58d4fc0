"""Which commands search and check an index?

A thin leaf over the library: reads arguments, prints answers.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.markup import escape

from index import Checked, YinsuoError, configured_analyzer, open_generation
from index import check as check_index
from index.commands.options import WordsCommand, counted, index_option
from search import (
    EXTENTS,
    KINDS,
    LANGS,
    ORDERS,
    SCOPES,
    Evidence,
    EvidenceChecker,
    Extent,
    Filters,
    Kind,
    Lang,
    LiveIndex,
    Order,
    Scope,
    SearchRequest,
    alternatives,
    check_evidence,
    configured_synonyms,
    max_depth,
)
from search.terminal.answers import show_results
from search.terminal.explanations import show_explanation
from search.terminal.lines import printable, screen

_SHOWN = 200  # characters of a text that the report of a fault shows


class _SearchFailure(click.ClickException):
    """A search that failed; 1 is the exit code of one that found nothing."""

    exit_code = 2


@click.command(cls=WordsCommand)
@click.argument("query", nargs=-1)
@index_option
@click.option("--page", type=int, default=1, show_default=True, help="Page of results, from 1.")
@click.option("--size", "--limit", type=int, default=5, show_default=True, help="Results on a page.")
@click.option(
    "--sort", type=click.Choice(ORDERS), help="Order of the results.  [default: best; newest without words]"
)
@click.option("--ticker", multiple=True, help="Only articles with this symbol; repeatable.")
@click.option("--source", multiple=True, help="Only articles from this source; repeatable.")
@click.option("--from", "since", default="", help="Only published from this date on: 2025-05, 'last week'.")
@click.option("--to", "until", default="", help="Only published up to this date.")
@click.option("--kind", type=click.Choice(KINDS), help="Only matches in passages of this kind.")
@click.option(
    "--scope", type=click.Choice(SCOPES), default="articles", show_default=True, help="What is ranked."
)
@click.option(
    "--lang",
    type=click.Choice(LANGS),
    help="Matches in the other language: where the query's own has few (auto), never (same), or as equals "
    "(both).  [default: setting 'lang']",
)
@click.option(
    "--extent",
    type=click.Choice(EXTENTS),
    default="answer",
    show_default=True,
    help="End with the articles that answer the query, or list all that have any of its words.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def search(
    query: tuple[str, ...],
    index: Path,
    page: int,
    size: int,
    sort: Order | None,
    ticker: tuple[str, ...],
    source: tuple[str, ...],
    since: str,
    until: str,
    kind: Kind | None,
    scope: Scope,
    lang: Lang | None,
    extent: Extent,
    as_json: bool,
) -> None:
    """Search the index and show the passages that match, with their citations.

    All words of QUERY make one query: yinsuo search battery storage. The shell removes quotation marks, so
    put a query with a phrase into single ones: '"data center" PUE'. Without words, every article that the
    filters leave is listed.

    Exits with 0 if a result is shown, 1 if none is, 2 on an error.
    """
    filters = Filters(ticker, source, since, until, kind)
    request = SearchRequest(
        " ".join(query), filters, order=sort, scope=scope, lang=lang, extent=extent, page=page, size=size
    )
    if not query and request.is_empty:
        raise click.UsageError("give the words to search for, or a filter such as --from 2025-05")
    offered = None
    with _errors_reported(_SearchFailure):
        analyzer = configured_analyzer()
        searcher = LiveIndex(index, analyzer).searcher()
        results = searcher.search(request if as_json else _reachable(request))
        if not as_json:
            reader = searcher.generation.articles
            offered = alternatives(request, results, count=searcher.count, analyzer=analyzer, reader=reader)
    if as_json:
        click.echo(msgspec.json.encode(results).decode())
    else:
        show_results(request, results, screen(), offered=offered)
    if results.page != page or not (results.articles or results.points):
        sys.exit(1)


def _reachable(request: SearchRequest) -> SearchRequest:
    """The request, or for a page deeper than one may page the deepest one, so that the last page with results
    can be named."""
    deepest = max(max_depth() // max(request.size, 1), 1)
    return msgspec.structs.replace(request, page=min(request.page, deepest))


@click.command(cls=WordsCommand)
@click.argument("query", nargs=-1, required=True)
@index_option
@click.option(
    "--size", "--limit", type=int, default=3, show_default=True, help="Number of articles to explain."
)
@click.option("--lang", type=click.Choice(LANGS), help="As for search.")
@click.option("--json", "as_json", is_flag=True, help="Print the explanation as JSON.")
def explain(query: tuple[str, ...], index: Path, size: int, lang: Lang | None, as_json: bool) -> None:
    """Show how QUERY is parsed, and what its words, the best passage and the opening add to the scores of the
    first articles: how rare a word is (idf), how often the article has it, where its title counts twice, and
    how long the article is in relation to the mean. With --json by clause, text and layer too."""
    request = SearchRequest(" ".join(query), order="best", lang=lang, size=size, explain=True)
    with _errors_reported():
        results = LiveIndex(index, configured_analyzer()).searcher().search(request)
    assert results.explanation is not None
    if as_json:
        click.echo(msgspec.json.encode(results.explanation).decode())
    else:
        show_explanation(results, results.explanation, screen())


@contextmanager
def _errors_reported(failure: type[click.ClickException] = click.ClickException) -> Iterator[None]:
    """Turn every error of this project into a message and the exit code of a failure."""
    try:
        yield
    except YinsuoError as fault:
        raise failure(str(fault)) from None


@click.command()
@index_option
@click.option("--citations", is_flag=True, help="Check every citation too; exit with 1 if any is faulty.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def check(index: Path, citations: bool, as_json: bool) -> None:
    """Check that the live index is intact: it opens, fits this version, answers a Chinese and an English
    self-test query, has the right counts, and every article can be read. Lists citations without a paragraph;
    with --citations also statements that share no word, number or name with any paragraph they cite."""
    with _errors_reported():
        analyzer = configured_analyzer()
        checked = check_index(index, analyzer)
        evidence = None
        if citations and not checked.faults:
            generation = open_generation(index, analyzer)
            synonyms = configured_synonyms(generation.articles)

            def names(text: str) -> set[str]:
                return {span.names[0] for span in synonyms.find(text)}

            evidence = check_evidence(generation, EvidenceChecker(analyzer, names))
    if as_json:
        found = msgspec.to_builtins(checked)
        click.echo(msgspec.json.encode({**found, "evidence": evidence} if citations else found).decode())
    else:
        console = screen()
        if evidence:
            _show_evidence(evidence, console)
        _show_checked(checked, console, missing=not evidence)
    if checked.faults or (evidence and evidence.faulty):
        sys.exit(1)


def _show_evidence(evidence: Evidence, console: Console) -> None:
    for article in evidence.faulty:
        console.print(_safe(f"{article.id} {article.title}"), style="bold", markup=False, soft_wrap=True)
        for fault in article.faults:
            cited = ", ".join(map(str, fault.numbers))
            reason = (
                "no such paragraph" if fault.kind == "missing" else "nothing in common with what it cites"
            )
            console.print(f"  [yellow]{reason}[/] #{fault.anchor} cites {cited}", soft_wrap=True)
            console.print(f"    {_safe(fault.text)}", markup=False, soft_wrap=True)
            for number, paragraph in zip(fault.numbers, fault.paragraphs, strict=False):
                console.print(f"    {number}: {_safe(paragraph)}", markup=False, style="dim", soft_wrap=True)
    faults = sum(len(article.faults) for article in evidence.faulty)
    share = "shares" if evidence.supported == 1 else "share"
    cite = "cites" if evidence.external == 1 else "cite"
    console.print(
        f"{counted(evidence.statements, 'statement')} with citations: {evidence.supported:,} {share} a word, "
        f"number or name with what is cited, {evidence.not_comparable:,} can't be compared across languages, "
        f"{evidence.external:,} {cite} texts that aren't in the index; {counted(faults, 'fault')}",
        soft_wrap=True,
    )


def _show_checked(checked: Checked, console: Console, *, missing: bool) -> None:
    for each in checked.missing_citations if missing else ():
        where = escape(f"{each.article}#{each.anchor}")
        console.print(f"[yellow]no such paragraph[/] {where} cites {each.number}", soft_wrap=True)
    for word in checked.not_found:
        console.print(f"[yellow]note[/] {escape(str(word))}; please report this", soft_wrap=True)
    for fault in checked.faults:
        console.print(f"[red]fault[/] {escape(fault)}", soft_wrap=True)
    queries = escape(", ".join(checked.self_queries)) or "no words"
    console.print(
        f"{checked.generation}: {counted(checked.articles, 'article')}, {counted(checked.points, 'point')}, "
        f"{counted(checked.paragraphs, 'paragraph')}, searched for {queries}: "
        + ("[red]damaged, run 'yinsuo reindex PATH…'[/]" if checked.faults else "[green]intact[/]"),
        soft_wrap=True,
    )


def _safe(text: str) -> str:
    """A text on one line, shortened."""
    return printable(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")
