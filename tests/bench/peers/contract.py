"""What does the benchmark ask of a peer, and what of what it says is checked?

A peer is what people would use instead, with the analyzer that its users would pick. It is given texts, and
asked for the numbers of the ten best and for how many match; a match has any word of the question. What it
counts is held against a count by brute force over the tokens that its own analyzer makes, so that a peer that
finds nothing is an error and not a fast time.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

import msgspec


class Missing(Exception):
    """What a peer needs isn't installed; the message says how to install it."""


class WrongCount(Exception):
    """A peer doesn't find what its tokens say."""


class Text(msgspec.Struct, frozen=True):
    """A text as it is written, and the words that jieba cuts it into, with blanks between."""

    raw: str
    cut: str


class Handle(Protocol):
    """An index that was built. `top_ten` and `count` take what `prepare` makes of a typed question, which is
    not timed where engines alone are compared."""

    version: str
    bytes: int  # on disk

    def prepare(self, question: str) -> Any: ...

    def plain(self, question: str) -> Any:
        """The question as the words alone that it is cut into, for the check."""

    def top_ten(self, prepared: Any) -> Sequence[int]:
        """The numbers of the best texts, counted from 0."""

    def count(self, prepared: Any) -> int: ...

    def query_tokens(self, prepared: Any) -> set[str]:
        """The tokens that are asked for, any of them."""

    def tokens_in(self, text: Text, among: set[str]) -> set[str]:
        """Those of the tokens that a text has by this peer's analyzer; looked for without its index."""


class Peer(msgspec.Struct, frozen=True):
    """`cuts` says that it is given words that were cut before, so that cutting them is part of its build."""

    name: str
    analysis: str
    build: Callable[[Sequence[Text], Path], Handle]
    cuts: bool = False


def check_counts(name: str, handle: Handle, texts: Iterable[Text], questions: Sequence[str]) -> int:
    """How many questions find what brute force finds, which is all of them. Raises WrongCount otherwise."""
    prepared = [handle.plain(question) for question in questions]
    asked = [handle.query_tokens(each) for each in prepared]
    every = set().union(*asked)
    expected = [0] * len(asked)
    for text in texts:
        if here := handle.tokens_in(text, every):
            for place, tokens in enumerate(asked):
                expected[place] += not tokens.isdisjoint(here)
    if not any(expected):
        raise WrongCount(f"{name}: none of {len(questions)} questions has a word that any text has")
    for question, each, right in zip(questions, prepared, expected, strict=True):
        counted, best = handle.count(each), handle.top_ten(each)
        if counted != right:
            raise WrongCount(f"{name}: {question!r} matches {counted} texts, and its words stand in {right}")
        if len(set(best)) != min(10, right):
            raise WrongCount(f"{name}: {question!r} gives {len(best)} of the ten best of {right}")
    return len(questions)


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
