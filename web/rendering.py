"""Which HTML shows a text with its marks?

The only place where HTML is made of text: escape everything, then mark. Article text is hostile.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from search import CitationLink, Snippet

_HAN = ("\u3400", "\u9fff")


def marked(snippet: Snippet, citations: Sequence[CitationLink] = ()) -> Markup:
    """The text with its highlights in `<mark>` and each citation as a link where its mark stood."""
    out = Markup("")
    at = 0
    open_until = 0
    for offset in _edges(snippet, citations):
        out += escape(snippet.text[at:offset])
        if open_until and offset >= open_until:
            out += Markup("</mark>")
            open_until = 0
        # A citation stands behind the word it follows, so its link comes before the next mark opens.
        for citation in citations:
            if _place(citation, snippet) == offset:
                out += citation_link(citation)
        for start, end in snippet.highlights:
            if start == offset:
                out += Markup("<mark>")
                open_until = end
        at = offset
    return out + escape(snippet.text[at:])


def citation_link(citation: CitationLink) -> Markup:
    """A citation as a link that shows what it leads to."""
    hint = {
        "resolved": citation.preview or "",
        "external": f"Paragraph {citation.number} of the original, which is not in the index",
        "missing": f"The article has no paragraph {citation.number}",
    }[citation.status]
    return Markup('<a class="cite {}" href="{}" title="{}" aria-label="{}">{}</a>').format(
        citation.status, citation.href, hint, f"citation {citation.number}", citation.number
    )


def language_of(text: str) -> str:
    """`zh` for a text with Han characters, else `en`; for the `lang` attribute."""
    return "zh" if any(_HAN[0] <= character <= _HAN[1] for character in text) else "en"


def safe_url(url: str | None) -> str | None:
    """The address of an original if a browser may follow it: http and https alone."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def _edges(snippet: Snippet, citations: Sequence[CitationLink]) -> list[int]:
    edges = {offset for span in snippet.highlights for offset in span}
    return sorted(edges | {_place(citation, snippet) for citation in citations})


def _place(citation: CitationLink, snippet: Snippet) -> int:
    """Where a citation's link goes: never into the middle of a marked word."""
    at = min(max(citation.at, 0), len(snippet.text))
    return next((end for start, end in snippet.highlights if start < at < end), at)
