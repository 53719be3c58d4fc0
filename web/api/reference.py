"""How is the API described to people?

A page made from the OpenAPI document, with the descriptions in the language of the interface: the document's
own are English, the Chinese ones stand here, by operation and parameter.
"""

from collections.abc import Mapping

from flask import Blueprint, Response, current_app
from markupsafe import Markup

from web.api.openapi import document
from web.pages.html import with_code
from web.pages.rendering import messages_for, render_page
from web.pages.search_form import read_leniently

blueprint = Blueprint("reference", __name__)

# By operation: its summary, its description; by operation and parameter, or by parameter where all operations
# mean the same by it: its description.
CHINESE: Mapping[str, str] = {
    "": "搜索中英文文章，文章中的每句话都带有引用。",
    "search": "排好序的文章，附有匹配的段落和它们的引用；也可以只要要点。",
    "search more": (
        "没有查询时，返回符合筛选条件的全部文章；筛选条件也没有时，什么也不返回。"
        "`links`指向下一页和上一页，保留其他所有参数。"
    ),
    "article": "一篇文章，每处引用都已解析，查询中的词都已标出。",
    "tokens": "一段文字如何分析：它在索引中的词元，以及作为查询时的单元。",
    "suggest": "以所输入的内容开头的股票代码、名称、常见词和标题，也可以按拼音匹配。",
    "browser_suggest": "同上，供浏览器自带的搜索框使用（OpenSearch Suggestions 1.1）。",
    "feed": "把一次搜索保存为订阅源：匹配的文章中最新的那些。",
    "feed more": "没有文章含有足够多的查询词时，订阅源为空，所以其中只会出现回答这次搜索的文章。",
    "opensearch": "浏览器添加这个搜索引擎所需的描述。",
    "description": "这份描述。",
    "health": "能否回答查询，以及用的是哪一代索引。",
    "metrics": "服务器和索引的指标，供 Prometheus 使用。",
    "q": "查询，使用查询语法。",
    "article q": "一个查询，其中的词会在文章中标出。",
    "suggest q": "目前输入的内容。",
    "browser_suggest q": "目前输入的内容。",
    "ticker": "上市公司，例如`US:MSFT`；有多个时，符合其中一个即可。",
    "source": "发布者；有多个时，符合其中一个即可。",
    "from": "起始的年、月或日：`2025`、`2025-05` 或 `2025-05-02`。",
    "to": "截止的年、月或日：`2025`、`2025-05` 或 `2025-05-02`。",
    "kind": "必须匹配的段落种类。",
    "lang": (
        "是否也匹配以另一种语言含有查询词的文章：只在本语言的匹配很少时（`auto`）、"
        "从不（`same`），或同等对待（`both`）。"
    ),
    "page": "页码，从 1 开始；页码乘以每页篇数也不得超过同一上限。",
    "size": "每页的文章数或要点数。",
    "feed size": "订阅源中的文章数。",
    "sort": "结果的顺序：默认情况下，没有查询时最新的在前，否则最相关的在前。",
    "scope": "对什么排序。要点总是最相关的在前，且没有得分说明。",
    "extent": "结果到哪里为止：只列回答查询的文章（`answer`），或一直列到含有任何一个查询词的文章（`any`）。",
    "explain": "附上查询是怎样理解的，以及每个得分是怎样得出的。",
    "pretty": "把返回的内容排版得便于人阅读。",
    "id": "文章的编号。",
    "text": "任意文字。",
    "limit": "建议最多有多少条。",
}


@blueprint.get("/api")
def reference() -> Response:
    """The reference of the API."""
    form = read_leniently()
    t = messages_for(form)

    def described(english: str, *keys: str) -> Markup:
        """A description in the language of the interface, by the first key that has one."""
        chinese = (CHINESE[key] for key in keys if key in CHINESE)
        return with_code(next(chinese, english) if t.language == "zh" else english)

    return render_page("api.html", form, t, document=document(current_app), described=described)
