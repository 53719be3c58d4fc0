"""Which commands ask an index?

A thin leaf over the library: reads arguments, prints answers.
"""

from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.text import Text

from index import YinsuoError, configured_analyzer
from index.cli import index_option
from search import LiveIndex, PassageHit, Results, Snippet


# A word may begin with a minus, which is the language's and no option.
@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("query")
@index_option
@click.option("--page", type=int, default=1, show_default=True, help="Page of results, from 1.")
@click.option("--size", type=int, default=5, show_default=True, help="Articles on a page.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def search(query: str, index: Path, page: int, size: int, as_json: bool) -> None:
    """Search the index for QUERY and show the passages that answer it, with their citations."""
    try:
        results = LiveIndex(index, configured_analyzer()).searcher().search(query, page=page, size=size)
    except YinsuoError as fault:
        raise click.ClickException(str(fault)) from None
    if as_json:
        click.echo(msgspec.json.encode(results).decode())
    else:
        _show(results, Console(highlight=False))


def _show(results: Results, console: Console) -> None:
    for warning in results.warnings:
        console.print(Text(warning, style="yellow"))
    first = (results.page - 1) * results.size + 1
    articles = "article" if results.total == 1 else "articles"
    console.print(Text(f"{results.total:,} {articles} in {results.took_ms:.1f} ms", style="dim"))
    for number, article in enumerate(results.articles, first):
        console.print()
        console.print(Text(f"{number}. ", style="bold").append_text(_marked(article.title_snippet)))
        tickers = " ".join(f"{ticker.name} ({ticker.symbol})".strip() for ticker in article.tickers)
        about = " · ".join(
            filter(None, (article.source, (article.published or "")[:10], tickers, article.id))
        )
        console.print(Text("   " + about, style="dim"))
        for passage in article.passages:
            console.print(_passage(passage))
        more = article.matching_passages - len(article.passages)
        if more:
            console.print(Text(f"   and {more:,} more", style="dim"))


def _passage(passage: PassageHit) -> Text:
    head = passage.anchor if passage.group is None else f"{passage.anchor} {passage.group}"
    line = Text(f"   {head}: ", style="cyan")
    # The offsets of the citations are the snippet's, so they go in from the last to the first.
    text = _marked(passage.snippet)
    for citation in reversed(passage.citations):
        mark = Text(f"[{citation.number}]", style="blue" if citation.status != "missing" else "red strike")
        text = text[: citation.at] + mark + text[citation.at :]
    return line.append_text(text)


def _marked(snippet: Snippet) -> Text:
    # Control characters of an article must not reach the terminal as commands; one for one keeps offsets.
    safe = "".join(
        character if character.isprintable() or character == "\n" else " " for character in snippet.text
    )
    text = Text(safe.replace("\n", " "))
    for start, end in snippet.highlights:
        text.stylize("bold reverse", start, end)
    return text
