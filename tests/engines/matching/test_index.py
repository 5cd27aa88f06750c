import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyoso.engines.matching import Chunk, Clearance, LocalIndex, Query, Resources, feeding, load_resources, search
from kyoso.engines.matching import index as module
from kyoso.engines.matching.bridge import Bridge
from kyoso.engines.matching.settings import BuildSettings

CHUNKS = [
    Chunk("asset:1", "極小径ドリルの穴加工", owner=1, tier_to=0, industry="24"),
    Chunk("asset:1", "極小径ドリルの穴加工、秘密の金型", owner=1, tier_from=1, industry="24"),
    Chunk("asset:2", "味噌の醸造", owner=2, industry="09", lang="ja"),
    Chunk("need:3", "手術の患者を楽に", kind="need", owner=3, tier_from=2),
    Chunk("need:4", "tiny drill wanted", kind="need", owner=4, tier_from=1, lang="en"),
]
EVERYTHING = Query("穴")


@pytest.fixture
def index(resources) -> LocalIndex:
    return LocalIndex.build(CHUNKS, resources)


def numbers(index: LocalIndex, clearance: Clearance, query: Query = EVERYTHING) -> list[int]:
    masks = index.visible(clearance, query)
    return [
        int(row + start) for mask, start in zip(masks, index.starts[:-1], strict=True) for row in np.flatnonzero(mask)
    ]


def seen(index: LocalIndex, clearance: Clearance, query: Query = EVERYTHING) -> list[tuple[str, int]]:
    chunks = [index.chunk(number) for number in numbers(index, clearance, query)]
    return [(chunk.record, chunk.tier_from) for chunk in chunks]


def arrays(index: LocalIndex) -> dict[str, np.ndarray]:
    found = index.frame.public.arrays("frame.public") | index.frame.network.arrays("frame.network")
    for place, part in enumerate(index.parts):
        of_part = part.segment.arrays() | part.public.arrays("public") | part.network.arrays("network")
        found |= {f"{place}.{name}": array for name, array in of_part.items()} | {f"{place}.stands": part.stands}
    return found


def same(one: LocalIndex, other: LocalIndex) -> bool:
    ours, theirs = arrays(one), arrays(other)
    return ours.keys() == theirs.keys() and all(np.array_equal(ours[name], theirs[name]) for name in ours)


@pytest.mark.parametrize(
    ("clearance", "expected"),
    [
        (Clearance(0), [("asset:1", 0), ("asset:2", 0)]),
        (Clearance(1), [("asset:1", 1), ("asset:2", 0), ("need:4", 1)]),
        (Clearance(0, {1: 2, 3: 2}), [("asset:1", 1), ("asset:2", 0), ("need:3", 2)]),
        (Clearance(0, {}, {"need:3": 3, "need:9": 3}), [("asset:1", 0), ("asset:2", 0), ("need:3", 2)]),
    ],
)
def test_a_viewer_sees_one_view_of_each_record(index, clearance, expected):
    assert seen(index, clearance) == expected
    assert all(clearance.sees(index.chunk(number)) for number in numbers(index, clearance))


def test_kinds_and_the_asker_are_part_of_the_mask(index):
    assert seen(index, Clearance(1), Query("穴", kinds=frozenset({"need"}))) == [("need:4", 1)]
    assert seen(index, Clearance(1), Query("穴", exclude_owner=1)) == [("asset:2", 0), ("need:4", 1)]


def test_a_visitor_and_a_member_have_statistics_of_their_own(index, resources):
    assert index.view_for(Clearance(0, {1: 3})) is index.frame.public
    assert index.view_for(Clearance(1)) is index.frame.network
    assert index.frame.public.words.chunks == 2
    assert index.frame.network.words.chunks == 3
    assert LocalIndex.build([CHUNKS[2]], resources).frame.is_one


def test_the_order_of_chunks_and_repetition_have_no_effect(index, resources):
    shuffled = random.Random(3).sample(CHUNKS, len(CHUNKS)) + CHUNKS[:1]
    assert same(index, LocalIndex.build(shuffled, resources))


def test_chunks_come_back_as_they_were_given(index):
    assert [index.chunk(number) for number in range(len(CHUNKS))] == sorted(CHUNKS, key=lambda chunk: chunk.sort_key)


def test_many_chunks_are_read_block_by_block(index, resources, monkeypatch):
    monkeypatch.setattr(feeding, "BLOCK", 2)
    assert same(index, LocalIndex.build(CHUNKS, resources))


def test_very_many_are_read_by_several_processes(tmp_path, monkeypatch):
    monkeypatch.setattr(feeding, "BLOCK", 2)
    monkeypatch.setattr(feeding, "processors", lambda: 2)
    here = load_resources(tmp_path, [tmp_path])
    alone = LocalIndex.build(CHUNKS, here)
    monkeypatch.setattr(feeding, "MANY", 2)
    assert same(alone, LocalIndex.build(CHUNKS, here))


@pytest.mark.parametrize("chunks", [[], [Chunk("asset:1", "")], [Chunk("asset:1", "穴", tier_from=3)]])
def test_nothing_to_count_is_no_fault(chunks, resources):
    assert search(LocalIndex.build(chunks, resources), EVERYTHING, Clearance()) == ()


def test_topics_need_texts_that_repeat_their_words():
    bare, few = Resources(None, Bridge(())), BuildSettings(topic_texts=3)
    single = LocalIndex.build([Chunk(f"asset:{n}", f"word{n}") for n in range(4)], bare, few)
    assert not single.frame.public.has_topics
    chunks = [Chunk(f"asset:{n}", f"drill hole number{n}") for n in range(4)]
    assert LocalIndex.build(chunks, bare, few).frame.public.topic_table.any()
    fewer = BuildSettings(topic_texts=3, topic_texts_most=3)
    assert LocalIndex.build(chunks, bare, fewer).frame.public.topic_table.any()


# Changes


def test_a_change_is_found_and_what_was_there_before_is_not(index):
    later = index.updated({"asset:2": [Chunk("asset:2", "極小径ドリルで味噌", owner=2)], "need:4": [], "need:9": []})
    assert {hit.record for hit in search(later, Query("極小径ドリル"), Clearance(0))} == {"asset:1", "asset:2"}
    assert sorted(later.records()) == ["asset:1", "asset:2", "need:3"]
    assert len(later) == 4
    assert [hit.record for hit in search(index, Query("極小径ドリル"), Clearance(0))] == ["asset:1"]


def test_the_frame_stays_until_a_quarter_came_or_went(resources):
    chunks = [Chunk(f"asset:{n}", f"極小径ドリル {n}") for n in range(10)]
    index = LocalIndex.build(chunks, resources)
    kept = index.updated({"asset:3": [], "asset:20": [Chunk("asset:20", "味噌")]})
    assert kept.frame is index.frame
    anew = kept.updated({"asset:21": [Chunk("asset:21", "味噌")]})
    assert same(
        anew,
        LocalIndex.build(
            [*(c for c in chunks if c.record != "asset:3"), Chunk("asset:20", "味噌"), Chunk("asset:21", "味噌")],
            resources,
        ),
    )


def test_many_small_parts_become_one(resources):
    index = LocalIndex.build([Chunk(f"asset:{n}", f"極小径ドリル {n}", tier_from=n % 2) for n in range(100)], resources)
    for n in range(12):
        index = index.updated({f"asset:{n}": [Chunk(f"asset:{n}", f"味噌 {n}")]})
    assert len(index.parts) < 9
    assert len(index) == 100
    found = [hit.record for hit in search(index, Query("味噌", top=12), Clearance(1))]
    assert set(found) == {f"asset:{n}" for n in range(12)}


WORDS = ("穴", "極小径ドリル", "患者の痛み", "味噌", "発酵", "金型", "drill", "stamping")
texts = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
records = st.integers(0, 8).map(lambda n: f"{'asset' if n % 2 else 'need'}:{n}")


@st.composite
def chunk_of(draw, record: str) -> Chunk:
    tier = draw(st.sampled_from([(0, 3), (1, 3), (2, 3)]))
    return Chunk(record, draw(texts), record.partition(":")[0], draw(st.integers(1, 3)), *tier)


changes = st.dictionaries(records, st.none() | st.just(True), max_size=4)


@given(st.data(), texts)
def test_how_changes_came_in_leaves_the_answer_unchanged_to_the_byte(resources, data, text):
    """An index brought up to date in any steps answers as one that was so from the beginning, under the same frame."""
    state = {key: data.draw(chunk_of(key)) for key in data.draw(st.lists(records, min_size=1, unique=True))}
    still = BuildSettings(topic_texts=2, topics=3)
    stepwise = at_once = LocalIndex.build(state.values(), resources, still)
    all_changes = {}
    for _ in range(data.draw(st.integers(1, 3))):
        wanted = data.draw(changes)
        step = {key: [data.draw(chunk_of(key))] if kept else [] for key, kept in wanted.items()}
        stepwise, all_changes = module.LocalIndex._tidied(stepwise._with(step)), all_changes | step
    at_once = at_once._with(all_changes)
    query, viewer = Query(text + " 穴", top=20), Clearance(1, {2: 2})
    assert repr(search(stepwise, query, viewer)) == repr(search(at_once, query, viewer))
