"""Does this passage say anything that one already shown doesn't?

A later passage says nothing more when nearly all its triples of letters stand in an earlier one, and so does
everything by which sentences that are alike differ in what they state: numbers, names, what was asked. Pure.
"""

import re
from functools import cached_property

from index import folded_letters

_NEARLY_ALL = 0.8  # of the triples of the later passage
_SAMPLE = 60  # triples that are looked for, evenly over the passage
_NAME = re.compile(r"(?<![\w.])[A-Z][\w+#-]*|[\w+#-]*\d[\w.,:+#%-]*")


class ShownText:
    """What a passage says, which is read only where the asked words don't tell it apart already."""

    def __init__(self, text: str, terms: frozenset[int]) -> None:
        self._text = text
        self._terms = terms

    def is_subsumed_by(self, earlier: "ShownText") -> bool:
        """Whether the earlier text says all that this one says."""
        return (
            self._terms <= earlier._terms
            and earlier._has_nearly_all_of(self)
            and all(name in earlier._letters for name in self._names)
        )

    @cached_property
    def _letters(self) -> str:
        """The folded letters and digits, without what stands between them."""
        return folded_letters(self._text)

    def _has_nearly_all_of(self, later: "ShownText") -> bool:
        """Whether the triples of letters of the later passage stand here too, by a sample of them."""
        letters, others = later._letters, self._letters
        places = range(0, len(letters) - 2, len(letters) // _SAMPLE + 1)
        may_miss = len(places) * (1 - _NEARLY_ALL)
        for at in places:
            if letters[at : at + 3] not in others:
                may_miss -= 1
                if may_miss < 0:
                    return False
        return True

    @cached_property
    def _names(self) -> list[str]:
        found = _NAME.finditer(self._text)
        # A capital begins every English text, so its first word is a name only where it holds a digit.
        return [folded_letters(each[0]) for each in found if each.start() or re.search(r"\d", each[0])]
