"""Which index answers this request?

The live index of the application, and the one searcher of a request. Reads no parameters.
"""

from flask import current_app, g

from search import LiveIndex, Searcher


def live_index() -> LiveIndex:
    """The live index of the application."""
    index = current_app.extensions["yinsuo"]
    assert isinstance(index, LiveIndex)
    return index


def searcher() -> Searcher:
    """The searcher of this request: the same to its end, so that a response comes from one generation."""
    if "searcher" not in g:
        g.searcher = live_index().searcher()
    current = g.searcher
    assert isinstance(current, Searcher)
    return current
