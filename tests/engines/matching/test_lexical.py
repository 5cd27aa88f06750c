import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyoso.engines.matching.lexical import Postings, TermStatistics, bm25

TEXTS = [["穴", "加工", "加工"], ["金型", "加工"], ["味噌"], []]


def everything(postings: Postings) -> TermStatistics:
    return TermStatistics.build(postings, np.ones(len(postings.lengths), dtype=bool))


def test_scores_are_those_of_the_formula():
    postings = Postings.build(TEXTS)
    scores, whole = bm25(postings, everything(postings), ["加工", "無い"], 1.2, 0.75)
    idf = np.log1p((4 - 2 + 0.5) / (2 + 0.5))
    damp = 1.2 * (1 - 0.75 + 0.75 * 3 / 1.5)
    assert scores[0] == pytest.approx(idf * 2 * 2.2 / (2 + damp))
    assert scores[2:].tolist() == [0, 0]
    assert whole == pytest.approx(idf + np.log1p(4.5 / 0.5))


def test_statistics_count_only_the_chunks_given():
    postings = Postings.build(TEXTS)
    statistics = TermStatistics.build(postings, np.array([False, True, False, False]))
    numbers = postings.find(["加工", "味噌", "無い"])
    assert statistics.chunks == 1
    assert statistics.mean_length == 2
    assert statistics.held[numbers[:2]].tolist() == [1, 0]
    idf = statistics.idf(numbers)
    assert idf[1] == idf[2] > idf[0]


def test_an_empty_index_scores_nothing():
    postings = Postings.build([[], []])
    scores, _ = bm25(postings, everything(postings), ["穴"], 1.2, 0.75)
    assert scores.tolist() == [0, 0]
    assert postings.find([]).tolist() == []
    nothing = TermStatistics.build(postings, np.zeros(2, dtype=bool))
    assert nothing.mean_length == 0


def test_arrays_bring_back_the_same_postings():
    postings = Postings.build(TEXTS)
    again = Postings.from_arrays(postings.arrays("x"), "x")
    assert all(np.array_equal(getattr(postings, name), getattr(again, name)) for name in Postings.FIELDS)


@given(st.lists(st.lists(st.sampled_from("abcdef"), max_size=6), min_size=1, max_size=8), st.permutations("abc"))
def test_a_neighbour_that_is_not_counted_moves_no_score(texts, query):
    alone = Postings.build(texts)
    crowded = Postings.build([*texts, ["a", "zz"]])
    counted = np.array([True] * len(texts) + [False])
    before, whole = bm25(alone, everything(alone), query, 0.8, 0.75)
    after, whole_after = bm25(crowded, TermStatistics.build(crowded, counted), query, 0.8, 0.75)
    assert before.tobytes() == after[: len(texts)].tobytes()
    assert whole == pytest.approx(whole_after)
