"""A question for a number, a date, a price or a cause is recognized, and so is a text that has one."""

import pytest

from search.lexicon.questions import answer_to


@pytest.mark.parametrize(
    ("question", "answers", "others"),
    [
        ("这座城市有多少人口", ["人口约 35 万", "共三百万人"], ["人口众多", "一般来说人口很多"]),
        ("有几个分店", ["开了三家分店", "有12个"], ["分店不少"]),
        ("how many cities are there", ["There are 35 cities.", "Twenty cities"], ["Many cities"]),
        ("How long is the bridge?", ["It is 500 m long."], ["It is long."]),
        ("哪一年建成的", ["2009年建成", "建于二〇〇九年", "建于19世纪"], ["不久建成", "3 座大楼"]),
        ("什么时候发布", ["3月5日发布"], ["已经发布"]),
        ("When was it built?", ["It was built in 1999.", "Built in May 2009"], ["It may be built."]),
        ("这个插件多少钱", ["售价 65 美元", "只要$65", "9.9元起"], ["版本 65", "免费"]),
        ("what does the plugin cost", ["It is $65.", "65 dollars"], ["There are 65 plugins."]),
        ("为什么放弃这个版本", ["因为没有人用", "原因是速度"], ["这个版本很好"]),
        ("Why was it renamed?", ["Because others had the name."], ["It was renamed."]),
    ],
)
def test_a_text_with_the_kind_of_answer_is_told_from_one_without(
    question: str, answers: list[str], others: list[str]
) -> None:
    answer = answer_to(question)
    assert answer
    assert all(answer.signs_in(text) for text in answers)
    assert not any(answer.signs_in(text) for text in others)


def test_a_number_of_what_is_counted_tells_more_than_another() -> None:
    answer = answer_to("有多少人参加")
    assert answer
    assert answer.signs_in("共有 35 万人参加") == 2
    assert answer.signs_in("共有三百多人参加") == 2
    assert answer.signs_in("第 3 届大会") == 1


@pytest.mark.parametrize(
    "question", ["谁发明了它", "what is a battery", "电池 寿命", "几乎没有", "", "US GDP"]
)
def test_other_questions_ask_for_no_kind(question: str) -> None:
    assert answer_to(question) is None


def test_a_number_of_the_question_or_of_a_reference_is_no_answer() -> None:
    answer = answer_to("Ubuntu 23.04 的 ISO 有多大")
    assert answer
    assert not answer.signs_in("Ubuntu 23.04 的 ISO 发布了 [1]")
    assert answer.signs_in("Ubuntu 23.04 的 ISO 为 140 MB")
