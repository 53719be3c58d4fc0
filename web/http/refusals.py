"""In which words is a request refused?

The reasons that people see on a page, in English and Chinese: a parameter that can't be read, too many
requests, a failure. Why a query is refused is up to `search`.
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
        "broken": (
            "the server made a mistake; its log says which",
            "服务器出了错，原因记在它的日志里",
        ),
    }
