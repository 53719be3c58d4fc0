"""Which HTML shows a text with its highlights and citations?

The only place where HTML is made from text: escape everything, then mark. The text of an article is hostile.
"""

from bisect import bisect_left
from collections.abc import Sequence
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from search import CitationLink, Snippet, language_runs, language_tag
from web.pages.messages import LANGUAGES, Messages
from web.pages.search_form import SearchForm


class Page:
    """What the texts of one page share: the search, the page's own address, the messages of the interface,
    and the ids given out.

    `matches` is the number of marks on the page if each links to the next one, else 0.
    """

    def __init__(
        self,
        *,
        form: SearchForm | None = None,
        here: str = "",
        matches: int = 0,
        t: Messages | None = None,
    ) -> None:
        form = form or SearchForm()
        self._prefix, self._search = form.prefix, form.search
        self.t = t or Messages(LANGUAGES[0])
        self._here = here
        self._matches = matches
        self._previews = self._marks = 0

    def address(self, href: str) -> str:
        """Where a link to an article leads: to the anchor alone on this page, elsewhere with the search, so
        that the article's page highlights its terms and leads back to the same results."""
        path, _, anchor = href.partition("#")
        if anchor and path == self._here:
            return f"#{anchor}"
        return self._prefix + path + self._search + (f"#{anchor}" if anchor else "")

    def preview_id(self) -> str:
        self._previews += 1
        return f"c{self._previews}"

    def mark(self) -> tuple[str, str]:
        """The tags before and after a highlight. The last match links to the first."""
        if not self._matches:
            return "<mark>", "</mark>"
        self._marks += 1
        following = self._marks % self._matches + 1
        hint = escape(self.t("next match"))
        return f'<mark id="m{self._marks}"><a href="#m{following}" title="{hint}">', "</a></mark>"


def marked(snippet: Snippet, citations: Sequence[CitationLink] = (), page: Page | None = None) -> Markup:
    """The text with its highlights in `<mark>`, each citation as a link in the place of its mark, and each
    run in another language marked as such."""
    page = page or Page()
    starts = [start for start, _ in snippet.highlights]
    links: dict[int, list[CitationLink]] = {}
    for citation in citations:
        links.setdefault(_place(citation, snippet, starts), []).append(citation)
    ends = dict(snippet.highlights)
    runs = [
        (start, end, language_tag(snippet.text[start:end]) if language == "zh" else language)
        for start, end, language in language_runs(snippet.text)
    ]
    # Parts of HTML, joined as they are: everything but our own tags has gone through `escape`.
    parts: list[str] = []
    at = run = 0
    closing: tuple[int, str] | None = None
    for offset in sorted({*links, *starts, *ends.values(), len(snippet.text)}):
        while run < len(runs) and runs[run][0] < offset:
            first, last, lang = runs[run]
            first, last = max(first, at), min(last, offset)
            parts.append(escape(snippet.text[at:first]))
            parts.append(f'<span lang="{lang}">{escape(snippet.text[first:last])}</span>')
            at = last
            if last < runs[run][1]:
                break  # the run continues after the tag
            run += 1
        parts.append(escape(snippet.text[at:offset]))
        at = offset
        if closing and closing[0] == offset:
            parts.append(closing[1])
            closing = None
        # A citation belongs to the text before it, so its link comes before the next highlight opens.
        parts += [citation_link(citation, page) for citation in links.get(offset, ())]
        if offset in ends:
            opening, end = page.mark()
            parts.append(opening)
            closing = (ends[offset], end)
    return Markup("".join(parts))


def citation_link(citation: CitationLink, page: Page) -> Markup:
    """A citation as a link, with a preview of the cited paragraph, shown on hover and focus."""
    if citation.status == "resolved":
        hint, lang = citation.preview or "", language_tag(citation.preview or "")
    else:
        hint, lang = page.t(citation.status, number=citation.number), page.t.language
    identity = page.preview_id()
    label = page.t("citation", number=citation.number)
    link = (citation.status, page.address(citation.href), label, identity, citation.number)
    preview = (identity, lang, hint)
    return Markup(
        '<span class="citation"><a class="cite {}" href="{}" aria-label="{}" '
        'aria-describedby="{}">[{}]</a>'
        '<span class="preview" role="tooltip" id="{}" lang="{}">{}</span></span>'
    ).format(*link, *preview)


def with_code(text: str) -> Markup:
    """A text of ours with what is in backticks as code."""
    parts = (
        f"<code>{escape(part)}</code>" if number % 2 else escape(part)
        for number, part in enumerate(text.split("`"))
    )
    return Markup("".join(parts))


def safe_url(url: str | None) -> str | None:
    """The address of an original if a browser may follow it: only http and https."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def _place(citation: CitationLink, snippet: Snippet, starts: Sequence[int]) -> int:
    """The offset of a citation's link: never inside a highlight."""
    at = min(max(citation.at, 0), len(snippet.text))
    before = bisect_left(starts, at) - 1
    return max(at, snippet.highlights[before][1]) if before >= 0 else at
