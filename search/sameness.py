"""Does this passage say anything that one already shown doesn't?

A later passage says nothing more when nearly all its triples of letters stand in an earlier one, and so does
everything by which sentences that are alike differ in what they state: numbers, names, what was asked. Pure.
"""

import re
from functools import cached_property

from index import folded

_NEARLY_ALL = 0.8  # of the triples of the later passage
_NAME = re.compile(r"(?<![\w.])[A-Z][\w+#-]*|[\w+#-]*\d[\w.,:+#%-]*")


class Saying:
    """What a passage says, which is read only where the asked words don't tell it apart already."""

    def __init__(self, text: str, asked: frozenset[int]) -> None:
        self._text = text
        self._asked = asked

    def covers(self, later: "Saying") -> bool:
        """Whether the later passage says nothing more."""
        return (
            later._asked <= self._asked
            and len(later._triples & self._triples) >= _NEARLY_ALL * len(later._triples)
            and all(name in self._letters for name in later._names)
        )

    @cached_property
    def _letters(self) -> str:
        """The folded letters and digits, without what stands between them."""
        return _letters(self._text)

    @cached_property
    def _triples(self) -> frozenset[tuple[str, str, str]]:
        letters = self._letters
        return frozenset(zip(letters, letters[1:], letters[2:], strict=False))

    @cached_property
    def _names(self) -> list[str]:
        found = _NAME.finditer(self._text)
        # A capital begins every English text, so its first word is a name only where it holds a digit.
        return [_letters(each[0]) for each in found if each.start() or re.search(r"\d", each[0])]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, folded(text)))
