import numpy as np
import pytest

from kyoso.engines.matching.bridge import KEPT, Bridge, _strongest, meet, pack
from kyoso.engines.matching.text import analyse


def concepts(bridge, text, cosines=None):
    return bridge.recognise(analyse(text), cosines)


def test_a_maker_and_a_buyer_meet_without_a_shared_word(bridge):
    maker, buyer = concepts(bridge, "極小径ドリルが得意です"), concepts(bridge, "患者の痛みを減らしたい")
    worth = bridge.wanted(buyer.weights, 0.4)
    packed = [np.array([part]) for part in pack(maker.weights)]
    assert meet(*packed, worth)[0] > 0.3
    path = bridge.path(buyer, maker)
    assert path.forward
    assert (path.technology.ja, path.function.en) == ("微細穴加工", "thin holes")
    assert path.application.ja == "カテーテルの先端"
    assert path.buyer_words == ("患者の痛み",)
    assert path.maker_words == ("極小径ドリル",)
    assert path.steps[3] == path.outcome


def test_the_way_back_is_the_same_way(bridge):
    maker, buyer = concepts(bridge, "極小径ドリルが得意です"), concepts(bridge, "低侵襲な器具")
    assert not bridge.path(maker, buyer).forward
    assert bridge.path(maker, buyer).strength == bridge.path(buyer, maker).strength


def test_two_makers_meet_less_than_a_maker_and_a_buyer(bridge):
    maker, buyer = concepts(bridge, "極小径ドリル"), concepts(bridge, "患者の痛みを減らす")
    packed = [np.array([part]) for part in pack(maker.weights)]
    alike = meet(*packed, bridge.wanted(maker.weights, 0.4))[0]
    assert 0 < alike < meet(*packed, bridge.wanted(buyer.weights, 0.4))[0]
    assert bridge.path(maker, maker) is None


def test_english_and_japanese_meet(bridge):
    assert bridge.path(concepts(bridge, "better 83"), concepts(bridge, "マイクロ加工")) is not None


def test_words_out_of_order_count_less(bridge):
    in_row, loose = concepts(bridge, "患者の痛み"), concepts(bridge, "痛みを訴える患者")
    assert in_row.weights.max() > loose.weights.max() > 0


def test_closeness_of_vectors_recognises_too(bridge):
    near = np.zeros(len(bridge.phrases))
    near[0] = 0.8
    assert concepts(bridge, "無関係", near).phrases[0] == 0
    assert concepts(bridge, "無関係").phrases.max() == -1


def test_an_empty_bridge_recognises_nothing():
    empty = Bridge(())
    found = concepts(empty, "穴")
    assert found.weights.shape == (0,)
    assert empty.path(found, found) is None
    assert empty.wanted(found.weights, 0.4).shape == (0,)
    assert meet(np.zeros((2, KEPT), np.uint16), np.zeros((2, KEPT), np.uint8), found.weights).tolist() == [0, 0]


def test_only_the_strongest_concepts_are_kept():
    weights = np.linspace(0, 1, KEPT + 4, dtype=np.float32)
    kept = _strongest(weights)
    assert np.count_nonzero(kept) == KEPT
    places, steps = pack(kept)
    assert steps.max() == 255
    assert sorted(places) == list(range(4, KEPT + 4))
    assert kept[-1] == pytest.approx(1)
