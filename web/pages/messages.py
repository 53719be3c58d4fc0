"""Which words does the interface use?

Every text of the pages and of their scripts by key, in English and Chinese, and the choice between the two.
Holds no HTML. A text with `|` has one form for a count of one and another for the rest.
"""

from collections.abc import Iterable
from typing import get_args

from search import Message, MessageLang

LANGUAGES: tuple[MessageLang, ...] = get_args(MessageLang)

TEXTS: dict[str, tuple[str, str]] = {
    # Punctuation
    "comma": (", ", "，"),
    "item": (", ", "、"),
    "colon": (": ", "："),
    "stop": (".", "。"),
    # Every page
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
    "keys": ("Keyboard shortcuts", "键盘快捷键"),
    "key /": ("go to the search box", "移到搜索框"),
    "key arrows": ("next or previous result", "下一条、上一条结果"),
    "key enter": ("open", "打开"),
    "key escape": ("close what is open, leave the search box", "关闭弹出内容，离开搜索框"),
    "key ?": ("show this list", "显示本列表"),
    "keys off": ("Use single-key shortcuts", "启用单键快捷键"),
    "close": ("Close", "关闭"),
    # Home
    "start": ("Find a claim, see what it rests on", "找到一句话，看到它的依据"),
    "start articles": ("article|articles", "篇文章"),
    "start points": ("point|points", "条要点"),
    "start paragraphs": ("paragraph|paragraphs", "个段落"),
    "start sources": ("source|sources", "个来源"),
    "in the index": ("In the index", "索引内容"),
    "try": ("Try", "试试"),
    "newest articles": ("Newest articles", "最新文章"),
    "all by date": ("All articles, newest first", "按时间浏览全部文章"),
    # Results
    "articles": ("{count} article|{count} articles", "{count} 篇文章"),
    "points": ("{count} point|{count} points", "{count} 个要点"),
    "took": ("in {ms} ms", "用时 {ms} 毫秒"),
    "some complete": (
        "{count} matches the whole query|{count} match the whole query",
        "其中 {count} 个结果完全符合查询",
    ),
    "none complete": ("none matches the whole query", "没有结果完全符合查询"),
    # Where nothing answers the query
    "none whole articles": (
        "No article here has all of this. The nearest first:",
        "没有文章包含查询的全部内容，以下是最接近的：",
    ),
    "none whole points": (
        "No point here has all of this. The nearest first:",
        "没有要点包含查询的全部内容，以下是最接近的：",
    ),
    "not together": (
        "No single passage of the first results has all of this. The nearest first:",
        "前几条结果里，没有哪一段包含查询的全部内容；以下是最接近的：",
    ),
    # What has less than an answer
    "more with some": (
        "{count} more has some of the words|{count} more have some of the words",
        "另有 {count} 篇文章只含部分查询词",
    ),
    "with some": (
        "{count} article has some of the words|{count} articles have some of the words",
        "有 {count} 篇文章含有部分查询词",
    ),
    "answer only": ("Show only the closest matches", "只看最匹配的文章"),
    "results": ("Results", "搜索结果"),
    "filters": ("Filters", "筛选"),
    "chosen filters": ("Active filters", "已选条件"),
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
    "by point": ("Points only", "只看要点"),
    "best": ("Best first", "最相关"),
    "newest": ("Newest first", "最新"),
    "oldest": ("Oldest first", "最早"),
    "by month": ("By month", "按月分布"),
    "by year": ("By year", "按年分布"),
    "bar points": ("{span}: {count} point|{span}: {count} points", "{span}：{count} 个要点"),
    "bar articles": ("{span}: {count} article|{span}: {count} articles", "{span}：{count} 篇"),
    "all dates": ("All dates", "全部时间"),
    "as a table": ("As a table", "以表格显示"),
    "month": ("Month", "月份"),
    "year": ("Year", "年份"),
    "count articles": ("Articles", "篇数"),
    "count points": ("Points", "要点数"),
    "synonyms": ("Synonyms searched too", "同时搜索的同义词"),
    "also": ("also searched as", "同时搜索"),
    "other language too": (
        "Some of these match only in the other language.",
        "部分结果只在另一种语言中匹配。",
    ),
    "one language": ("Search in the language of the query only", "只按输入的语言搜索"),
    "one language only": ("Only the language of the query was searched.", "只按输入的语言搜索了。"),
    "both languages": ("Search in both languages", "也搜索另一种语言"),
    "translated en": ("from English", "译自英文"),
    "translated zh": ("from Chinese", "译自中文"),
    "did you mean": ("Did you mean", "您是不是要找"),
    "only then": ("Only published then", "只看当时发布的"),
    "lacks": ("Missing", "不含"),
    "viewpoint label": ("Viewpoint", "观点"),
    "paragraph label": ("Paragraph {number}", "第 {number} 段"),
    "open point": ("Open this point in the article", "在文章中打开这条要点"),
    "open paragraph": ("Open this paragraph in the article", "在文章中打开这一段"),
    "open viewpoint": ("Open this viewpoint in the article", "在文章中打开这条观点"),
    "citing": ("Statements that cite this paragraph", "引用这一段的陈述"),
    "more citing": ("{count} more cites it|{count} more cite it", "另有 {count} 条引用它"),
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
    "no page": ("There is no page {page}.", "没有第 {page} 页。"),
    "last page": ("To the last page, {page}", "到最后一页，即第 {page} 页"),
    "reachable": (
        "Only the first {count} can be paged through; filters reach the others.",
        "最多只能翻到第 {count} 个结果；其余的请加筛选条件查找。",
    ),
    "citation": ("citation {number}", "引用 {number}"),
    "external": (
        "Paragraph {number} of the original, which is not in the index",
        "原文第 {number} 段，未收入索引",
    ),
    "missing": ("The article has no paragraph {number}", "文章没有第 {number} 段"),
    # No results
    "nothing": ("Nothing found", "没有找到"),
    "understood": ("What was searched for", "搜索了什么"),
    "word found": ("in {count} article|in {count} articles", "{count} 篇文章中有"),
    "word not found": ("in no article; searched as", "没有一篇文章含有，按以下词元搜索："),
    "less restricted": ("With fewer restrictions", "放宽条件"),
    "whole articles": ("Search whole articles, not only points", "搜索整篇文章，不只看要点"),
    "without filters": ("Without any filter", "不加任何条件"),
    "as plain words": ("As plain words", "按普通词语搜索"),
    "try others": (
        "Try fewer or other words, or browse all articles.",
        "请少用几个词，或换别的词试试；也可以浏览全部文章。",
    ),
    # Article
    "back": ("Results for", "返回搜索结果："),
    "back plain": ("Results", "返回搜索结果"),
    "original": ("Original", "原文"),
    "no match": ("Nothing in this article matches", "文中没有匹配的内容："),
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
    "citing paragraph": ("Statements that cite paragraph {number}", "引用第 {number} 段的陈述"),
    "elsewhere": ("Cited paragraphs that are not in the index", "引用了但未收入索引的段落"),
    "no article": ("There is no article “{id}”.", "没有文章“{id}”。"),
    # The API
    "api version": ("Version {version}.", "版本 {version}。"),
    "api programs": ("The same for programs:", "供程序读取的同一份描述："),
    "api errors before": ("Errors are ", "出错时返回 "),
    "api errors after": (" (RFC 9457).", "（RFC 9457）。"),
    "api key": ("Needs a key.", "需要密钥。"),
    "api required": ("required", "必填"),
    "api between": ("from {least} to {most}", "从 {least} 到 {most}"),
    "api length": ("at most {count} characters", "最多 {count} 个字符"),
    "api times": ("up to {count} times", "最多出现 {count} 次"),
    "api default": ("by default", "默认为"),
    "api responses": ("Responses:", "返回："),
    # Errors
    "error 400": ("This search isn't possible", "无法这样搜索"),
    "error 404": ("Not found", "找不到"),
    "error 405": ("Not allowed", "不允许"),
    "error 429": ("Too many requests", "请求太多"),
    "error 500": ("Internal error", "内部错误"),
    "error 503": ("No index", "没有可用的索引"),
    "error other": ("Error", "出错了"),
    "detail 404": ("There is no page at this address.", "这个地址没有页面。"),
    "detail 405": ("This address can only be read.", "这个地址只能读取。"),
    "detail other": ("The request can't be answered.", "无法处理这个请求。"),
    "back to the search": ("Back to the search", "返回搜索"),
}


class Messages:
    """The texts in one language: `t("articles", count=3)`. `gap` is what separates two sentences."""

    def __init__(self, language: MessageLang) -> None:
        self.language = language
        self.other = next(each for each in LANGUAGES if each != language)
        self.gap = "" if language == "zh" else " "
        self._number = LANGUAGES.index(language)

    def __call__(self, key: str, **values: object) -> str:
        text = TEXTS[key][self._number]
        if "|" in text:
            one, more = text.split("|")
            text = one if values.get("count") == 1 else more
        filled = {name: f"{value:,}" if isinstance(value, int) else value for name, value in values.items()}
        return text.format(**filled)

    def template(self, key: str) -> str:
        """A text with its placeholders, for a script to fill; of two forms the one for many."""
        return TEXTS[key][self._number].split("|")[-1]

    def message(self, message: Message) -> str:
        """The text of a warning or a refusal."""
        return message.text(self.language)


def negotiate(ui: str, accepted: Iterable[str]) -> Messages:
    """The messages in the language that an address names, or else in the first one of those that a browser
    accepts, as the header `Accept-Language` lists them (`zh-CN`), best first."""
    for each in (ui, *accepted):
        primary = each.lower().replace("_", "-").split("-")[0]
        for language in LANGUAGES:
            if primary == language:
                return Messages(language)
    return Messages(LANGUAGES[0])
