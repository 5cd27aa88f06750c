import numpy as np
import pytest

from kyoso.engines.matching.topics import damped, topic_table


def entries(texts: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    pairs = [(chunk, term) for chunk, terms in enumerate(texts) for term in terms]
    return np.array([c for c, _ in pairs], dtype=np.int32), np.array([t for _, t in pairs])


def test_words_of_the_same_texts_lie_together():
    chunks, terms = entries([[0, 1, 2], [0, 1], [1, 2], [4, 5], [5, 6], [4, 6]] * 5)
    table = topic_table(chunks, terms, np.ones(len(chunks), dtype=np.float32), (30, 8), 2)
    assert table.shape == (8, 2)
    close = lambda a, b: abs(table[a] @ table[b])  # noqa: E731
    assert close(0, 1) > 10 * close(0, 5)
    assert not table[3].any()  # a term of no text


def test_there_are_no_more_topics_than_texts():
    chunks, terms = entries([[0, 1, 2]])
    table = topic_table(chunks, terms, np.ones(3, dtype=np.float32), (1, 3), 300)
    assert table.shape == (3, 1)


def test_repetition_is_damped():
    assert damped(np.array([1, 2]), np.array([3.0, 3.0])) == pytest.approx([3.0, 5.08], abs=0.01)
