"""Very many chunks: candidates first, then scores; the same answer as scoring everything, as far as it goes."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.matching.test_disclosure import answer, chunks, clearances, is_hidden, texts

from kyoso.engines.matching import Chunk, Clearance, LocalIndex, Query, Resources, Settings, narrowing
from kyoso.engines.matching.bridge import Bridge
from kyoso.engines.matching.search import rank
from kyoso.engines.matching.settings import BuildSettings

NARROW = Settings(exact=0)


@contextmanager
def few() -> Iterator[None]:
    """Make candidates so few that some of a small corpus are left out."""
    limits = {"NAMED": 2, "LOOKED_AT": 2, "FOLLOWED": 3, "DRAWN": 3, "TECHNOLOGIES": 1}
    with mock.patch.multiple(narrowing, **limits):
        yield


@given(st.lists(chunks, min_size=1, max_size=12), clearances, texts)
def test_where_candidates_are_enough_the_answer_is_that_of_scoring_all(resources, corpus, viewer, text):
    index = LocalIndex.build(corpus, resources, BuildSettings(topic_texts=2, topics=3))
    query = Query(text + " 穴", far=0.7, home_industry="24", top=20)
    exact, narrow = rank(index, query, viewer), rank(index, query, viewer, NARROW)
    assert sorted(exact.records) == sorted(narrow.records)
    assert dict(zip(narrow.records, narrow.scores, strict=True)) == pytest.approx(
        dict(zip(exact.records, exact.scores, strict=True)), rel=1e-6
    )


@given(st.lists(chunks, max_size=10), st.lists(chunks, min_size=1, max_size=6), clearances, texts)
def test_hidden_chunks_move_no_candidate(resources, shown, added, viewer, text):
    hidden = [chunk for chunk in added if is_hidden(chunk, viewer)]
    query = Query(text + " 穴", far=0.7, home_industry="24")
    with few():
        before = answer(shown, query, viewer, resources, NARROW)
        assert before == answer(shown + hidden, query, viewer, resources, NARROW)


def corpus_of(count: int) -> list[Chunk]:
    words = ["drill", "hole", "mould", "press", "saw", "lathe", "laser", "weld"]
    draw = np.random.default_rng(0)
    return [
        Chunk(f"asset:{n:04d}", " ".join(draw.choice(words, 3)) + f" number{n}", owner=n % 7, tier_from=n % 3)
        for n in range(count)
    ]


def test_a_rare_word_is_found_among_many():
    index = LocalIndex.build(corpus_of(500), Resources(None, Bridge(())))
    with few():
        assert rank(index, Query("number333 drill"), Clearance(3), NARROW).records[0] == "asset:0333"


def test_equals_beyond_all_measure_are_drawn_and_not_all_scored():
    corpus = [Chunk(f"asset:{n}", "drill hole") for n in range(400)]
    index = LocalIndex.build(corpus, Resources(None, Bridge(())))
    with mock.patch.multiple(narrowing, NAMED=20, DRAWN=10):
        found = rank(index, Query("drill", top=400), Clearance(), NARROW)
    assert 5 < len(found.records) < 100
    assert len(set(found.scores)) == 1


def test_nothing_drawn_and_nothing_named_is_no_fault():
    index = LocalIndex.build([Chunk("asset:1", "drill")], Resources(None, Bridge(())))
    with mock.patch.multiple(narrowing, DRAWN=0):
        assert rank(index, Query("味噌"), Clearance(), NARROW).records == ()


def test_a_clearance_of_thousands_of_grants_sees_what_it_may():
    index = LocalIndex.build(corpus_of(200), Resources(None, Bridge(())))
    many = Clearance(1, dict.fromkeys(range(5000), 3))
    assert set(rank(index, Query("drill", top=200), many, NARROW).records) == set(
        rank(index, Query("drill", top=200), Clearance(3), NARROW).records
    )
