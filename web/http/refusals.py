"""In which words is a request refused?

The reasons that people see on a page, in English and Chinese: a parameter that can't be read, too many
requests, a failure; and those of a request that isn't read at all. Why a query is refused is up to `search`.
"""

from collections.abc import Mapping
from typing import ClassVar

from search import Message


class Refusal(Message, frozen=True):
    """Why a request is refused, by key."""

    texts: ClassVar[Mapping[str, tuple[str, str]]] = {
        "too many values": (
            "{name} is given {count} times; at most {most} are read",
            "{name} 出现了 {count} 次，最多可以出现 {most} 次",
        ),
        "no whole number": ("{name} is {value}; write a whole number", "{name} 是 {value}，而它应当是整数"),
        "no such choice": (
            "{name} is {value}: write one of {choices}",
            "{name} 是 {value}，而它只能是：{choices}",
        ),
        "too long": (
            "{name} has {count:,} characters; at most {most:,} are read",
            "{name} 有 {count:,} 个字符，最多可以有 {most:,} 个",
        ),
        "too many requests": (
            "the rate limit is {rate}; try again in {seconds} seconds",
            "请求太多；请在 {seconds} 秒后再试",
        ),
        "malformed": ("this is no well-formed HTTP request", "这不是合乎规范的 HTTP 请求"),
        "not supported": (
            "the request asks for something of HTTP that this server doesn't do",
            "请求用到了此服务器不支持的 HTTP 功能",
        ),
        "line too long": ("the first line of the request is too long", "请求的第一行太长"),
        "head too large": ("the head of the request is too large", "请求头太大"),
        "too slow": ("the request didn't arrive in time", "请求没有及时到达"),
        "index missing": (
            "there is no index yet; build one with 'yinsuo reindex PATH…'",
            "这里还没有索引；请用“yinsuo reindex PATH…”建立",
        ),
        "index mismatch": (
            "the index was built by another version or with other settings; rebuild it with "
            "'yinsuo reindex PATH…'",
            "索引由另一个版本或另一套设置建立；请用“yinsuo reindex PATH…”重建",
        ),
        "index unusable": (
            "the index can't be opened; 'yinsuo check' says why",
            "索引打不开；请用“yinsuo check”查看原因",
        ),
        "broken": (
            "the server made a mistake; its log says which",
            "服务器出了错，原因记在它的日志里",
        ),
    }
