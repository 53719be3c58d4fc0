"""Which analyzer do the settings ask for?

Cached for each choice, since a segmenter's dictionary takes some tenths of a second to load. The one module
that joins analysis to the settings and to a user's file.
"""

from functools import cache
from pathlib import Path

from index.settings import setting
from index.text.analysis import Analyzer
from index.text.segmentation import open_segmenter, read_user_words


def configured_analyzer() -> Analyzer:
    """The analyzer of the settings `segmenter` and `dictionary`.

    Raises SettingError or DictionaryError if one of them is invalid.
    """
    return _analyzer(setting("segmenter"), setting("dictionary"))


@cache
def _analyzer(segmenter: str, dictionary: str) -> Analyzer:
    words = read_user_words(Path(dictionary)) if dictionary else ()
    return Analyzer(open_segmenter(segmenter, words))
