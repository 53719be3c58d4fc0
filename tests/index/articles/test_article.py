"""A record becomes an article once and for all, and the article can be written down as a record again."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles.article import (
    MAX_ID,
    Article,
    ArticleRecord,
    Group,
    GroupRecord,
    PointRecord,
    Ticker,
    from_record,
    to_record,
)
from index.articles.citation_marks import Citation, Cited
from index.errors import ArticleError

SAMPLES = Path(__file__).parents[3] / "samples" / "articles.jsonl"

BREAD = ArticleRecord(
    id="bread",
    title="OpenAI被“断粮”",
    url="https://example.org/bread",
    source="量子位",
    published="2025-05-02T04:36:00+08:00",
    tickers=[Ticker("US:MSFT", "Microsoft")],
    viewpoint="The relationship is strained [1][2].",
    groups=[GroupRecord("Investment", ["Microsoft paused plans [2].", PointRecord("微软暂停计划［1］。")])],
    paragraphs=["微软与OpenAI的关系紧张。", "", "Microsoft paused its plans in Ohio."],
)

TEXT = st.lists(
    st.sampled_from(
        ["微软", "OpenAI", "云", "&amp;", "amp;", " ", "\n", "[8]", "［3-5］", "[", "]", "9", "."]
    ),
    max_size=8,
).map("".join)
POINT = TEXT | st.builds(PointRecord, TEXT)
RECORDS = st.builds(
    ArticleRecord,
    title=TEXT,
    id=st.none() | st.integers() | st.sampled_from(["", " bread "]),
    url=st.none() | TEXT,
    source=st.none() | TEXT,
    published=st.none() | st.sampled_from(["", "2013年9月", "2025-05-02 04:36", "2025-02-30", "lately"]),
    tickers=st.lists(st.sampled_from(["US:MSFT", " SH:600900 ", Ticker("US:AAPL", " Apple ")]), max_size=3),
    viewpoint=st.none() | TEXT,
    groups=st.lists(
        st.builds(GroupRecord, title=st.none() | TEXT, points=st.lists(POINT, max_size=3)), max_size=3
    ),
    paragraphs=st.lists(TEXT, max_size=3).map(lambda texts: ["A paragraph.", *texts]),
)


def article(**fields: object) -> Article:
    """The article of a record with these fields, as if they had come as JSON."""
    return from_record(msgspec.convert({"title": "断粮", **fields}, ArticleRecord)).article


def id_of(**fields: object) -> str:
    return article(**fields).id


def test_a_record_says_everything_about_its_article() -> None:
    reading = from_record(BREAD)
    assert reading.notes == ()
    assert reading.article == Article(
        id="bread",
        title="OpenAI被“断粮”",
        url="https://example.org/bread",
        source="量子位",
        published="2025-05-02T04:36:00+08:00",
        tickers=(Ticker("US:MSFT", "Microsoft"),),
        viewpoint=Cited("The relationship is strained.", (Citation(1, 28), Citation(2, 28))),
        groups=(
            Group(
                "Investment",
                (
                    Cited("Microsoft paused plans.", (Citation(2, 22),)),
                    Cited("微软暂停计划。", (Citation(1, 6),)),
                ),
            ),
        ),
        paragraphs=("微软与OpenAI的关系紧张。", "", "Microsoft paused its plans in Ohio."),
    )
    assert reading.article.points == 2


def test_a_title_is_enough() -> None:
    bare = article(title="  断粮 ")
    assert (bare.title, bare.url, bare.source, bare.published) == ("断粮", None, "", None)
    assert (bare.tickers, bare.viewpoint, bare.groups, bare.paragraphs) == ((), None, (), ())
    assert bare.points == 0


def test_blank_fields_are_as_good_as_missing() -> None:
    assert article(id=" ", url=" ", source=" ", published=" ", viewpoint=" ") == article()


def test_an_article_is_written_down_as_the_record_it_came_from() -> None:
    assert to_record(from_record(BREAD).article) == ArticleRecord(
        id="bread",
        title="OpenAI被“断粮”",
        url="https://example.org/bread",
        source="量子位",
        published="2025-05-02T04:36:00+08:00",
        tickers=[Ticker("US:MSFT", "Microsoft")],
        viewpoint="The relationship is strained[1][2].",
        groups=[
            GroupRecord(
                "Investment", [PointRecord("Microsoft paused plans[2]."), PointRecord("微软暂停计划[1]。")]
            )
        ],
        paragraphs=["微软与OpenAI的关系紧张。", "", "Microsoft paused its plans in Ohio."],
    )


@given(RECORDS)
def test_an_article_survives_being_written_down(record: ArticleRecord) -> None:
    once = from_record(record).article
    written = msgspec.json.encode(to_record(once))
    again = from_record(msgspec.json.decode(written, type=ArticleRecord))
    assert again.article == once
    assert again.notes == ()


def test_the_sample_articles_survive_being_written_down() -> None:
    lines = SAMPLES.read_bytes().splitlines()
    articles = [from_record(msgspec.json.decode(line, type=ArticleRecord)).article for line in lines]
    assert [from_record(to_record(each)).article for each in articles] == articles
    assert len({each.id for each in articles}) == len(lines) > 20


@pytest.mark.parametrize(
    ("given_id", "kept"),
    [
        ("bread", "bread"),
        (" bread ", "bread"),
        (7, "7"),
        (0, "0"),
        ("2025/05/断粮", "2025/05/断粮"),
        ("...", "..."),
    ],
)
def test_an_id_that_is_given_is_kept(given_id: str | int, kept: str) -> None:
    assert id_of(id=given_id) == kept


def test_an_id_may_be_as_long_as_its_limit() -> None:
    assert id_of(id="x" * MAX_ID) == "x" * MAX_ID


def test_an_id_that_is_too_long_is_refused_with_its_length() -> None:
    with pytest.raises(ArticleError, match=f"the id has {MAX_ID + 1} characters; at most {MAX_ID}"):
        article(id="x" * (MAX_ID + 1))


@pytest.mark.parametrize("refused", ["a b", "断\u3000粮", "a\tb", "a\nb", "a\x00b", "a\x7fb", ".", ".."])
def test_an_id_that_cant_stand_in_an_address_is_refused(refused: str) -> None:
    with pytest.raises(ArticleError, match="can't be part of a URL"):
        article(id=refused)


def test_a_derived_id_comes_from_source_date_and_title() -> None:
    bread: dict[str, object] = {"source": "量子位", "published": "2025-05-02", "title": "断粮"}
    assert id_of(**bread) == id_of(**bread)
    others: list[dict[str, object]] = [
        {"source": "新智元"},
        {"published": "2025-05-03"},
        {"published": None},
        {"title": "断粮了"},
    ]
    assert len({id_of(**bread), *(id_of(**{**bread, **other}) for other in others)}) == 5


def test_a_derived_id_stays_when_the_text_is_corrected() -> None:
    corrected = article(
        tickers=["US:MSFT"], viewpoint="V [1].", groups=[{"points": ["P [1]."]}], paragraphs=["A paragraph."]
    )
    assert corrected.id == id_of()


def test_a_derived_id_stays_when_the_date_is_written_otherwise() -> None:
    assert id_of(published="2025年5月2日") == id_of(published="2025-05-02")


def test_an_address_alone_decides_the_derived_id() -> None:
    here, there = "https://example.org/1", "https://example.org/2"
    assert id_of(url=here) == id_of(url=here, title="断粮了", source="量子位", published="2025-05-02")
    assert len({id_of(url=here), id_of(url=there), id_of()}) == 3


def test_a_derived_id_is_the_same_in_every_process_and_version() -> None:
    assert id_of(url="https://example.org/bread") == "c29d3424df0f88e1"
    assert id_of(source="量子位", published="2025-05-02") == "4d23af36d149e14e"


@pytest.mark.parametrize(
    ("written", "ticker"),
    [
        ("US:MSFT", Ticker("US:MSFT")),
        (" US:MSFT ", Ticker("US:MSFT")),
        ("us:msft", Ticker("US:MSFT")),
        ("US：MSFT", Ticker("US:MSFT")),
        ({"symbol": "us：brk.b", "name": "Berkshire"}, Ticker("US:BRK.B", "Berkshire")),
        ({"symbol": "US:MSFT"}, Ticker("US:MSFT")),
        ({"symbol": " SH:600900 ", "name": " 长江电力 "}, Ticker("SH:600900", "长江电力")),
    ],
)
def test_a_ticker_may_be_a_symbol_or_an_object(written: object, ticker: Ticker) -> None:
    assert article(tickers=[written]).tickers == (ticker,)


def test_tickers_keep_their_order_in_either_form() -> None:
    mixed = article(tickers=["US:MSFT", {"symbol": "US:AAPL", "name": "Apple"}, "HK:0700"])
    assert [ticker.symbol for ticker in mixed.tickers] == ["US:MSFT", "US:AAPL", "HK:0700"]


def test_a_ticker_without_a_symbol_is_left_out() -> None:
    assert article(tickers=["", " ", "US:MSFT"]).tickers == (Ticker("US:MSFT"),)


def test_a_point_may_be_a_string_or_an_object() -> None:
    strings = article(groups=[{"title": "G", "points": ["Paused plans [8].", "暂停［9］。"]}])
    objects = article(
        groups=[{"title": "G", "points": [{"text": "Paused plans [8]."}, {"text": "暂停［9］。"}]}]
    )
    mixed = article(groups=[{"title": "G", "points": ["Paused plans [8].", {"text": "暂停［9］。"}]}])
    assert strings == objects == mixed
    assert strings.groups[0].points[0] == Cited("Paused plans.", (Citation(8, 12),))


def test_points_may_stand_under_no_title() -> None:
    titles = [
        group.title for group in article(groups=[{"points": ["A"]}, {"title": " ", "points": ["B"]}]).groups
    ]
    assert titles == ["", ""]


def test_a_blank_point_is_left_out() -> None:
    (group,) = article(groups=[{"points": ["A [1].", " ", {"text": ""}, "B [2]."]}]).groups
    assert [point.text for point in group.points] == ["A.", "B."]


@pytest.mark.parametrize("points", [[], [" "], [{"text": ""}]])
def test_a_group_without_points_is_left_out(points: list[object]) -> None:
    groups = [{"title": "Empty", "points": points}, {"title": "Full", "points": ["A [1]."]}]
    assert [group.title for group in article(groups=groups).groups] == ["Full"]


@pytest.mark.parametrize(
    ("paragraphs", "title"),
    [
        (["微软暂停计划。"], "微软暂停计划。"),
        (["", "  ", "Plans\n were   paused."], "Plans were paused."),
        (["字" * 40], "字" * 40),
        (["字" * 41], "字" * 40 + "…"),
        (["word " * 20], "word word word word word word word word…"),
    ],
)
def test_an_empty_title_takes_the_first_words_and_says_so(paragraphs: list[str], title: str) -> None:
    reading = from_record(ArticleRecord(title="  ", paragraphs=paragraphs))
    assert reading.article.title == title
    assert reading.article.paragraphs == tuple(paragraphs)
    (note,) = reading.notes
    assert "the title is empty" in note
    assert repr(title) in note


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"paragraphs": ["P"], "viewpoint": "V [1].", "groups": [{"points": ["A [1]."]}]}, "P"),
        ({"paragraphs": [" "], "viewpoint": "V [1].", "groups": [{"points": ["A [1]."]}]}, "V."),
        ({"viewpoint": "[1]", "groups": [{"points": [" ", "[2]", "A\n [1]."]}]}, "A."),
        ({"viewpoint": "字" * 41 + " [1]"}, "字" * 40 + "…"),
    ],
)
def test_an_empty_title_is_taken_from_paragraphs_then_viewpoint_then_points(
    fields: dict[str, object], title: str
) -> None:
    assert article(title="", **fields).title == title


@pytest.mark.parametrize("paragraphs", [[], [""], [" ", "\n"]])
def test_a_record_without_title_and_text_is_refused(paragraphs: list[str]) -> None:
    with pytest.raises(ArticleError, match="the title is empty, and there is no text"):
        from_record(ArticleRecord(title=" ", paragraphs=paragraphs))


@pytest.mark.parametrize("bad", ["yesterday", "2025-02-30", "2025-13"])
def test_a_bad_date_is_noted_and_dropped(bad: str) -> None:
    reading = from_record(ArticleRecord(title="断粮", published=bad))
    assert reading.article == article()
    (note,) = reading.notes
    assert "without a date" in note
    assert repr(bad) in note


def test_every_note_is_given() -> None:
    reading = from_record(ArticleRecord(title="", published="lately", paragraphs=["微软暂停计划。"]))
    assert len(reading.notes) == 2


def test_a_date_is_kept_in_its_normal_form() -> None:
    assert article(published="2013年9月").published == "2013-09"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("研发 &amp; 生产：水厂&#8217;s 新泵", "研发 & 生产：水厂’s 新泵"),
        ("A &amp;amp; B &#x2014; C&nbsp;D", "A & B — C\xa0D"),
        ("AT&T &nosuch; R&D; ?a=1&copy=2", "AT&T &nosuch; R&D; ?a=1&copy=2"),
    ],
)
def test_entities_in_what_a_feed_gives_are_decoded(written: str, title: str) -> None:
    assert article(title=written).title == title
    assert article(source=written).source == title
    assert article(tickers=[{"symbol": "US:T", "name": written}]).tickers[0].name == title
    viewpoint = article(viewpoint=written).viewpoint
    assert viewpoint
    assert viewpoint.text == title
    (group,) = article(groups=[{"title": written, "points": [written]}]).groups
    assert (group.title, group.points[0].text) == (title, title)


def test_entities_in_paragraphs_stay_since_those_are_the_original() -> None:
    assert article(paragraphs=["&lt;b&gt;"]).paragraphs == ("&lt;b&gt;",)
