"""An index is compared with its own records, and a text can be shown as it is tokenized."""

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from index import Analyzer, check, tokens_of
from index.errors import IndexMissing, IndexUnusable
from index.storage.generations import read_meta, sealed
from index.text.analysis import GAP, Layer
from search import Searcher
from web import create_app
from web.cli import main


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_the_samples_are_whole(sample_index: Path, analyzer: Analyzer) -> None:
    checked = check(sample_index, analyzer)
    assert checked.faults == ()
    assert checked.missing_citations == ()
    assert (checked.articles, checked.points, checked.paragraphs) == (31, 268, 301)
    assert len(checked.self_queries) == 2
    assert run("check", "--index", str(sample_index)).exit_code == 0


def test_citations_that_name_no_paragraph_are_listed_and_are_no_fault_of_the_index(
    index_of: Callable[..., Searcher], tmp_path: Path, analyzer: Analyzer
) -> None:
    index_of(
        {
            "id": "a",
            "title": "one",
            "viewpoint": "seen [1][2]",
            "groups": [{"title": "g", "points": ["first [1]", "second [7]"]}],
            "paragraphs": ["only"],
        },
        {"id": "elsewhere", "title": "two", "viewpoint": "outside [5]"},
    )
    checked = check(tmp_path / "index1", analyzer)
    listed = [(each.article, each.anchor, each.number) for each in checked.missing_citations]
    assert listed == [("a", "viewpoint", 2), ("a", "g1-2", 7)]
    result = run("check", "--index", str(tmp_path / "index1"))
    assert result.exit_code == 0
    assert "a#g1-2 cites 7" in result.stdout


@pytest.mark.parametrize("field", ["articles", "points", "paragraphs"])
def test_counts_that_disagree_are_a_fault(
    index_of: Callable[..., Searcher], tmp_path: Path, analyzer: Analyzer, field: str
) -> None:
    index_of({"id": "a", "title": "one", "paragraphs": ["x"]})
    root = tmp_path / "index1"
    meta = sealed(msgspec.structs.replace(read_meta(root, "g000001"), **{field: 5}))
    (root / "g000001" / "meta.json").write_bytes(msgspec.json.encode(meta))
    assert [fault for fault in check(root, analyzer).faults if field in fault]
    assert run("check", "--index", str(root)).exit_code == 1


def test_reindexing_if_needed_builds_only_where_the_index_doesnt_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"title": "断粮 news"}', encoding="utf-8")
    arguments = ("reindex", str(file), "--index", str(tmp_path / "i"), "--if-needed")

    def live() -> str:
        assert run(*arguments).exit_code == 0
        return (tmp_path / "i" / "CURRENT").read_text().split()[0]

    assert live() == "g000001"
    assert live() == "g000001"
    words = tmp_path / "words.txt"
    words.write_text("断粮 100\n", encoding="utf-8")
    monkeypatch.setenv("YINSUO_DICTIONARY", str(words))
    refused = run("search", "news", "--index", str(tmp_path / "i"))
    assert refused.exit_code == 2
    assert "segmenter was" in refused.stderr
    assert "yinsuo reindex" in refused.stderr
    assert live() == "g000002"
    assert run("search", "news", "--index", str(tmp_path / "i")).exit_code == 0


@pytest.mark.parametrize(
    "text",
    [
        "iPhone15手机 GPT-4o，數據中心 running ＡＩ",
        "萨姆·奥特曼 cafe\u0301 ﬁne ㎏ 𠮷野家",
        "一\u2029two\u2029三四",
        "",
    ],
)
def test_tokens_shown_are_the_tokens_indexed(analyzer: Analyzer, text: str) -> None:
    shown = tokens_of(text, analyzer)
    assert bool(shown) == bool(text)
    layers = analyzer.layers([text])
    for layer in Layer:
        tokens = [token.text for token in shown if token.layer is layer]
        indexed = [token for token in getattr(layers, layer.value).split() if token != GAP]
        assert (tokens if layer is Layer.GRAMS else sorted(tokens)) == (
            indexed if layer is Layer.GRAMS else sorted(indexed)
        )
    places = [token.position for token in shown if token.layer is Layer.GRAMS]
    positions = [place for place, token in enumerate(layers.grams.split()) if token != GAP]
    assert places == positions
    assert all(0 <= token.start < token.end <= len(text) for token in shown)


def test_tokens_are_shown_in_the_terminal_and_as_json(sample_index: Path) -> None:
    table = run("tokens", "iPhone15手机")
    assert "iphone15" in table.stdout
    assert "5手" in table.stdout
    printed = json.loads(run("tokens", "iPhone15手机", "--json").stdout)
    served = create_app(sample_index).test_client().get("/api/tokens?text=iPhone15手机").get_json()
    assert served == {"text": "iPhone15手机", **printed}
    assert [unit["text"] for unit in served["query"]] == ["iphone15", "手机"]


def test_too_long_a_text_is_refused_with_the_limit(sample_index: Path) -> None:
    answer = create_app(sample_index).test_client().get("/api/tokens", query_string={"text": "x" * 1001})
    assert answer.status_code == 400
    assert "1,000" in answer.get_json()["detail"]


def rewrite(path: Path, data: bytes) -> None:
    """Write the file anew; a new one, since readers have the old one mapped."""
    path.unlink()
    path.write_bytes(data)


@pytest.mark.usefixtures("leaves_files_open")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_changed_byte_in_any_file_is_found_by_the_check(
    index_of: Callable[..., Searcher], tmp_path: Path
) -> None:
    index_of({"id": "a", "title": "one", "paragraphs": ["some words " * 50]})
    files = [path for path in (tmp_path / "index1" / "g000001" / "articles").iterdir() if path.stat().st_size]
    assert files
    assert run("check", "--index", str(tmp_path / "index1")).exit_code == 0
    for path in files:
        intact = path.read_bytes()
        for place in (0, len(intact) // 2, len(intact) - 1):
            rewrite(path, intact[:place] + bytes([intact[place] ^ 1]) + intact[place + 1 :])
            result = run("check", "--index", str(tmp_path / "index1"))
            assert result.exit_code == 1, path
            assert "reindex" in result.output
        rewrite(path, intact)


def faults_of(root: Path, analyzer: Analyzer) -> tuple[str, ...]:
    """The faults of a damaged index, whether it can be opened or not."""
    try:
        return check(root, analyzer).faults
    except IndexUnusable as fault:
        return (str(fault),)


def test_a_changed_byte_in_what_an_index_says_of_itself_is_found(
    index_of: Callable[..., Searcher], tmp_path: Path, analyzer: Analyzer
) -> None:
    index_of({"id": "a", "title": "one", "paragraphs": ["some words"]})
    root = tmp_path / "index1"
    meta = root / "g000001" / "meta.json"
    intact = meta.read_bytes()
    for place, byte in enumerate(intact):
        for change in (0x01, 0x20):
            rewrite(meta, intact[:place] + bytes([byte ^ change]) + intact[place + 1 :])
            assert any("meta.json" in fault for fault in faults_of(root, analyzer)), intact[place:]


def test_a_changed_byte_in_the_pointer_leads_to_no_other_generation(
    index_of: Callable[..., Searcher], tmp_path: Path, analyzer: Analyzer
) -> None:
    index_of({"id": "a", "title": "one", "paragraphs": ["some words"]})
    root = tmp_path / "index1"
    assert run("reindex", str(tmp_path / "articles1.jsonl"), "--index", str(root)).exit_code == 0
    intact = (root / "CURRENT").read_bytes()
    assert intact == b"g000002 g000001\n"
    for place in range(len(b"g000002")):
        for byte in set(range(256)) - {intact[place]}:
            (root / "CURRENT").write_bytes(intact[:place] + bytes([byte]) + intact[place + 1 :])
            with pytest.raises((IndexUnusable, IndexMissing)):
                check(root, analyzer)


@pytest.mark.usefixtures("leaves_files_open")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_store_that_lost_much_is_said_to_be_damaged(
    index_of: Callable[..., Searcher], tmp_path: Path
) -> None:
    index_of({"id": "a", "title": "one", "paragraphs": ["some words " * 50]})
    files = list((tmp_path / "index1" / "g000001" / "articles").iterdir())
    stores = [path for path in files if path.suffix in {".store", ".seg"}]
    assert stores
    for store in stores:
        rewrite(store, bytes(store.stat().st_size))
    for command, status in ((("check",), 1), (("search", "words"), 2)):
        result = run(*command, "--index", str(tmp_path / "index1"))
        assert result.exit_code == status
        assert "reindex" in result.output
