"""Which words are the most frequent?

Builds `frequent.txt` from jieba's dictionary, which has their frequencies, and is run only when the stored
form of an article changes:

    python -m index.data.frequent

The words follow each other without separators, the most frequent last.
"""

from importlib import resources
from pathlib import Path

_WORDS = 5_000  # with more, articles become hardly smaller, and compressing takes longer


def build(dictionary: str) -> str:
    """The text of the file, from lines of a word, its frequency and its part of speech."""
    counted = [line.split(" ") for line in dictionary.splitlines()]
    longer = ((int(count), word) for word, count, *_ in counted if len(word) > 1)
    return "".join(word for _, word in reversed(sorted(longer, reverse=True)[:_WORDS]))


if __name__ == "__main__":
    dictionary = resources.files("jieba").joinpath("dict.txt").read_text(encoding="utf-8")
    Path(__file__).with_name("frequent.txt").write_text(build(dictionary), encoding="utf-8")
