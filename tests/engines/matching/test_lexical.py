import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyoso.engines.matching.lexical import Statistics, Terms, Wanted, bm25, bm25_of, term_hash

TEXTS = [["穴", "加工", "加工"], ["金型", "加工"], ["味噌"], []]
texts = st.lists(st.lists(st.sampled_from("abcdef"), max_size=6), min_size=1, max_size=8)


def everything(terms: Terms) -> Statistics:
    return Statistics.build(terms, np.ones(len(terms.lengths), dtype=bool))


def ask(terms: Terms, query: list[str], k1: float = 1.2, counted: Statistics | None = None) -> Wanted:
    return Wanted.of(query, counted or everything(terms), k1, 0.75)


def hashes(*words: str) -> np.ndarray:
    return np.array([term_hash(word) for word in words], dtype=np.uint64)


def test_scores_are_those_of_the_formula():
    terms = Terms.build(TEXTS)
    wanted = ask(terms, ["加工", "無い"])
    scores = bm25(terms, wanted)
    idf = np.log1p((4 - 2 + 0.5) / (2 + 0.5))
    damp = 1.2 * (1 - 0.75 + 0.75 * 3 / 1.5)
    assert scores[0] == pytest.approx(idf * 2 * 2.2 / (2 + damp))
    assert scores[2:].tolist() == [0, 0]
    assert wanted.whole == pytest.approx(idf + np.log1p(4.5 / 0.5))
    assert not bm25(terms, wanted, np.zeros(2, dtype=bool)).any()


def test_statistics_count_only_the_chunks_given():
    statistics = Statistics.build(Terms.build(TEXTS), np.array([False, True, False, False]))
    assert statistics.chunks == 1
    assert statistics.mean_length == 2
    assert statistics.look_up(statistics.held, hashes("加工", "味噌")).tolist() == [1, 0]
    idf = statistics.idf(hashes("加工", "味噌", "無い"))
    assert idf[1] == idf[2] > idf[0]


def test_an_empty_index_scores_nothing():
    terms = Terms.build([[], []])
    assert bm25(terms, ask(terms, ["穴"])).tolist() == [0, 0]
    assert bm25_of(terms, ask(terms, ["穴"]), np.array([1])).tolist() == [0]
    assert bm25(terms, ask(terms, [])).tolist() == [0, 0]
    assert Statistics.build(terms, np.zeros(2, dtype=bool)).mean_length == 0


def test_arrays_bring_back_the_same():
    terms = Terms.build(TEXTS)
    again = Terms.from_arrays(terms.arrays("x"), "x")
    assert all(np.array_equal(array, again.arrays("x")[name]) for name, array in terms.arrays("x").items())
    statistics = everything(terms)
    same = Statistics.from_arrays(statistics.arrays("x"), "x")
    assert (same.chunks, same.mean_length, same.keys.tolist()) == (4, 1.5, statistics.keys.tolist())


@given(texts, st.permutations("abc"))
def test_a_neighbour_that_is_not_counted_moves_no_score(texts, query):
    alone, crowded = Terms.build(texts), Terms.build([*texts, ["a", "zz"]])
    counted = Statistics.build(crowded, np.array([True] * len(texts) + [False]))
    before, after = bm25(alone, ask(alone, query)), bm25(crowded, ask(crowded, query, counted=counted))
    assert before.tobytes() == after[: len(texts)].tobytes()


@given(texts, st.data(), st.permutations("abc"))
def test_a_chunk_looked_up_scores_as_in_the_whole_to_the_bit(texts, data, query):
    terms = Terms.build(texts)
    rows = np.array(data.draw(st.lists(st.integers(0, len(texts) - 1), unique=True)), dtype=np.int64)
    wanted = ask(terms, query)
    assert bm25_of(terms, wanted, rows).tobytes() == bm25(terms, wanted)[rows].tobytes()


@given(texts, texts, st.data())
def test_parts_joined_are_as_if_read_at_once(first, second, data):
    taken = [data.draw(st.lists(st.integers(0, len(part) - 1), unique=True)) for part in (first, second)]
    order = np.array(data.draw(st.permutations(range(sum(map(len, taken))))), dtype=np.int64)
    parts = [(Terms.build(p), np.array(t, dtype=np.int64)) for p, t in zip((first, second), taken, strict=True)]
    merged = Terms.merge(parts, order)
    kept = [part[row] for part, rows in zip((first, second), taken, strict=True) for row in rows]
    whole = Terms.build([kept[place] for place in order])
    assert all(np.array_equal(array, whole.arrays("x")[name]) for name, array in merged.arrays("x").items())
