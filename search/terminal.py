"""How is an explanation shown in a terminal?"""

from itertools import groupby

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from index import Explanation
from search.results import Explained, Results

_CLAUSES = 30  # that are shown, those with the greatest weight first


def show_explanation(results: Results, explained: Explained, console: Console) -> None:
    """Print how a query was understood and how its first articles come by their scores."""
    console.print(Text.assemble(("read as ", "dim"), explained.tree))
    for alias in explained.aliases:
        console.print(Text.assemble(("synonyms of ", "dim"), f"{alias.typed}: {', '.join(alias.names)}"))
    for typed, group in groupby(explained.translations, key=lambda each: each.typed):
        forms = ", ".join(f"{each.text} ({each.weight:.2f})" for each in group)
        console.print(Text.assemble(("in the other language ", "dim"), f"{typed}: {forms}"))
    for warning in explained.warnings:
        console.print(Text(warning, style="yellow"))
    clauses = Tree(Text("clauses that score an article, by weight × idf", style="dim"))
    for clause in sorted(explained.clauses, key=lambda clause: -clause.idf_weight)[:_CLAUSES]:
        clauses.add(Text.assemble((f"{clause.idf_weight:7.3f} ", "cyan"), clause.tree))
    console.print(clauses)
    console.print(
        Text(f"{results.required:,} of {results.total:,} articles match all of the query", style="dim")
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
        label = part.kind if part.text is None else f"{part.field}: {part.text}"
        boost = f" × {part.boost:.3g}" if part.boost != 1.0 else ""
        _grow(tree.add(Text.assemble((f"{part.score:.3f} ", "cyan"), label, (boost, "dim"))), part)
