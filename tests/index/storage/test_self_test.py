"""A self-test asks what is typed; one that fails names its article and keeps nothing else out."""

from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from index import Analyzer, check, open_generation, reindex, update
from index.ingest.build_session import Note
from index.storage import checking, self_test
from index.storage.self_test import sample_words
from search import Searcher
from web.cli import main

TITLES = (
    "Donau\u00addampf\u00adschiff",
    "data\u200bcenter 数据\u200b中心",
    "data\u2060center \ufeffdata\u200d",
    "Ange\u0301lique Noe\u0308l",
    "и\u0306од cafe\u0301",
    "AcmeⓇ Acme® Acme™ Acme℠ Ⓐcme",
    "Data① Dataª DataⅧ",
    "ﬁne oﬃce Ｄａｔａ 𝐃𝐚𝐭𝐚 ｄａｔａ",
    "Straße İstanbul ıstanbul ǅungla",
    "\u202eDonau\u202c \u200fdata\u200e",
    "数\ufe0f据\u0301 數據著名看著 ⼀⼆⼈",
    "GPTмодель modelдата data数据data",
    "data_center data-driven e\u00admail co\u00ad\u200boperate",
    "Microsoft's O’Neill don't ’tis",
    "1100万data数 C++programs",
    "http://example.com/aaaa/bbbb/cccc/dddd/eeee/ffff/gggg/hhhh",
    "x" * 298 + "abcdefgh",
    "字" * 299 + "词语",
    "word " * 59 + "Donaudampfschiff",
    "data\u0085center\u2028数据\u2029中心\x00word\x1fword",
    "\u0301data \u0301数据",
    "\U000e0001tagged\U000e0020data",
)


def test_no_article_fails_for_how_its_words_are_written(
    tmp_path: Path, analyzer: Analyzer, engine_name: str
) -> None:
    file = tmp_path / "a.jsonl"
    root = tmp_path / "index"
    noted: list[str] = []

    def collect(event: object) -> None:
        if isinstance(event, Note):
            noted.append(event.text)

    for start in range(0, len(TITLES), 10):  # of which each is tested
        rows = [
            msgspec.json.encode({"id": f"a{start + number}", "title": title, "paragraphs": [title]})
            for number, title in enumerate(TITLES[start : start + 10])
        ]
        file.write_bytes(b"\n".join(rows))
        reindex([str(file)], root=root, analyzer=analyzer, engine=engine_name, zone=UTC, on_event=collect)
        checked = check(root, analyzer)
        assert (checked.faults, checked.not_found) == ((), ())
    assert [text for text in noted if "isn't found" in text] == []


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Donau\u00addampfschiff 数据", {"en": "Donau\u00addampfschiff", "zh": "数据"}),
        ("Ange\u0301lique", {"en": "Ange\u0301lique"}),
        ("data-driven GPT4model", {}),
        ("x" * 299, {}),
    ],
)
def test_whole_words_are_taken_as_they_are_written(
    index_of: Callable[..., Searcher], tmp_path: Path, analyzer: Analyzer, title: str, words: dict[str, str]
) -> None:
    index_of({"id": "a", "title": title})
    (stored,) = open_generation(tmp_path / "index1", analyzer).articles.documents()
    assert sample_words(self_test.article_of(stored[1]), analyzer) == words


def test_a_failed_one_names_its_article_and_keeps_nothing_out(
    tmp_path: Path, analyzer: Analyzer, engine_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (self_test, checking):
        monkeypatch.setattr(module, "is_found", lambda reader, analyzer, word, key: key != "odd")
    file, root = tmp_path / "a.jsonl", tmp_path / "index"
    file.write_text('{"id": "odd", "title": "strange words"}\n{"id": "b", "title": "fine words"}\n')
    events: list[object] = []
    reindex([str(file)], root=root, analyzer=analyzer, engine=engine_name, zone=UTC, on_event=events.append)
    file.write_text('{"id": "odd", "title": "stranger words"}\n{"id": "c", "title": "fine words"}\n')
    changes = update([str(file)], root=root, analyzer=analyzer, zone=UTC, on_event=events.append)
    assert (changes.generation, changes.articles, changes.noted) == ("g000002", 3, 1)
    notes = [each.text for each in events if isinstance(each, Note)]
    assert notes == [
        f"the article 'odd' contains {word!r} but isn't found by it; please report this"
        for word in ("strange", "stranger")
    ]
    checked = check(root, analyzer)
    assert (checked.faults, [each.article for each in checked.not_found]) == ((), ["odd"])
    shown = CliRunner().invoke(main, ["check", "--index", str(root)])
    assert shown.exit_code == 0
    assert "intact" in shown.stdout
    assert "'odd' contains 'stranger'" in shown.stdout
    monkeypatch.setattr(checking, "lacks_postings", lambda *_: True)
    assert check(root, analyzer).faults == ("the article 'odd' contains 'stranger' but isn't found by it",)


def test_a_token_that_the_store_lacks_is_noticed(
    index_of: Callable[..., Searcher], tmp_path: Path, analyzer: Analyzer
) -> None:
    index_of({"id": "a", "title": "数据 words", "paragraphs": ["数据中心 " + "x" * 20_000]})
    reader = open_generation(tmp_path / "index1", analyzer).articles
    (stored,) = reader.documents()
    article = self_test.article_of(stored[1])
    assert not self_test.lacks_postings(reader, analyzer, article)
    other = msgspec.structs.replace(article, title="other words")
    assert self_test.lacks_postings(reader, analyzer, other)
