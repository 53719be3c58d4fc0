"""How does a line of text get into a terminal?

Wrapped to the screen with its indentation; piped into a file or a program, as one line. What comes from a
query, a setting or an article gets there without its control characters. Knows nothing of answers.
"""

import sys
from collections.abc import Iterator
from io import TextIOWrapper

from rich.cells import cell_len
from rich.console import Console
from rich.text import Span, Text

_UNWRAPPED = 1_000_000  # columns of what isn't a screen
_NARROWEST = 20  # columns that a text is wrapped to
# Characters that stay on the line of what they follow, a citation too, and of what follows them.
_NO_LINE_START = frozenset("，。、；：？！）」』”’》】〉…%,.;:?!)]}[")
_NO_LINE_END = frozenset("（「『“‘《【〈([{$¥￥")


def screen() -> Console:
    """The console of standard output. What isn't a screen has neither lines of a width nor colours; what its
    encoding doesn't have is shown as a question mark."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    return Console(highlight=False, width=None if sys.stdout.isatty() else _UNWRAPPED)


def printable(text: str) -> str:
    """The text with a space for each character that a terminal doesn't show but may obey; offsets stay."""
    return "".join(character if character.isprintable() else " " for character in text)


def styled(text: str, style: str = "") -> Text:
    """A text to print in a style, without control characters: every text that has a foreign part is made
    here."""
    plain = printable(text)
    return Text(plain, spans=[Span(0, len(plain), style)] if style else None)


def show(console: Console, text: Text, *, before: Text | None = None) -> None:
    """Print a line after its number or indentation, which the lines that it is wrapped to are indented by."""
    before = before or Text()
    indent = cell_len(before.plain)
    for line in text.divide(_breaks(text.plain, max(console.width - indent, _NARROWEST))):
        line.rstrip()
        console.print(before + line, soft_wrap=True)
        before = Text(" " * indent)


def _breaks(text: str, width: int) -> Iterator[int]:
    """Where to divide a text into lines of a width: after a space, around a Chinese character or, where there
    is neither, anywhere."""
    if cell_len(text) <= width:
        return
    start = allowed = used = 0
    for at, character in enumerate(text):
        wide = cell_len(character)
        if at > start and _may_break(text[at - 1], character):
            allowed = at
        if used + wide > width and character != " ":
            yield (cut := allowed if allowed > start else at)
            start = cut
            used = cell_len(text[start:at])
        used += wide


def _may_break(before: str, after: str) -> bool:
    if before == " " or after == " ":
        return after != " "
    is_chinese = cell_len(before) == 2 or cell_len(after) == 2
    return is_chinese and before not in _NO_LINE_END and after not in _NO_LINE_START
