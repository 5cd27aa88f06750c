import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyoso.engines.matching import dense
from kyoso.engines.matching.dense import (
    Quantised,
    common_component,
    remove_component,
    sif_weights,
    unit_rows,
)


def table(rows: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(rows, 20)).astype(np.float32)


def test_eight_bits_keep_cosines():
    rows = table(50)
    exact = unit_rows(rows) @ unit_rows(rows[:1])[0]
    assert Quantised.of(rows).cosines(Quantised.of(rows[:1])) == pytest.approx(exact, abs=0.02)


def test_a_text_without_a_vector_is_close_to_nothing():
    rows = Quantised.of(np.vstack([np.zeros((1, 20), np.float32), table(2)]))
    assert rows.cosines(Quantised.of(table(1)))[0] == 0


def test_too_many_dimensions_could_not_be_summed_exactly():
    with pytest.raises(ValueError, match="1000"):
        Quantised.of(np.zeros((1, 1001), dtype=np.float32))


@given(st.integers(1, 40), st.integers(0, 5))
def test_a_score_does_not_depend_on_the_rows_around_it(rows, seed):
    few, query = table(rows, seed), Quantised.of(table(1, 99))
    many = np.vstack([few, table(33, seed + 50)])
    assert Quantised.of(few).cosines(query).tobytes() == Quantised.of(many).cosines(query)[:rows].tobytes()


def test_a_large_table_is_read_in_blocks(monkeypatch):
    rows, query = Quantised.of(table(10)), Quantised.of(table(1, 1))
    whole = rows.cosines(query)
    monkeypatch.setattr(dense, "_BLOCK", 4)
    assert Quantised(rows.values, rows.scales).cosines(query).tobytes() == whole.tobytes()


def test_frequent_words_weigh_less():
    weights = sif_weights(np.array([0, 10, 1000]), 1010, 1e-3)
    assert weights[0] == 1
    assert weights[0] > weights[1] > weights[2]


def test_the_common_component_is_what_all_share():
    rows = table(30) * 0.1 + 5 * np.eye(20, dtype=np.float32)[3]
    component = common_component([rows[:7], rows[7:]], 20)
    assert component[3] == pytest.approx(1, abs=0.01)
    assert np.abs(remove_component(rows, component) @ component).max() < 1e-5
    assert not common_component([np.zeros((3, 4), dtype=np.float32)], 4).any()
