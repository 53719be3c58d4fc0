"""In which words does the interface speak?

Every text of the pages and of their scripts in English and Chinese, by key, and which of the two a request
asks for. Holds no HTML. A text with `|` has one form for a count of one and another for the rest.
"""

from collections.abc import Iterable

LANGUAGES = ("en", "zh")

TEXTS: dict[str, tuple[str, str]] = {
    # Every page
    "name": ("Yinsuo", "引索"),
    "skip": ("Skip to the content", "跳到正文"),
    "search": ("Search", "搜索"),
    "search articles": ("Search articles", "搜索文章"),
    "language": ("Language", "语言"),
    "other language": ("中文", "English"),
    "suggestions": ("Suggestions", "搜索建议"),
    "suggestions open": ("{count} suggestion|{count} suggestions", "{count} 条建议"),
    "kind title": ("Article", "文章"),
    "kind ticker": ("Company", "公司"),
    "kind name": ("Name", "名称"),
    "kind term": ("Word", "词语"),
    "keys": ("Keys", "快捷键"),
    "keys title": ("Keys", "键盘快捷键"),
    "key /": ("to the search box", "移到搜索框"),
    "key arrows": ("to the next and the previous result", "下一条、上一条结果"),
    "key enter": ("open", "打开"),
    "key escape": ("close what is open, leave the box", "关闭弹出内容，离开搜索框"),
    "key ?": ("show these keys", "显示本列表"),
    "keys off": ("Single keys do this", "启用单键快捷键"),
    "close": ("Close", "关闭"),
    # Start
    "start": ("Find a claim, see what it rests on", "找到一句话，看到它的依据"),
    "start articles": ("article|articles", "篇文章"),
    "start points": ("point|points", "条要点"),
    "start paragraphs": ("paragraph|paragraphs", "个段落"),
    "start sources": ("source|sources", "个来源"),
    "in the index": ("In the index", "索引内容"),
    "try": ("Try", "试试"),
    "newest articles": ("Newest articles", "最新文章"),
    "all by date": ("All, newest first", "按时间浏览全部"),
    # Results
    "articles": ("{count} article|{count} articles", "{count} 篇文章"),
    "points": ("{count} point|{count} points", "{count} 个要点"),
    "took": ("in {ms} ms", "用时 {ms} 毫秒"),
    "some required": (
        "{count} has everything that was asked|{count} have everything that was asked",
        "其中 {count} 篇符合全部条件",
    ),
    "none required": ("none has everything that was asked", "没有一篇符合全部条件"),
    "results": ("Results", "搜索结果"),
    "filters": ("Filters", "筛选"),
    "chosen filters": ("Chosen filters", "已选条件"),
    "remove filter": ("Remove the filter “{what}”", "去掉条件“{what}”"),
    "remove all": ("Remove all", "全部去掉"),
    "from": ("From", "起"),
    "to": ("To", "止"),
    "since": ("from {date}", "{date} 起"),
    "until": ("to {date}", "到 {date} 为止"),
    "dates": ("Date", "日期"),
    "date example": ("2025, 2025-05 or 2025-05-12", "2025、2025-05 或 2025-05-12"),
    "apply": ("Apply", "应用"),
    "companies": ("Companies", "公司"),
    "sources": ("Sources", "来源"),
    "kinds": ("Found in", "出现于"),
    "point": ("Points", "要点"),
    "paragraph": ("Paragraphs", "段落"),
    "viewpoint": ("Viewpoints", "观点"),
    "more values": ("{count} more", "另外 {count} 个"),
    "sort": ("Order", "排序"),
    "by point": ("Points alone", "只看要点"),
    "best": ("Best first", "最相关"),
    "newest": ("Newest first", "最新"),
    "oldest": ("Oldest first", "最早"),
    "by month": ("By month", "按月分布"),
    "by year": ("By year", "按年分布"),
    "bar": ("{span}: {count} article|{span}: {count} articles", "{span}：{count} 篇"),
    "all dates": ("All dates", "全部时间"),
    "as a table": ("As a table", "以表格显示"),
    "month": ("Month", "月份"),
    "year": ("Year", "年份"),
    "count": ("Articles", "篇数"),
    "also": ("also searched for as", "同时搜索"),
    "other too": (
        "Some of these have the words in the other language alone.",
        "部分结果仅以另一种语言含有所搜的词。",
    ),
    "as typed": ("Search as typed only", "只按输入的语言搜索"),
    "only typed": ("Searched in the language that was typed only.", "只按输入的语言搜索了。"),
    "both languages": ("Search in both languages", "也搜索另一种语言"),
    "translated en": ("from English", "译自英文"),
    "translated zh": ("from Chinese", "译自中文"),
    "did you mean": ("Did you mean", "您是不是要找"),
    "without": ("Without", "不含"),
    "viewpoint label": ("Viewpoint", "观点"),
    "paragraph label": ("Paragraph {number}", "第 {number} 段"),
    "open point": ("Open this point in the article", "在文章中打开这条要点"),
    "open paragraph": ("Open this paragraph in the article", "在文章中打开这一段"),
    "open viewpoint": ("Open this viewpoint in the article", "在文章中打开这条观点"),
    "resting": ("Statements that rest on this paragraph", "以这一段为依据的陈述"),
    "more resting": ("{count} more rests on it|{count} more rest on it", "另有 {count} 条以它为依据"),
    "more point": ("{count} more matching point|{count} more matching points", "另有 {count} 条要点匹配"),
    "more paragraph": (
        "{count} more matching paragraph|{count} more matching paragraphs",
        "另有 {count} 段匹配",
    ),
    "more viewpoint": ("{count} more matching viewpoint|{count} more matching viewpoints", "观点也匹配"),
    "pages": ("Pages", "分页"),
    "previous": ("Previous", "上一页"),
    "next": ("Next", "下一页"),
    "page of": ("Page {page} of {pages}", "第 {page} 页，共 {pages} 页"),
    "beyond": ("There are fewer pages than that", "没有这么多页"),
    "first page": ("To the first page", "回到第一页"),
    "citation": ("citation {number}", "引用 {number}"),
    "external": (
        "Paragraph {number} of the original, which is not in the index",
        "原文第 {number} 段，未收入索引",
    ),
    "missing": ("The article has no paragraph {number}", "文章没有第 {number} 段"),
    # Nothing found
    "nothing": ("Nothing found", "没有找到"),
    "understood": ("What was looked for", "搜索了什么"),
    "word found": ("in {count} article|in {count} articles", "{count} 篇文章中有"),
    "word not found": ("in no article, looked for as", "没有一篇文章含有，按以下词元搜索："),
    "filters help": ("Without one of the filters", "去掉一个条件"),
    "no filter": ("Without any filter", "不加任何条件"),
    "plain help": ("As plain words", "按普通词语搜索"),
    "nothing helps": (
        "Try fewer or other words, or browse what there is.",
        "换少一些或别的词试试，也可以浏览全部文章。",
    ),
    # Article
    "back": ("Results for", "返回搜索结果："),
    "back plain": ("Results", "返回搜索结果"),
    "original": ("Original", "原文"),
    "nothing marked": ("Nothing in this article is marked for", "文中没有可标出的内容："),
    "matches": ("Matches", "匹配处"),
    "to the first": ("{count} match, to the first|{count} matches, to the first", "{count} 处匹配，到第一处"),
    "match count": ("{count} match|{count} matches", "{count} 处匹配"),
    "match place": ("{at} of {count} matches", "第 {at} 处，共 {count} 处"),
    "next match": ("Next match", "下一处"),
    "previous match": ("Previous match", "上一处"),
    "text": ("Text", "正文"),
    "none cited": ("No statement cites a paragraph.", "没有陈述引用任何段落。"),
    "cited": (
        "{cited} of {count} paragraphs are cited ({share}).",
        "{count} 个段落中有 {cited} 个被引用（{share}）。",
    ),
    "not cited": ("Not cited:", "未被引用："),
    "paragraph link": ("Paragraph {number}", "第 {number} 段"),
    "resting on": ("Statements that rest on paragraph {number}", "以第 {number} 段为依据的陈述"),
    "elsewhere": ("Cited paragraphs that are not in the index", "引用了但未收入索引的段落"),
    # Errors
    "error 400": ("That can't be asked", "无法这样查询"),
    "error 404": ("Not found", "找不到"),
    "error 405": ("Not allowed", "不允许"),
    "error 500": ("Internal error", "内部错误"),
    "error 503": ("No index", "没有索引"),
    "back to the search": ("Back to the search", "返回搜索"),
}


class Wording:
    """The texts in one language: `say("articles", count=3)`."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.other = next(each for each in LANGUAGES if each != language)

    def __call__(self, key: str, **values: object) -> str:
        text = TEXTS[key][LANGUAGES.index(self.language)]
        if "|" in text:
            one, more = text.split("|")
            text = one if values.get("count") == 1 else more
        shown = {name: f"{value:,}" if isinstance(value, int) else value for name, value in values.items()}
        return text.format(**shown)

    def form(self, key: str) -> str:
        """A text with its blanks unfilled, for a script to fill; of two forms the one for many."""
        return TEXTS[key][LANGUAGES.index(self.language)].split("|")[-1]

    def knows(self, key: str) -> bool:
        return key in TEXTS


def spoken(wanted: str, accepted: Iterable[str]) -> Wording:
    """The wording of a wanted language, or else of the first accepted one that there is, as the header
    `Accept-Language` names them (`zh-CN`), best first."""
    for each in (wanted, *accepted):
        language = each.lower().replace("_", "-").split("-")[0]
        if language in LANGUAGES:
            return Wording(language)
    return Wording(LANGUAGES[0])
