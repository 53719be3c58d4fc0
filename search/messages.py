"""In which words does a search warn, or say why it refuses?

Every warning of an answer and every reason of a refused request by key, in English and in Chinese; the values
that they name travel with the key. Knows nothing of queries and imports nothing of `search`.
"""

from collections.abc import Mapping
from typing import ClassVar, Literal, TypeAlias

import msgspec

MessageLang = Literal["en", "zh"]
Value: TypeAlias = str | int | tuple[str, ...]

_LANGS: tuple[MessageLang, ...] = ("en", "zh")
_SEPARATORS = (", ", "、")  # between the items of a value that is a list


class Message(msgspec.Struct, frozen=True):
    """A text for people: its key and the values that fill its placeholders. As a string it is English."""

    key: str
    values: tuple[tuple[str, Value], ...] = ()

    # By key, in English and in Chinese.
    texts: ClassVar[Mapping[str, tuple[str, str]]] = {
        # The query language
        "not the language": (
            "the query couldn't be read as the query language; it was read as words",
            "无法按查询语法解读，已按普通词语搜索",
        ),
        "operator at an edge": (
            "{word} stands at an edge, so it was read as a word",
            "{word} 只有一边有内容，已当作普通词语",
        ),
        "negation of nothing": (
            "{word} denies nothing, so it was read as a word",
            "{word} 后面没有要排除的内容，已当作普通词语",
        ),
        "field of nothing": (
            "{typed} says nothing to look for, so it was read as a word; "
            "write it right before what is meant, as in {field}:x",
            "“{typed}”后面没有要找的内容，已当作普通词语；请紧接着写，例如 {field}:x",
        ),
        # Its parts
        "slop too wide": (
            '"{text}"~{slop} was taken as "{text}"~{most}, the most for its words',
            "“{text}”~{slop} 已按“{text}”~{most} 处理，这些词之间的间隔最大就是这样",
        ),
        "range of words": (
            "only dates have ranges; read as words: {limits}",
            "只有日期可以写成范围，已按普通词语处理：{limits}",
        ),
        "open range": (
            "{limit!r} is no date, so the range is open on its side",
            "“{limit}”不是日期，范围的这一端不设限",
        ),
        "no date": (
            "{text!r} is no date, so it was read as words; write 2025-05 or 2025-05-02",
            "“{text}”不是日期，已按普通词语处理；请写成 2025-05 或 2025-05-02",
        ),
        "wildcard among Han": (
            "{text!r} has a wildcard among Chinese characters, which was left out",
            "“{text}”在汉字之间用了通配符，通配符已忽略",
        ),
        "pattern too long": (
            "{text!r}… is too long a pattern, so it was read as words",
            "“{text}…”作为通配词太长，已按普通词语处理",
        ),
        "nothing searchable": (
            "{text!r} holds nothing that can be searched for, so it was left out",
            "“{text}”中没有可以搜索的内容，已忽略",
        ),
        # The answer
        "no dictionary": (
            "words can't be translated without a dictionary; install it with: pip install '{extra}'",
            "没有安装词典，无法翻译词语；安装命令：pip install '{extra}'",
        ),
        "quote of nothing": (
            'no article has "{quoted}"; its words were searched',
            "没有文章含有“{quoted}”，已改为搜索其中的词语",
        ),
        "read as pinyin": (
            "nothing was found by these letters; they were read as pinyin, as {quoted}",
            "按字母没有找到结果，已当作拼音搜索：{quoted}",
        ),
        "points of some": (
            "only the points of the best {count:,} articles were ranked",
            "只对最相关的 {count:,} 篇文章中的要点排了序",
        ),
        "explanation cut": (
            "not all scores are explained in full, which would take too long; ask for fewer articles",
            "完整解释全部得分耗时太长，只解释了一部分；请减少每页的文章数",
        ),
        # Limits
        "query too long": (
            "the query has {count:,} characters; at most {most:,} are read",
            "查询有 {count:,} 个字符，最多可以有 {most:,} 个",
        ),
        "nested too deep": (
            "the query nests brackets more than {most} deep",
            "查询的括号嵌套超过了 {most} 层",
        ),
        "size out of bounds": (
            "size is {size}; a page has 1 to {most} articles",
            "size 是 {size}，而一页可以有 1 到 {most} 篇文章",
        ),
        "page out of bounds": (
            "page is {page}; pages begin at 1 and end with article {most:,}",
            "page 是 {page}，而页码从 1 开始，最多翻到第 {most:,} 篇文章",
        ),
        "too many words": (
            "the query has {count:,} words; at most {most:,} are looked for",
            "查询有 {count:,} 个词，最多可以有 {most:,} 个",
        ),
        "too many patterns": (
            "the query has {count:,} words with * ? or ~; at most {most:,} are looked for",
            "查询有 {count:,} 个带 * ? 或 ~ 的词，最多可以有 {most:,} 个",
        ),
        "pattern too wide": (
            "{pattern} stands for {count:,} words of the index; at most {most:,} are looked for, "
            "so write more of its letters",
            "{pattern} 对应索引中的 {count:,} 个词，最多可以有 {most:,} 个；请多写几个字母",
        ),
        "over budget": (
            "this takes more than {seconds} s of processor time and was broken off; ask for less at once: "
            "fewer words with * or ~, more letters of each, fewer articles on a page, or no explanation",
            "这次请求耗时超过 {seconds} 秒处理器时间，已中止；请减少带 * 或 ~ 的词、多写几个字母、"
            "减少每页的文章数，或不要求解释得分",
        ),
        # Filters
        "filter is no date": (
            "{name} is {value!r}, which is no date; write 2025, 2025-05 or 2025-05-02",
            "“{value}”不是日期（参数 {name}）；请写成 2025、2025-05 或 2025-05-02",
        ),
    }

    @classmethod
    def of(cls, key: str, **values: Value) -> "Message":
        """The message of a key with its values by name. Raises KeyError for a key that isn't in the table."""
        if key not in cls.texts:
            raise KeyError(key)
        return cls(key, tuple(values.items()))

    def text(self, lang: MessageLang) -> str:
        """The text in a language, its placeholders filled."""
        number = _LANGS.index(lang)
        filled = {
            name: _SEPARATORS[number].join(value) if isinstance(value, tuple) else value
            for name, value in self.values
        }
        return self.texts[self.key][number].format(**filled)

    def __str__(self) -> str:
        return self.text("en")
