"""How is an explanation shown in a terminal?

As a table of the words of the query for each article, which on a screen is cut to fit it: what counts least
is left out. The explanation as JSON has all of it, node by node.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from index.commands.options import counted
from search.results import ArticleHit, Explained, ExplainedArticle, ExplainedWord, Results
from search.terminal.lines import printable, styled

_LABEL = 34  # columns for a word at most
_TITLES = ("idf", "times", "length", "score", "share")
_COLUMN = 9
_FEWEST = 2  # words of an article that are shown at least


def show_explanation(results: Results, explained: Explained, console: Console) -> None:
    """Print how a query was understood and how its first articles come by their scores."""
    head = [*_understood(explained), _found(results)]
    label = min(_LABEL, max(20, console.width - _COLUMN * len(_TITLES)))
    by_id = {article.id: article for article in results.articles}
    # Of the screen a line is for the titles of the columns and one for what comes next, of an article one for
    # its title, one for its passage and one for its opening.
    left = console.height - len(head) - 2 - 3 * len(explained.articles)
    most = max(_FEWEST, left // max(1, len(explained.articles))) if console.is_terminal else None
    for line in head:
        _show(console, line)
    if explained.articles:
        columns = "".join(f"{title:>{_COLUMN}}" for title in _TITLES)
        _show(console, styled(" " * label + columns, "dim"))
    for article in explained.articles:
        _show(console, _title(article, by_id[article.id]))
        for line in _words(article, label, most):
            _show(console, line)


def _understood(explained: Explained) -> Iterator[Text]:
    yield styled("read as ", "dim") + styled(explained.tree)
    synonyms = "; ".join(f"{alias.typed}: {', '.join(alias.names)}" for alias in explained.aliases)
    if synonyms:
        yield styled("synonyms of ", "dim") + styled(synonyms)
    groups = groupby(explained.translations, key=lambda each: each.typed)
    translations = "; ".join(
        f"{typed}: {', '.join(f'{each.text} ({each.weight:.2f})' for each in group)}"
        for typed, group in groups
    )
    if translations:
        yield styled("in the other language ", "dim") + styled(translations)
    for warning in explained.warnings:
        yield styled(warning, "yellow")


def _found(results: Results) -> Text:
    verb = "matches" if results.required == 1 else "match"
    return styled(
        f"{results.required:,} of {counted(results.total, 'article')} {verb} all of the query", "dim"
    )


def _title(article: ExplainedArticle, hit: ArticleHit) -> Text:
    """What the engine's score and the passages make together, and what the article is."""
    engine = article.score.score
    sum_of = f"{engine:.2f} + {article.total - engine:.2f} = " if article.total > engine else ""
    head = styled(sum_of, "cyan") + styled(f"{article.total:.2f} ", "bold cyan") + styled(hit.title, "bold")
    head += styled(f" {hit.id}")
    return head + styled(f" without: {', '.join(hit.missing)}", "yellow") if hit.missing else head


def _words(article: ExplainedArticle, label: int, most: int | None) -> Iterator[Text]:
    """A line for each word, those that count most where not all are shown, and one for each other part of
    the score."""
    words: Sequence[ExplainedWord] = article.words
    rest: Sequence[ExplainedWord] = ()
    others = bool(article.recency)
    if most is not None and len(words) + others > most:
        ranked = sorted(words, key=lambda word: -word.score)
        rest = ranked[most - 1 - others :]
        words = [word for word in words if word not in rest]
    for word in words:
        numbers = [f"{word.idf:.2f}", f"{word.frequency:,}", f"{word.length:.2f}"] if word.token else [""] * 3
        yield _line(_name(word), [*numbers, *_score(word.score, article)], label)
    if rest:
        name = counted(len(rest), "other part")
        yield _line(name, ["", "", "", *_score(sum(word.score for word in rest), article)], label)
    if article.recency:
        yield _line("its date", ["", "", "", *_score(article.recency, article)], label)
    for what, score, share in (
        ("passage", article.passage, article.passage_share),
        ("opening", article.opening, article.opening_share),
    ):
        if score:
            name = f"its {what} ({share:.0%} of the query)"
            yield _line(name, ["", "", "", *_score(score, article)], label)


def _name(word: ExplainedWord) -> str:
    if not word.token:
        return word.word or "words that fit a pattern"
    if not word.word:
        return f"across words ({word.token})"
    return word.word if word.token == word.word else f"{word.word} ({word.token})"


def _score(score: float, article: ExplainedArticle) -> list[str]:
    return [f"{score:.2f}", f"{score / article.total:.0%}" if article.total else ""]


def _line(name: str, numbers: Sequence[str], label: int) -> Text:
    columns = "".join(f"{number:>{_COLUMN}}" for number in numbers)
    return styled(set_cell_size(f"  {printable(name)}", label)) + styled(columns, "cyan")


def _show(console: Console, line: Text) -> None:
    """Print a line, on a screen cut to its width."""
    if console.is_terminal and cell_len(line.plain) > console.width:
        line.truncate(console.width, overflow="ellipsis")
    line.rstrip()
    console.print(line, soft_wrap=True)
