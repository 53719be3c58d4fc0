"""What can go wrong, and what is its name?

    YinsuoError
    |- ArticleError       a record is not a valid article
    |- DictionaryError    a user dictionary is missing or malformed
    |- SettingError       an invalid setting value
    |- TreeError          a query tree that no engine answers
    |- WorkerDied         a worker process ended before its work was done
    |- FileUnwritable     an output file can't be written
    |- SnapshotError      a file is not a snapshot, or a damaged one
    `- IndexUnusable      an index can't be opened or written
       |- IndexMissing    there is none yet
       |- IndexMismatch   another analyzer or format built it
       |- IndexUnwritable the device is full or refuses access
       `- IndexBusy       another process is writing it

Every message says what is wrong, where, and what to do. May import nothing of this project.
"""

# How a message about a damaged or outdated index ends.
REINDEX_HINT = "rebuild the index with 'yinsuo reindex PATH…'"

PERMISSION_HINT = "read it as its owner, or ask the owner for the right to read its files and folders"


def remedy(fault: BaseException) -> str:
    """What to do about an index of which something can't be read: rebuilding gives nobody a right."""
    return PERMISSION_HINT if isinstance(fault, PermissionError) else REINDEX_HINT


class YinsuoError(Exception):
    """Base of every error that Yinsuo raises on purpose."""


class ArticleError(YinsuoError):
    """A record can't be read as an article; the message is the reason alone, the caller adds the place."""


class DictionaryError(YinsuoError):
    """A user dictionary is missing or has a malformed line."""


class SettingError(YinsuoError):
    """A setting has an invalid value."""


class TreeError(YinsuoError):
    """A query tree has a node that no engine answers, or exceeds a limit."""


class WorkerDied(YinsuoError):
    """A worker process ended before its work was done."""


class FileUnwritable(YinsuoError):
    """An output file can't be written."""


class SnapshotError(YinsuoError):
    """A file isn't a snapshot, or is a damaged one."""


class IndexUnusable(YinsuoError):
    """Base of the errors of an index folder."""


class IndexMissing(IndexUnusable):
    """The folder holds no index yet."""


class IndexMismatch(IndexUnusable):
    """The index was built by another analyzer, engine or format than the one that opens it."""


class IndexUnwritable(IndexUnusable):
    """The device is full, faulty, or refuses access."""


class IndexBusy(IndexUnusable):
    """Another process holds the write lock of the folder."""
