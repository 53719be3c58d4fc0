"""How is an explanation shown in a terminal?"""

from itertools import groupby

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from index import Explanation
from search.results import Explained, Results

_VOICES = 30  # that are shown, the loudest first


def show_explanation(results: Results, explained: Explained, console: Console) -> None:
    """Print how a query was understood and how its first articles come by their scores."""
    console.print(Text.assemble(("read as ", "dim"), explained.tree))
    for alias in explained.aliases:
        console.print(Text.assemble(("also called ", "dim"), f"{alias.typed}: {', '.join(alias.names)}"))
    for typed, group in groupby(explained.translations, key=lambda each: each.typed):
        forms = ", ".join(f"{each.text} ({each.weight:.2f})" for each in group)
        console.print(Text.assemble(("in the other language ", "dim"), f"{typed}: {forms}"))
    for warning in explained.warnings:
        console.print(Text(warning, style="yellow"))
    voices = Tree(Text("what speaks for an article, by weight times rarity", style="dim"))
    for voice in sorted(explained.voices, key=lambda voice: -voice.mass)[:_VOICES]:
        voices.add(Text.assemble((f"{voice.mass:7.3f} ", "cyan"), voice.tree))
    console.print(voices)
    console.print(
        Text(f"{results.required:,} of {results.total:,} articles have all of the query", style="dim")
    )
    by_id = {article.id: article for article in results.articles}
    for article in explained.articles:
        hit = by_id[article.id]
        head = Text.assemble((f"{article.score.score:.3f} ", "bold cyan"), (hit.title, "bold"), f" {hit.id}")
        if hit.missing:
            head.append(f" lacks {', '.join(hit.missing)}", style="yellow")
        tree = Tree(head)
        _grow(tree, article.score)
        console.print(tree)


def _grow(tree: Tree, explanation: Explanation) -> None:
    for part in explanation.parts:
        if not part.score:
            continue
        said = part.kind if part.text is None else f"{part.field}: {part.text}"
        boost = f" × {part.boost:.3g}" if part.boost != 1.0 else ""
        _grow(tree.add(Text.assemble((f"{part.score:.3f} ", "cyan"), said, (boost, "dim"))), part)
