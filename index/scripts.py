"""Which runs of script and which identifiers is this text made of?

Works on folded text. A *piece* is a run of Han (or kana, hangul) characters, an identifier (Latin words,
numbers, and what they form together: `gpt-4o`, `c++`, `us:msft`), or a single other character, which is a
break. Blanks, and the dot between the parts of a foreign name (萨姆·奥特曼), separate pieces without
breaking them apart. Pure; may import only the folding's separator.
"""

import re

from index.folding import SEPARATOR

# Written without blanks between words: Han, kana, hangul, all letters above U+2E80. An emoji is a run of one.
_IDEOGRAPH_RUN = r"[^\W\x00-\u2e7f]++|[\u2600-\u27bf\U0001f000-\U0001faff]"
_LETTER_OR_DIGIT = r"[^\W_\u2e80-\U0010ffff]"
_CURRENCY = "$€£¥"
# A joiner holds an identifier together when it stands alone between two letters or digits; a comma does so
# only between thousands, an apostrophe not before the s of a genitive.
_JOINER = r"(?:[-_./&@:+#]|['’](?!s(?!\w))|,(?=\d{3}(?!\d)))"
_IDENTIFIER = (
    rf"(?:[{_CURRENCY}](?=\d)|(?<![^\W\u2e80-\U0010ffff])\.(?=[a-z]))?"
    rf"{_LETTER_OR_DIGIT}++(?:{_JOINER}{_LETTER_OR_DIGIT}++)*+(?:\+{{1,2}}(?!\w)|\#(?!\w)|[%‰])?"
)
_INTERPUNCT = "·・‧•"
# The first alternative, a plain word before a blank, is an identifier too; it stands first for speed alone.
_PIECES = re.compile(rf"[a-z]++(?=\s)|{_IDEOGRAPH_RUN}|{_IDENTIFIER}|{SEPARATOR}|[^\s{_INTERPUNCT}]")
_IDEOGRAPH = re.compile(_IDEOGRAPH_RUN)
_SEGMENTABLE = re.compile(r"[\u4e00-\u9fd5\n]+")
_SEGMENTABLE_PARTS = re.compile(r"[\u4e00-\u9fd5]+|[^\u4e00-\u9fd5]")
_ATOM = re.compile(rf"[^\W\d_]+|\d+|[{_CURRENCY}+#%‰&]|^\.")
_DROPPED_JOINERS = str.maketrans("", "", "-_,'’")
_PART = re.compile(r"[^\W_]+")
_MANY_ATOMS = 8  # an identifier of more is an address or a path, of which only the parts are looked for


def pieces(folded: str) -> list[str]:
    """The pieces of a folded text in order; breaks are pieces of one character."""
    return _PIECES.findall(folded)


def pieces_with_offsets(folded: str) -> list[tuple[str, int]]:
    """The pieces with the offset in the folded text where each begins."""
    return [(piece.group(), piece.start()) for piece in _PIECES.finditer(folded)]


def is_ideographic(character: str) -> bool:
    """Whether the character is written without blanks between words, so that its runs need cutting."""
    return _kinds[character]


def is_segmentable(run: str) -> bool:
    """Whether every character of the run, or of runs with line ends between, is one that the segmenter's
    dictionary may hold."""
    return bool(_SEGMENTABLE.fullmatch(run))


def segmentable_parts(run: str) -> list[str]:
    """A run in parts: stretches that go to the segmenter, and every other character alone."""
    return _SEGMENTABLE_PARTS.findall(run)


def atoms(identifier: str) -> tuple[str, ...]:
    """The smallest parts that can be asked for: stretches of letters, stretches of digits, signs that mean
    something (`c`, `+`, `+`). Other joiners are left out, so `gpt-4o` and `gpt 4o` have the same atoms."""
    return tuple(_ATOM.findall(identifier))


def parts(identifier: str) -> tuple[str, ...]:
    """The parts between joiners: `gpt` and `4o` of `gpt-4o`."""
    return tuple(_PART.findall(identifier))


def whole(identifier: str) -> str:
    """The identifier as one token, without the joiners that people leave out: `e-mail` is `email`,
    `1,000` is `1000`, but `3.6.3` and `us:msft` stay. Empty for an address or a path."""
    joined = identifier.translate(_DROPPED_JOINERS)
    return joined if len(_ATOM.findall(identifier)) <= _MANY_ATOMS else ""


class _Kinds(dict[str, bool]):
    """Whether a character is ideographic, remembered: a look-up costs a quarter of a match."""

    def __missing__(self, character: str) -> bool:
        self[character] = bool(_IDEOGRAPH.match(character))
        return self[character]


_kinds = _Kinds()
