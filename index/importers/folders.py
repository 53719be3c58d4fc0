"""Which files lie below a path, and what there can't be read?

Walks a folder and the folders that links in it lead to. What can't be entered, followed or read is a fault
with its place, never an absence: whoever removes articles that are gone depends on that. Opens no file.
"""

import os
import stat
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

import msgspec

_Identity: TypeAlias = tuple[int, int]  # device and inode

_NO_FILE = "can't be read: neither a file nor a folder"
_LOOP = "a link that leads back to a folder that it is in, left out"
_EDITOR_LOCK = ".#"  # how the name of a link begins by which Emacs marks a file that is being edited


class Unreadable(msgspec.Struct, frozen=True):
    path: Path
    reason: str


class Listing(msgspec.Struct, frozen=True):
    """What was found below a path, in the order of names. `links` are those that lead to a folder, entered or
    not."""

    files: tuple[Path, ...]
    faults: tuple[Unreadable, ...]
    links: tuple[Path, ...] = ()


def list_files(path: Path, accepts: Callable[[Path], bool], skips: Callable[[set[str]], bool]) -> Listing:
    """The regular files below a folder that `accepts` accepts, or of a file that file, whatever its name.

    A folder is skipped if `skips` says so of the names in it. A folder to which several links lead is read
    once, one that lies in the walked folder itself under its own name.
    """
    try:
        status = path.stat()
    except (OSError, ValueError) as fault:
        return Listing((), (Unreadable(path, _why_missing(path, fault)),))
    if stat.S_ISREG(status.st_mode):
        return Listing((path,), ())
    if not stat.S_ISDIR(status.st_mode):
        return Listing((), (Unreadable(path, _NO_FILE),))
    walk = _Walk(accepts, skips)
    walk.enter(path, (status.st_dev, status.st_ino))
    return walk.listing()


def reason(fault: BaseException) -> str:
    """Why something can't be read, for its rejection."""
    return f"can't be read: {(isinstance(fault, OSError) and fault.strerror) or fault}"


def shown(path: Path | str) -> str:
    """A path as text that can be stored and shown: bytes that aren't UTF-8 and control characters are
    escaped."""
    return "".join(_escaped(each) if _is_escaped(each) else each for each in str(path))


class _Walk:
    def __init__(self, accepts: Callable[[Path], bool], skips: Callable[[set[str]], bool]) -> None:
        self._accepts = accepts
        self._skips = skips
        self._files: list[Path] = []
        self._faults: list[Unreadable] = []
        self._links: list[Path] = []
        self._entered: dict[_Identity, Path] = {}
        self._above: set[_Identity] = set()

    def enter(self, folder: Path, identity: _Identity) -> None:
        """Walk a folder, and then what its links lead to: only then it is known which of that was walked."""
        self._above = set(_identities(Path(os.path.realpath(folder)).parents))
        self._entered[identity] = folder
        self._walk(folder)
        followed = 0
        while found := sorted(self._links[followed:]):
            followed += len(found)
            for link in found:
                if self._is_new(link):
                    self._walk(link)

    def listing(self) -> Listing:
        return Listing(
            tuple(sorted(self._files)),
            tuple(sorted(self._faults, key=lambda fault: fault.path)),
            tuple(self._links),
        )

    def _walk(self, start: Path) -> None:
        waiting = [start]  # and no recursion: a path may have thousands of parts
        while waiting:
            folder = waiting.pop()
            try:
                with os.scandir(folder) as scanned:
                    entries = list(scanned)
            except OSError as fault:
                self._reject(folder, reason(fault))
                continue
            if self._skips({entry.name for entry in entries}):
                continue
            for entry in entries:
                path = folder / entry.name
                try:
                    self._look_at(entry, path, waiting)
                except OSError as fault:
                    self._reject(path, reason(fault))

    def _look_at(self, entry: "os.DirEntry[str]", path: Path, waiting: list[Path]) -> None:
        if entry.is_dir():
            if entry.is_symlink():
                self._links.append(path)
            elif self._is_new(path):
                waiting.append(path)
        elif entry.is_file():
            if self._accepts(path):
                self._files.append(path)
        elif entry.is_symlink() and not path.exists():
            if not entry.name.startswith(_EDITOR_LOCK):
                self._reject(path, _dangling(path))
        elif self._accepts(path):
            path.stat()  # fails if it has vanished since
            self._reject(path, _NO_FILE)

    def _is_new(self, folder: Path) -> bool:
        """Whether a folder wasn't walked yet under any name; notes that it is now."""
        try:
            status = folder.stat()
        except OSError as fault:
            self._reject(folder, reason(fault))
            return False
        identity = status.st_dev, status.st_ino
        known = self._entered.setdefault(identity, folder)
        if identity in self._above or (known != folder and folder.is_relative_to(known)):
            self._reject(folder, _LOOP)
            return False
        return known == folder

    def _reject(self, path: Path, why: str) -> None:
        self._faults.append(Unreadable(path, why))


def _identities(folders: Iterable[Path]) -> Iterable[_Identity]:
    for folder in folders:
        try:
            status = folder.stat()
        except OSError:
            continue
        yield status.st_dev, status.st_ino


def _why_missing(path: Path, fault: OSError | ValueError) -> str:
    if not isinstance(fault, FileNotFoundError | NotADirectoryError):
        return reason(fault)
    return _dangling(path) if path.is_symlink() else "no such file or folder"


def _dangling(link: Path) -> str:
    return f"can't be read: a link to {shown(os.readlink(link))}, which isn't there"


def _is_escaped(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}


def _escaped(character: str) -> str:
    code = ord(character)  # Python has undecodable bytes of a name in this range
    return (
        f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else character.encode("unicode_escape").decode()
    )
