"""Which runs of Han characters and which identifiers does this text have?

Works on folded text. A *run* is a stretch of characters of scripts written without blanks between words: Han,
kana, hangul. Between two runs is a *gap*: blanks, punctuation, and identifiers, which are Latin words,
numbers, and combinations of them (`gpt-4o`, `c++`, `us:msft`). Pure; may import only folding.
"""

import re
from collections.abc import Sequence

from index.text.folding import SEPARATOR

# Han with radicals, 々 and 〇; kana, bopomofo, hangul and the other letters above; everything beyond the
# basic plane, emoji included. One class of ranges, since a search for one class runs at the speed of memory.
IDEOGRAPH = (
    "[\u2600-\u27bf\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303c\u3041-\u309f\u30a1-\u30fa"
    "\u30fc-\u318f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\ud7ff\uf900-\ufdff\ufe70-\ufefc\uff66-\uffdc"
    "\U00010000-\U0010fffe]"
)
_RUN = re.compile(f"({IDEOGRAPH}++)")
_IDEOGRAPHIC = re.compile(IDEOGRAPH)

_LETTER_OR_DIGIT = r"[^\W_\u2e80-\U0010ffff]"
_CURRENCY = "$€£¥"
# A single joiner between two letters or digits is part of an identifier; a comma only between thousands.
_JOINER = r"(?:[-_./&@:+#'’]|\+\+(?=\d)|,(?=\d{3}(?!\d)))"
_GENITIVE = ("'s", "’s")  # part of the identifier in the text, but of none of its tokens
_IDENTIFIER = (
    rf"(?:[{_CURRENCY}](?=\d)|(?<!\w)\.(?=[a-z]))?"
    rf"{_LETTER_OR_DIGIT}++(?:{_JOINER}{_LETTER_OR_DIGIT}++)*+(?:\+{{1,2}}(?!\w)|\#(?!\w)|[%‰])?"
)
# A plain word without joiners is an identifier like any other; it comes first only for speed.
_IDENTIFIERS = re.compile(rf"[a-z]++(?![-\w./&@:+#'’%‰,])|{_IDENTIFIER}|{SEPARATOR}")
# The dot separates the parts of a foreign name (萨姆·奥特曼), which some write without it.
_BLANKS = " \t\n\r\xa0\u3000·・‧•"
_SIGNS = _BLANKS + '()[]{}<>"`*=|\\;!?~^，。、；：？！（）“”‘《》「」『』【】…—'

_SEGMENTABLE = re.compile(r"[\u4e00-\u9fd5\n]+")
_SEGMENTABLE_PARTS = re.compile(r"[\u4e00-\u9fd5]+|[^\u4e00-\u9fd5]")
# Letters by alphabet, since an atom ends where the alphabet changes (`gpt` in `GPTмодель`). The Latin ones
# are those below the phonetic letters except ²³¹, and the full-width and mathematical ones.
LATIN_LETTER = r"[^\W\d_\xb2\xb3\xb9\u0250-\uff20\uff3b-\uff40\uff5b-\U0001d3ff\U0001d800-\U0010ffff]"
OTHER_LETTER = r"[^\W\d_\x00-\u024f\u2e80-\U0010ffff]"
_ATOM = re.compile(rf"{LATIN_LETTER}+|{OTHER_LETTER}+|\d+|[{_CURRENCY}+#%‰&]|^\.")
_DROPPED_JOINERS = str.maketrans("", "", "-_,'’")
_PART = re.compile(r"[^\W_]+")
_MAX_ATOMS = 8  # an identifier of more is a URL or a path, of which only the parts are indexed


def gaps_and_runs(folded: str) -> list[str]:
    """The text as an alternation: gap, run, gap, ..., gap. Gaps may be empty; joined they are the text."""
    return _RUN.split(folded)


def identifiers(gap: str) -> list[str]:
    """The identifiers of a gap in order, and `SEPARATOR` at the boundary of two texts."""
    return _IDENTIFIERS.findall(gap)


def pieces(folded: str) -> list[tuple[str, int]]:
    """The runs and identifiers of a text in order, each with the offset of its start."""
    found: list[tuple[str, int]] = []
    offset = 0
    for place, part in enumerate(gaps_and_runs(folded)):
        if place % 2:
            found.append((part, offset))
        else:
            found += [(each.group(), offset + each.start()) for each in _IDENTIFIERS.finditer(part)]
        offset += len(part)
    return [(piece, start) for piece, start in found if piece != SEPARATOR]


def is_ideographic(character: str) -> bool:
    """Whether the character belongs to runs."""
    return bool(_IDEOGRAPHIC.match(character))


def without_blanks(gap: str) -> str:
    """A gap without the blanks at its ends, across which runs and identifiers are still adjacent."""
    return gap.strip(_BLANKS)


def without_signs(gap: str) -> str:
    """A gap without the blanks and punctuation at its ends that no identifier begins or ends with."""
    return gap.strip(_SIGNS)


def is_segmentable(run: str) -> bool:
    """Whether the segmenter's dictionary may contain every character of the run, or of runs separated by line
    ends."""
    return bool(_SEGMENTABLE.fullmatch(run))


def segmentable_parts(run: str) -> list[str]:
    """A run in parts: stretches for the segmenter, and every other character alone."""
    return _SEGMENTABLE_PARTS.findall(run)


def without_genitive(identifier: str) -> str:
    """`microsoft` of `microsoft's`."""
    return identifier[:-2] if identifier.endswith(_GENITIVE) else identifier


def joined(identifier: str) -> str:
    """The identifier without the joiners that people tend to omit."""
    return identifier.translate(_DROPPED_JOINERS)


def atoms(identifier: str) -> list[str]:
    """The smallest parts that can be searched for: stretches of letters, stretches of digits, meaningful
    signs (`c`, `+`, `+`). Other joiners are left out, so `gpt-4o` and `gpt 4o` have the same atoms."""
    return _ATOM.findall(_without_thousands(without_genitive(identifier)))


def _without_thousands(identifier: str) -> str:
    """An identifier with its numbers as digits alone; a comma occurs in one only between thousands."""
    return identifier.replace(",", "") if "," in identifier else identifier


def written(part: str) -> re.Pattern[str]:
    """The regex of how an identifier may contain a part of it: numbers with or without commas."""
    return re.compile(",?".join(map(re.escape, part)) if part.isdigit() else re.escape(part))


def parts(identifier: str) -> list[str]:
    """The parts between joiners: `gpt` and `4o` of `gpt-4o`."""
    return _PART.findall(_without_thousands(without_genitive(identifier)))


def whole(identifier: str, atoms: Sequence[str]) -> str:
    """The identifier as one token, without the joiners that people tend to omit: `e-mail` is `email`, `1,000`
    is `1000`, but `3.6.3` and `us:msft` stay. Empty for a URL or a path (many atoms)."""
    return joined(without_genitive(identifier)) if len(atoms) <= _MAX_ATOMS else ""
