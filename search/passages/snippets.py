"""Which window of a text does a snippet show, and which ranges of it are highlighted?

Pure: a text and its marks in, a snippet out, every offset in code points. Reads the marks once, and of the
text only what is near the window, so a long text takes no longer.
"""

import re
from collections.abc import Sequence

import msgspec

from search.passages.boundaries import clause_ends, is_inside, sentence_ends, whole_at
from search.passages.highlighting import Mark
from search.results import Snippet

WIDTH = 160  # characters of a window
LATIN_WIDTH = 240  # of one in a script whose letters are half as wide and say less
_SLACK = 4  # a window may be wider by one part in so many to end with a sentence
_ELLIPSIS = "…"
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # kana, Han, hangul
_REPEATED = 0.1  # the share of its weight that a term adds to a window that already has it


class Window(msgspec.Struct, frozen=True):
    """The piece [start, end) of the original text that a snippet shows, and the snippet."""

    start: int
    end: int
    snippet: Snippet

    @property
    def shift(self) -> int:
        """What is added to an offset of the text for the snippet."""
        return (len(_ELLIPSIS) if self.start else 0) - self.start

    def shows(self, at: int) -> bool:
        """Whether a citation at this offset belongs to the window. A citation comes after the words that it
        supports, so one at the very beginning of a window belongs to what was cut off before it."""
        return self.start < at <= self.end or at == self.start == 0


def best_window(
    text: str,
    marks: Sequence[Mark],
    *,
    core: tuple[int, int] = (0, 0),
    width: int | None = None,
    whole: int | None = None,
) -> Window:
    """The window of about `width` characters around the `core` [start, end), or where it is empty around the
    marks with the greatest weight.

    A text of up to `whole` characters is shown whole; by default these are as many as a window may have.
    """
    width = width_of(text) if width is None else width
    if len(text) <= (width + width // _SLACK if whole is None else whole):
        start, end = 0, len(text)
    else:
        start, end = _cut(text, *(core if core[1] else _richest(marks, width)), width)
    lead = _ELLIPSIS if start else ""
    shown = lead + text[start:end] + (_tail(text[end - 1]) if end < len(text) else "")
    shift = len(lead) - start
    inside = [
        (mark.start + shift, mark.end + shift) for mark in marks if start <= mark.start and mark.end <= end
    ]
    return Window(start, end, Snippet(shown, merged(inside)))


def width_of(text: str) -> int:
    """The characters of a window of a text, by its beginning."""
    return WIDTH if _WIDE.search(text, 0, WIDTH) else LATIN_WIDTH


def most_shown(text: str) -> int:
    """The characters of a text up to which it is shown whole."""
    width = width_of(text)
    return width + width // _SLACK


def whole(text: str, marks: Sequence[Mark]) -> Snippet:
    """The whole text as a snippet."""
    return Snippet(text, merged([(mark.start, mark.end) for mark in marks]))


def merged(ranges: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The ranges in order, with those that overlap or touch joined."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)


def _tail(last: str) -> str:
    """The ellipsis after a character; after a dot a blank keeps the dots apart."""
    return f" {_ELLIPSIS}" if last in ".…" else _ELLIPSIS


def _richest(marks: Sequence[Mark], width: int) -> tuple[int, int]:
    """The range from the first to the last of the marks within `width` that weigh most; a term that is
    repeated counts little. Of equal ranges the first; [0, 0) where there is no mark."""
    best, best_weight = (0, 0), 0.0
    counts: dict[int, int] = {}
    weight = 0.0
    last = 0
    # Two pointers: every mark once begins the window and once joins it at the end.
    for first, mark in enumerate(marks):
        while last < len(marks) and (last <= first or marks[last].end <= mark.start + width):
            joining = marks[last]
            counts[joining.term] = counts.get(joining.term, 0) + 1
            weight += joining.weight * (1.0 if counts[joining.term] == 1 else _REPEATED)
            last += 1
        if weight > best_weight * (1 + 1e-9):
            best, best_weight = (mark.start, max(marks[last - 1].end, mark.end)), weight
        counts[mark.term] -= 1
        weight -= mark.weight * (_REPEATED if counts[mark.term] else 1.0)
    return best


def _cut(text: str, first: int, last: int, width: int) -> tuple[int, int]:
    """The window around [first, last): from the beginning of its sentence to the end of one if they are near,
    or else from clause to clause, or else from word to word."""
    start = _start(text, first, last, width)
    end = _end(text, start, max(last, start + 1), width)
    if end == len(text):
        # The text ends before the window is full, so it may begin earlier.
        start = _start(text, min(start, end - width // 2), end, width)
    while start < first and text[start].isspace() and not is_inside(text, start + 1):
        start += 1
    while end > max(last, start + 1) and text[end - 1].isspace() and not is_inside(text, end - 1):
        end -= 1
    return start, end


def _start(text: str, first: int, last: int, width: int) -> int:
    """The start of a window that must show [first, last)."""
    earliest = max(0, last - width)
    if earliest >= first:
        return whole_at(text, first, step=-1)
    sentences = sentence_ends(text, earliest, first)
    if sentences:
        return sentences[-1]
    if earliest == 0:
        return 0
    # The sentence is too long for the window: half of the spare width goes before the first mark.
    middle = first - (first - earliest) // 2
    clauses = clause_ends(text, earliest, first)
    if clauses:
        return min(clauses, key=lambda end: abs(end - middle))
    start = whole_at(text, middle, step=1)
    return start if start <= first else whole_at(text, middle, step=-1)


def _end(text: str, start: int, last: int, width: int) -> int:
    """The end of a window that begins at `start` and must show everything up to `last`."""
    full = max(start + width, last)
    if full >= len(text):
        return len(text)
    sentences = sentence_ends(text, last - 1, full + width // _SLACK)
    within = [end for end in sentences if end <= full]
    near = within[-1:] or sentences[:1]
    if near and (near[0] - start >= width // 2 or near[0] > full):
        return near[0]
    clauses = clause_ends(text, last - 1, full)
    if clauses and clauses[-1] - start >= width * 3 // 4:
        return clauses[-1]
    if near:
        return near[0]
    end = whole_at(text, full, step=-1)
    return end if end >= last else whole_at(text, full, step=1)
