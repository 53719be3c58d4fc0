"""Which analyzer do the settings ask for?

Opened once for each choice, since a segmenter's dictionary takes some tenths of a second to load.
"""

from functools import cache
from pathlib import Path

from index.analysis import Analyzer
from index.segmentation import open_segmenter, read_user_words
from index.settings import setting


def configured_analyzer() -> Analyzer:
    """The analyzer of the settings `segmenter` and `dictionary`.

    Raises SettingError or DictionaryError for what they can't be.
    """
    return _analyzer(setting("segmenter"), setting("dictionary"))


@cache
def _analyzer(segmenter: str, dictionary: str) -> Analyzer:
    words = read_user_words(Path(dictionary)) if dictionary else ()
    return Analyzer(open_segmenter(segmenter, words))
