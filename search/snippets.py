"""Which window of the text to show, and which spans to mark?

Pure: a text and its marks in, a snippet out, every offset in code points.
"""

import re
import unicodedata
from collections.abc import Sequence

import msgspec

from search.passages import Mark
from search.results import Snippet

WIDTH = 160  # characters of a snippet that has to be cut
WHOLE = 320  # a text up to here is shown whole
_ELLIPSIS = "…"
_SENTENCE_END = re.compile(r"[。！？；!?;…]+[”’」』）)\"']*|\.(?=\s)|\n")
_LONGEST_WORD = 80  # what is longer is no word, and may be cut
_SLACK = 40  # how far a window moves to begin or end with a sentence


class Window(msgspec.Struct, frozen=True):
    """The piece [start, end) of the original text that a snippet shows, and the snippet."""

    start: int
    end: int
    snippet: Snippet

    @property
    def shift(self) -> int:
        """What an offset in the text gains in the snippet."""
        return (1 if self.start else 0) - self.start


def best_window(text: str, marks: Sequence[Mark]) -> Window:
    """The window with the most telling marks; the whole text where it isn't long."""
    if len(text) <= WHOLE:
        start, end = 0, len(text)
    else:
        start, end = _cut(text, *_richest(marks, len(text)))
    lead = _ELLIPSIS if start else ""
    shown = lead + text[start:end] + (_ELLIPSIS if end < len(text) else "")
    shift = len(lead) - start
    inside = [
        (mark.start + shift, mark.end + shift) for mark in marks if start <= mark.start and mark.end <= end
    ]
    return Window(start, end, Snippet(shown, merged(inside)))


def whole(text: str, marks: Sequence[Mark]) -> Snippet:
    """The whole text as a snippet."""
    return Snippet(text, merged([(mark.start, mark.end) for mark in marks]))


def merged(ranges: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The ranges in order, those that overlap or touch made one."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)


def _richest(marks: Sequence[Mark], length: int) -> tuple[int, int]:
    """A window of WIDTH whose marks weigh most, each asked word counted once in full and again a little."""
    best, best_weight = 0, -1.0
    last = 0
    counts: dict[int, int] = {}
    weight = 0.0
    # Two pointers: every mark once begins the window, and once joins it at its end.
    for first, mark in enumerate(marks):
        while last < len(marks) and marks[last].end <= mark.start + WIDTH:
            joining = marks[last]
            counts[joining.asked] = counts.get(joining.asked, 0) + 1
            weight += joining.weight * (1.0 if counts[joining.asked] == 1 else 0.1)
            last += 1
        if weight > best_weight + 1e-9:
            best, best_weight = first, weight
        if last > first:
            counts[mark.asked] -= 1
            weight -= mark.weight * (0.1 if counts[mark.asked] else 1.0)
        else:
            last = first + 1
    if not marks:
        return 0, min(WIDTH, length)
    reach = max(
        (each.end for each in marks[best:] if each.end <= marks[best].start + WIDTH), default=marks[best].end
    )
    spare = max(0, WIDTH - (reach - marks[best].start))
    start = max(0, marks[best].start - spare // 2)
    return start, min(length, max(start + WIDTH, reach))


def _cut(text: str, start: int, end: int) -> tuple[int, int]:
    """The window moved to the beginning and end of sentences where one is near, else of words."""
    if start:
        ends = [match.end() for match in _SENTENCE_END.finditer(text, max(0, start - _SLACK), start + 1)]
        start = ends[-1] if ends else _word_edge(text, start, -1)
        start += len(text[start:end]) - len(text[start:end].lstrip())
    if end < len(text):
        sentence = _SENTENCE_END.search(text, end - 1, min(len(text), end + _SLACK))
        end = sentence.end() if sentence else _word_edge(text, end, 1)
        end = start + len(text[start:end].rstrip())
    return start, end


def _word_edge(text: str, offset: int, step: int) -> int:
    """The nearest offset in one direction where no identifier and no grapheme is cut."""
    for _ in range(_LONGEST_WORD):
        if not (0 < offset < len(text) and _one_word(text[offset - 1], text[offset])):
            break
        offset += step
    while 0 < offset < len(text) and _joins(text, offset):
        offset += step
    return offset


def _one_word(left: str, right: str) -> bool:
    return all(
        (character.isalnum() and character < "\u2e80") or character in "-_.@&+#%$'"
        for character in (left, right)
    )


def _joins(text: str, offset: int) -> bool:
    return unicodedata.category(text[offset]) in {"Mn", "Me", "Mc", "Cf"} or text[offset - 1] == "\u200d"
