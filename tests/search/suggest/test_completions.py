"""What is offered while somebody types: what the index has, in both scripts and by pinyin."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from search import MAX_TYPED, Searcher


def offered(searcher: Searcher, typed: str, kind: str | None = None) -> list[str]:
    return [each.text for each in searcher.complete(typed) if kind in (None, each.kind)]


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("ms", "ticker", "ticker:US:MSFT"),
        ("us:ms", "ticker", "ticker:US:MSFT"),
        ("Micros", "ticker", "ticker:US:MSFT"),
        ("ticker:ms", "ticker", "ticker:US:MSFT"),
        ("Micros", "name", "Microsoft"),
        ("微", "name", "微软"),
        ("weiruan", "name", "微软"),
        ("wr", "name", "微软"),
        ("數據中", "name", "数据中心"),
        ("ＤＡＴＡ ｃ", "name", "data center"),
        ("elec", "term", "electric"),
        ("shuju", "term", "数据"),
        ("power elec", "term", "power electric"),
        ("用电 服务", "term", "用电 服务器"),
        ("数据中心为", "title", "数据中心为什么这么耗电：从PUE到算力枢纽"),
        ("耗电", "title", "数据中心为什么这么耗电：从PUE到算力枢纽"),
        ("c++", "title", "Unix, C and C++"),
    ],
)
def test_a_beginning_is_completed(samples: Searcher, typed: str, kind: str, text: str) -> None:
    assert any(each.startswith(text) for each in offered(samples, typed, kind))


def test_every_completion_finds_something(samples: Searcher) -> None:
    for typed in ("m", "data", "微", "shu", "ticker:u", "苹", "用电 服"):
        texts = offered(samples, typed)
        assert texts, typed
        for text in texts:
            assert samples.search(text).total > 0, text


def test_a_title_leads_to_its_article(samples: Searcher) -> None:
    (title,) = (each for each in samples.complete("数据中心为") if each.kind == "title")
    assert title.href == "/articles/data-center-power"


def test_what_was_typed_already_is_not_offered(samples: Searcher) -> None:
    assert "数据中心" not in offered(samples, "数据中心")
    assert "electric" not in offered(samples, "electric")


def test_a_name_that_no_article_has_is_not_offered(index_of: Callable[..., Searcher]) -> None:
    searcher = index_of({"id": "one", "title": "nothing of the kind"})
    assert offered(searcher, "micros") == []


@pytest.mark.parametrize(
    "typed", ["", " ", "\u3000", "a" * (MAX_TYPED + 1), "\x00", '"', "(((", "ticker:", "%_*?"]
)
def test_what_begins_nothing_is_completed_by_nothing(samples: Searcher, typed: str) -> None:
    assert offered(samples, typed) == []


def test_no_more_are_offered_than_the_limit_and_none_twice(samples: Searcher) -> None:
    for limit in (0, 1, 3, 8, 500):
        found = [each.text for each in samples.complete("a", limit=limit)]
        assert len(found) == len(set(found)) <= min(limit, 20)
        assert bool(found) == bool(limit)


def test_many_threads_may_complete_at_once(index_of: Callable[..., Searcher]) -> None:
    searcher = index_of({"id": "one", "title": "微软的数据中心"})
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: searcher.complete("微"), range(32)))
    assert len(set(answers)) == 1
    assert answers[0]
