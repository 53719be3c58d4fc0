"""What can go wrong, and what is its name?

    YinsuoError
    |- ArticleError       a record that is not an article
    |- DictionaryError    a user dictionary that can't be read as one
    |- SettingError       a setting with a value that can't be
    |- TreeError          a tree that no engine answers
    |- WorkerDied         a process that analysed articles has ended
    |- FileUnwritable     a file that was to be given out and can't be
    |- SnapshotError      a file that is no snapshot, or a damaged one
    `- IndexUnusable      an index that can't be opened, or not as it is
       |- IndexMissing    there is none yet
       |- IndexMismatch   it was built by another analyzer or format
       |- IndexUnwritable the device or its permissions refuse what is written
       `- IndexBusy       another process is writing it

Every message says what is wrong, where, and what to do. May import nothing of this project.
"""


class YinsuoError(Exception):
    """Base of every error that Yinsuo raises on purpose."""


class ArticleError(YinsuoError):
    """A record can't be read as an article; the message is the reason alone, the reader adds the place."""


class DictionaryError(YinsuoError):
    """A user dictionary is missing or has a line that can't be read."""


class SettingError(YinsuoError):
    """A setting was given a value that it can't take."""


class TreeError(YinsuoError):
    """A tree holds a node that no engine answers, or asks for more than one would."""


class WorkerDied(YinsuoError):
    """A process that analysed articles ended before its work did."""


class FileUnwritable(YinsuoError):
    """A file that was asked for can't be written."""


class SnapshotError(YinsuoError):
    """A file isn't a snapshot, or not as it was written."""


class IndexUnusable(YinsuoError):
    """Base of the errors of an index folder."""


class IndexMissing(IndexUnusable):
    """The folder holds no index yet."""


class IndexMismatch(IndexUnusable):
    """The index was built by another analyzer, engine or format than the one that opens it."""


class IndexUnwritable(IndexUnusable):
    """The device is too full, or its permissions or faults refuse what is written."""


class IndexBusy(IndexUnusable):
    """Another process holds the write lock of the folder."""
