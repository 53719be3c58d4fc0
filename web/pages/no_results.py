"""Where do the searches lead that help where nothing was found, or nothing that matches the whole query?

What helps is up to `search`; here each search becomes a link with the words of the page.
"""

from collections.abc import Iterator

import msgspec

from search import Alternatives, Unrestricted
from web.pages.messages import Messages
from web.pages.search_form import SearchForm


class Offer(msgspec.Struct, frozen=True):
    """A search that has results: what it is called, where it leads, and what it finds."""

    label: str
    href: str
    found: str


class NoResultsHelp(msgspec.Struct, frozen=True):
    """What was `offered`: as links the search without each of its restrictions, and `plain`, that of the
    query without operators, if that has results."""

    offered: Alternatives
    restrictions: tuple[Offer, ...]
    plain: Offer | None


def help_for(form: SearchForm, offered: Alternatives, names: dict[str, str], t: Messages) -> NoResultsHelp:
    """What helps with a search. `names` are those of the companies by ticker."""
    plain = None
    if offered.plain:
        query, total = offered.plain
        plain = Offer(query, form.but(query=query).address(), t(form.request.scope, count=total))
    return NoResultsHelp(offered, tuple(_offers(form, offered, names, t)), plain)


def _offers(form: SearchForm, offered: Alternatives, names: dict[str, str], t: Messages) -> Iterator[Offer]:
    for each in offered.unrestricted:
        address = SearchForm(each.request, form.ui, form.prefix).address()
        yield Offer(_label(each, names, t), address, t(each.request.scope, count=each.total))


def _label(each: Unrestricted, names: dict[str, str], t: Messages) -> str:
    """What the search without a restriction is called."""
    match each.name:
        case "filters":
            return t("without filters")
        case "lang":
            return t("both languages")
        case "scope":
            return t("whole articles")
        case "from":
            what = t("since", date=each.value)
        case "to":
            what = t("until", date=each.value)
        case "kind":
            what = t(each.value)
        case "ticker":
            what = names.get(each.value) or each.value
        case "dates" | "source":
            what = each.value
    return t("remove filter", what=what)
