"""Which commands search and check an index?

A thin leaf over the library: reads arguments, prints answers.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.markup import escape
from rich.text import Text

from index import Checked, YinsuoError, configured_analyzer, open_generation
from index import check as check_index
from index.commands.options import index_option
from search import (
    KINDS,
    LANGS,
    ORDERS,
    SCOPES,
    CrossLanguageMatch,
    Evidence,
    EvidenceChecker,
    Filters,
    Kind,
    Lang,
    LiveIndex,
    Order,
    PassageCounts,
    PassageHit,
    Results,
    Scope,
    SearchRequest,
    Snippet,
    check_evidence,
    configured_synonyms,
)
from search.terminal import show_explanation

_SHOWN = 200  # characters of a text that the report of a fault shows


# A query may begin with a minus, which is its syntax and not an option.
@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("query")
@index_option
@click.option("--page", type=int, default=1, show_default=True, help="Page of results, from 1.")
@click.option("--size", type=int, default=5, show_default=True, help="Articles on a page.")
@click.option("--sort", type=click.Choice(ORDERS), default="best", show_default=True, help="Result order.")
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
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def search(
    query: str,
    index: Path,
    page: int,
    size: int,
    sort: Order,
    ticker: tuple[str, ...],
    source: tuple[str, ...],
    since: str,
    until: str,
    kind: Kind | None,
    scope: Scope,
    lang: Lang | None,
    as_json: bool,
) -> None:
    """Search the index for QUERY and show the passages that answer it, with their citations."""
    filters = Filters(ticker, source, since, until, kind)
    with _errors_reported():
        searcher = LiveIndex(index, configured_analyzer()).searcher()
        results = searcher.search(
            SearchRequest(query, filters, order=sort, scope=scope, lang=lang, page=page, size=size)
        )
    if as_json:
        click.echo(msgspec.json.encode(results).decode())
    else:
        _show(results, Console(highlight=False))


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("query")
@index_option
@click.option("--size", type=int, default=3, show_default=True, help="Number of articles to explain.")
@click.option("--lang", type=click.Choice(LANGS), help="As for search.")
@click.option("--json", "as_json", is_flag=True, help="Print the explanation as JSON.")
def explain(query: str, index: Path, size: int, lang: Lang | None, as_json: bool) -> None:
    """Show how QUERY is parsed, which clauses score an article, and where the scores of the first articles
    come from, by text and layer."""
    with _errors_reported():
        searcher = LiveIndex(index, configured_analyzer()).searcher()
        results = searcher.search(SearchRequest(query, order="best", lang=lang, size=size, explain=True))
    assert results.explanation is not None
    if as_json:
        click.echo(msgspec.json.encode(results.explanation).decode())
    else:
        show_explanation(results, results.explanation, Console(highlight=False))


@contextmanager
def _errors_reported() -> Iterator[None]:
    try:
        yield
    except YinsuoError as fault:
        raise click.ClickException(str(fault)) from None


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
        console = Console(highlight=False)
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
    console.print(
        f"{evidence.statements:,} statements with citations: {evidence.supported:,} share a word, number or "
        f"name with what they cite, {evidence.not_comparable:,} can't be compared across languages, "
        f"{evidence.external:,} cite texts that aren't in the index; {faults:,} faults",
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
        f"{checked.generation}: {checked.articles:,} articles, {checked.points:,} points, "
        f"{checked.paragraphs:,} paragraphs, searched for {queries}: "
        + ("[red]damaged, run 'yinsuo reindex PATH…'[/]" if checked.faults else "[green]intact[/]"),
        soft_wrap=True,
    )


def _show(results: Results, console: Console) -> None:
    for warning in results.warnings:
        console.print(Text(warning, style="yellow"))
    for alias in results.aliases:
        console.print(Text(f"{alias.typed}: also searched {', '.join(alias.names)}", style="dim"))
    for correction in results.corrections:
        console.print(Text(f"did you mean {correction.query}? ({correction.total:,})", style="yellow"))
    first = (results.page - 1) * results.size + 1
    what = "point" if results.points else "article"
    found = what if results.total == 1 else f"{what}s"
    console.print(Text(f"{results.total:,} {found} in {results.took_ms:.1f} ms", style="dim"))
    for number, hit in enumerate(results.points, first):
        day = (hit.article.published or "")[:10]
        about = " · ".join(filter(None, (hit.article.title, day, hit.article.id)))
        console.print()
        console.print(Text(f"{number}. ", style="bold").append_text(_passage(hit.point)))
        console.print(Text("   " + _printable(about), style="dim"))
        _show_translated(hit.translated, console)
    for number, article in enumerate(results.articles, first):
        console.print()
        console.print(Text(f"{number}. ", style="bold").append_text(_highlighted(article.title_snippet)))
        tickers = " ".join(f"{ticker.name} ({ticker.symbol})".strip() for ticker in article.tickers)
        about = " · ".join(
            filter(None, (article.source, (article.published or "")[:10], tickers, article.id))
        )
        console.print(Text("   " + about, style="dim"))
        _show_translated(article.translated, console)
        for passage in article.passages:
            console.print(_passage(passage))
        more = [
            f"{count:,} more {role}{'s' if count > 1 else ''}"
            for role, count in _counts(article.more)
            if count
        ]
        if more:
            console.print(Text("   " + ", ".join(more), style="dim"))


def _show_translated(translated: Sequence[CrossLanguageMatch], console: Console) -> None:
    for each in translated:
        language = {"en": "English", "zh": "Chinese"}[each.language]
        line = f"   from {language}: {each.typed} → {', '.join(each.names)}"
        console.print(Text(_printable(line), style="magenta"))


def _counts(matching: PassageCounts) -> list[tuple[str, int]]:
    return [(role, getattr(matching, role)) for role in matching.__struct_fields__]


def _passage(passage: PassageHit) -> Text:
    head = passage.anchor if passage.group is None else f"{passage.anchor} {passage.group}"
    line = Text(f"   {head}: ", style="cyan")
    # The offsets of the citations are those of the snippet, so they are inserted from the last to the first.
    text = _highlighted(passage.snippet)
    for citation in reversed(passage.citations):
        mark = Text(f"[{citation.number}]", style="blue" if citation.status != "missing" else "red strike")
        text = text[: citation.at] + mark + text[citation.at :]
    return line.append_text(text)


def _highlighted(snippet: Snippet) -> Text:
    text = Text(_printable(snippet.text))
    for start, end in snippet.highlights:
        text.stylize("bold reverse", start, end)
    return text


def _printable(text: str) -> str:
    # Control characters of an article must not reach the terminal; replacing one by one keeps the offsets.
    return "".join(character if character.isprintable() else " " for character in text)


def _safe(text: str) -> str:
    """A text on one line, shortened."""
    return _printable(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")
