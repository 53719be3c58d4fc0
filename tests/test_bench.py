"""The benchmark runs on the samples: peers find what they should, stages exist, tables are written."""

import gzip
import json
import os
import shutil
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest

from index import Article
from index.articles.article import ArticleRecord, from_record
from tests.bench import run as bench
from tests.bench.measures import worker
from tests.bench.measures.charts import chart, panels_of
from tests.bench.measures.corpora import EN, ZH, Generator, Texts, articles_of, corpus_of, texts_of
from tests.bench.measures.digests import DigestGenerator
from tests.bench.measures.goals import goal_lines
from tests.bench.measures.machine import this_machine
from tests.bench.measures.queries import typed_questions
from tests.bench.measures.results import Run, Times, decoded, encoded
from tests.bench.measures.summary import lines_of
from tests.bench.measures.versus import Failed, speeds
from tests.bench.peers import raw_tantivy
from tests.bench.peers.contract import Handle, Missing, Peer, Text, WrongCount, check_counts
from tests.bench.peers.every_peer import PEERS
from tests.bench.peers.jieba_words import cut
from tests.bench.tables import BEGIN, END, PAGE, PICTURE, section, written_into

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples/articles.jsonl"
ASKED = ["数据中心 用电", "the battery of an electric car", "存储芯片涨价", "微信红包"]
SMALL = bench.Extent(
    peers_one_of=1,
    whole_one_of=1,
    peers_share=1.0,
    whole_share=1.0,
    sizes=(100,),
    seconds=1,
    long=0,
    of_class=8,
    digests=12,
)


@pytest.fixture(autouse=True)
def _old_libraries() -> Iterator[None]:
    """jieba's own code warns on newer Pythons, and some peers leave it to the collector to close files."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Texts:
    """The samples in the place of the texts beside the project, twice, and their openings as questions."""
    folder = tmp_path_factory.mktemp("data")
    for name in ("articles", "queries"):
        (folder / name).mkdir()
    lines = (ROOT / "samples/articles.jsonl").read_bytes().splitlines(keepends=True)
    records = [json.loads(line) for line in lines]
    for language in (ZH, EN):
        with gzip.open(folder / f"articles/{language}.jsonl.gz", "wb") as out:
            for record in records:
                row = {**record, "id": f"{language}-{record['id']}"}
                out.write(json.dumps(row).encode() + b"\n")
    shutil.copy(ROOT / "samples/articles.jsonl", folder / "articles/juya-digests.jsonl")
    han = [record["title"] for record in records if not record["title"].isascii()][:15]
    views = [record["viewpoint"] for record in records if record.get("viewpoint")]
    latin = [" ".join(view.split()[:4]) for view in views[:8]]
    for name, questions in (("weibo-20k", han), ("search-benchmark-game", latin)):
        rows = (json.dumps({"text": question}) + "\n" for question in questions)
        (folder / f"queries/{name}.jsonl").write_text("".join(rows), encoding="utf-8")
    return Texts(folder)


@pytest.fixture(scope="module")
def paragraphs() -> list[Text]:
    given = [text for each in articles_of([ROOT / "samples/articles.jsonl"]) for text in each.paragraphs]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(cut(given))


@pytest.fixture(scope="module")
def measured(texts: Texts, tmp_path_factory: pytest.TempPathFactory) -> Run:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = bench.Bench(texts, tmp_path_factory.mktemp("cache"), SMALL, full=False, again=False)
        made.corpora = ["digests"]
        for part in ("build", "answers", "compare", "whole", "grow", "speed"):
            getattr(made, part)()
    return made.run


def built(peer: Peer, texts: list[Text], folder: Path) -> Handle:
    try:
        return peer.build(texts, folder)
    except Missing as fault:
        pytest.skip(str(fault))


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_a_peer_finds_what_its_tokens_say(peer: Peer, paragraphs: list[Text], tmp_path: Path) -> None:
    handle = built(peer, paragraphs, tmp_path)
    assert check_counts(peer.name, handle, paragraphs, ASKED) == len(ASKED)
    assert handle.bytes > 0
    assert handle.top_ten(handle.prepare(ASKED[0]))


def test_a_peer_that_lacks_a_text_is_told_from_a_fast_one(paragraphs: list[Text], tmp_path: Path) -> None:
    handle = raw_tantivy.build(paragraphs[: len(paragraphs) // 2], tmp_path)
    with pytest.raises(WrongCount, match="matches"):
        check_counts("half", handle, paragraphs, ASKED)


def test_a_peer_that_finds_nothing_is_an_error(paragraphs: list[Text], tmp_path: Path) -> None:
    handle = raw_tantivy.build([Text("", "")], tmp_path)
    with pytest.raises(WrongCount):
        check_counts("empty", handle, paragraphs, ASKED)


def test_every_function_is_there_whose_time_is_told(measured: Run) -> None:
    assert measured.answers is not None
    assert measured.answers.untimed == ()


def test_stages_add_up_and_every_one_of_the_main_ones_takes_time(measured: Run) -> None:
    assert measured.answers is not None
    stages = measured.answers.stages["as typed"]
    assert {"parsing", "expansion", "engine", "passages", "snippets", "citations"} <= stages.keys()
    assert all(taken >= 0 for taken in stages.values())
    assert measured.answers.stages["request for JSON"]["rendering"] > 0


def test_every_class_of_questions_is_asked(measured: Run) -> None:
    assert measured.answers is not None
    expected = {
        "one word",
        "two or more words",
        "phrase",
        "rare",
        "very common",
        "prefix",
        "filter",
        "facets",
    }
    assert measured.answers.classes.keys() == expected


def test_a_run_is_read_back_as_it_was_written(measured: Run) -> None:
    assert decoded(encoded(measured)) == measured


def test_the_page_is_given_a_table_of_every_peer_and_says_what_each_is_better_at(measured: Run) -> None:
    assert measured.comparison is not None
    text = section(measured)
    for peer in measured.comparison.peers:
        assert f"**{peer.name}**" in text
    assert text.count("\n- **") == len(measured.comparison.peers) - 1
    faster = [peer.name for peer in measured.comparison.peers if peer.top_ten.p50 * 2 < yinsuo(measured)]
    assert "raw tantivy" in faster
    for name in faster:
        (line,) = (line for line in text.splitlines() if line.startswith(f"- **{name}**"))
        assert "times faster at the median" in line


def yinsuo(run: Run) -> float:
    assert run.comparison is not None
    return next(peer.top_ten.p50 for peer in run.comparison.peers if peer.name == "Yinsuo")


def test_a_second_writing_replaces_the_first_and_nothing_else(measured: Run) -> None:
    page = f"before\n\n{BEGIN}\n{END}\n\nafter\n"
    once = written_into(page, section(measured))
    assert written_into(once, section(measured)) == once
    assert once.startswith("before\n")
    assert once.endswith("\nafter\n")
    with pytest.raises(ValueError, match="the page"):
        written_into("no marks", "text")


def test_the_page_has_the_place_for_it() -> None:
    assert (ROOT / PAGE).parent / PICTURE == ROOT / "docs" / "bench.svg"
    written_into((ROOT / PAGE).read_text(encoding="utf-8"), "")


def test_the_chart_is_a_picture_of_every_row(measured: Run) -> None:
    panels = panels_of(measured)
    drawn = ElementTree.fromstring(chart(panels))
    texts = [each.text for each in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert [row.name for panel in panels for row in panel.rows if row.name not in texts] == []
    width = float(drawn.attrib["width"])
    circles = list(drawn.iter("{http://www.w3.org/2000/svg}circle"))
    assert len(circles) > 2 * len(panels)
    for circle in circles:
        assert 0 < float(circle.attrib["cx"]) < width


def test_the_terminal_is_told_of_every_part(measured: Run) -> None:
    printed = "\n".join(lines_of(measured))
    for part in (
        "build ",
        "whole answers in process",
        "engines alone",
        "whole answers over",
        "passages, ",
        "digests, 12 articles",
    ):
        assert part in printed


def test_generated_articles_are_the_same_each_time_and_made_of_real_sentences(texts: Texts) -> None:
    files = [texts.file(ZH)]
    lines = list(Generator(files, seed=5).lines(200))
    assert lines == list(Generator(files, seed=5).lines(200))
    assert list(Generator(files, seed=5).lines(100)) == lines[:5]
    real = "".join(text for article in articles_of(files) for text in texts_of(article))
    record = msgspec.json.decode(lines[0])
    assert len(record["paragraphs"]) == 20
    assert all(paragraph.split(" ")[0] in real for paragraph in record["paragraphs"])


def test_generated_digests_are_the_same_each_time() -> None:
    records = list(DigestGenerator([SAMPLES], seed=5).records(6))
    assert records == list(DigestGenerator([SAMPLES], seed=5).records(6))
    assert records[:3] == list(DigestGenerator([SAMPLES], seed=5).records(3))
    assert records != list(DigestGenerator([SAMPLES], seed=6).records(6))


def test_citations_of_a_generated_digest_lead_to_the_paragraphs_that_were_cited() -> None:
    real = set(_cited(articles_of([SAMPLES])))
    records = DigestGenerator([SAMPLES], seed=5).records(20)
    made = [from_record(msgspec.convert(record, ArticleRecord)).article for record in records]
    cited = list(_cited(made))
    assert len(cited) > 20 * 5
    assert real.issuperset(cited)
    assert all(article.viewpoint and article.groups and article.paragraphs for article in made)


def _cited(articles: Iterable[Article]) -> Iterator[tuple[str, str]]:
    """Statements with a paragraph that they cite."""
    for article in articles:
        points = [point for group in article.groups for point in group.points]
        for statement in [*points, *filter(None, [article.viewpoint])]:
            for citation in statement.citations:
                yield statement.text, article.paragraphs[citation.number - 1]


def test_two_checkouts_answer_the_same_questions_in_turn(tmp_path: Path) -> None:
    corpus, file = DigestGenerator([SAMPLES], seed=5).written(tmp_path, 12)
    queries = ["数据中心 用电", "存储芯片涨价", "zzqx"]
    one, other = speeds(tmp_path, corpus, [file], queries, checkouts=[ROOT, ROOT])
    assert one.found == other.found == round(2 / 3, 4)
    for side in (one, other):
        assert 0 < side.engine.p50 < side.whole.p50
        assert side.ids.count == len(queries)
    told = list(lines_of(Run(1, False, "", "", this_machine(), {}, 1, speeds=(one, other))))
    assert sum("times" in line for line in told) == 3


def test_a_folder_that_is_no_checkout_is_not_measured(tmp_path: Path) -> None:
    corpus, file = DigestGenerator([SAMPLES], seed=5).written(tmp_path, 2)
    with pytest.raises(Failed, match="no checkout"):
        speeds(tmp_path, corpus, [file], ["zzqx"], checkouts=[tmp_path])


def test_a_checkout_whose_code_is_not_what_runs_is_not_measured(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, worker.__file__, str(tmp_path), str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "not the code of" in done.stderr


def test_the_engine_is_timed_once_where_its_methods_call_each_other() -> None:
    class Reader:
        def search(self) -> float:
            time.sleep(0.01)
            self.fetch()
            return 0.0

        def fetch(self) -> None:
            time.sleep(0.01)

        def scorer(self) -> Callable[[], None]:
            return lambda: time.sleep(0.01)

    clock, reader = worker.EngineClock(), Reader()
    with clock.running(Reader):
        began = time.perf_counter()
        reader.search()
        reader.scorer()()
        whole = time.perf_counter() - began
    assert 0.03 <= clock.seconds <= whole
    reader.search()
    assert clock.seconds <= whole


def test_questions_are_chosen_alike_each_time(texts: Texts) -> None:
    one, other = (typed_questions(texts.folder / "queries", seed=3) for _ in range(2))
    assert one == other
    assert len(set(one.chinese)) == len(one.chinese) > 10


def test_a_corpus_is_told_by_what_it_holds(texts: Texts) -> None:
    corpus = corpus_of(ZH, texts.file(ZH))
    assert corpus.articles == 28
    assert corpus.passages > corpus.articles
    assert corpus.digest != corpus_of(EN, texts.file(EN)).digest


def test_goals_that_are_missed_are_told_as_missed(measured: Run) -> None:
    assert measured.answers is not None
    slow = msgspec.structs.replace(measured.answers, headline=Times(10, 4.01, 12.0, 20.0))
    lines = list(goal_lines(msgspec.structs.replace(measured, answers=slow)))
    assert lines[0].startswith("MISSED whole answer, p50")
    assert lines[1].startswith("met    whole answer, p95")


def test_a_part_is_measured_anew_only_in_a_run_of_the_same_commit(measured: Run) -> None:
    clean = msgspec.structs.replace(measured, commit="abc")
    fresh = msgspec.structs.replace(clean, answers=None)
    assert bench.continued(fresh, clean) is clean
    assert bench.continued(msgspec.structs.replace(fresh, commit="abd"), clean).answers is None
    changed = msgspec.structs.replace(clean, commit="abc+")
    assert bench.continued(msgspec.structs.replace(fresh, commit="abc+"), changed).answers is None
