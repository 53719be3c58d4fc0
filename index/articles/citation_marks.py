"""Where are the citation marks in this text, and what is it without them?

A mark is a pair of brackets with paragraph numbers in it: `[8]`, `[3-5]`, `[3, 4]`, `［8］`, `【8】`,
`〔8〕`. Pure; may import nothing of this project.
"""

import re

import msgspec

MAX_RANGE = 100  # paragraphs in one range; a longer one is text, not a citation

_NUMBERS = r"\d{1,5}(?:\s*+[-–—~～－]\s*+\d{1,5})?+"
_LIST = rf"\s*+{_NUMBERS}(?:\s*+[,，、;；]\s*+{_NUMBERS})*+\s*+"
# A mark with all the blanks before it, since both are removed from the text. The blanks match from the first
# one on or not at all: trying each of them in turn would take quadratic time on a long run.
_MARK = re.compile(rf"(?:(?<!\s)\s++)?(?:\[{_LIST}\]|［{_LIST}］|【{_LIST}】|〔{_LIST}〕)")
_ITEM = re.compile(r"(\d+)(?:\s*+[-–—~～－]\s*+(\d+))?")


class Citation(msgspec.Struct, frozen=True):
    """A paragraph `number` (from 1) and the offset of its mark in the text without marks."""

    number: int
    at: int


class Cited(msgspec.Struct, frozen=True):
    """A statement without its marks, and the citations in their order."""

    text: str
    citations: tuple[Citation, ...] = ()


def strip_marks(text: str) -> Cited:
    """Remove the citation marks from a statement, with the blanks before them.

    "paused plans [8][69]." becomes "paused plans." with 8 and 69, both at the offset of the full stop.
    """
    text = text.strip()
    kept: list[str] = []
    length = end = 0
    citations: list[Citation] = []
    for mark in _MARK.finditer(text):
        numbers = _numbers(mark.group())
        if not numbers:
            continue
        kept.append(text[end : mark.start()])
        length += mark.start() - end
        end = mark.end()
        citations.extend(Citation(number, length) for number in numbers)
    if not citations:
        return Cited(text)
    kept.append(text[end:])
    plain = "".join(kept)
    # A statement may begin with its mark; the blank after that mark would then be the first character.
    lead = len(plain) - len(plain.lstrip())
    if lead:
        citations = [Citation(citation.number, max(0, citation.at - lead)) for citation in citations]
    return Cited(plain.strip(), tuple(citations))


def with_marks(statement: Cited) -> str:
    """The statement with its marks restored, each as `[n]`; `strip_marks` gives the statement back."""
    out: list[str] = []
    end = 0
    for citation in statement.citations:
        out.append(statement.text[end : citation.at])
        out.append(f"[{citation.number}]")
        end = citation.at
    out.append(statement.text[end:])
    return "".join(out)


def _numbers(mark: str) -> list[int]:
    """The numbers in a mark, in order; none if a range is reversed or too long."""
    numbers: list[int] = []
    for item in _ITEM.finditer(mark):
        first = int(item[1])
        last = int(item[2] or first)
        if not 0 <= last - first < MAX_RANGE:
            return []
        numbers.extend(range(first, last + 1))
    return numbers
