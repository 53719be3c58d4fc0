"""Does a passage say anything that one shown before it doesn't?

A passage is a near-duplicate of an earlier one that has nearly all its trigrams and also everything by which
similar sentences differ in what they state: numbers, names, the query's terms. Pure.
"""

import re
from functools import cached_property

from index import folded_letters

_NEARLY_ALL = 0.8  # of the trigrams of the later passage
_SAMPLE = 60  # trigrams that are compared, spread evenly over the passage
_NAME = re.compile(r"(?<![\w.])[A-Z][\w+#-]*|[\w+#-]*\d[\w.,:+#%-]*")


class ShownText:
    """The text of a shown passage and the numbers of the query terms in it. Its letters are read only where
    the terms don't already tell two passages apart."""

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
        """The folded letters and digits, with nothing between them."""
        return folded_letters(self._text)

    def _has_nearly_all_of(self, later: "ShownText") -> bool:
        """Whether this text has the trigrams of the later one, by a sample of them."""
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
        # Every English text begins with a capital, so its first word is a name only if it has a digit.
        return [folded_letters(each[0]) for each in found if each.start() or re.search(r"\d", each[0])]
