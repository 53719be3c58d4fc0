"""The measures give what their definitions say, on rankings small enough to count by hand."""

from math import log2

import pytest

from tests.relevance.measures import average_precision, ndcg, reciprocal_rank


def test_reciprocal_rank_is_that_of_the_first_relevant_document() -> None:
    assert reciprocal_rank(["a", "b", "c"], {"b": 1, "c": 1}) == 1 / 2
    assert reciprocal_rank(["a", "b"], {"a": 1}) == 1
    assert reciprocal_rank([], {"a": 1}) == 0


def test_reciprocal_rank_ends_at_its_depth() -> None:
    ranked = [str(number) for number in range(11)]
    assert reciprocal_rank(ranked, {"9": 1}) == 1 / 10
    assert reciprocal_rank(ranked, {"10": 1}) == 0
    assert reciprocal_rank(["a", "b"], {"b": 1}, depth=1) == 0


def test_a_document_judged_as_not_relevant_is_none() -> None:
    assert reciprocal_rank(["a", "b"], {"a": 0, "b": 1}) == 1 / 2
    assert average_precision(["a", "b"], {"a": 0, "b": 1}) == 1 / 2
    assert ndcg(["a"], {"a": 0}) == 0


def test_average_precision_is_the_textbook_example() -> None:
    # Manning, Raghavan and Schütze, 8.4: the mean of precision at each relevant document.
    ranked = ["r1", "n1", "r2", "n2", "n3", "r3"]
    assert average_precision(ranked, {"r1": 1, "r2": 1, "r3": 1}) == pytest.approx((1 + 2 / 3 + 3 / 6) / 3)


def test_a_relevant_document_that_is_not_found_lowers_average_precision() -> None:
    assert average_precision(["a"], {"a": 1, "b": 1}) == 1 / 2
    assert average_precision(["a"], {}) == 0


def test_a_document_counts_once() -> None:
    assert average_precision(["a", "a"], {"a": 1, "b": 1}) == 1 / 2
    assert ndcg(["a", "a"], {"a": 1, "b": 1}) == pytest.approx(1 / (1 + 1 / log2(3)))


def test_gain_is_the_grade_and_the_best_order_has_all_of_it() -> None:
    relevance = {"a": 3, "b": 2, "c": 1}
    assert ndcg(["a", "b", "c"], relevance) == 1
    best = 3 + 2 / log2(3) + 1 / log2(4)
    assert ndcg(["c", "x", "a"], relevance) == pytest.approx((1 + 3 / log2(4)) / best)


def test_the_best_possible_gain_is_cut_at_the_same_depth() -> None:
    relevance = {str(number): 1 for number in range(20)}
    assert ndcg([str(number) for number in range(20)], relevance, depth=10) == pytest.approx(1)
