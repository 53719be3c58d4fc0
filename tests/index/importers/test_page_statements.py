"""The body of a page has a viewpoint, groups of points, and paragraphs, in every form that pages have."""

import pytest
from pages_of_text import BODY, HEAD, VIEWPOINT, article_of, cites, points, said, statements

from index.articles.article import Ticker
from index.articles.citation_marks import strip_marks


def test_a_page_without_groups_has_its_viewpoint() -> None:
    article = article_of(f"{HEAD}{VIEWPOINT}")
    assert cites(article.viewpoint) == [4]
    assert article.groups == ()


def test_a_page_without_viewpoint_has_its_groups() -> None:
    article = article_of(f"{HEAD}Group 1: Money - Paused [8].")
    assert article.viewpoint is None
    assert said(article) == {"Money": ["Paused."]}


@pytest.mark.parametrize(
    "text",
    ["- Paused [8].\n- Argued [20].", "- Paused [8]. - Argued [20].", "\n- Paused [8].\n\n- Argued [20]."],
)
def test_points_without_a_group_stand_under_no_title(text: str) -> None:
    assert statements(text) == {"": ["Paused.", "Argued."]}
    assert statements(VIEWPOINT + text) == {"": ["Paused.", "Argued."]}


def test_points_before_the_first_group_stand_under_no_title() -> None:
    assert statements(f"{VIEWPOINT}- Paused [8]. Group 1: Talent - Left [30].") == {
        "": ["Paused."],
        "Talent": ["Left."],
    }


def test_punctuation_may_be_full_width() -> None:
    article = article_of(
        "断粮\n微软微软（US：MSFT） 量子位·2025年5月2日 04：36\n\n"
        "核心观点：关系紧张［4］［10］。Group 1：投资 - 微软暂停计划［8，69］。 - 双方有分歧【20】。"
        "第二组：人才 - 骨干离开［30］！ - 进展放缓［32］。"
    )
    assert article.tickers == (Ticker("US:MSFT", "微软"),)
    assert article.published == "2025-05-02T04:36:00"
    assert cites(article.viewpoint) == [4, 10]
    assert said(article) == {
        "投资": ["微软暂停计划。", "双方有分歧。"],
        "人才": ["骨干离开！", "进展放缓。"],
    }
    assert [cites(point) for point in points(article)] == [[8, 69], [20], [30], [32]]


@pytest.mark.parametrize(
    "dash", [" - ", " – ", " — ", " • ", " － ", "\u3000-\u3000", "\n- ", "\n• ", "\n－ "]
)
def test_any_dash_with_blanks_around_it_opens_a_point(dash: str) -> None:
    assert statements(f"Group 1：投资{dash}暂停［8］。{dash}分歧［20］。") == {"投资": ["暂停。", "分歧。"]}


def test_a_dash_after_a_full_stop_in_full_width_needs_no_blanks() -> None:
    assert statements("第一组：投资 - 暂停［8］。- 分歧［20］。—离开［30］。") == {
        "投资": ["暂停。", "分歧。", "离开。"]
    }


def test_a_dash_of_two_leaves_nothing_on_the_point() -> None:
    assert statements("第一组：投资——暂停［8］。——分歧［20］。\n——离开［30］。") == {
        "投资": ["暂停。", "分歧。", "离开。"]
    }


@pytest.mark.parametrize(
    "end", ["paused [8]", "paused【8】", "paused [8].", "paused.", "“paused.”", '"paused!"', "AGI."]
)
def test_a_dash_after_the_end_of_a_sentence_begins_a_point(end: str) -> None:
    plain = strip_marks(f"They {end}").text
    assert statements(f"Group 1: Money - They {end} - Argued [20].") == {"Money": [plain, "Argued."]}


def test_a_group_without_a_title_has_its_points() -> None:
    assert statements("Group 1:\n- Paused [8].\n- Argued [20].") == {"": ["Paused.", "Argued."]}


@pytest.mark.parametrize(
    "marker", ["Group 1: ", "GROUP 1: ", "Group 1 : ", "Group 12：", "第一组：", "第1组: ", "分组1："]
)
def test_a_group_may_be_marked_in_either_language(marker: str) -> None:
    assert statements(f"{VIEWPOINT}{marker}Money - Paused [8].") == {"Money": ["Paused."]}


@pytest.mark.parametrize(
    "point",
    [
        "A state-of-the-art chip came.",
        "A pause - the first - came.",
        "A pause – the first – came.",
        "Prices of 2019-2021 fell by -3%.",
        "It fell - by 3% - in 2024.",
        "暂停——这是第一次——来了。",
        "The U.S. - its economy - grew.",
        "The “U.S.” - its economy - grew.",
        "The e-mail said: Wi-Fi, USB-C, GPT-4o.",
    ],
)
def test_a_point_keeps_the_dashes_inside_it(point: str) -> None:
    first = point.rstrip(".。")
    assert statements(f"Group 1: Money - {first} [8]{point[-1]} - Argued [20].") == {
        "Money": [point, "Argued."]
    }


def test_a_group_title_keeps_the_hyphens_inside_it() -> None:
    assert statements("Group 1: State-of-the-Art Chips - Paused [8].") == {
        "State-of-the-Art Chips": ["Paused."]
    }


@pytest.mark.parametrize(
    "point",
    [
        "Those in Group 2: all paused.",
        "The Group 7 of nations paused.",
        "Alphabet Group: it paused.",
        "属于第二组：都暂停。",
    ],
)
def test_a_group_inside_a_sentence_opens_none(point: str) -> None:
    assert statements(f"Group 1: Money - {point[:-1]} [8]{point[-1]} - Argued [20].") == {
        "Money": [point, "Argued."]
    }


def test_a_viewpoint_inside_a_sentence_opens_none() -> None:
    article = article_of(f"{HEAD}Group 1: Money - Our Core Viewpoint - it paused - stays [8].")
    assert article.viewpoint is None
    assert said(article) == {"Money": ["Our Core Viewpoint - it paused - stays."]}


def test_a_viewpoint_keeps_the_dashes_inside_it() -> None:
    article = article_of(
        f"{HEAD}Core Viewpoint - A long-term pause - the first - came [4]. Group 1: Money - Paused [8]."
    )
    assert article.viewpoint
    assert article.viewpoint.text == "A long-term pause - the first - came."


def test_a_page_of_plain_paragraphs_has_them() -> None:
    assert article_of("城西水厂\n第一段正文。\n第二段正文。").paragraphs == ("第一段正文。", "第二段正文。")
    assert article_of(f"{HEAD}第一段。\n第二段[1]有引用。").paragraphs == ("第一段。", "第二段[1]有引用。")
    headings = article_of(f"{HEAD}## 背景\n第一段。\n\n第二段。\n\n**结论**\n第三段。")
    assert headings.paragraphs == ("背景", "第一段。", "第二段。", "结论", "第三段。")


def test_the_lines_before_and_after_the_statements_are_paragraphs() -> None:
    article = article_of(f"{HEAD}导语一句。\n\n{BODY}\n\n正文一。\n\n正文二。")
    assert article.paragraphs == ("",) * 8 + ("导语一句。", "正文一。", "正文二。")
    assert said(article) == {"Money": ["Paused."]}
    cited = article_of(f"{HEAD}Core Viewpoint - Strained [2].\n\n正文一。\n\n正文二。")
    assert cited.paragraphs == ("正文一。", "正文二。")


@pytest.mark.parametrize(
    "body",
    [
        "核心觀點：A [1]。\n第一組：票價\n- 四元 [2]。\n- 五元 [3]。",
        "核心观点：A [1]。\n一、票價\n1. 四元 [2]。\n2. 五元 [3]。",
        "核心观点：A [1]。\n第一组：票價\n1、四元 [2]。\n2、五元 [3]。",
        "核心观点：A [1]。\n第一组：票價\n（1）四元 [2]。\n（2）五元 [3]。",
        "核心观点：A [1]。\n第一组：票價\n①四元 [2]。\n②五元 [3]。",
        "核心观点：A [1]。\n第一组：票價\n一、四元 [2]。\n二、五元 [3]。",
        "Core Viewpoint - A [1]。 Group 1: 票價 1. 四元 [2]。 2. 五元 [3]。",
        "Core Viewpoint - A [1]。\nGroup 1: 票價\n四元 [2]。\n五元 [3]。",
        "# Core Viewpoint\n- A [1]。\n## Group 1: 票價\n- 四元 [2]。\n- 五元 [3]。",
        "## Core Viewpoint\nA [1]。\n\n### 票價\n* 四元 [2]。\n* 五元 [3]。",
        "**Core Viewpoint**\nA [1]。\n\n**Group 1: 票價**\n+ **四元** [2]。\n+ 五元 [3]。",
        "> Core Viewpoint - A [1]。\n> Group 1: 票價\n> - 四元 [2]。\n> - 五元 [3]。",
        "Core Viewpoint - A [1]。\n\n票價\n• 四元 [2]。\n• 五元 [3]。",
        "Core Viewpoint\n\nA [1]。\n\nGroup A: 票價\n\n- 四元 [2]。\n\n- 五元 [3]。",
        "---\nCore Viewpoint - A [1]。\n---\nGroup 1: 票價\n● 四元 [2]。\n● 五元 [3]。",
    ],
)
def test_viewpoint_and_points_stand_by_themselves_in_any_list(body: str) -> None:
    article = article_of(f"{HEAD}{body}")
    assert article.viewpoint
    assert (article.viewpoint.text, cites(article.viewpoint)) == ("A。", [1])
    assert said(article) == {"票價": ["四元。", "五元。"]}
    assert [cites(point) for point in points(article)] == [[2], [3]]
    assert article.paragraphs == ()


@pytest.mark.parametrize(
    "body",
    [
        "1. A [1].\n2. B [2].",
        "A [1].\nB [2].",
        "Group 1: A [1]. - B [2].",
        "Group 1\n- A [1].\n- B [2].",
        "Group 1 - A [1]. - B [2].",
        "* A [1].\n* B [2].",
        "Group 1: 1. A [1]. 2. B [2].",
    ],
)
def test_points_need_no_title(body: str) -> None:
    article = article_of(f"{HEAD}{body}")
    assert said(article) == {"": ["A.", "B."]}
    assert [cites(point) for point in points(article)] == [[1], [2]]


def test_a_number_inside_a_sentence_begins_no_point() -> None:
    assert statements("Group 1: Money - It ranks No. 1. That was 2. before [8].") == {
        "Money": ["It ranks No. 1. That was 2. before."]
    }
