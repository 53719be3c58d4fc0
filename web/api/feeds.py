"""Which URL serves a feed reader, and a browser that adds this search engine?

A saved search as an Atom feed (RFC 4287), and the description of the search engine (OpenSearch 1.1). Both are
XML made as a tree, so that nothing in an article can break out.
"""

import re
from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as Xml

import msgspec
from flask import Blueprint, current_app, request

from index import time_zone
from search import Results
from web.api.operations import operation
from web.http.addresses import absolute, own_address
from web.http.current import searcher
from web.http.parameters import FeedParameters, NoParameters

blueprint = Blueprint("feeds", __name__)

_ATOM = "http://www.w3.org/2005/Atom"
_OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
_NAME = "Yinsuo 引索"
_UNDATED = "1970-01-01T00:00:00Z"  # Atom requires a date; a changing one would make the article new each time
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@operation(blueprint, "/feed.atom", media="application/atom+xml", needs_key=False)
def feed(parameters: FeedParameters) -> str:
    """A saved search as a feed: the newest articles that match it.

    Where no article has enough of the words the feed is empty, so it brings only what answers the search.
    """
    current = searcher()
    results = current.search(parameters.request(order="newest", size=parameters.size))
    if not results.answered:
        results = msgspec.structs.replace(results, articles=())
    return _xml(_feed(results, current.generation.meta.created))


@operation(blueprint, "/opensearch.xml", media="application/opensearchdescription+xml", valid="content",
           needs_key=False, rate_limited=False)  # fmt: skip
def opensearch(parameters: NoParameters) -> str:
    """What a browser needs to add this search engine."""
    root = Xml.Element("OpenSearchDescription", xmlns=_OPENSEARCH)
    _add(root, "ShortName", _NAME)
    _add(root, "Description", "Articles whose statements carry citations, in Chinese and English")
    _add(root, "InputEncoding", "UTF-8")
    _add(root, "Image", type="image/svg+xml").text = absolute(f"{current_app.static_url_path}/icon.svg")
    for media, path in (
        ("text/html", "/"),
        ("application/x-suggestions+json", "/suggest"),
        ("application/atom+xml", "/feed.atom"),
    ):
        _add(root, "Url", type=media, template=absolute(path) + "?q={searchTerms}")
    _add(
        root, "Url", type="application/opensearchdescription+xml", rel="self", template=absolute(request.path)
    )
    return _xml(root)


def _feed(results: Results, created: str) -> Xml.Element:
    address = urlencode(sorted(request.args.items(multi=True)))
    root = Xml.Element("feed", xmlns=_ATOM)
    # An id that doesn't depend on the host, so that a feed reader recognizes its feed after a move.
    _add(root, "id", uuid5(NAMESPACE_URL, f"yinsuo:feed?{address}").urn)
    _add(root, "title", f"{results.query} – {_NAME}" if results.query else _NAME)
    dates = [_moment(each.published) for each in results.articles if each.published]
    _add(root, "updated", max(dates, default=_moment(created), key=datetime.fromisoformat))
    _add(root, "link", rel="self", type="application/atom+xml", href=own_address())
    shown = [(name, value) for name, value in request.args.items(multi=True) if name != "size"]
    _add(root, "link", rel="alternate", type="text/html", href=f"{absolute('/')}?{urlencode(shown)}")
    _add(root, "generator", "Yinsuo")
    for each in results.articles:
        entry = _add(root, "entry")
        _add(entry, "id", uuid5(NAMESPACE_URL, f"yinsuo:article:{each.id}").urn)
        _add(entry, "title", each.title)
        _add(entry, "updated", _moment(each.published) if each.published else _UNDATED)
        if each.published:
            _add(entry, "published", _moment(each.published))
        _add(_add(entry, "author"), "name", each.source or _NAME)
        _add(entry, "link", rel="alternate", type="text/html", href=absolute(each.href))
        for ticker in each.tickers:
            _add(entry, "category", term=ticker.symbol, label=ticker.name or ticker.symbol)
        if each.passages:
            _add(entry, "summary", each.passages[0].snippet.text)
    return root


def _moment(published: str) -> str:
    """A date that may be incomplete as Atom requires it: to the second and with an offset. Missing parts are
    the first of their kind; a time without a zone is in that of the settings."""
    parts = published + "0000-01-01"[len(published) :] if "T" not in published else published
    moment = datetime.fromisoformat(parts)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=time_zone() if "T" in published else UTC)
    return moment.isoformat(timespec="seconds")


def _add(parent: Xml.Element, tag: str, text: str = "", /, **attributes: str) -> Xml.Element:
    child = Xml.SubElement(parent, tag, {name: _legal(value) for name, value in attributes.items()})
    if text:
        child.text = _legal(text)
    return child


def _legal(text: str) -> str:
    """The text without the characters that XML can't hold, not even escaped."""
    return _NOT_XML.sub("\ufffd", text)


def _xml(root: Xml.Element) -> str:
    return '<?xml version="1.0" encoding="utf-8"?>\n' + Xml.tostring(root, encoding="unicode")
