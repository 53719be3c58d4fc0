"""Where are the citation marks in this text, and what does it say without them?

A mark is a pair of brackets with paragraph numbers in it: `[8]`, `[3-5]`, `[3, 4]`, `［8］`, `【8】`,
`〔8〕`. Pure; may import nothing of this project.
"""

import re

import msgspec

MAX_RANGE = 100  # paragraphs that one range may name; a longer one is text, not a citation

_NUMBERS = r"\d{1,5}(?:\s*+[-–—~～－]\s*+\d{1,5})?+"
_LIST = rf"\s*+{_NUMBERS}(?:\s*+[,，、;；]\s*+{_NUMBERS})*+\s*+"
# A mark with all the blanks before it, since both disappear from the text. The blanks are taken from their
# first one on or not at all: tried from each of them in turn, a long run would take quadratic time.
_MARK = re.compile(rf"(?:(?<!\s)\s++)?(?:\[{_LIST}\]|［{_LIST}］|【{_LIST}】|〔{_LIST}〕)")
_ITEM = re.compile(r"(\d+)(?:\s*+[-–—~～－]\s*+(\d+))?")


class Citation(msgspec.Struct, frozen=True):
    """A paragraph `number` (from 1) and the offset in the text without marks where its mark stood."""

    number: int
    at: int


class Cited(msgspec.Struct, frozen=True):
    """A statement without its marks, and the citations in their order."""

    text: str
    citations: tuple[Citation, ...] = ()


def strip_marks(text: str) -> Cited:
    """Take the citation marks out of a statement, with the blanks before them.

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
    # A statement may begin with its mark; the blank behind that mark would then lead the text.
    lead = len(plain) - len(plain.lstrip())
    if lead:
        citations = [Citation(citation.number, max(0, citation.at - lead)) for citation in citations]
    return Cited(plain.strip(), tuple(citations))


def with_marks(statement: Cited) -> str:
    """The statement with its marks back in place, each as `[n]`; `strip_marks` of it is the statement."""
    out: list[str] = []
    end = 0
    for citation in statement.citations:
        out.append(statement.text[end : citation.at])
        out.append(f"[{citation.number}]")
        end = citation.at
    out.append(statement.text[end:])
    return "".join(out)


def _numbers(mark: str) -> list[int]:
    """The numbers a mark names, in order; none where a range runs backwards or too far."""
    numbers: list[int] = []
    for item in _ITEM.finditer(mark):
        first = int(item[1])
        last = int(item[2] or first)
        if not 0 <= last - first < MAX_RANGE:
            return []
        numbers.extend(range(first, last + 1))
    return numbers
