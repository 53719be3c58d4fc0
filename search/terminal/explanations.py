"""How is an explanation shown in a terminal?"""

from itertools import groupby

from rich.console import Console
from rich.tree import Tree

from index import Explanation
from index.commands.options import counted
from search.results import Explained, Results
from search.terminal.lines import show, styled

_CLAUSES = 30  # that are shown, those with the greatest weight first


def show_explanation(results: Results, explained: Explained, console: Console) -> None:
    """Print how a query was understood and how its first articles come by their scores."""
    show(console, styled("read as ", "dim") + styled(explained.tree))
    for alias in explained.aliases:
        show(console, styled("synonyms of ", "dim") + styled(f"{alias.typed}: {', '.join(alias.names)}"))
    for typed, group in groupby(explained.translations, key=lambda each: each.typed):
        forms = ", ".join(f"{each.text} ({each.weight:.2f})" for each in group)
        show(console, styled("in the other language ", "dim") + styled(f"{typed}: {forms}"))
    for warning in explained.warnings:
        show(console, styled(warning, "yellow"))
    clauses = Tree(styled("clauses that score an article, by weight × idf", "dim"))
    for clause in sorted(explained.clauses, key=lambda clause: -clause.idf_weight)[:_CLAUSES]:
        clauses.add(styled(f"{clause.idf_weight:7.3f} ", "cyan") + styled(clause.tree))
    console.print(clauses)
    verb = "matches" if results.required == 1 else "match"
    found = f"{results.required:,} of {counted(results.total, 'article')} {verb} all of the query"
    show(console, styled(found, "dim"))
    by_id = {article.id: article for article in results.articles}
    for article in explained.articles:
        hit = by_id[article.id]
        head = styled(f"{article.score.score:.3f} ", "bold cyan") + styled(hit.title, "bold")
        head += styled(f" {hit.id}")
        if hit.missing:
            head += styled(f" without: {', '.join(hit.missing)}", "yellow")
        tree = Tree(head)
        _grow(tree, article.score)
        console.print(tree)


def _grow(tree: Tree, explanation: Explanation) -> None:
    for part in explanation.parts:
        if not part.score:
            continue
        label = part.kind if part.text is None else f"{part.field}: {part.text}"
        boost = f" × {part.boost:.3g}" if part.boost != 1.0 else ""
        _grow(tree.add(styled(f"{part.score:.3f} ", "cyan") + styled(label) + styled(boost, "dim")), part)
