"""Which title, companies, source and date does the head of a page have?

A head is the lines above the statements: headings of the site, the title, and the byline with companies,
source and date, in which lines may break. A line that is none of these is left over, and never becomes the
title or the source. Pure: lines in, the parts of a head out.
"""

import re
from collections.abc import Iterator, Sequence

import msgspec

from index.articles.article import Ticker, normal_ticker
from index.articles.date_forms import DATE_FORMS

# All patterns are for text with collapsed blanks: one blank or line break between two words, never more. So
# none has to repeat a blank, which would take quadratic time on a long run.

_DOT = "[·•・‧]"
_DATED = re.compile(
    rf"(?P<dot>{_DOT}\s?)?(?<!\d)(?<!\d[.:：])(?P<date>{DATE_FORMS})(?P<rest>[^\S\n]?[^\w\s+-].*|[^\S\n].*)?$",
    re.MULTILINE | re.IGNORECASE,
)
# What a page with companies has after the last dot: a date that can't be read.
_LIKE_A_DATE = re.compile(rf"{_DOT}\s?(?P<date>[^·•・‧\n]*(?:\d|前|刚|剛|昨|ago|now)[^·•・‧\n]*)$")
_LABELLED = re.compile(
    r"^(?:(?:发布|發布|发表|發表|更新)(?:时间|時間|日期|于|於)?|时间|時間|日期"
    r"|(?:Published|Updated|Posted)(?: on)?|Date)\s?[:：]?\s?$",
    re.IGNORECASE,
)
_BYLINE_LINES = 8  # lines before a date that may belong to its byline
_HEAD_LINES = 24  # lines among which the byline is
_MAX_SOURCE = 40  # characters of a source before a date without a dot
_MAX_TITLE_LINES = 3

_MARKETS = "SH|SS|SZ|BJ|HK|US|TW|TWO|KS|KQ|SI|L|T|DE|PA|TO|AX|O|N|OQ"
_MARKET_OF = {"SS": "SH", "O": "US", "OQ": "US", "N": "US"}  # as Yahoo and Reuters call them
_LISTING = (
    r"(?:[A-Za-z]{1,8}\s?[:：]\s?[\w.\-]{1,15}"
    rf"|[\w\-]{{1,10}}[.．](?:{_MARKETS})"
    r"|(?:SH|SZ|BJ|HK)\d{4,6}|\d{6})"
)
_SYMBOL = re.compile(
    rf"[(（]\s?(?P<listings>{_LISTING}(?:\s?[/,，、;；|｜]\s?{_LISTING})*+)\s?[)）]", re.IGNORECASE
)
# A code without its market is one only after a name that the page has twice.
_BARE = re.compile(r"[(（]\s?(?P<listings>[A-Z]{1,6}(?:[.\-][A-Z])?)\s?[)）]")
_BETWEEN = " ,，、;；|｜\n"  # between two companies, and after the last one

_AUTHOR = re.compile(
    r"^(?:(?:作者|撰文|撰稿|文|图|图文|文字|摄影|编辑|編輯|责编|責編|责任编辑|記者|记者|编译|译者|翻译|校对|出品"
    r"|采写|整理|策划|监制|原创|Author|Authors|Editor|Writer)\s?[:：丨|｜/／]\s?.{1,60}"
    r"|(?:作者|记者|記者|编辑|編輯|撰文|责编)\s.{1,20}"
    r"|(?:By|Written by|Reporting by|Edited by)\s[A-Z][^.!?]{0,60})$"
)
_SOURCE_LINE = re.compile(r"^(?:来源|來源|转载自|Source)\s?[:：|｜丨]\s?(?P<source>.{1,40})$", re.IGNORECASE)
_AMOUNT = r"[\d,.]+\s?(?:万|萬|亿|億|千|[kmw])?\+?"
_COUNTED = (
    r"(?:阅读|閱讀|浏览|瀏覽|点击|點擊|播放|评论|評論|点赞|點讚|赞|收藏|转发|轉發|分享|在看|热度|字数|阅读时间)"
    r"(?:量|数|數)?"
)
_COUNTER = (
    rf"(?:{_COUNTED}\s?[:：]?\s?\(?{_AMOUNT}\)?\s?(?:次|人|条|字|分钟|分鐘)?"
    rf"|{_AMOUNT}\s?(?:次|人|条|條|个|分钟|分鐘)?\s?{_COUNTED}"
    rf"|{_AMOUNT}\s?(?:views?|reads?|comments?|likes?|shares?|words?|min(?:utes?)? read)"
    rf"|(?:views?|reads?|comments?|likes?|shares?)\s?:?\s?{_AMOUNT}"
    rf"|收藏|分享|评论|評論|关注|關注|打印|原创|share|save|print)"
)
_COUNTERS = re.compile(rf"^[\s·•|｜,，/]*+(?:{_COUNTER}[\s·•|｜,，/]*+)++$", re.IGNORECASE)
_NAVIGATION = {
    *(
        "workflow",
        "home",
        "back",
        "menu",
        "search",
        "news",
        "login",
        "log in",
        "sign in",
        "research",
        "reports",
    ),
    *("首页", "首頁", "工作流", "返回", "菜单", "搜索", "登录", "资讯", "新闻", "研报", "快讯", "首页 资讯"),
}
_HEADING_OF_SITE = re.compile(
    r"^(?:[A-Za-z]{1,15}|[\u4e00-\u9fff]{1,4}|[^.。!?！？]{1,40}[>›»|｜][^.。!?！？]{1,40})$"
)
_PROSE_END = re.compile(r"[.。!?！？…；;：:][\"'”’」』)）]?$")
_LONG = 80  # characters; a longer line is prose


class Line(msgspec.Struct, frozen=True):
    """A line with collapsed blanks, whether a blank one precedes it, whether it is marked as a heading."""

    text: str
    gap: bool = False
    heading: bool = False


class Head(msgspec.Struct, frozen=True):
    """The head of a page; `body` are the lines after it that belong to the text, `left` those that belong
    nowhere. `title` is empty where no line is left for it, `date` where there is no byline with one."""

    title: str
    tickers: tuple[Ticker, ...] = ()
    source: str = ""
    date: str = ""
    left: tuple[str, ...] = ()
    body: tuple[Line, ...] = ()


class _Byline(msgspec.Struct, frozen=True):
    """The data of a byline, and its lines: from `start` up to, not including, `end`."""

    start: int
    end: int
    tickers: tuple[Ticker, ...]
    source: str
    date: str
    left: tuple[str, ...]
    rank: int  # the less, the better


class _Company(msgspec.Struct, frozen=True):
    ticker: Ticker
    doubled: bool  # the page has the name twice


def read_head(lines: Sequence[Line]) -> Head:
    """The head that is in these lines; what comes after it is its body."""
    texts = [line.text for line in lines]
    found = [*_bylines(texts[:_HEAD_LINES]), *_bylines_without_dot(texts[:_HEAD_LINES])]
    # The first byline with a line above it for the title, else the first one.
    byline = min(found, key=lambda each: (each.start == 0, each.rank, each.start), default=None)
    if byline is None:
        return _head_without_byline(lines)
    title, left = _title_above(lines[: byline.start])
    source, body = byline.source, list(lines[byline.end :])
    while body and (kind := kind_of_line(body[0].text)):
        source = source or (kind if kind not in {"author", "counters"} else "")
        left += [body[0].text] if kind != "counters" else []
        body.pop(0)
    return Head(title, byline.tickers, source, byline.date, (*left, *byline.left), tuple(body))


def kind_of_line(text: str) -> str:
    """What a line beside the byline is: `author`, `counters`, the name of a source, or nothing of these."""
    if _COUNTERS.match(text):
        return "counters"
    if named := _SOURCE_LINE.match(text):
        return named["source"]
    return "author" if _AUTHOR.match(text) else ""


def _title_above(lines: Sequence[Line]) -> tuple[str, list[str]]:
    """The title, which is right above the byline and may have several lines, and the lines left over."""
    left: list[str] = []
    kept: list[Line] = []
    for line in lines:
        if line.text.lower() in _NAVIGATION or _COUNTERS.match(line.text):
            continue
        if kind_of_line(line.text) or not "".join(_companies(line.text)[1].split()):
            left.append(line.text)
        else:
            kept.append(line)
    if not kept:
        # A page whose only line is like the name of a site has that for its title.
        return (lines[-1].text if lines and not left else ""), left
    start = len(kept) - 1
    while start > 0 and not kept[start].gap and len(kept) - start < _MAX_TITLE_LINES:
        above = kept[start - 1].text
        if _HEADING_OF_SITE.match(above) or len(above) > _LONG or kept[start - 1].heading:
            break
        start -= 1
    return _joined([line.text for line in kept[start:]]), [*(line.text for line in kept[:start]), *left]


def _head_without_byline(lines: Sequence[Line]) -> Head:
    """The title is the first line that isn't a heading of the site; the lines up to the next blank one
    belong to it, unless they are prose or no line is blank."""
    rest = list(lines)
    left: list[str] = []
    source = ""
    while len(rest) > 1 and rest[0].text.lower() in _NAVIGATION:
        rest.pop(0)
    if not rest:
        return Head("")
    title = [rest.pop(0).text]
    separate = any(line.gap for line in rest)
    while rest and separate and not rest[0].gap and len(title) < _MAX_TITLE_LINES:
        text = rest[0].text
        if _PROSE_END.search(text) or len(text) > _LONG or kind_of_line(text) or rest[0].heading:
            break
        title.append(rest.pop(0).text)
    while rest and (kind := kind_of_line(rest[0].text)):
        source = source or (kind if kind not in {"author", "counters"} else "")
        left += [rest[0].text] if kind != "counters" else []
        rest.pop(0)
    return Head(_joined(title), source=source, left=tuple(left), body=tuple(rest))


def _joined(lines: Sequence[str]) -> str:
    """The lines of a title on one line; Chinese needs no blank between them."""
    title = lines[0]
    for line in lines[1:]:
        title += (
            line if re.search(r"[^\x00-\u2fff]$", title) or re.match(r"[^\x00-\u2fff]", line) else f" {line}"
        )
    return title


def _bylines(lines: list[str]) -> Iterator[_Byline]:
    """Lines with a date after a dot or with companies; dot, date and time may be on separate lines."""
    for number, line in enumerate(lines):
        window = "\n".join(lines[number : number + 3])
        dated = _DATED.search(window)
        if dated and dated.start() > len(line):
            continue
        if dated is None:
            yield from _undated(lines, number)
            continue
        before = [*lines[max(0, number - _BYLINE_LINES) : number], line[: dated.start()].rstrip()]
        before = before[_byline_start(before) :]
        companies, source = _companies("\n".join(before))
        rest = (dated["rest"] or "").strip(" ·•|｜,，")
        understood = not rest or bool(_COUNTERS.match(rest))
        if dated["dot"] or companies:
            source, left = _source(source)
            yield _Byline(
                start=number + 1 - len(before),
                end=number + 1 + dated.group().count("\n"),
                tickers=tuple(company.ticker for company in companies),
                source=source,
                date=dated["date"],
                left=(*left, *([] if understood else [rest])),
                rank=0 if understood or companies else 1,
            )


def _undated(lines: list[str], number: int) -> Iterator[_Byline]:
    """A line with companies as a page has them, each name twice, but no date that is known as one."""
    companies, source = _companies(lines[number])
    if number and companies and any(company.doubled for company in companies):
        like = _LIKE_A_DATE.search(source)
        source, left = _source(source[: like.start()] if like else source)
        date = like["date"] if like else ""
        yield _Byline(
            number, number + 1, tuple(each.ticker for each in companies), source, date, tuple(left), rank=2
        )


def _bylines_without_dot(lines: list[str]) -> Iterator[_Byline]:
    """A line below the title that is a date, with no more before it than a source or what labels a date."""
    for number, line in enumerate(lines[:6]):
        dated = _DATED.search(line)
        if not number or not dated:
            continue
        rest = (dated["rest"] or "").strip(" ·•|｜,，")
        before = line[: dated.start()].strip(" |｜,，/丨-")
        before = "" if _LABELLED.match(before) else before
        if len(before) > _MAX_SOURCE or _PROSE_END.search(before) or (rest and not _COUNTERS.match(rest)):
            continue
        start = number
        if (
            not before
            and number > 2
            and len(lines[number - 1]) <= 12
            and not _PROSE_END.search(lines[number - 1])
        ):
            start, before = number - 1, lines[number - 1]
        source, left = _source(before)
        yield _Byline(start, number + 1, (), source, dated["date"], tuple(left), rank=3)


def _source(text: str) -> tuple[str, list[str]]:
    """The source in what is before a date, without its label, and an author beside it."""
    text = " ".join(text.split())
    left: list[str] = []
    parts = re.split(r"\s(?=(?:作者|记者|記者|编辑|編輯|撰文|By)\s?[:：|｜丨 ])|\s[|｜]\s", text)
    kept = [part for part in parts if part and not _AUTHOR.match(part)]
    for part in parts:
        if part and _AUTHOR.match(part):
            # An author is one word in Chinese; what follows it is the source.
            alone = re.match(r"[\u4e00-\u9fff]+\s?[:：|｜丨]?\s?\S+(?=\s\S+$)", part)
            left.append(alone[0] if alone else part)
            kept += [part[alone.end() :].strip()] if alone else []
    source = " ".join(kept)
    if named := _SOURCE_LINE.match(source):
        source = named["source"]
    return source.strip(" ·•|｜"), left


def _byline_start(before: list[str]) -> int:
    """The line on which a byline begins; the last of these lines is the text before its date.

    A page gives each name twice, which distinguishes names from a title: if a line and those after it are
    only such names and a line of source, the byline begins there. Otherwise it takes no more lines above than
    it needs: one before a date that is alone on its line, companies before a source. A line is left for the
    title if there is one.
    """
    last = len(before) - 1
    for start in range(1, last):
        companies, source = _companies("\n".join(before[start:]))
        if companies and all(company.doubled for company in companies) and "\n" not in source:
            return start
    start = last
    if not before[start] and start > 1:
        start -= 1
    if start > 1 and not _companies("\n".join(before[start:]))[0]:
        companies, rest = _companies(before[start - 1])
        if companies and not rest:
            start -= 1
    return start


def _companies(head: str) -> tuple[list[_Company], str]:
    """The companies at the beginning of a byline, and the text after them: the source."""
    companies: list[_Company] = []
    end = 0
    for found in sorted((*_SYMBOL.finditer(head), *_BARE.finditer(head)), key=lambda found: found.start()):
        if found.start() < end:  # the same brackets, of which a market was read
            continue
        listings = re.split(r"[/,，、;；|｜]", found["listings"])
        whole = " ".join(head[end : found.start()].strip(_BETWEEN).split())
        if not whole and companies and end:  # a second pair of brackets of the same company
            name, doubled = companies[-1].ticker.name, companies[-1].doubled
        else:
            name = _undoubled(whole, {_code(listing) for listing in listings})
            doubled = name != whole
            if found.re is _BARE and not doubled:
                continue
        companies += [_Company(_listed(listing, name), doubled) for listing in listings]
        end = found.end()
    return companies, head[end:].strip(_BETWEEN)


def _listed(listing: str, name: str) -> Ticker:
    """The ticker of a listing in any of its forms: US:MSFT, 0700.HK, SH600519, 600519."""
    listing = "".join(listing.split()).replace("：", ":").replace("．", ".").upper()
    if ":" not in listing:
        if suffixed := re.fullmatch(rf"(.+)\.({_MARKETS})", listing):
            listing = f"{_MARKET_OF.get(suffixed[2], suffixed[2])}:{suffixed[1]}"
        elif listing.isdigit():
            listing = f"{'SH' if listing[0] in '569' else 'SZ' if listing[0] in '0123' else 'BJ'}:{listing}"
        elif listing[2:].isdigit():
            listing = f"{listing[:2]}:{listing[2:]}"
    return normal_ticker(listing, name)


def _code(listing: str) -> str:
    return _listed(listing, "").symbol.rpartition(":")[2]


def _undoubled(name: str, codes: set[str]) -> str:
    """`Microsoft` of `MicrosoftMicrosoft`: a page gives a name twice, as the text of a picture and as text.

    A name that equals the code of its symbol is kept, like the `AA` of `US:AA`.
    """
    half = len(name) // 2
    left, between, right = name[:half], name[half : len(name) - half], name[len(name) - half :]
    return left if left == right and not between.strip() and name.upper() not in codes else name
