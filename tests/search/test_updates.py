"""After updates both engines, and an updated and a rebuilt index, find the same articles."""

import json
from datetime import UTC
from pathlib import Path
from random import Random

from index import Analyzer, open_generation, reindex, remove, update
from index.engines import engine_names
from search import Searcher, SearchRequest

TEXT = """
battery data center power grid cloud chip network model storage language update engine search memory kernel
driver screen camera market order price share growth profit supply factory
电池 数据 中心 电力 芯片
网络 模型 存储 语言 更新 引擎 搜索 内存 内核 屏幕 市场 订单 价格 增长 利润 供应 工厂 材料
能源 人工智能 半导体 操作系统 新能源汽车
"""
WORDS = TEXT.split()
STEMS = ("alpha", "beta", "gamma", "delta", "项目", "计划")
RARE = [f"{stem}{number}" for stem in STEMS for number in range(60)]
NAMES = [("US:MSFT", "Microsoft"), ("US:AAPL", "苹果"), ("HK:0700", "腾讯"), ("SH:600519", "贵州茅台")]


def record(key: str, random: Random) -> dict[str, object]:
    def text(most: int) -> str:
        rare = random.sample(RARE, 2)
        return " ".join([*random.choices(WORDS, k=random.randint(2, most)), random.choice(rare)])

    symbol, name = random.choice(NAMES)
    return {
        "id": key,
        "title": text(5),
        "source": random.choice(["Sample Review", "样例财经", f"source {random.randint(0, 30)}"]),
        "published": f"2025-{random.randint(1, 12):02}-{random.randint(1, 28):02}",
        "tickers": [{"symbol": symbol, "name": name}] if random.random() < 0.3 else [],
        "groups": [{"title": text(3), "points": [text(8) + " [1]"]}],
        "paragraphs": [text(30) for _ in range(random.randint(1, 4))],
    }


def question(random: Random) -> str:
    words = random.choices(WORDS, k=random.randint(1, 6))
    rare = random.choice(RARE)
    kind = random.randrange(9)
    if kind == 0:
        return f"{rare} {words[0]}"
    if kind == 1:
        return f"{rare[:-1]}*"
    if kind == 2:
        return f"{words[0]} -{words[-1]} {rare}"
    if kind == 3:
        return f'"{words[0]} {words[-1]}"'
    if kind == 4:
        return f"{rare}~"
    if kind == 5:
        return f"{words[0]} OR {rare}"
    if kind == 6:
        return f"{random.choice(NAMES)[1]} {words[0]}"
    return " ".join(words)


def write(file: Path, records: list[dict[str, object]]) -> str:
    file.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return str(file)


def test_updates_leave_the_articles_that_a_rebuilt_index_finds_on_both_engines(
    tmp_path: Path, analyzer: Analyzer
) -> None:
    random = Random(17)
    articles = {f"a{number}": record(f"a{number}", random) for number in range(400)}
    roots = {name: tmp_path / name for name in engine_names()}
    first = write(tmp_path / "first.jsonl", list(articles.values()))
    for name, root in roots.items():
        reindex([first], root=root, analyzer=analyzer, engine=name, zone=UTC)
    for number in range(50):
        gone = random.sample(sorted(articles), random.randint(0, 2))
        changed = [record(key, random) for key in random.sample(sorted(articles.keys() - set(gone)), 3)]
        new = [record(f"n{number}-{at}", random) for at in range(random.randint(0, 2))]
        given = write(tmp_path / "given.jsonl", [*changed, *new])
        for root in roots.values():
            update([given], root=root, analyzer=analyzer, zone=UTC)
            if gone:
                remove(gone, root=root, analyzer=analyzer, zone=UTC)
        for key in gone:
            del articles[key]
        articles |= {str(each["id"]): each for each in (*changed, *new)}
    again = write(tmp_path / "again.jsonl", list(articles.values()))
    for name in engine_names():
        roots[f"rebuilt {name}"] = tmp_path / f"rebuilt-{name}"
        reindex([again], root=roots[f"rebuilt {name}"], analyzer=analyzer, engine=name, zone=UTC)
    searchers = {name: Searcher(open_generation(root, analyzer), analyzer) for name, root in roots.items()}
    questions = [question(random) for _ in range(200)]
    assert len(set(questions)) > 180
    differing = {}
    for query in questions:
        found = {name: found_by(searcher, query) for name, searcher in searchers.items()}
        if len({repr(each) for each in found.values()}) > 1:
            differing[query] = {name: (each[0], len(each[1])) for name, each in found.items()}
    assert differing == {}


def found_by(searcher: Searcher, query: str) -> tuple[int, list[str], object]:
    """How many articles match all of a query, all that are found, and their facets."""
    ids: set[str] = set()
    page = 1
    while True:
        results = searcher.search(SearchRequest(query, order="best", size=100, page=page))
        ids |= {article.id for article in results.articles}
        if not results.links.next:
            break
        page += 1
    assert len(ids) == results.total
    return results.required, sorted(ids), results.facets
