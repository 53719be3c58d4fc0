"""In which encoding is this file, and what are its bytes in UTF-8?

Almost every file is UTF-8 and passes untouched. Of any other the beginning decides: a byte order mark, else
what chardet finds, if that is an encoding of Chinese texts and the bytes fit. May not open files.
"""

import codecs
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import BinaryIO, cast

from index.importers.records import BOM, DAMAGED, read_some

_SAMPLE = 64 * 1024  # bytes by which an encoding is recognized
_STEP = 8 * 1024

_MARKS = {  # the longer ones first, which begin with a shorter one
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# What is found is decoded as the largest encoding that contains it, so that no rare character is lost.
_DECODED_AS = {
    **dict.fromkeys(("gb2312", "gbk", "cp936", "gb18030"), "gb18030"),
    **dict.fromkeys(("big5", "cp950", "big5hkscs"), "big5hkscs"),
    **{name.replace("-", ""): name for name in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")},
}
_NAMES = {"gb18030": "GB18030 (GBK)", "big5hkscs": "Big5"}
_UTF8_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")


class _Chunks(io.RawIOBase):
    """A stream of chunks that come from anywhere."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._left = chunks, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._left:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._left = chunk
        given, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)


def in_utf8(stream: BinaryIO) -> tuple[BinaryIO, str]:
    """A stream of the same text in UTF-8, and a note on its encoding. For UTF-8 that is the stream itself, at
    its beginning, without a note; and for a stream that can be read only once."""
    if not stream.seekable():
        return stream, ""
    sample = b""
    with suppress(*DAMAGED):  # whoever reads the records comes to the same place, and reports it
        while len(sample) < _SAMPLE and (more := read_some(stream, _STEP)):
            sample += more
    stream.seek(0)
    encoding = _detected(sample, whole=len(sample) < _SAMPLE)
    return (_recoded(stream, encoding), _note(encoding)) if encoding else (stream, "")


def begun_in_utf8(begun: Sequence[bytes], stream: BinaryIO) -> tuple[BinaryIO | None, str]:
    """The same for a stream that can be read only once and of which the lines `begun` were read; none where
    they are UTF-8."""
    data = b"".join(begun)
    if _is_utf8(data, whole=True):
        return None, ""
    if len(data) < _SAMPLE:
        data += stream.read(_SAMPLE)
    joined = cast(BinaryIO, io.BufferedReader(_Chunks(_joined(data, stream))))
    encoding = _detected(data[:_SAMPLE], whole=len(data) < _SAMPLE)
    return (_recoded(joined, encoding), _note(encoding)) if encoding else (joined, "")


def text_of(data: bytes) -> tuple[str, str]:
    """The text of one record, and a note on its encoding, which is empty for UTF-8.

    Raises UnicodeDecodeError, as for UTF-8, if it is in no encoding that is recognized.
    """
    try:
        return data.decode(), ""
    except UnicodeDecodeError:
        encoding = _detected(data, whole=True)
        if encoding is None:
            raise
    return data.decode(encoding), _note(encoding)


def _note(encoding: str) -> str:
    return f"read as {_NAMES.get(encoding, encoding.upper())}, not as UTF-8"


def _detected(data: bytes, *, whole: bool) -> str | None:
    """The encoding of a text that begins so, none if it is UTF-8 or unknown."""
    if data.startswith(BOM) or _is_utf8(data, whole=whole):
        return None
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return encoding if _fits(data, encoding, whole=whole) else None
    # UTF-8 with some damaged bytes stays that: GBK would make other characters of nearly all of it.
    high = len(_HIGH_BYTE.findall(data))
    if b"\0" not in data and sum(map(len, _UTF8_CHARACTER.findall(data))) * 2 > high:
        return None
    import chardet  # here, since it takes a tenth of a second and hardly any file needs it

    found = (chardet.detect(data)["encoding"] or "").lower()
    encoding = _DECODED_AS.get(found.replace("-", "").replace("_", ""), "")
    return encoding if encoding and _fits(data, encoding, whole=whole) else None


def _is_utf8(data: bytes, *, whole: bool) -> bool:
    return b"\0" not in data and _fits(data, "utf-8", whole=whole)


def _fits(data: bytes, encoding: str, *, whole: bool) -> bool:
    """Whether the data is a text in that encoding; the last character of a part may be cut."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
        decoder.decode(data, final=whole and not _is_wide(encoding))
    except UnicodeDecodeError:
        return False
    return True


def _recoded(stream: BinaryIO, encoding: str) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(_Chunks(_as_utf8(stream, encoding)), _SAMPLE))


def _as_utf8(stream: BinaryIO, encoding: str) -> Iterator[bytes]:
    """The chunks of a stream in UTF-8. A byte that is no character remains as it is, so that only its record
    is rejected; where every character has several bytes, nothing after the fault can be read."""
    wide = _is_wide(encoding)
    decoder = codecs.getincrementaldecoder(encoding)("strict" if wide else "surrogateescape")
    try:
        while chunk := stream.read(_SAMPLE):
            yield decoder.decode(chunk).encode(errors="surrogateescape")
        if not wide:  # half a character at the end of a wide text is the line end that an editor added
            yield decoder.decode(b"", final=True).encode(errors="surrogateescape")
    except UnicodeDecodeError as fault:
        raise OSError(f"not {encoding.upper()}: {fault.reason}") from None


def _is_wide(encoding: str) -> bool:
    return encoding.startswith(("utf-16", "utf-32"))


def _joined(begun: bytes, stream: BinaryIO) -> Iterator[bytes]:
    yield begun
    while chunk := stream.read(_SAMPLE):
        yield chunk
