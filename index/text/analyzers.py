"""Which analyzer do the settings ask for?

Opened once for each choice, since a segmenter's dictionary takes some tenths of a second to load.
"""

from functools import cache
from pathlib import Path

from index.settings import setting
from index.text.analysis import Analyzer
from index.text.segmentation import open_segmenter, read_user_words


def configured_analyzer() -> Analyzer:
    """The analyzer of the settings `segmenter` and `dictionary`.

    Raises SettingError or DictionaryError for what they can't be.
    """
    return _analyzer(setting("segmenter"), setting("dictionary"))


@cache
def _analyzer(segmenter: str, dictionary: str) -> Analyzer:
    words = read_user_words(Path(dictionary)) if dictionary else ()
    return Analyzer(open_segmenter(segmenter, words))
