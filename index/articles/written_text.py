"""Where has the stored form of an article its texts, for a quick look?

To rank articles by their passages is to look for a few words in twice as many as are shown. Decoding these
takes longer than looking, so that is done in the stored form itself: its JSON, whose strings are known by
their quotation marks, since those inside a text are escaped. May import compression and errors.
"""

import re
from collections.abc import Iterable, Iterator

import msgspec

from index.articles.compression import Damaged, decompressed
from index.errors import REINDEX_HINT, IndexUnusable

# Where a text begins; none has these inside, where a backslash is before each quotation mark.
_NEXT_STRING, _NEXT_OBJECT, _NEXT_LIST = b',"', b'{"', b'["'
_SHORT = 4  # letters of a Latin form that is often a part of other words
# What is written besides the texts: keys, and the value of what is absent. Numbers are the rest.
_NAMES = b"tickers symbol name viewpoint text citations number at groups title points paragraphs null"
_LONGEST = 20  # letters of a name, or digits of a number
_ESCAPE, _LONGEST_ESCAPE = b"\\", 6  # `\u001f`
_IN_ESCAPES = b'"\\0123456789abcdefnrtu'
_is_plain = re.compile(rb'[^"\\:\x00-\x1f]+').fullmatch
_encode = msgspec.json.Encoder().encode


class WrittenText(msgspec.Struct, frozen=True):
    """The JSON of an article in UTF-8, its ASCII letters in lower case. The title is in [title, title_end),
    all other texts follow `body`, the paragraphs `paragraphs`; keys and citations are among them."""

    text: bytes
    title: int
    title_end: int
    body: int
    paragraphs: int

    @staticmethod
    def of(stored: bytes) -> "WrittenText":
        """The written text of an article's stored bytes. Raises IndexUnusable if they are damaged."""
        try:
            text = decompressed(stored).lower()
            title = text.index(b'"title":"') + len(b'"title":"')
            title_end = text.index(b'","url":', title - 1)
            body = text.index(b',"tickers":[', title_end)
            paragraphs = text.rindex(b'],"paragraphs":[', body)
        except (Damaged, ValueError) as fault:
            raise IndexUnusable(f"a stored article is damaged: {fault}; {REINDEX_HINT}") from None
        return WrittenText(text, title, title_end, body, paragraphs)

    def places(self, forms: Iterable[bytes]) -> Iterator[int]:
        """Where a text has one of the forms, in UTF-8 and lower case, each of which has a letter or digit; a
        short Latin one where a word begins with it that is hardly longer."""
        text = self.text
        for form in forms:
            is_short = len(form) < _SHORT and form.isascii()
            form = _written(form)
            is_doubtful = is_short or form[:1] in _IN_ESCAPES or form[:2] in _NAMES or form[:1].isdigit()
            at = text.find(form, self.title) if form else -1
            while at >= 0:
                end = at + len(form)
                if (at >= self.body or end <= self.title_end) and not (
                    is_doubtful and _is_something_else(text, at, end, is_short=is_short)
                ):
                    yield at
                    at = text.find(form, end)
                else:
                    at = text.find(form, at + 1)

    def is_opening(self, place: int, length: int) -> bool:
        """Whether a place is in the title or the first bytes of the paragraphs."""
        return place < self.body or self.paragraphs < place <= self.paragraphs + length

    def are_apart(self, first: int, last: int) -> bool:
        """Whether two places, in their order, are in different texts."""
        find = self.text.find
        return (
            find(_NEXT_STRING, first, last) >= 0
            or find(_NEXT_OBJECT, first, last) >= 0
            or find(_NEXT_LIST, first, last) >= 0
        )


def _written(form: bytes) -> bytes:
    """A form as JSON has it in a text. A colon before it says nothing, and stands before numbers too."""
    if _is_plain(form):
        return form
    return _encode(form.decode())[1:-1].lower().lstrip(b":")


def _is_something_else(text: bytes, at: int, end: int, *, is_short: bool) -> bool:
    """Whether it is no word of a text that stands in [at, end): a part of an escape, of a key or a number, or
    where it is short of a longer word."""
    escape = _end_of_escape(text, at) if text.find(_ESCAPE, at - _LONGEST_ESCAPE, at) >= 0 else 0
    if escape > at:
        return True
    if is_short and ((escape < at and text[at - 1 : at].isalnum()) or _is_longer(text[end : end + _SHORT])):
        return True
    return _is_beside_texts(text, at, end)


def _end_of_escape(text: bytes, at: int) -> int:
    """Where the last escape ends that begins shortly before a place; 0 where there is none."""
    last = text.rfind(_ESCAPE, at - _LONGEST_ESCAPE, at)
    first = last
    while first > 0 and text[first - 1 : first] == _ESCAPE:
        first -= 1
    if (last - first) % 2:  # each backslash escapes the next
        return last + 1
    return last + (_LONGEST_ESCAPE if text[last + 1 : last + 2] == b"u" else 2)


def _is_beside_texts(text: bytes, at: int, end: int) -> bool:
    """Whether letters or digits are of a key, or of a value that isn't a text."""
    quote = text.find(b'":', end, end + _LONGEST)
    if quote == end or (quote > end and text[end:quote].isalpha()):
        return True
    colon = text.rfind(b'":', at - _LONGEST, at)
    if colon < 0 or text[colon - 1 : colon] == _ESCAPE:
        return False
    return colon + 2 == at or text[colon + 2 : at].isalnum()


def _is_longer(rest: bytes) -> bool:
    return len(rest) == _SHORT and rest.isalnum()
