import json
import random

import numpy as np
import pytest

from kyoso.engines.matching import Chunk, Clearance, IndexMissingError, LocalIndex, Query, Resources
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


def seen(index: LocalIndex, clearance: Clearance, query: Query = EVERYTHING) -> list[tuple[str, int]]:
    chunks = [index.chunk(number) for number in index.visible(clearance, query)]
    return [(chunk.record, chunk.tier_from) for chunk in chunks]


def same(one: LocalIndex, other: LocalIndex) -> bool:
    ours, theirs = one._all_arrays(), other._all_arrays()
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
    assert all(clearance.sees(index.chunk(number)) for number in index.visible(clearance, EVERYTHING))


def test_kinds_and_the_asker_are_part_of_the_mask(index):
    assert seen(index, Clearance(1), Query("穴", kinds=frozenset({"need"}))) == [("need:4", 1)]
    assert seen(index, Clearance(1), Query("穴", exclude_owner=1)) == [("asset:2", 0), ("need:4", 1)]


def test_a_visitor_and_a_member_have_statistics_of_their_own(index, resources):
    assert index.view_for(Clearance(0, {1: 3})) is index.views["public"]
    assert index.view_for(Clearance(1)) is index.views["network"]
    assert index.views["public"].words.chunks == 2
    assert index.views["network"].words.chunks == 3
    open_only = LocalIndex.build([CHUNKS[2]], resources)
    assert open_only.views["public"] is open_only.views["network"]


def test_the_order_of_chunks_and_repetition_have_no_effect(index, resources):
    shuffled = random.Random(3).sample(CHUNKS, len(CHUNKS)) + CHUNKS[:1]
    assert same(index, LocalIndex.build(shuffled, resources))


def test_saving_and_opening_brings_back_the_same_index(index, resources, tmp_path):
    index.save(tmp_path / "index")
    again = LocalIndex.open(tmp_path / "index", resources)
    assert same(index, again)
    assert [again.chunk(number) for number in range(len(CHUNKS))] == sorted(CHUNKS, key=lambda chunk: chunk.sort_key)
    with pytest.raises(ValueError, match="read-only"):
        again.arrays["chunk.owner"][0] = 9


def test_one_view_is_saved_once(resources, tmp_path):
    folder = LocalIndex.build([CHUNKS[2]], resources).save(tmp_path)
    assert not list(folder.glob("network.*"))
    again = LocalIndex.open(tmp_path, resources)
    assert again.views["public"] is again.views["network"]


def test_a_reader_keeps_its_generation_while_a_writer_switches(index, resources, tmp_path):
    index.save(tmp_path)
    reader = LocalIndex.open(tmp_path, resources)
    LocalIndex.build(CHUNKS[:1], resources).save(tmp_path)
    assert same(index, reader)
    assert len(LocalIndex.open(tmp_path, resources).records) == 1
    index.save(tmp_path)
    assert sorted(path.name for path in tmp_path.glob("generation-*")) == ["generation-00000002", "generation-00000003"]


def test_what_a_dead_writer_left_is_replaced(index, resources, tmp_path):
    (tmp_path / "generation-00000001").mkdir()
    (tmp_path / "generation-00000001" / "rubbish").touch()
    index.save(tmp_path)
    assert same(index, LocalIndex.open(tmp_path, resources))


def test_an_index_that_does_not_fit_is_not_opened(index, resources, tmp_path):
    with pytest.raises(IndexMissingError, match="build it first"):
        LocalIndex.open(tmp_path, resources)
    folder = index.save(tmp_path)
    with pytest.raises(IndexMissingError, match="rebuild"):
        LocalIndex.open(tmp_path, Resources(None, Bridge(())))
    meta = json.loads((folder / "meta.json").read_text())
    (folder / "meta.json").write_text(json.dumps(meta | {"format": 0}))
    with pytest.raises(IndexMissingError, match="rebuild"):
        LocalIndex.open(tmp_path, resources)


@pytest.mark.parametrize("chunks", [[], [Chunk("asset:1", "")], [Chunk("asset:1", "穴", tier_from=3)]])
def test_nothing_to_count_is_no_fault(chunks, resources, tmp_path):
    index = LocalIndex.build(chunks, resources)
    index.save(tmp_path)
    assert same(index, LocalIndex.open(tmp_path, resources))


def test_topics_need_texts_that_repeat_their_words():
    bare, few = Resources(None, Bridge(())), BuildSettings(topic_texts=3)
    single = LocalIndex.build([Chunk(f"asset:{n}", f"word{n}") for n in range(4)], bare, few)
    assert single.views["public"].topic_table.shape[1] == 1
    shared = LocalIndex.build([Chunk(f"asset:{n}", f"drill hole number{n}") for n in range(4)], bare, few)
    assert shared.views["public"].topic_table.any()
