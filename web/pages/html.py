"""Which HTML shows a text with its marks?

The only place where HTML is made of text: escape everything, then mark. Article text is hostile.
"""

from bisect import bisect_left
from collections.abc import Sequence
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from search import CitationLink, Snippet, language_of, language_runs
from web.pages.messages import LANGUAGES, Wording
from web.pages.search_form import Asked


class Page:
    """What the texts of one page share: what was asked, the page's own address, the words of the interface,
    and the ids given out.

    `matches` is how many marks the page has where each is to lead to the next, else 0.
    """

    def __init__(
        self, *, asked: Asked | None = None, here: str = "", matches: int = 0, say: Wording | None = None
    ) -> None:
        self._asked = (asked or Asked()).address("")
        self.say = say or Wording(LANGUAGES[0])
        self._here = here
        self._matches = matches
        self._previews = self._marks = 0

    def address(self, href: str) -> str:
        """Where a link to an article goes: on this page to the place alone, elsewhere with what was asked, so
        that the article's page marks it and leads back to the same results."""
        path, _, anchor = href.partition("#")
        if anchor and path == self._here:
            return f"#{anchor}"
        return path + self._asked + (f"#{anchor}" if anchor else "")

    def preview_id(self) -> str:
        self._previews += 1
        return f"c{self._previews}"

    def mark(self) -> tuple[str, str]:
        """The tags before and behind a marked text. The last match leads to the first."""
        if not self._matches:
            return "<mark>", "</mark>"
        self._marks += 1
        following = self._marks % self._matches + 1
        hint = escape(self.say("next match"))
        return f'<mark id="m{self._marks}"><a href="#m{following}" title="{hint}">', "</a></mark>"


def marked(snippet: Snippet, citations: Sequence[CitationLink] = (), page: Page | None = None) -> Markup:
    """The text with its highlights in `<mark>`, each citation as a link where its mark stood, and what is
    written in the other language marked as such."""
    page = page or Page()
    starts = [start for start, _ in snippet.highlights]
    links: dict[int, list[CitationLink]] = {}
    for citation in citations:
        links.setdefault(_place(citation, snippet, starts), []).append(citation)
    ends = dict(snippet.highlights)
    runs = list(language_runs(snippet.text))
    # Parts of HTML, joined as they are: whatever is not a tag of ours has gone through `escape`.
    parts: list[str] = []
    at = run = 0
    closing: tuple[int, str] | None = None
    for offset in sorted({*links, *starts, *ends.values(), len(snippet.text)}):
        while run < len(runs) and runs[run][0] < offset:
            first, last, language = runs[run]
            first, last = max(first, at), min(last, offset)
            parts.append(escape(snippet.text[at:first]))
            parts.append(f'<span lang="{language}">{escape(snippet.text[first:last])}</span>')
            at = last
            if last < runs[run][1]:
                break  # the run goes on behind the tag
            run += 1
        parts.append(escape(snippet.text[at:offset]))
        at = offset
        if closing and closing[0] == offset:
            parts.append(closing[1])
            closing = None
        # A citation stands behind the word it follows, so its link comes before the next mark opens.
        parts += [citation_link(citation, page) for citation in links.get(offset, ())]
        if offset in ends:
            opening, end = page.mark()
            parts.append(opening)
            closing = (ends[offset], end)
    return Markup("".join(parts))


def citation_link(citation: CitationLink, page: Page) -> Markup:
    """A citation as a link, and beside it the beginning of what it leads to, shown on hover and focus."""
    if citation.status == "resolved":
        hint, language = citation.preview or "", language_of(citation.preview or "")
    else:
        hint, language = page.say(citation.status, number=citation.number), page.say.language
    identity = page.preview_id()
    label = page.say("citation", number=citation.number)
    link = (citation.status, page.address(citation.href), label, identity, citation.number)
    preview = (identity, language, hint)
    return Markup(
        '<span class="citation"><a class="cite {}" href="{}" aria-label="{}" '
        'aria-describedby="{}">{}</a><span class="preview" role="tooltip" id="{}" lang="{}">{}</span></span>'
    ).format(*link, *preview)


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
