"""Which HTML shows a text with its marks?

The only place where HTML is made of text: escape everything, then mark. Article text is hostile.
"""

from bisect import bisect_left
from collections.abc import Sequence
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from search import CitationLink, Snippet

_HAN = ("\u3400", "\u9fff")


def marked(snippet: Snippet, citations: Sequence[CitationLink] = ()) -> Markup:
    """The text with its highlights in `<mark>` and each citation as a link where its mark stood."""
    tags: dict[int, list[Markup]] = {}
    starts = [start for start, _ in snippet.highlights]
    for _, end in snippet.highlights:
        tags.setdefault(end, []).append(Markup("</mark>"))
    # A citation stands behind the word it follows, so its link comes before the next mark opens.
    for citation in citations:
        tags.setdefault(_place(citation, snippet, starts), []).append(citation_link(citation))
    for start in starts:
        tags.setdefault(start, []).append(Markup("<mark>"))
    parts: list[Markup] = []
    at = 0
    for offset in sorted(tags):
        parts.append(escape(snippet.text[at:offset]))
        parts += tags[offset]
        at = offset
    parts.append(escape(snippet.text[at:]))
    return Markup("").join(parts)


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


def _place(citation: CitationLink, snippet: Snippet, starts: Sequence[int]) -> int:
    """Where a citation's link goes: never into the middle of a marked word."""
    at = min(max(citation.at, 0), len(snippet.text))
    before = bisect_left(starts, at) - 1
    return max(at, snippet.highlights[before][1]) if before >= 0 else at
