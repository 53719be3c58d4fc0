"""Which viewpoint, groups and points does the body of a page have, and which paragraphs?

The statements may be in one line (`Core Viewpoint - ... Group 1: Money - A point [8]. - Another [9].`), on
lines of their own, as lists with bullets or numbers, or under headings in Markdown. A line that is none of
them is a paragraph. Pure: lines in, statements out.
"""

import re
from collections.abc import Sequence

import msgspec

from index.articles.article import Group
from index.articles.citation_marks import Cited, strip_marks
from index.articles.date_forms import DATE_FORMS
from index.importers.page_head import Line

# All patterns are for text with collapsed blanks, see `page_head`.

DASH = "[-–—•－]"
_BULLET = re.compile(r"^[*+·●○▪■◆▶►‣⁃∙◦]\s")
# The end of a sentence: a citation mark, or punctuation, also at the end of a quote, but not the stop of
# "U.S.".
_END = (
    r"(?:(?<=[\]］】])|(?<=[.。!?！？…])(?<!\b[A-Z]\.)"
    r"|(?<=[.。!?！？…][\"'”’」』])(?<!\b[A-Z]\.[\"'”’」』]))"
)
# The markers occur at the beginning of a line or after the end of a sentence, never inside one.
_BREAK = r"(?:^|(?<=[.。!?！？…\])］】])\s?)"
_FLAGS = re.IGNORECASE | re.MULTILINE
_VIEWPOINT = re.compile(rf"{_BREAK}(?:Core\sViewpoints?|核心[观觀][点點])(?:\s?[-–—－:：]++\s?|$)", _FLAGS)
_HEADING = "\ue000"  # before the title of a group that is marked as a heading, in place of `Group 1:`
_GROUP = re.compile(
    rf"{_BREAK}(?:Group\s(?:[A-Z]|One|Two|Three|Four|Five|Six|Seven|Eight)\s?[:：]\s?|(?:Group\s?\d++|第[一二三四五六七八九十\d]++[组組]|分[组組]\s?\d++)"
    rf"(?:\s?[:：]\s?|\s?$|(?=\s{DASH}\s))|{_HEADING})",
    _FLAGS,
)
# A dash begins a point at the beginning of a line, or after the end of a sentence with blanks around it; the
# dashes inside "state-of-the-art" have none, and those in "a pause - the first - came" follow no end.
_POINT = re.compile(rf"^{DASH}\s|{_END}\s{DASH}\s|(?<=[。！？］】])\s?{DASH}++\s?", re.MULTILINE)
_TITLE_END = re.compile(rf"(?:^|\s){DASH}\s|\n|\s?[–—]{{2}}\s?")
# The first line that begins a statement; a bullet followed only by a date belongs to a byline.
_OPENING = re.compile(
    rf"^(?!{DASH}\s{DATE_FORMS}$)(?:{_VIEWPOINT.pattern}|{_GROUP.pattern}|{DASH}\s)", _FLAGS
)
_ENDED = re.compile(r"(?:[.。!?！？…][\"'”’」』)）]?|[\]］】])$")
_CITED_END = re.compile(r"\d\s?[\]］】][.。!?！？…]?$")
_NUMBER = r"(?:[(（]{n}[)）]\s?|{n}[.)）]\s|{n}[、．]\s?)"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CHINESE_HEADING = re.compile(r"^[一二三四五六七八九十]{1,3}\s?、\s?(?P<title>[^。\[［【]{1,40})$")
_CHINESE_NUMBER = re.compile(r"^[一二三四五六七八九十]{1,3}\s?、\s?")
_HEADING_NUMBER = re.compile(r"^\d{1,2}[.)、]\s?")
_MAX_HEADING = 60
_MAX_POINTS = 99


class Statements(msgspec.Struct, frozen=True):
    """What a body says."""

    viewpoint: Cited | None
    groups: tuple[Group, ...]
    paragraphs: tuple[str, ...]


def opening_of(lines: Sequence[Line]) -> int | None:
    """The number of the first line that begins a statement; its end may begin it, after a sentence."""
    text = "\n".join(line.text for line in lines)
    found = _OPENING.search(text)
    return text.count("\n", 0, found.start()) if found else None


def whole_markers(lines: Sequence[Line]) -> list[Line]:
    """The lines with bullets and headings written as one form, and no marker broken in two."""
    whole: list[Line] = []
    for line in lines:
        text = _BULLET.sub("- ", line.text)
        before = whole[-1].text.lower() if whole else ""
        if (before == "core" and text.lower().startswith("viewpoint")) or (
            before == "group" and text[:1].isdigit()
        ):
            text = f"{whole[-1].text} {text}"
            line = whole.pop()
        whole.append(Line(text, line.gap, line.heading))
    return whole


def read_statements(lines: Sequence[Line]) -> Statements:
    """The statements of these lines, and as paragraphs the lines that are none."""
    statements: list[str] = []
    paragraphs: list[str] = []
    in_paragraph, bulleted, loose = False, False, False
    for number, line in enumerate(lines):
        text, before = line.text, statements[-1] if statements else ""
        following = lines[number + 1] if number + 1 < len(lines) else None
        marked = _marker(line, number, lines)
        if marked == "heading" and not _is_list(following):
            paragraphs.append(text)
            in_paragraph = bool(statements)
        elif marked == "heading" or (not marked and _heads_a_list(line, before, following)):
            statements.append(_HEADING + _HEADING_NUMBER.sub("", _heading_text(text)))
            in_paragraph, bulleted, loose = False, False, False
        elif marked:
            statements.append(_CHINESE_NUMBER.sub("- ", text) if marked == "point" else text)
            in_paragraph, bulleted = False, marked == "point" or (bulleted and marked != "group")
            loose = marked == "viewpoint"
        elif (
            not statements or in_paragraph or (line.gap and _ENDED.search(before) and text[0] not in "[［【")
        ):
            cited = strip_marks(text).citations if statements else _CITED_END.search(text)
            if cited:
                statements.append(f"- {text}")
                in_paragraph = False
            else:
                paragraphs.append(text)
                in_paragraph = bool(statements)
        elif not bulleted and not loose and _CITED_END.search(before) and text[0] not in "[［【":
            statements.append(f"- {text.lstrip('-–—')}")
        else:
            statements.append(text)
    viewpoint, groups = _read("\n".join(statements))
    return Statements(viewpoint, groups, tuple(paragraphs))


def _marker(line: Line, number: int, lines: Sequence[Line]) -> str:
    """What a line begins: a `viewpoint`, a `group`, a `heading` of one, a `point`, or nothing."""
    text = line.text
    if _VIEWPOINT.match(text):
        return "viewpoint"
    if _GROUP.match(text):
        return "group"
    if line.heading or _CHINESE_HEADING.match(text):
        return "heading"
    if re.match(rf"{DASH}(?:\s|$)", text) or _number_of(text) is not None or _CHINESE_NUMBER.match(text):
        return "point"
    return ""


def _heads_a_list(line: Line, before: str, following: Line | None) -> bool:
    """Whether a line without a mark is the title of the list below it."""
    if following is None or len(line.text) > _MAX_HEADING or _ENDED.search(line.text):
        return False
    if not (re.match(rf"{DASH}\s", following.text) or _number_of(following.text) == 1):
        return False
    return not before or (line.gap and bool(_ENDED.search(before)))


def _is_list(line: Line | None) -> bool:
    """Whether a line is a point, or what a group under a heading begins with."""
    if line is None:
        return False
    listed = re.match(rf"{DASH}\s", line.text) or _number_of(line.text) == 1
    return bool(listed or _CITED_END.search(line.text) or (line.heading and _GROUP.match(line.text)))


def _heading_text(text: str) -> str:
    if chinese := _CHINESE_HEADING.match(text):
        text = chinese["title"]
    return text.rstrip(":： ")


def _number_of(text: str) -> int | None:
    """The number that a line begins with, if it is one of a list."""
    if text[0] in _CIRCLED:
        return _CIRCLED.index(text[0]) + 1
    found = re.match(_NUMBER.format(n=r"(\d{1,2})").replace(r"(\d{1,2})", r"(?:(\d{1,2}))"), text)
    return next((int(group) for group in found.groups() if group), None) if found else None


def _read(body: str) -> tuple[Cited | None, tuple[Group, ...]]:
    opening = _VIEWPOINT.search(body)
    markers = list(_GROUP.finditer(body))
    bounds = [*(marker.start() for marker in markers), len(body)]
    viewpoint = None
    if opening and opening.start() < bounds[0]:
        # A list between the viewpoint and the first group has points without a group.
        before = _points(_POINT.split(_numbers_as_dashes(body[: opening.start()])))
        statement, *loose = _POINT.split(_numbers_as_dashes(body[opening.end() : bounds[0]]))
        if not statement.strip() and loose:
            statement, *loose = loose
        viewpoint = _statement(statement)
    else:
        before = ()
        loose = _POINT.split(_numbers_as_dashes(body[: bounds[0]]))
    groups = [Group("", before + _points(loose))]
    for marker, end in zip(markers, bounds[1:], strict=True):
        groups.append(_group(body[marker.end() : end]))
    # A title without a point is kept as the only thing that its group says.
    groups = [
        group if group.points or not group.title else Group("", _points([group.title])) for group in groups
    ]
    return viewpoint, tuple(group for group in groups if group.points)


def _group(text: str) -> Group:
    """A group, after its marker: the title ends at the first dash with blanks around it, or with its line.

    What is cited or a sentence is no title but the first point.
    """
    text = _numbers_as_dashes(text)
    title_end = _TITLE_END.search(text)
    title = text[: title_end.start()].strip() if title_end else ""
    if not title_end or strip_marks(title).citations or re.search(r"[.。!！…]$", title):
        return Group("", _points(_POINT.split(text)))
    return Group(title, _points(_POINT.split(text[title_end.end() :])))


def _numbers_as_dashes(text: str) -> str:
    """The text with the numbers of its list as dashes.

    They count up from 1, and are at the beginning of a line or after the end of a sentence.
    """
    places: list[tuple[int, int]] = []
    at = 0
    for number in range(1, _MAX_POINTS):
        circled = _CIRCLED[number - 1] if number <= len(_CIRCLED) else "①"
        start = rf"(?:^|{_END}\s?)" if number > 1 else r"(?:^|\s)"
        found = re.compile(
            rf"{start}(?P<n>{_NUMBER.format(n=number)}|{circled}\s?)(?=\S)", re.MULTILINE
        ).search(text, at)
        if not found:
            break
        places.append(found.span("n"))
        at = found.end()
    if len(places) < 2 and not (places and (places[0][0] == 0 or text[places[0][0] - 1] == "\n")):
        return text
    for begin, end in reversed(places):
        text = f"{text[:begin].rstrip()}\n- {text[end:]}"
    return text.lstrip("\n")


def _points(parts: Sequence[str]) -> tuple[Cited, ...]:
    kept = [part.strip() for part in parts if part.strip()]
    numbered = [re.match(_NUMBER.format(n=number), part) for number, part in enumerate(kept, 1)]
    if len(kept) > 1 and all(numbered):
        kept = [part[found.end() :] for part, found in zip(kept, numbered, strict=True) if found]
    return tuple(statement for part in kept if (statement := _statement(part)))


def _statement(text: str) -> Cited | None:
    """A statement on one line, or none if it is blank."""
    text = " ".join(text.replace(_HEADING, " ").split())
    return strip_marks(text) if text else None
