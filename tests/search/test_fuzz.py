"""Any typed text gets an answer, without an exception, in good time, and without a leak of memory."""

import os
import random
import resource
import time
from contextlib import suppress

import msgspec
import pytest
from examples import IN_CI, examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import QueryLimit, Searcher

STRINGS = int(os.environ.get("TEST_STRINGS", "1500" if IN_CI else "300"))
LONGEST = 2.0  # seconds
GROWTH = 300_000  # kilobytes, for caches that fill

PARTS = [
    "数据", "中心", "微软", "苹果", "的", "data", "center", "Microsoft", "US:MSFT", "GPT-4o", "3.6.3", "C++",
    "wr", '"', "“", "”", "「", "'", "(", ")", "（", "）", "[", "]", "{", "}", " ", "  ", "\u3000", "\n",
    "\t", "\0", "\x1b", "AND", "OR", "NOT", " AND ", " OR ", " NOT ", "-", "--", "+", "|", "&", "!",
    "^", "^2", "^-1", "^9e99", "~", "~1", "~99999999999", "*", "?", "**", ":", "：", "title:", "point:",
    "text:", "ticker:", "source:", "date:", "any:", ">", "<", ">=", "<=", " to ", " TO ", "2025",
    "2025-05", "2025-13", "上周", "近7天", "last week", "since ", "\u200b", "\u202e", "\ufeff", "\ud800",
    "\U0010ffff", "😀", "👨‍👩‍👧", "e\u0301", "ﬁ", "㎏", "½", "\\", "/", "%", "#", "@", "a" * 60, "9" * 60,
    "的" * 60, "a-" * 30, "(" * 30, ")" * 30, '"' * 7, "micro*", "m?cro", "openai~", "a*", "*a",
]  # fmt: skip


def answered(searcher: Searcher, query: str) -> float:
    """The seconds that an answer took; reaching a limit is an answer too."""
    began = time.perf_counter()
    with suppress(QueryLimit):
        assert msgspec.json.encode(searcher.search(query, size=5))
    return time.perf_counter() - began


def typed(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.02:
        return chance.choice(PARTS) * chance.randint(1, 10_000 // len(PARTS[0]))
    if kind < 0.1:
        return "".join(chr(chance.randrange(0x110000)) for _ in range(chance.randint(0, 200)))
    return "".join(chance.choice(PARTS) for _ in range(chance.randint(0, 25)))


def test_random_strings_are_answered(samples: Searcher) -> None:
    chance = random.Random(11)
    answered(samples, "warm")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    slowest = (0.0, "")
    for _ in range(STRINGS):
        query = typed(chance)
        slowest = max(slowest, (answered(samples, query), query))
    assert slowest[0] < LONGEST, slowest
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < GROWTH


@settings(deadline=None, max_examples=examples(150), suppress_health_check=list(HealthCheck))
@given(query=st.one_of(st.text(max_size=1200), st.lists(st.sampled_from(PARTS), max_size=40).map("".join)))
def test_any_text_is_answered(samples: Searcher, query: str) -> None:
    assert answered(samples, query) < LONGEST


@pytest.mark.parametrize(
    "query",
    [
        "a " * 200,
        "数据" * 200,
        '"' + "数据 " * 190 + '"~3',
        "(" * 50 + "a" + ")" * 50,
        "a OR " * 190 + "a",
        "-a " * 190,
        "the " * 190,
        "微软 " * 199,
        "m* " * 60,
        "openai~2 " * 60,
        "m" + "?*" * 400 + "m",
        "micro" * 190 + "*",
        "openai" * 160 + "~2",
    ],
    ids=lambda query: query[:12],
)
def test_the_longest_queries_are_answered_in_time(samples: Searcher, query: str) -> None:
    assert answered(samples, query[:1000]) < LONGEST
