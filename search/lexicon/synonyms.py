"""Which synonyms does a name have, and where in a text do names occur?

Owns the names under which one thing is known (微软, Microsoft, US:MSFT): the format of the alias file, the
precedence of the sources, and the search for names in a typed text. How synonyms are searched is decided
elsewhere. Pure but for reading a file.

There are three sources of names, in rising order of precedence. The shipped list comes first. The tickers of
indexed articles only add to it: they join a group or make one, and never move a name. The user's file wins: a
group there removes its names from the shipped groups, and `!name` removes a name without giving it a group.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import accumulate
from pathlib import Path

import msgspec

from index import Ticker, YinsuoError, fold, folded, setting

MAX_NAME = 60  # characters
_MOST_ADDED = 8  # names that tickers may add to one group, since each adds to the cost of a query

_COMMA = re.compile("[,，、]")
_COMMENT = re.compile(r"(?:^|\s)#.*")  # so that C# can be a name
_LINE_END = re.compile(r"\r\n|\r|\n")
_SYMBOL = re.compile(r"[A-Z]{2,6}:[A-Z0-9][A-Z0-9.-]{0,11}")

# A character of an identifier, and the signs that join one, as in the index.
_CHARACTER = r"[^\W_\u2e80-\U0010ffff]"
_JOINER = "[-_./&@:+#']"
_HAN = "\u2e80"  # the first character that is written without blanks between words
# The dot of a foreign name (埃隆·马斯克) is dropped, since some write the name without it.
_ATOM = re.compile(rf"{_CHARACTER}++|\s++|[^\s·・‧•]")
_JOINED_BEFORE = re.compile(rf"(?<={_CHARACTER})|(?<={_CHARACTER}{_JOINER})|(?<=\d,)(?=\d)")
_JOINED_AFTER = re.compile(
    rf"(?!'s(?!{_CHARACTER}))(?:{_JOINER}?{_CHARACTER}|\+{{1,2}}(?!\w)|\#(?!\w)|[%‰])|(?<=\d),\d"
)


class AliasError(YinsuoError):
    """An alias file is missing or has an invalid line; the message names file and line."""


class AliasGroup(msgspec.Struct, frozen=True):
    """Names that are synonyms of each other in a search, as they are written. A group of one name says that
    the name has no synonyms."""

    names: tuple[str, ...]


class AliasSpan(msgspec.Struct, frozen=True):
    """An occurrence of a name: code points [start, end) of the original text. `names` are all names of its
    group, in the same order whichever of them was typed."""

    start: int
    end: int
    names: tuple[str, ...]


def read_aliases(path: Path) -> tuple[AliasGroup, ...]:
    """The groups of an alias file, in its order; `search/README.md` describes the format.

    Raises AliasError, which names file and line and says what to do.
    """
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise AliasError(f"{path}: the alias file can't be read: {fault.strerror or fault}") from None
    return _groups(data, str(path))


@cache
def shipped_aliases() -> tuple[AliasGroup, ...]:
    """The groups that are shipped: companies, people, and terms of technology and business."""
    file = resources.files("search.data").joinpath("aliases.txt")
    return _groups(file.read_bytes(), str(file))


def load_synonyms(tickers: Iterable[Ticker]) -> "Synonyms":
    """The synonyms in force: the shipped ones, those of the tickers, and those of the user's file, which a
    setting names. Raises AliasError for an invalid file."""
    file = setting("aliases")
    user = read_aliases(Path(file)) if file else ()
    return Synonyms(shipped_aliases(), tickers=tickers, user=user)


class Synonyms:
    """The names of all sources, ready to be found in a text. Safe to use from many threads.

    `tickers` are those of the indexed articles and aren't trusted: a name of theirs counts only if it has a
    letter and another letter or digit, and belongs to a single company. Their order doesn't matter.
    """

    def __init__(
        self,
        shipped: Iterable[AliasGroup] = (),
        *,
        tickers: Iterable[Ticker] = (),
        user: Iterable[AliasGroup] = (),
    ) -> None:
        user = tuple(user)
        taken = {comparable(name) for group in user for name in group.names}
        disabled = {comparable(group.names[0]) for group in user if len(group.names) == 1}
        groups = [list(group.names) for group in user if len(group.names) > 1]
        for group in shipped:
            groups.append([name for name in group.names if comparable(name) not in taken])
        _join(groups, _usable(tickers, disabled))
        self._root = _Node()
        for names in groups:
            if len(names) > 1:
                self._root.add(AliasGroup(tuple(names)))

    def find(self, text: str, *, longer: Iterable[tuple[int, int]] = ()) -> tuple[AliasSpan, ...]:
        """The names that occur in the text, in order and without overlaps: of overlapping names the longest
        is kept, of two of the same length the left one.

        `longer` are spans of words in the text; a name of Han characters that is only a part of such a word
        (苹果 in 苹果树) isn't meant. A Latin name counts only as a whole identifier.
        """
        folding = fold(text)
        comparable_text = folded(folding.text).replace("’", "'")
        latin: list[AliasSpan] = []
        han: list[AliasSpan] = []
        for start, end, group in self._places(comparable_text):
            if not _splits_character(folding.starts, start) and not _splits_character(folding.starts, end):
                kind = latin if max(comparable_text[start:end]) < _HAN else han
                kind.append(AliasSpan(*folding.span(start, end), group.names))
        return _longest([*latin, *(_whole_words(han, longer, len(text)) if han else ())])

    def _places(self, folded_text: str) -> Iterator[tuple[int, int, AliasGroup]]:
        """Every occurrence of a name in a folded text, those with the same start from the shortest on."""
        atoms = [(match[0], *match.span()) for match in _ATOM.finditer(folded_text)]
        for number, (atom, start, end) in enumerate(atoms):
            node = self._root.get(atom)
            following = number + 1
            while node is not None:
                if node.group is not None and _is_bounded(folded_text, start, end):
                    yield start, end, node.group
                if following == len(atoms):
                    break
                atom, _, end = atoms[following]
                node = node.get(" " if atom.isspace() else atom)
                following += 1


class _Node(dict[str, "_Node"]):
    """A node of the trie of names: the next nodes by atom, and the group of a name that ends here."""

    __slots__ = ("group",)

    def __init__(self) -> None:
        self.group: AliasGroup | None = None

    def add(self, group: AliasGroup) -> None:
        """Add the names of a group below this node; a name that is there already keeps its group."""
        for name in group.names:
            node = self
            for atom in _ATOM.findall(comparable(name)):
                node = node.setdefault(atom, _Node())
            node.group = node.group or group


def comparable(name: str) -> str:
    """The form that all spellings of a name share: `Ｅｌｏｎ  Musk` and `elon musk`, 馬斯克 and 马斯克."""
    atoms = _ATOM.findall(folded(name).replace("’", "'").strip())
    return "".join(" " if atom.isspace() else atom for atom in atoms)


def _groups(data: bytes, where: str) -> tuple[AliasGroup, ...]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        number = data.count(b"\n", 0, fault.start) + 1
        raise AliasError(f"{where}:{number}: not UTF-8; save the file as UTF-8") from None
    groups: list[AliasGroup] = []
    line_of: dict[str, int] = {}
    for number, line in enumerate(_LINE_END.split(text), 1):
        try:
            for group in _read_line(_COMMENT.sub("", line).strip()):
                _claim(group, number, line_of)
                groups.append(group)
        except AliasError as fault:
            raise AliasError(f"{where}:{number}: {fault}") from None
    return tuple(groups)


def _claim(group: AliasGroup, line: int, line_of: dict[str, int]) -> None:
    """Note the line of each name of a group. Raises AliasError for a name of another line."""
    for name in group.names:
        other = line_of.setdefault(comparable(name), line)
        if other != line:
            raise AliasError(f"{name!r} is in line {other} too; remove it from one of them, or join the two")


def _read_line(line: str) -> Iterator[AliasGroup]:
    """The group of a line without its comment; a line that begins with `!` has a group for each name."""
    if not line:
        return
    is_disabled = line.startswith("!")
    names: dict[str, str] = {}
    for name in map(str.strip, _COMMA.split(line.removeprefix("!"))):
        if not any(map(str.isalnum, comparable(name))):
            raise AliasError(
                f"a name is empty or has no letter or digit ({name!r}); write a name or remove a comma"
            )
        if len(name) > MAX_NAME:
            raise AliasError(
                f"a name has {len(name)} characters, at most {MAX_NAME} are allowed: {name[:20]}…"
            )
        names.setdefault(comparable(name), name)
    if is_disabled:
        yield from (AliasGroup((name,)) for name in names.values())
    elif len(names) == 1:
        raise AliasError(
            f"{line!r} is a single name; write its synonyms after a comma, or !{line} to give it none"
        )
    else:
        yield AliasGroup(tuple(names.values()))


def _usable(tickers: Iterable[Ticker], disabled: set[str]) -> dict[str, dict[str, str]]:
    """For each symbol the names that count, by their comparable form."""
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for symbol, name in sorted({(ticker.symbol, " ".join(ticker.name.split())) for ticker in tickers}):
        if len(name) > MAX_NAME or not _SYMBOL.fullmatch(symbol) or _SYMBOL.fullmatch(name.upper()):
            continue
        key = comparable(name)
        is_name = sum(map(str.isalnum, key)) > 1 and any(map(str.isalpha, key))
        if is_name and not {key, comparable(symbol)} & disabled:
            names[symbol].setdefault(key, name)
    return names


def _join(groups: list[list[str]], names_of: dict[str, dict[str, str]]) -> None:
    """Add the names of each symbol to the group with the symbol, or one of the names, or else a new one."""
    home = {comparable(name): number for number, names in enumerate(groups) for name in names}
    sizes = [len(names) for names in groups]
    claims: dict[str, set[int | str]] = defaultdict(set)
    for symbol, names in names_of.items():
        for key in names:
            claims[key].add(home.get(comparable(symbol), symbol))
    for symbol, names in names_of.items():
        # A name that several companies claim is ignored, but another listing may share a name that is known.
        clear = {key: name for key, name in names.items() if len(claims[key] - {home.get(key)}) <= 1}
        homes = {home[key] for key in (comparable(symbol), *clear) if key in home}
        if comparable(symbol) in home:
            homes = {home[comparable(symbol)]}
        if not clear or len(homes) > 1:
            continue
        if not homes:
            homes = {len(groups)}
            groups.append([])
            sizes.append(0)
        (number,) = homes
        for key, name in {comparable(symbol): symbol, **clear}.items():
            if key not in home and len(groups[number]) < sizes[number] + _MOST_ADDED:
                home[key] = number
                groups[number].append(name)


def _is_bounded(folded_text: str, start: int, end: int) -> bool:
    """Whether no identifier continues beyond either end of a name."""
    return (folded_text[start] >= _HAN or not _JOINED_BEFORE.match(folded_text, start)) and (
        folded_text[end - 1] >= _HAN or not _JOINED_AFTER.match(folded_text, end)
    )


def _splits_character(starts: Sequence[int] | None, at: int) -> bool:
    """Whether an offset of a folded text lies inside the expansion of one original character (㈱, ㎏)."""
    return starts is not None and 0 < at < len(starts) and starts[at - 1] == starts[at]


def _whole_words(
    found: list[AliasSpan], words: Iterable[tuple[int, int]], length: int
) -> Iterator[AliasSpan]:
    """The spans that aren't part of a longer one of the words, in a text of that length."""
    reach = [0] * length  # the furthest end of the words that begin here or before
    for start, end in words:
        if 0 <= start < length:
            reach[start] = max(reach[start], end)
    reach = list(accumulate(reach, max))
    for span in found:
        if reach[span.start] <= span.end and not (span.start and reach[span.start - 1] >= span.end):
            yield span


def _longest(found: list[AliasSpan]) -> tuple[AliasSpan, ...]:
    """The spans without overlaps, in order: the longest is kept, of two of the same length the left one."""
    if len(found) < 2:
        return tuple(found)
    taken: set[int] = set()
    kept: list[AliasSpan] = []
    for span in sorted(found, key=lambda span: (span.start - span.end, span.start)):
        # A span taken before is at least as long, so one that overlaps covers an end of this one.
        if span.start not in taken and span.end - 1 not in taken:
            taken.update(range(span.start, span.end))
            kept.append(span)
    return tuple(sorted(kept, key=lambda span: span.start))
